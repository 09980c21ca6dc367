/* SPDX-License-Identifier: MIT */
/*
 * guards_life.c - the life cycles inside the file: who may write which entry of the log.
 *
 * The rules stand in five small tables that are written once and never change, so
 * that anybody can look what the file lets pass; two triggers on the log hold every
 * entry to them. What a role may, which state allows it, that nobody decides what
 * they submitted, and that only its action sets a workflow field, is so refused to
 * a bare SQL shell as well. A database with one person has no second one to ask:
 * there only its beginning is guarded.
 */
#include <stdio.h>
#include <string.h>

#include "core/lifecycle.h"
#include "store/store_private.h"

#define RULES_MAX 128

#define SENTENCE_FILL      "only a new database is filled like that"
#define SENTENCE_ROLE      "the role may not do that"
#define SENTENCE_OWN       "only whose it is, or an administrator, does that"
#define SENTENCE_DELEGATE  "no delegation covers it on that day"
#define SENTENCE_ADMIN     "an administrator decides nothing, acting for somebody neither"
#define SENTENCE_SUBMITTER "who submitted it does not decide it"
#define SENTENCE_DECIDER   "it is not theirs to decide"
#define SENTENCE_WAITS     "nothing of it waits for that decision"
#define SENTENCE_RECALL    "only who submitted it takes it back"
#define SENTENCE_SECOND    "a second person confirms it first"
#define SENTENCE_STATE     "its state does not allow it"
#define SENTENCE_FIELD     "only an action of its life cycle sets that field"
#define SENTENCE_UNDO      "an undo is the reverse of one batch that can be undone, by whoever made it or a supervisor"
#define SENTENCE_PROOF     "needs at least one evidence record"
#define SENTENCE_COMPLETER "who completed a step behind it does not approve it"
#define SENTENCE_SUBMITTED "an approval names who submits what"
#define SENTENCE_KIND      "the action is none of that kind of record"
#define SENTENCE_FIXED     "the rules are written with the schema and never changed"

static const struct {
	const char *sentence;
	enum fail kind;
} kinds[] = {
	{ SENTENCE_FILL, FAIL_DENIED },        { SENTENCE_ROLE, FAIL_DENIED },    { SENTENCE_DELEGATE, FAIL_DENIED },
	{ SENTENCE_ADMIN, FAIL_DENIED },
	{ SENTENCE_SUBMITTER, FAIL_DENIED }, { SENTENCE_DECIDER, FAIL_DENIED }, { SENTENCE_WAITS, FAIL_NO },
	{ SENTENCE_RECALL, FAIL_DENIED },    { SENTENCE_SECOND, FAIL_DENIED },  { SENTENCE_STATE, FAIL_NO },
	{ SENTENCE_FIELD, FAIL_DENIED },     { SENTENCE_UNDO, FAIL_NO },        { SENTENCE_PROOF, FAIL_NO },
	{ SENTENCE_SUBMITTED, FAIL_DENIED }, { SENTENCE_OWN, FAIL_DENIED },
	{ SENTENCE_COMPLETER, FAIL_DENIED }, { SENTENCE_KIND, FAIL_NO },        { SENTENCE_FIXED, FAIL_NO },
};

int life_guards_kind(const char *sentence)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].sentence, sentence) == 0)
			return kinds[i].kind;
	return 0;
}

/* ---- the triggers ------------------------------------------------------------------ */

/*
 * What is asked for in many branches is asked once for an entry, in front of them: who
 * acts and in which role, whether the record is new, how the batch began; what rules of
 * any kind of record have the verb; and the rule of this kind, if there is one. (A
 * subquery without FROM is not taken apart by SQLite, and one with an aggregate neither.)
 */
#define COMMON \
	" FROM (SELECT (SELECT role FROM \"user\" WHERE ref = coalesce(NEW.acting_for, NEW.actor) COLLATE NOCASE) AS role, " \
	ME("id") " AS id, " MINE("id") " AS other, NOT EXISTS (SELECT 1 FROM log WHERE entity = NEW.entity AND uid = " \
	"NEW.uid) AS fresh, " HEAD("verb") " AS head) who, (SELECT count(*) AS n, max(owner) AS owner, max(waits) AS waits, " \
	"max(decides) AS decides, max(approves) AS approves, max(recalls) AS recalls FROM life_rule WHERE verb = " \
	"NEW.verb) some LEFT JOIN life_rule its ON its.verb = NEW.verb AND its.entity = NEW.entity"

