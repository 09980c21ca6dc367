/* SPDX-License-Identifier: MIT */
/*
 * deed_help.h - life cycles played as scripts: one row a step, who does what with which record, and
 * what comes of it. Include it after cmocka.h and app_help.h.
 */
#ifndef TESTS_DEED_HELP_H
#define TESTS_DEED_HELP_H

#include "app/deed.h"

struct step {
	const char *user;  /* NULL: as before */
	const char *day;   /* NULL: as before */
	const char *what;  /* an action; "+evidence" adds one, "=" sets fields, "?field" must be given */
	const char *refs;  /* blank separated */
	const char *given; /* "field=text|field=text"; "?field": the value it has to have */
	enum fail want;
	const char *why;   /* part of why not, or of the warnings; NULL: not looked at */
};

/* Plays n steps; a step that comes out otherwise fails the test and names itself. */
void deed_play(const struct step *steps, size_t n);
#define PLAY(steps) deed_play(steps, sizeof(steps) / sizeof *(steps))

/* One deed; what comes of it stays in help.err and deed_result. */
int deed_try(const char *user, const char *action, const char *refs, const char *given);
extern struct deed_result deed_result;

/* What has been done and refused so far in this program: by rule, by guard. */
bool deed_was_done(const struct life_rule *r);
bool deed_was_refused(enum life_guard g);

#endif
