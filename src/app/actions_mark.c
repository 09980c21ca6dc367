/* SPDX-License-Identifier: MIT */
/* actions_mark.c - the action table: marking, wherever lines are records. */
#include "app/actions.h"

#include <stdio.h>

#include "app/marked.h"

static void moved(struct screen *s)
{
	struct view *v = screen_top(s);

	if (v->kind == VIEW_BENCH)
		bench_moved(s, &v->bench, v->bench.focus);
}

/* What is marked now, in words; what is not shown is never left unsaid. */
static void say_marks(struct screen *s)
{
	const struct list *l = screen_list_const(s);
	AUTOBUF text = BUF_INIT;
	struct marked m;
	size_t hidden;

	marked_look(screen_top_const(s), &m);
	hidden = m.n - m.shown;
	if (m.all && l) {
		screen_say(s, LEVEL_INFO, "All %s are marked as soon as they are found; Esc stops looking.",
			   l->entity->plural);
		return;
	}
	buf_addf(&text, "%zu of %zu marked", m.shown, m.rows);
	if (hidden)
		buf_addf(&text, "; %zu more %s marked and not shown", hidden, hidden == 1 ? "is" : "are");
	screen_say(s, LEVEL_INFO, "%s.", text.s);
}

static bool possible_mark(const struct screen *s, char *why, size_t size)
{
	struct marked m;

	if (!possible_with_store(s, why, size))
		return false;
	if (marked_look(screen_top_const(s), &m) && m.rows)
		return true;
	snprintf(why, size, "the list is empty");
	return false;
}

/* On a line that can be marked. */
static bool possible_mark_row(const struct screen *s, char *why, size_t size)
{
	const struct entity *e;
	char uid[UUID_TEXT];

	if (!possible_mark(s, why, size))
		return false;
	if (screen_subject(s, &e, uid))
		return true;
	snprintf(why, size, "no record stands in this line");
	return false;
}

static void run_mark(struct screen *s)
{
	marked_row(screen_top(s));
	moved(s);
}

static bool possible_range(const struct screen *s, char *why, size_t size)
{
	struct marked m;

	/* One that is open may end anywhere. */
	if (marked_look(screen_top_const(s), &m) && m.range)
		return possible_with_store(s, why, size);
	return possible_mark_row(s, why, size);
}

static void run_range(struct screen *s)
{
	struct marked m;

	marked_range(screen_top(s));
	marked_look(screen_top_const(s), &m);
	if (m.range)
		screen_say(s, LEVEL_INFO, "A range begins here: move to its end and press V again; Esc leaves it.");
	else
		say_marks(s);
}

static void run_mark_all(struct screen *s)
{
	marked_all(screen_top(s));
	say_marks(s);
}

static void run_mark_others(struct screen *s)
{
	marked_others(screen_top(s));
	say_marks(s);
}

static bool possible_unmark(const struct screen *s, char *why, size_t size)
{
	struct marked m;

	if (marked_look(screen_top_const(s), &m) && (m.n || m.range || m.all))
		return true;
	snprintf(why, size, "nothing is marked");
	return false;
}

static void run_unmark(struct screen *s)
{
	struct marked m;

	marked_look(screen_top_const(s), &m);
	marked_none(screen_top(s));
	screen_say(s, LEVEL_INFO, "%zu mark%s taken off.", m.n, m.n == 1 ? "" : "s");
}

static const struct action table[] = {
	{ "mark", "Mark", "Space|Ins", CONTEXT_MARKS, 0, "Mark the row, or take its mark off, and go down.", possible_mark_row,
	  run_mark },
	{ "mark-range", "Mark a range", "V", CONTEXT_MARKS, 0, "Begin a range of marks here; again: mark up to here.",
	  possible_range, run_range },
	{ "mark-all", "Mark all shown", "*", CONTEXT_MARKS, 0, "Mark every row that the list shows.", possible_mark,
	  run_mark_all },
	{ "mark-others", "Turn marks round", "I", CONTEXT_MARKS, 0,
	  "Of the rows shown, mark those that are not, and unmark the others.", possible_mark, run_mark_others },
	{ "unmark", "Take marks off", "M", CONTEXT_MARKS, 0, "Take all marks off, those that are not shown as well.",
	  possible_unmark, run_unmark },
};

ACTION_PART(actions_mark, table);
