/* SPDX-License-Identifier: MIT */
/* screen_count.c - how much waits for whoever is acting, counted when the frame is out. */
#include "app/inbox.h"
#include "app/screen_private.h"
#include "base/clock.h"

#define COUNT_US 3000 /* a count that took longer gives back the memory it took */

static void count_waiting(struct screen *s)
{
	struct inbox b;

	s->waiting = 0;
	if (!s->app->store)
		return;
	store_look_begin(s->app->store);
	if (inbox_read(s->app, true, &b, NULL) == 0)
		s->waiting = inbox_waiting(&b);
	inbox_release(&b);
	store_look_end(s->app->store);
}

/* How much waits for whoever is acting: shown in the title line. */
void screen_count_waiting(struct screen *s)
{
	s->waits->uid[0] = '\0';
	s->waits->read = false;
	s->count_later = s->app->key_waits != NULL;
	if (!s->count_later)
		count_waiting(s);
}

static bool key_came(void *data)
{
	const struct screen *s = data;

	return s->app->key_waits(s->app->key_data);
}

void screen_count_in_pause(struct screen *s)
{
	int before = s->waiting;
	int64_t started = clock_monotonic_us();

	if (s->app->store)
		store_on_progress(s->app->store, key_came, s);
	count_waiting(s);
	if (s->app->store)
		store_on_progress(s->app->store, NULL, NULL);
	s->count_us = clock_monotonic_us() - started;
	if (s->app->store && s->count_us > COUNT_US)
		store_rest(s->app->store);
	s->count_later = key_came(s); /* it may have been broken off */
	if (s->count_later)
		s->waiting = before;
	s->redraw |= s->waiting != before;
}
