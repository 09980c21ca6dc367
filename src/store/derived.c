/* SPDX-License-Identifier: MIT */
/*
 * derived.c - the fields that are computed, as SQL.
 *
 * Expressions are over the row with alias r; ?1 is the day asked for. Late
 * and not yet due are never stored: they come out anew for each day.
 */
#include <string.h>

#include "base/utf8.h"
#include "store/clocks_private.h"
#include "store/store_private.h"

#define DAYS(from, to) "CAST(julianday(" to ") - julianday(" from ") AS INTEGER)"

#define LIVE_RECS  "FROM recommendation c WHERE c.report = r.id AND c.removed = 0"
#define REPORT_DUE "(SELECT min(" CLOCK_DUE("c") ") " LIVE_RECS ")"

#define SERIES_RECS                                                                                \
	"FROM report p JOIN recommendation c ON c.report = p.id WHERE p.review_series = r.id AND " \
	"p.removed = 0 AND c.removed = 0"

/* The date of a milestone in the newest baseline of its plan. */
#define BASELINE(r)                                                                       \
	"(SELECT d.date FROM baseline_date d JOIN baseline b ON b.id = d.baseline WHERE " \
	"d.milestone = " r                                                                \
	".id AND d.removed = 0 AND b.removed = 0 ORDER BY b.number DESC LIMIT 1)"
#define MILESTONE_DUE(r)                                                            \
	"CASE WHEN " r                                                              \
	".state NOT IN ('complete', 'cancelled') THEN coalesce(" BASELINE(r) ", " r \
									     ".forecast) END"

#define LIVE_MILESTONES "FROM milestone c WHERE c.plan = r.id AND c.removed = 0"
#define PLAN_DUE                                                                                  \
	"CASE WHEN r.state <> 'closed' THEN (SELECT min(" MILESTONE_DUE("c") ") " LIVE_MILESTONES \
									     ") END"

/*
 * Faults of a recommendation in words, each behind a comma. What a later report states to be closed
 * needs no proof of ours; what a letter closed does.
 */
#define FAULT(when, words) "CASE WHEN " when " THEN ', " words "' ELSE '' END"
#define OPEN(more)         "r.action = 'open' AND " more
#define BY_LETTER(more)    "r.action = 'closed' AND r.closure_basis = 'letter' AND " more
#define REC_FAULTS                                                                                     \
	FAULT(OPEN("r.owner_user IS NULL"), "no owner")                                                \
	"||" FAULT(OPEN("(" CLOCK_DUE("r") ") IS NULL"), "no due date")                                \
	"||" FAULT(OPEN("coalesce(r.next_step, '') = ''"), "no next step")                             \
	"||" FAULT("r.original_target < (SELECT p.issued_on FROM report p WHERE p.id = r.report)",     \
		   "due before issued")                                                                \
	"||" FAULT(BY_LETTER("NOT EXISTS (SELECT 1 FROM evidence x WHERE x.subject = "                 \
			     "'recommendation:' || r.uid AND x.removed = 0 AND x.withdrawn = 0)"),     \
		   "closed without evidence")                                                          \
	"||" FAULT(BY_LETTER("r.closeout_sent_on IS NULL"), "closed without our request")

/* Pay plan, series and grade of a position: GS-1811-13. */
#define JOB(side)                                                                                    \
	"CASE WHEN r." side "_series IS NOT NULL AND r." side "_grade IS NOT NULL THEN coalesce(r." \
	side "_pp, '') || '-' || (SELECT t.code FROM series_title t WHERE t.id = r." side           \
	"_series) || '-' || substr('0' || r." side "_grade, -2) END"

#define POSITION_DUE "CASE WHEN r.state NOT IN ('effective', 'verified') THEN r.effective_on END"

