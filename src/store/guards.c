/* SPDX-License-Identifier: MIT */
/*
 * guards.c - the triggers that stand between a bare SQL shell and the records.
 *
 * They are generated from the record table, with a few rules of the subject
 * written by hand. Each refuses with "field: sentence" or a sentence alone.
 * Conditions are written over NEW; the same ones check finished tables with
 * another alias. Names only, no labels: labels may change, a guard's text only
 * with a new schema number.
 *
 * REPLACE deletes rows without asking the DELETE guard (unless
 * recursive_triggers is on), so the INSERT and UPDATE guards refuse every row
 * that would displace another.
 */
#include <string.h>

#include "store/store_private.h"

#define GUARDS_A_SELECT 40

/* Rules of the subject. */
struct rule {
	enum entity_id entity;
	const char *field;
	const char *broken; /* SQL over NEW */
	const char *sentence;
};

static const struct rule rules[] = {
	{ ENTITY_RECOMMENDATION, "action",
	  "NEW.action = 'closed' AND NEW.resolution IS NOT 'resolved'",
	  "an unresolved recommendation cannot be closed" },
	{ ENTITY_RECOMMENDATION, "closure_reason",
	  "NEW.action = 'closed' AND NEW.closure_basis IS NOT 'published' AND NEW.closure_reason "
	  "IS NULL",
	  "a recommendation closed by letter needs a closure reason" },
	{ ENTITY_RECOMMENDATION, "closed_on",
	  "NEW.action = 'closed' AND NEW.closed_on IS NULL AND NEW.closed_by_date IS NULL",
	  "a closed recommendation needs the day it was closed, or by which it was" },
	{ ENTITY_RECOMMENDATION, "closed_on",
	  "NEW.closed_on < (SELECT t.issued_on FROM report t WHERE t.id = NEW.report)",
	  "a recommendation cannot be closed before its report was issued" },
	{ ENTITY_RECOMMENDATION, "rolled_from",
	  "NEW.rolled_from = NEW.id OR NEW.supersedes = NEW.id",
	  "a recommendation cannot follow itself" },
	{ ENTITY_REPORT, "issued_on",
	  "EXISTS (SELECT 1 FROM recommendation t WHERE t.report = NEW.id AND t.removed = 0 AND "
	  "t.closed_on < NEW.issued_on)",
	  "a recommendation of the report was closed before that day" },
	{ ENTITY_OFFICE, "parent", "NEW.parent = NEW.id", "an office cannot be part of itself" },
	{ ENTITY_DEPENDENCY, "succ", "NEW.pred = NEW.succ", "a milestone cannot wait for itself" },
	{ ENTITY_DEPENDENCY, "pred",
	  "EXISTS (SELECT 1 FROM milestone t WHERE t.id IN (NEW.pred, NEW.succ) AND t.plan IS NOT "
	  "NEW.plan)",
	  "both milestones must be of the plan" },
	{ ENTITY_DEPENDENCY, "succ",
	  "NEW.removed = 0 AND NEW.pred IN (WITH RECURSIVE later (id) AS (SELECT NEW.succ UNION "
	  "SELECT t.succ FROM dependency t JOIN later l ON t.pred = l.id WHERE t.removed = 0 AND "
	  "t.id IS NOT NEW.id) "
	  "SELECT l.id FROM later l)",
	  "a milestone would have to wait for itself, round a circle" },
};

#define SENTENCE_VERSION "a record changes only together with a new entry of the log"
#define SENTENCE_ONCE    "is set once and never changed"
#define SENTENCE_FIXED   "is fixed when the database is made"
#define SENTENCE_APPEND  "is never edited, only followed by another"
#define SENTENCE_DELETE  "no record is ever deleted; it is marked as removed"
#define SENTENCE_LOG     "the log is only ever added to"
#define SENTENCE_ACTOR   "the account does not exist or is not active"
#define SENTENCE_TAKEN   "is already taken by another record"

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
	return FAIL_DATA;
}

/* ---- collecting -------------------------------------------------------------- */

/* WHEN branches of CASE expressions, a limited number in each. */
struct branches {
	struct buf sql;
	int n;
	bool check; /* an expression that gives the sentence, instead of statements that raise it */
};

