/* SPDX-License-Identifier: MIT */
/* cover.c - functions by day: who can serve, and where nobody does. */
#include "app/cover.h"

#include <stdlib.h>
#include <string.h>

#include "app/gather.h"
#include "app/listing.h"
#include "base/mem.h"

/* Days on which a position cannot serve. */
struct away {
	struct date first, last;
	const char *words; /* "leave", "wave 1" */
};

struct person {
	const char *ref;
	struct away *away;
	int n, cap;
};

/* One record of coverage; persons by index, -1 none. */
struct named {
	const char *uid, *reason;
	int function, primary, alternate, minimum;
	struct date first, last;
};

struct covering {
	struct gather_from from;
	const struct plan *p;
	const struct schedule *schedule;
	struct cover *c;
	struct person *people;
	int n_people;
	struct named *rows;
	int n_rows;
	struct error *err;
};

/* ---- who is away when */

static int find(const struct covering *k, const char *ref)
{
	for (int i = 0; *ref && i < k->n_people; i++)
		if (strcmp(k->people[i].ref, ref) == 0)
			return i;
	return -1;
}

static void add_away(struct person *p, struct date first, struct date last, const char *words)
{
	MEM_GROW(p->away, p->cap, p->n + 1);
	p->away[p->n++] = (struct away){ first, last, words };
}

/* A wave moves with the plan until it is certain; then the date of the position counts. */
static void add_wave(struct covering *k, struct person *p, const struct rows *rows, int i)
{
	int64_t wave = gather_number(rows, i, 1);
	struct date on = gather_date(rows, i, 2);
	int32_t m = wave ? plan_wave(k->p, wave) : -1;
	const char *state = gather_cell(rows, i, 4);

	if (strcmp(state, "effective") != 0 && strcmp(state, "verified") != 0 && m >= 0)
		on = schedule_row(k->schedule, m)->counts ? schedule_row(k->schedule, m)->early_finish : DATE_NONE;
	if (!wave || date_is_none(on))
		return;
	add_away(p, on, date_add_days(on, COVER_WAVE_DAYS - 1), arena_printf(&k->c->arena, "wave %lld", (long long)wave));
}

static int read_people(struct covering *k)
{
	struct gather_query q = { .entity = ENTITY_POSITION, .columns = "ref,wave,effective_on,status,state", .sort = "ref" };
	struct date always, never;
	struct rows rows;
	int failed = gather_rows(&k->from, &q, &k->c->arena, &rows, k->err);

	if (failed)
		return failed;
	date_from_ymd(1900, 1, 1, &always);
	date_from_ymd(2199, 12, 31, &never);
	k->n_people = rows.n;
	k->people = arena_alloc(&k->c->arena, ((size_t)rows.n + 1) * sizeof *k->people);
	for (int i = 0; i < rows.n; i++) {
		k->people[i].ref = gather_cell(&rows, i, 0);
		if (strcmp(gather_cell(&rows, i, 3), "vacant") == 0)
			add_away(&k->people[i], always, never, "vacant");
		else
			add_wave(k, &k->people[i], &rows, i);
	}
	return 0;
}

static int read_absences(struct covering *k)
{
	struct gather_query q = { .entity = ENTITY_ABSENCE, .columns = "position,kind,from_on,to_on" };
	struct rows rows;
	int failed = gather_rows(&k->from, &q, &k->c->arena, &rows, k->err);

	for (int i = 0; !failed && i < rows.n; i++) {
		int at = find(k, gather_cell(&rows, i, 0));

		if (at >= 0)
			add_away(&k->people[at], gather_date(&rows, i, 2), gather_date(&rows, i, 3),
				 gather_cell(&rows, i, 1));
	}
	return failed;
}

static const char *away_on(const struct person *p, struct date d)
{
	for (int i = 0; i < p->n; i++)
		if (date_cmp(p->away[i].first, d) <= 0 && date_cmp(d, p->away[i].last) <= 0)
			return p->away[i].words;
	return NULL;
}

/* ---- what is planned */

static void read_functions(struct cover *c)
{
	const struct choice *choices = record_field(record_entity(ENTITY_COVERAGE), "function")->choices;

	while (choices[c->n_functions].name)
		c->n_functions++;
	c->functions = arena_alloc(&c->arena, (size_t)c->n_functions * sizeof *c->functions);
	for (int i = 0; i < c->n_functions; i++) {
		c->functions[i].name = choices[i].name;
		c->functions[i].label = choices[i].label;
	}
}

static int function_of(const struct cover *c, const char *name)
{
	for (int i = 0; i < c->n_functions; i++)
		if (strcmp(c->functions[i].name, name) == 0)
			return i;
	return 0;
}

static int read_rows(struct covering *k)
{
	struct gather_query q = { .entity = ENTITY_COVERAGE, .sort = "ref", .parent = "plan", .parent_uid = k->p->uid,
				  .columns = "function,primary,alternate,minimum,from_on,to_on,gap_reason" };
	struct cover *c = k->c;
	struct rows rows;
	int failed = gather_rows(&k->from, &q, &c->arena, &rows, k->err);

	if (failed)
		return failed;
	c->first = c->last = DATE_NONE;
	k->n_rows = rows.n;
	k->rows = arena_alloc(&c->arena, ((size_t)rows.n + 1) * sizeof *k->rows);
	c->rows = arena_alloc(&c->arena, ((size_t)rows.n + 1) * sizeof *c->rows);
	c->n_rows = rows.n;
	for (int i = 0; i < rows.n; i++) {
		struct named *r = &k->rows[i];

		*r = (struct named){ .uid = rows.uids[i], .function = function_of(c, gather_cell(&rows, i, 0)),
				     .primary = find(k, gather_cell(&rows, i, 1)),
				     .alternate = find(k, gather_cell(&rows, i, 2)),
				     .minimum = (int)gather_number(&rows, i, 3), .first = gather_date(&rows, i, 4),
				     .last = gather_date(&rows, i, 5), .reason = gather_cell(&rows, i, 6) };
		c->rows[i] = (struct cover_row){ r->uid, r->function, r->first, r->last };
		if (date_is_none(c->first) || date_cmp(r->first, c->first) < 0)
			c->first = r->first;
		if (date_is_none(c->last) || date_cmp(r->last, c->last) > 0)
			c->last = r->last;
	}
	return 0;
}