static const struct {
	enum entity_id entity;
	const char *field, *sql;
} table[] = {
	{ ENTITY_REVIEW_SERIES, "rec_count", "(SELECT count(*) " SERIES_RECS ")" },
	{ ENTITY_REVIEW_SERIES, "closed_count",
	  "(SELECT count(*) " SERIES_RECS " AND c.action = 'closed')" },

	{ ENTITY_REPORT, "fiscal_year",
	  "(CAST(substr(r.issued_on, 1, 4) AS INTEGER) + (substr(r.issued_on, 6, 2) >= '10'))" },
	{ ENTITY_REPORT, "rec_count", "(SELECT count(*) " LIVE_RECS ")" },
	{ ENTITY_REPORT, "open_count", "(SELECT count(*) " LIVE_RECS " AND c.action = 'open')" },
	{ ENTITY_REPORT, "closed_count",
	  "(SELECT count(*) " LIVE_RECS " AND c.action = 'closed')" },
	{ ENTITY_REPORT, "difference", "((SELECT count(*) " LIVE_RECS ") - r.stated_rec_count)" },
	{ ENTITY_REPORT, "due", REPORT_DUE },
	{ ENTITY_REPORT, "days", DAYS("?1", REPORT_DUE) },
	{ ENTITY_REPORT, "status_word",
	  "CASE WHEN NOT EXISTS (SELECT 1 " LIVE_RECS ") THEN 'NO RECS' "
	  "WHEN NOT EXISTS (SELECT 1 " LIVE_RECS " AND c.action = 'open') THEN 'CLOSED' "
	  "WHEN " REPORT_DUE " < ?1 THEN 'LATE' ELSE 'OPEN' END" },

	{ ENTITY_RECOMMENDATION, "due", "(" CLOCK_DUE("r") ")" },
	{ ENTITY_RECOMMENDATION, "due_what", "(" CLOCK_WHAT("r") ")" },
	{ ENTITY_RECOMMENDATION, "days", DAYS("?1", "(" CLOCK_DUE("r") ")") },
	{ ENTITY_RECOMMENDATION, "age",
	  DAYS("(SELECT p.issued_on FROM report p WHERE p.id = r.report)",
	       "CASE WHEN r.action = 'closed' THEN coalesce(r.closed_on, r.closed_by_date, ?1) ELSE "
	       "?1 END") },
	{ ENTITY_RECOMMENDATION, "status_word", "(" CLOCK_WORD("r") ")" },

	{ ENTITY_RECOMMENDATION, "problem", "nullif(substr(" REC_FAULTS ", 3), '')" },

	{ ENTITY_PLAN, "milestone_count", "(SELECT count(*) " LIVE_MILESTONES ")" },
	{ ENTITY_PLAN, "complete_count",
	  "(SELECT count(*) " LIVE_MILESTONES " AND c.state = 'complete')" },
	{ ENTITY_PLAN, "finish",
	  "(SELECT max(coalesce(c.actual, c.forecast, " BASELINE(
		  "c") ")) " LIVE_MILESTONES " AND c.state <> 'cancelled')" },
	{ ENTITY_PLAN, "due", "(" PLAN_DUE ")" },
	{ ENTITY_PLAN, "days", DAYS("?1", PLAN_DUE) },
	{ ENTITY_PLAN, "status_word",
	  "CASE WHEN r.state <> 'closed' AND EXISTS (SELECT 1 " LIVE_MILESTONES
	  " AND c.state NOT IN ('complete', 'cancelled') AND " BASELINE(
		  "c") " < ?1) THEN 'LATE' "
		       "ELSE upper(r.state) END" },

	{ ENTITY_MILESTONE, "baseline", BASELINE("r") },
	{ ENTITY_MILESTONE, "slip", DAYS(BASELINE("r"), "coalesce(r.actual, r.forecast)") },
	{ ENTITY_MILESTONE, "due", "(" MILESTONE_DUE("r") ")" },
	{ ENTITY_MILESTONE, "days", DAYS("?1", MILESTONE_DUE("r")) },
	{ ENTITY_MILESTONE, "status_word",
	  "CASE WHEN r.state NOT IN ('complete', 'cancelled') AND " BASELINE(
		  "r") " < ?1 THEN 'LATE' "
		       "ELSE upper(r.state) END" },

	{ ENTITY_POSITION, "from_key", JOB("from") },
	{ ENTITY_POSITION, "to_key", JOB("to") },
	{ ENTITY_POSITION, "change",
	  "CASE WHEN r.to_series IS NULL OR r.to_grade IS NULL THEN 'open' "
	  "WHEN r.to_pp IS NOT r.from_pp THEN 'pay plan' "
	  "WHEN r.to_grade < r.from_grade THEN 'grade drop' "
	  "WHEN r.to_grade > r.from_grade THEN 'grade up' "
	  "WHEN r.to_series <> r.from_series THEN 'series' ELSE 'same' END" },
	{ ENTITY_POSITION, "due", "(" POSITION_DUE ")" },
	{ ENTITY_POSITION, "days", DAYS("?1", POSITION_DUE) },
	{ ENTITY_POSITION, "status_word",
	  "CASE WHEN " POSITION_DUE " < ?1 THEN 'LATE' "
	  "WHEN r.status = 'vacant' AND r.state = 'proposed' THEN 'VACANT' ELSE upper(r.state) END" },

	{ ENTITY_RISK, "score", "(r.likelihood * r.impact)" },
	{ ENTITY_RISK, "status_word",
	  "CASE WHEN r.state <> 'open' THEN upper(r.state) WHEN r.likelihood * r.impact >= 15 THEN 'HIGH' "
	  "WHEN r.likelihood * r.impact >= 8 THEN 'MEDIUM' ELSE 'LOW' END" },
};

/* Computed fields that are empty, or say one word, in all but the records with a certain choice. */
static const struct {
	enum entity_id entity;
	const char *field, *other; /* other: what it says there; NULL: nothing */
	const char *by, *choice;
} only[] = {
	{ ENTITY_RECOMMENDATION, "due", NULL, "action", "open" },
	{ ENTITY_RECOMMENDATION, "due_what", NULL, "action", "open" },
	{ ENTITY_RECOMMENDATION, "days", NULL, "action", "open" },
	{ ENTITY_RECOMMENDATION, "status_word", "CLOSED", "action", "open" },
};

static bool may_hold(const char *other, const struct query *q)
{
	bool holds = q->compare == QUERY_NONE || (other && q->compare != QUERY_EQUAL);

	for (int i = 0; other && i < q->n_values; i++)
		holds |= q->values[i].kind != VALUE_TEXT || utf8_contains(other, q->values[i].text);
	return holds;
}

const struct field *derived_only(const struct entity *e, const struct query *q, const char **choice)
{
	for (size_t i = 0; i < sizeof only / sizeof *only; i++)
		if (only[i].entity == e->id && q->field && strcmp(only[i].field, q->field->name) == 0 &&
		    !may_hold(only[i].other, q)) {
			*choice = only[i].choice;
			return record_field(e, only[i].by);
		}
	return NULL;
}

const char *derived_sql(const struct entity *e, const struct field *f)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].entity == e->id && strcmp(table[i].field, f->name) == 0)
			return table[i].sql;
	return NULL;
}

int derived_count(void)
{
	return (int)(sizeof table / sizeof *table);
}

bool derived_known(int i)
{
	const struct field *f = record_field(record_entity(table[i].entity), table[i].field);

	return f && (f->flags & FIELD_DERIVED);
}
