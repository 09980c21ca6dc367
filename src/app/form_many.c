/* SPDX-License-Identifier: MIT */
/*
 * form_many.c - one form for many records: what is filled in is set, what is left empty stays as it is.
 *
 * A single "-" empties a field. Such a form saves nothing itself: it hands what is given to the
 * preview of the bulk edit. Its draft keeps the records as rows, in few bytes, and a sum of their
 * identities: in another file, a restored one say, the same rows can be other records.
 */
#include "app/form_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/bulk.h"
#include "base/mem.h"
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

/* ---- which records, in a draft ------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* "3.1*4.9": steps from one to the next, and how often the same step comes. */
void form_many_remember(struct form *f, const int32_t *ids, size_t n)
{
	int32_t *sorted = mem_alloc((n + 1) * sizeof *sorted), last = 0;
	AUTOBUF text = BUF_INIT;

	memcpy(sorted, ids, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_number);
	for (size_t i = 0; i < n;) {
		int32_t step = sorted[i] - last;
		size_t times = 1;

		while (i + times < n && sorted[i + times] - sorted[i + times - 1] == step)
			times++;
		buf_addf(&text, "%s%d", i ? "." : "", step);
		if (times > 1)
			buf_addf(&text, "*%zu", times);
		last = sorted[i + times - 1];
		i += times;
	}
	f->many_ids = arena_strdup(&f->arena, text.s);
	free(sorted);
}

/* False if it is not what form_many_remember() writes. */
static bool read_ids(const char *text, int32_t *ids, size_t *n)
{
	int64_t last = 0;

	for (*n = 0; *text; text += *text == '.') {
		char *end;
		long step = strtol(text, &end, 10), times = 1;

		if (end == text || step <= 0)
			return false;
		if (*end == '*')
			times = strtol(end + 1, &end, 10);
		if (times < 1 || times > BULK_MAX - (long)*n || last + (int64_t)step * times > INT32_MAX)
			return false;
		for (; times; times--)
			ids[(*n)++] = (int32_t)(last += step);
		text = end;
		if (*text && *text != '.')
			return false;
	}
	return *n > 0;
}

/* The same in any order. */
void form_many_sum(const struct form *f, char dst[20])
{
	uint64_t sum = 0;

	for (int i = 0; i < f->n_many; i++) {
		uint64_t h = UINT64_C(14695981039346656037);

		for (const char *s = f->many[i]; *s; s++)
			h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
		sum += h;
	}
	snprintf(dst, 20, "%016llx", (unsigned long long)sum);
}

static struct form *refuse(struct error *err)
{
	error_set(err, FAIL_DATA, "unfinished form", NULL, "mark the records again",
		  "the records it was for are not known any more");
	return NULL;
}

struct form *form_many_resume(struct app *a, const struct life_rule *r, const struct entity *e, const char *ids,
			      const char *sum, struct error *err)
{
	AUTOFREE int32_t *rows = mem_alloc(BULK_MAX * sizeof *rows);
	AUTOARENA arena = ARENA_INIT;
	const char **uids;
	struct form *f;
	char now[20];
	size_t n;
	int n_uids;

	if (!read_ids(ids, rows, &n))
		return refuse(err);
	if (bulk_uids(a, e, rows, n, &arena, &uids, &n_uids, err) != 0)
		return NULL;
	if (!n_uids)
		return refuse(err);
	f = r ? form_many_deed(a, r, e, uids, n_uids, err) : form_many_set(a, e, uids, n_uids, err);
	if (!f)
		return NULL;
	form_many_sum(f, now);
	if (!sum || strcmp(now, sum) != 0) {
		form_free(f, false);
		return refuse(err);
	}
	form_many_remember(f, rows, n);
	return f;
}

/* ---- what is given ---------------------------------------------------------------------------- */

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
