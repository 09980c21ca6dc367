/* SPDX-License-Identifier: MIT */
/*
 * overview_ends.c - how many recommendations were open at the end of each half-year.
 *
 * Oversight bodies report on the half-years that end on 31 March and 30 September (5a USC 5). The
 * log says of each recommendation on which day it came, closed, was reopened or was taken out.
 */
#include <string.h>

#include "app/overview_private.h"

#define STEPS (OVERVIEW_ENDS - 1)

/* The last 31 March or 30 September before the day. */
static struct date half_year_before(struct date day)
{
	struct date d = DATE_NONE;
	int year, month, mday;

	date_to_ymd(day, &year, &month, &mday);
	if (month < 4)
		date_from_ymd(year - 1, 9, 30, &d);
	else if (month < 10)
		date_from_ymd(year, 3, 31, &d);
	else
		date_from_ymd(year, 9, 30, &d);
	return d;
}

static struct date next_end(struct date d)
{
	int year, month, mday;
	struct date next = d;

	date_to_ymd(d, &year, &month, &mday);
	if (month == 3)
		date_from_ymd(year, 9, 30, &next);
	else
		date_from_ymd(year + 1, 3, 31, &next);
	return next;
}

struct ends {
	struct store *store;
	struct overview *o;
	struct arena arena;
};

static int is_open(struct value v)
{
	return v.kind == VALUE_TEXT && strcmp(v.text, "open") == 0;
}

/* Taken out or brought back: it counts if it is open. */
static int removal(struct ends *ends, const char *uid, const struct change_field *f)
{
	const struct field *action = record_field(record_entity(ENTITY_RECOMMENDATION), "action");
	struct record r;

	if (store_get(ends->store, record_entity(ENTITY_RECOMMENDATION), uid, ends->o->today, &ends->arena, &r,
		      NULL) != 0 ||
	    !is_open(r.values[record_field_index(r.entity, action)]))
		return 0;
	return f->new.number ? -1 : 1;
}

/* How many more are open from that day on. */
static int turn(struct ends *ends, const struct entry *e)
{
	struct change_field *fields;
	int n, by = 0;

	if (change_read(record_entity(ENTITY_RECOMMENDATION), e->changes, &ends->arena, &fields, &n, NULL) != 0)
		return 0;
	for (int i = 0; i < n; i++) {
		if (strcmp(fields[i].field->name, "action") == 0)
			by += is_open(fields[i].new) - (fields[i].has_old && is_open(fields[i].old));
		else if (strcmp(fields[i].field->name, "removed") == 0)
			by += removal(ends, e->uid, &fields[i]);
	}
	return by;
}

static bool see_entry(void *data, const struct entry *e)
{
	struct ends *ends = data;
	struct date day;
	int by;

	if ((!strstr(e->changes, "\"action\":") && !strstr(e->changes, "\"removed\":")) ||
	    !date_parse_iso(e->effective, strlen(e->effective), &day))
		return true;
	by = turn(ends, e);
	for (int i = 0; i < ends->o->n_ends && by; i++)
		if (date_cmp(day, ends->o->ends[i].on) <= 0)
			ends->o->ends[i].open += by;
	arena_clear(&ends->arena);
	return true;
}

static void choose_ends(struct overview *o)
{
	struct date first = DATE_NONE, end = half_year_before(o->today);

	for (int i = 0; i < o->n_reports; i++) {
		const char *issued = o->reports[i].issued_on;
		struct date d;

		if (date_parse_iso(issued, strlen(issued), &d) && (date_is_none(first) || date_cmp(d, first) < 0))
			first = d;
	}
	if (date_is_none(first))
		return;
	for (int i = 1; i < STEPS && date_cmp(end, first) > 0; i++)
		end = half_year_before(end);
	if (date_cmp(end, first) < 0)
		end = next_end(end);
	for (; o->n_ends < STEPS && date_cmp(end, o->today) < 0; end = next_end(end))
		o->ends[o->n_ends++].on = end;
	o->ends[o->n_ends++].on = o->today;
}

int overview_ends(struct store *s, struct overview *o, struct error *err)
{
	struct ends ends = { .store = s, .o = o, .arena = ARENA_INIT };
	struct log_filter f = { .entity = record_entity(ENTITY_RECOMMENDATION), .from = DATE_NONE, .to = DATE_NONE };
	int failed = 0;

	choose_ends(o);
	if (o->n_ends)
		failed = store_log(s, &f, see_entry, &ends, err);
	/* Whatever a log from elsewhere may say: the day itself is counted from the records. */
	if (o->n_ends && !failed)
		o->ends[o->n_ends - 1].open = o->open;
	arena_release(&ends.arena);
	return failed;
}
