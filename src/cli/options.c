/* SPDX-License-Identifier: MIT */
/* options.c - the option table, and reading options and words. */
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "cli/cli_private.h"

const struct cli_option cli_options[CLI_OPTION_MAX] = {
	[CLI_DATABASE] = { "database", 'd', "FILE", "the database; else CLOSEOUT_DATABASE, the settings, or the person's own" },
	[CLI_CONFIG] = { "config", 'c', "FILE", "settings to read over the system's" },
	[CLI_USER] = { "user", 0, "NAME", "account to act as, in a sample database" },
	[CLI_TODAY] = { "today", 0, "DATE", "take this day for today; outside samples for reading only" },
	[CLI_THEME] = { "theme", 0, "NAME", "colours of the screen" },
	[CLI_READ_ONLY] = { "read-only", 0, NULL, "change nothing" },
	[CLI_ASCII] = { "ascii", 0, NULL, "draw with ASCII characters only" },
	[CLI_COLOR] = { "color", 0, "WHEN", "auto, always or never" },
	[CLI_VERSION] = { "version", 'v', NULL, "print the version and the libraries used" },
	[CLI_HELP] = { "help", 'h', NULL, "print help" },
	[CLI_SAMPLE] = { "sample", 0, NULL, "with the sample records" },
	[CLI_COLUMNS] = { "columns", 0, "A,B", "which fields, and ref, version, uid; FIELD:N makes one N cells wide" },
	[CLI_VIEW] = { "view", 0, "NAME", "filter, columns and order of a saved view" },
	[CLI_SORT] = { "sort", 0, "F,-G", "order; - turns a field round" },
	[CLI_LIMIT] = { "limit", 0, "N", "at most so many rows; 0: all" },
	[CLI_FORMAT] = { "format", 0, "F", "table, csv, tsv, json, ndjson or lines" },
	[CLI_AS_OF] = { "as-of", 0, "DATE", "as it stood on that day" },
	[CLI_KNOWN_ON] = { "known-on", 0, "DATE", "only what had been recorded by that day" },
	[CLI_CHANGED_SINCE] = { "changed-since", 0, "DATE", "only records changed on or after that day" },
	[CLI_CSV_SAFE] = { "csv-safe", 0, NULL, "make cells inert in spreadsheets; import takes that off again" },
	[CLI_IF_VERSION] = { "if-version", 0, "N", "refuse unless the record is at that version" },
	[CLI_WHERE] = { "where", 0, "QUERY", "change all records that match" },
	[CLI_YES] = { "yes", 0, NULL, "do it without being asked" },
	[CLI_DRY_RUN] = { "dry-run", 0, NULL, "check everything, write nothing" },
	[CLI_OUTPUT] = { "output", 'o', "FILE", "write there instead of to standard output" },
	[CLI_MAP] = { "map", 0, "COL=FIELD,...", "which column is which field; COL= leaves it out; see below" },
	[CLI_KEY] = { "key", 0, "FIELD", "the field that tells which record a row is about" },
	[CLI_UPDATE] = { "update", 0, NULL, "change records that exist" },
	[CLI_SKIP_BAD] = { "skip-bad", 0, "FILE", "put bad rows there and take the rest" },
	[CLI_EXCLUSIVE] = { "exclusive", 0, NULL, "allow more than 10,000 rows; writers wait meanwhile" },
	[CLI_REASON] = { "reason", 0, "TEXT", "why, for the log" },
	[CLI_BY] = { "by", 0, "ACCOUNT", "only what that account did" },
	[CLI_BATCH] = { "batch", 0, "N", "only that batch" },
	[CLI_FROM] = { "from", 0, "DATE", "only what took effect on or after that day" },
	[CLI_TO] = { "to", 0, "DATE", "only what took effect on or before that day" },
	[CLI_OLDEST_FIRST] = { "oldest-first", 0, NULL, "in the order it happened" },
	[CLI_MAN] = { "man", 0, NULL, "print the tables of closeout(1)" },
	[CLI_SHARED] = { "shared", 0, NULL, "for many people on one host" },
	[CLI_ADMIN] = { "admin", 0, "NAME", "the first administrator; else whoever makes it" },
	[CLI_ACCESS] = { "access", 0, NULL, "the access log: logins, refusals, exports" },
	[CLI_ROLE] = { "role", 0, "ROLE", "what the account may do" },
	[CLI_OFFICE] = { "office", 0, "OFFICE", "the office of the person" },
	[CLI_NAME] = { "name", 0, "TEXT", "the person as named on screens and prints" },
	[CLI_TITLE] = { "title", 0, "TEXT", "the official title" },
	[CLI_KEY_FILE] = { "key", 0, "FILE", "the public key to log in with, a .pub file" },
	[CLI_ACCOUNT] = { "account", 0, "NAME", "the service account; closeout if not said" },
	[CLI_APPLY] = { "apply", 0, NULL, "do it, as root" },
	[CLI_ROOT] = { "root", 0, "DIR", "below that folder, instead of the machine itself" },
	[CLI_KEEP] = { "keep", 0, NULL, "make the dates that move the forecasts; needs --reason" },
	[CLI_BASELINE] = { "baseline", 0, "N", "compare with that baseline instead of the newest" },
	[CLI_WITH_EVIDENCE] = { "with-evidence", 0, NULL, "the content of evidence as well, not only its hashes" },
	[CLI_REINDEX] = { "reindex", 0, NULL, "make the search index anew first" },
	[CLI_FORCE] = { "force", 0, NULL, "also to a terminal" },
	[CLI_LIST] = { "list", 0, NULL, "show what is possible, and why the rest is not" },
	[CLI_AS] = { "as", 0, "ACCOUNT", "act for that person, who has delegated it" },
	[CLI_ENCODING] = { "encoding", 0, "NAME", "utf-8, latin-1, windows-1252, double-utf-8 or utf-16" },
	[CLI_SEPARATOR] = { "separator", 0, "C", "what stands between cells: , ; | or tab" },
	[CLI_RAGGED] = { "ragged", 0, NULL, "short rows end with empty cells" },
	[CLI_ROWS] = { "rows", 0, "MEMBER", "the member of a JSON object that holds the rows" },
	[CLI_DATE_FORMAT] = { "date-format", 0, "F,...", "iso, serial, serial-1904, dmy, mdy" },
	[CLI_NONE] = { "none", 0, "WORD,...", "cells that are taken for empty: N/A,-,TBD" },
	[CLI_MAP_VALUES] = { "map-values", 0, "FIELD:A=B,...", "which value of the file is which of ours" },
	[CLI_IGNORE] = { "ignore", 0, "COL,...", "columns to leave out; *: all that are no field" },
	[CLI_CREATE] = { "create", 0, "offices", "make offices that are named and not there" },
	[CLI_MAPPING] = { "mapping", 0, "NAME", "the options saved under that name" },
	[CLI_SAVE_MAPPING] = { "save-mapping", 0, "NAME", "keep the options of this import under that name" },
	[CLI_CHECKPOINT] = { "checkpoint", 0, "FILE", "also that what this checkpoint says is still so" },
	[CLI_EXPORT] = { "export", 0, "FILE", "an exported document instead of the database" },
	[CLI_BACKUPS] = { "keep", 0, "N", "of the backups in that folder the newest N stay; else the setting backup.keep says, 7; 0: all" },
};

