/* SPDX-License-Identifier: MIT */
/*
 * demo.h - demo_term in a pty, for the tests of the terminal room.
 */
#ifndef TESTS_E2E_DEMO_H
#define TESTS_E2E_DEMO_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pty.h"

extern struct pty *pty; /* the one of the test that runs */

int demo_stop(void **state); /* a teardown */
#define TEST(name) cmocka_unit_test_teardown(name, demo_stop)

const char *demo_path(void);
void demo(const char *mode, int rows, int cols); /* and waits until it is idle */
/* extra ("NAME=VALUE", NULL at the end) goes over the usual environment; does not wait. */
void demo_with(const char *const extra[], const char *mode, const char *more, int rows, int cols);

/* A file that the demo writes its log into when it leaves; env is what to start it with. */
struct demo_log {
	char path[256];
	char variable[300];
	const char *env[2];
};
void demo_log_open(struct demo_log *log);
int demo_log_count(struct demo_log *log, const char *line); /* how often; and removes the file */

#define settle() settle_at(__LINE__)
#define press(name) press_at(name, __LINE__)
#define check_row(row, text) check_row_at(row, text, __LINE__)
void settle_at(int line);
void press_at(const char *name, int line); /* and settles */
void check_row_at(int row, const char *text, int line);
void check_exit(int ms, int expected);
bool modes_restored(void); /* echo and line editing are on, as before it came */
void must_contain(const char *bytes);

#endif
