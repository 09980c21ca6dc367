/* SPDX-License-Identifier: MIT */
/* status.c - the status page: what it says. */
#include "app/status.h"

#include <stdlib.h>
#include <string.h>

#include "app/gather.h"
#include "app/names.h"
#include "app/print.h"
#include "app/sensitivity.h"

enum { REC_REF, REC_TEXT, REC_TO_TITLE, REC_TO, REC_OWNER, REC_USER, REC_CONCURRENCE, REC_RESOLUTION, REC_ACTION,
       REC_SUB, REC_WORD, REC_DUE, REC_WHAT, REC_DAYS, REC_AGE, REC_STEP, REC_STEP_ON, REC_WAITING };

#define REC_COLUMNS                                                                                            \
	"ref,text,to_title,to_office,owner_office,owner_user,concurrence,resolution,action,sub,status_word,due," \
	"due_what,days,age,next_step,next_step_on,waiting_on_office"

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static const char *label_of(const char *field, const char *name)
{
	const struct field *f = record_field(record_entity(ENTITY_RECOMMENDATION), field);
	const struct choice *c = record_choice(f, name);

	return c ? c->label : name;
}

/* "Resolved, open; on hold": the oversight body's words. */
static const char *official(struct arena *a, const struct rows *rows, int i)
{
	bool open = strcmp(gather_cell(rows, i, REC_ACTION), "open") == 0;
	bool held = strcmp(gather_cell(rows, i, REC_SUB), "on_hold") == 0;

	return arena_printf(a, "%s, %s%s", label_of("resolution", gather_cell(rows, i, REC_RESOLUTION)),
			    open ? "open" : "closed", held ? "; on hold" : "");
}

static int newest_update(const struct gather_from *from, struct status *s, struct status_rec *r, const char *uid,
			 struct error *err)
{
	const char *subject = arena_printf(&s->arena, "recommendation:%s", uid);
	const struct gather_query q = { .entity = ENTITY_UPDATE, .columns = "dated_on,text", .sort = "-dated_on,-number",
					.parent = "subject", .parent_uid = subject, .limit = 1 };
	struct rows rows;
	int failed = gather_rows(from, &q, &s->arena, &rows, err);

	if (!failed && rows.n) {
		r->update_on = gather_cell(&rows, 0, 0);
		r->update = gather_cell(&rows, 0, 1);
	}
	return failed;
}

static void take_rec(struct status *s, const struct rows *rows, int i, struct status_rec *r)
{
	const char *user = gather_cell(rows, i, REC_USER);
	const char *to = gather_cell(rows, i, REC_TO_TITLE);

	*r = (struct status_rec){
		.ref = gather_cell(rows, i, REC_REF), .text = gather_cell(rows, i, REC_TEXT),
		.to = *to ? to : gather_cell(rows, i, REC_TO),
		.owner = arena_printf(&s->arena, "%s%s%s", gather_cell(rows, i, REC_OWNER), *user ? ", " : "", user),
		.concurrence = label_of("concurrence", gather_cell(rows, i, REC_CONCURRENCE)),
		.official = official(&s->arena, rows, i), .word = gather_cell(rows, i, REC_WORD),
		.due = or_null(gather_cell(rows, i, REC_DUE)), .due_what = or_null(gather_cell(rows, i, REC_WHAT)),
		.days = gather_number(rows, i, REC_DAYS), .age = gather_number(rows, i, REC_AGE),
		.next_step = or_null(gather_cell(rows, i, REC_STEP)),
		.next_step_on = or_null(gather_cell(rows, i, REC_STEP_ON)),
		.waiting_on = or_null(gather_cell(rows, i, REC_WAITING)),
	};
}

/* Those of the report first, then what is due next of the others. */
static int read_recs(const struct gather_from *from, struct status *s, int64_t most, struct error *err)
{
	struct gather_query q[2] = {
		{ .entity = ENTITY_RECOMMENDATION, .columns = REC_COLUMNS, .sort = "ref", .limit = most,
		  .where = arena_printf(&s->arena, "is:open report:%s", s->ref) },
		{ .entity = ENTITY_RECOMMENDATION, .columns = REC_COLUMNS, .sort = "due", .limit = most,
		  .where = arena_printf(&s->arena, "is:open -report:%s", s->ref) },
	};
	struct rows rows[2];
	int failed = gather_rows(from, &q[0], &s->arena, &rows[0], err);

	if (!failed)
		failed = gather_rows(from, &q[1], &s->arena, &rows[1], err);
	if (failed)
		return failed;
	s->recs = arena_alloc(&s->arena, ((size_t)rows[0].n + (size_t)rows[1].n + 1) * sizeof *s->recs);
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < rows[pass].n && !failed; i++) {
			take_rec(s, &rows[pass], i, &s->recs[s->n_recs]);
			failed = newest_update(from, s, &s->recs[s->n_recs++], rows[pass].uids[i], err);
		}
	return failed;
}

static int read_report(const struct gather_from *from, const char *ref, struct status *s, struct error *err)
{
	const char *where = ref ? arena_printf(&s->arena, "ref:%s", ref) : "";
	const struct gather_query q = {
		.entity = ENTITY_REPORT, .where = where, .sort = "-issued_on", .limit = 1,
		.columns = "ref,title,issued_on,why_it_matters,response_text,determined,contact",
	};
	struct rows rows;
	int failed = gather_rows(from, &q, &s->arena, &rows, err);

	if (failed)
		return failed;
	if (!rows.n)
		return error_set(err, FAIL_MISSING, "report status", ref, "closeout list reports shows them",
				 ref ? "there is no such report" : "there is no report yet");
	s->ref = gather_cell(&rows, 0, 0);
	s->title = gather_cell(&rows, 0, 1);
	s->issued_on = gather_cell(&rows, 0, 2);
	s->why = gather_cell(&rows, 0, 3);
	s->response = gather_cell(&rows, 0, 4);
	s->determined = gather_cell(&rows, 0, 5);
	s->contact = gather_cell(&rows, 0, 6);
	return 0;
}

int status_read(struct app *a, const struct status_ask *ask, int64_t most, struct status *s, struct error *err)
{
	struct gather_from from = { .app = a, .today = date_is_none(ask->as_of) ? a->today : ask->as_of };
	struct print p = PRINT_INIT;
	int failed;

	*s = (struct status){ .arena = ARENA_INIT, .today = from.today };
	failed = overview_read(a, ask->as_of, &s->overview, err);
	if (!failed)
		failed = listing_store(a, ask->as_of, DATE_NONE, &from.store, err);
	if (failed)
		return failed;
	p.app = a; /* the head of the log as it is, also for a page about the past */
	failed = read_report(&from, ask->ref, s, err);
	if (!failed)
		failed = read_recs(&from, s, most, err);
	if (!failed)
		failed = sensitivity_until(a, s->today, &s->arena, &s->sensitivity, err); /* of all that are counted */
	if (!failed)
		failed = print_log_head(&p, s->head, err);
	if (from.store != a->store)
		store_close(from.store);
	if (failed)
		status_release(s);
	return failed;
}

void status_release(struct status *s)
{
	overview_release(&s->overview);
	arena_release(&s->arena);
}
