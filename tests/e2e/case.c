/* SPDX-License-Identifier: MIT */
/*
 * case.c - running one case: its folder, its lines, its failure.
 */
#include "case.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

bool case_fail(struct test_case *c, const char *format, ...)
{
	va_list args;

	buf_clear(&c->why);
	va_start(args, format);
	buf_vaddf(&c->why, format, args);
	va_end(args);
	return false;
}

/* ------------------------------------------------ environment */

void case_unsetenv(struct test_case *c, const char *name)
{
	size_t len = strcspn(name, "=");

	for (int i = 0; i < c->env_count; i++) {
		if (strncmp(c->env[i], name, len) != 0 || c->env[i][len] != '=')
			continue;
		free(c->env[i]);
		c->env[i] = c->env[--c->env_count];
		c->env[c->env_count] = NULL;
		return;
	}
}

void case_setenv(struct test_case *c, const char *assignment)
{
	case_unsetenv(c, assignment);
	if (c->env_count == CASE_ENV_MAX)
		abort();
	c->env[c->env_count++] = mem_strdup(assignment);
	c->env[c->env_count] = NULL;
}

static void set_folder(struct test_case *c, const char *name, const char *below)
{
	AUTOBUF text = BUF_INIT;

	buf_addf(&text, "%s=%s%s", name, c->tmp, below);
	case_setenv(c, text.s);
}

static void pass_on(struct test_case *c, const char *name)
{
	const char *value = getenv(name);
	AUTOBUF text = BUF_INIT;

	if (value == NULL)
		return;
	buf_addf(&text, "%s=%s", name, value);
	case_setenv(c, text.s);
}

/* By its full path: it starts in another folder. */
static void set_program(struct test_case *c, const char *path)
{
	char *full = realpath(path, NULL);

	buf_adds(&c->program, full ? full : path);
	free(full);
}

static void set_environment(struct test_case *c)
{
	static const char *const usual[] = { "PATH=/usr/bin:/bin", "TERM=xterm-256color",
		"LC_ALL=C.UTF-8", "TZ=UTC", "CLOSEOUT_TEST_IDLE=1" };
	static const char *const kept[] = { "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS",
		"MALLOC_PERTURB_", "LLVM_PROFILE_FILE" };

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		case_setenv(c, usual[i]);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		pass_on(c, kept[i]);
	set_folder(c, "HOME", "");
	set_folder(c, "TMPDIR", "");
	set_folder(c, "XDG_DATA_HOME", "/data");
	set_folder(c, "XDG_CONFIG_HOME", "/config");
	set_folder(c, "XDG_STATE_HOME", "/state");
	set_folder(c, "XDG_CACHE_HOME", "/cache");
}

/* ------------------------------------------------ the folder */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static bool make_folder(struct test_case *c)
{
	const char *base = getenv("TMPDIR");

	snprintf(c->tmp, sizeof(c->tmp), "%s/case.XXXXXX", base ? base : "/tmp");
	return mkdtemp(c->tmp) != NULL;
}

/* ------------------------------------------------ failure */

/* As TAP comments, so that the text of a screen is never taken for a result. */
static void say_lines(const char *title, const char *text)
{
	if (*text == '\0')
		return;
	printf("# %s:\n", title);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		printf("#   |%.*s\n", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

static void say_screen(const struct test_case *c)
{
	struct pty *p = c->sessions[c->session];
	AUTOBUF screen = BUF_INIT;
	int row, col;

	if (p == NULL)
		return;
	pty_screen(p, &screen);
	pty_cursor(p, &row, &col);
	printf("# session %d, %dx%d, cursor at row %d column %d%s\n", c->session + 1, p->cols, p->rows,
	       row + 1, col + 1, p->exited ? ", ended" : "");
	say_lines("screen", screen.s);
}

static void say_failure(const struct test_case *c)
{
	printf("# %s:%d: %s\n", c->path, c->line, c->why.s);
	say_screen(c);
	say_lines("stdout of the last run", c->out.s);
	say_lines("stderr of the last run", c->err.s);
}

/* ------------------------------------------------ running */

static bool run_line(struct test_case *c, const char *line)
{
	char name[32];
	size_t len = strcspn(line, " \t");
	const struct command *command;
	struct words w = { .count = 0 };
	bool ok;

	snprintf(name, sizeof(name), "%.*s", (int)len, line);
	command = command_find(name);
	if (command == NULL)
		return case_fail(c, "no such command: %s", name);
	line += len + strspn(line + len, " \t");
	if (command->most < 0) {
		w.word[w.count++] = mem_strdup(line);
	} else if (!words_read(c, line, &w)) {
		words_free(&w);
		return false;
	}
	if (command->most >= 0 && (w.count < command->least || w.count > command->most))
		ok = case_fail(c, "%s takes %d to %d words", name, command->least, command->most);
	else
		ok = command->act(c, &w);
	words_free(&w);
	return ok;
}

bool case_run_lines(struct test_case *c)
{
	char *line = NULL;
	size_t size = 0;
	bool ok = true;

	while (ok && !c->skip && getline(&line, &size, c->file) > 0) {
		char *start = line + strspn(line, " \t");

		c->line++;
		line[strcspn(line, "\n")] = '\0';
		if (*start != '\0' && *start != '#')
			ok = run_line(c, start);
	}
	free(line);
	return ok;
}

static void tidy(struct test_case *c)
{
	for (int i = 0; i < CASE_SESSIONS; i++)
		pty_stop(c->sessions[i]);
	for (int i = 0; i < c->env_count; i++)
		free(c->env[i]);
	buf_release(&c->program);
	buf_release(&c->input);
	buf_release(&c->out);
	buf_release(&c->err);
	buf_release(&c->why);
	buf_release(&c->remembered);
	nftw(c->tmp, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	fclose(c->file);
}

enum case_result case_run(const char *path)
{
	const char *patience = getenv("CASE_PATIENCE_MS");
	struct test_case c = { .path = path, .rows = 24, .cols = 80,
		.patience_ms = patience ? (int)strtol(patience, NULL, 10) : 5000 };
	const char *closeout = getenv("CLOSEOUT");
	bool ok;

	c.file = fopen(path, "r");
	if (c.file == NULL || !make_folder(&c)) {
		printf("# %s cannot be run\n", path);
		return CASE_FAILED;
	}
	buf_init(&c.program);
	buf_init(&c.input);
	buf_init(&c.out);
	buf_init(&c.err);
	buf_init(&c.why);
	buf_init(&c.remembered);
	set_program(&c, closeout ? closeout : "./closeout");
	set_environment(&c);
	ok = case_run_lines(&c);
	if (!ok)
		say_failure(&c);
	tidy(&c);
	return !ok ? CASE_FAILED : c.skip ? CASE_SKIPPED : CASE_OK;
}
