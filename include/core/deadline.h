/* SPDX-License-Identifier: MIT */
/*
 * deadline.h - every clock of a recommendation, computed from dates.
 *
 * Nothing changes by the passing of time: a clock is never stored, it comes
 * out anew for the day asked for. Three things are kept apart: late (past a
 * running clock), extended (later than first agreed, with approval) and waiting
 * on the other side. A clock that is on hold keeps running.
 *
 * Lengths and the calendar come from the caller, as settings say.
 */
#ifndef CORE_DEADLINE_H
#define CORE_DEADLINE_H

#include "base/buf.h"
#include "core/calendar.h"
#include "core/value.h"

/*
 * X(NAME, "name", "Label", "start", length, UNIT, "authority"). All but the
 * last have a length; they stand in the order of the settings' clocks.
 */
#define DEADLINE_LIST(X)                                                                        \
	X(RESPONSE, "response", "Response due", "issued", 90, DAYS, "DHS Directive 077-01")     \
	X(RESOLUTION, "resolution", "Resolution due", "issued", 6, MONTHS, "OMB Circular A-50") \
	X(FINAL_ACTION, "final_action", "Final action due", "issued", 12, MONTHS,               \
	  "OMB Circular A-123")                                                                 \
	X(UPDATE, "update", "Update due", "last update", 90, DAYS, "setting")                   \
	X(CLOSEOUT_LETTER, "closeout_letter", "Closeout letter due", "implemented", 30, DAYS,   \
	  "OIG practice")                                                                       \
	X(TARGET, "target", "Target", "", 0, DAYS, "")

enum deadline_kind {
#define DEADLINE_ENUM(id, name, label, start, length, unit, authority) DEADLINE_##id,
	DEADLINE_LIST(DEADLINE_ENUM)
#undef DEADLINE_ENUM
	DEADLINE_MAX
};
#define DEADLINE_LENGTHS DEADLINE_TARGET /* the clocks that have a length */

enum deadline_unit { DEADLINE_DAYS, DEADLINE_MONTHS };

struct deadline_length {
	int length;
	enum deadline_unit unit; /* months are calendar months, clipped to the month's end */
	bool roll;               /* a day without work moves to the next working day */
};

struct deadline_rules {
	struct deadline_length at[DEADLINE_LENGTHS];
	const struct calendar *calendar; /* NULL: the default one */
	int soon_days;                   /* due within so many days is "soon" */
};
struct deadline_rules deadline_rules_default(void);

/* What the clocks of a recommendation run on, as of the day asked for. */
struct deadline_facts {
	struct date issued_on;        /* of the report */
	struct date original_target, current_target;
	struct date response_on;      /* our signed response to the oversight body */
	struct date resolved_on;      /* the letter that resolved it, if known */
	struct date status_update_on; /* newest update of kind status */
	struct date implemented_on, closeout_sent_on, closed_on;
	int extensions;               /* approved ones */
	bool resolved, closed, on_hold;
	bool reported;                /* closeout submitted, approved or sent: we say it is done */
	bool sent;                    /* the oversight body has it */
	bool waiting;                 /* another office has the ball */
	const char *waiting_on;       /* its code, or NULL */
};
#define DEADLINE_FACTS_INIT                                                                     \
	{                                                                                       \
		.issued_on = DATE_NONE, .original_target = DATE_NONE,                           \
		.current_target = DATE_NONE, .response_on = DATE_NONE,                          \
		.resolved_on = DATE_NONE, .status_update_on = DATE_NONE,                        \
		.implemented_on = DATE_NONE, .closeout_sent_on = DATE_NONE,                     \
		.closed_on = DATE_NONE                                                          \
	}

/*
 * Fills what the record itself says (values by field index of a
 * recommendation); report, response, updates and extensions are the caller's.
 */
void deadline_facts_read(const struct value *values, struct deadline_facts *out);

enum deadline_state {
	DEADLINE_OFF,     /* has not begun, or there is no date */
	DEADLINE_RUNNING,
	DEADLINE_MET,     /* what it asked for was done */
	DEADLINE_MOOT     /* ended by something else */
};

