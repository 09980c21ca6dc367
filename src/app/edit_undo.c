/* SPDX-License-Identifier: MIT */
/*
 * edit_undo.c - changing the text, and taking changes back.
 *
 * A step is the bytes that went and the bytes that came at one place. Steps of
 * typing and of erasing that follow each other are joined: a word, or a burst
 * where there are no words, is taken back at once.
 */
#include "app/edit_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define BURST         32                /* changes joined into one step at most */
#define HISTORY_BYTES ((size_t)4 << 20) /* of one field; the oldest steps go first */

struct edit_step {
	struct edit_step *below;
	size_t at;
	struct buf gone, come;
	size_t cursor_before, cursor_after;
	enum edit_kind kind;
	bool open; /* the next change may join */
	int changes;
	size_t bytes; /* of this step and all below */
};

/* ---- the history -------------------------------------------------------------------- */

static void free_steps(struct edit_step **top)
{
	while (*top) {
		struct edit_step *s = *top;

		*top = s->below;
		buf_release(&s->gone);
		buf_release(&s->come);
		free(s);
	}
}

void edit_forget(struct edit *e)
{
	free_steps(&e->done);
	free_steps(&e->undone);
}

void edit_close_step(struct edit *e)
{
	if (e->done)
		e->done->open = false;
}

static void count_bytes(struct edit_step *s)
{
	s->bytes = sizeof *s + s->gone.len + s->come.len + (s->below ? s->below->bytes : 0);
}

static void push(struct edit_step **top, struct edit_step *s)
{
	s->below = *top;
	s->open = false;
	count_bytes(s);
	*top = s;
}

/* Half goes at once, so that this costs little for each step. */
static void forget_oldest(struct edit *e)
{
	struct edit_step *keep = e->done;
	size_t all = e->done->bytes, below;

	if (all <= HISTORY_BYTES)
		return;
	while (keep->below && all - keep->below->bytes < HISTORY_BYTES / 2)
		keep = keep->below;
	below = keep->below ? keep->below->bytes : 0;
	free_steps(&keep->below);
	for (struct edit_step *s = e->done; s; s = s->below)
		s->bytes -= below;
}

static bool joins(const struct edit *e, const struct edit_change *c)
{
	const struct edit_step *s = e->done;

	return s && s->open && s->kind == c->kind && c->kind != EDIT_OTHER && !c->word &&
	       s->changes < BURST && s->cursor_after == c->cursor_before &&
	       c->at <= s->at + s->come.len && c->at + c->n_gone >= s->at;
}

/* The change starts, ends, or both, within or beside what the step put there. */
static void join(struct edit_step *s, const struct edit_change *c)
{
	size_t end = c->at + c->n_gone, step_end = s->at + s->come.len;
	size_t lead = c->at < s->at ? s->at - c->at : 0;
	size_t tail = end > step_end ? end - step_end : 0;
	size_t first = c->at > s->at ? c->at - s->at : 0;
	size_t last = (end < step_end ? end : step_end) - s->at;

	buf_splice(&s->gone, 0, 0, c->gone, lead);
	buf_add(&s->gone, c->gone + c->n_gone - tail, tail);
	buf_splice(&s->come, first, last - first, c->come, c->n_come);
	s->at -= lead;
	s->changes++;
}

void edit_remember(struct edit *e, const struct edit_change *c)
{
	struct edit_step *s = e->done;

	free_steps(&e->undone);
	if (joins(e, c)) {
		join(s, c);
	} else {
		s = mem_alloc(sizeof *s);
		s->at = c->at;
		s->kind = c->kind;
		s->cursor_before = c->cursor_before;
		s->changes = 1;
		buf_init(&s->gone);
		buf_init(&s->come);
		buf_add(&s->gone, c->gone, c->n_gone);
		buf_add(&s->come, c->come, c->n_come);
		push(&e->done, s);
		s->open = true;
	}
	s->cursor_after = e->cursor;
	count_bytes(s);
	forget_oldest(e);
}

static void moved(struct edit *e, size_t cursor)
{
	e->cursor = cursor;
	e->selected = false;
	e->want_col = -1;
	e->revision++;
}

bool edit_undo(struct edit *e)
{
	struct edit_step *s = e->done;

	if (!s)
		return false;
	e->done = s->below;
	buf_splice(&e->text, s->at, s->come.len, s->gone.s, s->gone.len);
	moved(e, s->cursor_before);
	edit_close_step(e);
	push(&e->undone, s);
	return true;
}

bool edit_redo(struct edit *e)
{
	struct edit_step *s = e->undone;

	if (!s)
		return false;
	e->undone = s->below;
	buf_splice(&e->text, s->at, s->gone.len, s->come.s, s->come.len);
	moved(e, s->cursor_after);
	push(&e->done, s);
	return true;
}

/* ---- changing ------------------------------------------------------------------------ */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Takes off the bytes that old and new begin and end with. */
static void trim(struct edit_change *c)
{
	while (c->n_gone && c->n_come && *c->gone == *c->come) {
		c->at++;
		c->gone++;
		c->n_gone--;
		c->come++;
		c->n_come--;
	}
	while (c->n_gone && c->n_come && c->gone[c->n_gone - 1] == c->come[c->n_come - 1]) {
		c->n_gone--;
		c->n_come--;
	}
}

/*
 * What meets at the seams may compose, so the cluster before is looked at too,
 * and all that now belongs to the cluster the new bytes end in. Composing never
 * reaches across the border of a cluster.
 */
bool edit_replace(struct edit *e, size_t from, size_t to, const char *bytes, size_t len,
		  enum edit_kind kind)
{
	size_t lo = utf8_prev(e->text.s, e->text.len, from), put_end = from - lo + len, hi = 0;
	AUTOBUF raw = BUF_INIT;
	AUTOBUF come = BUF_INIT;
	AUTOBUF gone = BUF_INIT;

	buf_add(&raw, e->text.s + lo, from - lo);
	buf_add(&raw, bytes, len);
	buf_add(&raw, e->text.s + to, e->text.len - to);
	while (hi < put_end)
		hi = utf8_next(raw.s, raw.len, hi);
	utf8_nfc(&come, raw.s, hi);
	buf_add(&gone, e->text.s + lo, to - lo + (hi - put_end));
	if (e->text.len - gone.len + come.len > e->max)
		return false;

	struct edit_change c = { .at = lo,
				 .gone = gone.s,
				 .come = come.s,
				 .n_gone = gone.len,
				 .n_come = come.len,
				 .cursor_before = e->cursor,
				 .kind = kind };
	trim(&c);
	c.word = kind == EDIT_TYPED &&
		 (e->selected ||
		  (len && from && is_blank(e->text.s[from - 1]) && !is_blank(*bytes)));
	e->selected = false;
	e->cursor = lo + come.len;
	if (!c.n_gone && !c.n_come)
		return true;
	buf_splice(&e->text, c.at, c.n_gone, c.come, c.n_come);
	e->revision++;
	edit_remember(e, &c);
	return true;
}
