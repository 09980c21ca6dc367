/* SPDX-License-Identifier: MIT */
/*
 * guards.c - the triggers that stand between a bare SQL shell and the records.
 *
 * What a value or a row must be by itself is said by the constraints of its
 * table (checks.c); the triggers know the log, the other rows and what was
 * there before. They are generated from the record table, with a few rules of
 * the subject written by hand. Each refuses with "field: sentence" or a
 * sentence alone. Names only, no labels: labels may change, a guard's text only
 * with a new schema number.
 *
 * REPLACE deletes rows without asking the DELETE guard (unless
 * recursive_triggers is on), so the INSERT and UPDATE guards refuse every row
 * that would displace another. IN with a list would build a temporary index
 * each time a guard runs; values are compared one by one.
 */
#include <string.h>

#include "store/store_private.h"

#define GUARDS_A_SELECT 40

/* Rules of the subject that look at other rows. */
struct rule {
	enum entity_id entity;
	const char *field;
	const char *broken; /* SQL over NEW */
	const char *sentence;
};

static const struct rule rules[] = {
	{ ENTITY_RECOMMENDATION, "closed_on",
	  "NEW.closed_on < (SELECT issued_on FROM report WHERE id = NEW.report)",
	  "a recommendation cannot be closed before its report was issued" },
	{ ENTITY_REPORT, "issued_on",
	  "EXISTS (SELECT 1 FROM recommendation WHERE report = NEW.id AND removed = 0 AND "
	  "closed_on < NEW.issued_on)",
	  "a recommendation of the report was closed before that day" },
	{ ENTITY_DEPENDENCY, "pred",
	  "EXISTS (SELECT 1 FROM milestone WHERE (id = NEW.pred OR id = NEW.succ) AND "
	  "plan IS NOT NEW.plan)",
	  "both milestones must be of the plan" },
	{ ENTITY_DEPENDENCY, "succ",
	  "NEW.removed = 0 AND NEW.pred IN (" CIRCLE_LATER("NEW.pred", "NEW.succ", "NEW.plan", "NEW.id") " SELECT l.id FROM later l)",
	  "a milestone would have to wait for itself, round a circle" },
	{ ENTITY_MILESTONE, "plan",
	  "EXISTS (SELECT 1 FROM dependency WHERE pred = NEW.id AND removed = 0 AND plan IS NOT NEW.plan) OR EXISTS "
	  "(SELECT 1 FROM dependency WHERE succ = NEW.id AND removed = 0 AND plan IS NOT NEW.plan) OR EXISTS (SELECT 1 "
	  "FROM baseline_date d JOIN baseline b ON b.id = d.baseline WHERE d.milestone = NEW.id AND b.plan IS NOT NEW.plan)",
	  "its dependencies and baselines are of another plan" },
	{ ENTITY_KEY, "fingerprint",
	  "EXISTS (SELECT 1 FROM \"key\" WHERE fingerprint = "
	  "NEW.fingerprint AND id IS NOT NEW.id AND removed = 0)",
	  "the key is already somebody's" },
	{ ENTITY_APPROVAL, "subject",
	  "NEW.state = 'waiting' AND NEW.removed = 0 AND EXISTS (SELECT 1 FROM approval WHERE subject = NEW.subject AND "
	  "state = 'waiting' AND removed = 0 AND id IS NOT NEW.id)",
	  "something of the record waits for a decision already" },
};

#define SENTENCE_RIGHTS "the rights of an administrator, and one's own role, take a second person"
#define SHARED       "(SELECT kind FROM \"database\") IS NOT 'personal'"
#define A_SUPERVISOR "EXISTS (SELECT 1 FROM \"user\" WHERE role = 'supervisor' AND active = 1 AND removed = 0)"

#define DONE_BY(verbs) "EXISTS (SELECT 1 FROM log WHERE seq = NEW.version AND (" verbs "))"