static void branches_end(struct branches *b)
{
	if (b->n)
		buf_adds(&b->sql, b->check ? " END, " : " END; ");
	b->n = 0;
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
	if (b->n == GUARDS_A_SELECT)
		branches_end(b);
	if (!b->n && !b->check)
		buf_adds(&b->sql, "SELECT ");
	buf_adds(&b->sql, b->n++ ? " WHEN " : "CASE WHEN ");
	va_start(args, format);
	buf_vaddf(&b->sql, format, args);
	va_end(args);
	buf_adds(&b->sql, b->check ? " THEN " : " THEN RAISE (ABORT, ");
	sql_literal(&b->sql, message.s);
	if (!b->check)
		buf_addc(&b->sql, ')');
}

/* ---- values ------------------------------------------------------------------ */

static void guard_choice(struct branches *b, const struct field *f)
{
	AUTOBUF list = BUF_INIT, sentence = BUF_INIT;

	buf_adds(&sentence, "must be one of ");
	for (const struct choice *c = f->choices; c && c->name; c++) {
		buf_adds(&list, c == f->choices ? "" : ", ");
		sql_literal(&list, c->name);
		buf_addf(&sentence, "%s%s", c == f->choices ? "" : ", ", c->name);
	}
	branch(b, f->name, sentence.s, "NEW.\"%s\" NOT IN (%s)", f->name, list.s);
}

static void guard_text(struct branches *b, const struct field *f)
{
	AUTOBUF sentence = BUF_INIT;

	buf_addf(&sentence, "must have 1 to %lld bytes", (long long)record_max(f));
	branch(b, f->name, sentence.s, "NEW.\"%s\" = '' OR length(CAST(NEW.\"%s\" AS BLOB)) > %lld",
	       f->name, f->name, (long long)record_max(f));
}

static void guard_number(struct branches *b, const struct field *f)
{
	AUTOBUF sentence = BUF_INIT;

	buf_addf(&sentence, "must be between %lld and %lld", (long long)record_min(f),
		 (long long)record_max(f));
	branch(b, f->name, sentence.s, "NEW.\"%s\" NOT BETWEEN %lld AND %lld", f->name,
	       (long long)record_min(f), (long long)record_max(f));
}

static void guard_bool(struct branches *b, const struct field *f)
{
	branch(b, f->name, "must be 0 or 1", "NEW.\"%s\" NOT IN (0, 1)", f->name);
}

static void guard_date(struct branches *b, const struct field *f)
{
	branch(b, f->name, "must be a day of the calendar, written 2013-09-30",
	       "NEW.\"%s\" IS NOT date(NEW.\"%s\", '+0 days') OR NEW.\"%s\" NOT BETWEEN "
	       "'1900-01-01' AND "
	       "'2199-12-31'",
	       f->name, f->name, f->name);
}

static void guard_ref(struct branches *b, const struct field *f)
{
	branch(b, f->name, "refers to a record that does not exist",
	       "NEW.\"%s\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"%s\" t WHERE t.id = "
	       "NEW.\"%s\")",
	       f->name, schema_entities[f->target]->name, f->name);
}

static void guard_any(struct branches *b, const struct field *f)
{
	AUTOBUF sql = BUF_INIT;

	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = schema_entities[i];

		if (e->flags & ENTITY_SUBJECT)
			buf_addf(&sql,
				 " WHEN '%s' THEN EXISTS (SELECT 1 FROM \"%s\" t WHERE t.uid = "
				 "substr(NEW.\"%s\", %d))",
				 e->name, e->name, f->name, (int)strlen(e->name) + 2);
	}
	branch(b, f->name, "refers to a record that does not exist",
	       "NEW.\"%s\" IS NOT NULL AND NOT CASE substr(NEW.\"%s\", 1, instr(NEW.\"%s\", ':') - "
	       "1)%s ELSE 0 END",
	       f->name, f->name, f->name, sql.s);
}

static void (*const value_guards[FIELD_TYPE_MAX])(struct branches *b, const struct field *f) = {
	[FIELD_TEXT] = guard_text,     [FIELD_LONG] = guard_text, [FIELD_INT] = guard_number,
	[FIELD_MONEY] = guard_number,  [FIELD_BOOL] = guard_bool, [FIELD_DATE] = guard_date,
	[FIELD_CHOICE] = guard_choice, [FIELD_REF] = guard_ref,   [FIELD_ANY] = guard_any,
};

static bool guarded(const struct field *f, int version)
{
	return record_stored(f) && f->since <= version;
}

