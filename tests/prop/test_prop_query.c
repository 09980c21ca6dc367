/* SPDX-License-Identifier: MIT */
/*
 * test_prop_query.c - thousands of random queries, each answered twice: by the
 * SQL they are compiled to, and slowly, term by term, over whole records.
 *
 * QUERY_SEED and QUERY_ROUNDS repeat a run or make it longer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "../unit/app_help.h"
#include "dice.h"

#include "app/past.h"
#include "base/utf8.h"
#include "core/query.h"
#include "store/hits.h"
#include "store/store.h"

#define ROUNDS 10000
#define MOST   200 /* records */

static const struct entity *kind;
static struct arena records_arena;
static struct record records[MOST];
static int32_t ids[MOST];
static int n_records;
static int64_t new_since; /* a version about in the middle */

/* The reference as a search sees it: whole, where a short one is shown. */
static const char *whole_ref(const struct entity *e, const char *uid, const char *shown)
{
	struct record r;
	int plan;

	if (!e->short_ref || !shown || strchr(shown, '/'))
		return shown;
	assert_int_equal(store_get(help.app.store, e, uid, help.app.today, &records_arena, &r, NULL), 0);
	plan = record_field_index(e, record_parent(e));
	return arena_printf(&records_arena, "%s/%s", r.refs[plan], shown);
}

/* What a field refers to, as a search sees it; NULL: nothing. */
static const char *named(const struct record *r, int i)
{
	const struct field *f = &kind->fields[i];
	const char *uid = r->values[i].text, *colon;
	char name[64];

	if (!r->refs[i])
		return NULL;
	if (f->type == FIELD_REF)
		return whole_ref(record_entity(f->target), uid, r->refs[i]);
	colon = strchr(uid, ':');
	snprintf(name, sizeof name, "%.*s", (int)(colon - uid), uid);
	return whole_ref(record_entity_by_name(name), colon + 1, r->refs[i]);
}

static void read_records(void)
{
	struct select all = { .entity = kind, .today = help.app.today };
	struct ids found = { 0 };
	struct columns c;
	struct rows rows;

	assert_int_equal(columns_parse(kind, "ref", &c, NULL), 0);
	assert_int_equal(store_ids(help.app.store, &all, &found, NULL), 0);
	assert_true(found.n > 2 && found.n <= MOST);
	n_records = (int)found.n;
	memcpy(ids, found.at, found.n * sizeof *ids);
	ids_release(&found);
	assert_int_equal(store_rows(help.app.store, &all, &c, ids, n_records, &records_arena, &rows,
				    NULL),
			 0);
	for (int i = 0; i < n_records; i++)
		assert_int_equal(store_get(help.app.store, kind, rows.uids[i], help.app.today,
					   &records_arena, &records[i], NULL),
				 0);
	new_since = records[n_records / 2].version;
}

/* ---- the slow answer -------------------------------------------------------------- */

/* A line of the record holds it: in its own reference or texts. */
static bool line_has_word(const struct record *r, const struct field *f, const char *word)
{
	const struct entity *line = record_entity(f->target);
	struct select s = { .entity = line,
			    .parent_field = record_parent(line),
			    .parent_uid = r->uid,
			    .today = help.app.today };
	struct ids found = { 0 };
	struct columns c;
	AUTOARENA a = ARENA_INIT;
	struct rows rows = { 0 };
	bool has = false;

	assert_int_equal(columns_parse(line, "ref", &c, NULL), 0);
	assert_int_equal(store_ids(help.app.store, &s, &found, NULL), 0);
	if (found.n)
		assert_int_equal(store_rows(help.app.store, &s, &c, found.at, (int)found.n, &a, &rows, NULL), 0);
	for (int i = 0; i < rows.n && !has; i++) {
		struct record one;

		assert_int_equal(store_get(help.app.store, line, rows.uids[i], help.app.today, &a, &one, NULL), 0);
		has = utf8_contains(rows.cells[i], word);
		for (int k = 0; k < line->n_fields && !has; k++)
			has = (line->fields[k].type == FIELD_TEXT || line->fields[k].type == FIELD_LONG) &&
			      record_stored(&line->fields[k]) && one.values[k].kind == VALUE_TEXT &&
			      utf8_contains(one.values[k].text, word);
	}
	ids_release(&found);
	return has;
}

