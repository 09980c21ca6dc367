/* SPDX-License-Identifier: MIT */
/* bulk_show.c - the preview of a bulk edit as rows: a row a record and field. */
#include <string.h>

#include "app/bulk.h"
#include "app/listing_private.h"

static const char *const fates[BULK_FATES] = {
	[BULK_CHANGES] = "change", [BULK_SAME] = "same", [BULK_REFUSED] = "left out",
};

static int write_row(struct sink *s, const struct bulk_row *r, struct error *err)
{
	const char *at = r->words;
	int failed = 0;

	do {
		AUTOARENA arena = ARENA_INIT;
		size_t len = strcspn(at, "\n");
		const char *row[] = { r->ref, fates[r->fate], arena_strndup(&arena, at, len) };

		failed = sink_row(s, row, err);
		at += len + (at[len] == '\n');
	} while (*at && !failed);
	return failed;
}

int bulk_write(const struct bulk *b, struct output *o, struct error *err)
{
	static const struct sink_column columns[] = {
		{ "ref", "Reference", SINK_TYPE_TEXT },
		{ "result", "Result", SINK_TYPE_TEXT },
		{ "detail", "What", SINK_TYPE_TEXT },
	};
	struct sink *s = NULL;
	int failed = sink_open(&s, o->format, columns, sizeof columns / sizeof *columns, &o->sink, err);

	for (int i = 0; i < b->n && !failed; i++)
		failed = write_row(s, &b->rows[i], err);
	return s ? listing_close(s, o, failed, err) : failed;
}
