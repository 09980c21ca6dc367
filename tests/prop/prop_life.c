/* SPDX-License-Identifier: MIT */
/* prop_life.c - what cannot be, as queries. Each gives the references of what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "prop_life.h"

#define RECOMMENDATIONS "SELECT r.ref FROM recommendation r WHERE r.removed = 0 AND "
#define NEW_APPROVALS   "SELECT a.ref FROM approval a WHERE a.version > ?1 AND "
#define WAITS_ON(entity, t) \
	"EXISTS (SELECT 1 FROM approval a WHERE a.state = 'waiting' AND a.removed = 0 AND a.subject = '" entity ":' || " t ".uid AND "

/* With ?1: only what was written after that entry of the log. */
static const struct never {
	const char *what, *sql;
} nevers[] = {
	/* official status */
	{ "closed and unresolved", RECOMMENDATIONS "r.action = 'closed' AND r.resolution <> 'resolved'" },
	{ "closed, and the work is not done", RECOMMENDATIONS "r.action = 'closed' AND r.work_state <> 'done'" },
	{ "open, and says something of a closure",
	  RECOMMENDATIONS "r.action = 'open' AND (r.closure_basis IS NOT NULL OR r.closure_reason IS NOT NULL OR r.closed_on IS NOT "
	  "NULL OR r.closed_by_date IS NOT NULL OR r.closed_per IS NOT NULL)" },
	{ "open, and the work is done", RECOMMENDATIONS "r.action = 'open' AND r.work_state = 'done'" },
	{ "closed by letter without a reason or a day",
	  RECOMMENDATIONS "r.action = 'closed' AND r.closure_basis = 'letter' AND (r.closure_reason IS NULL OR r.closed_on IS NULL)" },
	{ "closed by letter, and no letter that came in is about it",
	  RECOMMENDATIONS "r.action = 'closed' AND r.closure_basis = 'letter' AND NOT EXISTS (SELECT 1 FROM letter_line l JOIN "
	  "correspondence c ON c.id = l.letter WHERE l.recommendation = r.id AND l.removed = 0 AND c.removed = 0 AND c.direction = "
	  "'in')" },
	{ "closed per nothing",
	  RECOMMENDATIONS "r.action = 'closed' AND (r.closure_basis IS NULL OR (r.closure_basis = 'published' AND (r.closed_per IS "
	  "NULL OR (r.closed_on IS NULL AND r.closed_by_date IS NULL))))" },
	{ "closed before its report was issued",
	  "SELECT r.ref FROM recommendation r JOIN report p ON p.id = r.report WHERE r.removed = 0 AND r.closed_on < p.issued_on" },
	{ "reopened by a letter that is not later than the closure",
	  "SELECT r.ref FROM log l JOIN recommendation r ON r.uid = l.uid WHERE l.seq > ?1 AND l.entity = 'recommendation' AND l.verb "
	  "= 'record-reopen' AND json_extract(l.changes, '$.closed_on[0]') >= (SELECT max(c.dated_on) FROM letter_line n JOIN "
	  "correspondence c ON c.id = n.letter WHERE n.recommendation = r.id AND n.outcome = 'reopen' AND n.removed = 0)" },
	{ "a hold that no letter said",
	  RECOMMENDATIONS "r.sub = 'on_hold' AND r.action = 'closed'" },
	{ "an original target that changed, and no correction",
	  "SELECT l.uid FROM log l WHERE l.seq > ?1 AND l.entity = 'recommendation' AND json_extract(l.changes, "
	  "'$.original_target[0]') IS NOT NULL AND l.verb NOT IN ('correct', 'undo', 'redo')" },
	{ "a baseline date that changed, and no correction",
	  "SELECT l.uid FROM log l WHERE l.seq > ?1 AND l.entity = 'baseline_date' AND json_extract(l.changes, '$.date[0]') IS NOT NULL "
	  "AND l.verb <> 'correct'" },

	/* what waits for a decision, and what it is about */
	{ "in review, and nothing of it waits",
	  RECOMMENDATIONS "r.work_state = 'plan_review' AND NOT " WAITS_ON("recommendation", "r") "a.action = 'submit-cap')" },
	{ "in review, and nothing of it waits",
	  RECOMMENDATIONS "r.work_state = 'ext_review' AND NOT " WAITS_ON("recommendation", "r") "a.action = 'request-extension')" },
	{ "in review, and nothing of it waits",
	  RECOMMENDATIONS "r.work_state = 'closeout_review' AND NOT " WAITS_ON("recommendation", "r") "a.action = 'submit-closeout')" },
	{ "a submission waits, and the record went on",
	  RECOMMENDATIONS "r.work_state NOT IN ('plan_review', 'ext_review', 'closeout_review') AND " WAITS_ON("recommendation", "r")
	  "a.action IN ('submit-cap', 'request-extension', 'submit-closeout'))" },
	{ "an extension waits, and the record does not say so",
	  "SELECT x.ref FROM extension x JOIN recommendation r ON r.id = x.recommendation WHERE x.removed = 0 AND x.state = 'asked' AND "
	  "r.removed = 0 AND r.work_state <> 'ext_review'" },
	{ "submitted, and nothing of it waits",
	  "SELECT m.ref FROM milestone m WHERE m.removed = 0 AND m.state IN ('submitted', 'proposed') AND NOT "
	  WAITS_ON("milestone", "m") "a.action IN ('submit', 'propose'))" },
	{ "a submission waits, and the milestone went on",
	  "SELECT m.ref FROM milestone m WHERE m.removed = 0 AND ((m.state <> 'submitted' AND " WAITS_ON("milestone", "m")
	  "a.action = 'submit')) OR (m.state <> 'proposed' AND " WAITS_ON("milestone", "m") "a.action = 'propose')))" },
	{ "two wait about one record",
	  "SELECT min(a.ref) FROM approval a WHERE a.state = 'waiting' AND a.removed = 0 GROUP BY a.subject HAVING count(*) > 1" },
	{ "it waits about what was removed",
	  "SELECT a.ref FROM approval a JOIN recommendation r ON a.subject = 'recommendation:' || r.uid WHERE a.state = 'waiting' AND "
	  "a.removed = 0 AND r.removed = 1" },
	{ "it waits about what was removed",
	  "SELECT a.ref FROM approval a JOIN milestone r ON a.subject = 'milestone:' || r.uid WHERE a.state = 'waiting' AND a.removed = "
	  "0 AND r.removed = 1" },

	/* the second pair of eyes */
	{ "decided by who submitted it",
	  NEW_APPROVALS "a.decided_by IS NOT NULL AND (a.decided_by IN (a.submitted_by, a.submitted_for) OR a.decided_for IN "
	  "(a.submitted_by, a.submitted_for))" },
	{ "both levels decided by one person",
	  "SELECT a.ref FROM approval a JOIN approval b ON b.id = a.after WHERE a.version > ?1 AND (a.decided_by IN (b.decided_by, "
	  "b.decided_for) OR a.decided_for IN (b.decided_by, b.decided_for))" },
	{ "decided by an administrator, or by who only reads",
	  NEW_APPROVALS "a.decision IN ('approve', 'return', 'deny') AND (SELECT u.role FROM log l JOIN \"user\" u ON u.name = "
	  "coalesce(l.acting_for, l.actor) WHERE l.seq = a.version) IN ('viewer', 'auditor')" },
	{ "the record moved to approved by who submitted it",
	  "SELECT r.ref FROM log l JOIN recommendation r ON r.uid = l.uid JOIN approval a ON a.subject = 'recommendation:' || l.uid AND "
	  "a.version BETWEEN l.batch AND l.batch + 20 JOIN \"user\" u ON u.id = a.submitted_by WHERE l.seq > ?1 AND l.verb IN "
	  "('approve-cap', 'approve-closeout', 'approve-extension') AND a.state = 'approved' AND u.name IN (l.actor, l.acting_for)" },
	{ "returned or denied without a word",
	  NEW_APPROVALS "a.decision IN ('return', 'deny') AND a.comment IS NULL" },
	{ "a closeout approved by who completed a step of it",
	  "SELECT r.ref FROM log l JOIN recommendation r ON r.uid = l.uid JOIN milestone m ON m.fulfils = r.id AND m.actual IS NOT "
	  "NULL AND m.removed = 0 JOIN log s ON s.entity = 'milestone' AND s.uid = m.uid AND s.seq = (SELECT max(t.seq) FROM log t "
	  "WHERE t.entity = 'milestone' AND t.uid = m.uid AND json_extract(t.changes, '$.actual[1]') IS NOT NULL AND "
	  "t.seq < l.seq) WHERE l.seq > ?1 AND "
	  "l.verb = 'approve-closeout' AND l.entity = 'recommendation' AND (s.actor IN (l.actor, l.acting_for) OR s.acting_for IN "
	  "(l.actor, l.acting_for))" },

	/* milestones */
	{ "done without a day, or a day without being done",
	  "SELECT m.ref FROM milestone m WHERE m.removed = 0 AND (m.state IN ('complete', 'submitted')) <> (m.actual IS NOT NULL)" },
	{ "completed before what it waits for",
	  "SELECT m.ref FROM log l JOIN milestone m ON m.uid = l.uid JOIN plan p ON p.id = m.plan JOIN dependency d ON d.succ = m.id AND "
	  "d.removed = 0 AND d.waived = 0 AND d.kind <> 'ss' JOIN milestone b ON b.id = d.pred WHERE l.seq > ?1 AND l.entity = "
	  "'milestone' AND l.verb = 'approve' AND json_extract(l.changes, '$.state[1]') = 'complete' AND b.state <> 'complete' AND NOT "
	  "(d.applies = 'if_none' AND p.gate_outcome <> 'none') AND NOT (d.applies = 'unless_none' AND p.gate_outcome = 'none')" },
	{ "a submission without proof",
	  "SELECT l.uid FROM log l WHERE l.seq > ?1 AND l.verb IN ('submit', 'submit-closeout') AND l.entity IN ('milestone', "
	  "'recommendation') AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.subject = l.entity || ':' || l.uid AND e.removed = 0 AND "
	  "e.withdrawn = 0)" },

	/* people */
	{ "nobody can administer", "SELECT 'user' WHERE NOT EXISTS (SELECT 1 FROM \"user\" u WHERE u.role = 'admin' AND u.active = 1 AND "
	  "u.removed = 0)" },
	{ "it was done by who may not act any more",
	  "SELECT l.seq FROM log l JOIN \"user\" u ON u.name = l.actor WHERE l.seq > ?1 AND u.active = 0 AND u.version < l.seq" },
	{ "effective after today, or before the entry that touched the same record by a correction only",
	  "SELECT l.seq FROM log l WHERE l.seq > ?1 AND l.verb <> 'correct' AND EXISTS (SELECT 1 FROM log e WHERE e.entity = l.entity AND "
	  "e.uid = l.uid AND e.seq < l.seq AND e.effective > l.effective)" },
};

