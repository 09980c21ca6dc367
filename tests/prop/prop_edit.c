/* SPDX-License-Identifier: MIT */
/*
 * prop_edit.c - any keys: in ASCII the editor does what a plain array does, and in
 * all of Unicode its promises hold. The seed of a failing round is printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "app/edit.h"
#include "base/utf8.h"

#define ROUNDS 400
#define KEYS   300

static uint64_t random_state;

static uint32_t below(uint32_t end)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32_t)((random_state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % end;
}

static void start_round(uint64_t seed)
{
	random_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
}

/* ---- the model: an array of ASCII, rows are lines ------------------------------------ */

#define MODEL_MAX 60

struct model {
	char s[MODEL_MAX + 1];
	size_t len, cursor;
	bool selected, multiline;
	int want; /* column, -1: none */
};

static void cut(struct model *m, size_t from, size_t to)
{
	if (m->selected) {
		from = 0;
		to = m->len;
	}
	m->selected = false;
	memmove(m->s + from, m->s + to, m->len - to);
	m->len -= to - from;
	m->cursor = from;
}

static void put(struct model *m, char c)
{
	if (!m->selected && m->len >= MODEL_MAX)
		return;
	if (m->selected)
		cut(m, 0, 0);
	memmove(m->s + m->cursor + 1, m->s + m->cursor, m->len - m->cursor);
	m->s[m->cursor++] = c;
	m->len++;
}

static bool in_word(const struct model *m, size_t at)
{
	return isalnum((unsigned char)m->s[at]) || m->s[at] == '_';
}

static size_t word_left(const struct model *m)
{
	size_t at = m->cursor;

	while (at > 0 && !in_word(m, at - 1))
		at--;
	while (at > 0 && in_word(m, at - 1))
		at--;
	return at;
}

static size_t word_right(const struct model *m)
{
	size_t at = m->cursor;

	while (at < m->len && in_word(m, at))
		at++;
	while (at < m->len && !in_word(m, at))
		at++;
	return at;
}

