/* SPDX-License-Identifier: MIT */
/* test_store_past.c - the log read back: the past, undo's list, loading, the chain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/store_private.h"
#include "store_help.h"

#define REC ENTITY_RECOMMENDATION

static int set_on(const char *when, const char *verb, const char *field, const char *text)
{
	struct edit e;
	int failed;

	edit_begin(&e, verb);
	e.b.effective = day(when);
	edit_set(&e, REC, world.rec1);
	edit_text(&e, field, text);
	failed = edit_apply(&e, world.s);
	edit_end(&e);
	return failed;
}

/* A field of the first recommendation as of a day. */
static const char *as_of(const char *when, const char *field)
{
	struct store *past;
	const char *value;

	if (store_as_of(world.s, day(when), DATE_NONE, &past, &world.err) != 0)
		fail_msg("as of %s: %s", when, world.err.why);
	value = store_id(past, record_entity(REC), world.rec1) ? get(past, REC, world.rec1, field)
							       : "not there";
	store_close(past);
	return value;
}

static void past__is_read_by_the_effective_day(void **state)
{
	(void)state;
	assert_int_equal(set_on("2012-10-01", "set", "next_step", "first"), 0);
	assert_int_equal(set_on("2012-11-01", "set", "next_step", "second"), 0);
	assert_string_equal(as_of("2012-09-24", "next_step"), "not there");
	assert_string_equal(as_of("2012-09-25", "next_step"), "");
	assert_string_equal(as_of("2012-10-01", "next_step"), "first");
	assert_string_equal(as_of("2012-10-31", "next_step"), "first");
	assert_string_equal(as_of("2012-11-01", "next_step"), "second");
}

/* In pieces it comes to the same, says how far it is, and can be left; what is written meanwhile is not in it. */
static void past__can_be_folded_in_pieces(void **state)
{
	struct store_fold *f;
	struct store *past;
	int64_t done = 0, all = 0, head;
	int steps = 0;

	(void)state;
	assert_int_equal(set_on("2012-10-01", "set", "next_step", "first"), 0);
	assert_int_equal(store_head(world.s, &head, NULL, &world.err), 0);
	assert_int_equal(store_fold_begin(world.s, day("2012-10-31"), DATE_NONE, &f, &world.err), 0);
	assert_int_equal(store_fold_step(f, 2, &world.err), 0);
	assert_false(store_fold_ended(f));
	store_fold_progress(f, &done, &all);
	assert_int_equal(done, 2);
	assert_int_equal(all, head);
	store_fold_drop(f);

	assert_int_equal(store_fold_begin(world.s, day("2012-10-31"), DATE_NONE, &f, &world.err), 0);
	for (; !store_fold_ended(f); steps++) {
		if (steps == 1)
			assert_int_equal(set_on("2012-10-02", "set", "next_step", "meanwhile"), 0);
		assert_int_equal(store_fold_step(f, 3, &world.err), 0);
	}
	assert_true(steps > 2);
	assert_int_equal(store_fold_take(f, &past, &world.err), 0);
	assert_string_equal(get(past, REC, world.rec1, "next_step"), "first");
	assert_int_equal(store_head(past, &done, NULL, &world.err), 0);
	assert_int_equal(done, head);
	store_close(past);
	assert_string_equal(as_of("2012-10-31", "next_step"), "meanwhile");
}

static void past__is_only_changed_by_a_correction(void **state)
{
	(void)state;
	assert_int_equal(set_on("2012-11-01", "set", "next_step", "wrong"), 0);
	assert_int_equal(set_on("2012-10-15", "correct", "next_step", "right"), 0);
	assert_string_equal(as_of("2012-10-20", "next_step"), "right");
	assert_string_equal(as_of("2012-10-14", "next_step"), "");
}

static void past__keeps_the_references_of_then(void **state)
{
	struct store *past;
	struct edit e;

	(void)state;
	edit_begin(&e, "set");
	e.b.effective = day("2012-11-01");
	edit_set(&e, ENTITY_REPORT, world.report);
	edit_text(&e, "number", "OIG-12-999");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(store_as_of(world.s, day("2012-10-31"), DATE_NONE, &past, &world.err), 0);
	assert_string_equal(ref_of(past, REC, world.rec2), "OIG-12-130/2");
	assert_string_equal(list(past, REC, "", "ref"), "OIG-12-130/1 OIG-12-130/2");
	assert_string_equal(get(past, ENTITY_REPORT, world.report, "rec_count"), "2");
	assert_verified(past);
	assert_int_equal(set_text(past, REC, world.rec1, "next_step", "x"), FAIL_NO);
	store_close(past);
}