/* What stays once it has happened, unless a second person agreed. SQL over OLD and NEW. */
static const struct rule lasting[] = {
	{ ENTITY_USER, "unconfirmed",
	  "OLD.unconfirmed = 1 AND NEW.unconfirmed IS NOT 1 AND NOT "
	  DONE_BY("verb = 'grant' OR verb = 'correct' OR verb = 'undo' OR verb = 'redo'"),
	  "only a second person confirms the rights of an administrator" },
	{ ENTITY_APPROVAL, "state",
	  "OLD.removed = 0 AND NEW.removed = 1 AND OLD.state <> 'waiting'",
	  "what was decided or recalled stays on record" },
	{ ENTITY_LETTER_LINE, "outcome",
	  "OLD.recorded_on IS NOT NULL AND (NEW.letter IS NOT OLD.letter OR NEW.recommendation IS NOT OLD.recommendation OR "
	  "NEW.outcome IS NOT OLD.outcome OR NEW.closure_reason IS NOT OLD.closure_reason OR NEW.removed IS NOT OLD.removed) "
	  "AND NOT " DONE_BY("verb = 'correct'"),
	  "its outcome is recorded; only a correction changes it" },
	{ ENTITY_USER, "role",
	  "OLD.role = 'admin' AND OLD.active = 1 AND OLD.removed = 0 AND (NEW.role <> 'admin' OR NEW.active <> 1 OR NEW.removed = 1) "
	  "AND NOT EXISTS (SELECT 1 FROM \"user\" WHERE role = 'admin' AND active = 1 AND removed = 0 AND id <> OLD.id)",
	  "the last active administrator stays" },
	{ ENTITY_USER, "role",
	  "(NEW.role IS NOT OLD.role OR (NEW.role = 'admin' AND NEW.active > OLD.active)) AND (OLD.name = (SELECT actor FROM "
	  "log WHERE seq = NEW.version) OR (NEW.role = 'admin' AND " A_SUPERVISOR ")) AND NOT "
	  DONE_BY("verb = 'grant' OR verb = 'correct' OR verb = 'undo' OR verb = 'redo'") " AND " SHARED,
	  SENTENCE_RIGHTS },
	{ ENTITY_CORRESPONDENCE, "direction",
	  "(NEW.direction IS NOT OLD.direction OR NEW.dated_on IS NOT OLD.dated_on OR NEW.removed IS NOT OLD.removed) AND EXISTS "
	  "(SELECT 1 FROM letter_line WHERE letter = OLD.id AND removed = 0 AND recorded_on IS NOT NULL) "
	  "AND NOT " DONE_BY("verb = 'correct'"),
	  "an outcome of the letter is recorded; only a correction changes it" },
};

/* What a new record cannot be at once. */
static const struct rule arriving[] = {
	{ ENTITY_USER, "role",
	  "NEW.role = 'admin' AND " A_SUPERVISOR " AND " SHARED " AND NOT " DONE_BY("verb = 'init' OR verb = 'sample'"),
	  SENTENCE_RIGHTS },
};

#define SENTENCE_VERSION "a record changes only together with a new entry of the log"
#define SENTENCE_ONCE    "is set once and never changed"
#define SENTENCE_FIXED   "is fixed when the database is made"
#define SENTENCE_APPEND  "is never edited, only followed by another"
#define SENTENCE_DELETE  "no record is ever deleted; it is marked as removed"
#define SENTENCE_LOG     "the log is only ever added to"
#define SENTENCE_ACTOR   "the account does not exist or is not active"
#define SENTENCE_TAKEN   "is already taken by another record"
#define SENTENCE_LINK    "refers to a record that does not exist"
#define SENTENCE_MADE    "is made from other fields and must agree with them"

/* Sentences that do not mean a value that does not fit. */
static const struct {
	const char *sentence;
	enum fail kind;
} kinds[] = {
	{ SENTENCE_VERSION, FAIL_NO },   { SENTENCE_ONCE, FAIL_NO },   { SENTENCE_FIXED, FAIL_NO },
	{ SENTENCE_APPEND, FAIL_NO },    { SENTENCE_DELETE, FAIL_NO }, { SENTENCE_LOG, FAIL_NO },
	{ SENTENCE_ACTOR, FAIL_DENIED },
};

int guards_kind(const char *sentence)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].sentence, sentence) == 0)
			return kinds[i].kind;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strcmp(rules[i].sentence, sentence) == 0)
			return FAIL_NO;
	for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
		if (strcmp(lasting[i].sentence, sentence) == 0)
			return FAIL_DENIED;
	return life_guards_kind(sentence) ? life_guards_kind(sentence) : checks_kind(sentence);
}

