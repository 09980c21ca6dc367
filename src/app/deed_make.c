/* SPDX-License-Identifier: MIT */
/*
 * deed_make.c - a case becomes changes: the record itself, its approval, and what comes with it.
 *
 * The order within a batch is that of the log: the record moves first, then the
 * approval that let it; a second person's confirmation comes before what it lets happen.
 */
#include <stdlib.h>
#include <string.h>

#include "app/deed_private.h"
#include "base/mem.h"

void deed_making_release(struct deed_making *m)
{
	free(m->changes);
	arena_release(&m->arena);
}

/* ---- changes ------------------------------------------------------------------------- */

struct door_change *deed_change(struct deed_making *m, const struct entity *e, const char *uid, const char *verb)
{
	struct door_change *c;

	MEM_GROW(m->changes, m->cap, m->n + 1);
	c = &m->changes[m->n++];
	*c = (struct door_change){ .entity = e, .verb = verb, .by_rule = true, .add = !uid };
	if (uid)
		memcpy(c->uid, uid, UUID_TEXT);
	else
		clock_uuid(c->uid);
	c->fields = arena_alloc(&m->arena, (size_t)(e->n_fields + 1) * sizeof *c->fields);
	return c;
}

void deed_set(struct deed_making *m, struct door_change *c, const char *field, struct value v)
{
	const struct field *f = record_field(c->entity, field);

	for (int i = 0; i < c->n_fields; i++)
		if (c->fields[i].field == f) {
			c->fields[i].value = value_copy(&m->arena, v);
			return;
		}
	c->fields[c->n_fields++] = (struct door_field){ .field = f, .has_value = true,
							.value = value_copy(&m->arena, v) };
}

void deed_set_text(struct deed_making *m, struct door_change *c, const char *field, const char *text)
{
	deed_set(m, c, field, value_text(text));
}

void deed_set_date(struct deed_making *m, struct door_change *c, const char *field, struct date d)
{
	char text[DATE_TEXT];

	deed_set(m, c, field, value_text(date_format(d, text)));
}

/* ---- the record ---------------------------------------------------------------------- */

static struct value *overlay(struct deed_case *c, const struct life_effect *effects, int n)
{
	const struct entity *e = c->record.entity;
	struct value *after = arena_alloc(c->arena, (size_t)e->n_fields * sizeof *after + 1);

	memcpy(after, c->record.values, (size_t)e->n_fields * sizeof *after);
	for (int i = 0; i < n; i++)
		after[record_field_index(e, effects[i].field)] = effects[i].value;
	return after;
}

/* A state that cannot be is never written, whichever way it was asked for. */
static int check_after(struct deed_case *c, const struct value *after, struct error *err)
{
	const char *wrong = life_wrong(c->record.entity, after);
	bool mending = c->rule->flags & LIFE_ANY_FIELD;

	if (!wrong)
		return 0;
	return error_set(err, mending ? FAIL_DATA : FAIL_NO, c->rule->action, c->name,
			 mending ? "correct what goes with it as well" : NULL, "%s", wrong);
}

/* What a letter closed has a letter that came in. */
static int check_letter(struct deed_case *c, const struct value *after, struct error *err)
{
	const struct entity *e = c->record.entity;
	const struct field *basis = e->id == ENTITY_RECOMMENDATION ? record_field(e, "closure_basis") : NULL;
	const struct value *v = basis ? &after[record_field_index(e, basis)] : NULL;
	bool found = false;
	int failed;

	if (!v || v->kind != VALUE_TEXT || strcmp(v->text, "letter") != 0)
		return 0;
	failed = deed_letter_came(c, &found, err);
	if (failed || found)
		return failed;
	return error_set(err, FAIL_DATA, c->rule->action, c->name, "enter the letter with a line about it first",
			 "no letter that came in is about it");
}

/* A correction mends what was written; what waits for a decision it leaves alone. */
static int check_correction(struct deed_case *c, const struct value *after, struct error *err)
{
	const char *wrong = life_wrong_correction(c->record.entity, c->record.values, after);

	if (!(c->rule->flags & LIFE_ANY_FIELD))
		return check_after(c, after, err);
	if (wrong)
		return error_set(err, FAIL_DATA, c->rule->action, c->name, NULL, "%s", wrong);
	int failed = check_after(c, after, err);

	return failed ? failed : check_letter(c, after, err);
}

static void record_change(struct deed_making *m, struct deed_case *c, const struct life_effect *effects, int n)
{
	struct door_change *out = deed_change(m, c->record.entity, c->record.uid, c->rule->action);

	out->base_version = c->record.version;
	out->where = arena_strdup(&m->arena, c->name);
	out->effective = c->effective;
	out->reaches_back = !date_is_none(c->effective);
	out->remove = c->rule->flags & LIFE_REMOVES;
	for (int i = 0; i < n; i++) {
		const struct field *f = effects[i].field;

		deed_set(m, out, f->name, effects[i].value);
		out->fields[out->n_fields - 1].base =
			value_copy(&m->arena, c->record.values[record_field_index(c->record.entity, f)]);
		out->fields[out->n_fields - 1].has_base = true;
	}
}

