/* SPDX-License-Identifier: MIT */
/*
 * test_prop_screen.c - any keys, pastes, sizes and other people's commits, in any
 * order: nothing crashes, the grid stays sound, the selection and the text
 * cursor can be seen, and the database verifies afterwards.
 *
 * PROP_SEED repeats one round, PROP_ROUNDS and PROP_STEPS ask for more.
 */
#include "../screen/screen_help.h"

#include <stdio.h>
#include <string.h>

#include "app/action.h"
#include "app/assign.h"
#include "app/keep.h"
#include "app/layout.h"
#include "base/utf8.h"
#include "dice.h"
#include "ui/render.h"

#define ROUNDS 6
#define STEPS  1500
#define TRAIL  40 /* steps told about when something is wrong */

struct walk {
	struct shot *shot;
	struct dice dice;
	uint64_t seed;
	int step;
	char trail[TRAIL][64];
	struct app other; /* somebody else at the same file */
};

static struct walk walk;
static unsigned seen;      /* kinds of views, a bit each, over all rounds */
static int64_t written;    /* log entries, over all rounds */

static void wrong(const char *what)
{
	AUTOBUF text = BUF_INIT;

	for (int i = walk.step < TRAIL ? 0 : walk.step - TRAIL + 1; i <= walk.step; i++)
		buf_addf(&text, " %s", walk.trail[i % TRAIL]);
	fail_msg("PROP_SEED=%llu, step %d: %s\nafter%s", (unsigned long long)walk.seed, walk.step, what, text.s);
}

/* ---- what must hold ------------------------------------------------------------------- */

static void check_cell(const struct grid *g, int row, int col)
{
	const struct cell *c = &g->cells[row * g->cols + col];

	if (c->paint >= PAINT_MAX)
		wrong("a cell has no role");
	if (c->width == 0 && (col == 0 || c[-1].width != 2))
		wrong("a right half without its left one");
	if (c->width == 2 && (col + 1 == g->cols || c[1].width != 0))
		wrong("a left half without its right one");
	if (c->len == 0)
		return;
	if (c->len > GRID_CELL_BYTES || !utf8_valid(c->bytes, c->len, NULL) ||
	    !utf8_is_visible(c->bytes, c->len, UTF8_FILTER_NONE))
		wrong("a cell holds what is no text");
	if (c->width == 0 || utf8_width(c->bytes, c->len) != c->width)
		wrong("a cell's text is not as wide as the cell");
}

static void check_grid(const struct grid *g)
{
	for (int row = 0; row < g->rows; row++)
		for (int col = 0; col < g->cols; col++)
			check_cell(g, row, col);
	if (g->cursor_row < 0 || g->cursor_row >= g->rows || g->cursor_col < 0 || g->cursor_col >= g->cols)
		wrong("the text cursor is not on the screen");
}

static void check_list(const struct list *l)
{
	size_t page = (size_t)(l->page > 0 ? l->page : 1);

	if (!l->ids.n) {
		if (l->selected[0])
			wrong("an empty list has a selection");
		return;
	}
	if (l->cursor >= l->ids.n || l->cursor < l->top || l->cursor >= l->top + page)
		wrong("the selected row is not on the screen");
	if (!list_uid(l, l->cursor) || strcmp(list_uid(l, l->cursor), l->selected) != 0)
		wrong("the selection is not the row under the cursor");
}

static void check_form(struct form *f)
{
	struct edit *e = form_edit_focus(f);

	if (f->focus < 0 || f->focus >= f->n_fields)
		wrong("no field has the focus");
	if (f->in_conflict && (f->conflict_at < 0 || f->conflict_at >= f->conflict.n_conflicts))
		wrong("no clash has the focus");
	if (e && (e->cursor > e->text.len || e->text.len > e->max || !utf8_valid(e->text.s, e->text.len, NULL)))
		wrong("the text of a field is not sound");
}

static void check_chooser(const struct chooser *c)
{
	if (c->n_shown && (c->cursor < 0 || c->cursor >= c->n_shown))
		wrong("nothing is marked in a chooser");
	if (c->n_shown && c->page > 0 && (c->cursor < c->top || c->cursor >= c->top + c->page))
		wrong("what is marked in a chooser is not on the screen");
}

static void check_sheet(const struct sheet *s)
{
	if (s->link >= s->n_lines || (s->link >= 0 && !s->lines[s->link].entity))
		wrong("the selected link is none");
	if (s->top < 0 || (s->n_rows && s->top >= s->n_rows))
		wrong("a record is scrolled off the screen");
}

static void check_text(const struct text_page *t)
{
	int lines = 1;

	for (size_t i = 0; i + 1 < t->text.len; i++)
		lines += t->text.s[i] == '\n';
	if (t->top < 0 || (t->top > 0 && t->top + t->page > lines))
		wrong("a page of text is scrolled past its end");
}