/* Parts of conditions; NEW is the entry. */
#define ME(uid)   "(SELECT " uid " FROM \"user\" WHERE ref = NEW.actor COLLATE NOCASE)"
#define MINE(uid) "(SELECT " uid " FROM \"user\" WHERE ref = NEW.acting_for COLLATE NOCASE)"
#define IS_ME(x)  "ifnull(" x " IN (who.id, who.other), 0)"
#define HEAD(x)   "coalesce((SELECT " x " FROM log WHERE seq = NEW.batch), NEW." x ")"
#define A_RULE    "some.n > 0"
#define ITS_RULE  "its.verb IS NOT NULL"
#define RULE(x)   "its." x
#define ANY_RULE(x) "some." x
#define MAY(verb) "EXISTS (SELECT 1 FROM life_role WHERE entity = NEW.entity AND verb = " verb " AND role = who.role)"
#define NO_ADMIN  "who.role <> 'admin'"
#define READER    "(who.role = 'viewer' OR who.role = 'auditor')"
#define PLAIN     "NEW.verb <> 'undo' AND NEW.verb <> 'redo' AND some.n = 0"
#define ACTS      "NOT who.fresh AND " ITS_RULE
/* The two sides of the change of a field: what was (key 0), and what is to be (key 1). */
#define WAS(changes, field) "(SELECT value FROM json_each(" changes ", '$.' || " field ") WHERE NOT key)"
#define BECOMES(changes, field) "(SELECT value FROM json_each(" changes ", '$.' || " field ") WHERE key)"
#define TO(field) "(SELECT value FROM json_each(NEW.changes, '$." field "') WHERE key)"
#define IN_BATCH  "SELECT 1 FROM log t WHERE t.entity = NEW.entity AND t.uid = NEW.uid AND t.batch = b.seq"
/* Whether the batch undone is a final one was looked at with the first entry: once, not once for each of thousands. */
#define LOOKED    "(NEW.op_id IS NULL AND NEW.seq <> NEW.batch AND (who.head = 'undo' OR who.head = 'redo'))"
/* The approval that waits about the record, or the one the entry itself is about. */
#define WAITING   "SELECT 1 FROM approval a WHERE state = 'waiting' AND removed = 0 AND (subject = NEW.entity || ':' || " \
		  "NEW.uid OR (NEW.entity = 'approval' AND uid = NEW.uid))"
#define ABOUT     " AND EXISTS (SELECT 1 FROM life_about WHERE verb = NEW.verb AND action = a.action)"
#define AGAIN     "EXISTS (SELECT 1 FROM extension x JOIN recommendation c ON c.id = recommendation WHERE x.removed = 0 AND " \
		  "state = 'approved' AND 'recommendation:' || c.uid = a.subject)"
#define DECIDER   " AND EXISTS (SELECT 1 FROM life_about WHERE entity = substr(subject, 1, instr(subject, ':') - 1) " \
		  "AND verb = a.action AND action = a.action AND again = " AGAIN " AND (role = who.role OR " \
		  "(role = '*' AND waits_for = who.role)))"

/* A step of the recommendation that is done, and whoever acts gave it its day. */
#define STEP_OF(table, parent, day) \
	"EXISTS (SELECT 1 FROM recommendation c JOIN " table " m ON m." parent " = c.id AND m.removed = 0 AND m." day " IS NOT NULL JOIN " \
	"log t ON t.entity = '" table "' AND t.uid = m.uid AND t.seq = (SELECT max(s.seq) FROM log s WHERE s.entity = '" table "' AND " \
	"s.uid = m.uid AND " BECOMES("s.changes", "'" day "'") " IS NOT NULL) WHERE c.uid = NEW.uid AND (t.actor = NEW.actor OR " \
	"t.actor IS NEW.acting_for OR t.acting_for = NEW.actor OR (t.acting_for IS NOT NULL AND t.acting_for IS NEW.acting_for)))"

