/* SPDX-License-Identifier: MIT */
/*
 * demo.c - demo_term in a pty, for the tests of the terminal room.
 */
#include "demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct pty *pty;

int demo_stop(void **state)
{
	(void)state;
	pty_stop(pty);
	pty = NULL;
	return 0;
}

const char *demo_path(void)
{
	static char path[4096];
	const char *build = getenv("TEST_BUILDDIR");

	snprintf(path, sizeof(path), "%s/tests/e2e/demo_term", build ? build : ".");
	return path;
}

/* Starts the demo in the usual environment; extra (may be NULL) comes before and wins. */
void demo_with(const char *const extra[], const char *mode, const char *more, int rows, int cols)
{
	const char *argv[] = { demo_path(), mode, more, NULL };
	const char *env[16] = { NULL };
	static const char *const usual[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
		"CLOSEOUT_TEST_IDLE=1", "PATH=/usr/bin:/bin", NULL };
	int n = 0;

	for (; extra != NULL && extra[n] != NULL; n++)
		env[n] = extra[n];
	for (int i = 0; usual[i] != NULL; i++) {
		bool set = false;

		for (int k = 0; extra != NULL && extra[k] != NULL; k++)
			set |= strncmp(extra[k], usual[i], strcspn(usual[i], "=") + 1) == 0;
		if (!set)
			env[n++] = usual[i];
	}
	pty_stop(pty);
	pty = pty_start(argv, env, rows, cols, NULL);
}

void demo(const char *mode, int rows, int cols)
{
	demo_with(NULL, mode, NULL, rows, cols);
	assert_true(pty_settle(pty));
}

static void show_and_fail(const char *what, int line)
{
	AUTOBUF screen = BUF_INIT;

	pty_screen(pty, &screen);
	print_error("# %llu of %llu bytes handled, size %dx%d of %dx%d\n", pty->idle_sent, pty->sent,
		    pty->idle_cols, pty->idle_rows, pty->cols, pty->rows);
	fail_msg("line %d: %s; the screen is\n%s", line, what, screen.s);
}

void settle_at(int line)
{
	if (!pty_settle(pty))
		show_and_fail("not idle in time", line);
}

void press_at(const char *name, int line)
{
	if (!pty_key(pty, name))
		fail_msg("line %d: no key %s", line, name);
	settle_at(line);
}

void check_row_at(int row, const char *text, int line)
{
	AUTOBUF got = BUF_INIT;

	pty_row(pty, row, &got);
	if (strcmp(got.s, text) != 0)
		show_and_fail(text, line);
}

void check_exit(int ms, int expected)
{
	int status = -1;

	assert_true(pty_wait_exit(pty, ms, &status));
	assert_int_equal(status, expected);
}

/* True if echo and line editing are on, as before we came. */
bool modes_restored(void)
{
	struct termios modes;

	return tcgetattr(pty->fd, &modes) == 0 && (modes.c_lflag & ECHO) &&
	       (modes.c_lflag & ICANON) && (modes.c_lflag & ISIG) && (modes.c_iflag & ICRNL);
}

void must_contain(const char *bytes)
{
	if (strstr(pty->output.s, bytes) == NULL)
		fail_msg("%s was not written", bytes + 1);
}
void demo_log_open(struct demo_log *log)
{
	const char *folder = getenv("TMPDIR");

	snprintf(log->path, sizeof(log->path), "%s/demo.%d", folder ? folder : "/tmp", (int)getpid());
	snprintf(log->variable, sizeof(log->variable), "DEMO_LOG=%s", log->path);
	log->env[0] = log->variable;
	log->env[1] = NULL;
}

int demo_log_count(struct demo_log *log, const char *line)
{
	FILE *f = fopen(log->path, "r");
	char text[256];
	int count = 0;

	assert_non_null(f);
	while (fgets(text, sizeof(text), f) != NULL)
		count += strncmp(text, line, strlen(line)) == 0 && text[strlen(line)] == '\n';
	fclose(f);
	unlink(log->path);
	return count;
}
