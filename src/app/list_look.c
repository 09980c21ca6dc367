/* SPDX-License-Identifier: MIT */
/* list_look.c - how a list looks: its columns, its order, its filter, taken from outside or given out. */
#include "app/list_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void list_usual_columns(struct list *l)
{
	const char *kept = l->app->columns[l->entity->id];

	if (!kept || columns_parse(l->entity, kept, &l->columns, NULL) != 0)
		columns_parse(l->entity, l->entity->columns, &l->columns, NULL);
}

void list_set_columns(struct list *l, const struct columns *c)
{
	AUTOBUF text = BUF_INIT;

	l->columns = *c;
	l->shift = 0;
	l->facet = -1;
	list_clear_rows(l);
	list_window(l);
	/* For as long as the program runs, other lists of the kind look so too. */
	columns_write(c, &text);
	free(l->app->columns[l->entity->id]);
	l->app->columns[l->entity->id] = mem_strdup(text.s);
}

int list_use(struct list *l, const char *query, const char *columns, const char *sort, struct error *err)
{
	struct query_context context = app_query_context(l->app);
	AUTOARENA arena = ARENA_INIT;
	struct columns c;
	struct sort s = { .n = 0 };
	struct query *q;
	int failed = query_parse(l->entity, query, &context, &arena, &q, NULL, err);

	if (!failed && *sort)
		failed = sort_parse(l->entity, sort, &s, err);
	if (!failed)
		failed = columns_parse(l->entity, *columns ? columns : l->entity->columns, &c, err);
	if (failed)
		return failed;
	l->sort = s;
	list_set_columns(l, &c);
	edit_set(&l->filter, query, false);
	list_apply_filter(l);
	return 0;
}

void list_narrow(struct list *l, const char *term)
{
	const char *now = edit_text(&l->filter);
	bool either = l->query && l->query->kind == QUERY_OR;
	AUTOBUF text = BUF_INIT;

	buf_addf(&text, "%s%s%s%s%s", either ? "(" : "", now, either ? ")" : "", *now ? " " : "", term);
	edit_set(&l->filter, text.s, false);
	list_apply_filter(l);
}

void list_words(const struct list *l, struct buf *out)
{
	size_t hidden = list_marks_hidden(l);

	for (int i = 0; i < l->sort.n; i++)
		buf_addf(out, "%s%s, %s first", i ? ", then " : ", by ",
			 l->sort.keys[i].field ? l->sort.keys[i].field->label : "Reference",
			 l->sort.keys[i].descending ? "largest" : "smallest");
	if (l->marks.n)
		buf_addf(out, ", %zu marked", l->marks.n - hidden);
	if (hidden)
		buf_addf(out, " and %zu more not shown", hidden);
	if (l->view[0])
		buf_addf(out, ", opened as view \"%s\"", l->view);
}