/* ---- collecting -------------------------------------------------------------- */

/* WHEN branches of CASE expressions, a limited number in each. */
struct branches {
	struct buf sql;
	int n;
	const char *only; /* SQL: they hold where this does, asked for once and not in each */
	bool check; /* an expression that gives the sentence, instead of statements that raise it */
};

static void branches_end(struct branches *b)
{
	if (b->n)
		buf_adds(&b->sql, b->check ? " END, " : b->only ? " END END; " : " END; ");
	b->n = 0;
	b->only = NULL;
}

static void branch(struct branches *b, const char *field, const char *sentence, const char *format,
		   ...) __attribute__((format(printf, 4, 5)));

static void branch(struct branches *b, const char *field, const char *sentence, const char *format,
		   ...)
{
	AUTOBUF message = BUF_INIT;
	va_list args;

	if (field)
		buf_addf(&message, "%s: ", field);
	buf_adds(&message, sentence);
	if (b->n == GUARDS_A_SELECT) {
		const char *only = b->only;

		branches_end(b);
		b->only = only;
	}
	if (!b->n && !b->check)
		buf_adds(&b->sql, "SELECT ");
	if (!b->n && b->only)
		buf_addf(&b->sql, "CASE WHEN %s THEN ", b->only);
	buf_adds(&b->sql, b->n++ ? " WHEN " : "CASE WHEN ");
	va_start(args, format);
	buf_vaddf(&b->sql, format, args);
	va_end(args);
	buf_adds(&b->sql, b->check ? " THEN " : " THEN RAISE (ABORT, ");
	sql_literal(&b->sql, message.s);
	if (!b->check)
		buf_addc(&b->sql, ')');
}

/* A statement between the expressions. */
static void step(struct branches *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void step(struct branches *b, const char *format, ...)
{
	va_list args;

	branches_end(b);
	va_start(args, format);
	buf_vaddf(&b->sql, format, args);
	va_end(args);
	buf_adds(&b->sql, "; ");
}

/* ---- other rows ----------------------------------------------------------------------- */

/*
 * Whether the record that a text as "risk:UID" names is there, as a CASE over the parts kind and
 * uid of it. With every, a field of any record is meant where that is true, and else of a subject.
 */
static void there_sql(bool any, const char *every, int version, struct buf *out)
{
	buf_adds(out, "CASE kind");
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = schema_entities[i];
		bool subject = e->flags & ENTITY_SUBJECT;

		if (e->since <= version && (any || subject))
			buf_addf(out, " WHEN '%s' THEN %suid IN (SELECT uid FROM \"%s\")", e->name,
				 subject ? "" : every, e->name);
	}
	buf_adds(out, " ELSE 0 END");
}

#define PARTS_OF(x) "(SELECT substr(" x ", 1, instr(" x ", ':') - 1) AS kind, substr(" x ", instr(" x ", ':') + 1) AS uid)"

/* Checked where it is, not by what all tables share. */
static void check_any(struct branches *b, const struct field *f, int version)
{
	AUTOBUF sql = BUF_INIT;

	there_sql(f->flags & FIELD_EVERY, "", version, &sql);
	branch(b, f->name, SENTENCE_LINK,
	       "NEW.\"%s\" IS NOT NULL AND NOT (SELECT %s FROM " PARTS_OF("NEW.\"%s\"") ")", f->name, sql.s, f->name,
	       f->name, f->name, f->name);
}

static bool guarded(const struct field *f, int version)
{
	return record_stored(f) && f->since <= version;
}

/*
 * What an ANY field refers to is there (REF fields have foreign keys), and the
 * rules hold.
 */
static void link_branches(struct branches *b, const struct entity *e, int version)
{
	for (int i = 0; i < e->n_fields; i++)
		if (guarded(&e->fields[i], version) && e->fields[i].type == FIELD_ANY) {
			if (b->check)
				check_any(b, &e->fields[i], version);
			else
				step(b, "INSERT INTO guard_link VALUES (NEW.\"%s\", %d)", e->fields[i].name,
				     (e->fields[i].flags & FIELD_EVERY) != 0);
		}
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].entity == e->id)
			branch(b, rules[i].field, rules[i].sentence, "%s", rules[i].broken);
}


