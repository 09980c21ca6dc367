/* SPDX-License-Identifier: MIT */
/*
 * checks.c - what a value and a row must be by themselves, as constraints of the tables.
 *
 * The name of a constraint is what a person is told: "field: sentence". A
 * constraint holds for null, as SQL wants it; what must not be null says so.
 */
#include <string.h>

#include "store/store_private.h"

/* Rules of the subject about one row. */
static const struct {
	enum entity_id entity;
	const char *field;
	const char *holds; /* SQL over the columns */
	const char *sentence;
} rules[] = {
	{ ENTITY_RECOMMENDATION, "action", "action <> 'closed' OR resolution IS 'resolved'",
	  "an unresolved recommendation cannot be closed" },
	{ ENTITY_RECOMMENDATION, "closure_reason",
	  "action <> 'closed' OR closure_basis IS 'published' OR closure_reason IS NOT NULL",
	  "a recommendation closed by letter needs a closure reason" },
	{ ENTITY_RECOMMENDATION, "closed_on",
	  "action <> 'closed' OR closed_on IS NOT NULL OR closed_by_date IS NOT NULL",
	  "a closed recommendation needs the day it was closed, or by which it was" },
	{ ENTITY_RECOMMENDATION, "rolled_from", "rolled_from <> id AND supersedes <> id",
	  "a recommendation cannot follow itself" },
	{ ENTITY_OFFICE, "parent", "parent <> id", "an office cannot be part of itself" },
	{ ENTITY_DEPENDENCY, "succ", "pred <> succ", "a milestone cannot wait for itself" },
	{ ENTITY_SERIES_TITLE, "code", "code GLOB '[0-9][0-9][0-9][0-9]'", "a job series is four digits" },
	{ ENTITY_POSITION, "to_series", "wave IS NULL OR to_series IS NOT NULL",
	  "a position in a wave needs its target series" },
	{ ENTITY_POSITION, "effective_on", "effective_on >= certified_on",
	  "a position does not take effect before it is certified" },
	{ ENTITY_POSITION, "notice_on",
	  "(state <> 'effective' AND state <> 'verified') OR to_grade IS NULL OR to_grade >= from_grade OR "
	  "to_pp <> from_pp OR status = 'vacant' OR (notice_on IS NOT NULL AND notice_on < effective_on)",
	  "a lower grade needs a written notice before it takes effect" },
	{ ENTITY_COVERAGE, "to_on", "to_on >= from_on", "coverage cannot end before it begins" },
	{ ENTITY_COVERAGE, "alternate", "alternate <> \"primary\"", "the alternate is another position" },
	{ ENTITY_ABSENCE, "to_on", "to_on >= from_on", "an absence cannot end before it begins" },
};

int checks_kind(const char *sentence)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strcmp(rules[i].sentence, sentence) == 0)
			return FAIL_NO;
	return FAIL_DATA;
}

static void constraint(struct buf *out, const char *field, const char *sentence, const char *format,
		       ...) __attribute__((format(printf, 4, 5)));

static void constraint(struct buf *out, const char *field, const char *sentence, const char *format,
		       ...)
{
	va_list args;

	buf_addf(out, " CONSTRAINT \"%s: %s\" CHECK (", field, sentence);
	va_start(args, format);
	buf_vaddf(out, format, args);
	va_end(args);
	buf_addc(out, ')');
}

/* One by one: IN with a list would build a temporary index for every row. */
static void check_choice(const struct field *f, struct buf *out)
{
	AUTOBUF test = BUF_INIT, sentence = BUF_INIT;

	buf_adds(&sentence, "must be one of ");
	for (const struct choice *c = f->choices; c && c->name; c++) {
		const char *joint = c == f->choices ? "" : ", ";

		buf_addf(&test, "%s\"%s\" = ", *joint ? " OR " : "", f->name);
		sql_literal(&test, c->name);
		buf_addf(&sentence, "%s%s", joint, c->name);
	}
	constraint(out, f->name, sentence.s, "%s", test.s);
}

static void check_text(const struct field *f, struct buf *out)
{
	AUTOBUF sentence = BUF_INIT;

	buf_addf(&sentence, "must have 1 to %lld bytes", (long long)record_max(f));
	constraint(out, f->name, sentence.s, "length(CAST(\"%s\" AS BLOB)) BETWEEN 1 AND %lld",
		   f->name, (long long)record_max(f));
}