#define BEGINNING \
	"NOT CASE NEW.verb WHEN 'sample' THEN (SELECT kind FROM \"database\") IS 'sample' AND EXISTS (SELECT 1 FROM " \
	"log WHERE seq = NEW.seq - 1 AND (verb = 'init' OR verb = 'sample')) ELSE NEW.batch = 1 END"

static const struct {
	const char *sentence, *broken;
} branches[] = {
	{ SENTENCE_DELEGATE,
	  "NEW.acting_for IS NOT NULL AND NOT EXISTS (SELECT 1 FROM delegation d JOIN \"user\" f ON f.id = d.from_user JOIN "
	  "\"user\" t ON t.id = d.to_user WHERE d.removed = 0 AND f.name = NEW.acting_for AND t.name = NEW.actor AND "
	  HEAD("effective") " BETWEEN starts_on AND ends_on AND (scope = 'all' OR scope = coalesce((SELECT scope "
	  "FROM life_rule WHERE verb = who.head LIMIT 1), scope)))" },
	{ SENTENCE_ADMIN, "NEW.acting_for IS NOT NULL AND " ANY_RULE("decides") " AND " ME("role") " = 'admin'" },

	/* adding and editing */
	{ SENTENCE_ROLE, PLAIN " AND NOT CASE WHEN who.fresh THEN " MAY("'add'") " ELSE " MAY("'set'") " END" },

	/* Fields that are not every editor's to set: "set.outcome". */
	{ SENTENCE_ROLE,
	  PLAIN " AND NOT who.fresh AND EXISTS (SELECT 1 FROM life_role m WHERE entity = NEW.entity AND verb > 'set.' AND verb < 'set/' "
	  "AND instr(NEW.changes, '\"' || substr(verb, 5) || '\":') > 0 GROUP BY verb HAVING NOT max(m.role = who.role))" },

	/* One gives away one's own duties, and changes one's own views. */
	{ SENTENCE_OWN,
	  PLAIN " AND NEW.entity = 'delegation' AND CASE WHEN who.fresh THEN " TO("to_user") " IS " ME("uid") " OR ("
	  NO_ADMIN " AND " TO("from_user") " IS NOT " ME("uid") ") ELSE " NO_ADMIN " AND NOT EXISTS (SELECT 1 FROM delegation "
	  "WHERE uid = NEW.uid AND from_user = who.id) END" },
	{ SENTENCE_OWN,
	  "NEW.entity = 'saved_view' AND (NEW.verb = 'void' OR (" PLAIN ")) AND " NO_ADMIN " AND CASE WHEN who.fresh THEN "
	  TO("owner") " IS NOT " ME("uid") " ELSE NOT EXISTS (SELECT 1 FROM saved_view WHERE uid = NEW.uid AND owner = "
	  "who.id) END" },

	/* undo */
	{ SENTENCE_UNDO,
	  "(NEW.verb = 'undo' OR NEW.verb = 'redo') AND (" READER " OR NOT EXISTS (SELECT 1 FROM log b WHERE b.seq = CAST (substr(coalesce("
	  "NEW.op_id, (SELECT op_id FROM log WHERE seq = NEW.batch)), 6) AS INTEGER) AND b.batch = b.seq AND b.seq < "
	  "NEW.batch AND (b.actor = NEW.actor OR who.role = 'supervisor') AND (" LOOKED " OR NOT EXISTS (SELECT 1 FROM log t "
	  "WHERE t.seq >= b.seq AND t.seq < NEW.batch AND t.batch = b.seq AND (t.verb = 'init' OR t.verb = 'sample' OR EXISTS "
	  "(SELECT 1 FROM life_rule WHERE verb = t.verb AND final)))) AND EXISTS (" IN_BATCH ") AND NOT EXISTS (SELECT 1 FROM "
	  "json_each(NEW.changes) j WHERE CASE WHEN j.key <> 'removed' THEN NOT EXISTS (" IN_BATCH " AND " WAS("t.changes", "j.key")
	  " IS " BECOMES("NEW.changes", "j.key") ") ELSE NOT EXISTS (" IN_BATCH " AND instr(t.changes, '\"removed\":') > 0 AND "
	  "coalesce(" WAS("t.changes", "'removed'") ", 0) IS coalesce(" TO("removed") ", 0)) AND (" TO("removed")
	  " IS NOT 1 OR (SELECT batch FROM log WHERE entity = NEW.entity AND uid = NEW.uid ORDER BY seq LIMIT 1) IS NOT "
	  "b.seq) END)))" },

	/* actions: who, on what; only void takes something out, and nothing that closeout writes itself */
	{ SENTENCE_KIND, "CASE NEW.verb WHEN 'void' THEN NOT " ITS_RULE " ELSE instr(NEW.changes, '\"removed\":') > 0 AND " A_RULE " END" },
	{ SENTENCE_KIND,
	  A_RULE " AND NOT (" ACTS ") AND NOT CASE NEW.entity WHEN 'approval' THEN who.fresh OR NOT " ITS_RULE " "
	  "WHEN 'checklist_line' THEN 1 WHEN 'extension' THEN 1 WHEN 'baseline' THEN 1 WHEN "
	  "'baseline_date' THEN 1 WHEN 'letter_line' THEN EXISTS (SELECT 1 FROM life_rule "
	  "WHERE verb = NEW.verb AND scope = 'letters') WHEN 'update' THEN NEW.verb = 'post-update' WHEN 'dependency' THEN NEW.verb "
	  "= 'waive' WHEN 'plan' THEN NEW.verb = 'approve' OR NEW.verb = 'cancel' OR NEW.verb = 'reopen' ELSE 0 END" },
	{ SENTENCE_ROLE,
	  ACTS " AND NOT " RULE("waits") " AND NOT (" MAY("NEW.verb") " OR (" RULE("owner") " AND NOT " READER " AND " IS_ME("@OWNER")
	  ") OR (" RULE("adder") " AND " MAY("'add'") " AND EXISTS (SELECT 1 FROM log WHERE entity = NEW.entity AND uid = "
	  "NEW.uid AND (actor = NEW.actor OR actor = NEW.acting_for) AND seq = (SELECT min(seq) FROM log WHERE entity "
	  "= NEW.entity AND uid = NEW.uid))))" },
	{ SENTENCE_ROLE,
	  A_RULE " AND NOT (" ACTS ") AND NOT (EXISTS (SELECT 1 FROM life_rule JOIN life_role m USING (entity, verb) "
	  "WHERE verb = NEW.verb AND m.role = who.role) OR (" ANY_RULE("owner") " AND NOT " READER ") OR ("
	  ANY_RULE("waits") " AND who.head = 'confirm'))" },

	/* the second pair of eyes */
	{ SENTENCE_SECOND,
	  ACTS " AND " RULE("waits") " AND NOT EXISTS (SELECT 1 FROM approval WHERE subject = NEW.entity || ':' || NEW.uid AND "
	  "action = NEW.verb AND state = 'confirmed' AND version >= NEW.batch AND version < NEW.seq)" },
	{ SENTENCE_SUBMITTER,
	  ANY_RULE("decides") " AND NOT who.fresh AND (" ITS_RULE " OR NEW.entity = 'approval') AND EXISTS (" WAITING ABOUT " AND ("
	  IS_ME("submitted_by") " OR " IS_ME("submitted_for") "))" },
	{ SENTENCE_COMPLETER, ACTS " AND " RULE("completer") " AND (" STEP_OF("milestone", "fulfils", "actual") " OR "
	  STEP_OF("corrective_action", "recommendation", "done_on") ")" },
	{ SENTENCE_WAITS,
	  ANY_RULE("decides") " AND NOT who.fresh AND (" ITS_RULE " OR NEW.entity = 'approval') AND NOT EXISTS (" WAITING ABOUT ")" },
	{ SENTENCE_DECIDER,
	  ANY_RULE("decides") " AND NOT who.fresh AND (" ITS_RULE " OR NEW.entity = 'approval') AND NOT EXISTS (" WAITING ABOUT
	  DECIDER " AND NOT EXISTS (SELECT 1 FROM approval WHERE id = a.after AND (" IS_ME("decided_by") " OR "
	  IS_ME("decided_for") ")) AND (NEW.entity = 'approval' OR NOT " ANY_RULE("approves")
	  " OR level = levels))" },
	{ SENTENCE_RECALL,
	  ANY_RULE("recalls") " AND NOT who.fresh AND NOT EXISTS (" WAITING ABOUT " AND (" IS_ME("submitted_by") " OR "
	  IS_ME("submitted_for") "))" },
	{ SENTENCE_SUBMITTED,
	  "NEW.entity = 'approval' AND who.fresh AND NOT CASE WHEN " TO("after") " IS NULL THEN " TO("submitted_by") " IS "
	  ME("uid") " AND " TO("submitted_for") " IS " MINE("uid") " AND " TO("action") " IS NEW.verb AND " TO("level")
	  " IS 1 ELSE EXISTS (SELECT 1 FROM approval p JOIN \"user\" u ON u.id = p.submitted_by WHERE p.uid = " TO("after")
	  " AND p.state = 'approved' AND p.version >= NEW.batch AND p.action = " TO("action") " AND p.level + 1 = " TO("level")
	  " AND u.uid = " TO("submitted_by") ") END" },

	/* state, proof, fields */
	{ SENTENCE_STATE, ACTS " AND @STATE" },
	{ SENTENCE_PROOF,
	  ACTS " AND " RULE("proof") " AND NOT EXISTS (SELECT 1 FROM evidence WHERE subject = NEW.entity || ':' || NEW.uid AND "
	  "withdrawn = 0 AND removed = 0)" },
	/* An entry's text is gone through once: instr() for every field costs more than all else of an import. */
	{ SENTENCE_FIELD,
	  "NEW.verb <> 'undo' AND NEW.verb <> 'redo' AND EXISTS (SELECT 1 FROM json_each(NEW.changes) j CROSS JOIN life_field w ON "
	  "w.entity = NEW.entity AND w.field = j.key AND w.verb = '' WHERE NOT EXISTS (SELECT 1 FROM life_field k WHERE k.entity = "
	  "w.entity AND k.field = w.field AND k.verb = NEW.verb AND (NEW.verb <> 'import' OR instr(NEW.changes, "
	  "'\"closure_basis\":[null,\"published\"]') > 0)) AND NOT (who.fresh AND (w.start = '' OR w.start = '\"' || j.key || "
	  "'\":' || j.value)))" },
};

