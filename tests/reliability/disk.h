/* SPDX-License-Identifier: MIT */
/*
 * disk.h - a disk that fails when told to: a SQLite file system between the store and the real one.
 *
 * Calls can be made to fail, power can be cut, and locks can be watched. Once installed it is
 * what every connection of the program uses. One thing at a time, in one thread.
 */
#ifndef TESTS_DISK_H
#define TESTS_DISK_H

#include <stdbool.h>
#include <stdint.h>

void disk_install(void);

/* ---- calls that fail ------------------------------------------------------------- */

enum disk_call { DISK_READ, DISK_WRITE, DISK_SYNC, DISK_TRUNCATE, DISK_SHM, DISK_OPEN, DISK_CALLS };
#define DISK_ALL ((1u << DISK_CALLS) - 1)

/* The at-th call (from 1) of the kinds in the mask fails with code, once or from then on. */
void disk_arm(unsigned kinds, int at, int code, bool lasting);
void disk_disarm(void);
bool disk_fired(void); /* since it was armed */
int disk_calls(void);  /* of those kinds since then; armed with at 0 it only counts */

/* A write that fails says that it went well instead: a control that must be found out. */
void disk_lies(bool on);

/* ---- power ----------------------------------------------------------------------- */

enum disk_sync {
	DISK_SYNCS,         /* what was synced is on the disk */
	DISK_SYNCS_NO_WAL,  /* syncs of a journal are ignored, as with synchronous = NORMAL */
	DISK_SYNCS_NOTHING, /* all are, as with OFF */
};

/*
 * From now on what is written is remembered until it is synced. At the at-th write, sync or
 * truncation the power goes: it and everything after it fails. 0: it only counts.
 */
void disk_power(int at, enum disk_sync sync);
bool disk_is_cut(void);
/*
 * When all connections are closed: of every sector that was not synced the bytes written are
 * kept, as they were before, or zero, and a file that grew may have its old length. random
 * gives numbers.
 */
void disk_power_back(uint64_t (*random)(void));

/* ---- locks ----------------------------------------------------------------------- */

/*
 * Counts locks of a WAL for writing and for checkpoints, and those of them taken without the gate.
 * A reader who meets the head of the index half written takes the lock of writers to look again;
 * unless something is written meanwhile, that is a look only.
 */
struct disk_locks {
	int64_t taken, ungated, looks;
};
/* gate is the lock file of the database; counts may be shared between processes. NULL: no more. */
void disk_watch(const char *gate, struct disk_locks *counts);

#endif
