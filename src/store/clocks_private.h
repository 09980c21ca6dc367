/* SPDX-License-Identifier: MIT */
/* clocks_private.h - the facts of a recommendation's clocks, as SQL. Private to store. */
#ifndef STORE_CLOCKS_PRIVATE_H
#define STORE_CLOCKS_PRIVATE_H

/* Day of a letter that touches the recommendation of alias r: the first or the newest that is so. */
#define CLOCK_LETTER(r, which, so)                                                             \
	"(SELECT " which "(cl.dated_on) FROM letter_line ll CROSS JOIN correspondence cl ON "     \
	"cl.id = ll.letter WHERE ll.recommendation = " r ".id AND ll.removed = 0 AND cl.removed = " \
	"0 AND " so ")"

#define CLOCK_RESPONSE(r) CLOCK_LETTER(r, "min", "cl.direction = 'out' AND cl.kind = 'response'")
#define CLOCK_RESOLVED(r) \
	CLOCK_LETTER(r, "max",                                                                 \
		     "cl.direction = 'in' AND (ll.outcome IN ('accept', 'decision') OR "       \
		     "(coalesce(ll.outcome, 'no_change') = 'no_change' AND cl.kind IN "        \
		     "('analysis', 'afo_decision')))")
#define CLOCK_EXTENSIONS(r)                                                                    \
	"(SELECT count(*) FROM extension ex WHERE ex.recommendation = " r                      \
	".id AND ex.state = 'approved' AND ex.removed = 0)"
#define CLOCK_STATUS(r)                                                                       \
	"(SELECT max(up.dated_on) FROM \"update\" up WHERE up.subject = 'recommendation:' || " r \
	".uid AND up.kind = 'status' AND up.removed = 0)"

/* In the order of enum fact in clocks.c. A letter or update counts only where a clock depends on it. */
#define CLOCK_FACTS(r)                                                                            \
	"(SELECT rp.issued_on FROM report rp WHERE rp.id = " r ".report), " r ".original_target, " r \
	".current_target, " r ".implemented_on, " r ".closeout_sent_on, coalesce(" r              \
	".closed_on, " r ".closed_by_date), " CLOCK_RESPONSE(                                     \
		r) ", CASE WHEN " r                                                               \
		   ".resolution = 'resolved' THEN " CLOCK_RESOLVED(r) " END, " CLOCK_STATUS(      \
			   r) ", " r ".resolution, " r ".action, " r ".sub, " r ".work_state, " r \
			      ".waiting_on_office, " CLOCK_EXTENSIONS(r)

/* The same for the nearest running clock alone: what only clocks depend on that do not run is left out. */
#define CLOCK_FACTS_RUNNING(r)                                                                    \
	"(SELECT rp.issued_on FROM report rp WHERE rp.id = " r ".report), " r ".original_target, " r \
	".current_target, " r ".implemented_on, " r ".closeout_sent_on, NULL, CASE WHEN " r       \
	".resolution = 'unresolved' THEN " CLOCK_RESPONSE(                                        \
		r) " END, CASE WHEN " r                                                           \
		   ".resolution = 'resolved' THEN " CLOCK_RESOLVED(                               \
			   r) " END, CASE WHEN " r                                                \
			      ".resolution = 'resolved' THEN " CLOCK_STATUS(                      \
				      r) " END, " r ".resolution, " r ".action, " r ".sub, " r    \
					 ".work_state, " r ".waiting_on_office, 0"

/* rec_clock() of an open recommendation; null for a closed one. */
#define CLOCK_DUE(r) \
	"CASE WHEN " r ".action = 'open' THEN rec_clock(0, ?1, " CLOCK_FACTS_RUNNING(r) ") END"
#define CLOCK_WHAT(r) \
	"CASE WHEN " r ".action = 'open' THEN rec_clock(1, ?1, " CLOCK_FACTS_RUNNING(r) ") END"
#define CLOCK_WORD(r)                                                              \
	"CASE WHEN " r                                                             \
	".action = 'open' THEN rec_clock(2, ?1, " CLOCK_FACTS_RUNNING(r) ") ELSE " \
									 "'CLOSED' END"

#endif
