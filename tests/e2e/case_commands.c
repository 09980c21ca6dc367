/* SPDX-License-Identifier: MIT */
/*
 * case_commands.c - what a line of a case can say.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/key.h"
#include "case.h"


/* ------------------------------------------------ help */

static bool number(struct test_case *c, const char *text, int *value)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end != '\0' || n < -100000 || n > 100000)
		return case_fail(c, "not a number: %s", text);
	*value = (int)n;
	return true;
}

static struct pty *terminal(struct test_case *c)
{
	struct pty *p = c->sessions[c->session];

	if (p == NULL)
		case_fail(c, "nothing was started in this session");
	return p;
}

/* Waits until it is idle. One that has ended has nothing left to do. */
static bool settled(struct test_case *c, struct pty *p)
{
	int status;

	if (pty_settle(p) || pty_wait_exit(p, 1000, &status))
		return true;
	return case_fail(c, "not idle in time: %llu of %llu bytes handled", p->idle_sent, p->sent);
}

static bool still_there(struct test_case *c, struct pty *p)
{
	int status;

	if (!p->exited)
		return true;
	pty_wait_exit(p, 0, &status);
	return case_fail(c, "the program has ended with exit code %d", status);
}

static bool program_exists(struct test_case *c)
{
	if (access(c->program.s, X_OK) == 0)
		return true;
	c->skip = true;
	return false;
}

/* Row numbers count from 1, from the bottom when negative. -1 if there is no such row. */
static int row_index(const struct pty *p, int row)
{
	int index = row < 0 ? p->rows + row : row - 1;

	return index >= 0 && index < p->rows ? index : -1;
}

/* How long what others do, or a timer, may take to show. */
static int patience_ms(void)
{
	const char *ms = getenv("CASE_PATIENCE_MS");

	return ms ? (int)strtol(ms, NULL, 10) : 5000;
}

/* ------------------------------------------------ setting up */

static bool do_size(struct test_case *c, struct words *w)
{
	return number(c, w->word[0], &c->cols) && number(c, w->word[1], &c->rows);
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

	if (!number(c, w->word[0], &n))
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

/* ------------------------------------------------ without a terminal */

static bool do_stdin(struct test_case *c, struct words *w)
{
	buf_clear(&c->input);
	buf_adds(&c->input, w->word[0]);
	return true;
}

static bool spawn_and_compare(struct test_case *c, char *const argv[], int expected)
{
	int status;

	if (!case_spawn(c, argv, &status))
		return false;
	return status == expected || case_fail(c, "exit code %d, not %d", status, expected);
}

/* run [=CODE] ARGUMENTS */
static bool do_run(struct test_case *c, struct words *w)
{
	char *argv[CASE_WORDS_MAX + 2] = { c->program.s };
	int first = w->count > 0 && w->word[0][0] == '=' ? 1 : 0;
	int expected = 0;

	if (first > 0 && !number(c, w->word[0] + 1, &expected))
		return false;
	if (!program_exists(c))
		return true;
	for (int i = first; i < w->count; i++)
		argv[1 + i - first] = w->word[i];
	return spawn_and_compare(c, argv, expected);
}

static bool do_sh(struct test_case *c, struct words *w)
{
	AUTOBUF script = BUF_INIT;
	char shell[] = "/bin/sh", flag[] = "-ec";
	char *argv[] = { shell, flag, NULL, NULL };

	if (!words_expand(c, &script, w->word[0], strlen(w->word[0])))
		return false;
	argv[2] = script.s;
	return spawn_and_compare(c, argv, 0);
}

static bool do_expect_out(struct test_case *c, struct words *w)
{
	return strstr(c->out.s, w->word[0]) != NULL || case_fail(c, "not on stdout: %s", w->word[0]);
}

static bool do_expect_err(struct test_case *c, struct words *w)
{
	return strstr(c->err.s, w->word[0]) != NULL || case_fail(c, "not on stderr: %s", w->word[0]);
}

static bool do_reject_out(struct test_case *c, struct words *w)
{
	return strstr(c->out.s, w->word[0]) == NULL || case_fail(c, "on stdout: %s", w->word[0]);
}

/* ------------------------------------------------ keys in */

static bool do_start(struct test_case *c, struct words *w)
{
	const char *argv[CASE_WORDS_MAX + 2] = { c->program.s };
	const char *env[CASE_ENV_MAX + 1] = { NULL };
	struct pty_options opt = { .folder = c->tmp };

	if (!program_exists(c))
		return true;
	for (int i = 0; i < w->count; i++)
		argv[1 + i] = w->word[i];
	for (int i = 0; i < c->env_count; i++)
		env[i] = c->env[i];
	pty_stop(c->sessions[c->session]);
	c->sessions[c->session] = pty_start(argv, env, c->rows, c->cols, &opt);
	return settled(c, c->sessions[c->session]);
}

static bool send_key(struct test_case *c, struct pty *p, const char *name)
{
	return still_there(c, p) && (pty_key(p, name) || case_fail(c, "no such key: %s", name));
}

/* Like a person: each key after what the one before it did. */
static bool do_keys(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);

	if (p == NULL)
		return false;
	pty_count(p);
	for (int i = 0; i < w->count; i++)
		if (!send_key(c, p, w->word[i]) || !settled(c, p))
			return false;
	return true;
}