void guards_check(const struct entity *e, int version, struct buf *out)
{
	struct branches b = { .sql = BUF_INIT, .check = true };
	AUTOBUF ref = BUF_INIT;
	const char *at, *next;

	link_branches(&b, e, version);
	ref_sql(e, e->ref, "NEW", &ref);
	branch(&b, "ref", SENTENCE_MADE, "NEW.ref IS NOT %s", ref.s);
	branches_end(&b);
	buf_adds(out, "coalesce(");
	for (at = b.sql.s; (next = strstr(at, "NEW.")); at = next + 4) {
		buf_add(out, at, (size_t)(next - at));
		buf_adds(out, "r.");
	}
	buf_adds(out, at);
	buf_adds(out, "NULL)");
	buf_release(&b.sql);
}

/* ---- the triggers ------------------------------------------------------------ */

/* Other entries than these change nothing that is set once. */
#define PLAIN_VERB                                                       \
	"NOT EXISTS (SELECT 1 FROM log WHERE seq = NEW.version AND " \
	"(verb = 'undo' OR verb = 'redo' OR verb = 'correct'))"

static void insert_branches(struct branches *b, const struct entity *e)
{
	AUTOBUF ref = BUF_INIT;

	ref_sql(e, e->ref, "NEW", &ref);
	step(b, "INSERT INTO guard_entry VALUES ('%s', NEW.uid, NEW.version, NULL, EXISTS (SELECT 1 FROM \"%s\" WHERE id = NEW.id "
	     "OR uid = NEW.uid OR ref = NEW.ref COLLATE NOCASE), NEW.ref IS %s)", e->name, e->name, ref.s);
	for (size_t i = 0; i < sizeof arriving / sizeof *arriving; i++)
		if (arriving[i].entity == e->id)
			branch(b, arriving[i].field, arriving[i].sentence, "%s", arriving[i].broken);
}

static void fixed_branches(struct branches *b, const struct entity *e, int version)
{
	for (int i = 0; i < e->n_fields; i++)
		if (guarded(&e->fields[i], version) && (e->fields[i].flags & FIELD_GENESIS))
			branch(b, e->fields[i].name, SENTENCE_FIXED, "NEW.\"%s\" IS NOT OLD.\"%s\"", e->fields[i].name,
			       e->fields[i].name);
}

static void once_branches(struct branches *b, const struct entity *e, int version)
{
	branches_end(b);
	b->only = PLAIN_VERB;
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];

		if (!guarded(f, version) || (f->flags & FIELD_GENESIS))
			continue;
		if (f->flags & FIELD_ONCE)
			branch(b, f->name, SENTENCE_ONCE, "OLD.\"%s\" IS NOT NULL AND NEW.\"%s\" IS NOT OLD.\"%s\"",
			       f->name, f->name, f->name);
		else if (e->flags & ENTITY_APPEND_ONLY)
			branch(b, f->name, SENTENCE_APPEND, "NEW.\"%s\" IS NOT OLD.\"%s\"", f->name, f->name);
	}
	branches_end(b);
}

static void update_branches(struct branches *b, const struct entity *e, int version)
{
	step(b, "INSERT INTO guard_entry VALUES ('%s', NEW.uid, NEW.version, OLD.version, 0, 1)", e->name);
	fixed_branches(b, e, version);
	once_branches(b, e, version);
	for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
		if (lasting[i].entity == e->id && record_field(e, lasting[i].field)->since <= version)
			branch(b, lasting[i].field, lasting[i].sentence,
			       "%s", lasting[i].broken);
}

static void identity_steps(struct branches *b, const struct entity *e)
{
	AUTOBUF ref = BUF_INIT;

	ref_sql(e, e->ref, "NEW", &ref);
	step(b, "INSERT INTO guard_identity VALUES (NEW.id IS OLD.id AND NEW.uid IS OLD.uid, NEW.ref IS NOT OLD.ref AND EXISTS "
		"(SELECT 1 FROM \"%s\" WHERE ref = NEW.ref COLLATE NOCASE AND id IS NOT OLD.id), NEW.sort_key IS OLD.sort_key OR "
		"NEW.ref IS NOT OLD.ref, NEW.ref IS %s)", e->name, ref.s);
}

