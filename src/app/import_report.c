/* SPDX-License-Identifier: MIT */
/*
 * import_report.c - what is wrong with a file, told in its order, and counted by sort.
 *
 * Of one sort the first few are told one by one, of all a hundred, but of each sort
 * the first; a thousand rows with the same fault are one line with their number.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/import_private.h"
#include "base/mem.h"

#define SORTS_MAX 1000 /* beyond, what differs only in its value counts as one */

/* ---- gathering */

void import_word(struct reading_rows *r, struct import_words *w, const char *word)
{
	if (w->n >= 1000)
		return;
	for (int i = 0; i < w->n; i++)
		if (strcmp(w->at[i], word) == 0)
			return;
	MEM_GROW(w->at, w->cap, w->n + 1);
	w->at[w->n++] = arena_strdup(&r->arena, word);
}

/* Usage, then references, values, permission, state, and last what has moved on. */
static int rank(enum fail kind)
{
	static const enum fail order[] = { FAIL_USAGE, FAIL_MISSING, FAIL_DATA, FAIL_DENIED, FAIL_NO, FAIL_CONFLICT };
	int n = (int)(sizeof order / sizeof *order);

	for (int i = 0; i < n; i++)
		if (order[i] == kind)
			return i;
	return n;
}

void import_problem(struct reading_rows *r, const struct import_problem *p)
{
	if (r->secondary && p->row >= 0) {
		r->rows[p->row].left_out = true;
		return;
	}
	if (p->row >= 0)
		r->rows[p->row].bad = true;
	else
		r->file_bad = true;
	r->faults++;
	if (p->kind == FAIL_DENIED && !*r->denied)
		snprintf(r->denied, sizeof r->denied, "import of %s from %.100s, line %llu: %.400s", r->im->entity->plural, r->im->name,
			 (unsigned long long)p->line, p->why);
	if (!r->worst || rank(p->kind) < rank(r->worst))
		r->worst = p->kind;
	MEM_GROW(r->problems, r->cap_problems, r->n_problems + 1);
	r->problems[r->n_problems] = *p;
	/* A column's name is the source's, which is closed before all is told. */
	r->problems[r->n_problems++].name = p->name ? arena_strdup(&r->of_rows, p->name) : NULL;
}

/* "Status", or "Status as action" where a column is another field, or several. */
static const char *place_name(struct reading_rows *r, const struct import_problem *p)
{
	if (!p->name || !p->field || strcmp(p->name, p->field->name) == 0 || strcasecmp(p->name, p->field->label) == 0)
		return p->name;
	return arena_printf(&r->of_rows, "%s as %s", p->name, p->field->name);
}

/* ---- sorts */

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static int sort_of(struct reading_rows *r, const struct import_problem *p, const char *name)
{
	bool many = r->n_sorts >= SORTS_MAX;
	const char *why = many ? "other values that it cannot take" : p->why;

	for (int i = r->n_sorts - 1; i >= 0; i--)
		if (same(r->sorts[i].column, name) && same(r->sorts[i].why, why))
			return i;
	MEM_GROW(r->sorts, r->cap_sorts, r->n_sorts + 1);
	MEM_GROW(r->said_of, r->cap_said, r->n_sorts + 1);
	r->said_of[r->n_sorts] = 0;
	r->sorts[r->n_sorts] = (struct import_sort){
		.column = arena_strdup(&r->arena, name), .why = arena_strdup(&r->arena, why),
		.next = arena_strdup(&r->arena, many ? "" : p->next), .line = p->line
	};
	return r->n_sorts++;
}

/* ---- telling */

/* In the order of the file, and of its columns. */
static int by_place(const void *a, const void *b)
{
	const struct import_problem *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->column > y->column) - (x->column < y->column);
}

/* "register.csv:3, row 2, column 5 (Status)" */
static void say(struct reading_rows *r, const struct import_problem *p, const char *name)
{
	struct error e = ERROR_INIT;
	AUTOBUF where = BUF_INIT;

	error_set(&e, p->kind ? p->kind : FAIL_DATA, "import", NULL, p->next, "%s", p->why);
	buf_addf(&where, "%s:%llu", r->im->name ? r->im->name : "standard input", (unsigned long long)p->line);
	if (p->row >= 0 && r->rows[p->row].number)
		buf_addf(&where, ", row %llu", (unsigned long long)r->rows[p->row].number);
	if (p->column && name)
		buf_addf(&where, ", column %zu (%s)", p->column, name);
	else if (name)
		buf_addf(&where, ", %s", name);
	error_where(&e, "%s", where.s);
	if (r->im->fault)
		r->im->fault(r->im->data, &e);
}

void import_tell(struct reading_rows *r)
{
	if (r->n_problems)
		qsort(r->problems, (size_t)r->n_problems, sizeof *r->problems, by_place);
	for (int i = 0; i < r->n_problems; i++) {
		const char *name = place_name(r, &r->problems[i]);
		int sort = sort_of(r, &r->problems[i], name);

		r->n_all++;
		r->sorts[sort].count++;
		if (r->n_said >= (r->said_of[sort] ? IMPORT_FAULTS_MAX : IMPORT_FIRSTS_MAX) ||
		    r->said_of[sort] >= IMPORT_SORT_MAX)
			continue;
		r->n_said++;
		r->said_of[sort]++;
		say(r, &r->problems[i], name);
	}
	r->n_problems = 0;
}

static int by_count(const void *a, const void *b)
{
	const struct import_sort *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->line > y->line) - (x->line < y->line);
}

void import_finish(struct reading_rows *r)
{
	struct import_words options = { 0 };
	struct import_report report = { .n_sorts = r->n_sorts, .problems = r->n_all, .said = r->n_said };

	if (!r->im->report)
		return;
	if (r->n_sorts)
		qsort(r->sorts, (size_t)r->n_sorts, sizeof *r->sorts, by_count);
	import_options(r, &options);
	report.sorts = r->sorts;
	report.options = options.at;
	report.n_options = options.n;
	report.notes = r->notes.at;
	report.n_notes = r->notes.n;
	report.made = r->made.at;
	report.n_made = r->made.n;
	r->im->report(r->im->data, &report);
	free(options.at);
}
