/* SPDX-License-Identifier: MIT */
/* bulk_do.c - looking at what a bulk edit would do to each record, and doing it as one batch. */
#include <stdio.h>
#include <string.h>

#include "app/bulk_private.h"
#include "app/deed_private.h"
#include "core/lifecycle.h"

/* ---- fields: through the door, without the store ------------------------------------- */

static void make_change(const struct bulk *b, int i, struct door_field *fields, struct door_change *c)
{
	for (int k = 0; k < b->n_given; k++)
		fields[k] = (struct door_field){ .field = b->fields[k], .text = b->given[k].text };
	*c = (struct door_change){ .entity = b->entity, .fields = fields, .n_fields = b->n_given };
	memcpy(c->uid, b->rows[i].uid, sizeof c->uid);
}

static void show_value(struct bulk *b, const struct field *f, struct value v, struct buf *out)
{
	const struct entity *target = f->type == FIELD_REF ? record_entity(f->target) : NULL;
	AUTOARENA arena = ARENA_INIT;
	const char *ref = target && v.kind == VALUE_TEXT ? store_ref(b->app->store, target, v.text, &arena) : NULL;
	size_t from = out->len;

	if (v.kind == VALUE_NONE)
		buf_adds(out, "(empty)");
	else if (ref)
		buf_adds(out, ref);
	else
		value_show(f, v, out);
	for (size_t i = from; i < out->len; i++)
		if (out->s[i] == '\n' || out->s[i] == '\t')
			out->s[i] = ' ';
}

/* What the door would write of one record. */
struct looking {
	struct bulk *b;
	int from;
};

static void see_change(void *data, int i, const struct record *before, const struct change *c)
{
	struct looking *l = data;
	struct bulk *b = l->b;
	struct bulk_row *row = &b->rows[l->from + i];
	AUTOBUF words = BUF_INIT;

	row->ref = arena_strdup(&b->arena, before->ref);
	row->version = before->version;
	row->old = arena_alloc(&b->arena, (size_t)b->n_given * sizeof *row->old + 1);
	for (int k = 0; k < b->n_given; k++)
		row->old[k] = value_copy(&b->arena, before->values[record_field_index(b->entity, b->fields[k])]);
	for (int k = 0; k < c->n_fields; k++) {
		const struct field *f = c->fields[k].field;
		struct value old = before->values[record_field_index(b->entity, f)];

		if (value_equal(old, c->fields[k].new))
			continue;
		buf_addf(&words, "%s%s: ", words.len ? "\n" : "", f->label);
		show_value(b, f, old, &words);
		buf_adds(&words, b->ascii ? " -> " : " → ");
		show_value(b, f, c->fields[k].new, &words);
	}
	row->words = words.len ? arena_strdup(&b->arena, words.s) : NULL;
}

static void settle(struct bulk *b, int from, int n, const struct door_faults *faults)
{
	for (int k = 0; k < faults->n; k++) {
		const struct door_fault *f = &faults->at[k];
		struct bulk_row *row = &b->rows[from + f->change];

		if (row->kind)
			continue;
		if (!row->ref)
			row->ref = arena_strdup(&b->arena, f->error.where);
		bulk_refuse(b, from + f->change, &f->error);
	}
	for (int i = from; i < from + n; i++) {
		struct bulk_row *row = &b->rows[i];

		if (row->kind)
			continue;
		bulk_fate(b, i, row->words ? BULK_CHANGES : BULK_SAME, row->words ? row->words : "it is so already");
	}
}

/* A value that does not fit is nobody's record's fault. */
static bool for_all(enum fail kind)
{
	return kind == FAIL_USAGE || kind == FAIL_DATA || kind == FAIL_MISSING;
}

static const struct error *common_fault(const struct door_faults *faults, int n)
{
	int seen = 0;

	for (int k = 0; k < faults->n; k++)
		if (!for_all(faults->at[k].error.kind) || !faults->at[k].field)
			return NULL;
	for (int i = 0; i < n; i++)
		for (int k = 0; k < faults->n; k++)
			if (faults->at[k].change == i) {
				seen++;
				break;
			}
	return seen == n && n ? &faults->at[0].error : NULL;
}

static int look_fields(struct bulk *b, int n, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct door_change *changes = arena_alloc(&arena, (size_t)n * sizeof *changes + 1);
	struct door_faults faults = { 0 };
	struct door_request r = { .verb = "set", .effective = DATE_NONE, .changes = changes, .n_changes = n };
	struct looking l = { b, b->looked };
	struct error own = ERROR_INIT;
	int failed;

	for (int i = 0; i < n; i++) {
		b->rows[b->looked + i].kind = 0;
		make_change(b, b->looked + i,
			    arena_alloc(&arena, (size_t)b->n_given * sizeof *changes->fields + 1), &changes[i]);
	}
	failed = door_look(b->app, &r, &faults, see_change, &l, &own);
	const struct error *common = b->looked ? NULL : common_fault(&faults, n);
	if (common || (failed && !faults.n)) {
		*err = common ? *common : own;
		if (common)
			error_where(err, "%s", faults.at[0].field->name);
		failed = err->kind;
	} else {
		settle(b, b->looked, n, &faults);
		failed = 0;
	}
	door_faults_release(&faults);
	return failed;
}