static void past__hides_what_was_removed_by_then(void **state)
{
	struct store *past;
	struct edit e;

	(void)state;
	edit_begin(&e, "void");
	e.b.effective = day("2012-11-01");
	edit_set(&e, REC, world.rec2);
	edit_removed(&e, true);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(store_as_of(world.s, day("2012-10-31"), DATE_NONE, &past, &world.err), 0);
	assert_int_equal(count(past, REC, ""), 2);
	store_close(past);
	assert_int_equal(store_as_of(world.s, day("2012-11-01"), DATE_NONE, &past, &world.err), 0);
	assert_int_equal(count(past, REC, ""), 1);
	store_close(past);
}

static void past__can_be_cut_by_what_was_known(void **state)
{
	struct store *past;

	(void)state;
	setenv("CLOSEOUT_TEST_NOW", "4102444800", 1); /* 2100-01-01 */
	assert_int_equal(set_on("2012-10-01", "set", "next_step", "known late"), 0);
	unsetenv("CLOSEOUT_TEST_NOW");
	assert_int_equal(store_as_of(world.s, DATE_NONE, day("2099-12-31"), &past, &world.err), 0);
	assert_string_equal(get(past, REC, world.rec1, "next_step"), "");
	store_close(past);
	assert_int_equal(store_as_of(world.s, DATE_NONE, day("2100-01-01"), &past, &world.err), 0);
	assert_string_equal(get(past, REC, world.rec1, "next_step"), "known late");
	store_close(past);
}

/* A record that names another one which, on that day, is not there yet. */
static void past__leaves_out_what_does_not_exist_yet(void **state)
{
	char office[UUID_TEXT];
	struct edit e;

	(void)state;
	edit_begin(&e, "add");
	edit_add(&e, ENTITY_OFFICE, office);
	edit_text(&e, "code", "LATER");
	edit_text(&e, "name", "Made later");
	edit_text(&e, "kind", "other");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(set_on("2012-10-01", "set", "waiting_on_office", office), 0);
	assert_string_equal(as_of("2012-10-01", "waiting_on_office"), "");
	assert_string_equal(get(world.s, REC, world.rec1, "waiting_on_office"), "LATER");
}

static void clock__set_back_does_not_bring_the_log_out_of_order(void **state)
{
	(void)state;
	setenv("CLOSEOUT_TEST_NOW", "4102444800", 1);
	assert_int_equal(set_on("2012-10-01", "set", "next_step", "a"), 0);
	unsetenv("CLOSEOUT_TEST_NOW");
	assert_int_equal(set_on("2012-10-01", "set", "next_step", "b"), 0);
	assert_verified(world.s);
}

/* ---- the log listed ------------------------------------------------------------------- */

static bool add_entry(void *data, const struct entry *e)
{
	buf_addf(data, "%lld:%s ", (long long)e->seq, e->verb);
	return true;
}

static const char *entries(struct log_filter f)
{
	static struct buf b = BUF_INIT;

	buf_clear(&b);
	assert_int_equal(store_log(world.s, &f, add_entry, &b, &world.err), 0);
	return b.s;
}

#define ANY_DAY .from = DATE_NONE, .to = DATE_NONE

static void log__is_filtered_in_every_way(void **state)
{
	(void)state;
	set_on("2012-10-01", "set", "next_step", "a");
	set_on("2012-10-02", "assign", "work_state", "planning");
	assert_string_equal(entries((struct log_filter){ ANY_DAY, .uid = world.rec1 }),
			    "7:add 13:set 14:assign ");
	assert_string_equal(entries((struct log_filter){ ANY_DAY, .uid = world.rec1,
							 .newest_first = true, .limit = 2 }),
			    "14:assign 13:set ");
	assert_string_equal(entries((struct log_filter){ ANY_DAY, .verb = "assign" }),
			    "14:assign ");
	assert_string_equal(entries((struct log_filter){ ANY_DAY, .actor = "closeout" }),
			    "1:init 2:init 3:init ");
	assert_string_equal(
		entries((struct log_filter){ ANY_DAY, .entity = record_entity(ENTITY_OFFICE) }),
		"4:add 5:add ");
	assert_string_equal(entries((struct log_filter){ ANY_DAY, .batch = 1 }),
			    "1:init 2:init 3:init ");
	assert_string_equal(entries((struct log_filter){ ANY_DAY, .batch = 14 }), "14:assign ");
	assert_string_equal(entries((struct log_filter){ ANY_DAY, .after_seq = 13 }), "14:assign ");
	assert_string_equal(
		entries((struct log_filter){ .from = day("2012-10-01"), .to = day("2012-10-01") }),
		"13:set ");
}