static bool do_burst(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);

	if (p == NULL)
		return false;
	pty_count(p);
	for (int i = 0; i < w->count; i++)
		if (!send_key(c, p, w->word[i]))
			return false;
	return settled(c, p);
}

/* The rest of the line as it is; or, in quotes, with escapes and variables. */
static bool text_of(struct test_case *c, const char *rest, struct buf *dst)
{
	struct words w = { .count = 0 };
	bool ok = true;

	if (rest[0] == '"') {
		ok = words_read(c, rest, &w) && (w.count == 1 || case_fail(c, "one string, please"));
		buf_adds(dst, ok ? w.word[0] : "");
	} else {
		buf_adds(dst, rest);
	}
	words_free(&w);
	return ok;
}

static bool send_text(struct test_case *c, struct words *w, void (*send)(struct pty *, const char *))
{
	struct pty *p = terminal(c);
	AUTOBUF text = BUF_INIT;

	if (p == NULL || !still_there(c, p) || !text_of(c, w->word[0], &text))
		return false;
	pty_count(p);
	send(p, text.s);
	return settled(c, p);
}

static bool do_type(struct test_case *c, struct words *w)
{
	return send_text(c, w, pty_text);
}

static bool do_paste(struct test_case *c, struct words *w)
{
	return send_text(c, w, pty_paste);
}

static bool do_resize(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);
	int rows, cols;

	if (p == NULL || !number(c, w->word[0], &cols) || !number(c, w->word[1], &rows))
		return false;
	pty_count(p);
	pty_resize(p, rows, cols);
	return settled(c, p);
}

static bool do_hangup(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);

	(void)w;
	if (p == NULL)
		return false;
	pty_hangup(p);
	return true;
}

static bool do_signal(struct test_case *c, struct words *w)
{
	static const struct { const char *name; int number; } signals[] = {
		{ "HUP", SIGHUP }, { "INT", SIGINT }, { "TERM", SIGTERM }, { "KILL", SIGKILL },
		{ "STOP", SIGSTOP }, { "CONT", SIGCONT }, { "SEGV", SIGSEGV }, { "ABRT", SIGABRT },
		{ "QUIT", SIGQUIT }, { "TSTP", SIGTSTP }, { "PIPE", SIGPIPE },
	};
	struct pty *p = terminal(c);

	for (size_t i = 0; p != NULL && i < sizeof(signals) / sizeof(signals[0]); i++) {
		if (strcmp(signals[i].name, w->word[0]) == 0) {
			pty_signal(p, signals[i].number);
			return true;
		}
	}
	return p != NULL && case_fail(c, "no such signal: %s", w->word[0]);
}

static bool do_exit_code(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);
	int expected, status;

	if (p == NULL || !number(c, w->word[0], &expected))
		return false;
	if (!pty_wait_exit(p, PTY_DEADLINE_MS, &status))
		return case_fail(c, "the program has not ended");
	return status == expected || case_fail(c, "exit code %d, not %d", status, expected);
}

/* ------------------------------------------------ screen out */

static bool do_expect(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);

	if (p == NULL)
		return false;
	for (int i = 0; i < w->count; i++)
		if (!pty_expect(p, w->word[i], patience_ms()))
			return case_fail(c, "not on the screen: %s", w->word[i]);
	return true;
}

static bool do_reject(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);
	int row, col;

	if (p == NULL || !settled(c, p))
		return false;
	for (int i = 0; i < w->count; i++)
		if (pty_find(p, w->word[i], &row, &col))
			return case_fail(c, "on the screen, row %d: %s", row + 1, w->word[i]);
	return true;
}

/* Waits until the row satisfies; row NULL: the one with the cursor. */
static bool expect_row(struct test_case *c, const char *row, const char *text, bool whole)
{
	struct pty *p = terminal(c);
	int n = 0, index, col;

	if (p == NULL || (row != NULL && !number(c, row, &n)))
		return false;
	do {
		AUTOBUF got = BUF_INIT;

		index = row_index(p, n);
		if (row == NULL)
			pty_cursor(p, &index, &col);
		if (index >= 0)
			pty_row(p, index, &got);
		if (index >= 0 && (whole ? strcmp(got.s, text) == 0 : strstr(got.s, text) != NULL))
			return true;
	} while (pty_wait_output(p, patience_ms()));
	return case_fail(c, "%s %s: %s", row ? "not in row" : "the cursor is not on", row ? row : "it", text);
}

