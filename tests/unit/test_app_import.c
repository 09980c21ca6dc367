/* SPDX-License-Identifier: MIT */
/* test_app_import.c - rows of a file into records: all of them, or none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_help.h"

#include "app/import_private.h"

static struct import_result result;
static char places[20][300]; /* of the faults told */
static int n_places;
static char first_why[400];

static void note(void *data, const struct error *e)
{
	(void)data;
	if (!n_places)
		snprintf(first_why, sizeof first_why, "%.399s", e->why);
	if (n_places < 20)
		snprintf(places[n_places++], sizeof places[0], "%s", e->where);
}

static struct import rows_of(const char *entity)
{
	return (struct import){ .entity = record_entity_by_name(entity), .name = "rows.csv", .format = SOURCE_CSV,
				.effective = DATE_NONE, .fault = note };
}

static int run(struct import *im, const char *text)
{
	int failed;

	n_places = 0;
	im->file = fmemopen(NULL, strlen(text) + 1, "w+");
	assert_non_null(im->file);
	fputs(text, im->file);
	rewind(im->file);
	failed = import_rows(&help.app, im, &result, &help.err);
	fclose(im->file);
	return failed;
}

static int as_clerk(void **state)
{
	help_sample(state);
	return help_open("clerk");
}

static void import__is_one_batch(void **state)
{
	struct import im = rows_of("office");
	int64_t before = help_head();

	(void)state;
	assert_int_equal(run(&im, "code,name,kind\nA1,Office one,opr\nA2,Office two,\n"), 0);
	assert_int_equal(result.added, 2);
	assert_int_equal(result.written, 2);
	assert_int_equal(help_head(), before + 2);
	assert_string_equal(help_field("A2", "kind"), "other"); /* an empty cell leaves the initial value */
	assert_int_equal(door_undo(&help.app, 0, NULL, NULL, 0, &help.err), 0);
	assert_int_equal(help_count("office", "code:A1", NULL), 0);
}

static void import__tells_every_bad_row_and_writes_nothing(void **state)
{
	struct import im = rows_of("office");
	int64_t before = help_head();

	(void)state;
	assert_int_equal(run(&im, "code,name,kind\nA1,Office,opr\nA2,,opr\nA1,Twice,opr\nA3,x,moon\n"), FAIL_DATA);
	assert_int_equal(result.bad, 3);
	assert_int_equal(n_places, 3);
	assert_string_equal(places[0], "rows.csv:3, row 2, column 2 (name)");
	assert_string_equal(places[1], "rows.csv:4, row 3");
	assert_string_equal(places[2], "rows.csv:5, row 4, column 3 (kind)");
	assert_int_equal(help_head(), before);
}

static void import__puts_bad_rows_aside(void **state)
{
	struct import im = rows_of("office");
	char *kept = NULL;
	size_t len = 0;

	(void)state;
	im.skipped = open_memstream(&kept, &len);
	assert_int_equal(run(&im, "code,name,parent\nA1,One,\nA2,,\nA3,Three,A2\nA4,Four,A1\n"), 0);
	fclose(im.skipped);
	/* The third refers to the second, which is bad. */
	assert_string_equal(kept, "code,name,parent\nA2,,\nA3,Three,A2\n");
	assert_int_equal(result.added, 2);
	assert_string_equal(help_field("A4", "parent"), "A1");
	free(kept);
}

static void import__dry_run_writes_nothing(void **state)
{
	struct import im = rows_of("office");
	int64_t before = help_head();

	(void)state;
	im.dry_run = true;
	assert_int_equal(run(&im, "code,name\nA1,One\n"), 0);
	assert_int_equal(result.added, 1);
	assert_int_equal(help_head(), before);
}

static void import__refuses_unknown_columns(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	assert_int_equal(run(&im, "code,nmae,name\nA1,One,x\nA2,Two,y\n"), FAIL_USAGE);
	assert_int_equal(n_places, 1); /* once, and not for every row */
	assert_string_equal(places[0], "rows.csv:1, column 2 (nmae)");
}

