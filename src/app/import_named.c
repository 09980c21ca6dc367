/* SPDX-License-Identifier: MIT */
/*
 * import_named.c - records of a file's own kind that it names by a field of theirs (parent.name).
 *
 * Where the store has none of that name it may stand in the file, before the row or
 * behind it. It is looked for among the rows at hand; of a file that goes on the
 * row waits for it (import_later.c).
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/import_private.h"
#include "app/names.h"
#include "base/mem.h"

struct bearer {
	const char *text;
	int row;
};

static struct door_change *record_of(const struct reading_rows *r, int i)
{
	const struct import_row *row = &r->rows[i];

	return !row->made && row->first < r->n_changes && r->owners[row->first] == i ? &r->changes[row->first] : NULL;
}

static int by_text(const void *a, const void *b)
{
	return strcasecmp(((const struct bearer *)a)->text, ((const struct bearer *)b)->text);
}

/* The rows by what they have in that field, in its order. To be freed. */
static struct bearer *bearers(const struct reading_rows *r, const struct field *by, int *n)
{
	struct bearer *all = mem_alloc(((size_t)r->n_rows + 1) * sizeof *all);

	*n = 0;
	for (int i = 0; i < r->n_rows; i++) {
		struct door_change *c = record_of(r, i);
		const char *text = c ? import_typed_text(c, by) : NULL;

		if (text)
			all[(*n)++] = (struct bearer){ text, i };
	}
	qsort(all, (size_t)*n, sizeof *all, by_text);
	return all;
}

static void give(struct reading_rows *r, const struct import_named *named, const char *ref)
{
	struct door_change *c = record_of(r, named->row);

	for (int i = 0; c && i < c->n_fields; i++)
		if (c->fields[i].field == named->field)
			c->fields[i].text = ref;
}

static void settle(struct reading_rows *r, struct import_named *named, const struct bearer *all, int n)
{
	const struct bearer key = { named->text, 0 };
	const struct bearer *found = bsearch(&key, all, (size_t)n, sizeof key, by_text);
	bool several = found && ((found > all && by_text(found - 1, &key) == 0) ||
				 (found + 1 < all + n && by_text(found + 1, &key) == 0));
	AUTOBUF ref = BUF_INIT;

	if (found && !several && names_reference(r->im->entity, import_typed_text, record_of(r, found->row), &ref)) {
		give(r, named, arena_strdup(&r->of_rows, ref.s));
	} else if (!found && import_may_wait(r)) {
		r->rows[named->row].unnamed = named->field;
	} else {
		import_names_none(r, named, several ? "names several" : "names none");
		give(r, named, NULL);
	}
	named->text = NULL;
}

void import_named_rows(struct reading_rows *r)
{
	for (int i = 0; i < r->n_named; i++) {
		const struct field *by = r->named[i].by;
		struct bearer *all;
		int n;

		if (!r->named[i].text)
			continue;
		all = bearers(r, by, &n);
		for (int k = i; k < r->n_named; k++)
			if (r->named[k].by == by && r->named[k].text)
				settle(r, &r->named[k], all, n);
		free(all);
	}
	r->n_named = 0;
}
