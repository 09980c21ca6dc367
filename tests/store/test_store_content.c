/* SPDX-License-Identifier: MIT */
/* test_store_content.c - the content of evidence: once, whole, unchangeable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "store/content.h"
#include "store_help.h"

#define BIG 3000000 /* of bytes that do not compress: three parts */

/* A content of len bytes in a file of its own; the same seed gives the same bytes. */
static struct content content_of(unsigned seed, size_t len, struct buf *bytes)
{
	struct content c;
	FILE *f = tmpfile();

	buf_clear(bytes);
	for (size_t i = 0; i < len; i++) {
		seed = seed * 1103515245u + 12345u;
		buf_addc(bytes, (char)(seed >> 16));
	}
	assert_int_equal(fwrite(bytes->s, 1, len, f), len);
	rewind(f);
	if (content_read(&c, f, "test", CONTENT_LIMIT, &world.err) != 0)
		fail_msg("read: %s", world.err.why);
	fclose(f);
	return c;
}

static int attach(const struct content *c, const char *title, const char *type)
{
	char subject[80];
	struct edit e;
	int failed;

	snprintf(subject, sizeof subject, "recommendation:%s", world.rec1);
	edit_begin(&e, "evidence-add");
	edit_add(&e, ENTITY_EVIDENCE, NULL);
	edit_text(&e, "subject", subject);
	edit_text(&e, "title", title);
	edit_text(&e, "type", type);
	edit_text(&e, "sha256", c->sha256);
	edit_int(&e, "size", c->size);
	failed = store_apply_content(world.s, &e.b, c, &world.r, &world.err);
	edit_end(&e);
	return failed;
}

static int collect(void *data, const char *bytes, size_t len)
{
	buf_add(data, bytes, len);
	return 0;
}

static void content__comes_back_as_it_was(void **state)
{
	static const size_t sizes[] = { 1, 100, CONTENT_PART_MAX, BIG };
	AUTOBUF bytes = BUF_INIT, back = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct content c = content_of((unsigned)i + 1, sizes[i], &bytes);
		struct content_info info;

		assert_int_equal(attach(&c, "A file", "data"), 0);
		assert_true(store_content_find(world.s, c.sha256, &info));
		assert_int_equal(info.size, (int64_t)sizes[i]);
		assert_int_equal(info.parts, sizes[i] == BIG ? 3 : sizes[i] == CONTENT_PART_MAX ? 2 : 1);
		buf_clear(&back);
		assert_int_equal(store_content_write(world.s, c.sha256, collect, &back, &world.err), 0);
		assert_int_equal(back.len, bytes.len);
		assert_memory_equal(back.s, bytes.s, back.len);
		content_release(&c);
	}
	assert_verified(world.s);
}

static void content__is_stored_once(void **state)
{
	AUTOBUF bytes = BUF_INIT;
	struct content c = content_of(7, 5000, &bytes);

	(void)state;
	assert_int_equal(attach(&c, "First", "data"), 0);
	assert_int_equal(attach(&c, "Second", "data"), 0);
	assert_int_equal(shell_int(world.path, "SELECT count(*) FROM content"), 1);
	assert_int_equal(shell_int(world.path, "SELECT count(*) FROM content_part"), 1);
	assert_int_equal(shell_int(world.path, "SELECT count(*) FROM evidence"), 2);
	content_release(&c);
}

/* Record and content are one: where the record is refused, nothing of the content stays. */
static void content__of_a_refused_record_is_not_kept(void **state)
{
	AUTOBUF bytes = BUF_INIT;
	struct content c = content_of(7, 5000, &bytes);

	(void)state;
	assert_int_equal(attach(&c, "A file", "no_such_type"), FAIL_DATA);
	assert_int_equal(shell_int(world.path, "SELECT count(*) FROM content"), 0);
	content_release(&c);
}

static void content__is_refused_empty_or_too_long(void **state)
{
	FILE *f = tmpfile();
	struct content c;

	(void)state;
	assert_int_equal(content_read(&c, f, "empty.pdf", 10, &world.err), FAIL_DATA);
	fputs("eleven byte", f);
	rewind(f);
	assert_int_equal(content_read(&c, f, "long.pdf", 10, &world.err), FAIL_DATA);
	assert_string_equal(world.err.where, "long.pdf");
	rewind(f);
	assert_int_equal(content_read(&c, f, "fits.txt", 11, &world.err), 0);
	assert_string_equal(c.media_type, "text/plain");
	assert_string_equal(c.sha256, "f716c745490b62d9ed293afd644f67d273a602579e2b06103acf68f152455f5d");
	content_release(&c);
	fclose(f);
}

static void content__cannot_be_changed_by_a_bare_shell(void **state)
{
	static const char *const attacks[] = {
		"UPDATE content SET size = 1",
		"DELETE FROM content_part",
		"DELETE FROM content",
		"UPDATE content_part SET bytes = x'00'",
		"REPLACE INTO content SELECT sha256, 1, 1, 1 FROM content",
		"REPLACE INTO content_part SELECT sha256, number, x'00' FROM content_part",
		"INSERT INTO content_part SELECT sha256, 99, x'00' FROM content",
	};
	AUTOBUF bytes = BUF_INIT;
	struct content c = content_of(3, 5000, &bytes);

	(void)state;
	assert_int_equal(attach(&c, "A file", "data"), 0);
	for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
		if (shell(world.path, attacks[i]))
			fail_msg("it let pass: %s", attacks[i]);
	assert_verified(world.s);
	content_release(&c);
}

static void verify__finds_content_that_was_exchanged(void **state)
{
	AUTOBUF bytes = BUF_INIT;
	struct content c = content_of(3, 5000, &bytes);

	(void)state;
	assert_int_equal(attach(&c, "A file", "data"), 0);
	shell_drop_triggers(world.path);
	assert_true(shell(world.path, "UPDATE content_part SET bytes = zeroblob(length(bytes))"));
	assert_true(verify_finds(world.path, "content ", "does not come to its hash"));
	assert_int_equal(store_content_write(world.s, c.sha256, NULL, NULL, &world.err), FAIL_IO);
	content_release(&c);
}

static void verify__finds_content_of_no_evidence(void **state)
{
	AUTOBUF bytes = BUF_INIT;
	struct content c = content_of(3, 5000, &bytes);

	(void)state;
	assert_int_equal(attach(&c, "A file", "data"), 0);
	shell_drop_triggers(world.path);
	assert_true(shell(world.path, "UPDATE evidence SET sha256 = NULL"));
	assert_true(verify_finds(world.path, "content ", "belongs to no evidence"));
	content_release(&c);
}

static void content__is_in_a_backup(void **state)
{
	AUTOBUF bytes = BUF_INIT;
	struct content c = content_of(9, BIG, &bytes);
	struct store *copy;

	(void)state;
	assert_int_equal(attach(&c, "A file", "data"), 0);
	assert_int_equal(store_backup(world.s, scratch_path("copy.db"), NULL, &world.err), 0);
	assert_int_equal(store_open(scratch_path("copy.db"), STORE_READ_ONLY, &copy, &world.err), 0);
	assert_int_equal(store_content_write(copy, c.sha256, NULL, NULL, &world.err), 0);
	store_close(copy);
	content_release(&c);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(content__comes_back_as_it_was),
		T(content__is_stored_once),
		T(content__of_a_refused_record_is_not_kept),
		T(content__is_refused_empty_or_too_long),
		T(content__cannot_be_changed_by_a_bare_shell),
		T(verify__finds_content_that_was_exchanged),
		T(verify__finds_content_of_no_evidence),
		T(content__is_in_a_backup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