_Static_assert(CLI_IMPORT_FIRST <= 63, "options are bits of 64");

#define GLOBAL_OPTIONS (CLI_BIT(CLI_GLOBAL_MAX) - 1)

const char *cli_option_hint(const char *typed, uint64_t among)
{
	const char *names[CLI_OPTION_MAX];

	for (int i = 0; i < CLI_OPTION_MAX; i++)
		names[i] = among & CLI_BIT(i) ? cli_options[i].name : NULL;
	return nearest_name(typed, names, CLI_OPTION_MAX);
}

int cli_global(struct app_options *o, enum cli_option_id id, const char *argument, struct error *err)
{
	static const char *const colors[] = { "auto", "always", "never" };
	const char **texts[] = {
		[CLI_DATABASE] = &o->database, [CLI_CONFIG] = &o->config, [CLI_USER] = &o->user,
		[CLI_TODAY] = &o->today, [CLI_THEME] = &o->theme,
	};

	/* Who, where and when a session on a host is, its forced command has said. */
	if (id <= CLI_THEME && o->host) {
		o->refused = cli_options[id].name;
		return 0;
	}
	if (id <= CLI_THEME)
		*texts[id] = argument;
	if (id == CLI_READ_ONLY)
		o->read_only = true;
	if (id == CLI_ASCII)
		o->ascii = true;
	if (id != CLI_COLOR)
		return 0;
	for (int i = 0; i < 3; i++)
		if (strcmp(colors[i], argument) == 0) {
			o->color = (enum settings_color)i;
			return 0;
		}
	return error_set(err, FAIL_USAGE, "options", "--color", "say auto, always or never", "\"%s\" is none of them",
			 argument);
}

/* ---- one option */

struct scan {
	int argc, at;
	char **argv;
	uint64_t known;
	struct error *err;
};

/* Two commands may have an option of the same name: the one that this command knows counts. */
static int find_long(const char *name, size_t len, uint64_t known)
{
	int found = -1;

	for (int i = 0; i < CLI_OPTION_MAX; i++)
		if (strlen(cli_options[i].name) == len && strncmp(cli_options[i].name, name, len) == 0)
			found = found < 0 || known & CLI_BIT(i) ? i : found;
	return found;
}

static int find_letter(char letter)
{
	for (int i = 0; i < CLI_OPTION_MAX; i++)
		if (cli_options[i].letter && cli_options[i].letter == letter)
			return i;
	return -1;
}

