/* SPDX-License-Identifier: MIT */
/* sheet.c - one record as a page of lines and links. */
#include "app/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/decide.h"
#include "base/mem.h"
#include "base/wrap.h"
#include "core/when.h"

#define READABLE_COLS 100 /* longer lines are hard to read, however wide the screen */
#define LINKED_MAX    200 /* rows shown of one kind of linked record; the heading counts all */

void sheet_init(struct sheet *s, struct app *a, const struct entity *e, const char *uid)
{
	*s = (struct sheet){ .app = a, .entity = e, .link = -1, .page = 1 };
	snprintf(s->uid, sizeof s->uid, "%s", uid);
	sheet_reload(s);
}

void sheet_release(struct sheet *s)
{
	arena_release(&s->arena);
	free(s->lines);
	free(s->rows);
}

static struct sheet_line *sheet_add(struct sheet *s, enum sheet_kind kind, const char *label,
				    const char *text)
{
	MEM_GROW(s->lines, s->cap_lines, s->n_lines + 1);
	struct sheet_line *line = &s->lines[s->n_lines++];

	*line = (struct sheet_line){
		.kind = kind, .label = label, .text = text ? text : "", .paint = PAINT_TEXT
	};
	return line;
}

static void sheet_heading(struct sheet *s, const char *text)
{
	if (s->n_lines)
		sheet_add(s, SHEET_BLANK, "", "");
	sheet_add(s, SHEET_HEADING, "", text);
}

/* What a person reads: labels of choices, the weekday of a date and how far it is. */
static const char *sheet_text(struct sheet *s, const struct field *f, struct value v)
{
	AUTOBUF text = BUF_INIT;
	struct date d;

	if (v.kind == VALUE_NONE)
		return "";
	if (f->type == FIELD_DATE && date_parse_iso(v.text, strlen(v.text), &d))
		when_explain(d, s->app->today, &text);
	else
		value_show(f, v, &text);
	return arena_strdup(&s->arena, text.s);
}

static void sheet_link_to(struct sheet *s, struct sheet_line *line, const struct field *f,
			  struct value v)
{
	const char *colon = f->type == FIELD_ANY ? strchr(v.text, ':') : NULL;

	if (colon) {
		line->entity = record_entity_by_name(
			arena_strndup(&s->arena, v.text, (size_t)(colon - v.text)));
		line->uid = arena_strdup(&s->arena, colon + 1);
	} else {
		line->entity = record_entity(f->target);
		line->uid = v.text;
	}
	line->kind = SHEET_LINK;
	line->paint = PAINT_LINK;
}

/* "DHS-OIG  Office of Inspector General": a reference alone tells too little. */
static const char *sheet_link_text(struct sheet *s, const struct sheet_line *line, const char *ref)
{
	struct record target;
	const struct field *title;

	if (!line->entity || store_get(s->app->store, line->entity, line->uid, s->app->today,
				       &s->arena, &target, NULL))
		return ref ? ref : "?";
	title = record_field(line->entity, line->entity->title);
	if (!title)
		return target.ref;
	AUTOBUF text = BUF_INIT;
	value_show(title, target.values[record_field_index(line->entity, title)], &text);
	size_t cut = strcspn(text.s, "\n");
	if (strcmp(text.s, target.ref) == 0 || !text.len)
		return target.ref;
	return arena_printf(&s->arena, "%s  %.*s", target.ref, (int)cut, text.s);
}

/* Nothing is told by "no" and "0" that is not told by leaving them out. */
static bool says_nothing(const struct field *f, struct value v)
{
	if (v.kind == VALUE_NONE)
		return !(f->flags & (FIELD_ENTRY | FIELD_REQUIRED));
	return v.kind == VALUE_INT && v.number == 0 && !(f->flags & (FIELD_ENTRY | FIELD_DERIVED));
}

