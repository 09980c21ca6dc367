/* SPDX-License-Identifier: MIT */
/* show_page.c - a record as a page for people. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/page.h"
#include "app/show_private.h"

#define ROWS_SHOWN 200 /* of each kind that refers to the record */

static const struct value *value_of(const struct showing *s, const char *name)
{
	const struct field *f = record_field(s->record.entity, name);

	return f ? &s->record.values[record_field_index(s->record.entity, f)] : NULL;
}

/* As people read it: labels, and references instead of uids. */
static void shown(const struct showing *s, const struct field *f, struct buf *out)
{
	int k = record_field_index(s->record.entity, f);

	if (s->record.refs && s->record.refs[k])
		buf_adds(out, s->record.refs[k]);
	else
		value_show(f, s->record.values[k], out);
}

static const char *text_of(const struct showing *s, const char *name, struct buf *out)
{
	const struct field *f = record_field(s->record.entity, name);

	buf_clear(out);
	if (f)
		shown(s, f, out);
	return out->s;
}

static bool is_text(const struct showing *s, const char *name, const char *word)
{
	const struct value *v = value_of(s, name);

	return v && v->kind == VALUE_TEXT && strcmp(v->text, word) == 0;
}

/* "Recommendation OIG-12-130/1   Resolved, open   due 2012-12-24 (response), in 39 days" */
static void head(const struct showing *s, struct page *p)
{
	AUTOBUF line = BUF_INIT;
	AUTOBUF part = BUF_INIT;
	const struct value *days = value_of(s, "days");

	buf_addf(&line, "%s %s", s->record.entity->label, s->record.ref);
	if (*text_of(s, "status_word", &part))
		buf_addf(&line, " - %s", part.s);
	if (*text_of(s, "due", &part)) {
		buf_addf(&line, " - due %s", part.s);
		if (*text_of(s, "due_what", &part))
			buf_addf(&line, " (%c%s)", tolower((unsigned char)part.s[0]), part.s + 1);
		if (days && days->kind == VALUE_INT && days->number < 0)
			buf_addf(&line, ", %lld days late", -(long long)days->number);
		else if (days && days->kind == VALUE_INT)
			buf_addf(&line, ", in %lld days", (long long)days->number);
	} else if (is_text(s, "action", "open")) {
		buf_addf(&line, " - no due date, open for %s days", text_of(s, "age", &part));
	}
	page_text(p, 0, line.s);
	if (s->record.entity->title && *text_of(s, s->record.entity->title, &part)) {
		page_blank(p);
		page_text(p, 2, part.s);
	}
	page_blank(p);
}

/* What says nothing: the title again, what the head has, and "no" and 0 where that is usual. */
static bool worth_showing(const struct showing *s, const struct field *f)
{
	static const char *const in_head[] = { "status_word", "due", "due_what", "days" };
	const struct value *v = &s->record.values[record_field_index(s->record.entity, f)];

	if (f->type == FIELD_LINES || v->kind == VALUE_NONE || strcmp(f->name, s->record.entity->title) == 0)
		return false;
	for (size_t i = 0; i < sizeof in_head / sizeof *in_head; i++)
		if (strcmp(f->name, in_head[i]) == 0)
			return false;
	return !(v->kind == VALUE_INT && v->number == 0 && f->initial);
}

static void fields(const struct showing *s, struct page *p)
{
	AUTOBUF text = BUF_INIT;

	for (int i = 0; i < s->record.entity->n_fields; i++) {
		const struct field *f = &s->record.entity->fields[i];

		if (!worth_showing(s, f))
			continue;
		buf_clear(&text);
		shown(s, f, &text);
		page_field(p, f->label, text.s);
	}
}

/* The columns of a list that say something here: not the reference back, and the title last. */
static void row_columns(const struct entity *e, const struct field *back, struct columns *out)
{
	struct columns all;

	out->n = 0;
	if (columns_parse(e, e->columns, &all, NULL) != 0)
		return;
	for (int i = 0; i < all.n; i++)
		if (!all.at[i].field || all.at[i].field != back)
			out->at[out->n++] = all.at[i];
}

static int width_of(const struct column *c, const struct rows *rows, int at)
{
	int widest = 0;

	for (int i = 0; i < rows->n; i++) {
		const char *text = rows->cells[i * rows->n_columns + at];
		int n = text ? (int)strlen(text) : 0; /* bytes: enough for codes, dates and numbers */

		widest = n > widest ? n : widest;
	}
	if (c->field && c->field->width && widest > c->field->width)
		widest = c->field->width;
	return widest > 24 ? 24 : widest;
}

static const char *cell_text(const struct column *c, const char *text)
{
	if (text && c->field && c->field->type == FIELD_BOOL)
		return strcmp(text, "1") == 0 ? "yes" : "no";
	return text;
}

