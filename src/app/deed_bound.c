/* SPDX-License-Identifier: MIT */
/* deed_bound.c - what an approval is bound to, and the closeout checklist. */
#include <stdio.h>
#include <string.h>

#include "app/deed_private.h"

/* ---- the checklist ------------------------------------------------------------------- */

static void later(struct date *newest, struct date d)
{
	if (!date_is_none(d) && (date_is_none(*newest) || date_cmp(d, *newest) > 0))
		*newest = d;
}

static int newest_of(struct deed_case *c, enum entity_id kind, const char *parent, const char *where,
		const char *column,
		     struct date *out, struct error *err)
{
	struct rows rows;
	int failed = deed_rows(c, kind, parent, where, column, &rows, err);

	for (int i = 0; !failed && i < rows.n; i++)
		later(out, gather_date(&rows, i, 0));
	return failed;
}

static struct date implemented_on(const struct deed_case *c)
{
	struct value v = life_given_value(&c->facts, "implemented_on");
	struct date d = DATE_NONE;

	if (v.kind == VALUE_TEXT)
		date_parse_iso(v.text, strlen(v.text), &d);
	return d;
}

static int check_facts(struct deed_case *c, struct check_facts *f, struct error *err)
{
	struct rows rows;
	int failed;

	*f = (struct check_facts){ .implemented_on = implemented_on(c), .last_finish = DATE_NONE,
				   .newest_evidence = DATE_NONE, .signed_on = DATE_NONE };
	if (c->rule->flags & LIFE_APPROVES)
		f->signed_on = c->app->today;
	failed = newest_of(c, ENTITY_CORRECTIVE_ACTION, "recommendation", "done_on:any", "done_on", &f->last_finish, err);
	if (!failed)
		failed = newest_of(c, ENTITY_MILESTONE, "fulfils", "actual:any", "actual", &f->last_finish, err);
	if (!failed)
		failed = newest_of(c, ENTITY_EVIDENCE, "subject", "withdrawn:no", "dated_on", &f->newest_evidence, err);
	if (!failed)
		failed = deed_rows(c, ENTITY_EXTENSION, "recommendation", "state:approved", "reason_code", &rows, err);
	for (int i = 0; !failed && i < rows.n; i++) {
		f->extensions++;
		f->without_reason += !*gather_cell(&rows, i, 0);
	}
	return failed;
}

/* What stands on record from the submission. */
static int recorded_lines(struct deed_case *c, struct error *err)
{
	struct gather_from from = { c->app, c->app->store, c->app->today };
	struct gather_query q = { .entity = ENTITY_CHECKLIST_LINE, .parent = "approval", .columns = "item,answer,computed,note" };
	struct rows rows;
	int failed;

	if (!c->approval.entity)
		return 0;
	q.parent_uid = c->approval.uid;
	failed = gather_rows(&from, &q, c->arena, &rows, err);
	for (int i = 0; !failed && i < rows.n; i++)
		for (int k = 0; k < CHECK_MAX; k++)
			if (strcmp(gather_cell(&rows, i, 0), check_name((enum check_item)k)) == 0)
				c->check[k] = (struct deed_check){
					.uid = rows.uids[i],
					.answer = *gather_cell(&rows, i, 1) ? gather_cell(&rows, i, 1) : NULL,
					.note = gather_cell(&rows, i, 3),
					.computed = gather_number(&rows, i, 2) != 0,
				};
	return failed;
}

/* A person's answer stands; else what the record says. */
static void answer(struct deed_case *c, enum check_item item, const struct check_facts *f)
{
	struct deed_check *line = &c->check[item];
	AUTOBUF note = BUF_INIT;
	const char *computed = check_answer(item, f, &note);
	const char *input = check_input(item);

	if (note.len)
		line->note = arena_strdup(c->arena, note.s);
	if (input && deed_case_gave(c, input)) {
		line->answer = life_given_value(&c->facts, input).text;
		line->computed = false;
	} else if (computed && (!line->answer || line->computed)) {
		line->answer = computed;
		line->computed = true;
	}
}

int deed_checklist(struct deed_case *c, struct error *err)
{
	struct check_facts f;
	int failed;

	if (c->checked)
		return 0;
	memset(c->check, 0, sizeof c->check);
	failed = recorded_lines(c, err);
	if (!failed)
		failed = check_facts(c, &f, err);
	for (int i = 0; !failed && i < CHECK_MAX; i++)
		answer(c, (enum check_item)i, &f);
	c->checked = !failed;
	return failed;
}

/* ---- what is bound ----------------------------------------------------------------------- */

