/* SPDX-License-Identifier: MIT */
/*
 * list_columns.c - which columns of a list are shown, how wide, and what a cell says.
 *
 * Widths come from the record table, not from what happens to be on screen, so
 * that columns do not move while a list is scrolled. Only references are
 * measured: they are alike within a list, and differ much between lists.
 */
#include "ui/ui_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "core/value.h"

#define TEXT_MIN    20 /* cells the last column keeps before another one goes */
#define REF_MAX     20
#define LABEL_MAX   14
#define MARKER_COLS 2
#define SOON_DAYS   14
#define NARROW      60

/* ---- widths ------------------------------------------------------------------------------ */

static bool is_number(const struct column *c)
{
	if (!c->field)
		return c->pseudo == QUERY_VERSION;
	return c->field->type == FIELD_INT || c->field->type == FIELD_MONEY;
}

static bool is_named(const struct column *c, const char *name)
{
	return c->field && strcmp(c->field->name, name) == 0;
}

/* Where the record table gives none, since the field is no default column. */
static int width_of_type(enum field_type t)
{
	static const int widths[FIELD_TYPE_MAX] = {
		[FIELD_TEXT] = 24, [FIELD_LONG] = 32, [FIELD_INT] = 6,     [FIELD_MONEY] = 14,
		[FIELD_BOOL] = 5,  [FIELD_DATE] = 10, [FIELD_CHOICE] = 12, [FIELD_REF] = 12,
		[FIELD_ANY] = 16,  [FIELD_LINES] = 6,
	};

	return widths[t];
}

static int ref_width(const struct list *l, int column)
{
	int width = 0;

	for (int i = 0; i < l->rows.n; i++) {
		const char *ref =
			l->rows.cells[(size_t)i * (size_t)l->rows.n_columns + (size_t)column];
		int w = ref ? utf8_width(ref, strlen(ref)) : 0;

		if (w > width)
			width = w;
	}
	return width > REF_MAX ? REF_MAX : width;
}

static int column_width(const struct list *l, int i)
{
	const struct column *c = &l->columns.at[i];
	const char *label = column_label(c);
	int least = utf8_width(label, strlen(label)), width;

	if (c->width)
		return c->width;

	if (least > LABEL_MAX)
		least = LABEL_MAX;
	if (c->field)
		width = c->field->width ? c->field->width : width_of_type(c->field->type);
	else
		width = i < l->rows.n_columns ? ref_width(l, i) : 0;
	return width > least ? width : least;
}

/* ---- which ------------------------------------------------------------------------------- */

/* What goes first when there is no room: 0 never, else the higher the earlier. */
static int expendable(const struct list *l, const bool *shown, int i)
{
	const struct column *c = &l->columns.at[i];
	bool days = false;

	if (!shown[i] || i == l->columns.n - 1 || i == 0)
		return 0;
	for (int k = 0; k < l->columns.n; k++)
		days |= shown[k] && is_named(&l->columns.at[k], "days");
	if (is_named(c, "age"))
		return COLUMNS_MAX + 6; /* where there is no due date it stands in that column */
	if (is_named(c, "due_what"))
		return COLUMNS_MAX + 5;
	if (is_named(c, "status_word"))
		return 1;
	if (is_named(c, "days"))
		return 2;
	/* The days say the same as the date. */
	if (is_named(c, "due") && days)
		return 3;
	return 4 + i;
}

static int drop_one(const struct list *l, bool *shown)
{
	int worst = -1, most = 0;

	for (int i = 0; i < l->columns.n; i++) {
		int e = expendable(l, shown, i);

		if (e > most) {
			most = e;
			worst = i;
		}
	}
	if (worst >= 0)
		shown[worst] = false;
	return worst;
}

static int room_for_last(const struct list *l, const bool *shown, const int *width, int cols,
			 int gap)
{
	int room = cols - MARKER_COLS;

	for (int i = 0; i < l->columns.n - 1; i++)
		if (shown[i])
			room -= width[i] + gap;
	return room;
}