static void import__maps_columns(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	im.map = "Short=code,Long name=name,Junk=";
	assert_int_equal(run(&im, "Short,Long name,Junk\nA1,One,zzz\n"), 0);
	assert_string_equal(help_field("A1", "name"), "One");
}

static void import__refuses_records_that_exist(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	assert_int_equal(run(&im, "code,name\nopr,Other\n"), FAIL_DATA);
}

static void import__updates_by_reference(void **state)
{
	struct import im = rows_of("recommendation");
	int64_t before = help_head();

	(void)state;
	im.update = true;
	assert_int_equal(run(&im, "report,number,next_step,topic\nOIG-12-130,1,Call,staffing\nOIG-12-130,2,,staffing\n"), 0);
	assert_int_equal(result.existing, 2);
	assert_int_equal(help_head(), before + 2);
	assert_string_equal(help_field("OIG-12-130/1", "next_step"), "Call");
	assert_string_equal(help_field("OIG-12-130/2", "next_step"), ""); /* an empty cell clears */
	assert_string_equal(help_field("OIG-12-130/1", "owner_user"), "classifier"); /* no column leaves alone */
}

static void import__updates_by_a_key(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	assert_int_equal(help_open("liaison"), 0); /* a clerk adds offices and edits none */
	im.update = true;
	im.key = "name";
	assert_int_equal(run(&im, "name,has_accounts\nOffice of Human Capital,no\n"), 0);
	assert_int_equal(result.existing, 1);
	assert_string_equal(help_field("OHC", "has_accounts"), "0");
}

static void import__refuses_a_reference_that_names_nothing(void **state)
{
	struct import im = rows_of("recommendation");

	(void)state;
	im.update = true;
	assert_int_equal(run(&im, "ref,next_step\nOIG-12-130/9,Call\n"), FAIL_MISSING);
}

static void import__checks_the_version_seen(void **state)
{
	struct import im = rows_of("recommendation");
	char text[100];

	(void)state;
	snprintf(text, sizeof text, "ref,version,next_step\nOIG-12-130/1,%s,Call\n", help_field("OIG-12-130/1", "version"));
	assert_int_equal(help_set("OIG-12-130/1", "next_step=Meanwhile", NULL), 0);
	im.update = true;
	assert_int_equal(run(&im, text), FAIL_CONFLICT);
	assert_string_equal(help_field("OIG-12-130/1", "next_step"), "Meanwhile");
}

static void import__takes_lines_in_json(void **state)
{
	struct import im = rows_of("report");

	(void)state;
	im.format = SOURCE_JSON;
	assert_int_equal(run(&im, "[{\"number\":\"OIG-13-1\",\"title\":\"x\",\"issued_on\":\"2012-11-01\",\"stated_rec_count\":0,"
				  "\"addressees\":[{\"name\":\"A\"},{\"name\":\"B\",\"office\":\"OPR\"}]}]"), 0);
	assert_string_equal(help_field("OIG-13-1/to2", "office"), "OPR");
}

static void import__takes_the_day_it_holds_from(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	assert_int_equal(run(&im, "code,name,effective\nA1,One,2012-10-01\nA2,Two,2012-10-02\n"), 0);
	assert_int_equal(help_count("office", "code:A1", "2012-09-30"), 0);
	assert_int_equal(help_count("office", "code:A1", "2012-10-01"), 1);
	assert_int_equal(help_count("office", "code:A2", "2012-10-01"), 0);
	assert_int_equal(help_count("office", "code:A2", "2012-10-02"), 1);
	assert_int_equal(run(&im, "code,name,effective\nA3,One,2112-10-01\n"), FAIL_DATA);
}

