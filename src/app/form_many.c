/* SPDX-License-Identifier: MIT */
/*
 * form_many.c - one form for many records: what is filled in is set, what is left empty stays as it is.
 *
 * A single "-" empties a field. Such a form keeps no draft and saves nothing itself: it hands
 * what is given to the preview of the bulk edit.
 */
#include "app/form_private.h"

#include <stdio.h>
#include <string.h>

#include "core/lifecycle.h"

static void take_uids(struct form *f, const char *const *uids, int n)
{
	f->many = arena_alloc(&f->arena, (size_t)n * sizeof *f->many + 1);
	f->n_many = n;
	for (int i = 0; i < n; i++)
		f->many[i] = arena_strdup(&f->arena, uids[i]);
	snprintf(f->ref, sizeof f->ref, "%d %s", n, n == 1 ? f->entity->name : f->entity->plural);
}

static bool asked(const struct app *a, const struct entity *e, const struct field *f)
{
	if (f->flags & (FIELD_KEY | FIELD_PARENT | FIELD_DERIVED | FIELD_GENESIS | FIELD_RETIRED | FIELD_WORKFLOW) ||
	    f->type == FIELD_LINES || !record_stored(f))
		return false;
	return app_may_edit(a, e, f, NULL);
}

struct form *form_many_set(struct app *a, const struct entity *e, const char *const *uids, int n, struct error *err)
{
	struct form *f;

	if (!app_may_edit(a, e, NULL, err))
		return NULL;
	f = form_alloc(a, e, false);
	take_uids(f, uids, n);
	for (int i = 0; i < e->n_fields; i++) {
		if (!asked(a, e, &e->fields[i]))
			continue;
		form_add_field(f, &e->fields[i]);
		f->fields[f->n_fields - 1].required = false;
		form_set_field(f, &f->fields[f->n_fields - 1], VALUE_NULL, NULL);
	}
	return f;
}

struct form *form_many_deed(struct app *a, const struct life_rule *r, const struct entity *e,
			    const char *const *uids, int n, struct error *err)
{
	struct form *f = form_deed(a, r, e, uids[0], err);

	if (!f)
		return NULL;
	take_uids(f, uids, n);
	/* What one of the records holds is not meant for the others. */
	for (int i = 0; i < f->n_fields; i++)
		if (!form_by_default(f, f->fields[i].field))
			form_set_field(f, &f->fields[i], VALUE_NULL, NULL);
	form_focus_first_empty(f);
	return f;
}

bool form_empties(const struct form *f, const char *text)
{
	return f->n_many && !f->rule && strcmp(text, "-") == 0;
}

int form_many_given(const struct form *f, struct assignment *out)
{
	int n = 0;

	for (int i = 0; i < f->n_fields; i++) {
		const char *text = edit_text(&f->fields[i].edit);

		if (*text)
			out[n++] = (struct assignment){ f->fields[i].field->name, form_empties(f, text) ? "" : text };
	}
	return n;
}

int form_many_check(struct form *f, struct error *err)
{
	form_complete_all(f);
	if (!form_check(f))
		return 0;
	for (int i = f->n_fields - 1; i >= 0; i--)
		if (f->fields[i].error[0])
			f->focus = i;
	return error_set(err, FAIL_DATA, "not saved", f->ref, NULL, "%s", f->fields[f->focus].error);
}
