/* SPDX-License-Identifier: MIT */
/* view_list.c - a list: headings, rows, filter line; and the panes of the workbench. */
#include "ui/cells.h"
#include "ui/ui_private.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define WORDS_MAX     16 /* words of a filter that are looked for */
#define BYTES_OF_CELL 64 /* of text looked at for each cell of the screen, marks and all */

struct look {
	const struct list *list;
	struct list_columns columns;
	bool focus;
	const char *words[WORDS_MAX];
	int n_words;
};

/* ---- headings ------------------------------------------------------------------------------ */

static bool sorted_by(const struct sort_key *key, const struct column *c)
{
	return key->field ? key->field == c->field : c->pseudo == QUERY_REF;
}

static void put_headings(const struct look *look, struct area a)
{
	const struct list *l = look->list;
	struct sort sort = l->ids.n ? l->sorted : l->sort;

	if (!sort.n && sort_parse(l->entity, l->entity->sort, &sort, NULL))
		sort.n = 0;
	area_fill(a, 0, 0, a.cols, PAINT_HEADER);
	for (int i = 0; i < look->columns.n; i++) {
		const struct list_column *at = &look->columns.at[i];
		const struct column *c = &l->columns.at[at->index];
		const char *label = column_label(c);
		int end;

		if (at->right) {
			area_put_right(a, 0, at->col, at->cols, PAINT_HEADER, label);
			end = at->col + at->cols;
		} else {
			end = at->col + area_put(a, 0, at->col, at->cols, PAINT_HEADER, label);
		}
		/* The arrow stands in the gap, so that sorting moves no heading. */
		if (sort.n && sorted_by(&sort.keys[0], c))
			area_glyph(a, 0, end, PAINT_HEADER,
				   sort.keys[0].descending ? GLYPH_DOWN : GLYPH_UP, 1);
	}
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Text without case, and where each of its bytes comes from. */
struct folded {
	struct buf text;
	struct buf from; /* size_t for every byte, and one for the end */
};

static void fold_clusters(const char *s, size_t len, struct folded *f)
{
	for (size_t at = 0, next; at < len; at = next) {
		size_t before = f->text.len;

		next = utf8_next(s, len, at);
		utf8_fold(&f->text, s + at, next - at);
		for (size_t i = before; i < f->text.len; i++)
			buf_add(&f->from, &at, sizeof at);
	}
	buf_add(&f->from, &len, sizeof len);
}

static size_t folded_from(const struct folded *f, size_t i)
{
	size_t from;

	memcpy(&from, f->from.s + i * sizeof from, sizeof from);
	return from;
}

/* Paints what the filter found; s is what stands in the area, starting at cell -shift. */
static void put_matches(const struct look *look, struct area a, const struct buf *s, int shift)
{
	struct folded f = { BUF_INIT, BUF_INIT };

	fold_clusters(s->s, s->len, &f);
	for (int i = 0; i < look->n_words; i++) {
		AUTOBUF word = BUF_INIT;

		utf8_fold(&word, look->words[i], strlen(look->words[i]));
		for (const char *hit = f.text.s; word.len && (hit = strstr(hit, word.s));
		     hit += word.len) {
			size_t from = folded_from(&f, (size_t)(hit - f.text.s));
			size_t to = folded_from(&f, (size_t)(hit - f.text.s) + word.len);

			area_paint(a, 0, utf8_width(s->s, from) - shift,
				   utf8_width(s->s + from, to - from), PAINT_MATCH);
		}
	}
	buf_release(&f.text);
	buf_release(&f.from);
}

static bool is_text(const struct column *c)
{
	if (!c->field)
		return c->pseudo == QUERY_REF;
	return c->field->type == FIELD_TEXT || c->field->type == FIELD_LONG ||
	       c->field->type == FIELD_REF;
}

/* As much of a text that may be very long as can be seen. */
static void cell_text(const struct column *c, const char *cell, int cells, bool ascii,
		      struct buf *out)
{
	size_t len = strlen(cell), most = (size_t)cells * BYTES_OF_CELL;

	if (len <= most) {
		list_cell_text(c, cell, ascii, out);
		return;
	}
	while (most && (cell[most] & 0xC0) == 0x80)
		most--;
	AUTOFREE char *cut = mem_strndup(cell, most);
	list_cell_text(c, cut, ascii, out);
}

static void put_cell(const struct look *look, struct area row, const struct list_column *at,
		     const char *cell, bool selected)
{
	const struct list *l = look->list;
	const struct column *c = &l->columns.at[at->index];
	struct area a = area_sub(row, 0, at->col, 1, at->cols);
	bool last = at->index == l->columns.n - 1 && !at->right;
	int shift = last ? l->shift : 0;
	AUTOBUF text = BUF_INIT;
	AUTOBUF shown = BUF_INIT;

	if (!cell || !a.cols)
		return;
	cell_text(c, cell, a.cols + shift + 1, row.grid->ascii, &text);
	if (at->right) {
		put_number(a, 0, 0, a.cols, list_cell_paint(c, cell), text.s);
		return;
	}
	area_put(a, 0, -shift, -1, list_cell_paint(c, cell), text.s);
	if (shift && text.len)
		area_glyph(a, 0, 0, PAINT_DIM, GLYPH_ELLIPSIS, 1);
	if (!look->n_words || (selected && look->focus) || !is_text(c))
		return;
	utf8_visible(&shown, text.s, text.len, 0);
	put_matches(look, a, &shown, shift);
}

/* Where the pane has no focus, what calls for attention still does. */
static bool calls(enum paint p)
{
	return p == PAINT_LATE || p == PAINT_SOON || p == PAINT_MATCH || p == PAINT_CONTROL;
}

static void paint_idle(struct area a)
{
	for (int col = 0; col < a.cols; col++) {
		struct cell *c = area_cell(a, 0, col);

		if (c && !calls((enum paint)c->paint))
			c->paint = PAINT_SELECTION_IDLE;
	}
}

static void put_row(const struct look *look, struct area rows, int row, size_t index)
{
	const struct list *l = look->list;
	bool selected = index == l->cursor;
	struct area a = area_sub(rows, row, 0, 1, rows.cols - 1);

	for (int i = 0; i < look->columns.n; i++) {
		const struct list_column *at = &look->columns.at[i];
		const char *cell = list_cell(l, index, at->index);
		char age[24];

		put_cell(look, a, at, cell ? cell : list_cell_age(l, index, at->index, age), selected);
	}
	if (list_is_new(l, index))
		area_glyph(a, 0, 1, PAINT_CHANGED, GLYPH_NEW, 1);
	if (list_marked(l, index)) {
		if (look->columns.n)
			area_paint(a, 0, look->columns.at[0].col, look->columns.at[0].cols, PAINT_MARK);
		area_glyph(a, 0, 1, PAINT_MARK, GLYPH_MARK, 1);
	}
	if (!selected)
		return;
	area_glyph(a, 0, 0, PAINT_TEXT, GLYPH_MARKER, 1);
	if (!look->focus) {
		paint_idle(a);
		return;
	}
	area_paint(a, 0, 0, a.cols, PAINT_SELECTION);
	area_cursor(a, 0, 0);
}

static void put_rows(const struct look *look, struct area a)
{
	const struct list *l = look->list;
	char reason[700];

	for (int row = 0; row < a.rows && l->top + (size_t)row < l->ids.n; row++)
		put_row(look, a, row, l->top + (size_t)row);
	put_scrollbar(a, a.cols - 1, (int64_t)l->ids.n, (int64_t)l->top);
	if (l->ids.n)
		return;
	put_centred(a, l->error.kind ? PAINT_ERROR : PAINT_DIM,
		    list_empty_reason(l, reason, sizeof reason));
	if (look->focus)
		area_cursor(a, 0, 0);
}

/* ---- the filter line ---------------------------------------------------------------------------- */

/* The place where it does not parse stands out, and the words beside it name the character. */
static void mark_fault(const struct list *l, struct area field)
{
	const char *s = edit_text(&l->filter);
	size_t at = l->query_at.at < l->filter.text.len ? l->query_at.at : l->filter.text.len;
	size_t next = at < l->filter.text.len ? utf8_next(s, l->filter.text.len, at) : at;
	int cells = next > at ? utf8_width(s + at, next - at) : 1;

	area_paint(field, 0, utf8_width(s, at), cells, PAINT_ERROR);
}

static int characters(const char *s, size_t end)
{
	int n = 0;

	for (size_t at = 0; at < end && s[at]; at = utf8_next(s, strlen(s), at))
		n++;
	return n;
}

static void put_filter_right(const struct list *l, struct area a, int col)
{
	AUTOBUF text = BUF_INIT;

	if (!l->query_bad) {
		buf_addf(&text, "%s%zu of %lld shown", l->filling ? "~" : "", l->ids.n,
			 (long long)l->total);
		if ((int)text.len <= a.cols - col - 1)
			area_put_right(a, 0, col, a.cols - col - 1, PAINT_DIM, text.s);
		return;
	}
	if (l->query_at.expected[0])
		buf_addf(&text, "! character %d: expected %s",
			 characters(edit_text(&l->filter), l->query_at.at) + 1,
			 l->query_at.expected);
	else
		buf_addf(&text, "! %s", l->query_error.why);
	area_put(a, 0, col, a.cols - col - 1, PAINT_ERROR, text.s);
}

static void put_filter_line(const struct look *look, struct area a)
{
	const struct list *l = look->list;
	int cols = utf8_width(edit_text(&l->filter), l->filter.text.len) + 1;
	/* The reason needs room, the text too: each gets at least half of the line. */
	int most = l->query_bad ? a.cols / 2 - 2 : a.cols - 3;

	cols = cols > most ? most : cols;
	area_put(a, 0, 0, 1, PAINT_STRONG, "/");
	if (l->filtering && look->focus)
		put_edit(a, 0, 2, cols, &l->filter, PAINT_INPUT_FOCUS, true);
	else
		area_put(a, 0, 2, cols, PAINT_TEXT, edit_text(&l->filter));
	if (l->query_bad)
		mark_fault(l, area_sub(a, 0, 2, 1, cols));
	put_filter_right(l, a, 2 + cols + 2);
}

/* "' oig-12   the first row whose Reference begins so" */
static void put_seek_line(const struct look *look, struct area a)
{
	const struct list *l = look->list;
	struct sort_key key = list_position_key(l);
	struct column c = { .pseudo = key.field ? QUERY_FIELD : QUERY_REF, .field = key.field };
	int cols = a.cols / 2 - 4, used;
	AUTOBUF text = BUF_INIT;

	area_put(a, 0, 0, 1, PAINT_STRONG, "'");
	used = utf8_width(edit_text(&l->seek), l->seek.text.len) + 1;
	used = used > cols ? cols : used;
	put_edit(a, 0, 2, used, &l->seek, PAINT_INPUT_FOCUS, true);
	if (l->seek_found)
		buf_addf(&text, "goes to the first row whose %s begins so", column_label(&c));
	else
		buf_addf(&text, "! no %s begins so", column_label(&c));
	area_put(a, 0, 2 + used + 2, a.cols - used - 5, l->seek_found ? PAINT_DIM : PAINT_ERROR, text.s);
}

/* ---- the list as a whole -------------------------------------------------------------------------- */

void view_list(const struct list *l, struct area a, bool focus)
{
	struct list_layout at;
	struct look look = { .list = l, .focus = focus };

	layout_list(l, (struct box){ 0, 0, a.rows, a.cols }, false, &at);
	list_columns_fit(l, a.cols - 2, &look.columns);
	if (l->query && list_filtered(l))
		look.n_words = query_words(l->query, look.words, WORDS_MAX);
	put_headings(&look, area_sub(a, at.headings.row, 0, at.headings.rows, a.cols));
	put_rows(&look, area_sub(a, at.rows.row, 0, at.rows.rows, a.cols));
	for (int i = 0; i < at.notes.rows; i++)
		area_put(a, at.notes.row + i, 1, a.cols - 2, i && l->note_alert ? PAINT_LATE : PAINT_STRONG,
			 l->notes[i]);
	if (at.filter.rows && l->seeking)
		put_seek_line(&look, area_sub(a, at.filter.row, 0, 1, a.cols));
	else if (at.filter.rows)
		put_filter_line(&look, area_sub(a, at.filter.row, 0, 1, a.cols));
}

/* ---- the workbench ---------------------------------------------------------------------------------- */

void bench_pane_title(const struct bench *b, int pane, bool brief, bool ascii, struct buf *out)
{
	static const char *const names[BENCH_PANES][2] = {
		{ "Reports", "Reports" },
		{ "Recommendations", "Recs" },
		{ "Transition plan", "Plan" },
	};
	const struct list *l = &b->pane[pane];
	const char *about = l->filling ? "~" : ""; /* not all are counted yet */

	buf_adds(out, names[pane][brief]);
	if (pane == 1 && l->parent_ref[0])
		buf_addf(out, " of %s", l->parent_ref);
	if (pane == 2 && b->plan_ref[0])
		buf_addf(out, " %s", b->plan_ref);
	if (list_filtered(l))
		buf_addf(out, "%s%s%zu of %lld", text_dot(ascii), about, l->ids.n,
			 (long long)l->total);
	else
		buf_addf(out, "%s%s%zu", text_dot(ascii), about, l->ids.n);
}

static void put_pane_title(const struct bench *b, int pane, struct area a)
{
	bool focus = b->focus == pane;
	AUTOBUF title = BUF_INIT;

	buf_addf(&title, " %d ", pane + 1);
	bench_pane_title(b, pane, false, a.grid->ascii, &title);
	buf_addc(&title, ' ');
	if (focus)
		area_glyph(a, 0, 0, PAINT_PANE_ACTIVE, GLYPH_MARKER, 1);
	else
		area_glyph(a, 0, 0, PAINT_BORDER, GLYPH_HLINE, 1);
	int used = area_put(a, 0, 1, a.cols - 1, focus ? PAINT_PANE_ACTIVE : PAINT_PANE, title.s);
	area_glyph(a, 0, 1 + used, PAINT_BORDER, GLYPH_HLINE, a.cols - 1 - used);
}

void view_bench(const struct bench *b, const struct layout *layout, struct area all)
{
	for (int i = 0; i < BENCH_PANES; i++) {
		struct box box = layout->pane[i];
		struct area a = area_sub(all, box.row, box.col, box.rows, box.cols);

		if (!box.rows)
			continue;
		if (!b->single) {
			put_pane_title(b, i, area_sub(a, 0, 0, 1, a.cols));
			a = area_sub(a, 1, 0, a.rows - 1, a.cols);
		}
		view_list(&b->pane[i], a, b->focus == i);
	}
}
