/* SPDX-License-Identifier: MIT */
/*
 * case_setup.c - what a line of a case can say about what is there before a
 * program starts: sizes, environment, files, the sample records; and lines
 * said several times.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case.h"

static bool do_size(struct test_case *c, struct words *w)
{
	return case_number(c, w->word[0], &c->cols) && case_number(c, w->word[1], &c->rows);
}

static bool do_patience(struct test_case *c, struct words *w)
{
	return case_number(c, w->word[0], &c->patience_ms);
}

static bool do_env(struct test_case *c, struct words *w)
{
	for (int i = 0; i < w->count; i++) {
		if (strchr(w->word[i], '=') != NULL)
			case_setenv(c, w->word[i]);
		else
			case_unsetenv(c, w->word[i]);
	}
	return true;
}

static bool do_program(struct test_case *c, struct words *w)
{
	buf_clear(&c->program);
	buf_adds(&c->program, w->word[0]);
	return true;
}

static bool do_session(struct test_case *c, struct words *w)
{
	int n;

	if (!case_number(c, w->word[0], &n))
		return false;
	if (n < 1 || n > CASE_SESSIONS)
		return case_fail(c, "sessions are 1 to %d", CASE_SESSIONS);
	c->session = n - 1;
	return true;
}

/* The lines up to "end", with variables replaced, into the file. */
static bool do_write(struct test_case *c, struct words *w)
{
	AUTOBUF text = BUF_INIT;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	FILE *f;
	bool ok = true;

	while ((len = getline(&line, &size, c->file)) > 0 && strcmp(line, "end\n") != 0 && ok) {
		c->line++;
		ok = words_expand(c, &text, line, (size_t)len);
	}
	c->line++;
	free(line);
	f = ok ? fopen(w->word[0], "w") : NULL;
	if (f == NULL)
		return ok && case_fail(c, "cannot write %s", w->word[0]);
	fwrite(text.s, 1, text.len, f);
	fclose(f);
	return true;
}

/* ------------------------------------------------ the sample records */

static char sample[512]; /* made once for all cases of a run */

static void remove_sample(void)
{
	unlink(sample);
}

static bool make_sample(struct test_case *c)
{
	const char *base = getenv("TMPDIR");
	char init[] = "init", option[] = "--sample", database[] = "-d";
	char *argv[] = { c->program.s, database, sample, init, option, NULL };
	int status;

	snprintf(sample, sizeof(sample), "%s/cases-%d.db", base ? base : "/tmp", (int)getpid());
	if (!case_spawn(c, argv, &status))
		return false;
	if (status != 0)
		return case_fail(c, "init --sample ended with %d: %s", status, c->err.s);
	atexit(remove_sample);
	return true;
}

static bool copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	char piece[65536];
	ssize_t n = -1;

	while (in >= 0 && out >= 0 && (n = read(in, piece, sizeof(piece))) > 0)
		if (write(out, piece, (size_t)n) != n)
			break;
	if (in >= 0)
		close(in);
	return out >= 0 && close(out) == 0 && n == 0;
}

/* Sample records of the case's own at $DB, which programs open from here on. */
static bool do_sample(struct test_case *c, struct words *w)
{
	AUTOBUF setting = BUF_INIT;

	(void)w;
	if (!case_program_exists(c))
		return true;
	if (sample[0] == '\0' && !make_sample(c))
		return false;
	buf_addf(&setting, "CLOSEOUT_DATABASE=%s/case.db", c->tmp);
	case_setenv(c, setting.s);
	return copy_file(sample, setting.s + strlen("CLOSEOUT_DATABASE=")) || case_fail(c, "no copy of the sample");
}

/* ------------------------------------------------ lines said several times */

/* The lines up to "done", $I counting from 1. */
static bool do_repeat(struct test_case *c, struct words *w)
{
	AUTOBUF text = BUF_INIT;
	FILE *file = c->file;
	char *line = NULL, number[32];
	size_t size = 0;
	int times, first = c->line, last;
	bool ok = true;

	if (!case_number(c, w->word[0], &times))
		return false;
	while (getline(&line, &size, file) > 0 && strcmp(line, "done\n") != 0 && ++c->line)
		buf_adds(&text, line);
	last = c->line + 1;
	free(line);
	for (int i = 1; i <= times && ok; i++) {
		snprintf(number, sizeof(number), "I=%d", i);
		case_setenv(c, number);
		c->file = fmemopen(text.s, text.len, "r");
		c->line = first;
		ok = c->file != NULL && case_run_lines(c);
		if (c->file != NULL)
			fclose(c->file);
	}
	c->file = file;
	if (ok)
		c->line = last;
	return ok;
}

/* ------------------------------------------------ */

const struct command setup_commands[] = {
	{ "env", 1, CASE_WORDS_MAX, do_env },
	{ "patience", 1, 1, do_patience },
	{ "program", 1, 1, do_program },
	{ "repeat", 1, 1, do_repeat },
	{ "sample", 0, 0, do_sample },
	{ "session", 1, 1, do_session },
	{ "size", 2, 2, do_size },
	{ "write", 1, 1, do_write },
	{ NULL, 0, 0, NULL },
};
