/* SPDX-License-Identifier: MIT */
/* test_store_index.c - the search index says what the tables say, whatever happens to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "../prop/dice.h"
#include "store/hits.h"
#include "store/index.h"
#include "store_help.h"

static void set_rec(const char *field, const char *text)
{
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, field, text), 0);
}

static int64_t recs(const char *query)
{
	return count(world.s, ENTITY_RECOMMENDATION, query);
}

/* The set by itself, without the list's order. */
static size_t set_size(const char *query)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct query_context context = { .me = "inspector" };
	AUTOARENA a = ARENA_INIT;
	struct query *q;
	bool done = false;
	size_t n;

	assert_int_equal(query_parse(e, query, &context, &a, &q, NULL, &world.err), 0);
	struct select s = { .entity = e, .where = q, .today = day("2012-11-15") };
	assert_true(hits_help(world.s, &s));
	struct hits *h = hits_new(world.s, &s);
	while (!done)
		assert_int_equal(hits_step(h, 1, &done, &world.err), 0);
	n = bits_count(hits_rows(h));
	hits_free(h);
	return n;
}

static void index__follows_a_text_that_changes(void **state)
{
	(void)state;
	assert_int_equal(recs("zeppelin"), 0);
	set_rec("next_step", "Ask about the Zeppelin-hangar");
	assert_int_equal(recs("zeppelin"), 1);
	assert_int_equal(recs("EPPEL"), 1);
	assert_int_equal(recs("zeppelin-hangar"), 1);
	assert_int_equal(recs("zeppelin hangar"), 1);
	assert_int_equal(recs("\"zeppelin hangar\""), 0);
	assert_int_equal(recs("\"the zeppelin\""), 1);
	assert_int_equal(set_size("eppel"), 1);
	set_rec("next_step", "Nothing more");
	assert_int_equal(recs("zeppelin"), 0);
	set_rec("next_step", "");
	assert_int_equal(recs("nothing"), 0);
	assert_verified(world.s);
}

/* Of an edit only the words are written that it takes away or brings; a word may stand in several places. */
static void index__leaves_alone_the_words_that_an_edit_leaves(void **state)
{
	(void)state;
	set_rec("next_step", "plover gannet plover");
	set_rec("finding", "a gannet");
	set_rec("next_step", "plover");
	assert_int_equal(recs("plover"), 1);
	assert_int_equal(recs("gannet"), 1);
	set_rec("finding", "a plover");
	assert_int_equal(recs("gannet"), 0);
	set_rec("next_step", "plover plover egret");
	set_rec("finding", "");
	assert_int_equal(recs("plover"), 1);
	assert_int_equal(recs("egret"), 1);
	set_rec("next_step", "");
	assert_int_equal(recs("plover"), 0);
	assert_int_equal(shell_int(world.path, "SELECT count(*) FROM search_word WHERE term IN ('plover', 'egret')"), 2);
	set_rec("concurrence", "partial");
	assert_int_equal(shell_int(world.path, "SELECT count(*) FROM search_word WHERE term LIKE '%concurrence%'"), 0);
	assert_int_equal(recs("concurrence:partial"), 1);
	assert_verified(world.s);
}

static void index__follows_a_choice_and_what_is_referred_to(void **state)
{
	int64_t before = recs("concur"), partial = recs("partially");

	(void)state;
	assert_int_equal(partial, 0);
	set_rec("concurrence", "partial");
	assert_int_equal(recs("partially"), 1);
	assert_int_equal(recs("concurrence:partial"), 1);
	assert_int_equal(set_size("concurrence:partial,concur"),
			 recs("concurrence:partial,concur"));
	assert_true(recs("concur") >= before);
	/* An office by another name: the recommendations were not touched. */
	assert_int_equal(set_text(world.s, ENTITY_OFFICE, world.opr, "code", "QXZ"), 0);
	assert_true(recs("qxz") > 0);
	assert_verified(world.s);
}

/* The references of the recommendations are made of the report's number. */
static void index__follows_references_that_are_made_of_others(void **state)
{
	(void)state;
	assert_int_equal(set_text(world.s, ENTITY_REPORT, world.report, "number", "OIG-77-4321"),
			 0);
	assert_int_equal(recs("4321"), 2);
	assert_int_equal(recs("77-4321/1"), 1);
	assert_verified(world.s);
}

