/* SPDX-License-Identifier: MIT */
/*
 * status.h - the status page: how a report stands, in at most two pages.
 *
 * It has the blocks of a report's own highlights page: why it matters, the
 * response, what was determined (with counts that reconcile), and then every
 * open recommendation with what is done about it, and the plan against its limit.
 */
#ifndef APP_STATUS_H
#define APP_STATUS_H

#include "app/overview.h"

struct status_rec {
	const char *ref, *text, *to, *owner, *concurrence, *official, *word, *due, *due_what, *waiting_on;
	const char *update_on, *update, *next_step, *next_step_on; /* NULL: none */
	int64_t days, age;
};

/* Texts live in the arena. */
struct status {
	struct arena arena;
	struct overview overview; /* counts by report, series, plans */
	struct date today;
	const char *ref, *title, *issued_on, *why, *response, *determined, *contact, *sensitivity;
	struct status_rec *recs; /* open ones: those of the report, then the others */
	int n_recs;              /* read; overview.open says how many there are */
	char head[96];           /* of the log: number and hash */
};

struct status_ask {
	const char *ref;   /* of the report; NULL: the newest */
	struct date as_of; /* DATE_NONE: now */
};

/* most: open recommendations read of the report, and of the others; 0: all. */
int status_read(struct app *a, const struct status_ask *ask, int64_t most, struct status *s, struct error *err);
void status_release(struct status *s);

/* As pages of 80 columns, at most two, or as one JSON object. */
int status_write(struct app *a, const struct status_ask *ask, bool json, struct output *o, struct error *err);

#endif