static int emit_trigger(const char *table, const char *name, const char *event, struct branches *b,
			schema_emit emit, void *data, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int failed;

	branches_end(b);
	buf_addf(&sql, "CREATE TRIGGER \"%s_%s\" BEFORE %s ON \"%s\" BEGIN %sEND", table, name,
		 event, table, b->sql.s);
	failed = emit(data, sql.s, err);
	buf_release(&b->sql);
	return failed;
}

/*
 * What all tables ask for is asked once, behind three views that hold nothing: a guard of a table
 * inserts there what it knows, and what stands before the view refuses it. SQLite reads the text of
 * every guard when it opens a file, so what is said once need not be read thirty times.
 */
static const struct {
	const char *view, *columns, *guard;
} shared[] = {
	{ "guard_entry", "NULL AS kind, NULL AS uid, NULL AS version, NULL AS was, NULL AS taken, NULL AS made",
	  "CASE WHEN NEW.version <= NEW.was OR NEW.version IS NOT (SELECT max(seq) FROM log WHERE entity = NEW.kind AND uid = NEW.uid) "
	  "THEN RAISE (ABORT, '" SENTENCE_VERSION "') WHEN NEW.taken THEN RAISE (ABORT, 'ref: " SENTENCE_TAKEN "') "
	  "WHEN NOT NEW.made THEN RAISE (ABORT, 'ref: " SENTENCE_MADE "') END" },
	{ "guard_identity", "NULL AS same, NULL AS taken, NULL AS sorted, NULL AS made",
	  "CASE WHEN NOT NEW.same THEN RAISE (ABORT, 'uid: an identity never changes') WHEN NEW.taken THEN RAISE (ABORT, 'ref: "
	  SENTENCE_TAKEN "') WHEN NOT NEW.sorted THEN RAISE (ABORT, 'sort_key: is made from the reference') WHEN NOT NEW.made THEN "
	  "RAISE (ABORT, 'ref: " SENTENCE_MADE "') END" },
	{ "guard_link", "NULL AS subject, NULL AS every",
	  "CASE WHEN NEW.subject IS NOT NULL AND NOT (SELECT @THERE FROM " PARTS_OF("NEW.subject") ") THEN RAISE (ABORT, 'subject: "
	  SENTENCE_LINK "') END" },
};

/* Made before the guards that use them. */
int guards_shared(int version, schema_emit emit, void *data, struct error *err)
{
	AUTOBUF there = BUF_INIT;
	int failed = 0;

	there_sql(true, "NEW.every AND ", version, &there);
	for (size_t i = 0; i < sizeof shared / sizeof *shared && !failed; i++) {
		AUTOBUF sql = BUF_INIT;
		const char *at = strstr(shared[i].guard, "@THERE");

		buf_addf(&sql, "CREATE VIEW %s AS SELECT %s", shared[i].view, shared[i].columns);
		failed = emit(data, sql.s, err);
		buf_clear(&sql);
		buf_addf(&sql, "CREATE TRIGGER %s_insert INSTEAD OF INSERT ON %s BEGIN SELECT %.*s%s%s; END", shared[i].view,
			 shared[i].view, (int)strcspn(shared[i].guard, "@"), shared[i].guard,
			 at ? there.s : "", at ? at + 6 : "");
		if (!failed)
			failed = emit(data, sql.s, err);
	}
	return failed;
}

/* The columns that only an entry of the log may change, as the event of a trigger. */
static void logged_columns(const struct entity *e, int version, struct buf *out)
{
	buf_adds(out, "UPDATE OF version, removed");
	for (int i = 0; i < e->n_fields; i++)
		if (guarded(&e->fields[i], version))
			buf_addf(out, ", \"%s\"", e->fields[i].name);
}

static int entity_guards(const struct entity *e, int version, schema_emit emit, void *data,
			 struct error *err)
{
	struct branches b = { .sql = BUF_INIT };
	AUTOBUF columns = BUF_INIT;
	int failed;

