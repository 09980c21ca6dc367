/* SPDX-License-Identifier: MIT */
/* disk_private.h - what disk.c and power.c share. */
#ifndef TESTS_DISK_PRIVATE_H
#define TESTS_DISK_PRIVATE_H

#include <sqlite3.h>

#include "disk.h"

struct powered; /* a file, and what of it is not synced */

struct shim {
	sqlite3_file file;
	sqlite3_file *real;
	struct powered *power; /* NULL: power is of no concern to it */
};

struct powered *power_open(const char *name, bool journal);
bool power_off(void);
/* Before the call is made. False: the power is gone, and the call with it. */
enum power { POWER_ON, POWER_GOES, POWER_OFF };
enum power power_write(struct powered *p, int n, int64_t at); /* GOES: this one may still have reached the disk */
bool power_truncate(struct powered *p, int64_t size);
bool power_sync(struct powered *p);

#endif
