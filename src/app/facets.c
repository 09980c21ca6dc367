/* SPDX-License-Identifier: MIT */
/* facets.c - the values of a column and how many rows have each. */
#include "app/facets.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

#define PIECE    500   /* rows read at once */
#define PIECE_US 12000 /* between two looks for a key */
#define SLOTS    4096  /* twice FACETS_MAX, a power of two */

void facets_init(struct facets *f, const struct list *l, const struct column *column)
{
	*f = (struct facets){ .app = l->app, .entity = l->entity, .column = *column, .n_ids = l->ids.n,
			      .arena = ARENA_INIT };
	f->ids = mem_alloc((l->ids.n + 1) * sizeof *f->ids);
	if (l->ids.n)
		memcpy(f->ids, l->ids.at, l->ids.n * sizeof *f->ids);
	f->at = mem_alloc(FACETS_MAX * sizeof *f->at);
	f->slots = mem_alloc(SLOTS * sizeof *f->slots);
}

void facets_release(struct facets *f)
{
	free(f->ids);
	free(f->at);
	free(f->slots);
	arena_release(&f->arena);
	*f = (struct facets){ 0 };
}

static size_t hash(const char *s)
{
	size_t h = 5381;

	for (; *s; s++)
		h = h * 33 + (unsigned char)*s;
	return h;
}

static void count(struct facets *f, const char *text)
{
	size_t slot = hash(text) % SLOTS;

	while (f->slots[slot] && strcmp(f->at[f->slots[slot] - 1].text, text) != 0)
		slot = (slot + 1) % SLOTS;
	if (f->slots[slot]) {
		f->at[f->slots[slot] - 1].n++;
	} else if (f->n == FACETS_MAX) {
		f->others++;
	} else {
		f->at[f->n++] = (struct facet){ arena_strdup(&f->arena, text), 1 };
		f->slots[slot] = f->n;
	}
}

static int piece(struct facets *f, struct error *err)
{
	struct select q = { .entity = f->entity, .today = f->app->today };
	struct columns c = { .n = 1, .at = { f->column } };
	size_t left = f->n_ids - f->seen;
	int n = (int)(left < PIECE ? left : PIECE);
	AUTOARENA arena = ARENA_INIT;
	struct rows rows;
	int failed = store_rows(f->app->store, &q, &c, f->ids + f->seen, n, &arena, &rows, err);

	for (int i = 0; i < n && !failed; i++)
		if (rows.uids[i])
			count(f, rows.cells[i] ? rows.cells[i] : "");
	f->seen += (size_t)n;
	return failed;
}

bool facets_tick(struct facets *f, struct error *err)
{
	int64_t until = clock_monotonic_us() + PIECE_US;

	/* Their places are about to be counted on, not those of an order. */
	while (f->seen < f->n_ids) {
		if (piece(f, err) != 0)
			return false;
		if (f->app->key_waits && (clock_monotonic_us() > until || f->app->key_waits(f->app->key_data)))
			break;
	}
	return f->seen < f->n_ids;
}

static int most_first(const void *a, const void *b)
{
	const struct facet *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n ? 1 : -1) : strcmp(x->text, y->text);
}

void facets_sort(struct facets *f)
{
	qsort(f->at, (size_t)f->n, sizeof *f->at, most_first);
	/* The hash knows places: made anew. */
	memset(f->slots, 0, SLOTS * sizeof *f->slots);
	for (int i = 0; i < f->n; i++) {
		size_t slot = hash(f->at[i].text) % SLOTS;

		while (f->slots[slot])
			slot = (slot + 1) % SLOTS;
		f->slots[slot] = i + 1;
	}
}

/* ---- words ---------------------------------------------------------------------------- */

/* Plain where that is one value for the language, else between quotes. */
static void add_value(const char *text, struct buf *out)
{
	bool plain = text[strcspn(text, " \t\n\",()\\:<>=")] == '\0' && *text != '-' && !strstr(text, "..");
	static const char *const words[] = { "none", "any", "and", "or", "not" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		plain &= strcasecmp(text, words[i]) != 0;
	if (plain) {
		buf_adds(out, text);
		return;
	}
	buf_addc(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *text == '\n' || *text == '\t' ? ' ' : *text);
	}
	buf_addc(out, '"');
}

void facets_term(const struct facets *f, const char *text, struct buf *out)
{
	const char *name = column_name(&f->column);

	if (!*text) {
		buf_addf(out, "-%s:any", name);
		return;
	}
	buf_addf(out, "%s:", name);
	if (f->column.field && f->column.field->type == FIELD_BOOL)
		buf_adds(out, *text == '1' ? "yes" : "no");
	else
		add_value(text, out);
}

void facets_show(const struct facets *f, const char *text, struct buf *out)
{
	const struct field *field = f->column.field;
	const struct choice *choice;

	if (!*text)
		buf_adds(out, "(empty)");
	else if (field && field->type == FIELD_BOOL)
		buf_adds(out, *text == '1' ? "yes" : "no");
	else if (field && field->type == FIELD_CHOICE && (choice = record_choice(field, text)))
		buf_adds(out, choice->label);
	else
		for (; *text; text++)
			buf_addc(out, *text == '\n' || *text == '\t' ? ' ' : *text);
}