static void sheet_field(struct sheet *s, int index)
{
	const struct field *f = &s->entity->fields[index];
	struct value v = s->record.values[index];

	if (f->type == FIELD_LINES || (f->flags & (FIELD_RETIRED | FIELD_COLUMN)) ||
	    says_nothing(f, v))
		return;
	struct sheet_line *line = sheet_add(s, SHEET_FIELD, f->label, sheet_text(s, f, v));
	line->field = f;
	if (v.kind == VALUE_NONE) {
		line->text = "-";
		line->paint = PAINT_DIM;
	} else if (f->type == FIELD_REF || f->type == FIELD_ANY) {
		sheet_link_to(s, line, f, v);
		line->text = sheet_link_text(s, line, s->record.refs[index]);
	}
}

/* What a reader wants first is computed: status and dates. Then what was typed, in the table's order. */
static void sheet_fields(struct sheet *s)
{
	for (int derived = 1; derived >= 0; derived--) {
		if (!derived && s->n_lines)
			sheet_add(s, SHEET_BLANK, "", "");
		for (int i = 0; i < s->entity->n_fields; i++)
			if (!!(s->entity->fields[i].flags & FIELD_DERIVED) == derived)
				sheet_field(s, i);
	}
}

/* The columns of a linked record's line: reference, state where it has one, title. */
static void linked_columns(const struct entity *e, const struct field *via, struct columns *c)
{
	const struct field *state = record_field(e, "status_word"),
			   *title = record_field(e, e->title);

	c->n = 0;
	c->at[c->n++] = (struct column){ .pseudo = QUERY_REF };
	if (e->flags & ENTITY_LINE) {
		/* A line has no title that says it all, and its reference tells nobody anything. */
		c->n = 0;
		for (int i = 0; i < e->n_fields && c->n < COLUMNS_MAX; i++)
			if ((e->fields[i].flags & FIELD_ENTRY) &&
			    e->fields[i].type != FIELD_LINES && &e->fields[i] != via)
				c->at[c->n++] = (struct column){ .pseudo = QUERY_FIELD,
								 .field = &e->fields[i] };
		return;
	}
	const struct field *dated = record_field(e, "dated_on");
	const struct field *list[] = { dated, state, title };
	for (int i = 0; i < 3; i++)
		if (list[i])
			c->at[c->n++] = (struct column){ .pseudo = QUERY_FIELD, .field = list[i] };
}

static const char *linked_text(struct sheet *s, const struct columns *c, const char *const *cells)
{
	AUTOBUF text = BUF_INIT;

	for (int i = 0; i < c->n; i++) {
		const struct field *f = c->at[i].field;
		const char *cell = cells[i];

		if (!cell || (f && f->type == FIELD_BOOL && strcmp(cell, "0") == 0))
			continue;
		if (text.len)
			buf_adds(&text, "  ");
		if (f && f->type == FIELD_BOOL)
			buf_addf(&text, "(%s)", f->label);
		else if (f && f->type == FIELD_CHOICE && record_choice(f, cell))
			buf_adds(&text, record_choice(f, cell)->label);
		else
			buf_add(&text, cell, strcspn(cell, "\n"));
	}
	return arena_strdup(&s->arena, text.s);
}

/* The field of a line that leads on: to what the line is about, or else to what it is a line of. */
static const struct field *linked_onward(const struct entity *e, const struct field *via)
{
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < e->n_fields; i++) {
			const struct field *f = &e->fields[i];
			bool parent = f->flags & FIELD_PARENT;

			if (f->type == FIELD_REF && f != via && parent == (pass == 1))
				return f;
		}
	}
	return NULL;
}

/* A line of a table is opened as the record it leads to, and shown with its title. */
static void linked_target(struct sheet *s, struct sheet_line *line, const struct field *via)
{
	const struct field *onward = linked_onward(line->entity, via);
	struct record r;

	if (!onward ||
	    store_get(s->app->store, line->entity, line->uid, s->app->today, &s->arena, &r, NULL))
		return;
	struct value to = r.values[record_field_index(line->entity, onward)];
	if (to.kind != VALUE_TEXT)
		return;
	const char *own = line->text;
	line->entity = record_entity(onward->target);
	line->uid = to.text;
	if (!(via->flags & FIELD_PARENT))
		line->text = arena_printf(&s->arena, "%s%s%s", sheet_link_text(s, line, NULL),
					  *own ? "  " : "", own);
}