static void table(struct page *p, const struct columns *c, const struct rows *rows)
{
	struct page_cell cells[COLUMNS_MAX];
	int n = rows->n < ROWS_SHOWN ? rows->n : ROWS_SHOWN;

	for (int k = 0; k < c->n; k++) {
		const struct field *f = c->at[k].field;
		int width = width_of(&c->at[k], rows, k);

		cells[k].width = k == c->n - 1 ? 0 : f && f->type == FIELD_INT ? -width : width;
	}
	for (int i = 0; i < n; i++) {
		int shown_cells = 0;
		struct page_cell row[COLUMNS_MAX];

		for (int k = 0; k < c->n; k++)
			if (cells[k].width || k == c->n - 1)
				row[shown_cells++] = (struct page_cell){
					cells[k].width, cell_text(&c->at[k], rows->cells[i * c->n + k]) };
		page_row(p, 2, row, shown_cells);
	}
	if (rows->n > n)
		page_text(p, 2, "... and more: see closeout list");
}

struct hang {
	const struct showing *s;
	struct page *p;
	int failed;
	struct error *err;
};

static void section(struct hang *h, const struct entity *e, const struct field *field, const char *label)
{
	AUTOARENA arena = ARENA_INIT;
	struct columns c;
	struct rows rows;

	row_columns(e, field, &c);
	if (h->failed || !c.n)
		return;
	h->failed = show_children(h->s, e, field, true, &c, &arena, &rows, h->err);
	if (h->failed || !rows.n)
		return;
	page_heading(h->p, "%s (%d)", label, rows.n);
	table(h->p, &c, &rows);
}

/* A line of another record refers to this one: what is worth seeing is that record. */
static void section_of_owners(struct hang *h, const struct entity *line, const struct field *field)
{
	const struct field *owner = record_parent(line);
	const struct entity *e = record_entity(owner->target);
	struct select q = { .entity = e, .today = h->s->today };
	struct columns c = { .n = 1, .at = { { .pseudo = QUERY_FIELD, .field = owner } } };
	AUTOARENA arena = ARENA_INIT;
	struct store_found found;
	struct rows rows;
	int32_t *ids;
	int n = 0;

	h->failed = h->failed ? h->failed : show_children(h->s, line, field, true, &c, &arena, &rows, h->err);
	if (h->failed || !rows.n)
		return;
	ids = arena_alloc(&arena, (size_t)rows.n * sizeof *ids);
	for (int i = 0; i < rows.n; i++)
		if (rows.cells[i] && store_find(h->s->store, rows.cells[i], e->id, false, &found, NULL) == 0)
			ids[n++] = (int32_t)found.id;
	row_columns(e, NULL, &c);
	h->failed = store_rows(h->s->store, &q, &c, ids, n, &arena, &rows, h->err);
	if (h->failed)
		return;
	page_heading(h->p, "%s (%d)", e->labels, n);
	table(h->p, &c, &rows);
}

static bool is_line_of(const struct entity *owner, const struct entity *e, const struct field *field)
{
	for (int i = 0; i < owner->n_fields; i++)
		if (owner->fields[i].type == FIELD_LINES && record_entity(owner->fields[i].target) == e &&
		    field == record_parent(e))
			return true;
	return false;
}

static void see_referrer(void *data, const struct entity *from, const struct field *field, int64_t count)
{
	struct hang *h = data;
	char label[120];

	(void)count;
	if (is_line_of(h->s->record.entity, from, field))
		return;
	if (from->flags & ENTITY_LINE && field != record_parent(from)) {
		section_of_owners(h, from, field);
		return;
	}
	if (field == record_parent(from) || field->type == FIELD_ANY)
		snprintf(label, sizeof label, "%s", from->labels);
	else
		snprintf(label, sizeof label, "%s: %s", from->labels, field->label);
	section(h, from, field, label);
}

static bool see_newest(void *data, const struct entry *e)
{
	buf_addf(data, "version %lld: %s by %s, effective %s", (long long)e->seq, e->verb, e->actor, e->effective);
	return false;
}

static void last_change(const struct showing *s, struct page *p)
{
	struct log_filter f = { .entity = s->record.entity, .uid = s->record.uid, .from = DATE_NONE,
				.to = DATE_NONE, .newest_first = true, .limit = 1 };
	AUTOBUF text = BUF_INIT;

	if (store_log(s->store, &f, see_newest, &text, NULL) == 0 && text.len) {
		page_blank(p);
		page_text(p, 0, text.s);
	}
}

int show_page(const struct showing *s, struct output *o, struct error *err)
{
	struct page p;
	struct hang h = { .s = s, .p = &p, .err = err };
	const struct entity *e = s->record.entity;
	int failed;

	page_init(&p, o->sink.width);
	p.ascii = o->sink.ascii;
	head(s, &p);
	fields(s, &p);
	for (int i = 0; i < e->n_fields; i++)
		if (e->fields[i].type == FIELD_LINES)
			section(&h, record_entity(e->fields[i].target),
				record_parent(record_entity(e->fields[i].target)),
				e->fields[i].label);
	failed = store_referrers(s->store, e, s->record.uid, see_referrer, &h, err);
	failed = failed ? failed : h.failed;
	last_change(s, &p);
	if (!failed)
		failed = page_write(&p, &o->sink.target, &o->reader_gone, err);
	page_release(&p);
	return failed;
}