static void log__holds_the_canonical_text_of_a_change(void **state)
{
	(void)state;
	set_on("2012-10-01", "set", "next_step", "say \"when\"");
	assert_int_equal(
		shell_int(world.path,
			  "SELECT changes = '{\"next_step\":[null,\"say \\\"when\\\"\"]}' FROM log "
			  "ORDER BY seq DESC LIMIT 1"),
		1);
}

/* Known answers, worked out by another program from the description in log.c. */
static void log__hashes_the_bytes_it_says_it_hashes(void **state)
{
	struct hasher *h = hasher_new();
	struct entry e = {
		.seq = 7,
		.recorded = "2012-11-15T08:30:00.123Z",
		.effective = "2012-11-15",
		.actor = "inspector",
		.session = "s-1",
		.batch = 7,
		.verb = "set",
		.entity = "report",
		.uid = "01a20cba-ef9a-7039-8eda-2c3385c48792",
		.schema = 1,
		.changes = "{\"title\":[null,\"\xC3\xA9\"]}",
		.reason = "",
	};
	char first[65], second[65];

	(void)state;
	log_hash(h, "", &e, first);
	assert_string_equal(first,
			    "154f335994fe1479970d73234d88d1e15868fc9fe5c7272862a5b18f7b3b63e1");
	e.reason = NULL; /* null is not the same as empty */
	log_hash(h, first, &e, second);
	assert_string_equal(second,
			    "ae19adfc6d63f7a5b4a4db8c61373be3bb697c57dea65103c6c63940550714b2");
	hasher_free(h);
}

/* ---- undo's list -------------------------------------------------------------------------- */

static bool add_batch(void *data, const struct store_batch *b)
{
	buf_addf(data, "%lld-%lld:%s%s%d ", (long long)b->batch, (long long)b->last_seq, b->verb,
		 b->undone ? "!" : ".", b->depth);
	return true;
}

static int reverse(int64_t batch, const char *old, const char *new)
{
	char op_id[40];
	struct edit e;
	int failed;

	snprintf(op_id, sizeof op_id, "undo:%lld", (long long)batch);
	edit_begin(&e, "undo");
	e.b.op_id = op_id;
	e.b.strict = true;
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "next_step", new);
	edit_old(&e, value_text(old));
	failed = edit_apply(&e, world.s);
	edit_end(&e);
	return failed;
}

static void batches__know_what_was_undone_and_redone(void **state)
{
	AUTOBUF found = BUF_INIT;

	(void)state;
	set_text(world.s, REC, world.rec1, "next_step", "a");
	assert_int_equal(store_batches(world.s, NULL, 2, add_batch, &found, &world.err), 0);
	assert_string_equal(found.s, "13-13:set.0 4-12:add.0 ");
	assert_int_equal(reverse(13, "a", ""), 0);
	buf_clear(&found);
	store_batches(world.s, "inspector", 2, add_batch, &found, &world.err);
	assert_string_equal(found.s, "14-14:undo.1 13-13:set!0 ");
	assert_int_equal(reverse(14, "", "a"), 0);
	buf_clear(&found);
	store_batches(world.s, "inspector", 3, add_batch, &found, &world.err);
	assert_string_equal(found.s, "15-15:undo.2 14-14:undo!1 13-13:set.0 ");
	assert_int_equal(reverse(15, "a", ""), 0);
	buf_clear(&found);
	store_batches(world.s, "inspector", 4, add_batch, &found, &world.err);
	assert_string_equal(found.s, "16-16:undo.3 15-15:undo!2 14-14:undo.1 13-13:set!0 ");
	buf_clear(&found);
	store_batches(world.s, "supervisor", 4, add_batch, &found, &world.err);
	assert_string_equal(found.s, "");
}

/* ---- a log taken over whole --------------------------------------------------------------- */

struct tape {
	struct entry *at;
	size_t n, cap, next;
	struct arena a;
};