	logged_columns(e, version, &columns);
	insert_branches(&b, e);
	link_branches(&b, e, version);
	failed = emit_trigger(e->name, "insert", "INSERT", &b, emit, data, err);
	if (failed)
		return failed;
	update_branches(&b, e, version);
	link_branches(&b, e, version);
	failed = emit_trigger(e->name, "update", columns.s, &b, emit, data, err);
	if (failed)
		return failed;
	identity_steps(&b, e);
	failed = emit_trigger(e->name, "identity", "UPDATE", &b, emit, data, err);
	if (failed)
		return failed;
	step(&b, "SELECT RAISE (ABORT, '" SENTENCE_DELETE "')");
	return emit_trigger(e->name, "delete", "DELETE", &b, emit, data, err);
}

/* ---- the log ----------------------------------------------------------------- */

static void log_actor(struct branches *b)
{
	/*
	 * "closeout" itself acts only in the batch that makes a database and
	 * while sample records are loaded. Migrations act with the guards taken
	 * away, so nobody else can claim to be one.
	 */
	branch(b, "actor", SENTENCE_ACTOR,
	       "NOT EXISTS (SELECT 1 FROM \"user\" WHERE ref = NEW.actor COLLATE NOCASE AND "
	       "name = NEW.actor "
	       "AND active = 1 AND removed = 0) AND NOT (NEW.actor = 'closeout' AND (NEW.batch "
	       "= 1 OR "
	       "EXISTS (SELECT 1 FROM \"database\" WHERE kind = 'sample')))");
	branch(b, "acting_for", SENTENCE_ACTOR,
	       "NEW.acting_for IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"user\" WHERE "
	       "ref = NEW.acting_for COLLATE NOCASE AND name = NEW.acting_for AND active = 1 "
	       "AND removed = 0)");
}

static void log_entity(struct branches *b, int version)
{
	AUTOBUF list = BUF_INIT;

	for (int i = 0; i < ENTITY_MAX; i++)
		if (schema_entities[i]->since <= version) {
			buf_adds(&list, list.len ? " AND NEW.entity <> " : "NEW.entity <> ");
			sql_literal(&list, schema_entities[i]->name);
		}
	branch(b, "entity", "is no kind of record", "%s", list.s);
}

static void log_branches(struct branches *b, int version)
{
	branch(b, "seq", "the next entry of the log has the next number",
	       "NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM log)");
	branch(b, "op_id", "the same operation is already in the log",
	       "EXISTS (SELECT 1 FROM log WHERE op_id = NEW.op_id)");
	branch(b, "recorded", "must not be before the entry above",
	       "NEW.recorded < (SELECT recorded FROM log WHERE seq = NEW.seq - 1)");
	log_actor(b);
	log_entity(b, version);
	branch(b, "batch", "is the number of the first entry of the batch",
	       "NEW.batch IS NOT NEW.seq AND NEW.batch IS NOT (SELECT batch FROM log WHERE "
	       "seq = NEW.seq - 1)");
}

static int log_guards(int version, schema_emit emit, void *data, struct error *err)
{
	struct branches b = { .sql = BUF_INIT };
	int failed;

	log_branches(&b, version);
	failed = emit_trigger("log", "insert", "INSERT", &b, emit, data, err);
	if (failed)
		return failed;
	step(&b, "SELECT RAISE (ABORT, '" SENTENCE_LOG "')");
	failed = emit_trigger("log", "update", "UPDATE", &b, emit, data, err);
	if (failed)
		return failed;
	step(&b, "SELECT RAISE (ABORT, '" SENTENCE_LOG "')");
	return emit_trigger("log", "delete", "DELETE", &b, emit, data, err);
}

int guards_each(int version, schema_emit emit, void *data, struct error *err)
{
	int failed = log_guards(version, emit, data, err);

	if (!failed && version >= ACCESS_SINCE)
		failed = access_guards(emit, data, err);
	if (!failed && version >= CONTENT_SINCE)
		failed = content_guards(emit, data, err);
	if (!failed && version >= LIFE_SINCE)
		failed = life_guards(version, emit, data, err);
	for (int i = 0; i < ENTITY_MAX && !failed; i++)
		if (schema_entities[i]->since <= version)
			failed = entity_guards(schema_entities[i], version, emit, data, err);
	return failed;
}