static int bound_lines(struct deed_case *c, const struct record *r, struct buf *out, struct error *err)
{
	struct gather_from from = { c->app, c->app->store, c->app->today };
	int failed = 0;

	for (int i = 0; i < r->entity->n_fields && !failed; i++) {
		const struct field *f = &r->entity->fields[i];
		const struct entity *line = f->type == FIELD_LINES ? record_entity(f->target) : NULL;
		struct gather_query q = { .columns = "ref", .sort = "ref", .parent_uid = r->uid };
		struct rows rows;

		if (!line || line->id == ENTITY_CHECKLIST_LINE)
			continue;
		q.entity = line->id;
		q.parent = record_parent(line)->name;
		failed = gather_rows(&from, &q, c->arena, &rows, err);
		for (int k = 0; !failed && k < rows.n; k++) {
			struct record one;

			failed = store_get(c->app->store, line, rows.uids[k], c->app->today, c->arena, &one, err);
			if (failed)
				break;
			buf_addf(out, "%s %s\n", line->name, one.uid);
			life_bound(line, one.values, out);
		}
	}
	return failed;
}

static int bound_evidence(struct deed_case *c, const struct record *r, struct buf *out, struct error *err)
{
	struct gather_from from = { c->app, c->app->store, c->app->today };
	struct gather_query q = { .entity = ENTITY_EVIDENCE, .parent = "subject", .where = "withdrawn:no",
				  .columns = "uid,sha256,location,title", .sort = "number" };
	struct rows rows;
	int failed;

	q.parent_uid = deed_any(c->arena, r->entity, r->uid);
	failed = gather_rows(&from, &q, c->arena, &rows, err);
	for (int i = 0; !failed && i < rows.n; i++) {
		buf_adds(out, "evidence");
		for (int k = 0; k < 4; k++) {
			const char *cell = gather_cell(&rows, i, k);

			buf_addc(out, ' ');
			buf_add_json(out, cell, strlen(cell));
		}
		buf_addc(out, '\n');
	}
	return failed;
}

/* Only what a person answered: what is computed follows from what is bound already. */
static int bound_checklist(struct deed_case *c, struct buf *out, struct error *err)
{
	struct gather_from from = { c->app, c->app->store, c->app->today };
	struct gather_query q = { .entity = ENTITY_CHECKLIST_LINE, .parent = "approval", .where = "computed:no answer:any",
				  .columns = "item,answer", .sort = "number" };
	struct rows rows;
	int failed;

	if (!c->approval.entity) {
		for (int i = 0; c->checked && i < CHECK_MAX; i++)
			if (c->check[i].answer && !c->check[i].computed)
				buf_addf(out, "check %s %s\n", check_name((enum check_item)i), c->check[i].answer);
		return 0;
	}
	q.parent_uid = c->approval.uid;
	failed = gather_rows(&from, &q, c->arena, &rows, err);
	for (int i = 0; !failed && i < rows.n; i++)
		buf_addf(out, "check %s %s\n", gather_cell(&rows, i, 0), gather_cell(&rows, i, 1));
	return failed;
}

/* What an approval is about, where the case is the approval itself. */
static int subject_of(struct deed_case *c, struct record *out, struct error *err)
{
	const char *any = deed_text(&c->record, "subject"), *colon = strchr(any, ':');
	char kind[64];

	snprintf(kind, sizeof kind, "%.*s", colon ? (int)(colon - any) : 0, any);
	return store_get(c->app->store, record_entity_by_name(kind), colon ? colon + 1 : "", c->app->today, c->arena, out,
			 err);
}

static void digest(const struct buf *text, char out[65])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char bytes[32];

	store_sha256(text->s, text->len, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		out[2 * i] = hex[bytes[i] >> 4];
		out[2 * i + 1] = hex[bytes[i] & 15];
	}
	out[64] = '\0';
}

int deed_bound(struct deed_case *c, const struct value *values, char out[65], struct error *err)
{
	struct record r = c->record;
	AUTOBUF text = BUF_INIT;
	int failed = 0;

	if (r.entity->id == ENTITY_APPROVAL && c->approval.entity) {
		failed = subject_of(c, &r, err);
		values = r.values;
	}
	if (failed)
		return failed;
	buf_addf(&text, "%s %s\n", r.entity->name, r.uid);
	life_bound(r.entity, values, &text);
	failed = bound_lines(c, &r, &text, err);
	if (!failed)
		failed = bound_evidence(c, &r, &text, err);
	if (!failed)
		failed = bound_checklist(c, &text, err);
	if (!failed)
		digest(&text, out);
	return failed;
}