static void import__closes_only_what_a_report_states(void **state)
{
	struct import im = rows_of("recommendation");

	(void)state;
	assert_int_equal(help_open("liaison"), 0);
	im.update = true;
	assert_int_equal(run(&im, "ref,action,closure_basis,closure_reason,closed_on\n"
				  "OIG-11-119/12,closed,letter,implemented,2012-11-01\n"), FAIL_DENIED);
	assert_int_equal(run(&im, "ref,action,closure_basis,closed_per,closed_by_date,work_state\n"
				  "OIG-11-119/12,closed,published,OIG-12-130,2012-11-01,done\n"), 0);
	assert_string_equal(help_field("OIG-11-119/12", "action"), "closed");
	assert_int_equal(run(&im, "ref,current_target\nOIG-12-130/1,2013-05-01\n"), FAIL_DENIED);
}

static void import__is_for_those_who_keep_the_register(void **state)
{
	static const char *const may_not[] = { "inspector", "viewer", "auditor", "planner", "director" };
	struct import im = rows_of("office");

	(void)state;
	for (size_t i = 0; i < sizeof may_not / sizeof *may_not; i++) {
		assert_int_equal(help_open(may_not[i]), 0);
		assert_int_equal(run(&im, "code,name\nA1,One\n"), FAIL_DENIED);
	}
	/* Offices and accounts are the administrator's, the register is not. */
	assert_int_equal(help_open("admin"), 0);
	assert_int_equal(run(&im, "code,name\nA1,One\n"), 0);
	im = rows_of("report");
	assert_int_equal(run(&im, "number,title,issued_on\nOIG-99-1,T,2012-01-01\n"), FAIL_DENIED);
}

static void import__asks_before_a_great_many_rows(void **state)
{
	struct import im = rows_of("office");
	AUTOBUF text = BUF_INIT;

	(void)state;
	buf_adds(&text, "code,name\n");
	for (int i = 0; i <= IMPORT_ROWS_SHARED; i++)
		buf_addf(&text, "A%d,x\n", i);
	im.dry_run = true;
	assert_int_equal(run(&im, text.s), FAIL_USAGE);
}

/* More rows than are held at a time; bad: the one that is wrong, 0: none; twice: one that stood before. */
static void many_rows(struct buf *text, int n, int bad, int twice)
{
	buf_adds(text, "code,name,kind,parent\n");
	for (int i = 1; i <= n; i++)
		buf_addf(text, "B%d,x,%s,%s\n", i == twice ? 7 : i, i == bad ? "moon" : "opr", i > 1 ? "B1" : "");
}

static void import__takes_a_long_file_as_one_batch(void **state)
{
	struct import im = rows_of("office");
	int64_t before, n = 3 * IMPORT_PIECE + 5;
	AUTOBUF text = BUF_INIT;

	(void)state;
	assert_int_equal(help_open("lead"), 0);
	before = help_head();
	im.exclusive = true;
	many_rows(&text, (int)n, 0, 0);
	im.dry_run = true;
	assert_int_equal(run(&im, text.s), 0);
	assert_int_equal(result.added, n);
	assert_int_equal(help_head(), before);
	im.dry_run = false;
	assert_int_equal(run(&im, text.s), 0);
	assert_int_equal(result.added, n);
	assert_int_equal(result.written, n);
	assert_int_equal(help_head(), before + n);
	assert_int_equal(help_count("office", "parent:B1", NULL), n - 1);
	assert_int_equal(door_undo(&help.app, 0, NULL, NULL, 0, &help.err), 0);
	assert_int_equal(help_count("office", "code:B", NULL), 0);
}

