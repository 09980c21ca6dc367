/* SPDX-License-Identifier: MIT */
/*
 * what_if.h - the same plan with something changed: what moves, what breaks, and keeping it.
 *
 * Nothing is written until what_if_keep(); then the dates that move become the
 * forecasts of their milestones, all in one batch with a reason.
 */
#ifndef APP_WHAT_IF_H
#define APP_WHAT_IF_H

#include "app/listing.h"
#include "app/plan.h"

struct what_if {
	struct schedule_edit *edits; /* changes so far; live in arena */
	size_t n;
	struct buf said;             /* "M0.1 +15wd" */
	struct schedule_what_if result;
};

#define WHAT_IF_INIT { .said = BUF_INIT }
void what_if_release(struct what_if *w);

/*
 * Reads "M0.1" and "+15wd" (or "2w", "2013-02-15", "15 feb", "=20"; at the first
 * gate also its outcome, "none") and computes anew with it added to the changes so far; on failure w is as it was. A second
 * change of the same kind to a milestone takes the place of the first.
 */
int what_if_add(struct app *a, const struct plan *p, const char *milestone, const char *change, struct what_if *w,
		struct error *err);

/* Only when there is at least one change: */

/* Why a row moved where it did: "pay-period start 2013-07-28 skipped, 2013-08-11 chosen". */
void what_if_note(const struct schedule_move *m, struct buf *out);

/* One line each: float used, limits broken (those not broken before are marked so), how it stands then. */
void what_if_lines(const struct plan *p, const struct what_if *w, void (*line)(void *data, const char *text),
		   void *data);

/* All dates that move and the finish, moved or not, as rows in any format; in text with the lines above and below. */
int what_if_write(const struct plan *p, const struct what_if *w, struct output *o, struct error *err);

/* The target of a recommendation that a milestone fulfils is passed by its new date. */
struct what_if_offer {
	char uid[UUID_TEXT];      /* of the recommendation */
	const char *ref, *words;  /* "M5.3 on 2013-10-21 is past the target of OIG-12-130/2 (2013-09-30)" */
	struct date to;           /* the new target to ask for */
};

struct what_if_kept {
	struct arena arena;
	int64_t batch; /* 0: nothing differed */
	int n;         /* milestones changed */
	struct what_if_offer *offers;
	int n_offers, cap_offers;
};
void what_if_kept_release(struct what_if_kept *k);

/*
 * Makes the dates that move forecasts (and durations that were changed durations),
 * in one batch. FAIL_USAGE without a reason, FAIL_DENIED where the account neither
 * keeps the plan's forecasts nor owns the milestone.
 */
int what_if_keep(struct app *a, const struct plan *p, const struct what_if *w, const char *reason,
		 struct what_if_kept *out, struct error *err);

#endif
