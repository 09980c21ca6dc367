/* SPDX-License-Identifier: MIT */
/* edit.c - text being typed: what goes in, and what each key does. */
#include "app/edit_private.h"

#include <string.h>

#include "base/utf8.h"

#define PAGE_ROWS 10

/* Composing with what stands before can save a few bytes: that much more may be tried. */
#define SEAM_BYTES 8

void edit_init(struct edit *e, bool multiline, size_t max)
{
	*e = (struct edit){ .multiline = multiline, .max = max, .want_col = -1 };
	buf_init(&e->text);
}

void edit_release(struct edit *e)
{
	edit_forget(e);
	buf_release(&e->text);
	e->cursor = 0;
	e->selected = false;
}

const char *edit_text(const struct edit *e)
{
	return e->text.s;
}

/* ---- what goes in ----------------------------------------------------------------- */

/* Bytes of the line end at s, or 0; old printers' feeds and NEL end a line too. */
static size_t line_end(const char *s, size_t len)
{
	if (*s == '\r')
		return len > 1 && s[1] == '\n' ? 2 : 1;
	if (*s == '\n' || *s == '\v' || *s == '\f')
		return 1;
	return len > 1 && memcmp(s, "\xc2\x85", 2) == 0 ? 2 : 0;
}

/* Appends what of s is text, in NFC; returns how many bytes were not. */
static size_t clean(const struct edit *e, const char *s, size_t len, bool keep_tab, struct buf *out)
{
	AUTOBUF kept = BUF_INIT;
	size_t dropped = 0, n;

	for (size_t at = 0; at < len; at += n) {
		uint32_t cp;

		n = line_end(s + at, len - at);
		if (n || (s[at] == '\t' && !keep_tab)) {
			n += !n;
			buf_addc(&kept, e->multiline && s[at] != '\t' ? '\n' : ' ');
			continue;
		}
		n = utf8_decode(s + at, len - at, &cp);
		if (utf8_storable(s + at, n, e->multiline, NULL))
			buf_add(&kept, s + at, n);
		else
			dropped += n;
	}
	utf8_nfc(out, kept.s, kept.len);
	return dropped;
}

/* The longest part of whole clusters that is at most most bytes. */
static size_t whole_clusters(const char *s, size_t len, size_t most)
{
	size_t at = 0, next;

	if (len <= most)
		return len;
	while (at < len && (next = utf8_next(s, len, at)) <= most)
		at = next;
	return at;
}

/* Puts as much of the cleaned text at the cursor, or in place of the selection, as fits. */
static void put(struct edit *e, const struct buf *text, enum edit_kind kind)
{
	size_t from = e->selected ? 0 : e->cursor, to = e->selected ? e->text.len : e->cursor;
	size_t kept = e->text.len - (to - from);
	size_t room = (e->max > kept ? e->max - kept : 0) + SEAM_BYTES;
	size_t fits = whole_clusters(text->s, text->len, room);

	e->want_col = -1;
	while (fits && !edit_replace(e, from, to, text->s, fits, kind))
		fits = utf8_prev(text->s, text->len, fits);
	e->dropped += text->len - fits;
}

static void type(struct edit *e, const char *bytes, size_t len)
{
	AUTOBUF text = BUF_INIT;

	e->dropped = clean(e, bytes, len, true, &text);
	put(e, &text, EDIT_TYPED);
}

void edit_insert(struct edit *e, const char *text, size_t len)
{
	AUTOBUF cleaned = BUF_INIT;

	e->dropped = clean(e, text, len, e->multiline, &cleaned);
	edit_close_step(e);
	if (!len && e->selected)
		edit_replace(e, 0, e->text.len, "", 0, EDIT_OTHER);
	else
		put(e, &cleaned, EDIT_OTHER);
}

void edit_set(struct edit *e, const char *text, bool selected)
{
	AUTOBUF cleaned = BUF_INIT;
	size_t fits;

	edit_forget(e);
	e->dropped = clean(e, text, strlen(text), true, &cleaned);
	fits = whole_clusters(cleaned.s, cleaned.len, e->max);
	e->dropped += cleaned.len - fits;
	buf_clear(&e->text);
	buf_add(&e->text, cleaned.s, fits);
	e->cursor = e->text.len;
	e->selected = selected && e->text.len;
	e->want_col = -1;
	e->revision++;
}

/* ---- keys that move ----------------------------------------------------------------- */

static bool move_to(struct edit *e, size_t to)
{
	edit_close_step(e);
	e->cursor = to;
	e->selected = false;
	e->want_col = -1;
	return true;
}

static bool left(struct edit *e)
{
	return move_to(e, utf8_prev(e->text.s, e->text.len, e->cursor));
}

static bool right(struct edit *e)
{
	return move_to(e, utf8_next(e->text.s, e->text.len, e->cursor));
}