struct deadline {
	enum deadline_kind kind;
	enum deadline_state state;
	struct date start;    /* DATE_NONE for the target */
	struct date due;      /* DATE_NONE: none. Kept when it no longer runs */
	struct date unrolled; /* due before it was moved to a working day */
	struct date met_on;   /* DATE_NONE if not met, or not known when */
};

/* start and length, rolled where the rules say so. */
struct date deadline_due(const struct deadline_rules *r, enum deadline_kind kind, struct date start,
			 struct date *unrolled);

/* All clocks of one recommendation. */
void deadline_all(const struct deadline_rules *r, const struct deadline_facts *f,
		  struct deadline out[DEADLINE_MAX]);

/* The running clock that ends first, of equal ones the first of the list; NULL if none runs. */
const struct deadline *deadline_nearest(const struct deadline all[DEADLINE_MAX]);

/* True if any running clock ended before that day. */
bool deadline_late(const struct deadline all[DEADLINE_MAX], struct date today);

const char *deadline_name(enum deadline_kind kind);  /* "final_action" */
const char *deadline_label(enum deadline_kind kind); /* "Final action due" */

/* The one word for a list, the strongest first; all that hold are in deadline_words(). */
enum deadline_word {
	DEADLINE_CLOSED,
	DEADLINE_IS_LATE,
	DEADLINE_WAITING,  /* on the other side, or on another office */
	DEADLINE_ON_HOLD,
	DEADLINE_EXTENDED, /* its target is later than first agreed */
	DEADLINE_SOON,
	DEADLINE_ON_TIME,
	DEADLINE_NO_DATE,  /* nothing runs: look at its age */
	DEADLINE_WORD_MAX
};
enum deadline_word deadline_word(const struct deadline_rules *r, const struct deadline_facts *f,
				 const struct deadline all[DEADLINE_MAX], struct date today);
const char *deadline_word_text(enum deadline_word w); /* "LATE" */

/* Appends "12 days late (response); waiting on OHC; extended twice" or "due in 30 days (target)". */
void deadline_words(const struct deadline_rules *r, const struct deadline_facts *f,
		    const struct deadline all[DEADLINE_MAX], struct date today, struct buf *out);

/*
 * Appends where a date comes from: "2012-12-24 = issued 2012-09-25 + 90 days
 * (DHS Directive 077-01)", and whether it runs: "; met 2012-11-02".
 */
void deadline_explain(const struct deadline_rules *r, const struct deadline_facts *f,
		      const struct deadline *d, struct buf *out);

/* ---- age: what has no date still gets older ------------------------------------------- */

int64_t deadline_age(const struct deadline_facts *f, struct date today); /* days since issue, up to the closure */

#define DEADLINE_BUCKETS 5
int deadline_bucket(int64_t age); /* 0 .. DEADLINE_BUCKETS - 1; below 0 days counts as the first */
const char *deadline_bucket_label(int bucket); /* "0-90" */

/* Open for more than so many calendar months. */
bool deadline_open_longer(const struct deadline_facts *f, int months, struct date today);

/* ---- the semiannual report of the oversight body (IG Act) ------------------------------- */

/* The first due date on or after today, and the end of the half-year it reports on. */
struct date deadline_semiannual(const struct calendar *c, struct date today, struct date *period_end);

/* ---- milestones ------------------------------------------------------------------------ */

enum deadline_health { DEADLINE_DONE, DEADLINE_ON_TRACK, DEADLINE_AT_RISK, DEADLINE_PAST, DEADLINE_HEALTH_MAX };

struct deadline_milestone {
	struct date baseline; /* newest approved one, DATE_NONE: none yet */
	struct date forecast;
	bool done;            /* complete or cancelled */
	bool begun;
	bool predecessor_late;
};
/* Past: not done and today is after the baseline. At risk: forecast to be, or soon due and not begun. */
enum deadline_health deadline_health(const struct deadline_milestone *m, int soon_days, struct date today);
const char *deadline_health_text(enum deadline_health h); /* "AT RISK" */

#endif
