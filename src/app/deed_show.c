/* SPDX-License-Identifier: MIT */
/* deed_show.c - what can be done with a record, as rows. */
#include "app/deed_private.h"
#include "app/listing_private.h"

enum { ACTION, POSSIBLE, SAYS, LABEL, ACTING_FOR, ASKS, WHY, NEXT, WARNINGS, COLUMNS };

static const struct sink_column all_columns[COLUMNS] = {
	[ACTION] = { "action", "Action", SINK_TYPE_TEXT },
	[POSSIBLE] = { "possible", "Possible", SINK_TYPE_BOOL },
	[SAYS] = { "says", "Asks for, or why not", SINK_TYPE_TEXT },
	[LABEL] = { "label", "Label", SINK_TYPE_TEXT },
	[ACTING_FOR] = { "acting_for", "Acting for", SINK_TYPE_TEXT },
	[ASKS] = { "asks", "Asks for", SINK_TYPE_TEXT },
	[WHY] = { "why", "Why not", SINK_TYPE_TEXT },
	[NEXT] = { "next", "What to do", SINK_TYPE_TEXT },
	[WARNINGS] = { "warnings", "Warnings", SINK_TYPE_TEXT },
};
static const int in_table[] = { ACTION, POSSIBLE, SAYS };
static const int for_machines[] = { ACTION, LABEL, POSSIBLE, ACTING_FOR, ASKS, WHY, NEXT, WARNINGS };

/* One line: what it takes, in whose name, or why it is not possible and what to do. */
static const char *says(const struct deed_option *o, const char *asks, struct buf *out)
{
	buf_clear(out);
	if (!o->possible) {
		buf_addf(out, "%s%s%s", o->why.why, *o->why.next ? "; " : "", o->why.next);
		return out->s;
	}
	buf_adds(out, asks);
	if (*o->acting_for)
		buf_addf(out, "%sacting for %s", out->len ? "; " : "", o->acting_for);
	if (*o->warnings)
		buf_addf(out, "%swarns: %s", out->len ? "; " : "", o->warnings);
	for (size_t i = 0; i < out->len; i++)
		if (out->s[i] == '\n')
			out->s[i] = ';';
	return out->s;
}

static int write_row(struct sink *s, const struct deed_option *o, const struct entity *e, const int *chosen, int n,
		     struct error *err)
{
	AUTOBUF asks = BUF_INIT;
	AUTOBUF line = BUF_INIT;
	const char *cells[COLUMNS], *row[COLUMNS];

	deed_asks(o->rule, e, &asks);
	cells[ACTION] = o->rule->action;
	cells[POSSIBLE] = o->possible ? "1" : "0";
	cells[SAYS] = says(o, asks.s, &line);
	cells[LABEL] = o->rule->label;
	cells[ACTING_FOR] = o->acting_for;
	cells[ASKS] = asks.s;
	cells[WHY] = o->why.why;
	cells[NEXT] = o->why.next;
	cells[WARNINGS] = o->warnings;
	for (int i = 0; i < n; i++)
		row[i] = cells[chosen[i]];
	return sink_row(s, row, err);
}

int deed_list_write(struct app *a, const char *ref, struct output *o, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	bool table = o->format == SINK_TABLE || o->format == SINK_LINES;
	const int *chosen = table ? in_table : for_machines;
	int n_columns = table ? (int)(sizeof in_table / sizeof *in_table)
			: (int)(sizeof for_machines / sizeof *for_machines);
	struct sink_column columns[COLUMNS];
	struct deed_option *options = NULL;
	struct deed_subject at;
	struct sink *s = NULL;
	int n = 0, failed = deed_find(a, ref, NULL, &at, err);

	if (!failed)
		failed = deed_options(a, at.entity, at.uid, &arena, &options, &n, err);
	for (int i = 0; i < n_columns; i++)
		columns[i] = all_columns[chosen[i]];
	if (!failed)
		failed = sink_open(&s, o->format, columns, (size_t)n_columns, &o->sink, err);
	for (int possible = 1; possible >= 0; possible--)
		for (int i = 0; i < n && !failed; i++)
			if (options[i].possible == (possible == 1))
				failed = write_row(s, &options[i], at.entity, chosen, n_columns, err);
	return s ? listing_close(s, o, failed, err) : failed;
}