static bool word_left(struct edit *e)
{
	return move_to(e, utf8_prev_word(e->text.s, e->text.len, e->cursor));
}

static bool word_right(struct edit *e)
{
	return move_to(e, utf8_next_word(e->text.s, e->text.len, e->cursor));
}

static bool home(struct edit *e)
{
	size_t to = edit_row_start(e);

	return move_to(e, to == e->cursor ? edit_line_start(e) : to);
}

static bool end(struct edit *e)
{
	size_t to = edit_row_end(e);

	return move_to(e, to == e->cursor ? edit_line_end(e) : to);
}

static bool text_start(struct edit *e)
{
	return move_to(e, 0);
}

static bool text_end(struct edit *e)
{
	return move_to(e, e->text.len);
}

static bool up(struct edit *e)
{
	return edit_move_rows(e, -1);
}

static bool down(struct edit *e)
{
	return edit_move_rows(e, 1);
}

static bool page_up(struct edit *e)
{
	return edit_move_rows(e, -PAGE_ROWS);
}

static bool page_down(struct edit *e)
{
	return edit_move_rows(e, PAGE_ROWS);
}

/* ---- keys that change ---------------------------------------------------------------- */

/* Every key that takes something away takes the selection where there is one. */
static bool erase(struct edit *e, size_t from, size_t to, enum edit_kind kind)
{
	if (e->selected) {
		from = 0;
		to = e->text.len;
		kind = EDIT_OTHER;
	}
	e->want_col = -1;
	edit_replace(e, from, to, "", 0, kind);
	return true;
}

static bool backspace(struct edit *e)
{
	return erase(e, utf8_prev(e->text.s, e->text.len, e->cursor), e->cursor, EDIT_BACK);
}

static bool delete_next(struct edit *e)
{
	return erase(e, e->cursor, utf8_next(e->text.s, e->text.len, e->cursor), EDIT_FORWARD);
}

static bool erase_word_back(struct edit *e)
{
	return erase(e, utf8_prev_word(e->text.s, e->text.len, e->cursor), e->cursor, EDIT_OTHER);
}

static bool erase_word(struct edit *e)
{
	return erase(e, e->cursor, utf8_next_word(e->text.s, e->text.len, e->cursor), EDIT_OTHER);
}

static bool erase_to_start(struct edit *e)
{
	return erase(e, edit_line_start(e), e->cursor, EDIT_OTHER);
}

/* At the end of a line it takes the newline, so that pressing on empties all that follows. */
static bool erase_to_end(struct edit *e)
{
	size_t to = edit_line_end(e);

	return erase(e, e->cursor, to == e->cursor && to < e->text.len ? to + 1 : to, EDIT_OTHER);
}

static bool enter(struct edit *e)
{
	if (!e->multiline)
		return false;
	type(e, "\n", 1);
	return true;
}

bool edit_key(struct edit *e, struct key k)
{
	static const struct {
		struct key key;
		bool (*run)(struct edit *e);
	} keys[] = {
		{ { KEYCODE_LEFT, 0 }, left },
		{ { KEYCODE_RIGHT, 0 }, right },
		{ { KEYCODE_LEFT, KEYMOD_CTRL }, word_left },
		{ { KEYCODE_RIGHT, KEYMOD_CTRL }, word_right },
		{ { KEYCODE_HOME, 0 }, home },
		{ { KEYCODE_END, 0 }, end },
		{ { 'a', KEYMOD_CTRL }, home },
		{ { 'e', KEYMOD_CTRL }, end },
		{ { KEYCODE_HOME, KEYMOD_CTRL }, text_start },
		{ { KEYCODE_END, KEYMOD_CTRL }, text_end },
		{ { KEYCODE_UP, 0 }, up },
		{ { KEYCODE_DOWN, 0 }, down },
		{ { KEYCODE_PAGE_UP, 0 }, page_up },
		{ { KEYCODE_PAGE_DOWN, 0 }, page_down },
		{ { KEYCODE_BACKSPACE, 0 }, backspace },
		{ { KEYCODE_DELETE, 0 }, delete_next },
		{ { KEYCODE_BACKSPACE, KEYMOD_CTRL }, erase_word_back },
		{ { KEYCODE_BACKSPACE, KEYMOD_ALT }, erase_word_back },
		{ { 'w', KEYMOD_CTRL }, erase_word_back },
		{ { KEYCODE_DELETE, KEYMOD_CTRL }, erase_word },
		{ { 'u', KEYMOD_CTRL }, erase_to_start },
		{ { 'k', KEYMOD_CTRL }, erase_to_end },
		{ { KEYCODE_ENTER, 0 }, enter },
	};
	char bytes[4];

	if (key_is_text(k)) {
		type(e, bytes, utf8_encode(k.code, bytes));
		return true;
	}
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (key_equal(keys[i].key, k))
			return keys[i].run(e);
	return false;
}