static void check_view(struct view *v)
{
	seen |= 1u << v->kind;
	switch (v->kind) {
	case VIEW_BENCH:
		for (int i = 0; i < BENCH_PANES; i++)
			if (!v->bench.single || i == v->bench.focus)
				check_list(&v->bench.pane[i]);
		break;
	case VIEW_LIST:
		check_list(&v->list);
		break;
	case VIEW_SHEET:
		check_sheet(&v->sheet);
		break;
	case VIEW_FORM:
		check_form(v->form);
		break;
	case VIEW_TEXT:
		check_text(&v->text);
		break;
	case VIEW_CHOOSER:
		check_chooser(&v->chooser);
		break;
	default:
		break;
	}
}

static void check(void)
{
	struct shot *s = walk.shot;
	struct layout l;

	shot_render(s);
	if (s->grid.rows != s->screen.rows || s->grid.cols != s->screen.cols)
		wrong("the grid has another size");
	check_grid(&s->grid);
	layout_compute(&s->screen, &l);
	if (!l.too_small)
		check_view(screen_top(&s->screen));
}

/* ---- what happens ------------------------------------------------------------------------ */

static void told(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void told(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(walk.trail[walk.step % TRAIL], sizeof walk.trail[0], format, args);
	va_end(args);
}

static void press(struct key k)
{
	char name[KEY_NAME_MAX];

	told("%s", key_text(k, name));
	screen_key(&walk.shot->screen, k);
}

/* One of the keys that do something here. */
static void press_bound(void)
{
	unsigned context = screen_context(&walk.shot->screen);
	struct key keys[KEY_SEQUENCE_MAX];

	for (int tries = 0; tries < 100; tries++) {
		const struct action *a = action_at(dice(&walk.dice, (uint32_t)action_count()));
		const char *name = keymap_key(walk.shot->screen.keymap, a, (int)dice(&walk.dice, 2));
		int n = name && (a->contexts & context) ? key_parse_sequence(name, keys) : 0;

		for (int i = 0; i < n; i++)
			press(keys[i]);
		if (n)
			return;
	}
}

static void press_any(void)
{
	static const uint8_t mods[] = { 0, 0, 0, KEYMOD_CTRL, KEYMOD_ALT, KEYMOD_SHIFT };
	struct key k = { .mods = mods[dice(&walk.dice, 6)] };

	if (dice(&walk.dice, 2))
		k.code = KEYCODE_SPECIAL + dice(&walk.dice, KEYCODE_MAX - KEYCODE_SPECIAL);
	else
		k.code = ' ' + dice(&walk.dice, 95);
	press(k);
}

static const char *const texts[] = {
	"2012-12-31", "+2w", "OPR", "OHC", "ICE", "study", "is:open", "OIG-12-130/1", "yes", "16", "M2.4",
	"e\xcc\x81", "\xe6\xbc\xa2\xe5\xad\x97", "\xf0\x9f\x98\x80", "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",
	"\xe2\x80\xae", "\xe2\x80\x8b", "\"", "(", "-", "a b", "title:", "due<", "Keyed in by chance",
};

static void type_text(const char *text)
{
	size_t len = strlen(text);

	told("\"%s\"", text);
	for (size_t at = 0; at < len;) {
		struct key k = { .code = 0 };

		at += utf8_decode(text + at, len - at, &k.code);
		screen_key(&walk.shot->screen, k);
	}
}

static const char *any_text(void)
{
	return texts[dice(&walk.dice, sizeof texts / sizeof *texts)];
}

static void paste_text(void)
{
	AUTOBUF text = BUF_INIT;

	for (uint32_t n = dice(&walk.dice, 6); n > 0; n--)
		buf_addf(&text, "%s%s", any_text(), dice(&walk.dice, 3) ? " " : "\n\t");
	if (dice(&walk.dice, 40) == 0)
		buf_pad(&text, 'x', 70000);
	told("paste of %zu", text.len);
	screen_paste(&walk.shot->screen, text.s, text.len, dice(&walk.dice, 10) ? 0 : 7);
}

static void change_size(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 60, 200 }, { 20, 60 },
					{ 10, 40 }, { 6, 20 },	 { 1, 1 } };
	uint32_t which = dice(&walk.dice, 10);
	int rows = which < 7 ? sizes[which][0] : 1 + (int)dice(&walk.dice, 60);
	int cols = which < 7 ? sizes[which][1] : 1 + (int)dice(&walk.dice, 200);

	told("%dx%d", cols, rows);
	screen_resize(&walk.shot->screen, rows, cols);
}

static void press_named(const char *name)
{
	struct key keys[KEY_SEQUENCE_MAX];
	int n = key_parse_sequence(name, keys);

	for (int i = 0; i < n; i++)
		press(keys[i]);
}

