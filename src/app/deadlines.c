/* SPDX-License-Identifier: MIT */
/* deadlines.c - every clock of every kind. */
#include "app/deadlines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/gather.h"
#include "app/listing_private.h"
#include "app/screen_private.h"
#include "base/mem.h"
#include "store/clocks.h"

struct row {
	const char *ref, *clock, *state, *about;
	struct date due, met_on;
	bool runs;
};

struct reading {
	struct gather_from from;
	struct deadline_rules rules;
	struct arena arena;
	struct row *rows;
	int n, cap;
	struct error *err;
};

static const char *running_word(const struct reading *r, struct date due)
{
	if (date_cmp(due, r->from.today) < 0)
		return "late";
	return date_cmp(due, date_add_days(r->from.today, r->rules.soon_days)) <= 0 ? "soon" : "running";
}

static void add(struct reading *r, const char *ref, const char *clock, struct date due, const char *about)
{
	if (date_is_none(due))
		return;
	MEM_GROW(r->rows, r->cap, r->n + 1);
	r->rows[r->n++] = (struct row){ .ref = ref, .clock = clock, .due = due, .about = about, .runs = true,
					.met_on = DATE_NONE, .state = running_word(r, due) };
}

/* ---- where they are ---------------------------------------------------------------- */

static void add_clock(struct reading *r, const char *ref, const struct deadline *d, const char *about)
{
	static const char *const states[] = {
		[DEADLINE_OFF] = "off", [DEADLINE_MET] = "met", [DEADLINE_MOOT] = "moot",
	};

	add(r, ref, deadline_name(d->kind), d->due, about);
	if (date_is_none(d->due) || d->state == DEADLINE_RUNNING)
		return;
	r->rows[r->n - 1].state = states[d->state];
	r->rows[r->n - 1].met_on = d->met_on;
	r->rows[r->n - 1].runs = false;
}

static int read_recommendations(struct reading *r)
{
	const struct gather_query q = { .entity = ENTITY_RECOMMENDATION, .where = "is:open",
					.columns = "ref,uid,text,next_step,next_step_on", .sort = "ref" };
	struct deadline all[DEADLINE_MAX];
	struct deadline_facts facts;
	struct rows rows;
	int failed = gather_rows(&r->from, &q, &r->arena, &rows, r->err);

	for (int i = 0; !failed && i < rows.n; i++) {
		const char *ref = gather_cell(&rows, i, 0);

		failed = store_clock_facts(r->from.store, rows.uids[i], &r->arena, &facts, r->err);
		if (failed)
			break;
		deadline_all(&r->rules, &facts, all);
		for (int k = 0; k < DEADLINE_MAX; k++)
			add_clock(r, ref, &all[k], gather_cell(&rows, i, 2));
		add(r, ref, "next_step", gather_date(&rows, i, 4), gather_cell(&rows, i, 3));
	}
	return failed;
}

static int read_dates(struct reading *r, enum entity_id entity, const char *columns, const char *clock)
{
	const struct gather_query q = { .entity = entity, .where = "is:open", .columns = columns, .sort = "ref" };
	struct rows rows;
	int failed = gather_rows(&r->from, &q, &r->arena, &rows, r->err);

	for (int i = 0; !failed && i < rows.n; i++)
		add(r, gather_cell(&rows, i, 0), clock, gather_date(&rows, i, 1), gather_cell(&rows, i, 2));
	return failed;
}

static void add_semiannual(struct reading *r)
{
	struct date end, due = deadline_semiannual(&r->from.app->calendar, r->from.today, &end);
	char day[DATE_TEXT];

	add(r, NULL, "semiannual", due,
	    arena_printf(&r->arena, "Oversight body's report on the half-year to %s (IG Act)", date_format(end, day)));
}

static int by_date(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = date_cmp(x->due, y->due);

	if (order)
		return order;
	order = strcmp(x->ref ? x->ref : "", y->ref ? y->ref : "");
	return order ? order : strcmp(x->clock, y->clock);
}

static int read_all(struct reading *r)
{
	int failed = read_recommendations(r);

	if (!failed)
		failed = read_dates(r, ENTITY_MILESTONE, "ref,due,title", "milestone");
	if (!failed)
		failed = read_dates(r, ENTITY_PLAN, "ref,limit_on,title", "plan_limit");
	if (failed)
		return failed;
	add_semiannual(r);
	if (r->n)
		qsort(r->rows, (size_t)r->n, sizeof *r->rows, by_date);
	return 0;
}

/* ---- writing ------------------------------------------------------------------------- */

static const struct sink_column columns[] = {
	{ "ref", "Record", SINK_TYPE_TEXT }, { "clock", "Clock", SINK_TYPE_TEXT }, { "due", "Due", SINK_TYPE_DATE },
	{ "days", "Days", SINK_TYPE_INT },   { "state", "State", SINK_TYPE_TEXT }, { "met_on", "Met on", SINK_TYPE_DATE },
	{ "about", "About", SINK_TYPE_TEXT },
};
#define N_COLUMNS (sizeof columns / sizeof *columns)

static bool wanted(const struct row *row, const char *words)
{
	AUTOBUF all = BUF_INIT;

	if (!words || !*words)
		return true;
	buf_addf(&all, "%s %s %s", row->ref ? row->ref : "", row->clock, row->state);
	return words_match(all.s, words);
}

static int write_row(const struct reading *r, const struct row *row, struct sink *sink)
{
	char due[DATE_TEXT], met[DATE_TEXT], days[24], about[200];
	const char *cells[N_COLUMNS] = { row->ref, row->clock, date_format(row->due, due), NULL, row->state,
					 date_format(row->met_on, met), about };

	snprintf(about, sizeof about, "%.*s", (int)strcspn(row->about, "\n"), row->about);
	if (row->runs) {
		snprintf(days, sizeof days, "%lld", (long long)row->due.day - r->from.today.day);
		cells[3] = days;
	}
	return sink_row(sink, cells, r->err);
}

static int write_rows(const struct reading *r, const struct deadlines *d, struct output *o, int64_t *count)
{
	struct sink *sink = NULL;
	int failed = sink_open(&sink, o->format, columns, N_COLUMNS, &o->sink, r->err);

	for (int i = 0; i < r->n && !failed && (!d->limit || *count < d->limit); i++) {
		if (!wanted(&r->rows[i], d->words))
			continue;
		failed = write_row(r, &r->rows[i], sink);
		*count += !failed;
	}
	return listing_close(sink, o, failed, r->err);
}

int deadlines_write(struct app *a, const struct deadlines *d, struct output *o, int64_t *rows, struct error *err)
{
	struct reading r = { .from = { .app = a, .today = date_is_none(d->as_of) ? a->today : d->as_of },
			     .rules = app_clocks(a), .arena = ARENA_INIT, .err = err };
	int failed = listing_store(a, d->as_of, DATE_NONE, &r.from.store, err);

	*rows = 0;
	if (failed)
		return failed;
	failed = read_all(&r);
	if (!failed)
		failed = write_rows(&r, d, o, rows);
	if (r.from.store != a->store)
		store_close(r.from.store);
	free(r.rows);
	arena_release(&r.arena);
	return failed;
}
