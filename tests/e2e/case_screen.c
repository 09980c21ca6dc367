/* SPDX-License-Identifier: MIT */
/*
 * case_screen.c - what a line of a case can say about what came out: the
 * screen, the cursor, the bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "case.h"

/* Row numbers count from 1, from the bottom when negative. -1 if there is no such row. */
static int row_index(const struct pty *p, int row)
{
	int index = row < 0 ? p->rows + row : row - 1;

	return index >= 0 && index < p->rows ? index : -1;
}

static bool do_expect(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);

	if (p == NULL)
		return false;
	for (int i = 0; i < w->count; i++)
		if (!pty_expect(p, w->word[i], c->patience_ms))
			return case_fail(c, "not on the screen: %s", w->word[i]);
	return true;
}

static bool do_reject(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	int row, col;

	if (p == NULL || !case_settled(c, p))
		return false;
	for (int i = 0; i < w->count; i++)
		if (pty_find(p, w->word[i], &row, &col))
			return case_fail(c, "on the screen, row %d: %s", row + 1, w->word[i]);
	return true;
}

/* What leaves by itself, a moment later. */
static bool do_gone(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	int row, col;

	if (p == NULL)
		return false;
	for (int i = 0; i < w->count; i++)
		while (pty_find(p, w->word[i], &row, &col))
			if (!pty_wait_output(p, c->patience_ms))
				return case_fail(c, "still on the screen, row %d: %s", row + 1, w->word[i]);
	return true;
}

/* Waits until the row satisfies; row NULL: the one with the cursor. */
static bool expect_row(struct test_case *c, const char *row, const char *text, bool whole)
{
	struct pty *p = case_terminal(c);
	int n = 0, index, col;

	if (p == NULL || (row != NULL && !case_number(c, row, &n)))
		return false;
	do {
		AUTOBUF got = BUF_INIT;

		index = row_index(p, n);
		if (row == NULL)
			pty_cursor(p, &index, &col);
		if (index >= 0)
			pty_row(p, index, &got);
		if (index >= 0 && (whole ? strcmp(got.s, text) == 0 : strstr(got.s, text) != NULL))
			return true;
	} while (pty_wait_output(p, c->patience_ms));
	return case_fail(c, "%s %s: %s", row ? "not in row" : "the cursor is not on", row ? row : "it", text);
}

static bool do_expect_row(struct test_case *c, struct words *w)
{
	return expect_row(c, w->word[0], w->word[1], false);
}

static bool do_row_is(struct test_case *c, struct words *w)
{
	return expect_row(c, w->word[0], w->word[1], true);
}

static bool do_cursor_on(struct test_case *c, struct words *w)
{
	return expect_row(c, NULL, w->word[0], false);
}

static bool do_cursor_at(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	int row, col, at_row, at_col;

	if (p == NULL || !case_number(c, w->word[0], &row) || !case_number(c, w->word[1], &col) || !case_settled(c, p))
		return false;
	pty_cursor(p, &at_row, &at_col);
	if (at_row == row - 1 && at_col == col - 1)
		return true;
	return case_fail(c, "the cursor is at row %d column %d", at_row + 1, at_col + 1);
}

/* Where in its row, whatever row that is. */
static bool do_cursor_column(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	int col, at_row, at_col;

	if (p == NULL || !case_number(c, w->word[0], &col) || !case_settled(c, p))
		return false;
	pty_cursor(p, &at_row, &at_col);
	return at_col == col - 1 || case_fail(c, "the cursor is in column %d", at_col + 1);
}

static bool has_style(const VTermScreenCell *cell, const char *name, bool *known)
{
	const bool colored = !VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
	const struct { const char *name; bool is; } styles[] = {
		{ "bold", cell->attrs.bold }, { "underline", cell->attrs.underline != 0 },
		{ "italic", cell->attrs.italic }, { "reverse", cell->attrs.reverse },
		{ "coloured", colored },
		{ "plain", !cell->attrs.bold && !cell->attrs.underline && !cell->attrs.reverse && !colored },
	};

	*known = true;
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		if (strcmp(styles[i].name, name) == 0)
			return styles[i].is;
	*known = false;
	return false;
}

