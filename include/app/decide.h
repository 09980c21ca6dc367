/* SPDX-License-Identifier: MIT */
/*
 * decide.h - all that is needed to decide on what somebody submitted, as lines of one page.
 */
#ifndef APP_DECIDE_H
#define APP_DECIDE_H

#include "app/app.h"

struct decide_line {
	const char *label, *text;
	const struct entity *entity; /* a record that the line leads to; or NULL */
	const char *uid;
	bool warning;
};

#define DECIDE_LINES 64

struct decide {
	const char *heading; /* "A-3 waits for Assistant director: Submit as done"; NULL: nothing waits */
	bool mine;           /* whoever is acting may decide it */
	struct decide_line at[DECIDE_LINES];
	int n;
};

/* What waits about that record: who asks for what, what changed, evidence, checklist. Lives in arena. */
int decide_read(struct app *a, const struct entity *e, const char *uid, struct arena *arena, struct decide *out,
		struct error *err);

#endif
