/* SPDX-License-Identifier: MIT */
/* policy.c - which commands a session on a host may run, and with which words. */
#include "host/policy.h"

#include <stdio.h>
#include <string.h>

enum words {
	WORDS_ANY,      /* names, references, queries */
	WORDS_ASSIGN,   /* the same, and FIELD=VALUE, where @FILE would read a file */
	WORDS_IMPORT,   /* ENTITY - */
	WORDS_EVIDENCE, /* add REF - FIELD=VALUE ...; the others name no file */
};

static const struct {
	const char *name;
	enum words words;
} allowed[] = {
	{ "add", WORDS_ASSIGN },     { "checkpoint", WORDS_ANY }, { "completion", WORDS_ANY },
	{ "deadlines", WORDS_ANY },  { "do", WORDS_ASSIGN },	  { "doctor", WORDS_ANY },
	{ "evidence", WORDS_EVIDENCE }, { "export", WORDS_ANY },  { "help", WORDS_ANY },
	{ "import", WORDS_IMPORT },  { "inbox", WORDS_ANY },	  { "list", WORDS_ANY },
	{ "log", WORDS_ANY },	     { "overview", WORDS_ANY },	  { "plan", WORDS_ANY },
	{ "redo", WORDS_ANY },	     { "report", WORDS_ANY },	  { "search", WORDS_ANY },
	{ "set", WORDS_ASSIGN },     { "show", WORDS_ANY },	  { "undo", WORDS_ANY },
	{ "verify", WORDS_ANY },     { "version", WORDS_ANY },	  { "why", WORDS_ANY },
};

/* Those that are there and are not for a session, said so; anything else is not for one either. */
static const char *const refused[] = { "backup", "host", "init", "key", "restore", "user" };

enum option_use {
	OPTION_FREE, /* its argument, if any, names no file and no account to be */
	OPTION_DASH, /* its argument is a file: "-" only */
};

static const struct {
	const char *name;
	enum option_use use;
} options[] = {
	{ "access", OPTION_FREE }, { "as", OPTION_FREE }, { "as-of", OPTION_FREE },
	{ "ascii", OPTION_FREE }, { "baseline", OPTION_FREE }, { "batch", OPTION_FREE },
	{ "by", OPTION_FREE }, { "changed-since", OPTION_FREE }, { "checkpoint", OPTION_DASH },
	{ "color", OPTION_FREE }, { "columns", OPTION_FREE }, { "create", OPTION_FREE },
	{ "csv-safe", OPTION_FREE }, { "date-format", OPTION_FREE }, { "dry-run", OPTION_FREE },
	{ "encoding", OPTION_FREE }, { "format", OPTION_FREE }, { "from", OPTION_FREE },
	{ "help", OPTION_FREE }, { "if-version", OPTION_FREE }, { "ignore", OPTION_FREE },
	{ "keep", OPTION_FREE }, { "key", OPTION_FREE }, { "known-on", OPTION_FREE },
	{ "limit", OPTION_FREE }, { "list", OPTION_FREE }, { "man", OPTION_FREE },
	{ "map", OPTION_FREE }, { "map-values", OPTION_FREE }, { "mapping", OPTION_FREE },
	{ "none", OPTION_FREE }, { "oldest-first", OPTION_FREE }, { "output", OPTION_DASH },
	{ "ragged", OPTION_FREE }, { "read-only", OPTION_FREE }, { "reason", OPTION_FREE },
	{ "reindex", OPTION_FREE }, { "rows", OPTION_FREE }, { "save-mapping", OPTION_FREE },
	{ "separator", OPTION_FREE }, { "sort", OPTION_FREE }, { "to", OPTION_FREE },
	{ "update", OPTION_FREE }, { "version", OPTION_FREE }, { "view", OPTION_FREE },
	{ "where", OPTION_FREE }, { "with-evidence", OPTION_FREE }, { "yes", OPTION_FREE },
};