/* style "text" bold no-reverse ... */
static bool do_style(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	VTermScreenCell cell;
	int row, col;

	if (p == NULL || !do_expect(c, &(struct words){ .word = { w->word[0] }, .count = 1 }))
		return false;
	if (!pty_find(p, w->word[0], &row, &col) || !pty_cell(p, row, col, &cell))
		return case_fail(c, "not on the screen: %s", w->word[0]);
	for (int i = 1; i < w->count; i++) {
		bool known, not = strncmp(w->word[i], "no-", 3) == 0;
		bool is = has_style(&cell, w->word[i] + (not ? 3 : 0), &known);

		if (!known || is == not)
			return case_fail(c, known ? "not %s: %s" : "no such style %s", w->word[i], w->word[0]);
	}
	return true;
}

static bool do_bytes_max(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	int most;

	if (p == NULL || !case_number(c, w->word[0], &most) || !case_settled(c, p))
		return false;
	return p->bytes <= (size_t)most || case_fail(c, "%zu bytes, more than %d", p->bytes, most);
}

static bool do_quiet(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	int ms;

	if (p == NULL || !case_number(c, w->word[0], &ms) || !case_settled(c, p))
		return false;
	return !pty_wait_output(p, ms) || case_fail(c, "something was written");
}

static bool do_screen(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	AUTOBUF text = BUF_INIT;

	(void)w;
	if (p == NULL || !case_settled(c, p))
		return false;
	pty_screen(p, &text);
	for (const char *s = text.s; *s != '\0'; s += strcspn(s, "\n") + 1)
		printf("#   |%.*s\n", (int)strcspn(s, "\n"), s);
	return true;
}

/* ------------------------------------------------ all that was sent */

static bool do_no_colour(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);

	(void)w;
	return p != NULL && case_settled(c, p) &&
	       (p->colours == 0 || case_fail(c, "colours were set %zu times", p->colours));
}

static bool do_only_ascii(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);

	(void)w;
	return p != NULL && case_settled(c, p) &&
	       (p->high_bytes == 0 || case_fail(c, "%zu bytes of 0x80 and above", p->high_bytes));
}

/* ------------------------------------------------ the same screen again */

/* Without the last row: messages come and go there. */
static void body_of(const struct pty *p, struct buf *dst)
{
	for (int row = 0; row < p->rows - 1; row++) {
		pty_row(p, row, dst);
		buf_addc(dst, '\n');
	}
}

static bool do_remember(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);

	(void)w;
	if (p == NULL || !case_settled(c, p))
		return false;
	buf_clear(&c->remembered);
	body_of(p, &c->remembered);
	pty_cursor(p, &c->remembered_row, &c->remembered_col);
	return true;
}

static bool do_same(struct test_case *c, struct words *w)
{
	struct pty *p = case_terminal(c);
	AUTOBUF now = BUF_INIT;
	size_t at = 0;
	int row, col, line = 1;

	(void)w;
	if (p == NULL || !case_settled(c, p))
		return false;
	body_of(p, &now);
	pty_cursor(p, &row, &col);
	while (at < now.len && now.s[at] == c->remembered.s[at])
		line += now.s[at++] == '\n';
	if (now.s[at] != c->remembered.s[at])
		return case_fail(c, "row %d is another one: %.*s", line, (int)strcspn(now.s + at, "\n"), now.s + at);
	if (row != c->remembered_row || col != c->remembered_col)
		return case_fail(c, "the cursor is at row %d column %d, it was at %d %d", row + 1, col + 1,
				 c->remembered_row + 1, c->remembered_col + 1);
	return true;
}

/* ------------------------------------------------ */

const struct command screen_commands[] = {
	{ "bytes-max", 1, 1, do_bytes_max },
	{ "cursor-at", 2, 2, do_cursor_at },
	{ "cursor-column", 1, 1, do_cursor_column },
	{ "cursor-on", 1, 1, do_cursor_on },
	{ "expect", 1, CASE_WORDS_MAX, do_expect },
	{ "expect-row", 2, 2, do_expect_row },
	{ "gone", 1, CASE_WORDS_MAX, do_gone },
	{ "no-colour", 0, 0, do_no_colour },
	{ "only-ascii", 0, 0, do_only_ascii },
	{ "quiet", 1, 1, do_quiet },
	{ "reject", 1, CASE_WORDS_MAX, do_reject },
	{ "remember", 0, 0, do_remember },
	{ "row-is", 2, 2, do_row_is },
	{ "same", 0, 0, do_same },
	{ "screen", 0, 0, do_screen },
	{ "style", 2, 8, do_style },
	{ NULL, 0, 0, NULL },
};