static void index__knows_new_records_and_takes_back_what_was_rolled_back(void **state)
{
	char uid[UUID_TEXT];
	struct edit e;

	(void)state;
	edit_begin(&e, "add");
	edit_add_rec(&e, world.report, uid);
	edit_text(&e, "next_step", "first plover");
	edit_set(&e, ENTITY_RECOMMENDATION, world.rec1);
	edit_text(&e, "next_step", "second plover");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(recs("plover"), 2);
	/* In one batch with a change that is refused nothing is kept. */
	edit_begin(&e, "set");
	edit_set(&e, ENTITY_RECOMMENDATION, world.rec1);
	edit_text(&e, "next_step", "gannet");
	edit_set(&e, ENTITY_RECOMMENDATION, world.rec2);
	edit_text(&e, "next_step_on", "2013-02-30");
	assert_int_not_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(recs("gannet"), 0);
	assert_int_equal(recs("plover"), 2);
	assert_verified(world.s);
}

static int n_bad, last_bad;

static void tell_bad(void *data, int change, const struct error *e)
{
	(void)data;
	assert_true(*e->why);
	last_bad = change;
	n_bad++;
}

static const struct store_bulk how = { .bad = tell_bad };

static void add_piece(const char *text, bool bad)
{
	struct edit e;

	edit_begin(&e, "import");
	edit_add_rec(&e, world.report, NULL);
	edit_text(&e, "next_step", text);
	edit_set(&e, ENTITY_RECOMMENDATION, world.rec2);
	edit_text(&e, "next_step", text);
	if (bad)
		edit_text(&e, "next_step_on", "2013-02-30");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
}

static void index__takes_a_batch_in_pieces_and_leaves_out_changes_that_failed(void **state)
{
	(void)state;
	assert_int_equal(store_bulk_begin(world.s, "inspector", &how, &world.err), 0);
	add_piece("heron one", false);
	assert_int_equal(n_bad, 0);
	add_piece("heron two", true);
	assert_int_equal(n_bad, 1);
	assert_int_equal(last_bad, 1); /* its other change stays */
	add_piece("heron three", false);
	assert_int_equal(store_bulk_end(world.s, true, &world.err), 0);
	assert_int_equal(recs("heron"), 4);
	assert_int_equal(recs("\"heron two\""), 1);
	assert_verified(world.s);
	assert_int_equal(store_bulk_begin(world.s, "inspector", &how, &world.err), 0);
	add_piece("bittern", false);
	assert_int_equal(store_bulk_end(world.s, false, &world.err), 0);
	assert_int_equal(recs("bittern"), 0);
	assert_int_equal(recs("heron"), 4);
	assert_verified(world.s);
}

static void index__takes_words_of_any_script_and_length(void **state)
{
	char long_word[200], text[300];

	(void)state;
	memset(long_word, 'x', sizeof long_word - 1);
	long_word[sizeof long_word - 1] = '\0';
	snprintf(text, sizeof text,
		 "ab%sYZ na\xC3\xAFve \xE2\x80\x9CStra\xC3\x9F"
		 "e\xE2\x80\x9D 287(g)",
		 long_word);
	set_rec("finding", text);
	assert_int_equal(recs("xxxy"), 1);
	assert_int_equal(recs("NA\xC3\x8FVE"), 1);
	assert_int_equal(recs("\xC3\xAFv"), 1);
	assert_int_equal(recs("strasse"), 1);
	assert_int_equal(recs("287(g)"), 1);
	assert_int_equal(recs("87(g)"), 1);
	assert_int_equal(recs("7(gg)"), 0);
	assert_int_equal(recs("\"(\""), 1);
	assert_int_equal(recs("long"), recs("\"long\""));
	assert_verified(world.s);
}

static void index__that_was_damaged_is_found_and_made_anew(void **state)
{
	(void)state;
	set_rec("next_step", "cormorant");
	store_close(world.s);
	world.s = NULL;
	assert_true(shell(world.path, "DELETE FROM search_word WHERE term = 'cormorant'"));
	assert_true(verify_finds(world.path, "search index, recommendations", "--reindex"));
	world_reopen();
	assert_int_equal(store_reindex(world.s, &world.err), 0);
	assert_int_equal(recs("cormorant"), 1);
	assert_verified(world.s);
	store_close(world.s);
	world.s = NULL;
	assert_true(shell(world.path, "INSERT INTO search (search) VALUES ('delete-all')"));
	assert_true(verify_finds(world.path, "search index, recommendations", "--reindex"));
	/* Lost altogether: lists read the rows. */
	assert_true(shell(world.path, "DROP TABLE search"));
	world_reopen();
	assert_int_equal(recs("cormorant"), 1);
	set_rec("next_step", "shag");
	assert_int_equal(recs("shag"), 1);
	assert_int_equal(store_reindex(world.s, &world.err), 0);
	assert_int_equal(recs("shag"), 1);
	assert_int_equal(recs("cormorant"), 0);
	assert_verified(world.s);
}

