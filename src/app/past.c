/* SPDX-License-Identifier: MIT */
/* past.c - everything as it stood on a day. */
#include "app/past.h"

#include <limits.h>
#include <stdio.h>

#include "base/clock.h"

bool past_is(const struct app *a)
{
	return a->past.store != NULL;
}

void past_leave(struct app *a)
{
	if (!past_is(a))
		return;
	store_close(a->store);
	a->store = a->past.store;
	a->today = a->past.today;
	a->today_is_real = a->past.today_is_real;
	a->past = (struct app_past){ .store = NULL };
}

static int not_to_come(struct date day, struct date now, struct error *err)
{
	char text[DATE_TEXT];

	if (date_is_none(day) || date_cmp(day, now) <= 0)
		return 0;
	return error_set(err, FAIL_DATA, "as of", date_format(day, text), "give today or a day before it",
			 "that day has not come yet");
}

static struct store *of_now(const struct app *a)
{
	return past_is(a) ? a->past.store : a->store;
}

int past_begin(struct app *a, struct date as_of, struct date known_on, struct store_fold **out, struct error *err)
{
	int failed = not_to_come(as_of, past_is(a) ? a->past.today : a->today, err);

	/* Recording is by the real clock, whatever day a sample has. */
	if (!failed)
		failed = not_to_come(known_on, clock_today(), err);
	return failed ? failed : store_fold_begin(of_now(a), as_of, known_on, out, err);
}

int past_arrive(struct app *a, struct date as_of, struct date known_on, struct store_fold *f, struct error *err)
{
	struct app_past now = { .store = of_now(a),
				.today = past_is(a) ? a->past.today : a->today,
				.today_is_real = past_is(a) ? a->past.today_is_real : a->today_is_real,
				.as_of = as_of, .known_on = known_on };
	struct store *folded;
	int failed = store_fold_take(f, &folded, err);

	if (failed)
		return failed;
	past_leave(a);
	a->past = now;
	a->store = folded;
	if (!date_is_none(as_of))
		a->today = as_of;
	a->today_is_real = date_cmp(a->today, clock_today()) == 0;
	return 0;
}

int past_enter(struct app *a, struct date as_of, struct date known_on, struct error *err)
{
	struct store_fold *f;
	int failed = past_begin(a, as_of, known_on, &f, err);

	if (failed)
		return failed;
	failed = store_fold_step(f, INT_MAX, err);
	if (!failed)
		return past_arrive(a, as_of, known_on, f, err);
	store_fold_drop(f);
	return failed;
}

const char *past_words(const struct app *a, char dst[40])
{
	char day[DATE_TEXT];

	dst[0] = '\0';
	if (past_is(a) && !date_is_none(a->past.as_of))
		snprintf(dst, 40, "AS OF %s", date_format(a->past.as_of, day));
	else if (past_is(a))
		snprintf(dst, 40, "AS KNOWN ON %s", date_format(a->past.known_on, day));
	return dst;
}
