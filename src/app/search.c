/* SPDX-License-Identifier: MIT */
/* search.c - text search over everything, as rows. */
#include <string.h>

#include "app/history.h"
#include "app/listing_private.h"

struct search_out {
	struct sink *sink;
	int64_t rows;
	int failed;
	struct error *err;
};

/* The marks around what was found are for screens. */
static char *plain(const char *snippet, struct arena *a)
{
	char *out = arena_strdup(a, snippet ? snippet : "");
	size_t to = 0;

	for (size_t i = 0; out[i]; i++)
		if (out[i] != '\x01' && out[i] != '\x02')
			out[to++] = out[i];
	out[to] = '\0';
	return out;
}

static void see_hit(void *data, const struct store_hit *hit)
{
	struct search_out *s = data;
	AUTOARENA arena = ARENA_INIT;
	const char *cells[] = { hit->ref, hit->entity->name, plain(hit->snippet, &arena), hit->title };

	if (s->failed)
		return;
	s->failed = sink_row(s->sink, cells, s->err);
	s->rows += !s->failed;
}

int search_write(struct app *a, const char *text, int limit, struct output *o, int64_t *rows, struct error *err)
{
	static const struct sink_column columns[] = {
		{ "ref", "Record", SINK_TYPE_TEXT }, { "entity", "Kind", SINK_TYPE_TEXT },
		{ "snippet", "Found", SINK_TYPE_TEXT }, { "title", "Title", SINK_TYPE_TEXT },
	};
	struct search_out s = { .err = err };
	size_t n = sizeof columns / sizeof *columns;
	int failed;

	/* People look at the place where it was found; that is the title often enough. */
	n -= o->format == SINK_TABLE;
	failed = sink_open(&s.sink, o->format, columns, n, &o->sink, err);

	if (!failed)
		failed = store_search(a->store, text, limit, false, see_hit, &s, err);
	failed = listing_close(s.sink, o, failed ? failed : s.failed, err);
	*rows = s.rows;
	return failed;
}