/* A row marked, B, a field, the preview: nobody gets there by chance. */
static void change_marked(void)
{
	static const char *const keys[] = { "2", "Space", "B", "Enter" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		press_named(keys[i]);
	for (uint32_t n = dice(&walk.dice, 24); n > 0; n--)
		press_named("Tab");
	type_text(any_text());
	press_named("Ctrl-S");
}

static void let_time_pass(void)
{
	struct shot *s = walk.shot;

	told("time");
	s->now_us += dice(&walk.dice, 2) ? 50000 : 2000000;
	screen_tick(&s->screen, s->now_us, dice(&walk.dice, 4) == 0);
}

/* Somebody else saves something, or takes something out. */
static void other_commits(void)
{
	static const char *const refs[] = { "OIG-12-130/1", "OIG-11-119/12", "OIG-12-130", "M2.4", "OIG-10-63/1" };
	struct assignment at = { "next_step", any_text() };
	struct assign assign = { .at = &at, .n = 1 };
	struct error err = ERROR_INIT;
	AUTOBUF shown = BUF_INIT;
	bool changed;
	int64_t batch;
	char what[256];

	if (!walk.other.store)
		return;
	told("somebody else");
	if (dice(&walk.dice, 3) == 0)
		door_undo(&walk.other, 0, &batch, what, sizeof what, &err);
	else
		assign_set(&walk.other, refs[dice(&walk.dice, 5)], &assign, &shown, &changed, NULL, &err);
}

static void come_back(void)
{
	struct shot *s = walk.shot;
	struct error err = ERROR_INIT;
	int rows = s->screen.rows, cols = s->screen.cols;

	screen_save_drafts(&s->screen);
	screen_release(&s->screen);
	assert_int_equal(screen_init(&s->screen, &s->app, &err), 0);
	screen_resize(&s->screen, rows, cols);
	screen_start(&s->screen);
}

static void take_step(void)
{
	static const struct {
		uint32_t share;
		void (*run)(void);
	} deeds[] = {
		{ 55, press_bound }, { 10, press_any },   { 5, change_size }, { 6, paste_text },
		{ 8, let_time_pass }, { 2, other_commits }, { 2, change_marked },
	};
	uint32_t at = dice(&walk.dice, 100);

	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
		if (at < deeds[i].share) {
			deeds[i].run();
			return;
		}
		at -= deeds[i].share;
	}
	type_text(any_text());
}

/* ---- rounds ---------------------------------------------------------------------------------- */

static void see_problem(void *data, const char *where, const char *what)
{
	(void)data;
	print_message("%s: %s\n", where, what);
}

static void check_database(void)
{
	struct error err = ERROR_INIT;
	int64_t problems = 0;

	assert_int_equal(keep_verify(&walk.shot->app, see_problem, NULL, &problems, &err), 0);
	if (problems)
		wrong("the database does not verify");
}

static int64_t head(struct app *a)
{
	struct error err = ERROR_INIT;
	int64_t entries = 0;
	char hash[65];

	assert_int_equal(keep_head(a, &entries, hash, &err), 0);
	return entries;
}

static void open_other(void)
{
	static struct app_options options = { .user = "lead" };
	struct error err = ERROR_INIT;

	options.database = walk.shot->path;
	assert_int_equal(app_init(&walk.other, &options, &err), 0);
	assert_int_equal(app_open(&walk.other, &err), 0);
}

/* Every fourth walk begins without a database. */
static void walk_once(uint64_t seed, int steps, bool database)
{
	void *state;
	int64_t before;

	assert_int_equal(database ? shot_setup(&state) : shot_setup_nothing(&state), 0);
	walk = (struct walk){ .shot = state, .seed = seed };
	dice_start(&walk.dice, seed);
	if (database)
		open_other();
	before = database ? head(&walk.shot->app) : 0;
	for (walk.step = 0; walk.step < steps; walk.step++) {
		take_step();
		if (walk.shot->screen.quit || !walk.shot->screen.depth)
			come_back();
		check();
	}
	walk.step--;
	if (database)
		written += head(&walk.shot->app) - before;
	if (walk.shot->app.store)
		check_database();
	if (database)
		app_release(&walk.other);
	shot_teardown(&state);
}

static void screen__stands_any_keys_at_any_size(void **state)
{
	uint64_t seed = dice_setting("PROP_SEED", 0), rounds = dice_setting("PROP_ROUNDS", ROUNDS);
	int steps = (int)dice_setting("PROP_STEPS", STEPS);

	(void)state;
	if (seed)
		walk_once(seed, steps, true);
	for (uint64_t i = 1; !seed && i <= rounds; i++)
		walk_once(i, steps, i % 4 != 0);
	/* A walk that sees little or changes nothing would prove nothing. */
	print_message("%lld log entries written, kinds of views seen: %x\n", (long long)written, seen);
	if (!seed)
		assert_int_equal(seen | 1u << VIEW_PROMPT, (1u << VIEW_KIND_MAX) - 1);
	assert_true(written > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screen__stands_any_keys_at_any_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
