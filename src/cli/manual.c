/* SPDX-License-Identifier: MIT */
/*
 * manual.c - the tables of closeout(1) in mdoc, from the tables of the program.
 *
 * tools/manual puts each section, which begins with a line "@NAME", where
 * man/closeout.1.in has the same line.
 */
#include <string.h>

#include "cli/cli_private.h"
#include "core/lifecycle.h"

/* Text of a roff line: a backslash, and a dot or quote at the beginning, would be commands. */
static void roff(const char *text)
{
	AUTOBUF out = BUF_INIT;

	if (*text == '.' || *text == '\'')
		buf_adds(&out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			buf_adds(&out, "\\e");
		else if (*text == '-')
			buf_adds(&out, "\\-");
		else
			buf_addc(&out, *text);
	}
	cli_print("%s", out.s);
}

/* A line a sentence, as mdoc wants it. */
static void line(const char *text)
{
	for (const char *end; (end = strstr(text, ". ")) != NULL; text = end + 2) {
		AUTOBUF one = BUF_INIT;

		buf_add(&one, text, (size_t)(end - text) + 1);
		roff(one.s);
		cli_print("\n");
	}
	roff(text);
	cli_print("\n");
}

static void option_items(uint64_t among)
{
	for (int i = 0; i < CLI_OPTION_MAX; i++) {
		AUTOBUF words = BUF_INIT;

		if (!(among & CLI_BIT(i)))
			continue;
		cli_option_words(&cli_options[i], &words);
		cli_print(".It ");
		line(words.s);
		line(cli_options[i].help);
	}
}

static void command_item(const struct cli_command *cmd)
{
	cli_print(".It Cm %s%s", cmd->name, *cmd->usage ? " " : "");
	line(cmd->usage);
	roff(cmd->summary);
	cli_print(".\n");
	if (*cmd->help)
		line(cmd->help);
	cli_print(".Bd -literal\n");
	for (const char *p = cmd->examples; *p;) {
		size_t len = strcspn(p, "\n");
		AUTOBUF one = BUF_INIT;

		buf_add(&one, p, len);
		line(one.s);
		p += len + (p[len] == '\n');
	}
	cli_print(".Ed\n");
	if (!cmd->options)
		return;
	cli_print(".Pp\n.Bl -tag -width Ds -compact\n");
	option_items(cmd->options);
	cli_print(".El\n");
}

static void entity_item(const struct entity *e)
{
	cli_print(".It Cm %s\n", e->plural);
	line(e->help);
	cli_print("Referred to as\n.Ql %s .\nFields:\n", e->ref);
	for (int i = 0, first = 1; i < e->n_fields; i++) {
		if (e->fields[i].flags & FIELD_RETIRED)
			continue;
		cli_print("%s%s", first ? "" : ",\n", e->fields[i].name);
		first = 0;
	}
	cli_print(".\n");
}

/* In the order of the table, the kind of record before those that are its own. */
static void action_items(void)
{
	const struct life_rule *r;
	enum entity_id kind = ENTITY_DATABASE;

	for (size_t i = 0; (r = life_at(i)); i++) {
		AUTOBUF text = BUF_INIT;

		if (r->entity != kind)
			cli_print("%s.Ss %s\n.Bl -tag -width Ds\n", i ? ".El\n" : "",
				  r->entity == ENTITY_NONE ? "Any record" : record_entity(r->entity)->labels);
		kind = r->entity;
		cli_print(".It Cm ");
		line(r->action);
		cli_action_words(r, &text);
		line(text.s);
	}
	cli_print(".El\n");
}

int cli_help_man(void)
{
	const struct cli_command *cmd;

	cli_print("@OPTIONS\n.Bl -tag -width Ds\n");
	option_items(CLI_BIT(CLI_GLOBAL_MAX) - 1);
	cli_print(".El\n@COMMANDS\n.Bl -tag -width Ds\n");
	for (size_t i = 0; (cmd = cli_command_at(i)) != NULL; i++)
		command_item(cmd);
	cli_print(".El\n@ACTIONS\n");
	action_items();
	cli_print("@RECORDS\n.Bl -tag -width Ds\n");
	for (int i = 0; i < ENTITY_MAX; i++)
		entity_item(record_entity((enum entity_id)i));
	cli_print(".El\n");
	return 0;
}
