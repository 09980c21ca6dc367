/* SPDX-License-Identifier: MIT */
/* actions.c - the action table as a whole: looking up, asking whether, running. */
#include "app/actions.h"

#include <stdio.h>
#include <string.h>

#include "app/past.h"

static const struct action_part *const parts[] = {
	&actions_arrange,
	&actions_open, &actions_life, &actions_work, &actions_mark, &actions_many, &actions_plan, &actions_cover,
	&actions_view, &actions_past, &actions_paper, &actions_explain, &actions_move, &actions_form, &actions_dialog,
};

#define N_PARTS (sizeof parts / sizeof *parts)

size_t action_count(void)
{
	size_t n = 0;

	for (size_t p = 0; p < N_PARTS; p++)
		n += parts[p]->n;
	return n;
}

const struct action *action_at(size_t i)
{
	for (size_t p = 0; p < N_PARTS; p++) {
		if (i < parts[p]->n)
			return &parts[p]->at[i];
		i -= parts[p]->n;
	}
	return NULL;
}

const struct action *action_by_id(const char *id)
{
	for (size_t i = 0; i < action_count(); i++)
		if (strcmp(action_at(i)->id, id) == 0)
			return action_at(i);
	return NULL;
}

bool possible_with_store(const struct screen *s, char *why, size_t size)
{
	if (s->app->store)
		return true;
	snprintf(why, size, "no database is open");
	return false;
}

bool possible_on_record(const struct screen *s, char *why, size_t size)
{
	const struct entity *e;
	char uid[UUID_TEXT];

	if (!possible_with_store(s, why, size))
		return false;
	if (screen_subject(s, &e, uid))
		return true;
	snprintf(why, size, "no record is selected");
	return false;
}

bool possible_on_rows(const struct screen *s, char *why, size_t size)
{
	const struct list *l = screen_list_const(s);

	if (!possible_with_store(s, why, size))
		return false;
	if (l && l->ids.n)
		return true;
	snprintf(why, size, "the list is empty");
	return false;
}

bool possible_about(const struct screen *s, enum entity_id kind, const char *none_of, char *why, size_t size)
{
	const struct entity *e;
	char uid[UUID_TEXT];
	struct error err = ERROR_INIT;

	if (!possible_on_record(s, why, size))
		return false;
	screen_subject(s, &e, uid);
	if (!(e->flags & ENTITY_SUBJECT))
		snprintf(why, size, "%s a %s", none_of, e->label);
	else if (!app_may_add(s->app, record_entity(kind), &err))
		snprintf(why, size, "%s", err.why);
	else
		return true;
	return false;
}

bool action_possible(const struct screen *s, const struct action *a, char *why, size_t size)
{
	why[0] = '\0';
	if ((a->flags & ACTION_WRITES) && past_is(s->app)) {
		snprintf(why, size, "the past cannot be changed; Esc goes back to now");
		return false;
	}
	if ((a->flags & ACTION_WRITES) && s->app->store && store_read_only(s->app->store)) {
		snprintf(why, size, "the database is open for reading only");
		return false;
	}
	return !a->possible || a->possible(s, why, size);
}

void action_run(struct screen *s, const struct action *a)
{
	char why[256];

	if (action_possible(s, a, why, sizeof why)) {
		int depth = s->depth;

		a->run(s);
		/* Where one action runs another, it is the one that was asked for. */
		if (s->depth == depth + 1)
			screen_top(s)->by = a;
	} else
		screen_say(s, LEVEL_WARNING, "%s: not possible now: %s.", a->label, why);
}
