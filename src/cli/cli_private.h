/* SPDX-License-Identifier: MIT */
/* cli_private.h - one command being run. Private to cli. */
#ifndef CLI_PRIVATE_H
#define CLI_PRIVATE_H

#include <stdio.h>

#include "app/assign.h"
#include "app/listing.h"
#include "base/buf.h"
#include "cli/cli.h"

/* Those of an import share the last bit. */
#define CLI_BIT(id) (UINT64_C(1) << ((id) < CLI_IMPORT_FIRST ? (id) : 63))

struct cli {
	struct app_options *options;
	struct app app;
	const struct cli_command *command;
	char **words;                        /* what is no option */
	int n_words;
	const char *given[CLI_OPTION_MAX];   /* argument, "" for those without; NULL: not given */
	const char *line;                    /* all of it, for the access log */
	struct arena *arena;                 /* lives as long as the command */
	struct error err;
};

/* ---- options.c */

int cli_parse(struct cli *c, int argc, char **argv);
int cli_global(struct app_options *options, enum cli_option_id id, const char *argument, struct error *err);
const char *cli_option_hint(const char *typed, uint64_t among);

static inline bool cli_has(const struct cli *c, enum cli_option_id id)
{
	return c->given[id] != NULL;
}

/* Values of options; not given leaves *out as it is. FAIL_USAGE. */
int cli_number(struct cli *c, enum cli_option_id id, int64_t *out);
int cli_date(struct cli *c, enum cli_option_id id, struct date *out);

/* ---- output.c */

/* Where rows go: standard output, or the file of --output. */
struct cli_out {
	struct output output;
	FILE *file;       /* to be closed; NULL: standard output */
	char *path, *tmp; /* a regular file is written beside and renamed */
	bool nameless;    /* tmp is given to it at the end only */
};

int cli_out_open(struct cli *c, enum sink_format fallback, struct cli_out *out);
/* Takes the failure so far; renames or drops the file. Returns the exit status of the whole. */
int cli_out_close(struct cli *c, struct cli_out *out, int failed);
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));   /* talk: standard error */
void cli_print(const char *format, ...) __attribute__((format(printf, 1, 2))); /* data: standard output */
int cli_flush(struct cli *c); /* standard output; says when it cannot be written */

/* ---- confined.c */

const char *cli_line(int argc, char **argv, struct arena *a);
int cli_confined(struct cli *c); /* FAIL_DENIED where a session on a host may not run it */
void cli_note_refusal(struct cli *c, const struct error *e);

/* ---- words */

/* Reads FIELD=VALUE words from at on; @FILE and - read the value. Everything lives in arena. */
int cli_assignments(struct cli *c, int at, struct arena *arena, struct assign *out);
/* Words from at on, joined with blanks. */
const char *cli_joined(struct cli *c, int at, struct arena *arena);
/* What an action did, and what is missing in spite of it, one line each: standard error. */
void cli_effects(const struct buf *effects, const struct buf *warnings);
int cli_faults(struct cli *c, const struct door_faults *faults, int failed);

/* All of a file that is text, without its last line end; path - is standard input. */
int cli_read_all(struct cli *c, FILE *f, const char *name, struct buf *out);
int cli_read_file(struct cli *c, const char *path, struct buf *out);

/* ---- cmd_people.c: commands whose first word says what to do */

struct cli_sub {
	const char *name;
	int (*run)(struct cli *c);
	int min_words, max_words; /* behind it */
	const char *usage;
};
int cli_set_where(struct cli *c); /* cmd_many.c */
int cli_do_where(struct cli *c);
int cli_subcommand(struct cli *c, const struct cli_sub *subs, int n);
int cli_init_shared(struct cli *c);

/* ---- commands */

int cmd_init(struct cli *c);
int cmd_list(struct cli *c);
int cmd_show(struct cli *c);
int cmd_add(struct cli *c);
int cmd_set(struct cli *c);
int cmd_do(struct cli *c);
int cmd_inbox(struct cli *c);
int cmd_search(struct cli *c);
int cmd_log(struct cli *c);
int cmd_undo(struct cli *c);
int cmd_redo(struct cli *c);
int cmd_import(struct cli *c);
int cmd_export(struct cli *c);
int cmd_checkpoint(struct cli *c);
int cmd_verify(struct cli *c);
int cmd_backup(struct cli *c);
int cmd_restore(struct cli *c);
int cmd_overview(struct cli *c);
int cmd_deadlines(struct cli *c);
int cmd_list_deadlines(struct cli *c); /* the words behind "list" */
int cmd_why(struct cli *c);
int cmd_evidence(struct cli *c);
int cmd_report(struct cli *c);
int cmd_plan(struct cli *c);
int cmd_doctor(struct cli *c);
int cmd_user(struct cli *c);
int cmd_key(struct cli *c);
int cmd_host(struct cli *c);
int cmd_help(struct cli *c);

/* help.c, manual.c */
int cli_help_all(void);
int cli_help_command(const struct cli_command *cmd);
int cli_help_man(void);
/* Lines of at most 80 cells, each behind indent blanks. */
void cli_wrapped(const char *text, int indent);

/* help_actions.c */
struct life_rule;
int cli_help_actions(void);
bool cli_help_action(const char *action); /* false: there is none of that name */
void cli_action_words(const struct life_rule *r, struct buf *out);
const struct cli_command *cli_command_by_name(const char *name, struct error *err);
/* "--output FILE" */
void cli_option_words(const struct cli_option *o, struct buf *out);

#endif
