/* SPDX-License-Identifier: MIT */
/* test_store_access.c - the access log: a chain of its own that is only added to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/store_private.h"
#include "store_help.h"

static int add(const char *kind, const char *account, const char *what)
{
	struct access_entry e = { .kind = kind, .account = account, .key_fp = "SHA256:x", .address = "192.0.2.1",
				  .session = "s", .what = what };
	struct error err = ERROR_INIT;

	return store_access_add(world.s, &e, &err);
}

struct got {
	int n;
	char kinds[200], last[100];
	int64_t seq;
};

static bool see(void *data, const struct access_entry *e)
{
	struct got *g = data;

	g->n++;
	g->seq = e->seq;
	snprintf(g->kinds + strlen(g->kinds), sizeof g->kinds - strlen(g->kinds), "%s ", e->kind);
	snprintf(g->last, sizeof g->last, "%s", e->what ? e->what : "-");
	return true;
}

static struct got read_all(struct access_filter f)
{
	struct got g = { .n = 0 };
	struct error err = ERROR_INIT;

	assert_int_equal(store_access(world.s, &f, see, &g, &err), 0);
	return g;
}

#define ALL { .from = DATE_NONE, .to = DATE_NONE }

static void access__holds_what_was_written_in_order(void **state)
{
	struct access_filter all = ALL, newest = ALL;
	struct got g;

	(void)state;
	newest.newest_first = true;
	newest.limit = 1;
	assert_int_equal(add("login", "alice", NULL), 0);
	assert_int_equal(add("refusal", "bob", "host keys"), 0);
	assert_int_equal(add("export", "alice", "export"), 0);
	g = read_all(all);
	assert_string_equal(g.kinds, "login refusal export ");
	assert_int_equal(g.seq, 3);
	assert_string_equal(read_all(newest).last, "export");
	all.account = "bob";
	assert_string_equal(read_all(all).last, "host keys");
}

static void access__knows_the_last_login(void **state)
{
	char when[CLOCK_STAMP];
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(add("login", "alice", NULL), 0);
	assert_int_equal(add("refusal", "bob", NULL), 0);
	assert_int_equal(store_access_last(world.s, "alice", when, &err), 0);
	assert_int_equal(strlen(when), CLOCK_STAMP - 1);
	assert_int_equal(store_access_last(world.s, "bob", when, &err), 0);
	assert_string_equal(when, "");
}

static void access__is_only_added_to(void **state)
{
	(void)state;
	assert_int_equal(add("login", "alice", NULL), 0);
	assert_false(shell(world.path, "UPDATE \"access\" SET account = 'bob'"));
	assert_false(shell(world.path, "DELETE FROM \"access\""));
	assert_false(shell(world.path, "REPLACE INTO \"access\" SELECT * FROM \"access\""));
	assert_false(shell(world.path, "INSERT INTO \"access\" SELECT 7, recorded, kind, account, key_fp, address, session, what, "
				       "hash FROM \"access\""));
	assert_int_equal(add("gossip", "alice", NULL), FAIL_DATA);
}

static void access__is_no_part_of_the_log(void **state)
{
	int64_t before = 0, after = 0;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(store_head(world.s, &before, NULL, &err), 0);
	assert_int_equal(add("login", "alice", NULL), 0);
	assert_int_equal(store_head(world.s, &after, NULL, &err), 0);
	assert_int_equal(before, after);
}

static void access__is_checked_by_verify(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(add("login", "alice", "screen"), 0);
	assert_false(verify_finds(world.path, "access log", NULL));
	assert_true(shell(world.path, "DROP TRIGGER access_update; DROP TRIGGER access_delete"));
	assert_true(shell(world.path, "UPDATE \"access\" SET account = 'bob' WHERE seq = 2"));
	assert_true(verify_finds(world.path, "access log entry 2", "hash"));
	assert_true(shell(world.path, "UPDATE \"access\" SET account = 'alice' WHERE seq = 2"));
	assert_false(verify_finds(world.path, "access log entry", NULL));
	assert_true(shell(world.path, "DELETE FROM \"access\" WHERE seq = 3"));
	assert_true(verify_finds(world.path, "access log entry 4", "missing"));
}

static void access__cannot_be_written_by_a_reader(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	store_close(world.s);
	assert_int_equal(store_open(world.path, STORE_READ_ONLY, &world.s, &err), 0);
	assert_int_equal(add("login", "alice", NULL), FAIL_NO);
	assert_int_equal(store_head(world.s, NULL, NULL, &err), 0);
}

#define T(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(access__holds_what_was_written_in_order),
		T(access__knows_the_last_login),
		T(access__is_only_added_to),
		T(access__is_no_part_of_the_log),
		T(access__is_checked_by_verify),
		T(access__cannot_be_written_by_a_reader),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