/* ---- an action: asked of each record by itself -------------------------------------------- */

/* "M0.1 Blocker: none -> x" without the reference, which stands before it anyway. */
static void effect_words(const struct bulk *b, const char *ref, const char *effects, struct buf *out)
{
	size_t len = strlen(ref);

	while (*effects) {
		size_t line = strcspn(effects, "\n"), from = 0, arrow;

		if (strncmp(effects, ref, len) == 0 && effects[len] == ' ')
			from = len + 1;
		const char *sign = memmem(effects + from, line - from, " -> ", 4);
		arrow = sign ? (size_t)(sign - effects) : line;
		buf_add(out, effects + from, arrow - from);
		if (sign)
			buf_addf(out, "%s%.*s", b->ascii ? " -> " : " → ", (int)(line - arrow - 4), sign + 4);
		effects += line + (effects[line] == '\n');
		buf_adds(out, *effects ? "\n" : "");
	}
}

static int look_deed(struct bulk *b, int i, struct error *err)
{
	struct bulk_row *row = &b->rows[i];
	struct deed_subject at = { .entity = b->entity };
	struct deed d = { .action = b->rule->action, .at = &at, .n = 1, .given = b->given, .n_given = b->n_given,
			  .as = b->as, .dry_run = true };
	struct deed_result r = DEED_RESULT_INIT;
	struct error own = ERROR_INIT;
	struct store_found found;
	AUTOBUF words = BUF_INIT;
	const char *ref;

	memcpy(at.uid, row->uid, sizeof at.uid);
	ref = store_ref(b->app->store, b->entity, row->uid, &b->arena);
	row->ref = ref ? ref : "?";
	row->kind = 0;
	if (ref && store_find(b->app->store, ref, b->entity->id, false, &found, NULL) == 0)
		row->version = found.version;
	if (row->skip) {
		bulk_fate(b, i, BULK_REFUSED, row->skip);
	} else if (deed_do(b->app, &d, &r, &own) == 0) {
		effect_words(b, row->ref, r.effects.s, &words);
		bulk_fate(b, i, words.len ? BULK_CHANGES : BULK_SAME, words.len ? words.s : "it is so already");
	} else if (i == 0 && for_all(own.kind) && r.bad_name) {
		error_where(&own, "%s", r.bad_name);
		*err = own;
	} else {
		bulk_refuse(b, i, &own);
	}
	deed_result_release(&r);
	return err->kind;
}

int bulk_look(struct bulk *b, int most, struct error *err)
{
	struct error spare = ERROR_INIT;
	int n = b->n - b->looked < most ? b->n - b->looked : most, failed = 0;

	err = err ? err : &spare;
	if (!b->rule && n)
		failed = look_fields(b, n, err);
	for (int i = 0; b->rule && i < n && !failed; i++)
		failed = look_deed(b, b->looked + i, err);
	if (!failed)
		b->looked += n;
	return failed;
}

/* ---- doing ----------------------------------------------------------------------------------- */

/* A piece of it: some of the rows that change, in their order. */
struct piece {
	struct bulk *b;
	int from, to; /* rows */
	int n;        /* of them change */
	const char *op_id;
	bool of_many; /* the store was told that more come */
	int64_t batch;
	char acting_for[33];
};

/* Each says what was seen when it was looked at, so that nothing that came between is overwritten. */
static int do_fields(struct piece *p, struct error *err)
{
	struct bulk *b = p->b;
	AUTOARENA arena = ARENA_INIT;
	struct door_change *changes = arena_alloc(&arena, (size_t)p->n * sizeof *changes + 1);
	struct door_request r = { .verb = "set", .reason = b->reason, .op_id = p->op_id, .effective = DATE_NONE,
				  .changes = changes };
	struct store_result stored = STORE_RESULT_INIT;
	int failed;

	for (int i = p->from; i < p->to; i++) {
		struct door_field *fields;

		if (b->rows[i].fate != BULK_CHANGES)
			continue;
		fields = arena_alloc(&arena, (size_t)b->n_given * sizeof *fields + 1);
		make_change(b, i, fields, &changes[r.n_changes]);
		for (int k = 0; k < b->n_given; k++) {
			fields[k].base = b->rows[i].old[k];
			fields[k].has_base = true;
		}
		changes[r.n_changes++].base_version = b->rows[i].version;
	}
	if (deed_letter_records(&r)) {
		struct deed_result d = DEED_RESULT_INIT;

		failed = deed_letter(b->app, &r, false, &d, &stored, NULL, err);
		deed_result_release(&d);
	} else {
		failed = door_commit(b->app, &r, &stored, NULL, err);
	}
	p->batch = stored.batch;
	store_result_release(&stored);
	return failed;
}