static size_t line_start(const struct model *m, size_t at)
{
	while (at > 0 && m->s[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct model *m, size_t at)
{
	while (at < m->len && m->s[at] != '\n')
		at++;
	return at;
}

/* One row up or down; false at the edge. */
static bool row(struct model *m, bool down)
{
	size_t start = line_start(m, m->cursor), end = line_end(m, m->cursor), to;

	if (down ? end == m->len : start == 0)
		return false;
	if (m->want < 0)
		m->want = (int)(m->cursor - start);
	to = down ? end + 1 : line_start(m, start - 1);
	end = line_end(m, to);
	m->cursor = to + (size_t)m->want < end ? to + (size_t)m->want : end;
	m->selected = false;
	return true;
}

enum model_key {
	LEFT,
	RIGHT,
	WORD_LEFT,
	WORD_RIGHT,
	HOME,
	END,
	FIRST,
	LAST,
	BACKSPACE,
	DELETE,
	WORD_BACK,
	WORD_DELETE,
	TO_START,
	TO_END,
	ENTER,
	UP,
	DOWN,
	PAGE_UP,
	PAGE_DOWN,
	OTHER,
	MODEL_KEYS
};

static const char *const key_names[MODEL_KEYS] = {
	"Left",     "Right",     "Ctrl-Left", "Ctrl-Right", "Home",        "End",    "Ctrl-Home",
	"Ctrl-End", "Backspace", "Delete",    "Ctrl-W",     "Ctrl-Delete", "Ctrl-U", "Ctrl-K",
	"Enter",    "Up",        "Down",      "PgUp",       "PgDn",        "Ctrl-S",
};

static void go(struct model *m, size_t to)
{
	m->cursor = to;
	m->selected = false;
}

static bool model_rows(struct model *m, enum model_key key)
{
	bool down = key == DOWN || key == PAGE_DOWN, moved = false;

	if (!m->multiline)
		return false;
	for (int i = key == UP || key == DOWN ? 1 : 10; i > 0 && row(m, down); i--)
		moved = true;
	return moved;
}

static void model_move(struct model *m, enum model_key key)
{
	const size_t to[] = {
		[LEFT] = m->cursor ? m->cursor - 1 : 0,
		[RIGHT] = m->cursor < m->len ? m->cursor + 1 : m->len,
		[WORD_LEFT] = word_left(m),
		[WORD_RIGHT] = word_right(m),
		[HOME] = line_start(m, m->cursor),
		[END] = line_end(m, m->cursor),
		[FIRST] = 0,
		[LAST] = m->len,
	};

	go(m, to[key]);
}

static void model_erase(struct model *m, enum model_key key)
{
	size_t end = line_end(m, m->cursor);
	const size_t from[] = {
		[BACKSPACE] = m->cursor ? m->cursor - 1 : 0,
		[DELETE] = m->cursor,
		[WORD_BACK] = word_left(m),
		[WORD_DELETE] = m->cursor,
		[TO_START] = line_start(m, m->cursor),
		[TO_END] = m->cursor,
	};
	const size_t to[] = {
		[BACKSPACE] = m->cursor, [DELETE] = m->cursor + (m->cursor < m->len),
		[WORD_BACK] = m->cursor, [WORD_DELETE] = word_right(m),
		[TO_START] = m->cursor,  [TO_END] = end > m->cursor ? end : end + (end < m->len),
	};

	cut(m, from[key], to[key]);
}

static bool model_key(struct model *m, enum model_key key)
{
	if (key == OTHER || (key == ENTER && !m->multiline))
		return false;
	if (key >= UP)
		return model_rows(m, key);
	m->want = -1;
	if (key <= LAST)
		model_move(m, key);
	else if (key == ENTER)
		put(m, '\n');
	else
		model_erase(m, key);
	return true;
}

static void press_both(struct edit *e, struct model *m)
{
	static const char letters[] = "abc de_1, -";
	uint32_t n = below(MODEL_KEYS + 20);
	struct key k;

	if (n < MODEL_KEYS) {
		assert_true(key_parse(key_names[n], &k));
		assert_int_equal(edit_key(e, k), model_key(m, n));
		return;
	}
	k = (struct key){ .code = (unsigned char)letters[below(sizeof letters - 1)] };
	assert_true(edit_key(e, k));
	m->want = -1;
	put(m, (char)k.code);
}

static void edit_key__does_what_an_array_does(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
		struct model m = { .multiline = seed % 2, .want = -1 };
		struct edit e;

		start_round(seed);
		edit_init(&e, m.multiline, MODEL_MAX);
		for (int i = 0; i < KEYS; i++) {
			if (below(40) == 0)
				e.selected = m.selected = m.len > 0;
			press_both(&e, &m);
			m.s[m.len] = '\0';
			if (strcmp(m.s, edit_text(&e)) != 0 || m.cursor != e.cursor ||
			    m.selected != e.selected)
				fail_msg(
					"seed %u, key %d: \"%s\" at %zu, the model has \"%s\" at %zu",
					(unsigned)seed, i, edit_text(&e), e.cursor, m.s, m.cursor);
		}
		edit_release(&e);
	}
}

/* ---- all of Unicode ------------------------------------------------------------------- */

/* Characters that meet in surprising ways. */
static const uint32_t
	pool
		[] = {
			'a',     'e',     'q',     ' ',      ' ',     '.',     '1',    '\t',
			'\n',    '\r',    0x1B,    0,        0x85,    0x9B,    0xE9,   0xE1,
			0x300,   0x301,   0x308,   0x323,    0x327,   0x344,   0x345,  0x31B,
			0x9C7,   0x9BE,   0x915,   0x94D,    0x93C,   0x958,   0x1100, 0x1161,
			0x11A8,  0xAC00,  0x4E2D,  0x6587,   0x1F469, 0x1F467, 0x200D, 0xFE0F,
			0x1F3FD, 0x1F1FA, 0x1F1F8, 0x200B,   0x202E,  0x2028,  0x0600, 0x1E69,
			0x212B,  0xFB1D,  0x2ADC,  0x110000, /* stands for a byte that is no UTF-8 */
		};
#define POOL (sizeof pool / sizeof pool[0])

static void add_random(struct buf *text, uint32_t most)
{
	char bytes[4];

	for (uint32_t n = below(most + 1); n; n--) {
		uint32_t cp = pool[below(POOL)];

		if (cp < 0x110000)
			buf_add(text, bytes, utf8_encode(cp, bytes));
		else
			buf_addc(text, (char)(0x80 + below(0x80)));
	}
}

static void press_any(struct edit *e)
{
	AUTOBUF paste = BUF_INIT;
	struct key k;
	uint32_t n = below(100);

	if (n < 4) {
		add_random(&paste, 12);
		edit_insert(e, paste.s, paste.len);
	} else if (n < 6) {
		edit_undo(e);
	} else if (n < 8) {
		edit_redo(e);
	} else if (n < 9) {
		e->selected = e->text.len > 0;
	} else if (n < 10) {
		e->cols = (int)below(12);
	} else if (n < 50) {
		assert_true(key_parse(key_names[below(MODEL_KEYS)], &k));
		edit_key(e, k);
	} else {
		k = (struct key){ .code = pool[below(POOL)] };
		edit_key(e, k);
	}
}

static bool is_boundary(const struct edit *e)
{
	size_t at = 0;

	while (at < e->cursor)
		at = utf8_next(e->text.s, e->text.len, at);
	return at == e->cursor;
}

/* What is wrong with it; NULL if all promises hold. */
static const char *broken(const struct edit *e)
{
	AUTOBUF nfc = BUF_INIT;
	int row_at, col;

	if (e->text.len > e->max)
		return "it is too long";
	if (strlen(edit_text(e)) != e->text.len ||
	    !utf8_storable(e->text.s, e->text.len, true, NULL))
		return "it holds what is no text";
	if (!e->multiline && strchr(edit_text(e), '\n'))
		return "one line has two";
	utf8_nfc(&nfc, e->text.s, e->text.len);
	if (strcmp(nfc.s, edit_text(e)) != 0)
		return "it is not in normal form";
	if (e->cursor > e->text.len || !is_boundary(e))
		return "the cursor is within a character";
	if (e->selected && !e->text.len)
		return "nothing is selected";
	edit_position(e, &row_at, &col);
	if (row_at < 0 || row_at >= edit_rows(e) || col < 0 ||
	    (e->multiline && e->cols && col > e->cols))
		return "the cursor is outside";
	return NULL;
}

static void check_undo(struct edit *e, const char *first, uint64_t seed)
{
	AUTOBUF last = BUF_INIT;

	while (edit_redo(e))
		;
	buf_adds(&last, edit_text(e));
	while (edit_undo(e))
		if (broken(e))
			fail_msg("seed %u, undoing: %s", (unsigned)seed, broken(e));
	if (strcmp(edit_text(e), first) != 0)
		fail_msg("seed %u: undone to \"%s\" instead of \"%s\"", (unsigned)seed,
			 edit_text(e), first);
	while (edit_redo(e))
		if (broken(e))
			fail_msg("seed %u, redoing: %s", (unsigned)seed, broken(e));
	if (strcmp(edit_text(e), last.s) != 0)
		fail_msg("seed %u: redone to \"%s\" instead of \"%s\"", (unsigned)seed,
			 edit_text(e), last.s);
}

static void edit_key__keeps_its_promises_in_all_of_unicode(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
		AUTOBUF first = BUF_INIT;
		struct edit e;

		start_round(seed);
		edit_init(&e, seed % 2, 10 + below(90));
		add_random(&first, 20);
		buf_addc(&first, '\0'); /* it may hold one already: the text ends there */
		edit_set(&e, first.s, below(2));
		buf_clear(&first);
		buf_adds(&first, edit_text(&e));
		for (int i = 0; i < KEYS; i++) {
			unsigned revision = e.revision;
			AUTOBUF before = BUF_INIT;

			buf_adds(&before, edit_text(&e));
			press_any(&e);
			if (broken(&e))
				fail_msg("seed %u, key %d: %s: \"%s\"", (unsigned)seed, i,
					 broken(&e), edit_text(&e));
			if (revision == e.revision && strcmp(before.s, edit_text(&e)) != 0)
				fail_msg("seed %u, key %d: a change was not told", (unsigned)seed,
					 i);
		}
		check_undo(&e, first.s, seed);
		edit_release(&e);
	}
}

static int setup(void **state)
{
	(void)state;
	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "");
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edit_key__does_what_an_array_does),
		cmocka_unit_test(edit_key__keeps_its_promises_in_all_of_unicode),
	};

	return cmocka_run_group_tests_name("app edit properties", tests, setup, NULL);
}
