/* SPDX-License-Identifier: MIT */
/* sensitivity.c - the banner of a print: the highest sensitivity of what it shows. */
#include "app/sensitivity.h"

#include <string.h>

#include "app/gather.h"
#include "app/past.h"

static const struct choice *choice_of(const char *name)
{
	return name ? record_choice(record_field(record_entity(ENTITY_REPORT), "sensitivity"), name) : NULL;
}

/* The choices stand from the lowest to the highest. */
const char *sensitivity_higher(const char *a, const char *b)
{
	const struct choice *x = choice_of(a), *y = choice_of(b);

	return !y || (x && x >= y) ? (x ? x->name : "") : y->name;
}

const char *sensitivity_banner(struct arena *a, const char *name)
{
	const struct choice *c = choice_of(name);
	AUTOBUF upper = BUF_INIT;

	for (const char *s = c ? c->label : "PUBLIC"; *s; s++)
		buf_addc(&upper, *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s);
	return arena_strdup(a, upper.s);
}

/* The highest of the records of a kind that match; columns: sensitivity first. *n: how many there are. */
static int highest(struct app *a, enum entity_id e, const char *where, struct date until, struct arena *arena,
		   const char **out, int *n, struct error *err)
{
	const struct gather_from now = { a, past_is(a) ? a->past.store : a->store, a->today };
	const struct gather_query q = { .entity = e, .where = where,
					.columns = e == ENTITY_REPORT ? "sensitivity,issued_on" : "sensitivity" };
	struct rows rows;
	int failed = gather_rows(&now, &q, arena, &rows, err);

	*n = failed ? 0 : rows.n;
	for (int i = 0; i < *n; i++)
		if (date_is_none(until) || date_cmp(gather_date(&rows, i, 1), until) <= 0)
			*out = sensitivity_higher(*out, gather_cell(&rows, i, 0));
	return failed;
}

int sensitivity_until(struct app *a, struct date day, struct arena *arena, const char **out, struct error *err)
{
	int n;

	*out = "";
	return highest(a, ENTITY_REPORT, "", day, arena, out, &n, err);
}

/* Of the reports that the rows of a list name in their column "report". */
static int of_their_reports(struct app *a, const struct rows *rows, struct arena *arena, const char **out,
			    struct error *err)
{
	const struct gather_from now = { a, past_is(a) ? a->past.store : a->store, a->today };
	const struct gather_query q = { .entity = ENTITY_REPORT, .columns = "ref,sensitivity" };
	struct rows reports;
	int failed = gather_rows(&now, &q, arena, &reports, err);

	for (int k = 0; !failed && k < reports.n; k++) {
		const char *ref = gather_cell(&reports, k, 0), *name = gather_cell(&reports, k, 1);

		/* Most reports are no higher than what is known already. */
		if (strcmp(sensitivity_higher(*out, name), *out) == 0)
			continue;
		for (int i = 0; i < rows->n; i++)
			if (strcmp(gather_cell(rows, i, 0), ref) == 0) {
				*out = sensitivity_higher(*out, name);
				break;
			}
	}
	return failed;
}

int sensitivity_of_list(const struct list *l, struct arena *arena, const char **out, struct error *err)
{
	const struct select q = { .entity = l->entity, .today = l->app->today };
	bool own = record_field(l->entity, "sensitivity") != NULL;
	struct columns c;
	struct rows rows;
	int failed;

	if (!own && l->entity->id != ENTITY_RECOMMENDATION)
		return sensitivity_until(l->app, DATE_NONE, arena, out, err);
	*out = "";
	failed = columns_parse(l->entity, own ? "sensitivity" : "report", &c, err);
	if (!failed)
		failed = store_rows(l->app->store, &q, &c, l->ids.at, (int)l->ids.n, arena, &rows, err);
	if (failed || !own)
		return failed ? failed : of_their_reports(l->app, &rows, arena, out, err);
	for (int i = 0; i < rows.n; i++)
		*out = sensitivity_higher(*out, gather_cell(&rows, i, 0));
	return 0;
}

/* "OIG-12-130/1" and what is written after it are its report's; evidence has its own, and that of any report. */
int sensitivity_of_record(struct app *a, const char *ref, struct arena *arena, const char **out, struct error *err)
{
	const char *where = arena_printf(arena, "ref:\"%.*s\"", (int)strcspn(ref, "/\""), ref);
	int n, failed;

	*out = "";
	failed = highest(a, ENTITY_REPORT, where, DATE_NONE, arena, out, &n, err);
	if (failed || n)
		return failed;
	failed = sensitivity_until(a, DATE_NONE, arena, out, err);
	return failed ? failed : highest(a, ENTITY_EVIDENCE, where, DATE_NONE, arena, out, &n, err);
}