/* ---- one function on one day */

#define NAMED_MAX 32

struct day {
	int named[NAMED_MAX], n; /* distinct positions */
	int have, need;
	bool primary_away;
	const char *uid, *reason;
};

static void name(struct day *d, int person)
{
	for (int i = 0; i < d->n; i++)
		if (d->named[i] == person)
			return;
	if (person >= 0 && d->n < NAMED_MAX)
		d->named[d->n++] = person;
}

static struct day look_at(const struct covering *k, int function, struct date on)
{
	struct day d = { .need = 1, .uid = "", .reason = "" };

	for (int i = 0; i < k->n_rows; i++) {
		const struct named *r = &k->rows[i];

		if (r->function != function || date_cmp(r->first, on) > 0 || date_cmp(on, r->last) > 0)
			continue;
		name(&d, r->primary);
		name(&d, r->alternate);
		d.need = r->minimum > d.need ? r->minimum : d.need;
		d.primary_away = d.primary_away || r->primary < 0 || away_on(&k->people[r->primary], on);
		d.uid = r->uid;
		if (*r->reason)
			d.reason = r->reason;
	}
	for (int i = 0; i < d.n; i++)
		d.have += !away_on(&k->people[d.named[i]], on);
	return d;
}

static void who_is_away(const struct covering *k, const struct day *d, struct date on, struct buf *out)
{
	if (!d->n)
		buf_adds(out, "nobody is named");
	for (int i = 0; i < d->n; i++) {
		const char *why = away_on(&k->people[d->named[i]], on);

		if (why)
			buf_addf(out, "%s%s %s", out->len ? ", " : "", k->people[d->named[i]].ref, why);
	}
}

/* A gap of the working day before that is the same goes on. */
static void add_gap(struct covering *k, int function, const struct day *d, struct date on)
{
	struct cover *c = k->c;
	struct cover_gap *last = c->n_gaps ? &c->gaps[c->n_gaps - 1] : NULL;
	AUTOBUF who = BUF_INIT;

	who_is_away(k, d, on, &who);
	if (last && last->function == function && strcmp(last->who, who.s) == 0 && strcmp(last->uid, d->uid) == 0 &&
	    date_cmp(calendar_add_working_days(&k->p->calendar, last->last, 1), on) == 0) {
		last->last = on;
		return;
	}
	MEM_GROW(c->gaps, c->cap_gaps, c->n_gaps + 1);
	c->gaps[c->n_gaps++] = (struct cover_gap){ .function = function, .first = on, .last = on, .have = d->have,
						   .need = d->need, .who = arena_strdup(&c->arena, who.s),
						   .reason = d->reason, .uid = d->uid };
	c->n_unexplained += !*d->reason;
}

static void look_through(struct covering *k, int function)
{
	struct cover *c = k->c;
	unsigned char *days = arena_alloc(&c->arena, (size_t)c->n_days + 1);

	c->functions[function].days = days;
	for (int i = 0; i < c->n_days; i++) {
		struct date on = date_add_days(c->first, i);
		struct day d;

		if (!calendar_is_working_day(&k->p->calendar, on)) {
			days[i] = COVER_OFF;
			continue;
		}
		d = look_at(k, function, on);
		days[i] = d.have >= d.need ? d.primary_away ? COVER_ALTERNATE : COVER_FULL
			  : *d.reason	   ? COVER_EXPLAINED
					   : COVER_GAP;
		if (d.have < d.need)
			add_gap(k, function, &d, on);
	}
}

/* ---- all of it */

static int read_all(struct covering *k)
{
	struct cover *c = k->c;
	int failed = read_people(k);

	if (!failed)
		failed = read_absences(k);
	read_functions(c);
	if (!failed)
		failed = read_rows(k);
	if (failed)
		return failed;
	c->n_days = date_is_none(c->first) ? 0 : c->last.day - c->first.day + 1;
	for (int i = 0; i < c->n_functions; i++)
		look_through(k, i);
	return 0;
}

int cover_read(struct app *a, const struct plan *p, const struct schedule *after, struct date as_of, struct cover *out,
	       struct error *err)
{
	struct cover c = { .arena = ARENA_INIT };
	struct covering k = { .from = { .app = a, .today = p->today }, .p = p, .c = &c, .err = err,
			      .schedule = after ? after : p->schedule };
	int failed = listing_store(a, as_of, DATE_NONE, &k.from.store, err);

	if (!failed)
		failed = read_all(&k);
	if (k.from.store != a->store)
		store_close(k.from.store);
	for (int i = 0; i < k.n_people; i++)
		free(k.people[i].away);
	if (failed)
		cover_release(&c);
	else
		*out = c;
	return failed;
}

void cover_release(struct cover *c)
{
	free(c->gaps);
	arena_release(&c->arena);
	*c = (struct cover){ .arena = ARENA_INIT };
}
