/* SPDX-License-Identifier: MIT */
/* deed_help.c - life cycles played as scripts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "app_help.h"
#include "deed_help.h"

#include "app/names.h"

#define WORDS 16

struct deed_result deed_result = DEED_RESULT_INIT;
static bool done[256], refused[GUARD_MAX];

static void act_as(const char *user)
{
	if (user)
		assert_int_equal(app_become(&help.app, user, &help.err), 0);
}

static void come(const char *day)
{
	if (day)
		assert_true(date_parse_iso(day, strlen(day), &help.app.today));
}

/* "a=b|c=d" as assignments; text holds what they point to. */
static int cut(const char *given, char text[2000], struct assignment out[WORDS])
{
	int n = 0;

	snprintf(text, 2000, "%s", given ? given : "");
	for (char *at = text, *save = NULL; (at = strtok_r(at, "|", &save)); at = NULL) {
		char *equals = strchr(at, '=');

		assert_non_null(equals);
		assert_true(n < WORDS);
		*equals = '\0';
		out[n++] = (struct assignment){ at, equals + 1 };
	}
	return n;
}

static int find_all(const char *refs, const char *action, struct deed_subject out[WORDS], int *n)
{
	char text[500];

	snprintf(text, sizeof text, "%s", refs);
	*n = 0;
	for (char *at = text, *save = NULL; (at = strtok_r(at, " ", &save)); at = NULL) {
		int failed = deed_find(&help.app, at, action, &out[*n], &help.err);

		if (failed)
			return failed;
		(*n)++;
	}
	return 0;
}

/* Which guards of the rule the reason, or the warnings, speak of. */
static void note_refusal(const struct life_rule *r, const char *text)
{
	for (int i = 0; r && i < LIFE_GUARDS && r->guards[i]; i++)
		if (strstr(text, life_guard_text(r->guards[i])))
			refused[r->guards[i]] = true;
}

static void note_done(const struct life_rule *r)
{
	for (size_t i = 0; i < life_count(); i++)
		if (life_at(i) == r)
			done[i] = true;
}

bool deed_was_done(const struct life_rule *r)
{
	for (size_t i = 0; i < life_count(); i++)
		if (life_at(i) == r)
			return done[i];
	return false;
}

bool deed_was_refused(enum life_guard g)
{
	return refused[g];
}

int deed_try(const char *user, const char *action, const char *refs, const char *given)
{
	struct deed_subject at[WORDS];
	struct assignment values[WORDS];
	char text[2000];
	struct deed d = { .action = action, .at = at, .given = values };
	const struct life_rule *r;
	int failed;

	act_as(user);
	deed_result_release(&deed_result);
	failed = find_all(refs, action, at, &d.n);
	if (failed)
		return failed;
	d.n_given = cut(given, text, values);
	failed = deed_do(&help.app, &d, &deed_result, &help.err);
	r = life_find(at[0].entity, action);
	if (failed)
		note_refusal(r, help.err.why);
	else
		note_done(r);
	note_refusal(r, deed_result.warnings.s);
	return failed;
}

static int edit(const struct step *s)
{
	struct assignment values[WORDS];
	char text[2000];
	struct assign as = { .at = values };
	AUTOBUF ref = BUF_INIT;
	bool changed;

	act_as(s->user);
	as.n = cut(s->given, text, values);
	door_faults_release(&help.faults);
	if (*s->what == '+')
		return assign_add(&help.app, record_entity_by_name(s->what + 1), &as, &ref, &help.faults, &help.err);
	return assign_set(&help.app, s->refs, &as, &ref, &changed, &help.faults, &help.err);
}

static void look(const struct step *s, size_t i)
{
	const char *is = help_field(s->refs, s->what + 1);

	if (strcmp(is, s->given) != 0)
		fail_msg("step %zu: %s %s is \"%s\", not \"%s\"", i + 1, s->refs, s->what + 1, is, s->given);
}

void deed_play(const struct step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct step *s = &steps[i];
		int got;

		come(s->day);
		if (*s->what == '?') {
			look(s, i);
			continue;
		}
		help.err = (struct error)ERROR_INIT;
		if (*s->what == '+' || *s->what == '=')
			got = edit(s);
		else
			got = deed_try(s->user, s->what, s->refs, s->given);
		if (got != (int)s->want)
			fail_msg("step %zu: %s %s by %s gives %d, not %d: %s", i + 1, s->what, s->refs ? s->refs : "",
				 help.app.user, got, s->want, help.err.why);
		if (s->why && !strstr(got ? help.err.why : deed_result.warnings.s, s->why))
			fail_msg("step %zu: %s %s: \"%s\" does not say \"%s\"", i + 1, s->what, s->refs ? s->refs : "",
				 got ? help.err.why : deed_result.warnings.s, s->why);
	}
}