static void import__takes_nothing_of_a_long_file_with_a_bad_row(void **state)
{
	struct import im = rows_of("office");
	int64_t before;
	AUTOBUF text = BUF_INIT;

	(void)state;
	assert_int_equal(help_open("lead"), 0);
	before = help_head();
	im.exclusive = true;
	many_rows(&text, 2 * IMPORT_PIECE, IMPORT_PIECE + 10, 2 * IMPORT_PIECE - 1);
	assert_int_equal(run(&im, text.s), FAIL_DATA);
	assert_int_equal(result.bad, 2);
	assert_int_equal(result.rows, 2 * IMPORT_PIECE);
	assert_int_equal(help_head(), before);
	/* The way is free again, and put aside they do not stop the rest. */
	im.skipped = tmpfile();
	assert_int_equal(run(&im, text.s), 0);
	assert_int_equal(ftell(im.skipped) > 0, 1);
	fclose(im.skipped);
	assert_int_equal(help_head(), before + 2 * IMPORT_PIECE - 2);
}

/* Each names the one behind it, or the last: no piece can be written by itself. */
static void import__of_a_long_file_takes_rows_that_name_later_ones(void **state)
{
	struct import im = rows_of("office");
	int n = 3 * IMPORT_PIECE + 5;
	AUTOBUF text = BUF_INIT;
	char code[16];

	(void)state;
	assert_int_equal(help_open("lead"), 0);
	im.exclusive = true;
	buf_adds(&text, "code,name,parent\n");
	for (int i = 1; i <= n; i++) {
		buf_addf(&text, "B%d,\"x, y\",", i);
		if (i < n)
			buf_addf(&text, "B%d", i % 2 ? i + 1 : n);
		buf_addc(&text, '\n');
	}
	assert_int_equal(run(&im, text.s), 0);
	assert_int_equal(result.added, n);
	assert_int_equal(result.written, n);
	assert_string_equal(help_field("B1", "parent"), "B2");
	snprintf(code, sizeof code, "B%d", n);
	assert_string_equal(help_field("B2", "parent"), code);
	assert_string_equal(help_field("B2", "name"), "x, y");
}

static void import__of_a_long_file_tells_the_line_of_a_row_that_names_nothing(void **state)
{
	struct import im = rows_of("office");
	AUTOBUF text = BUF_INIT;
	const int last = IMPORT_PIECE + 100;
	int64_t before;
	char code[20];

	(void)state;
	assert_int_equal(help_open("lead"), 0);
	before = help_head();
	im.exclusive = true;
	snprintf(code, sizeof code, "B%d", last);
	buf_adds(&text, "code,name,parent\n");
	for (int i = 1; i <= last; i++)
		buf_addf(&text, "B%d,x,%s\n", i, i == 7 ? "NOWHERE" : i == 9 ? code : i == last ? "B7" : "");
	assert_int_equal(run(&im, text.s), FAIL_MISSING);
	assert_int_equal(result.bad, 1);
	assert_int_equal(help_head(), before);
	/* Put aside it takes those with it that name it, and no other. */
	im.skipped = tmpfile();
	assert_int_equal(run(&im, text.s), 0);
	fclose(im.skipped);
	assert_int_equal(result.bad, 3);
	assert_int_equal(result.added, IMPORT_PIECE + 97);
}

/* By the name, in a short file and in one that is read in pieces; before its row and behind it. */
static void import__finds_records_of_the_file_by_another_field(void **state)
{
	struct import im = rows_of("office");
	AUTOBUF text = BUF_INIT;

	(void)state;
	assert_int_equal(help_open("lead"), 0);
	im.map = "Under=parent.name";
	assert_int_equal(run(&im, "code,name,Under\nA1,Alpha,gamma\nA2,Beta,Alpha\nA3,Gamma,\n"), 0);
	assert_string_equal(help_field("A1", "parent"), "A3");
	assert_string_equal(help_field("A2", "parent"), "A1");
	assert_int_equal(run(&im, "code,name,Under\nA5,Delta,Nobody\nA6,Twin,\nA7,Twin,\nA8,Last,Twin\n"), FAIL_MISSING);
	assert_int_equal(result.bad, 2);
	im.exclusive = true;
	buf_adds(&text, "code,name,Under\nB1,first,the last\n");
	for (int i = 2; i <= 2 * IMPORT_PIECE; i++)
		buf_addf(&text, "B%d,x,first\n", i);
	buf_adds(&text, "B0,the last,\n");
	assert_int_equal(run(&im, text.s), 0);
	assert_string_equal(help_field("B1", "parent"), "B0");
	assert_int_equal(help_count("office", "parent:B1", NULL), 2 * IMPORT_PIECE - 1);
}

