/* SPDX-License-Identifier: MIT */
/*
 * test_store_hostile.c - damaged and hostile files: refused or read safely, never a crash or a hang.
 *
 * CLOSEOUT_MUTANTS sets how many random mutants are tried (300 if not set).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>

#include "store_help.h"

#include "store/verify.h"

static unsigned char original[1 << 21], mutant[1 << 21];
static size_t size;

static uint64_t seed;

static uint64_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static void read_original(void)
{
	int fd = open(world.path, O_RDONLY);
	ssize_t n = read(fd, original, sizeof original);

	assert_true(n > 0);
	size = (size_t)n;
	close(fd);
}

static size_t mutate(void)
{
	size_t length = size;
	int flips = 1 + (int)(next_random() % 8);

	memcpy(mutant, original, size);
	switch (next_random() % 4) {
	case 0: /* bytes anywhere */
		while (flips--)
			mutant[next_random() % size] = (unsigned char)next_random();
		break;
	case 1: /* the headers of pages, where structure is */
		while (flips--)
			mutant[next_random() % (size / 4096) * 4096 + next_random() % 108] =
				(unsigned char)next_random();
		break;
	case 2: /* a page over another one */
		memcpy(mutant + next_random() % (size / 4096) * 4096,
		       original + next_random() % (size / 4096) * 4096, 4096);
		break;
	default:
		length = next_random() % size;
	}
	return length;
}

static void remove_beside(const char *path)
{
	static const char *const endings[] = { "-wal", "-shm", ".lock" };
	char name[700];

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		snprintf(name, sizeof name, "%s%s", path, endings[i]);
		unlink(name);
	}
}

static void use(const char *path)
{
	struct store *s;
	AUTOARENA a = ARENA_INIT;
	struct record r;
	int64_t problems;
	struct error err = ERROR_INIT;

	if (store_open(path, STORE_READ_WRITE, &s, &err) != 0) {
		assert_true(err.why[0] != '\0');
		return;
	}
	for (int i = 0; i < ENTITY_MAX; i++) {
		struct select q = { .entity = record_entity((enum entity_id)i),
				    .today = day("2012-11-15") };
		struct ids ids = { .n = 0 };
		struct columns columns;
		struct rows rows;

		if (store_ids(s, &q, &ids, &err) == 0 &&
		    columns_parse(q.entity, q.entity->columns, &columns, &err) == 0)
			(void)store_rows(s, &q, &columns, ids.at, (int)ids.n, &a, &rows, &err);
		ids_release(&ids);
	}
	(void)store_get(s, record_entity(ENTITY_RECOMMENDATION), world.rec1, day("2012-11-15"), &a,
			&r, &err);
	(void)set_text(s, ENTITY_RECOMMENDATION, world.rec1, "next_step", "x");
	(void)store_verify(s, NULL, NULL, &problems, &err);
	store_close(s);
}

static void hostile__mutants_are_refused_or_safe(void **state)
{
	const char *text = getenv("CLOSEOUT_MUTANTS"), *given = getenv("CLOSEOUT_TEST_SEED");
	long mutants = text ? strtol(text, NULL, 10) : 300;
	int64_t slowest = 0;
	char path[700];

	(void)state;
	seed = given ? (uint64_t)strtoll(given, NULL, 10) : UINT64_C(88172645463325252);
	print_message("# seed %llu\n", (unsigned long long)seed);
	store_close(world.s);
	world.s = NULL;
	read_original();
	verify_keeps_schema = true;
	snprintf(path, sizeof path, "%s", scratch_path("mutant.db"));
	for (long i = 0; i < mutants; i++) {
		size_t length = mutate();
		int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		int64_t start = clock_monotonic_us(), took;

		assert_int_equal(write(fd, mutant, length), length);
		close(fd);
		remove_beside(path);
		use(path);
		took = clock_monotonic_us() - start;
		slowest = took > slowest ? took : slowest;
	}
	print_message("# RESULT R23 | a hostile file is refused or safe | %ld mutants | 0 crashes, the slowest took %lld ms | "
		      "hostile schemas: none runs\n", mutants,
		      (long long)slowest / 1000);
	assert_true(slowest < 5000000);
}

/* What a schema could try: a trigger or view that calls, reads or never ends. */
static void hostile__schemas_are_not_trusted(void **state)
{
	static const char *const schemas[] = {
		"CREATE TRIGGER evil BEFORE INSERT ON log BEGIN SELECT load_extension('evil'); END",
		"CREATE TRIGGER evil AFTER INSERT ON log BEGIN SELECT writefile('evil', 'x'); END",
		"CREATE TRIGGER evil AFTER INSERT ON log BEGIN UPDATE log SET actor = "
		"'supervisor'; END",
		"CREATE TRIGGER evil AFTER INSERT ON log BEGIN DELETE FROM report; END",
		"CREATE TRIGGER evil AFTER INSERT ON log BEGIN SELECT json_valid('[]'); END",
		"CREATE TRIGGER evil AFTER INSERT ON log BEGIN SELECT fts3_tokenizer('simple', "
		"x'00'); END",
	};

	(void)state;
	for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
		AUTOBUF found = BUF_INIT;

		assert_true(shell(world.path, schemas[i]));
		world_reopen();
		assert_int_not_equal(
			set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "next_step", "x"), 0);
		verify_into(world.s, &found);
		assert_non_null(
			strstr(found.s, "schema: trigger evil: is not part of this version"));
		assert_true(shell(world.path, "DROP TRIGGER evil"));
	}
	world_reopen();
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "next_step", "x"), 0);
	assert_verified(world.s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(hostile__mutants_are_refused_or_safe),
		T(hostile__schemas_are_not_trusted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