/* What must hold for a row by itself, whoever wrote it. */
static void row_branches(struct branches *b, const struct entity *e, int version)
{
	AUTOBUF ref = BUF_INIT;

	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];

		if (!guarded(f, version))
			continue;
		if (f->flags & FIELD_REQUIRED)
			branch(b, f->name, "is required", "NEW.\"%s\" IS NULL", f->name);
		value_guards[f->type](b, f);
	}
	branch(b, "removed", "must be 0 or 1", "NEW.removed NOT IN (0, 1)");
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].entity == e->id)
			branch(b, rules[i].field, rules[i].sentence, "%s", rules[i].broken);
	ref_sql(e, e->ref, "NEW", &ref);
	branch(b, "ref", "is made from other fields and must agree with them", "NEW.ref IS NOT %s",
	       ref.s);
}

void guards_check(const struct entity *e, int version, struct buf *out)
{
	struct branches b = { .sql = BUF_INIT, .check = true };
	const char *at, *next;

	row_branches(&b, e, version);
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

#define NEWEST "(SELECT max(t.seq) FROM log t WHERE t.entity = '%s' AND t.uid = NEW.uid)"
#define VERB_MAY \
	"(SELECT t.verb FROM log t WHERE t.seq = NEW.version) NOT IN ('undo', 'redo', 'correct')"

static void insert_branches(struct branches *b, const struct entity *e)
{
	branch(b, NULL, SENTENCE_VERSION, "NEW.version IS NOT " NEWEST, e->name);
	branch(b, "uid", SENTENCE_TAKEN, "EXISTS (SELECT 1 FROM \"%s\" t WHERE t.uid = NEW.uid)",
	       e->name);
	branch(b, "id", SENTENCE_TAKEN, "EXISTS (SELECT 1 FROM \"%s\" t WHERE t.id = NEW.id)",
	       e->name);
	branch(b, "ref", SENTENCE_TAKEN,
	       "EXISTS (SELECT 1 FROM \"%s\" t WHERE t.ref = NEW.ref COLLATE NOCASE)", e->name);
}

/* True where any logged column of a row is another. */
static void changed_sql(const struct entity *e, int version, struct buf *out)
{
	buf_adds(out, "NEW.removed IS NOT OLD.removed");
	for (int i = 0; i < e->n_fields; i++)
		if (guarded(&e->fields[i], version))
			buf_addf(out, " OR NEW.\"%s\" IS NOT OLD.\"%s\"", e->fields[i].name,
				 e->fields[i].name);
}

static void once_branches(struct branches *b, const struct entity *e, int version)
{
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];

		if (!guarded(f, version))
			continue;
		if (f->flags & FIELD_GENESIS)
			branch(b, f->name, SENTENCE_FIXED, "NEW.\"%s\" IS NOT OLD.\"%s\"", f->name,
			       f->name);
		else if (f->flags & FIELD_ONCE)
			branch(b, f->name, SENTENCE_ONCE,
			       "OLD.\"%s\" IS NOT NULL AND NEW.\"%s\" IS NOT OLD.\"%s\" "
			       "AND " VERB_MAY,
			       f->name, f->name, f->name);
		else if (e->flags & ENTITY_APPEND_ONLY)
			branch(b, f->name, SENTENCE_APPEND,
			       "NEW.\"%s\" IS NOT OLD.\"%s\" AND " VERB_MAY, f->name, f->name);
	}
}

static void update_branches(struct branches *b, const struct entity *e, int version)
{
	AUTOBUF changed = BUF_INIT;

	changed_sql(e, version, &changed);
	branch(b, "uid", "an identity never changes",
	       "NEW.id IS NOT OLD.id OR NEW.uid IS NOT OLD.uid");
	branch(b, NULL, SENTENCE_VERSION,
	       "(NEW.version IS NOT OLD.version OR %s) AND (NEW.version <= OLD.version OR "
	       "NEW.version IS NOT " NEWEST ")",
	       changed.s, e->name);
	once_branches(b, e, version);
	branch(b, "ref", SENTENCE_TAKEN,
	       "NEW.ref IS NOT OLD.ref AND EXISTS (SELECT 1 FROM \"%s\" t WHERE "
	       "t.ref = NEW.ref COLLATE NOCASE AND t.id IS NOT OLD.id)",
	       e->name);
	branch(b, "sort_key", "is made from the reference",
	       "NEW.sort_key IS NOT OLD.sort_key AND NEW.ref IS OLD.ref");
}

static int emit_trigger(const char *table, const char *event, const char *when, struct branches *b,
			schema_emit emit, void *data, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int failed;

	branches_end(b);
	buf_addf(&sql, "CREATE TRIGGER \"%s_%s\" BEFORE %s ON \"%s\" BEGIN %sEND", table, event,
		 when, table, b->sql.s);
	failed = emit(data, sql.s, err);
	buf_release(&b->sql);
	return failed;
}