static void sheet_linked_rows(struct sheet *s, const struct select *q, const struct columns *c,
			      const struct ids *ids)
{
	int n = ids->n > LINKED_MAX ? LINKED_MAX : (int)ids->n;
	struct rows rows;

	if (store_rows(s->app->store, q, c, ids->at, n, &s->arena, &rows, NULL))
		return;
	for (int i = 0; i < n; i++) {
		const char *const *cells = rows.cells + (size_t)i * (size_t)c->n;
		struct sheet_line *line = sheet_add(s, SHEET_LINK, "", linked_text(s, c, cells));

		line->entity = q->entity;
		line->uid = rows.uids[i];
		line->paint = PAINT_LINK;
		if (q->entity->flags & ENTITY_LINE)
			linked_target(s, line, q->parent_field);
	}
	if ((size_t)n < ids->n)
		sheet_add(s, SHEET_FIELD, "",
			  arena_printf(&s->arena, "and %zu more", ids->n - (size_t)n));
}

/* Where several fields of a kind can refer to this one, the heading says by which it does. */
static bool one_of_several(const struct entity *from, const struct field *via)
{
	int n = 0;

	for (int i = 0; i < from->n_fields; i++)
		n += from->fields[i].type == via->type && from->fields[i].target == via->target;
	return n > 1 && !(via->flags & FIELD_PARENT);
}

static void sheet_linked(struct sheet *s, const struct entity *from, const struct field *via,
			 int64_t count)
{
	AUTOBUF parent = BUF_INIT;
	struct columns columns;
	struct ids ids = { 0 };
	const struct field *onward = via->flags & FIELD_PARENT ? NULL : linked_onward(from, via);
	bool line = from->flags & ENTITY_LINE;

	if (via->type == FIELD_ANY)
		buf_addf(&parent, "%s:", s->entity->name);
	buf_adds(&parent, s->uid);
	struct select q = {
		.entity = from, .today = s->app->today, .parent_field = via, .parent_uid = parent.s
	};
	linked_columns(from, via, &columns);
	if (store_ids(s->app->store, &q, &ids, NULL) == 0 && ids.n) {
		const struct entity *shown = line && onward ? record_entity(onward->target) : from;
		bool several = one_of_several(from, via);

		sheet_heading(s, arena_printf(&s->arena, "%s%s%s (%lld)", shown->labels,
					      several ? ": " : "", several ? via->label : "",
					      (long long)count));
		sheet_linked_rows(s, &q, &columns, &ids);
	}
	ids_release(&ids);
}

struct referrer {
	const struct entity *from;
	const struct field *via;
	int64_t count;
};

struct referrers {
	struct referrer at[64];
	int n;
};

static void see_referrer(void *data, const struct entity *from, const struct field *via,
			 int64_t count)
{
	struct referrers *r = data;

	if (r->n < 64 && !(from->flags & ENTITY_INTERNAL))
		r->at[r->n++] = (struct referrer){ from, via, count };
}

/* What waits about the record comes first, with all that is needed to decide on it. */
static void sheet_decision(struct sheet *s)
{
	struct decide *d = arena_alloc(&s->arena, sizeof *d);

	if (decide_read(s->app, s->entity, s->uid, &s->arena, d, NULL) != 0 || !d->heading)
		return;
	sheet_heading(s, d->heading);
	for (int i = 0; i < d->n; i++) {
		const struct decide_line *from = &d->at[i];
		struct sheet_line *line = sheet_add(s, SHEET_FIELD, *from->label ? from->label : " ", from->text);

		if (from->entity) {
			line->kind = SHEET_LINK;
			line->entity = from->entity;
			line->uid = from->uid;
			line->paint = PAINT_LINK;
		} else if (from->warning) {
			line->paint = PAINT_WARNING;
		}
	}
	sheet_add(s, SHEET_BLANK, "", "");
}