const char *prop_look(sqlite3 *db, const char *sql, const char *bound, char *out, size_t size)
{
	sqlite3_stmt *st;

	*out = '\0';
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	if (bound)
		sqlite3_bind_text(st, 1, bound, -1, SQLITE_TRANSIENT);
	if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_text(st, 0))
		snprintf(out, size, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return out;
}

static bool finds(sqlite3 *db, const struct never *n, int64_t seen, char *found, size_t size)
{
	sqlite3_stmt *st;
	bool wrong;

	if (sqlite3_prepare_v2(db, n->sql, -1, &st, NULL) != SQLITE_OK)
		fail_msg("%s: %s", n->sql, sqlite3_errmsg(db));
	if (sqlite3_bind_parameter_count(st) > 0)
		sqlite3_bind_int64(st, 1, seen);
	wrong = sqlite3_step(st) == SQLITE_ROW;
	if (wrong)
		snprintf(found, size, "%s: %s", (const char *)sqlite3_column_text(st, 0), n->what);
	sqlite3_finalize(st);
	return wrong;
}

bool prop_finds_wrong(sqlite3 *db, int64_t seen, char *found, size_t size)
{
	for (size_t i = 0; i < sizeof nevers / sizeof *nevers; i++)
		if (finds(db, &nevers[i], seen, found, size))
			return true;
	return false;
}