static void index__is_not_needed_in_the_past(void **state)
{
	struct store *past;

	(void)state;
	set_rec("next_step", "dunlin");
	assert_int_equal(store_as_of(world.s, DATE_NONE, DATE_NONE, &past, &world.err), 0);
	assert_int_equal(count(past, ENTITY_RECOMMENDATION, "dunlin"), 1);
	store_close(past);
}

/* ---- the pages, read by ourselves and by FTS5 ---------------------------------------------- */

#define DICE_WORDS 40

static void add_words(struct edit *e, struct dice *d)
{
	AUTOBUF text = BUF_INIT;

	for (unsigned n = 1 + dice(d, 12); n; n--)
		buf_addf(&text, "w%u ", dice(d, 1 + dice(d, DICE_WORDS)));
	edit_text(e, "next_step", text.s);
}

/* Some records come, some change, some go: each batch leaves a segment. */
static void change_some(struct dice *d, char uids[][UUID_TEXT], unsigned *n)
{
	struct edit e;

	edit_begin(&e, "import");
	for (unsigned i = 0; i < 6; i++) {
		edit_add_rec(&e, world.report, uids[*n]);
		add_words(&e, d);
		(*n)++;
	}
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	edit_begin(&e, "set");
	edit_set(&e, ENTITY_RECOMMENDATION, uids[dice(d, *n / 6) * 6 + dice(d, 5)]);
	add_words(&e, d);
	edit_set(&e, ENTITY_RECOMMENDATION, uids[*n - 1]); /* of six this is never changed again */
	edit_removed(&e, true);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
}

static void fts_rows(const char *term, struct bits rows[ENTITY_MAX])
{
	AUTOSTMT st = stmt_get(world.s, "SELECT rowid FROM search WHERE search MATCH ?1", &world.err);
	AUTOBUF match = BUF_INIT;

	buf_addf(&match, "\"%s\"", term);
	stmt_text(&st, 1, match.s);
	while (stmt_step(&st, &world.err) > 0) {
		int64_t row = sqlite3_column_int64(st.p, 0);

		bits_put(&rows[row >> 32], (uint32_t)row);
	}
}

static void assert_same_rows(struct bits *a, struct bits *b, const char *term)
{
	for (int i = 0; i < ENTITY_MAX; i++) {
		size_t n = bits_count(&a[i]);

		if (n != bits_count(&b[i]))
			fail_msg("%s: %zu rows instead of %zu", term, n, bits_count(&b[i]));
		bits_and(&a[i], &b[i]);
		assert_int_equal(bits_count(&a[i]), n);
		bits_release(&a[i]);
		bits_release(&b[i]);
	}
}

/* Each word by itself, and all of them in one go. */
static void compare_pages(void)
{
	struct bits pages[ENTITY_MAX] = { BITS_INIT }, fts[ENTITY_MAX] = { BITS_INIT };
	struct index_term *terms = NULL;
	AUTOARENA a = ARENA_INIT;
	size_t n = 0, cap = 0;
	bool known;

	{
		AUTOSTMT st = stmt_get(world.s, "SELECT term FROM search_word ORDER BY term", &world.err);
		while (stmt_step(&st, &world.err) > 0) {
			MEM_GROW(terms, cap, n + 1);
			terms[n++] = (struct index_term){ stmt_dup_text(&st, 0, &a), false };
		}
	}
	assert_true(n > DICE_WORDS);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(index_pages_rows(world.s, &terms[i], 1, pages, NULL, &known, &world.err), 0);
		assert_true(known);
		fts_rows(terms[i].text, fts);
		assert_same_rows(pages, fts, terms[i].text);
	}
	assert_int_equal(index_pages_rows(world.s, terms, n, pages, NULL, &known, &world.err), 0);
	assert_true(known);
	for (size_t i = 0; i < n; i++)
		fts_rows(terms[i].text, fts);
	assert_same_rows(pages, fts, "all words");
	free(terms);
}

static void store_shell(const char *sql)
{
	store_close(world.s);
	world.s = NULL;
	if (!shell(world.path, sql))
		fail_msg("%s", shell_error());
	world_reopen();
}