static int do_deed(struct piece *p, struct error *err)
{
	struct bulk *b = p->b;
	AUTOARENA arena = ARENA_INIT;
	struct deed_subject *at = arena_alloc(&arena, (size_t)p->n * sizeof *at + 1);
	struct deed d = { .action = b->rule->action, .at = at, .given = b->given, .n_given = b->n_given, .as = b->as,
			  .op_id = p->op_id, .of_many = p->of_many };
	struct deed_result r = DEED_RESULT_INIT;
	int failed;

	for (int i = p->from; i < p->to; i++) {
		if (b->rows[i].fate != BULK_CHANGES)
			continue;
		at[d.n] = (struct deed_subject){ .entity = b->entity, .version = b->rows[i].version };
		memcpy(at[d.n++].uid, b->rows[i].uid, sizeof at->uid);
	}
	failed = deed_do(b->app, &d, &r, err);
	p->batch = r.batch;
	memcpy(p->acting_for, r.acting_for, sizeof p->acting_for);
	deed_result_release(&r);
	return failed;
}

static int do_piece(struct piece *p, struct error *err)
{
	return p->b->rule ? do_deed(p, err) : do_fields(p, err);
}

/* Rows from p->from on, of which at most a piece change. */
static void cut_piece(struct piece *p)
{
	p->n = 0;
	for (p->to = p->from; p->to < p->b->n && p->n < p->b->piece; p->to++)
		p->n += p->b->rows[p->to].fate == BULK_CHANGES;
}

/* What the store refuses of one is the end of all: they are done whole or not at all. */
static void note_refused(void *data, int change, const struct error *e)
{
	struct error *first = data;

	(void)change;
	if (!first->kind)
		*first = *e;
}

/* One authority for all of it: which one was enough is found piece by piece. */
static int same_name(const struct piece *p, const char *first, struct error *err)
{
	if (strcmp(p->acting_for, first) == 0)
		return 0;
	return error_set(err, FAIL_NO, p->b->rule->action, p->b->rows[p->from].ref, "say with --as in whose name, or do them in parts",
			 "not all of them are done in the same name");
}

static void tell_written(struct bulk *b, int done)
{
	char words[120];

	if (b->tell)
		b->tell(b->tell_data, done);
	snprintf(words, sizeof words, "%.40s changes %s, %d of %d so far", b->app->user, b->entity->plural, done,
		 b->count[BULK_CHANGES]);
	store_bulk_say(b->app->store, words);
}

static int do_pieces(struct piece *p, const struct error *refused, int64_t *batch, struct error *err)
{
	char name[sizeof p->acting_for] = "";
	int failed = 0, done = 0;

	for (; p->from < p->b->n && !failed; p->from = p->to) {
		cut_piece(p);
		if (!p->n)
			continue;
		failed = do_piece(p, err);
		if (!failed && refused->kind) {
			*err = *refused;
			failed = refused->kind;
		}
		if (!failed && !done)
			memcpy(name, p->acting_for, sizeof name);
		if (!failed)
			failed = same_name(p, name, err);
		if (failed)
			continue;
		*batch = p->batch ? p->batch : *batch;
		done += p->n;
		tell_written(p->b, done);
	}
	return failed;
}

/*
 * Many do not fit in memory at once: each takes kilobytes on its way to the store, which holds one transaction
 * from the first piece to the last and writes them as one batch.
 */
static int do_many(struct piece *p, int64_t *batch, struct error *err)
{
	struct error refused = ERROR_INIT;
	struct store_bulk how = { .bad = note_refused, .data = &refused };
	struct app *a = p->b->app;
	const char *what = p->b->rule ? p->b->rule->action : "set";
	int failed = store_bulk_begin(a->store, a->user, &how, err), ended = 0;

	if (!failed) {
		failed = do_pieces(p, &refused, batch, err);
		ended = store_bulk_end(a->store, !failed, failed ? NULL : err);
	}
	if (failed || ended)
		error_what(err, what);
	if (failed == FAIL_DENIED && p->b->rule)
		deed_note_refusal(a, what, err);
	return failed ? failed : ended;
}

/* What a letter says of recommendations is one thing. */
static bool of_letters(const struct bulk *b)
{
	return b->entity->id == ENTITY_CORRESPONDENCE || b->entity->id == ENTITY_LETTER_LINE;
}

int bulk_do(struct bulk *b, const char *op_id, int64_t *batch, struct error *err)
{
	struct piece all = { .b = b, .to = b->n, .n = b->count[BULK_CHANGES], .op_id = op_id };
	int failed;

	*batch = 0;
	if (!all.n)
		return 0;
	if (all.n > b->whole && !of_letters(b)) {
		all.of_many = true;
		failed = do_many(&all, batch, err);
	} else {
		failed = do_piece(&all, err);
		*batch = all.batch;
	}
	if (failed)
		*batch = 0;
	return failed;
}
