/* SPDX-License-Identifier: MIT */
/*
 * cli.h - the command line: options, commands, exit codes.
 *
 * One row of the command table is a command: its words, options, help and what
 * it does. Help, the manual and "did you mean" come from the tables. Data goes
 * to standard output, talk and errors to standard error; the exit status is an
 * enum fail.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "app/app.h"

/* Options that stand before or after any command go into options; the rest belongs to one command. */
enum cli_option_id {
	CLI_DATABASE, CLI_CONFIG, CLI_USER, CLI_TODAY, CLI_THEME, CLI_READ_ONLY, CLI_ASCII, CLI_COLOR,
	CLI_VERSION, CLI_HELP,
	CLI_GLOBAL_MAX,
	CLI_SAMPLE = CLI_GLOBAL_MAX, CLI_COLUMNS, CLI_VIEW, CLI_SORT, CLI_LIMIT, CLI_FORMAT, CLI_AS_OF, CLI_KNOWN_ON,
	CLI_CHANGED_SINCE, CLI_CSV_SAFE, CLI_IF_VERSION, CLI_WHERE, CLI_YES, CLI_DRY_RUN, CLI_OUTPUT, CLI_MAP,
	CLI_KEY, CLI_UPDATE, CLI_SKIP_BAD, CLI_EXCLUSIVE, CLI_REASON, CLI_BY, CLI_BATCH, CLI_FROM, CLI_TO,
	CLI_OLDEST_FIRST, CLI_MAN, CLI_KEEP, CLI_BASELINE,
	CLI_WITH_EVIDENCE, CLI_REINDEX, CLI_FORCE, CLI_LIST, CLI_AS,
	CLI_SHARED, CLI_ADMIN, CLI_ACCESS, CLI_ROLE, CLI_OFFICE, CLI_NAME, CLI_TITLE, CLI_KEY_FILE, CLI_ACCOUNT,
	CLI_APPLY, CLI_ROOT, CLI_CHECKPOINT, CLI_EXPORT, CLI_BACKUPS,
	/* What the file of an import is like: all of them, or none. */
	CLI_IMPORT_FIRST,
	CLI_ENCODING = CLI_IMPORT_FIRST, CLI_SEPARATOR, CLI_RAGGED, CLI_ROWS, CLI_DATE_FORMAT, CLI_NONE, CLI_MAP_VALUES,
	CLI_IGNORE, CLI_CREATE, CLI_MAPPING, CLI_SAVE_MAPPING,
	CLI_OPTION_MAX
};

struct cli_option {
	const char *name;     /* "database", typed --database */
	char letter;          /* 'd', typed -d; 0: none */
	const char *argument; /* "FILE"; NULL: takes none */
	const char *help;
};
extern const struct cli_option cli_options[CLI_OPTION_MAX];

/* What a command stands on before it runs. */
enum cli_needs {
	CLI_NEEDS_NOTHING, /* help */
	CLI_NEEDS_APP,     /* settings and the path of the database; it may not exist */
	CLI_NEEDS_FILE,    /* the file is open, nobody is acting: whoever owns it may */
	CLI_NEEDS_ACCOUNT  /* an account is acting */
};

struct cli;

struct cli_command {
	const char *name;
	const char *usage;         /* behind the name: "ENTITY [QUERY]" */
	const char *summary;       /* one line */
	const char *examples;      /* lines to copy; shown first */
	const char *help;          /* paragraphs */
	uint64_t options;          /* bits of enum cli_option_id */
	int min_words, max_words;  /* max -1: any number */
	enum cli_needs needs;
	int (*run)(struct cli *c);
};

/* NULL behind the last one. */
const struct cli_command *cli_command_at(size_t i);

/*
 * Reads the options before the command into *options (given strings stay the
 * caller's). *argc and *argv move to the command. Returns -1 to go on, or the
 * exit status where all is said: --version, --help, an error.
 */
int cli_read_options(struct app_options *options, int *argc, char ***argv);

/* Runs the command argv[0] names. Returns the exit status. */
int cli_run(struct app_options *options, int argc, char **argv);

/* "closeout: what: where: why; next" on standard error. Returns e->kind. */
int cli_error(const struct error *e);

#endif