/* Pages of some dozens of bytes, so that lists go over many of them, and segments that merge all the while. */
static void index__says_the_same_read_from_its_pages_as_asked_of_fts5(void **state)
{
	static char uids[400][UUID_TEXT];
	unsigned n = 0;
	struct dice d;

	(void)state;
	store_shell("INSERT INTO search (search, rank) VALUES ('pgsz', 64)");
	dice_start(&d, dice_setting("INDEX_SEED", 1));
	for (int round = 0; round < 60; round++) {
		change_some(&d, uids, &n);
		if (round % 4 == 0)
			compare_pages();
		if (round == 30)
			store_shell("INSERT INTO search (search, rank) VALUES ('merge', 8)");
	}
	compare_pages();
	store_shell("INSERT INTO search (search) VALUES ('optimize')");
	compare_pages();
	assert_verified(world.s);
}

/* A format that is not known is left to FTS5. */
static void index__of_another_version_is_asked_of_fts5(void **state)
{
	struct bits rows[ENTITY_MAX] = { BITS_INIT };
	struct index_term term = { "zeppelin", false };
	bool known = true;

	(void)state;
	set_rec("next_step", "Zeppelin");
	store_shell("PRAGMA writable_schema = ON; UPDATE search_config SET v = 5 WHERE k = 'version'");
	assert_int_equal(index_pages_rows(world.s, &term, 1, rows, NULL, &known, &world.err), 0);
	assert_false(known);
	store_shell("UPDATE search_config SET v = 4 WHERE k = 'version'; "
		    "UPDATE search_data SET block = x'0000000001' WHERE id = 10");
	assert_int_equal(index_pages_rows(world.s, &term, 1, rows, NULL, &known, &world.err), 0);
	assert_false(known);
}

/* ---- somebody reads, somebody else writes --------------------------------------------------- */

struct beside {
	struct store *writer;
	int written;
};

/* Called all through a query that runs: another connection changes what is being read. */
static bool write_beside(void *data)
{
	struct beside *b = data;
	char text[40];

	snprintf(text, sizeof text, "whimbrel %d", ++b->written);
	assert_int_equal(set_text(b->writer, ENTITY_RECOMMENDATION, world.rec1, "next_step", text), 0);
	return false;
}

static void query__that_is_being_answered_never_blocks_a_writer(void **state)
{
	static char uids[400][UUID_TEXT];
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct query_context context = { .me = "inspector" };
	struct select s = { .entity = e, .today = day("2012-11-15") };
	struct beside b = { .written = 0 };
	AUTOBUF text = BUF_INIT;
	AUTOARENA a = ARENA_INIT;
	struct ids ids = { .n = 0 };
	struct query *q;
	unsigned n = 0;
	struct dice d;

	(void)state;
	dice_start(&d, 1);
	for (int i = 0; i < 40; i++)
		change_some(&d, uids, &n);
	/* Each row is asked sixty times. */
	for (int i = 0; i < 60; i++)
		buf_addf(&text, "%sdue<2100-01-%02d", i ? " or " : "whimbrel or ", 1 + i % 28);
	assert_int_equal(query_parse(e, text.s, &context, &a, &q, NULL, &world.err), 0);
	s.where = q;
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &b.writer, &world.err), 0);
	store_on_progress(world.s, write_beside, &b);
	assert_int_equal(store_ids(world.s, &s, &ids, &world.err), 0);
	store_on_progress(world.s, NULL, NULL);
	assert_true(b.written > 5);
	/* It saw one state of the file; what was written meanwhile is there for the next one. */
	assert_int_equal(ids.n, recs(text.s));
	assert_int_equal(recs("whimbrel"), 1);
	store_close(b.writer);
	ids_release(&ids);
	assert_verified(world.s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(index__follows_a_text_that_changes),
		T(index__leaves_alone_the_words_that_an_edit_leaves),
		T(index__follows_a_choice_and_what_is_referred_to),
		T(index__follows_references_that_are_made_of_others),
		T(index__knows_new_records_and_takes_back_what_was_rolled_back),
		T(index__takes_a_batch_in_pieces_and_leaves_out_changes_that_failed),
		T(index__takes_words_of_any_script_and_length),
		T(index__that_was_damaged_is_found_and_made_anew),
		T(index__is_not_needed_in_the_past),
		T(index__says_the_same_read_from_its_pages_as_asked_of_fts5),
		T(index__of_another_version_is_asked_of_fts5),
		T(query__that_is_being_answered_never_blocks_a_writer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
