/* SPDX-License-Identifier: MIT */
/* words.c - FIELD=VALUE words, values from files, and faults said one a line. */
#include <errno.h>
#include <string.h>

#include "cli/cli_private.h"

#define VALUE_MAX (4 << 20) /* more than any field holds; the field's own limit is checked later */

int cli_read_all(struct cli *c, FILE *f, const char *name, struct buf *out)
{
	char piece[8192];
	size_t n;

	while ((n = fread(piece, 1, sizeof piece, f)) > 0) {
		buf_add(out, piece, n);
		if (out->len > VALUE_MAX)
			return error_set(&c->err, FAIL_DATA, c->command->name, name, "shorten it", "it is far too long for a field");
	}
	if (ferror(f))
		return error_set(&c->err, FAIL_IO, c->command->name, name, NULL, "%s", strerror(errno));
	if (memchr(out->s, '\0', out->len))
		return error_set(&c->err, FAIL_DATA, c->command->name, name, "give a text file", "it is not text");
	/* An editor ends a file with a line end that is no part of the value. */
	if (out->len && out->s[out->len - 1] == '\n')
		buf_cut(out, out->len - 1);
	return 0;
}

static int read_value(struct cli *c, const char *value, struct arena *arena, const char **out)
{
	AUTOBUF text = BUF_INIT;
	FILE *f = stdin;
	int failed;

	*out = value;
	if (strncmp(value, "@@", 2) == 0) {
		*out = value + 1;
		return 0;
	}
	if (*value != '@' && strcmp(value, "-") != 0)
		return 0;
	if (*value == '@') {
		f = fopen(value + 1, "re");
		if (!f)
			return error_set(&c->err, FAIL_MISSING, c->command->name, value + 1,
					 "begin the value with @@ if it starts with @ itself", "%s", strerror(errno));
	}
	failed = cli_read_all(c, f, f == stdin ? "standard input" : value + 1, &text);
	if (f != stdin)
		fclose(f);
	*out = arena_strndup(arena, text.s, text.len);
	return failed;
}

int cli_assignments(struct cli *c, int at, struct arena *arena, struct assign *out)
{
	struct assignment *list = arena_alloc(arena, ((size_t)c->n_words + 1) * sizeof *list);
	int n = 0, failed = 0;

	for (; at < c->n_words && !failed; at++) {
		const char *equals = strchr(c->words[at], '=');

		if (!equals || equals == c->words[at])
			return error_set(&c->err, FAIL_USAGE, c->command->name, c->words[at], "write it as FIELD=VALUE",
					 "there is no field before an equals sign");
		list[n].name = arena_strndup(arena, c->words[at], (size_t)(equals - c->words[at]));
		failed = read_value(c, equals + 1, arena, &list[n++].text);
	}
	if (!failed && !n)
		return error_set(&c->err, FAIL_USAGE, c->command->name, NULL, "give FIELD=VALUE", "it says nothing to set");
	out->at = list;
	out->n = n;
	out->reason = c->given[CLI_REASON];
	out->dry_run = cli_has(c, CLI_DRY_RUN);
	return failed;
}

const char *cli_joined(struct cli *c, int at, struct arena *arena)
{
	AUTOBUF text = BUF_INIT;

	for (; at < c->n_words; at++)
		buf_addf(&text, "%s%s", text.len ? " " : "", c->words[at]);
	return arena_strdup(arena, text.s);
}

/* What was not permitted is on record also where another fault gives the exit status. */
static void note_denied(struct cli *c, const struct door_faults *faults, int failed)
{
	for (int i = 0; failed != FAIL_DENIED && i < faults->n; i++)
		if (faults->at[i].error.kind == FAIL_DENIED) {
			cli_note_refusal(c, &faults->at[i].error);
			return;
		}
}

/* All that is wrong, the one that gives the exit status first. */
int cli_faults(struct cli *c, const struct door_faults *faults, int failed)
{
	bool said = false;

	if (!failed || faults->n < 2)
		return failed;
	note_denied(c, faults, failed);
	for (int i = 0; i < faults->n; i++) {
		const struct error *e = &faults->at[i].error;

		if (!said && e->kind == c->err.kind && strcmp(e->why, c->err.why) == 0 &&
		    strcmp(e->where, c->err.where) == 0) {
			said = true; /* cli_run() says that one */
			continue;
		}
		cli_error(e);
	}
	return failed;
}