static void import__names_a_circle(void **state)
{
	struct import im = rows_of("office");
	AUTOBUF text = BUF_INIT;

	(void)state;
	assert_int_equal(help_open("lead"), 0);
	assert_int_equal(run(&im, "code,name,parent\nA1,x,A2\nA2,x,A3\nA3,x,A1\nA4,x,A1\nA5,x,\n"), FAIL_MISSING);
	assert_int_equal(result.bad, 3);
	assert_non_null(strstr(first_why, "it comes round to itself: A1 > A2 > A3 > A1"));
	assert_int_equal(run(&im, "code,name,parent\nA1,x,A1\n"), FAIL_MISSING);
	assert_non_null(strstr(first_why, "A1 > A1"));
	/* Its ends are in other pieces; the rest of the file is not to blame. */
	im.exclusive = true;
	buf_adds(&text, "code,name,parent\n");
	for (int i = 1; i <= 2 * IMPORT_PIECE; i++)
		buf_addf(&text, "B%d,x,%s\n", i, i == 1 ? "C1" : "");
	buf_adds(&text, "C1,x,B1\n");
	assert_int_equal(run(&im, text.s), FAIL_MISSING);
	assert_int_equal(result.bad, 2);
	assert_non_null(strstr(first_why, "B1 > C1 > B1"));
	buf_clear(&text);
	buf_adds(&text, "code,name,parent\n");
	for (int i = 1; i <= 3 * IMPORT_PIECE; i++)
		buf_addf(&text, "B%d,x,B%d\n", i, i % (3 * IMPORT_PIECE) + 1);
	assert_int_equal(run(&im, text.s), FAIL_MISSING);
	assert_non_null(strstr(first_why, "its row stands in the file"));
	assert_int_equal(result.bad, 3);
}

static void import__says_what_cannot_be_read(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	assert_int_equal(run(&im, ""), FAIL_DATA);
	assert_int_equal(run(&im, "code,name\nA1,\"never closed\n"), FAIL_DATA);
	im.format = SOURCE_JSON;
	assert_int_equal(run(&im, "[{\"code\":\"A1\""), FAIL_DATA);
}

#define IMPORT(test) cmocka_unit_test_setup_teardown(test, as_clerk, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IMPORT(import__is_one_batch),
		IMPORT(import__tells_every_bad_row_and_writes_nothing),
		IMPORT(import__puts_bad_rows_aside),
		IMPORT(import__dry_run_writes_nothing),
		IMPORT(import__refuses_unknown_columns),
		IMPORT(import__maps_columns),
		IMPORT(import__refuses_records_that_exist),
		IMPORT(import__updates_by_reference),
		IMPORT(import__updates_by_a_key),
		IMPORT(import__refuses_a_reference_that_names_nothing),
		IMPORT(import__checks_the_version_seen),
		IMPORT(import__takes_lines_in_json),
		IMPORT(import__takes_the_day_it_holds_from),
		IMPORT(import__closes_only_what_a_report_states),
		IMPORT(import__is_for_those_who_keep_the_register),
		IMPORT(import__asks_before_a_great_many_rows),
		IMPORT(import__takes_a_long_file_as_one_batch),
		IMPORT(import__takes_nothing_of_a_long_file_with_a_bad_row),
		IMPORT(import__of_a_long_file_takes_rows_that_name_later_ones),
		IMPORT(import__of_a_long_file_tells_the_line_of_a_row_that_names_nothing),
		IMPORT(import__finds_records_of_the_file_by_another_field),
		IMPORT(import__names_a_circle),
		IMPORT(import__says_what_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
