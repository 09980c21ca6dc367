/* SPDX-License-Identifier: MIT */
/*
 * form_draft.c - a form as the pairs of a draft, and back.
 *
 * Names: "entity", "uid", "adding", "version", "op_id", "focus";
 * "text.FIELD" what is typed, "base.FIELD" what was read (as stored), "was.FIELD"
 * the same as shown; "many" and "many.sum" the records of a form for many;
 * "line.FIELD.ROW.uid|version|removed|text.COLUMN".
 */
#include "app/form_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "core/lifecycle.h"

struct pairs {
	struct arena arena;
	struct draft_pair *at;
	size_t n, cap;
};

static void put(struct pairs *p, const char *text, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void put(struct pairs *p, const char *text, const char *format, ...)
{
	char name[160];
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof name, format, args);
	va_end(args);
	MEM_GROW(p->at, p->cap, p->n + 1);
	p->at[p->n++] = (struct draft_pair){ .name = arena_strdup(&p->arena, name),
					     .text = arena_strdup(&p->arena, text) };
}

static void put_int(struct pairs *p, int64_t number, const char *name)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)number);
	put(p, text, "%s", name);
}

static void put_lines(struct pairs *p, const char *field, const struct form_lines *l)
{
	for (int r = 0; r < l->n_rows; r++) {
		char version[24];

		snprintf(version, sizeof version, "%lld", (long long)l->rows[r].version);
		put(p, l->rows[r].uid, "line.%s.%d.uid", field, r);
		put(p, version, "line.%s.%d.version", field, r);
		put(p, l->rows[r].removed ? "1" : "0", "line.%s.%d.removed", field, r);
		for (int c = 0; c < l->n_columns; c++)
			put(p, edit_text(&l->rows[r].cells[c]), "line.%s.%d.text.%s", field, r,
			    l->columns[c]->name);
	}
}

static void put_base(struct pairs *p, const struct field *f, struct value v)
{
	char number[24];

	if (v.kind == VALUE_INT)
		snprintf(number, sizeof number, "%lld", (long long)v.number);
	if (v.kind != VALUE_NONE)
		put(p, v.kind == VALUE_INT ? number : v.text, "base.%s", f->name);
}

void form_draft_write(struct form *f)
{
	struct pairs p = { .n = 0 };
	struct error err = ERROR_INIT;
	char dir[512];

	if (f->n_many && !f->many_ids)
		return;
	if (!f->draft && !f->draft_failed[0] && draft_dir(f->app, dir, sizeof dir)) {
		f->draft = draft_start(dir, &err);
		if (!f->draft)
			error_line(&err, f->draft_failed, sizeof f->draft_failed);
	}
	if (!f->draft)
		return;
	put(&p, f->entity->name, "entity");
	put(&p, f->uid, "uid");
	put(&p, f->ref, "ref");
	put(&p, f->op_id, "op_id");
	if (f->rule)
		put(&p, f->rule->action, "action");
	if (f->n_many) {
		char sum[20];

		form_many_sum(f, sum);
		put(&p, f->many_ids, "many");
		put(&p, sum, "many.sum");
	}
	put_int(&p, getpid(), "pid");
	put_int(&p, f->adding, "adding");
	put_int(&p, f->base_version, "version");
	put_int(&p, f->focus, "focus");
	for (int i = 0; i < f->n_fields; i++) {
		const struct form_field *ff = &f->fields[i];

		if (ff->lines)
			put_lines(&p, ff->field->name, ff->lines);
		else
			put(&p, edit_text(&ff->edit), "text.%s", ff->field->name);
		put_base(&p, ff->field, ff->base_value);
		if (ff->base)
			put(&p, ff->base, "was.%s", ff->field->name);
	}
	if (draft_write(f->draft, p.at, p.n, &err))
		error_line(&err, f->draft_failed, sizeof f->draft_failed);
	free(p.at);
	arena_release(&p.arena);
}

/* ---- and back ------------------------------------------------------------------------ */

static const char *get(const struct draft_found *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static const char *get(const struct draft_found *d, const char *format, ...)
{
	char name[160];
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof name, format, args);
	va_end(args);
	return draft_get(d, name);
}

