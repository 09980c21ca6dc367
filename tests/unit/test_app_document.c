/* SPDX-License-Identifier: MIT */
/* test_app_document.c - the whole database out and in again, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "app_help.h"

#include "app/document.h"
#include "app/identity.h"
#include "base/mem.h"

static char *text; /* of the document exported last */
static size_t len;

static int take(void *arg, const char *bytes, size_t n)
{
	buf_add(arg, bytes, n);
	return 0;
}

static void export(struct app *a)
{
	struct buf b = BUF_INIT;
	struct out_target target = { .write = take, .arg = &b };

	free(text);
	assert_int_equal(document_export(a, &target, NULL, &help.err), 0);
	text = buf_detach(&b, &len);
}

/* An empty database beside the first. */
static char other[400];
static struct app_options other_options;

static void make_other(struct app *a)
{
	snprintf(other, sizeof other, "%s/other.db", help.folder);
	other_options = (struct app_options){ .database = other };
	assert_int_equal(app_init(a, &other_options, &help.err), 0);
	assert_int_equal(app_create(a, false, &help.err), 0);
	assert_int_equal(app_open(a, &help.err), 0);
}

static void remove_other(struct app *a)
{
	static const char *const tails[] = { "", "-wal", "-shm", ".lock", "-ballast" };
	char path[420];

	app_release(a);
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		snprintf(path, sizeof path, "%s%s", other, tails[i]);
		unlink(path);
	}
}

static int load(struct app *a, const char *document, size_t n)
{
	FILE *f = fmemopen(NULL, n + 1, "w+");
	int64_t entries = 0;
	int failed;

	assert_non_null(f);
	fwrite(document, 1, n, f);
	rewind(f);
	failed = document_import(a, f, "all.json", &entries, &help.err);
	fclose(f);
	return failed;
}

static void document__comes_back_byte_for_byte(void **state)
{
	struct app b;
	AUTOFREE char *first = NULL;
	size_t first_len;
	int64_t problems = -1;

	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=ä \"quoted\"\t<tab>", NULL), 0);
	assert_int_equal(help_add("office", "code=A1", "name=One", NULL), 0);
	assert_int_equal(door_undo(&help.app, 0, NULL, NULL, 0, &help.err), 0); /* a record that is taken out */
	export(&help.app);
	first = text;
	first_len = len;
	assert_non_null(strstr(text, "\"ref\":\"A1\",\"uid\":"));
	assert_non_null(strstr(text, "\"removed\":true"));
	text = NULL;
	make_other(&b);
	assert_int_equal(load(&b, first, first_len), 0);
	app_release(&b);
	assert_int_equal(app_init(&b, &other_options, &help.err), 0);
	assert_int_equal(app_open(&b, &help.err), 0);
	assert_int_equal(b.kind, APP_SAMPLE);
	export(&b);
	assert_int_equal(len, first_len);
	assert_memory_equal(text, first, len);
	assert_int_equal(store_verify(b.store, NULL, NULL, &problems, &help.err), 0);
	assert_int_equal(problems, 0);
	remove_other(&b);
}

static void document__is_the_same_each_time(void **state)
{
	AUTOFREE char *first = NULL;

	(void)state;
	export(&help.app);
	first = text;
	text = NULL;
	assert_int_equal(help_open(NULL), 0);
	export(&help.app);
	assert_string_equal(text, first);
}

static void document__goes_only_into_an_empty_database(void **state)
{
	struct app b;

	(void)state;
	export(&help.app);
	make_other(&b);
	assert_int_equal(load(&b, text, len), 0);
	app_release(&b);
	other_options.user = "admin";
	assert_int_equal(app_init(&b, &other_options, &help.err), 0);
	assert_int_equal(app_open(&b, &help.err), 0);
	assert_int_equal(load(&b, text, len), FAIL_CREATE);
	remove_other(&b);
}

static void document__is_taken_in_by_an_administrator(void **state)
{
	(void)state;
	export(&help.app);
	assert_int_equal(load(&help.app, text, len), FAIL_DENIED);
}

/* The document with from replaced by as many bytes. */
static void tampered(const char *from, const char *to, int want)
{
	struct app b;
	char *at;
	char login[33];

	export(&help.app);
	at = strstr(text, from);
	assert_non_null(at);
	memcpy(at, to, strlen(to));
	make_other(&b);
	assert_int_equal(load(&b, text, len), want);
	/* Nothing of it stays: the database is as new. */
	app_release(&b);
	assert_int_equal(app_init(&b, &other_options, &help.err), 0);
	assert_int_equal(app_open(&b, &help.err), 0);
	identity_login(login);
	assert_string_equal(b.user, login);
	remove_other(&b);
}

static void document__with_a_changed_record_is_refused(void **state)
{
	(void)state;
	tampered("\"text\":\"Provide the Office", "\"text\":\"Provide the office", FAIL_DATA);
}

static void document__with_a_changed_log_is_refused(void **state)
{
	(void)state;
	tampered("\"reason\":\"illustrative", "\"reason\":\"Illustrative", FAIL_DATA);
}

static void document__that_breaks_off_is_refused(void **state)
{
	struct app b;

	(void)state;
	export(&help.app);
	make_other(&b);
	assert_int_equal(load(&b, text, len - 100), FAIL_DATA);
	assert_int_equal(load(&b, text, len / 2), FAIL_DATA);
	assert_int_equal(load(&b, "", 0), FAIL_DATA);
	assert_int_equal(load(&b, "{\"format\":\"other\"}", 18), FAIL_DATA);
	assert_int_equal(load(&b, text, len), 0);
	remove_other(&b);
}

static void document__of_a_newer_schema_is_refused(void **state)
{
	char now[32];

	(void)state;
	snprintf(now, sizeof now, "\"schema\":%d,", RECORD_SCHEMA);
	tampered(now, "\"schema\":9,", FAIL_DATA);
}

static int end(void **state)
{
	free(text);
	text = NULL;
	return help_end(state);
}

#define DOCUMENT(test) cmocka_unit_test_setup_teardown(test, help_sample, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DOCUMENT(document__comes_back_byte_for_byte),
		DOCUMENT(document__is_the_same_each_time),
		DOCUMENT(document__goes_only_into_an_empty_database),
		DOCUMENT(document__is_taken_in_by_an_administrator),
		DOCUMENT(document__with_a_changed_record_is_refused),
		DOCUMENT(document__with_a_changed_log_is_refused),
		DOCUMENT(document__that_breaks_off_is_refused),
		DOCUMENT(document__of_a_newer_schema_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
