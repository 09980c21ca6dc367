/* SPDX-License-Identifier: MIT */
/*
 * cover.h - whether oversight goes on without a gap: functions by day.
 *
 * On every working day each function needs as many positions as its coverage says.
 * A position cannot serve while it is vacant, absent (training, leave, a detail), or
 * in the first week of its wave. A day with fewer is a gap; one that its row explains
 * is an explained gap. A function nobody is named for on a day is a gap too.
 */
#ifndef APP_COVER_H
#define APP_COVER_H

#include "app/plan.h"

#define COVER_WAVE_DAYS 7 /* calendar days from the effective date: papers, systems, credentials */

enum cover_mark {
	COVER_OFF,       /* no working day */
	COVER_FULL,
	COVER_ALTERNATE, /* a primary is away, and an alternate steps in */
	COVER_EXPLAINED, /* a gap with a reason */
	COVER_GAP,
	COVER_MARK_MAX
};

/* One letter: " ", ".", "a", "e", "G". */
char cover_letter(enum cover_mark m);
const char *cover_mark_words(enum cover_mark m);

struct cover_function {
	const char *name, *label;
	unsigned char *days; /* enum cover_mark, one a day from first on */
};

struct cover_gap {
	int function;
	struct date first, last;
	int have, need;
	const char *who;    /* "P-013 leave, P-006 wave 1"; "nobody is named" */
	const char *reason; /* "": unexplained */
	const char *uid;    /* of the coverage record it falls in; "" */
};

/* The days of one coverage record. */
struct cover_row {
	const char *uid;
	int function;
	struct date first, last;
};

struct cover {
	struct arena arena;
	struct date first, last; /* none: no coverage is planned */
	int n_days;
	struct cover_function *functions;
	int n_functions;
	struct cover_row *rows;
	int n_rows;
	struct cover_gap *gaps;
	int n_gaps, cap_gaps, n_unexplained;
};

/*
 * p as read for the same day. after: the schedule of a what-if, whose waves count
 * instead; NULL: none. The caller releases *out.
 */
int cover_read(struct app *a, const struct plan *p, const struct schedule *after, struct date as_of, struct cover *out,
	       struct error *err);
void cover_release(struct cover *c);

/* The worst mark of a function from a day on, n days. */
enum cover_mark cover_worst(const struct cover *c, int function, struct date from, int n);

/* "Referral of complaints 2013-07-01 to 2013-07-05: 0 of 1, P-013 leave, P-006 wave 1; ..." */
void cover_gap_words(const struct cover *c, const struct cover_gap *g, struct buf *out);
/* "no gaps", "1 gap, explained", "2 gaps, 1 unexplained"; "no coverage is planned" */
void cover_words(const struct cover *c, struct buf *out);

#endif
