/* SPDX-License-Identifier: MIT */
/*
 * footer.c - the last line: the message, or the keys that work here and now.
 *
 * Keys come from the action table in its order, as many as fit; help is always
 * among them. Every message begins with a word, so that none needs its colour.
 */
#include "ui/ui_private.h"

#include <stdio.h>
#include <string.h>

#include "app/action.h"
#include "app/marked.h"
#include "base/utf8.h"

#define MESSAGE_ROWS 4 /* a message that does not fit the line grows upwards, up to this */
#define KEY_GAP      2

/* ---- where in it all ------------------------------------------------------------------------ */

/* Marks that are not shown are counted aloud: nothing is done with them. */
static void marks_text(const struct marked *m, struct buf *out)
{
	size_t hidden = m->reading ? 0 : m->n - m->shown;

	if (m->all)
		buf_adds(out, "marking all");
	else if (m->range)
		buf_addf(out, "range of %zu", m->range);
	else if (hidden == m->n)
		buf_addf(out, "%zu marked, not shown", hidden);
	else
		buf_addf(out, "%zu marked", m->n - hidden);
	if (hidden && hidden < m->n)
		buf_addf(out, ", %zu more not shown", hidden);
}

static void place_text(const struct screen *s, struct buf *out)
{
	const struct view *v = screen_top_const(s);
	const struct list *l = screen_list_const(s);
	struct marked m;

	if (s->n_pending) {
		for (int i = 0; i < s->n_pending; i++) {
			char name[KEY_NAME_MAX];

			buf_addf(out, "%s ", key_text(s->pending[i], name));
		}
		buf_adds(out, glyph_text(s->app->options.ascii, GLYPH_ELLIPSIS));
		return;
	}
	if (v && marked_look(v, &m) && (m.n || m.range || m.all)) {
		marks_text(&m, out);
		if (l)
			buf_adds(out, text_dot(s->app->options.ascii));
	}
	if (l && l->ids.n) {
		buf_addf(out, "%zu/%s%zu", l->cursor + 1, l->filling ? "~" : "", l->ids.n);
	} else if (v && v->kind == VIEW_SHEET && v->sheet.n_rows > v->sheet.page) {
		int last = v->sheet.top + v->sheet.page;

		buf_addf(out, "%d-%d of %d", v->sheet.top + 1,
			 last < v->sheet.n_rows ? last : v->sheet.n_rows, v->sheet.n_rows);
	} else if (v && v->kind == VIEW_FORM && !v->form->in_conflict) {
		buf_addf(out, "%d/%d", v->form->focus + 1, v->form->n_fields);
	} else if (v && v->kind == VIEW_FORM) {
		buf_addf(out, "%d/%d", v->form->conflict_at + 1, v->form->conflict.n_conflicts);
	}
}

/* ---- keys --------------------------------------------------------------------------------------- */

#define TYPING (CONTEXT_FORM | CONTEXT_FILTER | CONTEXT_SEEK | CONTEXT_CHOOSER | CONTEXT_PROMPT)

/* The first key of an action that is a key here: where text is typed, characters are text. */
static const char *key_here(const struct screen *s, const struct action *a, unsigned context)
{
	const char *name;

	for (int i = 0; (name = keymap_key(s->keymap, a, i)); i++) {
		struct key keys[KEY_SEQUENCE_MAX];

		if (!(context & TYPING) ||
		    (key_parse_sequence(name, keys) && !key_is_text(keys[0])))
			return name;
	}
	return NULL;
}

static bool shown_here(const struct screen *s, const struct action *a, unsigned context)
{
	char why[256];

	return (a->flags & ACTION_FOOTER) && (a->contexts & context) &&
	       action_possible(s, a, why, sizeof why);
}

static bool is_help(const struct action *a)
{
	return strncmp(a->id, "help", 4) == 0;
}

static int key_cols(const char *key, const char *label)
{
	return utf8_width(key, strlen(key)) + 1 + utf8_width(label, strlen(label));
}

static int put_key(struct area line, int col, const char *key, const char *label)
{
	int used = area_put(line, 0, col, -1, PAINT_FOOTER_KEY, key);

	return used + 1 + area_put(line, 0, col + used + 1, -1, PAINT_FOOTER, label);
}

static const struct action *find_help(const struct screen *s, unsigned context)
{
	for (size_t i = 0; i < action_count(); i++)
		if (is_help(action_at(i)) && shown_here(s, action_at(i), context) &&
		    key_here(s, action_at(i), context))
			return action_at(i);
	return NULL;
}

static void put_keys(const struct screen *s, struct area line)
{
	unsigned context = screen_context(s);
	const struct action *help = find_help(s, context);
	const char *help_key = help ? key_here(s, help, context) : NULL;
	int end = line.cols - 1, col = 1;
	AUTOBUF place = BUF_INIT;

	area_fill(line, 0, 0, line.cols, PAINT_FOOTER);
	place_text(s, &place);
	if (place.len) {
		end -= utf8_width(place.s, place.len);
		area_put(line, 0, end, -1, PAINT_FOOTER, place.s);
		end -= KEY_GAP;
	}
	if (help)
		end -= key_cols(help_key, help->label) + KEY_GAP;
	for (size_t i = 0; i < action_count(); i++) {
		const struct action *a = action_at(i);
		const char *key = shown_here(s, a, context) && !is_help(a) ? key_here(s, a, context)
									   : NULL;

		if (!key)
			continue;
		if (col + key_cols(key, a->label) > end)
			break;
		col += put_key(line, col, key, a->label) + KEY_GAP;
	}
	if (help)
		put_key(line, col, help_key, help->label);
}

/* ---- the message ----------------------------------------------------------------------------------- */

static const struct {
	const char *word;
	enum paint paint;
} levels[] = {
	[LEVEL_INFO] = { "Note", PAINT_FOOTER },
	[LEVEL_GOOD] = { "OK", PAINT_GOOD },
	[LEVEL_WARNING] = { "Warning", PAINT_WARNING },
	[LEVEL_ERROR] = { "ERROR", PAINT_ERROR },
};

static void put_message(const struct screen *s, struct area all)
{
	const struct message *m = &s->message;
	enum paint p = levels[m->level].paint;
	const char *word = levels[m->level].word;
	int col = (int)strlen(word) + 3, cols = all.cols - col - 1;
	int rows = wrapped_rows(m->text, cols),
	    most = all.rows / 3 > MESSAGE_ROWS ? MESSAGE_ROWS : all.rows / 3;

	if (rows > most)
		rows = most > 0 ? most : 1;
	for (int i = 0; i < rows; i++)
		area_fill(all, all.rows - rows + i, 0, all.cols, p);
	area_putf(all, all.rows - rows, 1, -1, p, "%s:", word);
	put_wrapped(all, all.rows - rows, col, cols, rows, p, m->text);
}

void frame_footer(const struct screen *s, struct area all)
{
	if (s->message.text[0])
		put_message(s, all);
	else
		put_keys(s, area_sub(all, all.rows - 1, 0, 1, all.cols));
}
