/* SPDX-License-Identifier: MIT */
/* help.c - help for people: examples first. */
#include <string.h>

#include "app/keep.h"
#include "app/names.h"
#include "cli/cli_private.h"
#include "host/host.h"

#define HELP_WIDTH 80

/* Words of text in lines of at most HELP_WIDTH cells; all help is ASCII. */
void cli_wrapped(const char *text, int indent)
{
	int at = 0;

	while (*text) {
		int len = (int)strcspn(text, " ");

		if (at && at + 1 + len > HELP_WIDTH) {
			cli_print("\n");
			at = 0;
		}
		if (!at)
			cli_print("%*s", indent, "");
		cli_print("%s%.*s", at ? " " : "", len, text);
		at = (at ? at + 1 : indent) + len;
		text += len;
		text += strspn(text, " ");
	}
	if (at)
		cli_print("\n");
}

void cli_option_words(const struct cli_option *o, struct buf *out)
{
	if (o->letter)
		buf_addf(out, "-%c, ", o->letter);
	buf_addf(out, "--%s", o->name);
	if (o->argument)
		buf_addf(out, " %s", o->argument);
}

static void option_lines(uint64_t among)
{
	for (int i = 0; i < CLI_OPTION_MAX; i++) {
		AUTOBUF words = BUF_INIT;

		if (!(among & CLI_BIT(i)))
			continue;
		cli_option_words(&cli_options[i], &words);
		cli_print("  %-24s  %s\n", words.s, cli_options[i].help);
	}
}

int cli_help_command(const struct cli_command *cmd)
{
	for (const char *p = cmd->examples; *p;) {
		int len = (int)strcspn(p, "\n");

		cli_print("  %.*s\n", len, p);
		p += len + (p[len] == '\n');
	}
	cli_print("\nusage: closeout [OPTIONS] %s%s%s - %s\n", cmd->name, *cmd->usage ? " " : "", cmd->usage, cmd->summary);
	if (*cmd->help) {
		cli_print("\n");
		cli_wrapped(cmd->help, 0);
	}
	if (cmd->options) {
		cli_print("\n");
		option_lines(cmd->options);
	}
	return 0;
}

int cli_help_all(void)
{
	const struct cli_command *cmd;

	cli_print("  closeout                            the screen\n"
		  "  closeout list recommendations is:open\n"
		  "  closeout show OIG-12-130/1\n"
		  "  closeout set OIG-12-130/1 next_step='Ask for the study' next_step_on=+1w\n\n"
		  "usage: closeout [OPTIONS] [COMMAND ...]\n\n");
	for (size_t i = 0; (cmd = cli_command_at(i)) != NULL; i++)
		cli_print("  %-9s %s\n", cmd->name, cmd->summary);
	cli_print("\n");
	option_lines(CLI_BIT(CLI_GLOBAL_MAX) - 1);
	cli_print("\n\"closeout help COMMAND\" explains one. See also closeout(1).\n");
	return 0;
}

/* ---- kinds of record */

static void choices(const struct field *f, struct buf *out)
{
	for (const struct choice *c = f->choices; c && c->name; c++)
		buf_addf(out, "%s%s", c == f->choices ? "" : "|", c->name);
}

static void field_line(const struct field *f)
{
	AUTOBUF text = BUF_INIT;
	char shapes[200];

	buf_addf(&text, "%s", f->help);
	if (f->type == FIELD_CHOICE) {
		buf_adds(&text, " One of ");
		choices(f, &text);
		buf_addc(&text, '.');
	} else if (f->type == FIELD_REF && !(f->flags & FIELD_DERIVED)) {
		buf_addf(&text, " A reference to a %s.", record_entity(f->target)->name);
	} else if (f->type == FIELD_LINES) {
		buf_addf(&text, " Lines: %s.", record_entity(f->target)->plural);
	} else if (f->type != FIELD_TEXT && f->type != FIELD_LONG && !(f->flags & FIELD_DERIVED)) {
		buf_addf(&text, " Takes %s.", value_shapes(f, shapes, sizeof shapes));
	}
	if (f->flags & FIELD_DERIVED)
		buf_adds(&text, " Computed.");
	if (f->flags & FIELD_WORKFLOW)
		buf_addf(&text, " Set by: %s.", f->by ? f->by : "an action");
	if (f->flags & FIELD_REQUIRED && !(f->flags & FIELD_AUTO))
		buf_adds(&text, " Required.");
	cli_print("  %s\n", f->name);
	cli_wrapped(text.s, 6);
}

