/* SPDX-License-Identifier: MIT */
/* crosswalk.c - the positions of a plan, their totals, and what breaks conservation. */
#include "app/crosswalk.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app/gather.h"
#include "app/listing.h"
#include "base/mem.h"

#define COLUMNS                                                                                              \
	"position_no,title,duty_station,from_key,to_key,change,status,wave,noa,certified_on,notice_on,"      \
	"effective_on,leo_before,leo_after,leap_before,leap_after,retention,retention_ends_on,state,inspects,"       \
	"to_series,to_grade"

struct checking {
	const struct plan *p;
	struct crosswalk *c;
};

const char *crosswalk_cell(const struct crosswalk *c, int row, enum crosswalk_column column)
{
	return gather_cell(&c->rows, row, (int)column);
}

static bool is(const struct crosswalk *c, int row, enum crosswalk_column column, const char *word)
{
	return strcmp(crosswalk_cell(c, row, column), word) == 0;
}

static bool empty(const struct crosswalk *c, int row, enum crosswalk_column column)
{
	return !*crosswalk_cell(c, row, column);
}

static struct date date_of(const struct crosswalk *c, int row, enum crosswalk_column column)
{
	return gather_date(&c->rows, row, (int)column);
}

static int64_t wave_of(const struct crosswalk *c, int row)
{
	return gather_number(&c->rows, row, CROSSWALK_WAVE);
}

static bool moves(const struct crosswalk *c, int row)
{
	return !is(c, row, CROSSWALK_CHANGE, "same");
}

static bool effective(const struct crosswalk *c, int row)
{
	return is(c, row, CROSSWALK_STATE, "effective") || is(c, row, CROSSWALK_STATE, "verified");
}

/* ---- counting */

static void add_total(struct crosswalk *c, const char *from, const char *to)
{
	for (int i = 0; i < c->n_totals; i++)
		if (strcmp(c->totals[i].from, from) == 0 && strcmp(c->totals[i].to, to) == 0) {
			c->totals[i].n++;
			return;
		}
	MEM_GROW(c->totals, c->cap_totals, c->n_totals + 1);
	c->totals[c->n_totals++] = (struct crosswalk_total){ from, to, 1 };
}

static int by_from(const void *a, const void *b)
{
	const struct crosswalk_total *x = a, *y = b;
	bool x_stays = strcmp(x->from, x->to) == 0, y_stays = strcmp(y->from, y->to) == 0;
	int order = strcmp(x->from, y->from);

	/* What moves comes first: a line may be cut. */
	if (x_stays != y_stays)
		return x_stays ? 1 : -1;

	return order ? order : strcmp(x->to, y->to);
}

static void count(struct crosswalk *c)
{
	for (int i = 0; i < c->rows.n; i++) {
		int64_t wave = wave_of(c, i);
		bool vacant = is(c, i, CROSSWALK_FILLED, "vacant");
		bool inspects = is(c, i, CROSSWALK_INSPECTS, "1") && !vacant;

		add_total(c, crosswalk_cell(c, i, CROSSWALK_FROM),
			  empty(c, i, CROSSWALK_TO) ? "open" : crosswalk_cell(c, i, CROSSWALK_TO));
		c->n_vacant += vacant;
		c->n_moving += moves(c, i);
		c->n_inspectors += inspects;
		if (wave < 1 || wave > CROSSWALK_WAVES)
			continue;
		c->in_wave[wave]++;
		c->inspectors_in_wave[wave] += inspects;
	}
	if (c->n_totals)
		qsort(c->totals, (size_t)c->n_totals, sizeof *c->totals, by_from);
}

/* ---- what breaks it */