void sheet_reload(struct sheet *s)
{
	struct referrers referrers = { .n = 0 };
	int link = s->link;

	arena_clear(&s->arena);
	s->n_lines = 0;
	s->link = -1;
	s->error = (struct error)ERROR_INIT;
	s->gone = store_get(s->app->store, s->entity, s->uid, s->app->today, &s->arena, &s->record,
			    &s->error) != 0;
	if (!s->gone) {
		if (s->record.removed)
			sheet_add(s, SHEET_FIELD, "",
				  "This record was taken out. It is kept for history only.")
				->paint = PAINT_WARNING;
		sheet_decision(s);
		sheet_fields(s);
		store_referrers(s->app->store, s->entity, s->uid, see_referrer, &referrers, NULL);
		for (int i = 0; i < referrers.n; i++)
			sheet_linked(s, referrers.at[i].from, referrers.at[i].via,
				     referrers.at[i].count);
	}
	if (link >= 0 && link < s->n_lines && s->lines[link].kind == SHEET_LINK)
		s->link = link;
	int cols = s->cols;
	s->cols = 0;
	if (cols)
		sheet_layout(s, cols, s->page);
}

/* ---- rows ------------------------------------------------------------------ */

static void sheet_add_row(struct sheet *s, int line, size_t from, size_t len)
{
	MEM_GROW(s->rows, s->cap_rows, s->n_rows + 1);
	s->rows[s->n_rows++] =
		(struct sheet_row){ .line = line, .from = from, .len = len, .first = from == 0 };
}

#define LINE_ROWS 2000 /* rows of one text; a longer one is read with its file */

static void wrap_line(struct sheet *s, int index, int cols)
{
	static struct wrap_line rows[LINE_ROWS];
	const char *text = s->lines[index].text;
	int n = text_wrap(text, strlen(text), cols, rows, LINE_ROWS);

	for (int i = 0; i < n && i < LINE_ROWS; i++)
		sheet_add_row(s, index, rows[i].from, rows[i].len);
}

void sheet_layout(struct sheet *s, int cols, int page)
{
	s->page = page > 0 ? page : 1;
	if (cols != s->cols) {
		s->cols = cols;
		s->n_rows = 0;
		s->label_cols = cols < 60 ? 14 : 20;
		for (int i = 0; i < s->n_lines; i++) {
			int label = s->lines[i].label[0] ? s->label_cols + 3 : 4;
			int text = cols - label - 1;

			if (s->lines[i].label[0] && text > READABLE_COLS)
				text = READABLE_COLS;
			wrap_line(s, i, text > 10 ? text : 10);
		}
	}
	sheet_scroll(s, 0);
}

void sheet_scroll(struct sheet *s, int by)
{
	int last = s->n_rows > s->page ? s->n_rows - s->page : 0;

	s->top += by;
	s->top = s->top > last ? last : s->top < 0 ? 0 : s->top;
}

static void sheet_show_line(struct sheet *s, int line)
{
	for (int r = 0; r < s->n_rows; r++) {
		if (s->rows[r].line != line)
			continue;
		if (r < s->top)
			s->top = r;
		if (r >= s->top + s->page)
			s->top = r - s->page + 1;
		return;
	}
}

bool sheet_next_link(struct sheet *s, int step)
{
	int i = s->link < 0 && step < 0 ? s->n_lines : s->link;

	for (i += step; i >= 0 && i < s->n_lines; i += step) {
		if (s->lines[i].kind == SHEET_LINK && s->lines[i].entity) {
			s->link = i;
			sheet_show_line(s, i);
			return true;
		}
	}
	return false;
}