static int entity_guards(const struct entity *e, int version, schema_emit emit, void *data,
			 struct error *err)
{
	struct branches b = { .sql = BUF_INIT };
	int failed;

	insert_branches(&b, e);
	row_branches(&b, e, version);
	failed = emit_trigger(e->name, "insert", "INSERT", &b, emit, data, err);
	if (failed)
		return failed;
	update_branches(&b, e, version);
	row_branches(&b, e, version);
	failed = emit_trigger(e->name, "update", "UPDATE", &b, emit, data, err);
	if (failed)
		return failed;
	branch(&b, NULL, SENTENCE_DELETE, "1");
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
	       "NOT EXISTS (SELECT 1 FROM \"user\" t WHERE t.ref = NEW.actor COLLATE NOCASE AND "
	       "t.name = NEW.actor "
	       "AND t.active = 1 AND t.removed = 0) AND NOT (NEW.actor = 'closeout' AND (NEW.batch "
	       "= 1 OR "
	       "EXISTS (SELECT 1 FROM \"database\" t WHERE t.kind = 'sample')))");
	branch(b, "acting_for", SENTENCE_ACTOR,
	       "NEW.acting_for IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"user\" t WHERE "
	       "t.ref = NEW.acting_for COLLATE NOCASE AND t.name = NEW.acting_for AND t.active = 1 "
	       "AND t.removed = 0)");
}

static void log_entity(struct branches *b, int version)
{
	AUTOBUF list = BUF_INIT;

	for (int i = 0; i < ENTITY_MAX; i++)
		if (schema_entities[i]->since <= version) {
			buf_adds(&list, list.len ? ", " : "");
			sql_literal(&list, schema_entities[i]->name);
		}
	branch(b, "entity", "is no kind of record", "NEW.entity NOT IN (%s)", list.s);
}

static void log_branches(struct branches *b, int version)
{
	branch(b, "seq", "the next entry of the log has the next number",
	       "NEW.seq IS NOT (SELECT coalesce(max(t.seq), 0) + 1 FROM log t)");
	branch(b, "op_id", "the same operation is already in the log",
	       "EXISTS (SELECT 1 FROM log t WHERE t.op_id = NEW.op_id)");
	branch(b, "recorded", "must be a time in UTC, written 2012-11-15T08:30:00.123Z",
	       "NEW.recorded NOT GLOB "
	       "'[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]"
	       ".[0-9][0-9][0-9]Z'");
	branch(b, "recorded", "must not be before the entry above",
	       "NEW.recorded < (SELECT t.recorded FROM log t WHERE t.seq = NEW.seq - 1)");
	branch(b, "effective", "must be a day of the calendar, written 2013-09-30",
	       "NEW.effective IS NOT date(NEW.effective, '+0 days')");
	log_actor(b);
	branch(b, "batch", "is the number of the first entry of the batch",
	       "NEW.batch IS NOT NEW.seq AND NEW.batch IS NOT (SELECT t.batch FROM log t WHERE "
	       "t.seq = NEW.seq - 1)");
	branch(b, "verb", "is required", "NEW.verb = ''");
	log_entity(b, version);
	branch(b, "uid", "must be an identifier",
	       "length(NEW.uid) <> 36 OR NEW.uid GLOB '*[^-0-9a-f]*'");
	branch(b, "changes", "must be a JSON object", "NEW.changes NOT GLOB '{*}'");
	branch(b, "hash", "must be 64 hexadecimal digits",
	       "length(NEW.hash) <> 64 OR NEW.hash GLOB '*[^0-9a-f]*'");
}

static int log_guards(int version, schema_emit emit, void *data, struct error *err)
{
	struct branches b = { .sql = BUF_INIT };
	int failed;

	log_branches(&b, version);
	failed = emit_trigger("log", "insert", "INSERT", &b, emit, data, err);
	if (failed)
		return failed;
	branch(&b, NULL, SENTENCE_LOG, "1");
	failed = emit_trigger("log", "update", "UPDATE", &b, emit, data, err);
	if (failed)
		return failed;
	branch(&b, NULL, SENTENCE_LOG, "1");
	return emit_trigger("log", "delete", "DELETE", &b, emit, data, err);
}

int guards_each(int version, schema_emit emit, void *data, struct error *err)
{
	int failed = log_guards(version, emit, data, err);

	for (int i = 0; i < ENTITY_MAX && !failed; i++)
		if (schema_entities[i]->since <= version)
			failed = entity_guards(schema_entities[i], version, emit, data, err);
	return failed;
}
