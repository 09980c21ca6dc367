/* SPDX-License-Identifier: MIT */
/* overview.c - how things stand: the figures. */
#include "app/overview_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char *const overview_age_names[OVERVIEW_AGES] = {
	"0-90 days", "91-180 days", "181-365 days", "366-730 days", "over 730 days",
};

static const int64_t age_limits[OVERVIEW_AGES - 1] = { 90, 180, 365, 730 };

const char *overview_age_query(int i, char dst[64])
{
	int used = snprintf(dst, 64, "is:open");

	if (i > 0)
		used += snprintf(dst + used, 64 - (size_t)used, " age>%lld", (long long)age_limits[i - 1]);
	if (i < OVERVIEW_AGES - 1)
		snprintf(dst + used, 64 - (size_t)used, " age<=%lld", (long long)age_limits[i]);
	return dst;
}

struct gather {
	struct app *app;
	struct store *store;
	struct overview *o;
	const struct entity *entity; /* of the rows being taken */
	struct error *err;
};

/* ---- reading rows */

/* Calls take with the named columns of the rows that match, in the order asked for. */
static int each(struct gather *g, enum entity_id id, const char *where, const char *columns, const char *sort,
		int64_t limit, void (*take)(struct gather *g, const char **cells))
{
	const struct entity *e = record_entity(id);
	struct query_context context = app_query_context(g->app);
	struct select q = { .entity = e, .today = g->o->today, .limit = limit };
	struct query *parsed = NULL;
	struct columns c;
	struct ids ids = { 0 };
	struct rows rows;
	int failed;

	g->entity = e;
	context.when.today = g->o->today;
	failed = query_parse(e, where, &context, &g->o->arena, &parsed, NULL, g->err);
	q.where = parsed;
	if (!failed)
		failed = columns_parse(e, columns, &c, g->err);
	if (!failed)
		failed = sort_parse(e, sort, &q.sort, g->err);
	if (!failed)
		failed = store_ids(g->store, &q, &ids, g->err);
	if (!failed)
		failed = store_rows(g->store, &q, &c, ids.at, (int)ids.n, &g->o->arena, &rows, g->err);
	for (int i = 0; !failed && i < rows.n; i++)
		take(g, &rows.cells[i * rows.n_columns]);
	ids_release(&ids);
	return failed;
}

static int64_t number(const char *text)
{
	return text ? strtoll(text, NULL, 10) : 0;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* ---- what is taken from a row */

static void take_report(struct gather *g, const char **cells)
{
	struct overview *o = g->o;
	struct overview_report r = {
		.ref = or_empty(cells[0]), .issued_on = or_empty(cells[1]), .stated = number(cells[2]),
		.rows = number(cells[3]), .open = number(cells[4]), .closed = number(cells[5]), .due = cells[6],
		.title = or_empty(cells[7]),
	};

	MEM_GROW(o->reports, o->cap_reports, o->n_reports + 1);
	o->reports[o->n_reports++] = r;
	o->stated += r.stated;
	o->rows += r.rows;
	o->open += r.open;
	o->closed += r.closed;
}

static void take_series(struct gather *g, const char **cells)
{
	struct overview *o = g->o;
	struct overview_series s = {
		.ref = or_empty(cells[0]), .stated = cells[1] ? number(cells[1]) : -1,
		.stated_closed = cells[2] ? number(cells[2]) : -1, .rows = number(cells[3]), .closed = number(cells[4]),
	};

	MEM_GROW(o->series, o->cap_series, o->n_series + 1);
	o->series[o->n_series++] = s;
}

/* Newest first: the first report of a series is the one that states the figures of the earlier ones. */
static void take_newest(struct gather *g, const char **cells)
{
	for (int i = 0; i < g->o->n_series; i++) {
		struct overview_series *s = &g->o->series[i];

		if (s->newest || strcmp(s->ref, or_empty(cells[0])) != 0)
			continue;
		s->newest = or_empty(cells[1]);
		s->rows -= number(cells[2]);
		s->closed -= number(cells[3]);
		s->agrees = (s->stated < 0 || s->stated == s->rows) &&
			    (s->stated_closed < 0 || s->stated_closed == s->closed);
	}
}

static void take_age(struct gather *g, const char **cells)
{
	int64_t age = number(cells[0]);
	int i = 0;

	while (i < OVERVIEW_AGES - 1 && age > age_limits[i])
		i++;
	g->o->age[i]++;
}

/* Keeps the nearest ones in order; rows of each kind come in order already. */
static void take_deadline(struct gather *g, const char **cells)
{
	struct overview *o = g->o;
	struct overview_deadline d = { .entity = g->entity, .ref = or_empty(cells[0]), .due = or_empty(cells[1]),
				       .days = number(cells[2]), .what = or_empty(cells[3]) };
	int at = o->n_deadlines;

	while (at > 0 && strcmp(o->deadlines[at - 1].due, d.due) > 0)
		at--;
	if (at == OVERVIEW_DEADLINES)
		return;
	if (o->n_deadlines < OVERVIEW_DEADLINES)
		o->n_deadlines++;
	memmove(&o->deadlines[at + 1], &o->deadlines[at], (size_t)(o->n_deadlines - 1 - at) * sizeof d);
	o->deadlines[at] = d;
}

static void take_plan(struct gather *g, const char **cells)
{
	struct overview *o = g->o;
	struct overview_plan p = { .ref = or_empty(cells[0]), .title = or_empty(cells[1]), .finish = cells[2],
				   .limit = cells[3], .milestones = number(cells[4]), .complete = number(cells[5]) };
	struct date finish, limit;

	if (p.finish && p.limit && date_parse_iso(p.finish, strlen(p.finish), &finish) &&
	    date_parse_iso(p.limit, strlen(p.limit), &limit))
		p.slack = limit.day - finish.day;
	MEM_GROW(o->plans, o->cap_plans, o->n_plans + 1);
	o->plans[o->n_plans++] = p;
}

/* ---- what needs a look */

static int count(struct gather *g, enum entity_id id, const char *where, int64_t *out)
{
	const struct entity *e = record_entity(id);
	struct query_context context = app_query_context(g->app);
	struct select q = { .entity = e, .today = g->o->today };
	struct query *parsed = NULL;
	int failed;

	context.when.today = g->o->today;
	failed = query_parse(e, where, &context, &g->o->arena, &parsed, NULL, g->err);
	q.where = parsed;
	return failed ? failed : store_count(g->store, &q, out, g->err);
}

/* What is wrong with a recommendation stands in its field "problem"; here each kind is counted. */
static const struct {
	enum entity_id entity;
	const char *query, *what;
} problems[] = {
	{ ENTITY_RECOMMENDATION, "is:late", "late" },
	{ ENTITY_RECOMMENDATION, "problem:owner", "no owner" },
	{ ENTITY_RECOMMENDATION, "problem:date", "no due date" },
	{ ENTITY_RECOMMENDATION, "problem:step", "no next step" },
	{ ENTITY_RECOMMENDATION, "problem:before", "due before issued" },
	{ ENTITY_RECOMMENDATION, "problem:evidence", "closed without evidence" },
	{ ENTITY_RECOMMENDATION, "problem:request", "closed without our request" },
	{ ENTITY_REPORT, "is:problem", "reports: count differs" },
	{ ENTITY_MILESTONE, "is:late", "milestones late" },
	{ ENTITY_MILESTONE, "is:problem", "milestones: no owner or date" },
};

_Static_assert(sizeof problems / sizeof *problems <= OVERVIEW_PROBLEMS, "there is room for all");

static int count_problems(struct gather *g)
{
	for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
		int64_t n = 0;
		int failed = count(g, problems[i].entity, problems[i].query, &n);

		if (failed)
			return failed;
		if (n)
			g->o->problems[g->o->n_problems++] = (struct overview_problem){
				n, problems[i].what, record_entity(problems[i].entity), problems[i].query };
	}
	return 0;
}