static struct value base_value(struct form *f, const struct field *field, const char *text)
{
	bool number = field->type == FIELD_INT || field->type == FIELD_MONEY ||
		      field->type == FIELD_BOOL;

	if (!text)
		return VALUE_NULL;
	return number ? value_int(strtoll(text, NULL, 10))
		      : value_text(arena_strdup(&f->arena, text));
}

static void resume_lines(struct form_lines *l, const char *field, const struct draft_found *d)
{
	const char *uid;

	for (int r = 0; (uid = get(d, "line.%s.%d.uid", field, r)); r++) {
		struct form_row *row = NULL;

		for (int i = 0; i < l->n_rows; i++)
			if (*uid && strcmp(l->rows[i].uid, uid) == 0)
				row = &l->rows[i];
		if (!row)
			row = form_lines_grow(l);
		const char *removed = get(d, "line.%s.%d.removed", field, r);
		row->removed = removed && *removed == '1';
		const char *version = get(d, "line.%s.%d.version", field, r);
		row->version = version && row->uid[0] ? strtoll(version, NULL, 10) : 0;
		for (int c = 0; c < l->n_columns; c++) {
			const char *text =
				get(d, "line.%s.%d.text.%s", field, r, l->columns[c]->name);

			if (text)
				edit_set(&row->cells[c], text, true);
		}
	}
}

static void resume_fields(struct form *f, const struct draft_found *d)
{
	for (int i = 0; i < f->n_fields; i++) {
		struct form_field *ff = &f->fields[i];
		const char *text = get(d, "text.%s", ff->field->name);

		if (ff->lines) {
			resume_lines(ff->lines, ff->field->name, d);
			continue;
		}
		/* The base is what was read then, so that what others changed since still shows as a clash. */
		if (!f->adding) {
			const char *was = get(d, "was.%s", ff->field->name);

			ff->base_value =
				base_value(f, ff->field, get(d, "base.%s", ff->field->name));
			free(ff->base);
			ff->base = mem_strdup(was ? was : "");
		}
		if (text)
			edit_set(&ff->edit, text, false);
	}
}

/* An action can have become impossible meanwhile: that is said when it is done. */
static struct form *resume_form(struct app *a, const struct draft_found *d, const struct entity *e, const char *uid,
				bool adding, struct error *err)
{
	const char *action = draft_get(d, "action");
	const struct life_rule *r = action ? life_find(e, action) : NULL;
	const char *many = draft_get(d, "many");

	if (many)
		return form_many_resume(a, r, e, many, draft_get(d, "many.sum"), err);
	if (r)
		return form_deed(a, r, e, uid, err);
	return adding ? form_new(a, e, NULL, 0, err) : form_edit(a, e, uid, err);
}

struct form *form_resume(struct app *a, const struct draft_found *d, struct error *err)
{
	const char *name = draft_get(d, "entity"), *uid = draft_get(d, "uid"),
		   *adding = draft_get(d, "adding");
	const struct entity *e = name ? record_entity_by_name(name) : NULL;
	const char *text;

	if (!e || !uid || !adding || (strlen(uid) != UUID_TEXT - 1 && !draft_get(d, "many"))) {
		error_set(err, FAIL_DATA, "unfinished form", d->path, NULL,
			  "it does not say which record it is");
		return NULL;
	}
	struct form *f = resume_form(a, d, e, uid, *adding == '1', err);
	if (!f)
		return NULL;
	snprintf(f->uid, sizeof f->uid, "%s", uid);
	if ((text = draft_get(d, "op_id")) && strlen(text) == UUID_TEXT - 1)
		snprintf(f->op_id, sizeof f->op_id, "%s", text);
	if ((text = draft_get(d, "version")) && !f->adding)
		f->base_version = strtoll(text, NULL, 10);
	resume_fields(f, d);
	if ((text = draft_get(d, "focus")))
		f->focus = (int)strtol(text, NULL, 10);
	if (f->focus < 0 || f->focus >= f->n_fields)
		f->focus = 0;
	f->changed = true;
	f->draft = draft_resume(d, err);
	if (!f->draft) {
		/* Somebody took it up first: two forms must not become the same record. */
		form_free(f, false);
		return NULL;
	}
	form_draft_write(f); /* it says now who has it */
	return f;
}
