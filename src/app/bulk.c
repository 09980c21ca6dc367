/* SPDX-License-Identifier: MIT */
/* bulk.c - one change or one action on many records: what it is about, and the fate of each. */
#include "app/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "app/bulk_private.h"
#include "app/names.h"
#include "base/mem.h"
#include "core/lifecycle.h"

#define CHUNK 500

/* ---- which records ------------------------------------------------------------------ */

int bulk_uids(struct app *a, const struct entity *e, const int32_t *ids, size_t n, struct arena *arena,
	      const char ***uids, int *n_uids, struct error *err)
{
	struct select q = { .entity = e, .today = a->today };
	struct columns c = { .n = 1, .at = { { .pseudo = QUERY_UID } } };

	*uids = arena_alloc(arena, (n + 1) * sizeof **uids);
	*n_uids = 0;
	for (size_t from = 0; from < n; from += CHUNK) {
		int some = (int)(n - from < CHUNK ? n - from : CHUNK);
		struct rows rows;
		int failed = store_rows(a->store, &q, &c, ids + from, some, arena, &rows, err);

		if (failed)
			return failed;
		for (int i = 0; i < rows.n; i++)
			if (rows.uids[i])
				(*uids)[(*n_uids)++] = rows.uids[i];
	}
	return 0;
}

int bulk_init(struct bulk *b, struct app *a, const struct entity *e, const char *const *uids, int n,
	      struct error *err)
{
	*b = (struct bulk){ .app = a, .entity = e, .arena = ARENA_INIT, .ascii = a->options.ascii };
	if (n > BULK_MAX)
		return error_set(err, FAIL_USAGE, "bulk edit", e->plural, "narrow them and do it in parts",
				 "%d are more than the %d that are changed at once", n, BULK_MAX);
	b->n = n;
	b->whole = BULK_WHOLE;
	b->piece = BULK_PIECE;
	b->rows = arena_alloc(&b->arena, (size_t)n * sizeof *b->rows + 1);
	for (int i = 0; i < n; i++)
		b->rows[i] = (struct bulk_row){ .uid = arena_strdup(&b->arena, uids[i]) };
	return 0;
}

void bulk_release(struct bulk *b)
{
	arena_release(&b->arena);
	*b = (struct bulk){ 0 };
}

/* ---- what is to be done ------------------------------------------------------------------ */

static void copy_given(struct bulk *b, const struct assignment *given, int n)
{
	b->given = arena_alloc(&b->arena, (size_t)n * sizeof *b->given + 1);
	b->n_given = n;
	b->looked = 0;
	memset(b->count, 0, sizeof b->count);
	for (int i = 0; i < n; i++)
		b->given[i] = (struct assignment){ arena_strdup(&b->arena, given[i].name),
						   arena_strdup(&b->arena, given[i].text ? given[i].text : "") };
}

int bulk_set(struct bulk *b, const struct assignment *given, int n, struct error *err)
{
	copy_given(b, given, n);
	b->rule = NULL;
	b->fields = arena_alloc(&b->arena, (size_t)n * sizeof *b->fields + 1);
	for (int i = 0; i < n; i++) {
		b->fields[i] = names_field(b->entity, given[i].name, err);
		if (!b->fields[i]) {
			error_what(err, "set");
			return err->kind;
		}
	}
	return 0;
}

int bulk_act(struct bulk *b, const struct life_rule *r, const struct assignment *given, int n, struct error *err)
{
	(void)err;
	copy_given(b, given, n);
	b->rule = r;
	return 0;
}

/* ---- words ------------------------------------------------------------------------------- */

void bulk_fate(struct bulk *b, int i, enum bulk_fate fate, const char *words)
{
	b->rows[i].fate = fate;
	b->rows[i].words = arena_strdup(&b->arena, words);
	b->count[fate]++;
}

/* "date is none: say so": what a person needs to mend it. */
void bulk_refuse(struct bulk *b, int i, const struct error *e)
{
	AUTOBUF why = BUF_INIT;

	buf_adds(&why, e->why);
	if (*e->next)
		buf_addf(&why, "; %s", e->next);
	b->rows[i].kind = e->kind;
	bulk_fate(b, i, BULK_REFUSED, why.s);
}

void bulk_summary(const struct bulk *b, struct buf *out)
{
	int change = b->count[BULK_CHANGES], same = b->count[BULK_SAME], refused = b->count[BULK_REFUSED];

	buf_addf(out, "%d change%s", change, change == 1 ? "s" : "");
	if (same)
		buf_addf(out, ", %d %s so already", same, same == 1 ? "is" : "are");
	if (refused)
		buf_addf(out, ", %d may not", refused);
}

void bulk_deed(const struct bulk *b, struct buf *out)
{
	if (b->rule)
		buf_adds(out, b->rule->label);
	for (int i = 0; !b->rule && i < b->n_given; i++)
		buf_addf(out, "%s%s = %s", i ? ", " : "", b->fields[i]->label,
			 *b->given[i].text ? b->given[i].text : "(empty)");
}
