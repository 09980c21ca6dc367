/* SPDX-License-Identifier: MIT */
/*
 * take_over.c - an unfinished form that another session of one's own still has open.
 *
 * A line that broke silently leaves a session that does not know it yet. It is asked to
 * end (it writes what was typed and lets the draft go), and the draft is opened here
 * as soon as it is free.
 */
#include "app/screen_private.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOOK_US INT64_C(50000)
#define WAIT_US INT64_C(6000000) /* a session that is asked to end does so within 3 s */

/* The process that holds it; 0: that cannot be told, or it is this one. */
static pid_t holder(const struct draft_found *d)
{
	const char *text = draft_get(d, "pid");
	long pid = text ? strtol(text, NULL, 10) : 0;

	return pid > 1 && pid <= INT32_MAX && pid != (long)getpid() ? (pid_t)pid : 0;
}

static void drop_own(struct draft_list *l)
{
	size_t keep = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (holder(&l->at[i]))
			l->at[keep++] = l->at[i];
		else
			free(l->at[i].pairs);
	}
	l->n = keep;
}

void take_over_find(const struct app *a, struct draft_list *out)
{
	char dir[512];

	*out = (struct draft_list){ .n = 0 };
	if (!draft_dir(a, dir, sizeof dir))
		return;
	draft_find_held(dir, out);
	drop_own(out);
}

static const struct draft_found *find(const struct draft_list *l, const char *path)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].path, path) == 0)
			return &l->at[i];
	return NULL;
}

/* A confined session may not send signals to another: that one looks now and then whether it is asked. */
static bool ask(const struct app *a, const struct draft_found *d)
{
	if (a->options.host)
		return draft_ask(d->path);
	return kill(holder(d), SIGTERM) == 0 || errno == ESRCH;
}

/* It may have been let go, or have ended, since it was listed. */
static void ask_to_end(struct screen *s, void *data)
{
	const char *path = s->taking.wanted;
	struct draft_list held;
	const struct draft_found *d;

	(void)data;
	take_over_find(s->app, &held);
	d = find(&held, path);
	if (d && !ask(s->app, d))
		screen_say(s, LEVEL_ERROR, "The other session cannot be asked to end: %s.", strerror(errno));
	else {
		snprintf(s->taking.path, sizeof s->taking.path, "%s", path);
		s->taking.until_us = s->now_us + WAIT_US;
		s->taking.next_us = s->now_us;
		screen_say(s, LEVEL_INFO, "The other session is asked to end; the form opens here.");
	}
	draft_list_release(&held);
}

void take_over_push(struct screen *s, const char *path, const char *what)
{
	AUTOBUF text = BUF_INIT;

	buf_addf(&text,
		 "%s is open in another session of yours. That session is asked to end: all that was typed there is "
		 "kept, and this form is opened here.",
		 what);
	snprintf(s->taking.wanted, sizeof s->taking.wanted, "%s", path);
	confirm_push(s, "Take over", text.s, ask_to_end, NULL);
}

int take_over_tick(struct screen *s, int64_t now_us)
{
	struct taking *t = &s->taking;

	if (!t->path[0])
		return -1;
	if (now_us < t->next_us)
		return (int)((t->next_us - now_us) / 1000 + 1);
	t->next_us = now_us + LOOK_US;
	if (draft_is_held(t->path)) {
		if (now_us < t->until_us)
			return (int)(LOOK_US / 1000);
		screen_say(s, LEVEL_WARNING, "The other session does not end. Its form is offered again when it has.");
	} else {
		draft_unask(t->path);
		draft_open(s, t->path);
	}
	draft_unask(t->path);
	t->path[0] = '\0';
	return -1;
}

bool take_over_asked(const struct screen *s)
{
	for (int i = 0; i < s->depth; i++)
		if (s->stack[i]->kind == VIEW_FORM && draft_asked(s->stack[i]->form->draft))
			return true;
	return false;
}