void list_columns_fit(const struct list *l, int cols, struct list_columns *out)
{
	int gap = cols < NARROW ? 1 : 2, width[COLUMNS_MAX], n = l->columns.n, col = MARKER_COLS;
	bool shown[COLUMNS_MAX];

	*out = (struct list_columns){ .n = 0 };
	for (int i = 0; i < n; i++) {
		width[i] = column_width(l, i);
		shown[i] = true;
	}
	while (room_for_last(l, shown, width, cols, gap) < TEXT_MIN && drop_one(l, shown) >= 0)
		;
	for (int i = 0; i < n; i++) {
		if (!shown[i])
			continue;
		int w = i == n - 1 ? cols - col : width[i];

		if (w < 1)
			break;
		/* A number in the last column stands under its heading, not at the far edge. */
		if (i == n - 1 && is_number(&l->columns.at[i]) && w > width[i])
			w = width[i];
		out->at[out->n++] = (struct list_column){ i, col, w, is_number(&l->columns.at[i]) };
		col += w + gap;
	}
}

/* ---- what a cell says ------------------------------------------------------------------------ */

/* One line: what breaks lines becomes a blank. */
static void add_one_line(const char *s, struct buf *out)
{
	size_t n;

	for (; *s; s += n) {
		n = strcspn(s, "\n\r\t");
		buf_add(out, s, n);
		if (s[n]) {
			buf_addc(out, ' ');
			n++;
		}
	}
}

/* "-1234.50" as cents. */
static int64_t cents(const char *s)
{
	int64_t n = 0;

	for (const char *p = s; *p; p++)
		if (*p >= '0' && *p <= '9' && n < INT64_MAX / 20)
			n = n * 10 + (*p - '0');
	return *s == '-' ? -n : n;
}

void list_cell_text(const struct column *c, const char *cell, bool ascii, struct buf *out)
{
	const struct choice *choice;

	if (!cell)
		return;
	if (!c->field) {
		add_one_line(cell, out);
		return;
	}
	switch (c->field->type) {
	case FIELD_BOOL:
		buf_adds(out, cell[0] == '1' ? "yes" : ascii ? "-" : "–");
		break;
	case FIELD_CHOICE:
		choice = record_choice(c->field, cell);
		add_one_line(choice ? choice->label : cell, out);
		break;
	case FIELD_MONEY:
		value_show(c->field, value_int(cents(cell)), out);
		break;
	default:
		add_one_line(cell, out);
	}
}

static const char *cell_named(const struct list *l, size_t index, const char *name)
{
	for (int i = 0; i < l->columns.n; i++)
		if (is_named(&l->columns.at[i], name))
			return list_cell(l, index, i);
	return NULL;
}

const char *list_cell_age(const struct list *l, size_t index, int column, char dst[24])
{
	const char *age, *state;

	if (!is_named(&l->columns.at[column], "due"))
		return NULL;
	age = cell_named(l, index, "age");
	state = cell_named(l, index, "status_word");
	if (!age || !state || strcmp(state, "CLOSED") == 0)
		return NULL;
	/* In ten cells; the number is never cut. */
	snprintf(dst, 24, strlen(age) > 4 ? "%.8s d" : "%.8s d old", age);
	return dst;
}

/* ---- how it looks ------------------------------------------------------------------------------ */

/* In this order: what is late is late, whatever else it is. */
static const struct {
	const char *word;
	enum paint paint;
} states[] = {
	{ "late", PAINT_LATE },       { "overdue", PAINT_LATE },      { "damaged", PAINT_LATE },
	{ "hold", PAINT_WAITING },    { "waiting", PAINT_WAITING },   { "blocked", PAINT_WAITING },
	{ "unresolved", PAINT_SOON }, { "soon", PAINT_SOON },         { "at risk", PAINT_SOON },
	{ "closed", PAINT_CLOSED },   { "complete", PAINT_CLOSED },   { "cancelled", PAINT_CLOSED },
	{ "done", PAINT_CLOSED },     { "submitted", PAINT_WAITING }, { "proposed", PAINT_WAITING },
	{ "review", PAINT_WAITING },  { "with oig", PAINT_WAITING },  { "draft", PAINT_DIM },
	{ "open", PAINT_OPEN },
};

enum paint state_paint(const char *word)
{
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (utf8_contains(word, states[i].word))
			return states[i].paint;
	return PAINT_TEXT;
}

enum paint list_cell_paint(const struct column *c, const char *cell)
{
	if (!cell || !c->field)
		return PAINT_TEXT;
	if (is_named(c, "days") && cell[0] == '-')
		return PAINT_LATE;
	if (is_named(c, "days") && strtol(cell, NULL, 10) <= SOON_DAYS)
		return PAINT_SOON;
	if (is_named(c, "status_word") || is_named(c, "state") || is_named(c, "work_state"))
		return state_paint(cell);
	return PAINT_TEXT;
}