static void problem(struct crosswalk *c, int row, bool blocks, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void problem(struct crosswalk *c, int row, bool blocks, const char *format, ...)
{
	AUTOBUF words = BUF_INIT;
	va_list args;
	const char *no = row < 0 ? "" : crosswalk_cell(c, row, CROSSWALK_NO);

	if (*no)
		buf_addf(&words, "%s: ", no);
	va_start(args, format);
	buf_vaddf(&words, format, args);
	va_end(args);
	MEM_GROW(c->problems, c->cap_problems, c->n_problems + 1);
	c->problems[c->n_problems++] = (struct crosswalk_problem){
		.row = row, .ref = arena_strdup(&c->arena, no), .words = arena_strdup(&c->arena, words.s),
		.blocks = blocks,
	};
	c->n_blocking += blocks;
}

/* P-7 and P-007 are one number to a reader; rows come in its order. */
static void check_once(const struct checking *k, int i)
{
	char own[80], before[80];

	if (!i)
		return;
	record_natural_key(crosswalk_cell(k->c, i, CROSSWALK_NO), own, sizeof own);
	record_natural_key(crosswalk_cell(k->c, i - 1, CROSSWALK_NO), before, sizeof before);
	if (strcmp(own, before) == 0)
		problem(k->c, i, true, "listed twice, also as %s", crosswalk_cell(k->c, i - 1, CROSSWALK_NO));
}

static void check_target(const struct checking *k, int i)
{
	if (empty(k->c, i, CROSSWALK_TO_SERIES))
		problem(k->c, i, true, "the target series is missing");
	else if (empty(k->c, i, CROSSWALK_TO_GRADE))
		problem(k->c, i, true, "the target grade is missing");
	else if (moves(k->c, i) && empty(k->c, i, CROSSWALK_WAVE))
		problem(k->c, i, true, "it moves from %s to %s and is in no wave", crosswalk_cell(k->c, i, CROSSWALK_FROM),
			crosswalk_cell(k->c, i, CROSSWALK_TO));
}

static void check_notice(const struct checking *k, int i)
{
	struct date notice = date_of(k->c, i, CROSSWALK_NOTICE), on = date_of(k->c, i, CROSSWALK_EFFECTIVE);
	bool none = date_is_none(notice);

	if (!is(k->c, i, CROSSWALK_CHANGE, "grade drop") || is(k->c, i, CROSSWALK_FILLED, "vacant"))
		return;
	if (none)
		problem(k->c, i, effective(k->c, i) || (!date_is_none(on) && date_cmp(on, k->p->today) <= 0),
			"the grade falls from %s to %s, and no notice is on record", crosswalk_cell(k->c, i, CROSSWALK_FROM),
			crosswalk_cell(k->c, i, CROSSWALK_TO));
	else if (!date_is_none(on) && date_cmp(notice, on) >= 0)
		problem(k->c, i, true, "the grade falls, and its notice is not before the effective date");
}

static void check_dates(const struct checking *k, int i)
{
	struct date on = date_of(k->c, i, CROSSWALK_EFFECTIVE), own = date_of(k->c, i, CROSSWALK_CERTIFIED), planned;
	int64_t wave = wave_of(k->c, i);
	int32_t m = wave ? plan_wave(k->p, wave) : -1;
	struct error e = ERROR_INIT;
	char text[DATE_TEXT], other[DATE_TEXT];

	if (wave && m < 0) {
		problem(k->c, i, true, "the plan has no wave %lld", (long long)wave);
		return;
	}
	if (wave && !effective(k->c, i) && !plan_takes_place(k->p, m)) {
		if (k->p->gate != SCHEDULE_GATE_NONE)
			problem(k->c, i, true, "wave %lld is cancelled, and it still moves from %s to %s", (long long)wave,
				crosswalk_cell(k->c, i, CROSSWALK_FROM), crosswalk_cell(k->c, i, CROSSWALK_TO));
		return;
	}
	if (date_is_none(on))
		return;
	if (schedule_check_effective(&k->p->calendar, "", date_is_none(own) ? plan_certified(k->p) : own, 0, on, &e) != 0) {
		problem(k->c, i, true, "%s", e.why);
		return;
	}
	planned = m < 0 ? DATE_NONE : plan_date(k->p, m);
	if (!effective(k->c, i) && !date_is_none(planned) && date_cmp(on, planned))
		problem(k->c, i, true, "effective on %s, but wave %lld is on %s", date_format(on, text), (long long)wave,
			date_format(planned, other));
}

/* Availability pay is for criminal investigators only (5 USC 5545a). */
static void check_pay(const struct checking *k, int i)
{
	if (is(k->c, i, CROSSWALK_LEAP_AFTER, "1") && !empty(k->c, i, CROSSWALK_TO_SERIES) &&
	    !is(k->c, i, CROSSWALK_TO_SERIES, "1811"))
		problem(k->c, i, true, "availability pay in series %s: only criminal investigators have it",
			crosswalk_cell(k->c, i, CROSSWALK_TO_SERIES));
}

static void check_waves(const struct checking *k)
{
	struct crosswalk *c = k->c;

	for (int wave = 1; wave <= CROSSWALK_WAVES; wave++)
		if (c->n_inspectors > 1 && 2 * c->inspectors_in_wave[wave] > c->n_inspectors)
			problem(c, -1, true, "wave %d moves %d of %d inspectors: more than half", wave,
				c->inspectors_in_wave[wave], c->n_inspectors);
}

static void check(struct checking *k)
{
	static void (*const checks[])(const struct checking *k, int i) = {
		check_once, check_target, check_dates, check_notice, check_pay,
	};

	if (k->c->n_moving && k->p->gate == SCHEDULE_GATE_NONE)
		problem(k->c, -1, false, "nothing is reclassified, and %d position%s still say%s to move", k->c->n_moving,
			k->c->n_moving == 1 ? "" : "s", k->c->n_moving == 1 ? "s" : "");
	/* A plan without a wave moves nobody. */
	if (!k->c->rows.n && plan_wave(k->p, 1) >= 0)
		problem(k->c, -1, true, "no position is in the crosswalk yet");
	for (int i = 0; i < k->c->rows.n; i++)
		for (size_t n = 0; n < sizeof checks / sizeof *checks; n++)
			checks[n](k, i);
	check_waves(k);
}

/* ---- all of it */

int crosswalk_read(struct app *a, const struct plan *p, struct date as_of, struct crosswalk *out, struct error *err)
{
	struct gather_from from = { .app = a, .today = p->today };
	struct gather_query q = { .entity = ENTITY_POSITION, .columns = COLUMNS, .sort = "ref", .parent = "plan",
				  .parent_uid = p->uid };
	struct crosswalk c = { .arena = ARENA_INIT };
	struct checking k = { p, &c };
	int failed = listing_store(a, as_of, DATE_NONE, &from.store, err);

	if (!failed)
		failed = gather_rows(&from, &q, &c.arena, &c.rows, err);
	if (from.store != a->store)
		store_close(from.store);
	if (failed) {
		crosswalk_release(&c);
		return failed;
	}
	count(&c);
	check(&k);
	*out = c;
	return 0;
}

void crosswalk_release(struct crosswalk *c)
{
	free(c->problems);
	free(c->totals);
	arena_release(&c->arena);
	*c = (struct crosswalk){ .arena = ARENA_INIT };
}

/* ---- in words */

const char *crosswalk_match(const struct crosswalk *c, int row)
{
	if (is(c, row, CROSSWALK_STATE, "verified"))
		return "yes";
	return is(c, row, CROSSWALK_STATE, "effective") ? "not verified" : "";
}

void crosswalk_total_words(const struct crosswalk *c, struct buf *out)
{
	buf_addf(out, "%d position%s, %d move%s, %d vacant", c->rows.n, c->rows.n == 1 ? "" : "s", c->n_moving,
		 c->n_moving == 1 ? "s" : "", c->n_vacant);
	for (int i = 0; i < c->n_totals; i++)
		buf_addf(out, "%s%s > %s %d", i ? ", " : ": ", c->totals[i].from, c->totals[i].to, c->totals[i].n);
}

void crosswalk_problem_words(const struct crosswalk *c, struct buf *out)
{
	if (!c->n_problems)
		buf_adds(out, "no problems");
	else
		buf_addf(out, "%d problem%s, %d block%s the plan", c->n_problems, c->n_problems == 1 ? "" : "s", c->n_blocking,
			 c->n_blocking == 1 ? "s" : "");
}