/* Whose a record is: the kinds that have an owner. */
static void owner_sql(int version, struct buf *out)
{
	buf_adds(out, "CASE NEW.entity");
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = schema_entities[i];

		if (e->since <= version && record_field(e, "owner_user"))
			buf_addf(out, " WHEN '%s' THEN (SELECT owner_user FROM \"%s\" WHERE uid = NEW.uid)", e->name, e->name);
	}
	buf_adds(out, " END");
}

/* The field whose state a rule looks at: the one it moves, or that of its condition. */
static bool looks_at(const struct life_rule *r, bool moves, const char *field)
{
	size_t len = strlen(field);

	return moves ? r->moves && strcmp(r->moves, field) == 0
		     : r->when && strncmp(r->when, field, len) == 0 && r->when[len] == '=';
}

/* The columns of e that its rules look at, as one CASE over a name; false if there are none. */
static bool columns_sql(const struct entity *e, bool moves, struct buf *out)
{
	const struct life_rule *rules[RULES_MAX];
	int n = life_rules_of(e, rules, RULES_MAX);
	bool any = false;

	for (int i = 0; i < e->n_fields; i++) {
		const char *field = e->fields[i].name;
		bool used = false;

		for (int k = 0; k < n; k++)
			used = used || looks_at(rules[k], moves, field);
		if (used && !any)
			buf_adds(out, moves ? "CASE its.moves" : "CASE its.only_field");
		if (used)
			buf_addf(out, " WHEN '%s' THEN CAST (\"%s\" AS TEXT)", field, field);
		any = any || used;
	}
	buf_adds(out, any ? " END" : "");
	return any;
}