static bool do_expect_row(struct test_case *c, struct words *w)
{
	return expect_row(c, w->word[0], w->word[1], false);
}

static bool do_row_is(struct test_case *c, struct words *w)
{
	return expect_row(c, w->word[0], w->word[1], true);
}

static bool do_cursor_on(struct test_case *c, struct words *w)
{
	return expect_row(c, NULL, w->word[0], false);
}

static bool do_cursor_at(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);
	int row, col, at_row, at_col;

	if (p == NULL || !number(c, w->word[0], &row) || !number(c, w->word[1], &col) || !settled(c, p))
		return false;
	pty_cursor(p, &at_row, &at_col);
	if (at_row == row - 1 && at_col == col - 1)
		return true;
	return case_fail(c, "the cursor is at row %d column %d", at_row + 1, at_col + 1);
}

static bool has_style(const VTermScreenCell *cell, const char *name, bool *known)
{
	const bool colored = !VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
	const struct { const char *name; bool is; } styles[] = {
		{ "bold", cell->attrs.bold }, { "underline", cell->attrs.underline != 0 },
		{ "italic", cell->attrs.italic }, { "reverse", cell->attrs.reverse },
		{ "coloured", colored },
		{ "plain", !cell->attrs.bold && !cell->attrs.underline && !cell->attrs.reverse && !colored },
	};

	*known = true;
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		if (strcmp(styles[i].name, name) == 0)
			return styles[i].is;
	*known = false;
	return false;
}

/* style "text" bold no-reverse ... */
static bool do_style(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);
	VTermScreenCell cell;
	int row, col;

	if (p == NULL || !do_expect(c, &(struct words){ .word = { w->word[0] }, .count = 1 }))
		return false;
	if (!pty_find(p, w->word[0], &row, &col) || !pty_cell(p, row, col, &cell))
		return case_fail(c, "not on the screen: %s", w->word[0]);
	for (int i = 1; i < w->count; i++) {
		bool known, not = strncmp(w->word[i], "no-", 3) == 0;
		bool is = has_style(&cell, w->word[i] + (not ? 3 : 0), &known);

		if (!known || is == not)
			return case_fail(c, known ? "not %s: %s" : "no such style %s", w->word[i], w->word[0]);
	}
	return true;
}

static bool do_bytes_max(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);
	int most;

	if (p == NULL || !number(c, w->word[0], &most) || !settled(c, p))
		return false;
	return p->bytes <= (size_t)most || case_fail(c, "%zu bytes, more than %d", p->bytes, most);
}

static bool do_quiet(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);
	int ms;

	if (p == NULL || !number(c, w->word[0], &ms) || !settled(c, p))
		return false;
	return !pty_wait_output(p, ms) || case_fail(c, "something was written");
}

static bool do_screen(struct test_case *c, struct words *w)
{
	struct pty *p = terminal(c);
	AUTOBUF text = BUF_INIT;

	(void)w;
	if (p == NULL || !settled(c, p))
		return false;
	pty_screen(p, &text);
	for (const char *s = text.s; *s != '\0'; s += strcspn(s, "\n") + 1)
		printf("#   |%.*s\n", (int)strcspn(s, "\n"), s);
	return true;
}

/* ------------------------------------------------ */

static const struct command commands[] = {
	{ "burst", 1, CASE_WORDS_MAX, do_burst },
	{ "bytes-max", 1, 1, do_bytes_max },
	{ "cursor-at", 2, 2, do_cursor_at },
	{ "cursor-on", 1, 1, do_cursor_on },
	{ "env", 1, CASE_WORDS_MAX, do_env },
	{ "exit-code", 1, 1, do_exit_code },
	{ "expect", 1, CASE_WORDS_MAX, do_expect },
	{ "expect-err", 1, 1, do_expect_err },
	{ "expect-out", 1, 1, do_expect_out },
	{ "expect-row", 2, 2, do_expect_row },
	{ "hangup", 0, 0, do_hangup },
	{ "keys", 1, CASE_WORDS_MAX, do_keys },
	{ "paste", 1, -1, do_paste },
	{ "program", 1, 1, do_program },
	{ "quiet", 1, 1, do_quiet },
	{ "reject", 1, CASE_WORDS_MAX, do_reject },
	{ "reject-out", 1, 1, do_reject_out },
	{ "resize", 2, 2, do_resize },
	{ "row-is", 2, 2, do_row_is },
	{ "run", 0, CASE_WORDS_MAX, do_run },
	{ "screen", 0, 0, do_screen },
	{ "session", 1, 1, do_session },
	{ "sh", 1, -1, do_sh },
	{ "signal", 1, 1, do_signal },
	{ "size", 2, 2, do_size },
	{ "start", 0, CASE_WORDS_MAX, do_start },
	{ "stdin", 1, 1, do_stdin },
	{ "style", 2, 8, do_style },
	{ "type", 1, -1, do_type },
	{ "write", 1, 1, do_write },
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}
