/* SPDX-License-Identifier: MIT */
/*
 * session_help.h - what the proofs about sessions share: how much of it to do, chance, the real
 * program on the sample records in terminals of our own, and what its drafts hold.
 *
 * CLOSEOUT_RELIABILITY is quick (make check), ci (make check-long) or release (tools/bench
 * reliability). CLOSEOUT_TEST_SEED repeats a run. Include it after cmocka.h.
 */
#ifndef TESTS_SESSION_HELP_H
#define TESTS_SESSION_HELP_H

#include "../e2e/pty.h"
#include "app/draft.h"

int figure(int quick, int ci, int release);
void only(void); /* of every main(): CLOSEOUT_PROOF names the one test to run, '*' and '?' match */
uint32_t chance(uint32_t n); /* 0 .. n - 1 */

/* One line of RESULTS: the promise, how much was tried, what came out, what the control did. */
void say_result(const char *promise, const char *tried, const char *result, const char *control);
const char *words(const char *format, ...) __attribute__((format(printf, 1, 2))); /* lives until the 8th next call */

/* A folder with a sample database, which every session of the test opens. */
extern char world_dir[256], world_db[300];
int world_begin(void **state); /* cmocka setup */
int world_end(void **state);

/* Starts the program there; n tells whose drafts it uses. drafts false: they cannot be written. */
struct pty *session_start(int n, int rows, int cols, bool drafts);
bool session_keys(struct pty *p, const char *names); /* "2 G Enter"; each after the one before was handled */
void session_type(struct pty *p, const char *text);

/* Runs the program without a terminal; returns the exit status and how long it took. */
int command(int64_t *took_us, const char *first, ...) __attribute__((sentinel));

/* The text of that field in the newest draft of n, "" if there is none; and how many drafts there are. */
const char *draft_text(int n, const char *field, size_t *count);
void drafts_clear(int n);
bool nothing_is_locked(int n); /* no draft of n, and not the database's gate */

/* Processor time of a process so far, in milliseconds; -1: it is not there. */
int64_t process_ms(pid_t pid);

#endif