/* What the record has in the field of that name: '' for nothing, null if there is no record. */
static void held_sql(int version, bool moves, struct buf *out)
{
	buf_adds(out, "CASE NEW.entity");
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = schema_entities[i];
		AUTOBUF columns = BUF_INIT;

		if (e->since <= version && columns_sql(e, moves, &columns))
			buf_addf(out, " WHEN '%s' THEN (SELECT coalesce(%s, '') FROM \"%s\" WHERE uid = NEW.uid)", e->name,
				 columns.s, e->name);
	}
	buf_adds(out, " END");
}

/* True where no state of the rule is the record's, or the entry leads elsewhere than it says. */
static void state_sql(int version, struct buf *out)
{
	buf_adds(out, "its.moves IS NOT NULL AND EXISTS (SELECT 1 FROM (SELECT ");
	held_sql(version, true, out);
	buf_adds(out, " AS state, ");
	held_sql(version, false, out);
	buf_adds(out, " AS other) v WHERE v.state IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM life_state s WHERE entity = "
		      "NEW.entity AND verb = NEW.verb AND (s.state = v.state OR s.state = '*') AND (next IS NULL OR "
		      "instr(NEW.changes, '\"' || its.moves || '\":') = 0 OR CAST ("
		      BECOMES("NEW.changes", "its.moves") " AS TEXT) IS next)) "
		      "OR (its.only_field IS NOT NULL AND v.other IS NOT its.only_value)))");
}

