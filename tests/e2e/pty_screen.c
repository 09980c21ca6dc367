/* SPDX-License-Identifier: MIT */
/*
 * pty_screen.c - the screen of a pty, by libvterm, and keys by name.
 */
#include <stdlib.h>
#include <string.h>

#include "base/key.h"
#include "base/utf8.h"
#include "pty_private.h"

/* A larger window is not shown: it would take seconds, and no test looks at it. */
#define SHOWN_ROWS 500
#define SHOWN_COLS 1000

static int on_property(VTermProp property, VTermValue *value, void *user)
{
	struct pty *p = user;

	if (property == VTERM_PROP_CURSORVISIBLE)
		p->cursor_visible = value->boolean;
	if (property == VTERM_PROP_ALTSCREEN)
		p->alternate = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

static int shown(int size, int most)
{
	if (size < 1)
		return 1;
	return size < most ? size : most;
}

void vscreen_open(struct pty *p)
{
	p->vterm = vterm_new(shown(p->rows, SHOWN_ROWS), shown(p->cols, SHOWN_COLS));
	vterm_set_utf8(p->vterm, 1);
	p->screen = vterm_obtain_screen(p->vterm);
	p->cursor_visible = true;
	vterm_screen_set_callbacks(p->screen, &callbacks, p);
	vterm_screen_enable_altscreen(p->screen, 1);
	vterm_screen_reset(p->screen, 1);
}

void vscreen_close(struct pty *p)
{
	vterm_free(p->vterm);
}

void vscreen_feed(struct pty *p, const char *bytes, size_t len)
{
	if (p->rows <= SHOWN_ROWS && p->cols <= SHOWN_COLS)
		vterm_input_write(p->vterm, bytes, len);
}

void vscreen_resize(struct pty *p, int rows, int cols)
{
	if (rows <= SHOWN_ROWS && cols <= SHOWN_COLS)
		vterm_set_size(p->vterm, shown(rows, SHOWN_ROWS), shown(cols, SHOWN_COLS));
}

/* ------------------------------------------------ out */

bool pty_cell(const struct pty *p, int row, int col, VTermScreenCell *cell)
{
	VTermPos pos = { .row = row, .col = col };

	return vterm_screen_get_cell(p->screen, pos, cell) != 0;
}

/* Appends the row's text; cells[i], if wanted, becomes the offset at which cell i starts. */
static void row_text(const struct pty *p, int row, struct buf *dst, size_t *cells)
{
	size_t end = dst->len;

	for (int col = 0; col < p->cols; col++) {
		VTermScreenCell cell;
		size_t start = dst->len;

		if (cells != NULL)
			cells[col] = start;
		if (!pty_cell(p, row, col, &cell) || cell.chars[0] == (uint32_t)-1)
			continue; /* the right half of a wide character */
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++) {
			char bytes[4];

			buf_add(dst, bytes, utf8_encode(cell.chars[i], bytes));
		}
		if (dst->len == start)
			buf_addc(dst, ' ');
		else if (cell.chars[0] != ' ')
			end = dst->len;
	}
	buf_cut(dst, end);
}

void pty_row(const struct pty *p, int row, struct buf *dst)
{
	row_text(p, row, dst, NULL);
}

void pty_screen(const struct pty *p, struct buf *dst)
{
	for (int row = 0; row < p->rows && row < SHOWN_ROWS; row++) {
		row_text(p, row, dst, NULL);
		buf_addc(dst, '\n');
	}
}

bool pty_find(const struct pty *p, const char *text, int *row, int *col)
{
	size_t cells[SHOWN_COLS];

	if (p->cols > SHOWN_COLS || p->rows > SHOWN_ROWS)
		return false;
	for (int r = 0; r < p->rows; r++) {
		AUTOBUF line = BUF_INIT;
		const char *at;
		int c = 0;

		row_text(p, r, &line, cells);
		at = strstr(line.s, text);
		if (at == NULL)
			continue;
		while (c + 1 < p->cols && cells[c + 1] <= (size_t)(at - line.s))
			c++;
		*row = r;
		*col = c;
		return true;
	}
	return false;
}

void pty_cursor(const struct pty *p, int *row, int *col)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(p->vterm), &pos);
	*row = p->cursor_visible ? pos.row : -1;
	*col = p->cursor_visible ? pos.col : -1;
}