static bool differs(const struct deed_case *c, const struct life_effect *effects, int n)
{
	for (int i = 0; i < n; i++)
		if (!value_equal(effects[i].value,
				 c->record.values[record_field_index(c->record.entity, effects[i].field)]))
			return true;
	return false;
}

/* Lines go with the record they belong to. */
static int remove_lines(struct deed_making *m, struct deed_case *c, struct error *err)
{
	struct gather_from from = { c->app, c->app->store, c->app->today };
	int failed = 0;

	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		const struct entity *e = record_entity((enum entity_id)i);
		const struct field *parent = record_parent(e);
		struct rows rows;

		if (!(e->flags & ENTITY_LINE) || !parent || parent->type != FIELD_REF ||
		    parent->target != c->record.entity->id)
			continue;
		struct gather_query q = { .entity = e->id, .parent = parent->name, .parent_uid = c->record.uid,
					  .columns = "ref" };
		failed = gather_rows(&from, &q, c->arena, &rows, err);
		for (int k = 0; !failed && k < rows.n; k++)
			deed_change(m, e, rows.uids[k], c->rule->action)->remove = true;
	}
	return failed;
}

/* What is going to happen to the record when the second person agrees has to be possible as well. */
static int check_later(struct deed_case *c, struct error *err)
{
	struct life_effect effects[LIFE_EFFECTS_MAX];
	int n = life_effects(c->rule, &c->facts, true, c->arena, effects);

	if (c->rule->flags & LIFE_ANY_FIELD && !differs(c, effects, n))
		return error_set(err, FAIL_DATA, c->rule->action, c->name, NULL, "nothing would change: it is so already");
	return check_correction(c, overlay(c, effects, n), err);
}

int deed_make(struct deed_making *m, struct deed_case *c, struct error *err)
{
	struct life_effect effects[LIFE_EFFECTS_MAX];
	bool waits = life_waits(c->rule, &c->facts);
	int n = life_effects(c->rule, &c->facts, false, c->arena, effects), failed;
	const struct value *after = overlay(c, effects, n);
	bool decides = c->record.entity->id == ENTITY_APPROVAL && c->rule->flags & LIFE_DECIDES;

	/* Of an approval its own state is part of the decision, written below. */
	failed = waits ? check_later(c, err) : decides ? 0 : check_correction(c, after, err);
	if (!failed && c->rule->flags & LIFE_REMOVES)
		failed = remove_lines(m, c, err);
	if (failed)
		return failed;
	if (!decides && (differs(c, effects, n) || c->rule->flags & LIFE_REMOVES))
			record_change(m, c, effects, n);
	failed = deed_make_approval(m, c, after, err);
	return failed ? failed : deed_make_others(m, c, err);
}

/* ---- confirmed by a second person --------------------------------------------------------- */

int deed_make_confirmed(struct deed_making *m, struct deed_case *approval, struct error *err)
{
	const char *any = deed_text(&approval->record, "subject"), *colon = strchr(any, ':');
	const char *kind = arena_strndup(approval->arena, any, colon ? (size_t)(colon - any) : 0);
	struct deed_case *c = arena_alloc(approval->arena, sizeof *c);
	struct life_effect effects[LIFE_EFFECTS_MAX];
	struct life_given *given;
	int n, failed;

	failed = deed_case_init(c, m->app, record_entity_by_name(kind), colon ? colon + 1 : "", approval->arena, err);
	if (failed)
		return failed;
	deed_case_rule(c, life_find(c->record.entity, deed_text(&approval->record, "action")));
	deed_case_person(c, m->people, m->as);
	failed = life_request_read(c->rule, c->record.entity, deed_text(&approval->record, "request"), c->arena, &given, &n,
				   err);
	for (int i = 0; !failed && i < n; i++) {
		deed_case_put(c, given[i].name, given[i].value);
		if (strcmp(given[i].name, "letter") == 0)
			failed = deed_case_letter(c, given[i].value.text, err);
		if (strcmp(given[i].name, "effective") == 0)
			date_parse_iso(given[i].value.text, strlen(given[i].value.text), &c->effective);
	}
	if (failed)
		return failed;
	n = life_effects(c->rule, &c->facts, true, c->arena, effects);
	failed = check_correction(c, overlay(c, effects, n), err);
	if (failed)
		return failed;
	record_change(m, c, effects, n);
	c->confirmed = true;
	return deed_make_others(m, c, err);
}