/* What would change who, where or when the session is; and what holds everybody else up. */
static const char *const refused_options[] = { "config", "database", "exclusive", "export", "force",
					      "skip-bad", "theme",    "today",  "user" };

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static int deny(struct error *err, const char *command, const char *where, const char *next, const char *why)
{
	return error_set(err, FAIL_DENIED, command, where, next, "%s", why);
}

/* ---- words */

static int check_assigned(const struct host_command *c, int from, struct error *err)
{
	for (int i = from; i < c->n_words; i++) {
		const char *equals = strchr(c->words[i], '=');

		if (equals && equals[1] == '@' && equals[2] != '@')
			return deny(err, c->name, c->words[i], "write FIELD=- and send the value on standard input",
				    "a session on a host reads no files");
	}
	return 0;
}

static int check_import(const struct host_command *c, struct error *err)
{
	if (c->n_words < 2)
		return deny(err, c->name, NULL, "name the kind of record: import recommendations -",
			    "a document is taken in on the host itself");
	if (strcmp(c->words[c->n_words - 1], "-") != 0)
		return deny(err, c->name, c->words[c->n_words - 1], "send it on standard input: import recommendations - < FILE",
			    "a session on a host reads no files");
	return 0;
}

/* Every word that could be a file is in the place of one: behind "add" and the record. */
static int check_evidence(const struct host_command *c, struct error *err)
{
	if (c->n_words > 2 && strcmp(c->words[0], "add") == 0) {
		if (strcmp(c->words[2], "-") != 0)
			return deny(err, c->name, c->words[2], "send it on standard input: evidence add REF - title=... < FILE",
				    "a session on a host reads no files");
		return check_assigned(c, 3, err);
	}
	if (c->n_words > 2 && strcmp(c->words[0], "list") != 0 && strcmp(c->words[2], "-") != 0)
		return deny(err, c->name, c->words[2], "write - and take it from standard output",
			    "a session on a host writes no files");
	return check_assigned(c, 0, err);
}

static int check_words(const struct host_command *c, enum words words, struct error *err)
{
	switch (words) {
	case WORDS_ASSIGN:
		return check_assigned(c, 0, err);
	case WORDS_IMPORT:
		return check_import(c, err);
	case WORDS_EVIDENCE:
		return check_evidence(c, err);
	default:
		return 0;
	}
}

/* ---- options */

static int check_option(const struct host_command *c, const struct host_option *o, struct error *err)
{
	char name[80];

	snprintf(name, sizeof name, "--%.60s", o->name);
	for (int i = 0; i < COUNT(options); i++) {
		if (strcmp(options[i].name, o->name) != 0)
			continue;
		if (options[i].use == OPTION_FREE || strcmp(o->argument, "-") == 0)
			return 0;
		return deny(err, c->name, name, "write - or leave it out", "a session on a host writes no files");
	}
	return deny(err, c->name, name, "leave it out", "it may not be given in a session on a host");
}

int host_allows(const struct host_command *c, struct error *err)
{
	for (int i = 0; i < c->n_options; i++)
		if (check_option(c, &c->options[i], err) != 0)
			return FAIL_DENIED;
	for (int i = 0; i < COUNT(allowed); i++)
		if (strcmp(allowed[i].name, c->name) == 0)
			return check_words(c, allowed[i].words, err);
	return deny(err, c->name, NULL, "log in to the host itself for that", "it may not be run in a session on a host");
}

bool host_knows_command(const char *name)
{
	for (int i = 0; i < COUNT(allowed); i++)
		if (strcmp(allowed[i].name, name) == 0)
			return true;
	for (int i = 0; i < COUNT(refused); i++)
		if (strcmp(refused[i], name) == 0)
			return true;
	return false;
}

bool host_knows_option(const char *name)
{
	for (int i = 0; i < COUNT(options); i++)
		if (strcmp(options[i].name, name) == 0)
			return true;
	for (int i = 0; i < COUNT(refused_options); i++)
		if (strcmp(refused_options[i], name) == 0)
			return true;
	return false;
}