static int help_entity(const struct entity *e)
{
	AUTOBUF roles = BUF_INIT;

	cli_print("  closeout list %s\n  closeout help list\n\n", e->plural);
	cli_wrapped(e->help, 0);
	cli_print("\nReference: %s\n", e->ref);
	for (int i = 0; i < ROLE_MAX; i++)
		if (e->add_roles & (1u << i))
			buf_addf(&roles, "%s%s", roles.len ? ", " : "", role_name(1u << i));
	cli_print("Added by: %s\n", roles.len ? roles.s : "closeout itself");
	for (const struct shorthand *s = e->shorthands; s && s->name; s++)
		cli_print("is:%s means %s\n", s->name, s->query);
	cli_print("\n");
	for (int i = 0; i < e->n_fields; i++)
		if (!(e->fields[i].flags & FIELD_RETIRED))
			field_line(&e->fields[i]);
	return 0;
}

static int help_entities(void)
{
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		cli_print("  %-16s %s\n", e->plural, e->help);
	}
	cli_print("\n\"closeout help recommendation\" lists the fields of one kind.\n");
	return 0;
}

/* ---- topics */

static const struct {
	const char *name, *text;
} topics[] = {
	{ "query",
	  "  is:open owner_office:OPR current_target<=2012-12-31 study\n"
	  "  due<+30d -topic:training\n\n"
	  "  word \"a phrase\"     text anywhere in the record\n"
	  "  field:value         equal; for text, contains          field:a,b       any of\n"
	  "  field<v <= > >=     before, after, smaller, larger     field:a..b      between\n"
	  "  field:none          empty                              field:any       not empty\n"
	  "  -term, not term     the opposite                       and or ( )      side by side means and\n"
	  "  is:open is:closed is:late is:mine is:waiting is:problem is:new\n\n"
	  "A query that begins with - goes behind --. \"closeout help recommendation\" lists fields.\n" },
	{ "dates",
	  "  2013-09-30   20130930   30 sep   30 sep 2013   dec 31   December 31, 2012\n"
	  "  12/31/2012   12/31      fri      today   t+30   +2w   -3d   +10wd   eom   eoq   eofy   due+90d\n\n"
	  "wd are working days, without federal holidays and the closures in the settings; eofy is\n"
	  "30 September. Without a year the nearest past day is meant for dates of letters and reports,\n"
	  "the nearest future one for targets.\n" },
	{ "exit",
	  "   0 done\n"
	  "   1 no: nothing matched, not possible in this state, damage found\n"
	  "   2 usage: unknown command, option, kind, field; a query that does not parse\n"
	  "  65 a value that does not fit\n"
	  "  66 no such record or input file\n"
	  "  69 database busy or unavailable\n"
	  "  70 closeout itself is wrong\n"
	  "  73 cannot create\n"
	  "  74 reading or writing failed, disk full\n"
	  "  75 somebody else changed it: look again, try again\n"
	  "  77 not permitted\n"
	  "  78 settings\n" },
};

static int help_versions(void)
{
	AUTOBUF text = BUF_INIT;

	keep_versions(&text);
	host_versions(&text);
	cli_print("%s", text.s);
	return 0;
}

static int help_word(struct cli *c, const char *word)
{
	const struct cli_command *cmd = cli_command_by_name(word, &c->err);
	const struct entity *e = record_entity_by_name(word);

	if (cmd)
		return cli_help_command(cmd);
	if (e)
		return help_entity(e);
	if (strcmp(word, "actions") == 0)
		return cli_help_actions();
	if (cli_help_action(word))
		return 0;
	if (strcmp(word, "entities") == 0)
		return help_entities();
	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
		if (strcmp(topics[i].name, word) == 0) {
			cli_print("%s", topics[i].text);
			return 0;
		}
	return error_what(&c->err, "help");
}

int cmd_help(struct cli *c)
{
	if (cli_has(c, CLI_VERSION))
		return help_versions();
	if (cli_has(c, CLI_MAN))
		return cli_help_man();
	return c->n_words ? help_word(c, c->words[0]) : cli_help_all();
}