static bool record_entry(void *data, const struct entry *e)
{
	struct tape *t = data;
	struct entry *copy;

	MEM_GROW(t->at, t->cap, t->n + 1);
	copy = &t->at[t->n++];
	*copy = *e;
	copy->recorded = arena_strdup(&t->a, e->recorded);
	copy->effective = arena_strdup(&t->a, e->effective);
	copy->actor = arena_strdup(&t->a, e->actor);
	copy->acting_for = arena_strdup(&t->a, e->acting_for);
	copy->key_fp = arena_strdup(&t->a, e->key_fp);
	copy->session = arena_strdup(&t->a, e->session);
	copy->op_id = arena_strdup(&t->a, e->op_id);
	copy->verb = arena_strdup(&t->a, e->verb);
	copy->entity = arena_strdup(&t->a, e->entity);
	copy->uid = arena_strdup(&t->a, e->uid);
	copy->changes = arena_strdup(&t->a, e->changes);
	copy->reason = arena_strdup(&t->a, e->reason);
	copy->hash = arena_strdup(&t->a, e->hash);
	return true;
}

static int play(void *data, struct entry *e, struct error *err)
{
	struct tape *t = data;

	(void)err;
	if (t->next == t->n)
		return 0;
	*e = t->at[t->next++];
	return 1;
}

static void record(struct tape *t)
{
	struct log_filter f = { ANY_DAY };

	*t = (struct tape){ .n = 0 };
	assert_int_equal(store_log(world.s, &f, record_entry, t, &world.err), 0);
}

static void forget(struct tape *t)
{
	free(t->at);
	arena_release(&t->a);
}

static struct store *empty_store(void)
{
	struct store_genesis g = { .kind = "personal",
				   .today = DATE_NONE,
				   .effective = clock_today() };
	struct store *s;

	assert_int_equal(store_create(scratch_path("other.db"), &g, &world.err), 0);
	assert_int_equal(store_open(scratch_path("other.db"), STORE_READ_WRITE, &s, &world.err), 0);
	return s;
}

static void load__gives_the_same_log_and_the_same_records(void **state)
{
	struct tape t;
	struct store *s;
	char mine[65], theirs[65];

	(void)state;
	set_text(world.s, REC, world.rec1, "next_step", "a");
	set_text(world.s, ENTITY_REPORT, world.report, "number", "OIG-12-131");
	record(&t);
	s = empty_store();
	if (store_load(s, play, NULL, &t, &world.err) != 0)
		fail_msg("load: %s", world.err.why);
	store_head(world.s, NULL, mine, NULL);
	store_head(s, NULL, theirs, NULL);
	assert_string_equal(mine, theirs);
	assert_string_equal(get(s, REC, world.rec1, "next_step"), "a");
	assert_string_equal(ref_of(s, REC, world.rec2), "OIG-12-131/2");
	assert_verified(s);
	assert_int_equal(set_text(s, REC, world.rec1, "next_step", "b"), 0);
	assert_verified(s);
	store_close(s);
	assert_false(shell(scratch_path("other.db"), "UPDATE office SET name = 'x'"));
	forget(&t);
}

static void load__is_refused_by_a_database_in_use(void **state)
{
	struct tape t;

	(void)state;
	record(&t);
	assert_int_equal(store_load(world.s, play, NULL, &t, &world.err), FAIL_CREATE);
	assert_verified(world.s);
	forget(&t);
}

static int refuse_load(void *data, struct store *s, struct error *err)
{
	(void)data;
	(void)s;
	return error_set(err, FAIL_DATA, "check", NULL, NULL, "not what it was");
}

static void load__that_is_refused_leaves_the_database_as_it_was(void **state)
{
	struct tape t;
	struct store *s;

	(void)state;
	record(&t);
	s = empty_store();
	assert_int_equal(store_load(s, play, refuse_load, &t, &world.err), FAIL_DATA);
	assert_int_equal(count(s, REC, ""), 0);
	assert_int_equal(count(s, ENTITY_DATABASE, ""), 1);
	assert_verified(s);
	t.next = 0;
	t.at[6].changes = "{}";
	assert_int_equal(store_load(s, play, NULL, &t, &world.err), FAIL_DATA);
	assert_non_null(strstr(world.err.why, "entry 7"));
	assert_verified(s);
	t.next = 0;
	t.n = 0;
	assert_int_equal(store_load(s, play, NULL, &t, &world.err), FAIL_DATA);
	assert_verified(s);
	store_close(s);
	forget(&t);
}

/* A log whose chain is right, written where no guards were: rules that look at other rows hold too. */
static void load__holds_the_rows_to_the_guards(void **state)
{
	struct tape t;
	struct store *s;
	struct edit e;

	(void)state;
	shell_drop_triggers(world.path);
	edit_begin(&e, "record-closure");
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "action", "closed");
	edit_text(&e, "closure_reason", "implemented");
	edit_text(&e, "closed_on", "2012-09-01");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	record(&t);
	s = empty_store();
	assert_int_equal(store_load(s, play, NULL, &t, &world.err), FAIL_DATA);
	if (!strstr(world.err.why, "was closed before that day"))
		fail_msg("%s: %s", world.err.where, world.err.why);
	assert_verified(s);
	store_close(s);
	forget(&t);
}