static void check_number(const struct field *f, struct buf *out)
{
	AUTOBUF sentence = BUF_INIT;

	buf_addf(&sentence, "must be between %lld and %lld", (long long)record_min(f),
		 (long long)record_max(f));
	constraint(out, f->name, sentence.s, "\"%s\" BETWEEN %lld AND %lld", f->name,
		   (long long)record_min(f), (long long)record_max(f));
}

static void check_bool(const struct field *f, struct buf *out)
{
	constraint(out, f->name, "must be 0 or 1", "\"%s\" BETWEEN 0 AND 1", f->name);
}

/* date() alone takes the 30th of February as it is; reckoning with it does not. */
static void check_date(const struct field *f, struct buf *out)
{
	constraint(out, f->name, "must be a day of the calendar, written 2013-09-30",
		   "\"%s\" BETWEEN '1900-01-01' AND '2199-12-31' AND \"%s\" IS date(\"%s\", "
		   "'+0 days')",
		   f->name, f->name, f->name);
}

static void (*const checks[FIELD_TYPE_MAX])(const struct field *f, struct buf *out) = {
	[FIELD_TEXT] = check_text,     [FIELD_LONG] = check_text, [FIELD_INT] = check_number,
	[FIELD_MONEY] = check_number,  [FIELD_BOOL] = check_bool, [FIELD_DATE] = check_date,
	[FIELD_CHOICE] = check_choice,
};

void checks_of_field(const struct field *f, struct buf *out)
{
	if (f->flags & FIELD_REQUIRED)
		constraint(out, f->name, "is required", "\"%s\" IS NOT NULL", f->name);
	if (checks[f->type])
		checks[f->type](f, out);
}

/*
 * A name of one's own that reads as the reference of something else would make both ambiguous: "C-12", where
 * C- begins the references of some kind. What stands before the first dash is looked for among all of those.
 */
static void check_name(const struct entity *e, const struct field *f, struct buf *out)
{
	AUTOBUF starts = BUF_INIT, test = BUF_INIT;
	const char *n = f->name;

	if (e->flags & ENTITY_INTERNAL || !record_names_itself(e, f))
		return;
	for (int i = 0; i < ENTITY_MAX; i++)
		if (schema_entities[i]->flags & ENTITY_NUMBERED)
			buf_addf(&starts, "%.*s ", (int)strcspn(schema_entities[i]->ref, "{"), schema_entities[i]->ref);
	buf_addf(&test, "instr(\"%s\", '/') = 0 AND instr(\"%s\", ':') = 0 AND (instr(' %s', ' ' || upper(substr(\"%s\", 1, "
		 "instr(\"%s\", '-'))) || ' ') = 0 OR \"%s\" GLOB '*-' OR substr(\"%s\", instr(\"%s\", '-') + 1) GLOB '*[^0-9]*')",
		 n, n, starts.s, n, n, n, n, n);
	buf_addc(out, ',');
	constraint(out, n, "reads as the reference of another record", "%s", test.s);
}

void checks_of_row(const struct entity *e, struct buf *out)
{
	for (int i = 0; i < e->n_fields; i++)
		check_name(e, &e->fields[i], out);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].entity == e->id) {
			buf_addc(out, ',');
			constraint(out, rules[i].field, rules[i].sentence, "%s", rules[i].holds);
		}
}

void checks_of_log(struct buf *out)
{
	static const char *const simple[][3] = {
		{ "recorded", "must be a time in UTC, written 2012-11-15T08:30:00.123Z",
		  "recorded GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:"
		  "[0-6][0-9].[0-9][0-9][0-9]Z'" },
		{ "effective", "must be a day of the calendar, written 2013-09-30",
		  "effective IS date(effective, '+0 days')" },
		{ "verb", "is required", "verb <> ''" },
		{ "uid", "must be an identifier",
		  "length(uid) = 36 AND uid NOT GLOB '*[^-0-9a-f]*'" },
		{ "changes", "must be a JSON object", "changes GLOB '{*}'" },
		{ "hash", "must be 64 hexadecimal digits",
		  "length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'" },
	};

	for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
		buf_addc(out, ',');
		constraint(out, simple[i][0], simple[i][1], "%s", simple[i][2]);
	}
}
