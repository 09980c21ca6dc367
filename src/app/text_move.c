/* SPDX-License-Identifier: MIT */
/* text_move.c - moving in a page of text: by lines, or from one line that can be chosen to the next. */
#include "app/screen_private.h"

int text_lines(const struct text_page *t)
{
	int lines = 1;

	for (size_t i = 0; i + 1 < t->text.len; i++)
		lines += t->text.s[i] == '\n';
	return lines;
}

void text_scroll(struct text_page *t, int by)
{
	int lines = text_lines(t), last = lines > t->page ? lines - t->page : 0;

	t->top = t->top + by > last ? last : t->top + by < 0 ? 0 : t->top + by;
}

/* The line behind the last one of what is chosen. */
static int end_of(const struct text_page *t, int mark)
{
	return mark + 1 < t->n_marks ? t->marks[mark + 1].line : text_lines(t);
}

/* What is longer than the screen is read to its end before the next one is chosen. */
static void next(struct text_page *t)
{
	int below;

	if (end_of(t, t->mark) > t->top + t->page || t->mark + 1 == t->n_marks) {
		text_scroll(t, 1);
		return;
	}
	below = end_of(t, ++t->mark) - (t->top + t->page);
	if (below > t->marks[t->mark].line - t->top)
		below = t->marks[t->mark].line - t->top;
	if (below > 0)
		text_scroll(t, below);
}

static void previous(struct text_page *t)
{
	if (t->marks[t->mark].line < t->top || t->mark == 0) {
		text_scroll(t, -1);
		return;
	}
	t->mark--;
	if (t->marks[t->mark].line < t->top)
		text_scroll(t, t->marks[t->mark].line - t->top);
}

/* After a leap the first one that can be seen is chosen; at the very end the last. */
static void choose_shown(struct text_page *t, bool last)
{
	int i = 0;

	while (i + 1 < t->n_marks && (last || t->marks[i].line < t->top))
		i++;
	t->mark = i;
}

void text_move(struct screen *s, struct text_page *t, int lines, int pages)
{
	if (t->n_marks && lines == 1) {
		next(t);
	} else if (t->n_marks && lines == -1) {
		previous(t);
	} else {
		int step = t->page > 1 ? t->page - 1 : 1;
		int room = 1000000 / step;

		text_scroll(t, lines + (pages > room ? room : pages) * step);
		choose_shown(t, lines > 1);
	}
	if (t->more && t->top + t->page >= text_lines(t))
		t->more(s, t);
}