static bool has_word(const struct record *r, const char *word)
{
	if (utf8_contains(whole_ref(kind, r->uid, r->ref), word))
		return true;
	for (int i = 0; i < kind->n_fields; i++) {
		const struct field *f = &kind->fields[i];
		struct value v = r->values[i];

		if (f->type == FIELD_LINES && line_has_word(r, f, word))
			return true;
		if (!record_stored(f) || v.kind != VALUE_TEXT)
			continue;
		if ((f->type == FIELD_TEXT || f->type == FIELD_LONG) && utf8_contains(v.text, word))
			return true;
		if ((f->type == FIELD_REF || f->type == FIELD_ANY) && r->refs[i] && utf8_contains(named(r, i), word))
			return true;
		for (const struct choice *c = f->choices; c && c->name; c++)
			if (strcmp(c->name, v.text) == 0 &&
			    (utf8_contains(c->name, word) || utf8_contains(c->label, word)))
				return true;
	}
	return false;
}

static int order(struct value a, struct value b)
{
	if (a.kind == VALUE_INT)
		return (a.number > b.number) - (a.number < b.number);
	return strcmp(a.text, b.text);
}

static bool equals(const struct field *f, struct value v, const char *ref, struct value wanted)
{
	if (f->type == FIELD_TEXT || f->type == FIELD_LONG)
		return utf8_contains(v.text, wanted.text);
	if (f->type == FIELD_REF)
		return strcasecmp(ref, wanted.text) == 0;
	return order(v, wanted) == 0;
}

static bool compares(const struct query *q, const struct record *r)
{
	int i = q->field ? record_field_index(kind, q->field) : -1;
	struct value v = q->field ? r->values[i] : value_text(r->ref);

	if (q->compare == QUERY_NONE || q->compare == QUERY_ANY)
		return (v.kind == VALUE_NONE) == (q->compare == QUERY_NONE);
	if (v.kind == VALUE_NONE)
		return false;
	switch (q->compare) {
	case QUERY_LESS:
		return order(v, q->values[0]) < 0;
	case QUERY_LESS_EQUAL:
		return order(v, q->values[0]) <= 0;
	case QUERY_GREATER:
		return order(v, q->values[0]) > 0;
	case QUERY_GREATER_EQUAL:
		return order(v, q->values[0]) >= 0;
	case QUERY_RANGE:
		return order(v, q->values[0]) >= 0 && order(v, q->values[1]) <= 0;
	default:
		break;
	}
	for (int k = 0; k < q->n_values; k++)
		if (q->field ? equals(q->field, v, r->refs[i], q->values[k])
			     : strcasecmp(r->ref, q->values[k].text) == 0)
			return true;
	return false;
}

static bool holds(const struct query *q, const struct record *r)
{
	switch (q->kind) {
	case QUERY_AND:
		return holds(q->left, r) && holds(q->right, r);
	case QUERY_OR:
		return holds(q->left, r) || holds(q->right, r);
	case QUERY_NOT:
		return !holds(q->left, r);
	case QUERY_WORD:
		return has_word(r, q->word);
	case QUERY_COMPARE:
		return compares(q, r);
	case QUERY_NEW:
		return r->version > new_since;
	}
	return false;
}

/* ---- queries by chance --------------------------------------------------------------- */

static const char *const words[] = { "the",      "OPR",          "study",  "a",
				     "training", "zeppelin",     "287(g)", "\"of t\"",
				     "ensure",   "\"\xC3\xA9\"", "open",   "ice",
				     "Working",  "12-130",       "LEA",    "in" };
#define ANY_OF(d, list) ((list)[dice(d, (uint32_t)(sizeof(list) / sizeof *(list)))])

static const char *shorthand(struct dice *d)
{
	static const char *const all[] = { "is:open",    "is:closed",  "is:late", "is:mine",
					   "is:waiting", "is:problem", "is:new" };

	return ANY_OF(d, all);
}