/* ------------------------------------------------ keys, as xterm sends them */

static const struct {
	uint32_t code;
	char final;  /* CSI final, or ~ */
	int number;  /* before ~ */
} specials[] = {
	{ KEYCODE_UP, 'A', 0 },         { KEYCODE_DOWN, 'B', 0 },
	{ KEYCODE_RIGHT, 'C', 0 },      { KEYCODE_LEFT, 'D', 0 },
	{ KEYCODE_HOME, 'H', 0 },       { KEYCODE_END, 'F', 0 },
	{ KEYCODE_INSERT, '~', 2 },     { KEYCODE_DELETE, '~', 3 },
	{ KEYCODE_PAGE_UP, '~', 5 },    { KEYCODE_PAGE_DOWN, '~', 6 },
	{ KEYCODE_F1, 'P', 0 },         { KEYCODE_F1 + 1, 'Q', 0 },
	{ KEYCODE_F1 + 2, 'R', 0 },     { KEYCODE_F1 + 3, 'S', 0 },
	{ KEYCODE_F1 + 4, '~', 15 },    { KEYCODE_F1 + 5, '~', 17 },
	{ KEYCODE_F1 + 6, '~', 18 },    { KEYCODE_F1 + 7, '~', 19 },
	{ KEYCODE_F1 + 8, '~', 20 },    { KEYCODE_F1 + 9, '~', 21 },
	{ KEYCODE_F1 + 10, '~', 23 },   { KEYCODE_F1 + 11, '~', 24 },
};

static bool special_bytes(struct key key, struct buf *dst)
{
	int mods = 1 + (key.mods & KEYMOD_SHIFT ? 1 : 0) + (key.mods & KEYMOD_ALT ? 2 : 0) +
		   (key.mods & KEYMOD_CTRL ? 4 : 0);

	for (size_t i = 0; i < sizeof(specials) / sizeof(specials[0]); i++) {
		if (specials[i].code != key.code)
			continue;
		buf_adds(dst, "\033[");
		if (specials[i].number > 0 || mods > 1)
			buf_addf(dst, "%d", specials[i].number > 0 ? specials[i].number : 1);
		if (mods > 1)
			buf_addf(dst, ";%d", mods);
		buf_addc(dst, specials[i].final);
		return true;
	}
	return false;
}

/* Keys that are one byte, perhaps behind an ESC for Alt. */
static bool plain_bytes(struct key key, struct buf *dst)
{
	static const struct { uint32_t code; char byte; } bytes[] = {
		{ KEYCODE_ENTER, '\r' }, { KEYCODE_TAB, '\t' },
		{ KEYCODE_ESC, '\033' }, { KEYCODE_BACKSPACE, '\177' },
	};
	char text[4];

	if (key.code == KEYCODE_TAB && key.mods == KEYMOD_SHIFT) {
		buf_adds(dst, "\033[Z");
		return true;
	}
	if (key.mods & KEYMOD_ALT)
		buf_addc(dst, '\033');
	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		if (bytes[i].code != key.code)
			continue;
		buf_addc(dst, bytes[i].byte);
		return (key.mods & ~KEYMOD_ALT) == 0;
	}
	if (key.code >= KEYCODE_SPECIAL)
		return false;
	if (!(key.mods & KEYMOD_CTRL))
		buf_add(dst, text, utf8_encode(key.code, text));
	else if (key.code < 0x80)
		buf_addc(dst, (char)(key.code & 0x1f));
	else
		return false;
	return true;
}

bool pty_key(struct pty *p, const char *name)
{
	AUTOBUF bytes = BUF_INIT;
	struct key key;

	if (!key_parse(name, &key))
		return false;
	if (!special_bytes(key, &bytes) && !plain_bytes(key, &bytes))
		return false;
	pty_send(p, bytes.s, bytes.len);
	return true;
}

void pty_text(struct pty *p, const char *text)
{
	pty_send(p, text, strlen(text));
}

void pty_paste(struct pty *p, const char *text)
{
	AUTOBUF bytes = BUF_INIT;

	buf_adds(&bytes, "\033[200~");
	for (; *text != '\0'; text++)
		buf_addc(&bytes, *text == '\n' ? '\r' : *text);
	buf_adds(&bytes, "\033[201~");
	pty_send(p, bytes.s, bytes.len);
}
