/* SPDX-License-Identifier: MIT */
/* bulk_view.c - the preview of a bulk edit: looked at in pieces, listed line by line. */
#include "app/bulk_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

#define PIECE    50   /* records looked at between two looks for a key */
#define PIECE_US 8000

void bulk_view_release(struct bulk_view *v)
{
	bulk_release(&v->bulk);
	free(v->lines);
}

bool bulk_view_looking(const struct bulk_view *v)
{
	return v->bulk.looked < v->bulk.n;
}

static void add_lines(struct bulk_view *v, int row)
{
	const struct bulk_row *r = &v->bulk.rows[row];
	const char *s = r->words;

	if (v->refused_only && r->fate != BULK_REFUSED)
		return;
	for (const char *at = s; at == s || at[-1] == '\n'; ) {
		size_t len = strcspn(at, "\n");

		MEM_GROW(v->lines, v->cap_lines, v->n_lines + 1);
		v->lines[v->n_lines++] = (struct bulk_line){ row, (int)(at - s), (int)len };
		at += len + (at[len] == '\n');
		if (!*at)
			break;
	}
}

static void list_rows(struct bulk_view *v)
{
	for (; v->listed < v->bulk.looked; v->listed++)
		add_lines(v, v->listed);
}

void bulk_view_refused(struct bulk_view *v, bool only)
{
	v->refused_only = only;
	v->n_lines = v->listed = 0;
	list_rows(v);
	bulk_view_scroll(v, 0);
}

bool bulk_view_tick(struct bulk_view *v, bool (*give_way)(void *data), void *data, struct error *err)
{
	int64_t until = clock_monotonic_us() + PIECE_US;

	while (bulk_view_looking(v)) {
		if (bulk_look(&v->bulk, PIECE, err))
			return false;
		if (give_way && (clock_monotonic_us() > until || give_way(data)))
			break;
	}
	list_rows(v);
	return bulk_view_looking(v);
}

void bulk_view_scroll(struct bulk_view *v, int64_t by)
{
	int64_t to = v->top + by, most = v->n_lines - (v->page > 0 ? v->page : 1);

	to = to > most ? most : to;
	v->top = to < 0 ? 0 : (int)to;
}

void bulk_view_page(struct bulk_view *v, int page)
{
	v->page = page;
	bulk_view_scroll(v, 0);
}
