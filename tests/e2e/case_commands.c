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

bool case_number(struct test_case *c, const char *text, int *value)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end != '\0' || n < -100000 || n > 100000)
		return case_fail(c, "not a number: %s", text);
	*value = (int)n;
	return true;
}

struct pty *case_terminal(struct test_case *c)
{
	struct pty *p = c->sessions[c->session];

	if (p == NULL)
		case_fail(c, "nothing was started in this session");
	return p;
}

/* Waits until it is idle. One that has ended has nothing left to do. */
bool case_settled(struct test_case *c, struct pty *p)
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

bool case_program_exists(struct test_case *c)
{
	if (access(c->program.s, X_OK) == 0)
		return true;
	c->skip = true;
	return false;
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

	if (first > 0 && !case_number(c, w->word[0] + 1, &expected))
		return false;
	if (!case_program_exists(c))
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

	if (!case_program_exists(c))
		return true;
	for (int i = 0; i < w->count; i++)
		argv[1 + i] = w->word[i];
	for (int i = 0; i < c->env_count; i++)
		env[i] = c->env[i];
	pty_stop(c->sessions[c->session]);
	c->sessions[c->session] = pty_start(argv, env, c->rows, c->cols, &opt);
	return case_settled(c, c->sessions[c->session]);
}

static bool send_key(struct test_case *c, struct pty *p, const char *name)
{
	c->key_count++;
	return still_there(c, p) && (pty_key(p, name) || case_fail(c, "no such key: %s", name));
}

/* Like a person: each key after what the one before it did. */
static bool do_keys(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);

	if (p == NULL)
		return false;
	pty_count(p);
	for (int i = 0; i < w->count; i++)
		if (!send_key(c, p, w->word[i]) || !case_settled(c, p))
			return false;
	return true;
}

static bool do_burst(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);

	if (p == NULL)
		return false;
	pty_count(p);
	for (int i = 0; i < w->count; i++)
		if (!send_key(c, p, w->word[i]))
			return false;
	return case_settled(c, p);
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
	struct pty *p = case_terminal(c);
	AUTOBUF text = BUF_INIT;

	if (p == NULL || !still_there(c, p) || !text_of(c, w->word[0], &text))
		return false;
	pty_count(p);
	send(p, text.s);
	return case_settled(c, p);
}

static bool do_type(struct test_case *c, struct words *w)
{
	return send_text(c, w, pty_text);
}

static bool do_paste(struct test_case *c, struct words *w)
{
	return send_text(c, w, pty_paste);
}

/* Bytes as a terminal would send them. */
static bool do_send(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);

	if (p == NULL || !still_there(c, p))
		return false;
	pty_count(p);
	pty_text(p, w->word[0]);
	return case_settled(c, p);
}

static bool do_resize(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	int rows, cols;

	if (p == NULL || !case_number(c, w->word[0], &cols) || !case_number(c, w->word[1], &rows))
		return false;
	pty_count(p);
	pty_resize(p, rows, cols);
	return case_settled(c, p);
}

static bool do_hangup(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);

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
	struct pty *p = case_terminal(c);

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
	struct pty *p = case_terminal(c);
	int expected, status;

	if (p == NULL || !case_number(c, w->word[0], &expected))
		return false;
	if (!pty_wait_exit(p, PTY_DEADLINE_MS, &status))
		return case_fail(c, "the program has not ended");
	return status == expected || case_fail(c, "exit code %d, not %d", status, expected);
}

/* ends-within MS CODE */
static bool do_ends_within(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	int ms, expected, status;

	if (p == NULL || !case_number(c, w->word[0], &ms) || !case_number(c, w->word[1], &expected))
		return false;
	if (!pty_wait_exit(p, ms, &status))
		return case_fail(c, "the program is still there after %d ms", ms);
	return status == expected || case_fail(c, "exit code %d, not %d", status, expected);
}

/* ------------------------------------------------ keys counted */

static bool do_count_keys(struct test_case *c, struct words *w)
{
	(void)w;
	c->key_count = 0;
	return true;
}

static bool do_keys_max(struct test_case *c, struct words *w)
{
	int most;

	if (!case_number(c, w->word[0], &most))
		return false;
	return c->key_count <= most || case_fail(c, "%d keys, more than %d", c->key_count, most);
}

/* ------------------------------------------------ */

static const struct command own_commands[] = {
	{ "burst", 1, CASE_WORDS_MAX, do_burst },
	{ "count-keys", 0, 0, do_count_keys },
	{ "ends-within", 2, 2, do_ends_within },
	{ "exit-code", 1, 1, do_exit_code },
	{ "expect-err", 1, 1, do_expect_err },
	{ "expect-out", 1, 1, do_expect_out },
	{ "hangup", 0, 0, do_hangup },
	{ "keys", 1, CASE_WORDS_MAX, do_keys },
	{ "keys-max", 1, 1, do_keys_max },
	{ "paste", 1, -1, do_paste },
	{ "reject-out", 1, 1, do_reject_out },
	{ "resize", 2, 2, do_resize },
	{ "run", 0, CASE_WORDS_MAX, do_run },
	{ "send", 1, 1, do_send },
	{ "sh", 1, -1, do_sh },
	{ "signal", 1, 1, do_signal },
	{ "start", 0, CASE_WORDS_MAX, do_start },
	{ "stdin", 1, 1, do_stdin },
	{ "type", 1, -1, do_type },
	{ NULL, 0, 0, NULL },
};

const struct command *command_find(const char *name)
{
	static const struct command *const tables[] = { own_commands, setup_commands, screen_commands };

	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		for (const struct command *at = tables[t]; at->name != NULL; at++)
			if (strcmp(at->name, name) == 0)
				return at;
	return NULL;
}