/* ---- backups ----------------------------------------------------------------------------------- */

static void backup__is_a_whole_database_of_its_own(void **state)
{
	struct store *s;

	(void)state;
	set_text(world.s, REC, world.rec1, "next_step", "kept");
	assert_int_equal(store_backup(world.s, scratch_path("b.db"), NULL, &world.err), 0);
	set_text(world.s, REC, world.rec1, "next_step", "later");
	assert_int_equal(store_open(scratch_path("b.db"), STORE_READ_WRITE, &s, &world.err), 0);
	assert_string_equal(get(s, REC, world.rec1, "next_step"), "kept");
	assert_verified(s);
	assert_int_equal(set_text(s, REC, world.rec1, "next_step", "on its own"), 0);
	store_close(s);
}

static void backup__never_overwrites(void **state)
{
	(void)state;
	assert_int_equal(store_backup(world.s, world.path, NULL, &world.err), FAIL_CREATE);
	assert_int_equal(store_backup(world.s, scratch_path("no/such/folder.db"), NULL, &world.err),
			 FAIL_CREATE);
	assert_verified(world.s);
}

/* Another file under the name: what an open session wrote would join that one's journal. */
static void session__of_a_replaced_file_writes_nothing(void **state)
{
	char kept[700];

	(void)state;
	snprintf(kept, sizeof kept, "%s", scratch_path("kept.db"));
	assert_int_equal(store_backup(world.s, scratch_path("b.db"), NULL, &world.err), 0);
	assert_int_equal(store_trouble(world.s), STORE_WELL);
	assert_int_equal(rename(world.path, kept), 0);
	assert_int_equal(rename(scratch_path("b.db"), world.path), 0);
	assert_int_equal(set_text(world.s, REC, world.rec1, "next_step", "lost"), FAIL_BUSY);
	assert_non_null(strstr(world.err.why, "replaced"));
	assert_int_equal(store_trouble(world.s), STORE_REPLACED);
}

static void restore__is_refused_while_somebody_has_it_open(void **state)
{
	struct store_restored r;
	pid_t child;
	int up[2], down[2], status;
	char byte = 0;

	(void)state;
	assert_int_equal(store_backup(world.s, scratch_path("b.db"), NULL, &world.err), 0);
	store_close(world.s);
	world.s = NULL;
	assert_int_equal(pipe(up), 0);
	assert_int_equal(pipe(down), 0);
	child = fork();
	if (!child) {
		world_reopen();
		(void)!write(up[1], &byte, 1);
		close(down[1]);
		(void)!read(down[0], &byte, 1);
		_exit(0);
	}
	assert_int_equal(read(up[0], &byte, 1), 1);
	assert_int_equal(store_restore(world.path, scratch_path("b.db"), false, &r, &world.err), FAIL_BUSY);
	assert_non_null(strstr(world.err.why, "somebody has it open"));
	close(down[1]);
	waitpid(child, &status, 0);
	assert_int_equal(store_restore(world.path, scratch_path("b.db"), false, &r, &world.err), 0);
	world_reopen();
	assert_verified(world.s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(past__is_read_by_the_effective_day),
		T(past__can_be_folded_in_pieces),
		T(past__is_only_changed_by_a_correction),
		T(past__keeps_the_references_of_then),
		T(past__hides_what_was_removed_by_then),
		T(past__can_be_cut_by_what_was_known),
		T(past__leaves_out_what_does_not_exist_yet),
		T(clock__set_back_does_not_bring_the_log_out_of_order),
		T(log__is_filtered_in_every_way),
		T(log__holds_the_canonical_text_of_a_change),
		T(log__hashes_the_bytes_it_says_it_hashes),
		T(batches__know_what_was_undone_and_redone),
		T(load__gives_the_same_log_and_the_same_records),
		T(load__is_refused_by_a_database_in_use),
		T(load__that_is_refused_leaves_the_database_as_it_was),
		T(load__holds_the_rows_to_the_guards),
		T(backup__is_a_whole_database_of_its_own),
		T(backup__never_overwrites),
		T(session__of_a_replaced_file_writes_nothing),
		T(restore__is_refused_while_somebody_has_it_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
