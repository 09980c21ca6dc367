/* SPDX-License-Identifier: MIT */
/*
 * rel_help.h - what the programs that prove promises share: how much of it to do, numbers by
 * chance, and operations on the sample records that are there wholly or not at all.
 *
 * CLOSEOUT_RELIABILITY is quick (make check), ci (make check-long) or release (tools/bench
 * reliability). CLOSEOUT_TEST_SEED repeats a run. Include it after cmocka.h.
 */
#ifndef TESTS_REL_HELP_H
#define TESTS_REL_HELP_H

#include "../unit/app_help.h"
#include "base/buf.h"

enum rel_level { REL_QUICK, REL_CI, REL_RELEASE };
enum rel_level rel_level(void);
int rel_figure(int quick, int ci, int release);

void rel_seed(void); /* says which one it is */
void rel_only(void); /* of every main(): CLOSEOUT_PROOF names the one test to run, '*' and '?' match */
uint64_t rel_random(void);
int rel_pick(int n); /* 0 .. n - 1 */

/* One line of RESULTS: what was promised, how much was tried, what came out, what the control did. */
void rel_result(const char *promise, const char *text, const char *figure, const char *result, const char *control);
/* Text that lives until the 64th next call. */
const char *rel_words(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- operations ------------------------------------------------------------------------- */

enum rel_kind { REL_SAVE, REL_APPROVE, REL_IMPORT, REL_UNDO, REL_MIGRATE, REL_BACKUP, REL_KINDS };

struct rel_op {
	const char *name;
	const char *user;
	void (*prepare)(void); /* brings the sample to where the operation can be done */
	int (*run)(void);      /* into help.err; help.app is open as user */
	int (*done)(void);     /* 1 it is there, 0 it is not, -1 a part of it is */
};
extern const struct rel_op rel_ops[REL_KINDS];

int rel_begin(void **state); /* cmocka setup: the bases of all operations, nothing open */
int rel_end(void **state);
void rel_fresh(enum rel_kind op); /* help.path is a copy of its base, nothing beside it */
/* Opens help.path as the operation wants it. Returns the failure. */
int rel_open(enum rel_kind op);
void rel_close(void);
/* Opens it with a disk that works: is it there? Verifies; whatever is wrong ends the test. where is for messages. */
int rel_look(enum rel_kind op, const char *where);
/* The same without verifying. */
int rel_done(enum rel_kind op, const char *where);
bool rel_verified(struct buf *found); /* help.app's store; false: what is wrong is added */

#endif