static int unknown(struct scan *s, const char *typed)
{
	char next[100], name[60];
	const char *near;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(typed, "="), typed);
	near = cli_option_hint(name + strspn(name, "-"), s->known);
	if (near)
		snprintf(next, sizeof next, "did you mean --%s?", near);
	return error_set(s->err, FAIL_USAGE, "options", name,
			 near ? next : "write a query term that begins with - behind --", "there is no such option here");
}

/* The option at s->at, one or two words. *argument is "" where it takes none. */
static int next_option(struct scan *s, int *id, const char **argument)
{
	const char *word = s->argv[s->at++], *value = NULL;
	bool is_long = word[1] == '-';

	if (is_long) {
		size_t len = strcspn(word + 2, "=");

		*id = find_long(word + 2, len, s->known);
		value = word[2 + len] ? word + 3 + len : NULL;
	} else {
		*id = find_letter(word[1]);
		value = word[2] ? word + 2 : NULL;
	}
	if (*id < 0 || !(s->known & CLI_BIT(*id)))
		return unknown(s, word);
	if (!cli_options[*id].argument) {
		if (value)
			return error_set(s->err, FAIL_USAGE, "options", word, NULL, "it takes no argument");
		*argument = "";
		return 0;
	}
	if (!value && s->at < s->argc)
		value = s->argv[s->at++];
	if (!value)
		return error_set(s->err, FAIL_USAGE, "options", word, NULL, "it needs its %s", cli_options[*id].argument);
	*argument = value;
	return 0;
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0';
}

/* ---- before and behind the command */

int cli_read_options(struct app_options *options, int *argc, char ***argv)
{
	struct error err = ERROR_INIT;
	struct scan s = { .argc = *argc, .at = 1, .argv = *argv, .known = GLOBAL_OPTIONS, .err = &err };

	while (s.at < s.argc && is_option(s.argv[s.at])) {
		const char *argument;
		int id;

		if (strcmp(s.argv[s.at], "--") == 0) {
			s.at++;
			break;
		}
		if (next_option(&s, &id, &argument) != 0 ||
		    cli_global(options, (enum cli_option_id)id, argument, &err) != 0)
			return cli_error(&err);
		if (id == CLI_VERSION || id == CLI_HELP) {
			static char version[] = "version", help[] = "help";
			char *words[] = { id == CLI_VERSION ? version : help, NULL };

			return cli_run(options, 1, words);
		}
	}
	*argc -= s.at;
	*argv += s.at;
	return -1;
}

/* Given twice, the arguments are one list with this between; else the last one counts. */
static const char joined[CLI_OPTION_MAX] = {
	[CLI_MAP] = ',', [CLI_DATE_FORMAT] = ',', [CLI_NONE] = ',', [CLI_MAP_VALUES] = ';', [CLI_IGNORE] = ',',
	[CLI_CREATE] = ',',
};

static void give(struct cli *c, int id, const char *argument)
{
	if (c->given[id] && joined[id])
		argument = arena_printf(c->arena, "%s%c%s", c->given[id], joined[id], argument);
	c->given[id] = argument;
}

int cli_parse(struct cli *c, int argc, char **argv)
{
	struct scan s = { .argc = argc, .at = 1, .argv = argv, .err = &c->err,
			  .known = GLOBAL_OPTIONS | c->command->options };
	bool words_only = false;

	while (s.at < argc) {
		const char *argument;
		int id;

		if (words_only || !is_option(argv[s.at])) {
			c->words[c->n_words++] = argv[s.at++];
			continue;
		}
		if (strcmp(argv[s.at], "--") == 0) {
			words_only = true;
			s.at++;
			continue;
		}
		if (next_option(&s, &id, &argument) != 0)
			return c->err.kind;
		if (id < CLI_GLOBAL_MAX && cli_global(c->options, (enum cli_option_id)id, argument, &c->err) != 0)
			return c->err.kind;
		give(c, id, argument);
	}
	return 0;
}

/* ---- values */

int cli_number(struct cli *c, enum cli_option_id id, int64_t *out)
{
	const char *text = c->given[id];
	char *end;
	long long n;

	if (!text)
		return 0;
	n = strtoll(text, &end, 10);
	if (!*text || *end || n < 0 || n > 1000000000000)
		return error_set(&c->err, FAIL_USAGE, c->command->name, cli_options[id].name, "give a whole number",
				 "\"%s\" is none", text);
	*out = n;
	return 0;
}

int cli_date(struct cli *c, enum cli_option_id id, struct date *out)
{
	const char *text = c->given[id];
	struct when_context when = app_when(&c->app, NULL);

	if (!text)
		return 0;
	when.prefer_past = true; /* "30 sep" of a day to look back to is the last one */
	if (when_read(text, strlen(text), &when, out, &c->err) == 0)
		return 0;
	c->err.kind = FAIL_USAGE;
	error_what(&c->err, c->command->name);
	return error_where(&c->err, "--%s", cli_options[id].name);
}