static int count_late(struct gather *g)
{
	for (int i = 0; i < g->o->n_plans; i++) {
		struct overview_plan *p = &g->o->plans[i];
		int failed = count(g, ENTITY_MILESTONE, arena_printf(&g->o->arena, "is:late plan:%s", p->ref), &p->late);

		if (failed)
			return failed;
	}
	return 0;
}

static int gather(struct gather *g)
{
	int failed = each(g, ENTITY_REPORT, "", "ref,issued_on,stated_rec_count,rec_count,open_count,closed_count,due,title",
			  "ref", 0, take_report);

	if (!failed)
		failed = each(g, ENTITY_REVIEW_SERIES, "", "ref,stated_prior_recs,stated_prior_closed,rec_count,closed_count",
			      "ref", 0, take_series);
	if (!failed && g->o->n_series)
		failed = each(g, ENTITY_REPORT, "review_series:any", "review_series,ref,rec_count,closed_count", "-issued_on", 0,
			      take_newest);
	if (!failed)
		failed = each(g, ENTITY_RECOMMENDATION, "is:open", "age", "ref", 0, take_age);
	if (!failed)
		failed = each(g, ENTITY_RECOMMENDATION, "is:open due:any", "ref,due,days,text", "due", OVERVIEW_DEADLINES,
			      take_deadline);
	if (!failed)
		failed = each(g, ENTITY_MILESTONE, "is:open due:any", "ref,due,days,title", "due", OVERVIEW_DEADLINES,
			      take_deadline);
	if (!failed)
		failed = each(g, ENTITY_PLAN, "is:open", "ref,title,finish,limit_on,milestone_count,complete_count", "ref", 0,
			      take_plan);
	if (!failed)
		failed = count_late(g);
	if (!failed)
		failed = overview_ends(g->store, g->o, g->err);
	return failed ? failed : count_problems(g);
}

int overview_read(struct app *a, struct date as_of, struct overview *o, struct error *err)
{
	struct gather g = { .app = a, .o = o, .err = err };
	int failed;

	*o = (struct overview){ .arena = ARENA_INIT, .today = date_is_none(as_of) ? a->today : as_of };
	failed = listing_store(a, as_of, DATE_NONE, &g.store, err);
	if (!failed)
		failed = gather(&g);
	if (g.store != a->store)
		store_close(g.store);
	if (failed)
		overview_release(o);
	return failed;
}

void overview_release(struct overview *o)
{
	free(o->reports);
	free(o->series);
	free(o->plans);
	arena_release(&o->arena);
	*o = (struct overview){ .arena = ARENA_INIT };
}

bool overview_difference(const struct overview_report *r, struct buf *out)
{
	int64_t more = r->rows - r->stated;

	if (more)
		buf_addf(out, "%s states %lld, %lld on record: %lld %s.", r->ref, (long long)r->stated, (long long)r->rows,
			 (long long)(more < 0 ? -more : more), more < 0 ? "missing" : "too many");
	return more != 0;
}
