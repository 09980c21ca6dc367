/* SPDX-License-Identifier: MIT */
/* deed_cover.c - whether the crosswalk is sound and inspections are covered, for the guards that ask. */
#include <string.h>

#include "app/cover.h"
#include "app/crosswalk.h"
#include "app/deed_private.h"

/* Approving the first gate asks neither: there is no plan yet that could move anybody. */
static bool asks(const struct deed_case *c)
{
	return c->record.entity->id == ENTITY_PLAN || strcmp(deed_text(&c->record, "gate"), "G1") == 0 ||
	       strcmp(deed_text(&c->record, "gate"), "G2") == 0;
}

static int read_plan(struct deed_case *c, struct plan *out, struct error *err)
{
	struct plan_options o = PLAN_OPTIONS_INIT;

	o.uid = c->record.entity->id == ENTITY_PLAN ? c->record.uid : deed_text(&c->record, "plan");
	return plan_read(c->app, &o, out, err);
}

static void blocked_by(struct deed_case *c, const struct crosswalk *walk)
{
	for (int i = 0; i < walk->n_problems; i++)
		if (walk->problems[i].blocks) {
			c->facts.detail[GUARD_CROSSWALK] = arena_strdup(c->arena, walk->problems[i].words);
			return;
		}
}

int deed_crosswalk(struct deed_case *c, struct error *err)
{
	struct crosswalk walk;
	struct plan p;
	int failed;

	c->facts.guard[GUARD_CROSSWALK] = true;
	if (!asks(c))
		return 0;
	failed = read_plan(c, &p, err);
	if (failed)
		return failed;
	failed = crosswalk_read(c->app, &p, DATE_NONE, &walk, err);
	if (!failed) {
		c->facts.guard[GUARD_CROSSWALK] = !walk.n_blocking;
		blocked_by(c, &walk);
		crosswalk_release(&walk);
	}
	plan_release(&p);
	return failed;
}

static void uncovered_by(struct deed_case *c, const struct cover *cover)
{
	AUTOBUF words = BUF_INIT;

	for (int i = 0; i < cover->n_gaps && !words.len; i++)
		if (!*cover->gaps[i].reason)
			cover_gap_words(cover, &cover->gaps[i], &words);
	if (!cover->n_days)
		cover_words(cover, &words);
	if (words.len)
		c->facts.detail[GUARD_COVERAGE] = arena_strdup(c->arena, words.s);
}

int deed_coverage(struct deed_case *c, struct error *err)
{
	struct cover cover;
	struct plan p;
	int failed;

	c->facts.guard[GUARD_COVERAGE] = true;
	if (!asks(c))
		return 0;
	failed = read_plan(c, &p, err);
	if (failed)
		return failed;
	failed = cover_read(c->app, &p, NULL, DATE_NONE, &cover, err);
	if (!failed) {
		/* Where nobody moves nothing has to be covered. */
		c->facts.guard[GUARD_COVERAGE] = !cover.n_unexplained && (cover.n_days || plan_wave(&p, 1) < 0);
		uncovered_by(c, &cover);
		cover_release(&cover);
	}
	plan_release(&p);
	return failed;
}
