/* SPDX-License-Identifier: MIT */
/* test_app_people.c - accounts, their login keys, and who is let into a shared database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/access.h"
#include "app/identity.h"
#include "app/import.h"
#include "app/people.h"
#include "app_help.h"

#define KEY_1 "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDxgDwOyrL1fzejgH10yafq2XLKpM7NzbuHRAiUjVBEU"
#define FP_1 "SHA256:HchT2Bhan1aJy0Dwd7Qw6TQl5cBSoltNzHyKKUjsRgs"
#define KEY_2                                                                                       \
	"ecdsa-sha2-nistp256 "                                                                      \
	"AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBNqzICzd2OAPA9OKr8"                      \
	"CElelQvI3aCfw/8RYP/+xUGGC47yw4IfkgGCBNp2dhzfJRFS6lhkSHOLnhVDmagCb8qHQ="
#define FP_2 "SHA256:U0SNxSwrOOCcQnfV5Th3NAN2jYWRJa/C/vi+foW09PI"

/* A shared database whose administrator is whoever runs the test. */
static int shared(void **state)
{
	static char login[33];
	struct people_new admin = { .name = login };
	const char *tmp = getenv("TMPDIR");

	(void)state;
	unsetenv("SUDO_USER");
	memset(&help, 0, sizeof help);
	identity_login(login);
	snprintf(help.folder, sizeof help.folder, "%s/app.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(help.folder));
	snprintf(help.path, sizeof help.path, "%s/test.db", help.folder);
	help.options.database = help.path;
	assert_int_equal(app_init(&help.app, &help.options, &help.err), 0);
	assert_int_equal(app_create_shared(&help.app, &admin, &help.err), 0);
	assert_int_equal(app_open(&help.app, &help.err), 0);
	assert_int_equal(help_add("office", "code=OPR", "name=x", "kind=opr", NULL), 0);
	return 0;
}

static int add(const char *name, const char *role, const char *key)
{
	struct people_new p = { .name = name, .role = role, .office = "OPR", .key = key };
	AUTOBUF keyed = BUF_INIT;

	return people_add(&help.app, &p, &keyed, &help.err);
}

/* ---- as sshd lets somebody in */

static struct app_host host;
static int sealed;

static int seal(struct app *a, struct error *err)
{
	(void)a;
	(void)err;
	sealed++;
	return 0;
}

static int come_in(const char *account, const char *key)
{
	int failed;

	app_release(&help.app);
	sealed = 0;
	host = (struct app_host){ .account = account, .key = key, .address = "192.0.2.7", .seal = seal };
	help.options.host = &host;
	failed = help_open(NULL);
	assert_int_equal(sealed, !failed);
	return failed;
}

static void come_back(void)
{
	help.options.host = NULL;
	assert_int_equal(help_open(NULL), 0);
}

static char seen[4000];

static bool see(void *data, const struct access_entry *e)
{
	size_t len = strlen(seen);

	(void)data;
	snprintf(seen + len, sizeof seen - len, "%s %s %s %s %s\n", e->kind, e->account, e->key_fp ? e->key_fp : "-",
		 e->address ? e->address : "-", e->what ? e->what : "-");
	return true;
}

static const char *access_log(void)
{
	struct access_filter all = { .from = DATE_NONE, .to = DATE_NONE };

	*seen = '\0';
	assert_int_equal(store_access(help.app.store, &all, see, NULL, &help.err), 0);
	return seen;
}

/* ---- accounts and keys */

static void people__are_added_with_their_key_in_one_batch(void **state)
{
	int64_t before = help_head();

	(void)state;
	assert_int_equal(add("anna", "inspector", KEY_1 " anna@desk"), 0);
	assert_int_equal(help_head(), before + 2);
	assert_string_equal(help_field("K-1", "account"), "anna");
	assert_string_equal(help_field("K-1", "fingerprint"), FP_1);
	assert_string_equal(help_field("K-1", "public_key"), KEY_1);
	assert_string_equal(help_field("K-1", "comment"), "anna@desk");
	assert_int_equal(add("ben", "inspector", "ssh-ed25519 nonsense"), FAIL_DATA);
	assert_int_equal(help_count("user", "name:ben", NULL), 0);
}

static void people__cannot_have_names_that_are_paths(void **state)
{
	static const char *const names[] = { "../x", "a/b", "-a", ".a", "a b", "a\"b", "a;b", "ä" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_int_equal(add(names[i], "viewer", NULL), FAIL_DATA);
	assert_int_equal(add("a.b_c-9", "viewer", NULL), 0);
}

static void key__is_nobody_elses(void **state)
{
	AUTOBUF ref = BUF_INIT;

	(void)state;
	assert_int_equal(add("anna", "inspector", KEY_1), 0);
	assert_int_equal(add("ben", "inspector", NULL), 0);
	assert_int_equal(people_key_add(&help.app, "ben", KEY_1 " other comment", &ref, &help.err), FAIL_NO);
	assert_int_equal(people_key_add(&help.app, "anna", KEY_2, &ref, &help.err), 0);
	assert_string_equal(ref.s, "K-2");
	assert_int_equal(people_key_add(&help.app, "carol", KEY_2, &ref, &help.err), FAIL_MISSING);
}

static void key__is_what_it_says_however_it_comes_in(void **state)
{
	(void)state;
	assert_int_equal(add("anna", "inspector", NULL), 0);
	assert_int_equal(help_add("key", "account=anna", "public_key=" KEY_1, "fingerprint=SHA256:forged", NULL), FAIL_DATA);
	assert_int_equal(help_add("key", "account=anna", "public_key=" KEY_1, "type=ssh-rsa", NULL), FAIL_DATA);
	assert_int_equal(help_add("key", "account=anna", "public_key=command=\"sh\" " KEY_1, NULL), FAIL_DATA);
	assert_int_equal(help_add("key", "account=anna", "public_key=" KEY_1, "fingerprint=" FP_1, NULL), 0);
	assert_int_equal(help_set(help_ref, "fingerprint=SHA256:other", NULL), FAIL_NO);
	assert_int_equal(help_set(help_ref, "public_key=" KEY_2, NULL), FAIL_NO);
	assert_int_equal(help_set(help_ref, "account=anna", NULL), 0);
}

static void key__once_revoked_stays_revoked(void **state)
{
	AUTOBUF who = BUF_INIT;

	(void)state;
	assert_int_equal(add("anna", "inspector", KEY_1), 0);
	assert_int_equal(people_key_revoke(&help.app, FP_1, "lost", &who, &help.err), 0);
	assert_string_equal(who.s, "anna");
	assert_int_equal(people_key_revoke(&help.app, "K-1", NULL, &who, &help.err), FAIL_NO);
	assert_int_equal(help_set("K-1", "revoked_on=", NULL), FAIL_NO);
	assert_int_equal(people_key_revoke(&help.app, "K-9", NULL, &who, &help.err), FAIL_MISSING);
}

static int import(const char *text, bool update, struct import_result *result)
{
	FILE *f = tmpfile();
	struct import im = { .entity = record_entity(ENTITY_USER), .file = f, .name = "people.csv",
			     .format = SOURCE_CSV, .update = update, .effective = DATE_NONE };
	int failed;

	fputs(text, f);
	rewind(f);
	failed = import_rows(&help.app, &im, result, &help.err);
	fclose(f);
	return failed;
}

static void people__come_from_a_file_with_a_column_of_keys(void **state)
{
	static const char file[] = "name,role,office,key\n"
				   "anna,inspector,OPR," KEY_1 " anna\n"
				   "ben,viewer,OPR,\n"
				   "carol,clerk,OPR," KEY_2 "\n";
	struct import_result r;

	(void)state;
	assert_int_equal(import(file, false, &r), 0);
	assert_int_equal(r.added, 3);
	assert_int_equal(r.written, 5);
	assert_string_equal(help_field("K-2", "account"), "carol");
	/* Once more changes nothing. */
	assert_int_equal(import(file, true, &r), 0);
	assert_int_equal(r.written, 0);
	assert_int_equal(import("name,key\nben," KEY_1 "\n", true, &r), FAIL_NO);
	assert_int_equal(import("name,role,key\ndora,viewer,ssh-dss AAAA\n", false, &r), FAIL_DATA);
	assert_int_equal(help_count("user", "name:dora", NULL), 0);
}

/* ---- coming in */

static void login__takes_the_account_of_the_forced_command(void **state)
{
	(void)state;
	assert_int_equal(add("anna", "inspector", KEY_1), 0);
	assert_int_equal(come_in("anna", FP_1), 0);
	assert_string_equal(help.app.user, "anna");
	assert_int_equal(help.app.role, ROLE_INSPECTOR);
	come_back();
	assert_non_null(strstr(access_log(), "login anna " FP_1 " 192.0.2.7 screen\n"));
}

static void login__puts_the_key_into_the_log(void **state)
{
	(void)state;
	assert_int_equal(add("anna", "liaison", KEY_1), 0);
	assert_int_equal(come_in("anna", FP_1), 0);
	assert_int_equal(help_set("OPR", "name=y", NULL), 0);
	come_back();
	assert_int_equal(help_count("office", "name:y", NULL), 1);
	assert_non_null(strstr(access_log(), FP_1));
}

static void login__refuses_whom_it_does_not_know(void **state)
{
	(void)state;
	assert_int_equal(add("anna", "inspector", KEY_1), 0);
	assert_int_equal(add("ben", "inspector", KEY_2), 0);
	assert_int_equal(help_set("ben", "active=no", NULL), 0);
	assert_int_equal(come_in("nobody", FP_1), FAIL_DENIED);
	assert_int_equal(come_in("ben", FP_2), FAIL_DENIED);
	assert_int_equal(come_in("ANNA/../x", FP_1), FAIL_DENIED);
	assert_int_equal(come_in("", FP_1), FAIL_DENIED);
	assert_int_equal(come_in("anna", FP_2), FAIL_DENIED); /* ben's key */
	come_back();
	assert_non_null(strstr(access_log(), "refusal nobody " FP_1 " 192.0.2.7 account: nobody: there is no such"));
	assert_non_null(strstr(access_log(), "refusal ben " FP_2));
	assert_null(strstr(access_log(), "login"));
}

static void login__refuses_a_revoked_key_at_once(void **state)
{
	AUTOBUF who = BUF_INIT;

	(void)state;
	assert_int_equal(add("anna", "inspector", KEY_1), 0);
	assert_int_equal(come_in("anna", FP_1), 0);
	come_back();
	assert_int_equal(people_key_revoke(&help.app, "K-1", NULL, &who, &help.err), 0);
	assert_int_equal(come_in("anna", FP_1), FAIL_DENIED);
	assert_non_null(strstr(help.err.why, "revoked"));
	come_back();
}

static void login__needs_a_shared_database(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	help.options.host = &host;
	host = (struct app_host){ .account = help.app.user, .seal = seal };
	app_release(&help.app);
	assert_int_equal(app_init(&help.app, &help.options, &err), 0);
	assert_int_equal(app_open(&help.app, &err), FAIL_DENIED);
	assert_non_null(strstr(err.why, "not shared"));
	help.options.host = NULL;
}

/* ---- the access log */

static void access__filters_what_it_is_told(void **state)
{
	char long_text[3000];

	(void)state;
	access_note(&help.app, ACCESS_REFUSAL, "eve\033[2J\n", "rm \033]0;x\007 \342\200\256");
	assert_non_null(strstr(access_log(), "refusal eve<1B>[2J<0A> - - rm <1B>]0;x<07> <202E>"));
	memset(long_text, 'x', sizeof long_text);
	memcpy(long_text + sizeof long_text - 3, "\303\244", 3);
	long_text[995] = '\303';
	long_text[996] = '\244';
	access_note(&help.app, ACCESS_EXPORT, NULL, long_text);
	assert_non_null(strstr(access_log(), "…\n"));
}

static void access__is_read_by_auditors_and_administrators(void **state)
{
	struct access_wish w = ACCESS_WISH_INIT;
	struct output o = { .format = SINK_CSV };
	int64_t rows = 0;

	(void)state;
	o.sink.target.file = tmpfile();
	access_note(&help.app, ACCESS_EXPORT, NULL, "export");
	assert_int_equal(access_write(&help.app, &w, &o, &rows, &help.err), 0);
	assert_int_equal(rows, 1);
	help.app.role = ROLE_INSPECTOR;
	assert_int_equal(access_write(&help.app, &w, &o, &rows, &help.err), FAIL_DENIED);
	help.app.role = ROLE_AUDITOR;
	assert_int_equal(access_write(&help.app, &w, &o, &rows, &help.err), 0);
	fclose(o.sink.target.file);
}

#define SHARED(test) cmocka_unit_test_setup_teardown(test, shared, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHARED(people__are_added_with_their_key_in_one_batch),
		SHARED(people__cannot_have_names_that_are_paths),
		SHARED(key__is_nobody_elses),
		SHARED(key__is_what_it_says_however_it_comes_in),
		SHARED(key__once_revoked_stays_revoked),
		SHARED(people__come_from_a_file_with_a_column_of_keys),
		SHARED(login__takes_the_account_of_the_forced_command),
		SHARED(login__puts_the_key_into_the_log),
		SHARED(login__refuses_whom_it_does_not_know),
		SHARED(login__refuses_a_revoked_key_at_once),
		cmocka_unit_test_setup_teardown(login__needs_a_shared_database, help_personal, help_end),
		SHARED(access__filters_what_it_is_told),
		SHARED(access__is_read_by_auditors_and_administrators),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