/* Some letters of some text, from anywhere to anywhere, as a phrase. */
static void put_piece(struct dice *d, struct buf *out)
{
	const struct record *r = &records[dice(d, (uint32_t)n_records)];
	struct value v = r->values[dice(d, (uint32_t)kind->n_fields)];
	const char *text = v.kind == VALUE_TEXT ? v.text : r->ref;
	size_t len = strlen(text), from = utf8_prev(text, len, dice(d, (uint32_t)len + 1));
	size_t to = from;

	for (unsigned n = 1 + dice(d, 16); n && to < len; n--)
		to = utf8_next(text, len, to);
	buf_addc(out, '"');
	for (size_t i = from; i < to; i++) {
		if (text[i] == '"' || text[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, text[i]);
	}
	buf_addc(out, '"');
}

static void put_date(struct dice *d, struct buf *out)
{
	static const char *const spoken[] = { "today", "+30d", "-2w", "eom", "eofy", "fri", "+10wd", "-1y", "tomorrow" };

	if (dice(d, 2))
		buf_adds(out, ANY_OF(d, spoken));
	else
		buf_addf(out, "201%u-%02u-%02u", dice(d, 4), 1 + dice(d, 12), 1 + dice(d, 28));
}

/* A value as some record has it, or one beside it. */
static void put_value(struct dice *d, const struct field *f, struct buf *out)
{
	const struct record *r = &records[dice(d, (uint32_t)n_records)];
	int i = record_field_index(kind, f);

	if (f->type == FIELD_CHOICE && !(f->flags & FIELD_DERIVED)) {
		int n = 0;

		while (f->choices[n].name)
			n++;
		buf_adds(out, f->choices[dice(d, (uint32_t)n)].name);
	} else if (f->type == FIELD_DATE) {
		put_date(d, out);
	} else if (f->type == FIELD_INT || f->type == FIELD_MONEY) {
		buf_addf(out, "%u", dice(d, 40));
	} else if (f->type == FIELD_BOOL) {
		buf_adds(out, dice(d, 2) ? "yes" : "no");
	} else if (f->type == FIELD_REF) {
		buf_addf(out, "\"%s\"", r->refs[i] ? r->refs[i] : "OPR");
	} else if (dice(d, 2)) {
		put_piece(d, out);
	} else {
		buf_adds(out, ANY_OF(d, words));
	}
}

static void put_compare(struct dice *d, struct buf *out)
{
	static const char *const signs[] = { "<", "<=", ">", ">=" };
	const struct field *f = &kind->fields[dice(d, (uint32_t)kind->n_fields)];
	bool ordered = f->type == FIELD_DATE || f->type == FIELD_INT || f->type == FIELD_MONEY;
	unsigned what = dice(d, 8);

	buf_adds(out, f->name);
	if (what == 0 || f->type == FIELD_LINES) {
		buf_adds(out, dice(d, 2) ? ":none" : ":any");
	} else if (what < 4 && ordered) {
		buf_adds(out, ANY_OF(d, signs));
		put_value(d, f, out);
	} else if (what == 4 && ordered) {
		buf_addc(out, ':');
		put_value(d, f, out);
		buf_adds(out, "..");
		put_value(d, f, out);
	} else {
		buf_addc(out, ':');
		for (unsigned n = 1 + dice(d, 3); n; n--) {
			put_value(d, f, out);
			buf_adds(out, n > 1 ? "," : "");
		}
	}
}

static void put_query(struct dice *d, int depth, struct buf *out)
{
	static const char *const joints[] = { " ", " and ", " or ", " or " };
	unsigned what = dice(d, depth ? 8 : 4);

	if (what == 0 && dice(d, 2)) {
		buf_adds(out, ANY_OF(d, words));
	} else if (what == 0) {
		put_piece(d, out);
	} else if (what == 1) {
		buf_adds(out, shorthand(d));
	} else if (what < 4) {
		put_compare(d, out);
	} else if (what == 4) {
		buf_adds(out, dice(d, 2) ? "not (" : "-(");
		put_query(d, depth - 1, out);
		buf_addc(out, ')');
	} else {
		buf_addc(out, '(');
		put_query(d, depth - 1, out);
		buf_adds(out, ANY_OF(d, joints));
		put_query(d, depth - 1, out);
		buf_addc(out, ')');
	}
}

/* ---- both answers ---------------------------------------------------------------------- */

/* The set the index gives, a few rows at a time. */
static void compare_hits(const char *text, const struct select *s, const struct ids *found)
{
	struct hits *h;
	bool done = false;
	size_t at = 0;

	if (!hits_help(help.app.store, s))
		return;
	h = hits_new(help.app.store, s);
	while (!done)
		assert_int_equal(hits_step(h, 5, &done, NULL), 0);
	for (int i = 0; i < n_records; i++)
		if (bits_has(hits_rows(h), (uint32_t)ids[i])) {
			if (at >= found->n || found->at[at] != ids[i])
				fail_msg("%s: %s is not to be a hit", text, records[i].ref);
			at++;
		}
	if (at != found->n)
		fail_msg("%s: a hit is missing", text);
	hits_free(h);
}

/* Text as people sort it: numbers by their value. */
static int natural(const char *a, const char *b)
{
	while (*a && *b) {
		size_t x = strspn(a, "0123456789"), y = strspn(b, "0123456789");
		int n;

		if (!x || !y) {
			n = tolower((unsigned char)*a++) - tolower((unsigned char)*b++);
		} else {
			for (; x && *a == '0'; x--)
				a++;
			for (; y && *b == '0'; y--)
				b++;
			n = x != y ? (x > y) - (x < y) : memcmp(a, b, x);
			a += x;
			b += y;
		}
		if (n)
			return n;
	}
	return (*a != 0) - (*b != 0);
}

static int place_of(const struct field *f, const char *choice)
{
	int n = 0;

	while (f->choices[n].name && strcmp(f->choices[n].name, choice) != 0)
		n++;
	return n;
}

/* Below, at or above 0 as a comes before b; what refers to others is not judged. */
static int in_order(const struct sort_key *key, const struct record *a, const struct record *b)
{
	const struct field *f = key->field;
	int i = record_field_index(kind, f), n = 0;
	struct value x = a->values[i], y = b->values[i];

	if (x.kind == VALUE_NONE || y.kind == VALUE_NONE)
		return (x.kind == VALUE_NONE) - (y.kind == VALUE_NONE);
	if (f->type == FIELD_CHOICE && record_stored(f))
		n = place_of(f, x.text) - place_of(f, y.text);
	else if (f->type == FIELD_TEXT || f->type == FIELD_LONG)
		n = natural(x.text, y.text);
	else if (f->type != FIELD_REF && f->type != FIELD_ANY)
		n = order(x, y);
	return key->descending ? -n : n;
}

static const struct record *record_of(int32_t id)
{
	for (int i = 0; i < n_records; i++)
		if (ids[i] == id)
			return &records[i];
	fail_msg("row %d is none of the records", id);
	return NULL;
}

/* Sorted by some field it is the same rows, empty ones last. */
static void compare_sorted(struct dice *d, const char *text, const struct select *plain, size_t n)
{
	const struct field *f = &kind->fields[dice(d, (uint32_t)kind->n_fields)];
	struct select s = *plain;
	struct ids found = { 0 };
	AUTOBUF by = BUF_INIT;

	buf_addf(&by, "%s%s", dice(d, 2) ? "-" : "", f->name);
	if (sort_parse(kind, by.s, &s.sort, NULL) != 0)
		return;
	assert_int_equal(store_ids(help.app.store, &s, &found, NULL), 0);
	assert_int_equal(found.n, n);
	for (size_t i = 1; i < found.n; i++)
		if (in_order(&s.sort.keys[0], record_of(found.at[i - 1]), record_of(found.at[i])) > 0)
			fail_msg("%s by %s: row %zu is out of order", text, by.s, i);
	ids_release(&found);
}

static void compare_answers(struct dice *d, const char *text, const struct query *q)
{
	struct select s = { .entity = kind, .where = q, .today = help.app.today, .new_since = new_since };
	struct ids found = { 0 }, sliced = { 0 };
	int64_t after = 0;
	size_t at = 0;

	assert_int_equal(store_ids(help.app.store, &s, &found, NULL), 0);
	for (int i = 0; i < n_records; i++) {
		bool fast = at < found.n && found.at[at] == ids[i];

		at += fast;
		if (fast != holds(q, &records[i]))
			fail_msg("%s: %s should %sbe found", text, records[i].ref,
				 fast ? "not " : "");
	}
	assert_int_equal(at, found.n);
	/* In pieces it is the same. */
	while (after >= 0 && store_ids_sliced(&s))
		assert_int_equal(store_ids_more(help.app.store, &s, 7, &sliced, &after, NULL), 0);
	if (store_ids_sliced(&s))
		assert_int_equal(sliced.n, found.n);
	if (sliced.n)
		assert_memory_equal(sliced.at, found.at, found.n * sizeof *found.at);
	compare_hits(text, &s, &found);
	compare_sorted(d, text, &s, found.n);
	ids_release(&found);
	ids_release(&sliced);
}

static void compare_kind(enum entity_id of, uint64_t rounds)
{
	struct query_context context = app_query_context(&help.app);
	uint64_t seed = dice_setting("QUERY_SEED", 1);
	uint64_t parsed = 0;
	AUTOBUF text = BUF_INIT;
	struct dice d;

	kind = record_entity(of);
	read_records();
	dice_start(&d, seed);
	for (uint64_t i = 0; i < rounds; i++) {
		AUTOARENA a = ARENA_INIT;
		struct query *q = NULL;

		buf_clear(&text);
		put_query(&d, 3, &text);
		/* A field that takes no such value is refused, which others test. */
		if (query_parse(kind, text.s, &context, &a, &q, NULL, NULL) != 0 || !q)
			continue;
		parsed++;
		compare_answers(&d, text.s, q);
	}
	assert_true(parsed * 3 > rounds);
	arena_release(&records_arena);
}

static void query__finds_what_a_slow_look_at_every_record_finds(void **state)
{
	(void)state;
	compare_kind(ENTITY_RECOMMENDATION, dice_setting("QUERY_ROUNDS", ROUNDS));
}

/* As of a day the tables are others, there is no index, and the day is today. */
static void query__finds_the_same_in_the_past(void **state)
{
	static const char *const days[] = { "2012-10-15", "2012-11-01" };
	struct date day;

	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		assert_true(date_parse_iso(days[i], strlen(days[i]), &day));
		assert_int_equal(past_enter(&help.app, day, DATE_NONE, &help.err), 0);
		compare_kind(ENTITY_RECOMMENDATION, dice_setting("QUERY_ROUNDS", ROUNDS) / 10);
		compare_kind(ENTITY_REPORT, dice_setting("QUERY_ROUNDS", ROUNDS) / 25);
	}
	compare_kind(ENTITY_MILESTONE, dice_setting("QUERY_ROUNDS", ROUNDS) / 25);
	past_leave(&help.app);
}

/* Lines, references of any kind, several plans, offices within offices. */
static void query__finds_the_same_in_other_kinds(void **state)
{
	static const enum entity_id kinds[] = { ENTITY_REPORT,   ENTITY_MILESTONE, ENTITY_POSITION,
						ENTITY_OFFICE,   ENTITY_USER,      ENTITY_UPDATE,
						ENTITY_DEPENDENCY, ENTITY_RISK,    ENTITY_CORRESPONDENCE };

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		compare_kind(kinds[i], dice_setting("QUERY_ROUNDS", ROUNDS) / 25);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(query__finds_what_a_slow_look_at_every_record_finds,
						help_sample, help_end),
		cmocka_unit_test_setup_teardown(query__finds_the_same_in_other_kinds, help_sample,
						help_end),
		cmocka_unit_test_setup_teardown(query__finds_the_same_in_the_past, help_sample, help_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
