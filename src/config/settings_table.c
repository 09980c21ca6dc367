/* SPDX-License-Identifier: MIT */
/* settings_table.c - one row per setting; and what the kinds of rows accept and show. */
#include "config/settings_table.h"

#include "base/date.h"

static const char *const starts[] = { "workbench", "inbox", "last", NULL };
static const char *const orders[] = { "mdy", "dmy", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };
const char *const settings_units[] = { "days", "months", NULL };
const char *const settings_rolls[] = { "none", "next", NULL };

#define AT(field) .offset = offsetof(struct settings, field)

#define UNIT_DAYS "days"
#define UNIT_MONTHS "months"
#define CLOCK_ROW(id, name, length, unit, text)                                             \
	{ .path = "clocks." name, .kind = SETTING_CLOCK, AT(clock[SETTINGS_CLOCK_##id]),    \
	  .min = 1, .max = 3650, .help = text,                                              \
	  .fallback = "{ length = " #length "; unit = \"" UNIT_##unit "\"; roll = \"none\"; }" },

static const struct setting table[] = {
	{ .path = "database", .kind = SETTING_PATH, AT(database), .max = 4000,
	  .fallback = "\"\"", .example = "\"~/cases/closeout.db\"",
	  .help = "The database that is opened when neither --database nor CLOSEOUT_DATABASE names "
		  "one. Empty: closeout/closeout.db in the folder for your data." },
	{ .path = "theme", .kind = SETTING_NAME, AT(theme), .max = 31, .fallback = "\"default\"",
	  .help = "The colours: default (those of the terminal), light, dark, high-contrast, mono, "
		  "or a theme of your own." },
	{ .path = "start", .kind = SETTING_CHOICE, AT(start), .choices = starts,
	  .fallback = "\"workbench\"",
	  .help = "The view that is shown first; last is the one that was open at the end." },
	{ .path = "date_order", .kind = SETTING_CHOICE, AT(date_order), .choices = orders,
	  .fallback = "\"mdy\"",
	  .help = "How 4/5/2013 is read: mdy is April 5, dmy is 4 May. Dates are always shown as "
		  "2013-04-05." },
	{ .path = "color", .kind = SETTING_CHOICE, AT(color), .choices = colors,
	  .fallback = "\"auto\"",
	  .help = "Whether colours are used. auto asks the terminal and obeys NO_COLOR." },
	{ .path = "ascii", .kind = SETTING_BOOL, AT(ascii), .fallback = "false",
	  .help = "Draw lines and marks with plain ASCII." },
	{ .path = "idle_minutes", .kind = SETTING_INT, AT(idle_minutes), .min = 0, .max = 1440,
	  .fallback = "15",
	  .help = "A session on a host ends after so many minutes without a key; 0 is never. "
		  "It does not apply to a database of your own." },
	{ .path = "agency.name", .kind = SETTING_TEXT, AT(agency_name), .max = 100,
	  .fallback = "\"\"", .example = "\"Office of Professional Responsibility\"",
	  .help = "The office whose name heads printed reports." },
	{ .path = "fiscal.start_month", .kind = SETTING_INT, AT(fiscal_start_month), .min = 1,
	  .max = 12, .fallback = "10",
	  .help = "The month in which the fiscal year begins that is named after the next calendar "
		  "year; 1 makes it the calendar year." },
	{ .path = "payperiod.anchor", .kind = SETTING_DATE, AT(payperiod_anchor),
	  .fallback = "\"2012-01-01\"",
	  .help = "The first day of any pay period; the others are counted from it." },
	{ .path = "payperiod.days", .kind = SETTING_INT, AT(payperiod_days), .min = 1, .max = 366,
	  .fallback = "14", .help = "The length of a pay period in days." },
	{ .path = "reminders.soon_days", .kind = SETTING_INT, AT(soon_days), .min = 0, .max = 366,
	  .fallback = "14",
	  .help = "A date within so many days is shown as due soon." },
	{ .path = "host.name", .kind = SETTING_TEXT, AT(host_name), .max = 100, .fallback = "\"\"",
	  .example = "\"cases.example.gov\"",
	  .help = "What people call this machine when they come in with ssh; it stands in the lines that closeout "
		  "shows for their own computers. Empty: the name the machine has for itself." },
	{ .path = "host.import_mib", .kind = SETTING_INT, AT(host_import_mib), .min = 1, .max = 1024,
	  .fallback = "64",
	  .help = "How many MiB an import in a session on a host may have. "
		  "It does not apply to a database of your own." },
	{ .path = "host.import_wait", .kind = SETTING_INT, AT(host_import_wait), .min = 1, .max = 3600,
	  .fallback = "2",
	  .help = "An import in a session on a host is given up when nothing of it arrives for so many seconds; "
		  "nothing is written then." },
	{ .path = "backup.keep", .kind = SETTING_INT, AT(backup_keep), .min = 0, .max = 10000,
	  .fallback = "7",
	  .help = "How many backups stay in a folder where the command does not say; the newest stay, 0 is all." },
	SETTINGS_CLOCK_LIST(CLOCK_ROW)
	{ .path = "holidays", .kind = SETTING_CLOSURES, AT(closures), .fallback = "( )",
	  .example = "( { date = \"2012-12-24\"; name = \"Executive order\"; },\n"
		     "             { date = \"2012-10-29\"; name = \"Hurricane Sandy\"; } )",
	  .help = "Days without work beyond the federal holidays, which are computed. "
		  "The days of all settings files count." },
	{ .path = "keys", .kind = SETTING_KEYS, AT(keys), .fallback = "{ }",
	  .example = "{ quit = [\"q\", \"F3\"];\n         undo = \"u\"; }",
	  .help = "Other keys for an action: one key, several, or [] for none. They replace the "
		  "keys the action has. The help in the program names actions and keys." },
};

const struct setting *settings_table(size_t *n)
{
	*n = sizeof(table) / sizeof(table[0]);
	return table;
}

static void show_text(const struct setting *row, const void *field, struct buf *dst)
{
	const char *const *text = field;

	(void)row;
	buf_addc(dst, '"');
	for (const char *s = *text; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_addc(dst, '\\');
		buf_addc(dst, *s);
	}
	buf_addc(dst, '"');
}

static void show_bool(const struct setting *row, const void *field, struct buf *dst)
{
	(void)row;
	buf_adds(dst, *(const bool *)field ? "true" : "false");
}

static void show_int(const struct setting *row, const void *field, struct buf *dst)
{
	(void)row;
	buf_addf(dst, "%d", *(const int *)field);
}

static void show_choice(const struct setting *row, const void *field, struct buf *dst)
{
	buf_addf(dst, "\"%s\"", row->choices[*(const unsigned *)field]);
}

static void show_date(const struct setting *row, const void *field, struct buf *dst)
{
	char text[DATE_TEXT];

	(void)row;
	buf_addf(dst, "\"%s\"", date_format(*(const struct date *)field, text));
}

static void show_clock(const struct setting *row, const void *field, struct buf *dst)
{
	const struct settings_clock *c = field;

	(void)row;
	buf_addf(dst, "{ length = %d; unit = \"%s\"; roll = \"%s\"; }", c->length,
		 settings_units[c->unit], settings_rolls[c->roll]);
}

static void show_closures(const struct settings *s, struct buf *dst)
{
	buf_adds(dst, "( ");
	for (size_t i = 0; i < s->closure_count; i++) {
		buf_adds(dst, i ? ", { date = " : "{ date = ");
		show_date(NULL, &s->closures[i].date, dst);
		buf_adds(dst, "; name = ");
		show_text(NULL, &s->closures[i].name, dst);
		buf_adds(dst, "; }");
	}
	buf_adds(dst, s->closure_count ? " )" : ")");
}

static void show_keys(const struct settings *s, struct buf *dst)
{
	buf_adds(dst, "{ ");
	for (size_t i = 0; i < s->key_count; i++) {
		const struct settings_key *k = &s->keys[i];
		bool first = !i || strcmp(s->keys[i - 1].action, k->action) != 0;
		bool last = i + 1 == s->key_count || strcmp(s->keys[i + 1].action, k->action) != 0;

		if (first)
			buf_addf(dst, "%s = [", k->action);
		if (k->key[0])
			show_text(NULL, &k->key, dst);
		buf_adds(dst, last ? "]; " : ", ");
	}
	buf_addc(dst, '}');
}

void setting_value(const struct setting *row, const struct settings *s, struct buf *dst)
{
	static void (*const show[SETTING_KIND_MAX])(const struct setting *, const void *,
						    struct buf *) = {
		[SETTING_TEXT] = show_text,	[SETTING_PATH] = show_text,
		[SETTING_NAME] = show_text,	[SETTING_BOOL] = show_bool,
		[SETTING_INT] = show_int,	[SETTING_CHOICE] = show_choice,
		[SETTING_DATE] = show_date,	[SETTING_CLOCK] = show_clock,
	};

	if (row->kind == SETTING_CLOSURES)
		show_closures(s, dst);
	else if (row->kind == SETTING_KEYS)
		show_keys(s, dst);
	else
		show[row->kind](row, (const char *)s + row->offset, dst);
}

void setting_domain(const struct setting *row, struct buf *dst)
{
	static const char *const words[SETTING_KIND_MAX] = {
		[SETTING_PATH] = "a path in quotes that begins with / or ~/",
		[SETTING_NAME] = "a name of a-z, 0-9 and - in quotes",
		[SETTING_BOOL] = "true or false",
		[SETTING_DATE] = "a date in quotes, \"2012-12-31\"",
		[SETTING_CLOCK] = "a group { length = 1 to 3650; unit = \"days\" or \"months\"; "
				  "roll = \"none\" or \"next\"; }",
		[SETTING_CLOSURES] = "a list ( { date = \"2012-12-24\"; name = \"...\"; } )",
		[SETTING_KEYS] = "a group { action = \"key\"; }",
	};

	if (row->kind == SETTING_INT)
		buf_addf(dst, "a whole number from %d to %d", row->min, row->max);
	else if (row->kind == SETTING_TEXT)
		buf_addf(dst, "a text in quotes of at most %d characters", row->max);
	else if (row->kind == SETTING_CHOICE)
		for (size_t i = 0; row->choices[i]; i++)
			buf_addf(dst, "%s\"%s\"",
				 !i ? "" : row->choices[i + 1] ? ", " : " or ", row->choices[i]);
	else
		buf_adds(dst, words[row->kind]);
}