/* Parts that depend on the kinds of record: whose it is, what its state says. */
struct parts {
	struct buf owner, state;
};

static void add_branch(struct buf *sql, const char *sentence, const char *broken, const struct parts *parts)
{
	const char *at = broken;

	buf_adds(sql, " WHEN ");
	while (*at) {
		size_t len = strcspn(at, "@");

		buf_add(sql, at, len);
		at += len;
		if (strncmp(at, "@OWNER", 6) == 0)
			buf_adds(sql, parts->owner.s);
		else if (*at)
			buf_adds(sql, parts->state.s);
		at += *at ? 6 : 0;
	}
	buf_adds(sql, " THEN RAISE (ABORT, ");
	sql_literal(sql, sentence);
	buf_addc(sql, ')');
}

static int table_guards(schema_emit emit, void *data, struct error *err)
{
	static const char *const events[] = { "INSERT", "UPDATE", "DELETE" };
	int failed = 0;

	for (size_t i = 0; i < life_n_tables; i++)
		for (size_t k = 0; k < sizeof events / sizeof *events && !failed; k++) {
			AUTOBUF sql = BUF_INIT;
			char event[8];

			snprintf(event, sizeof event, "%s", events[k]);
			for (char *c = event; *c; c++)
				*c = (char)(*c - 'A' + 'a');
			buf_addf(&sql, "CREATE TRIGGER \"%s_%s\" BEFORE %s ON \"%s\" BEGIN SELECT RAISE (ABORT, ",
				 life_tables[i].name, event, events[k], life_tables[i].name);
			sql_literal(&sql, SENTENCE_FIXED);
			buf_adds(&sql, "); END");
			failed = emit(data, sql.s, err);
		}
	return failed;
}

int life_guards(int version, schema_emit emit, void *data, struct error *err)
{
	struct parts parts = { BUF_INIT, BUF_INIT };
	AUTOBUF sql = BUF_INIT;
	int failed;

	owner_sql(version, &parts.owner);
	state_sql(version, &parts.state);
	/* The beginning: the first batch, and the sample records while nothing else has been done. */
	buf_adds(&sql, "CREATE TRIGGER \"log_begin\" BEFORE INSERT ON \"log\" WHEN NEW.verb = 'init' OR NEW.verb = 'sample' OR "
		       "NEW.actor = 'closeout' BEGIN SELECT CASE");
	add_branch(&sql, SENTENCE_FILL, BEGINNING, &parts);
	buf_adds(&sql, " END; END");
	failed = emit(data, sql.s, err);
	buf_clear(&sql);
	buf_adds(&sql, "CREATE TRIGGER \"log_life\" BEFORE INSERT ON \"log\" WHEN NEW.verb <> 'init' AND NEW.verb <> 'sample' AND "
		       "NEW.actor <> 'closeout' AND (SELECT kind FROM \"database\") IS NOT 'personal' BEGIN SELECT CASE");
	for (size_t i = 0; i < sizeof branches / sizeof *branches; i++)
		add_branch(&sql, branches[i].sentence, branches[i].broken, &parts);
	buf_adds(&sql, " END" COMMON "; END");
	if (!failed)
		failed = emit(data, sql.s, err);
	buf_release(&parts.owner);
	buf_release(&parts.state);
	return failed ? failed : table_guards(emit, data, err);
}
