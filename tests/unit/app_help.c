/* SPDX-License-Identifier: MIT */
/* app_help.c - what tests of the app room share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app_help.h"

#include "app/listing.h"
#include "app/names.h"

struct help help;
char help_ref[128];

static void begin(void)
{
	const char *tmp = getenv("TMPDIR");

	memset(&help, 0, sizeof help);
	snprintf(help.folder, sizeof help.folder, "%s/app.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(help.folder));
	snprintf(help.path, sizeof help.path, "%s/test.db", help.folder);
	help.options.database = help.path;
}

static void copy(const char *from, const char *to)
{
	FILE *in = fopen(from, "re"), *out = fopen(to, "we");
	char piece[65536];
	size_t n;

	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(piece, 1, sizeof piece, in)) > 0)
		assert_int_equal(fwrite(piece, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(chmod(to, 0600), 0);
}

/* The sample records are loaded once a program; each test gets a copy of the closed file. */
static void make_sample(void)
{
	static char first[400];
	const char *tmp = getenv("TMPDIR");

	if (*first) {
		copy(first, help.path);
		return;
	}
	if (app_create(&help.app, true, &help.err) != 0)
		fail_msg("%s: %s", help.err.where, help.err.why);
	snprintf(first, sizeof first, "%s/sample.%d.db", tmp ? tmp : "/tmp", (int)getpid());
	copy(help.path, first);
}

static int make(bool sample)
{
	begin();
	assert_int_equal(app_init(&help.app, &help.options, &help.err), 0);
	if (sample)
		make_sample();
	else
		assert_int_equal(app_create(&help.app, false, &help.err), 0);
	assert_int_equal(app_open(&help.app, &help.err), 0);
	return 0;
}

int help_sample(void **state)
{
	(void)state;
	return make(true);
}

int help_personal(void **state)
{
	(void)state;
	return make(false);
}

int help_end(void **state)
{
	static const char *const tails[] = { "", "-wal", "-shm", ".lock", "-ballast" };
	char path[400];

	(void)state;
	app_release(&help.app);
	door_faults_release(&help.faults);
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		snprintf(path, sizeof path, "%s%s", help.path, tails[i]);
		unlink(path);
	}
	rmdir(help.folder);
	return 0;
}

int help_open(const char *user)
{
	app_release(&help.app);
	help.options.user = user;
	if (app_init(&help.app, &help.options, &help.err) != 0)
		return help.err.kind;
	return app_open(&help.app, &help.err);
}

const char *help_field(const char *ref, const char *field)
{
	static char text[4][4096];
	static int at;
	struct store_found found;
	struct select q = { .today = help.app.today };
	AUTOARENA arena = ARENA_INIT;
	struct columns c;
	struct rows rows;
	int32_t id;

	if (names_record(&help.app, ref, &found, &help.err) != 0)
		return "(no such record)";
	q.entity = found.entity;
	id = (int32_t)found.id;
	assert_int_equal(columns_parse(found.entity, field, &c, &help.err), 0);
	assert_int_equal(store_rows(help.app.store, &q, &c, &id, 1, &arena, &rows, &help.err), 0);
	at = (at + 1) % 4;
	snprintf(text[at], sizeof text[at], "%s", rows.cells[0] ? rows.cells[0] : "");
	return text[at];
}

#define WORDS_MAX 40

static int split(const char *first, va_list args, struct assignment *out, char names[WORDS_MAX][64])
{
	int n = 0;

	for (const char *w = first; w; w = va_arg(args, const char *)) {
		const char *equals = strchr(w, '=');

		assert_non_null(equals);
		snprintf(names[n], 64, "%.*s", (int)(equals - w), w);
		out[n] = (struct assignment){ names[n], equals + 1 };
		n++;
	}
	return n;
}

int help_set(const char *ref, const char *words, ...)
{
	struct assignment at[WORDS_MAX];
	char names[WORDS_MAX][64];
	struct assign s = { .at = at };
	AUTOBUF shown = BUF_INIT;
	bool changed;
	va_list args;

	va_start(args, words);
	s.n = split(words, args, at, names);
	va_end(args);
	door_faults_release(&help.faults);
	return assign_set(&help.app, ref, &s, &shown, &changed, &help.faults, &help.err);
}

int help_add(const char *entity, const char *words, ...)
{
	struct assignment at[WORDS_MAX];
	char names[WORDS_MAX][64];
	struct assign s = { .at = at };
	AUTOBUF ref = BUF_INIT;
	va_list args;
	int failed;

	va_start(args, words);
	s.n = split(words, args, at, names);
	va_end(args);
	door_faults_release(&help.faults);
	failed = assign_add(&help.app, record_entity_by_name(entity), &s, &ref, &help.faults, &help.err);
	snprintf(help_ref, sizeof help_ref, "%s", ref.s);
	return failed;
}

int64_t help_count(const char *entity, const char *query, const char *as_of)
{
	struct listing l = LISTING_INIT;
	AUTOARENA arena = ARENA_INIT;
	const char **uids;
	int n = -1;

	l.entity = record_entity_by_name(entity);
	l.query = query;
	if (as_of)
		assert_true(date_parse_iso(as_of, strlen(as_of), &l.as_of));
	assert_int_equal(listing_uids(&help.app, &l, &arena, &uids, &n, &help.err), 0);
	return n;
}

int64_t help_head(void)
{
	char hash[65];
	int64_t seq = 0;

	assert_int_equal(store_head(help.app.store, &seq, hash, &help.err), 0);
	return seq;
}
