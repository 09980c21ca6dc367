/* SPDX-License-Identifier: MIT */
/* test_app_register.c - registers as they are: dates, words for nothing, values, offices, order, the report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_help.h"

#include "app/import.h"
#include "app/mapping.h"
#include "store/store.h"

static struct import_result result;
static struct buf told;    /* problems one by one */
static struct buf report;  /* and the report */
static int n_told, stop_after;

static void note(void *data, const struct error *e)
{
	char line[1400];

	(void)data;
	n_told++;
	buf_addf(&told, "%s\n", error_line(e, line, sizeof line));
}

static void keep_report(void *data, const struct import_report *r)
{
	(void)data;
	for (int i = 0; i < r->n_sorts; i++)
		buf_addf(&report, "%lld %s: %s\n", (long long)r->sorts[i].count, r->sorts[i].column ? r->sorts[i].column : "",
			 r->sorts[i].why);
	for (int i = 0; i < r->n_options; i++)
		buf_addf(&report, "%s\n", r->options[i]);
	for (int i = 0; i < r->n_made; i++)
		buf_addf(&report, "made %s\n", r->made[i]);
	for (int i = 0; i < r->n_notes; i++)
		buf_addf(&report, "note %s\n", r->notes[i]);
}

static bool stops(void *data)
{
	(void)data;
	return stop_after && --stop_after == 0;
}

static struct import rows_of(const char *entity)
{
	return (struct import){ .entity = record_entity_by_name(entity), .name = "in", .format = SOURCE_CSV,
				.effective = DATE_NONE, .fault = note, .report = keep_report, .stop = stops };
}

static int run(struct import *im, const char *text)
{
	int failed;

	buf_clear(&told);
	buf_clear(&report);
	n_told = 0;
	im->file = tmpfile();
	assert_non_null(im->file);
	fputs(text, im->file);
	rewind(im->file);
	failed = import_rows(&help.app, im, &result, &help.err);
	fclose(im->file);
	return failed;
}

static void says(const struct buf *b, const char *words)
{
	if (!strstr(b->s, words))
		print_error("\"%s\" is not in:\n%s", words, b->s);
	assert_non_null(strstr(b->s, words));
}

static void lacks(const struct buf *b, const char *words)
{
	if (strstr(b->s, words))
		print_error("\"%s\" is in:\n%s", words, b->s);
	assert_null(strstr(b->s, words));
}

static int as_liaison(void **state)
{
	help_sample(state);
	buf_init(&told);
	buf_init(&report);
	stop_after = 0;
	return help_open("liaison");
}

static int end(void **state)
{
	buf_release(&told);
	buf_release(&report);
	return help_end(state);
}

/* ---- dates */

/* The day a target becomes; "" where it is refused. */
static const char *target(const char *text, const char *dates)
{
	static char day[40];
	static int number = 100; /* taken out, it is not used again */
	struct import im = rows_of("recommendation");
	AUTOBUF file = BUF_INIT;

	im.dates = dates;
	buf_addf(&file, "report,number,to_office,owner_office,original_target\nOIG-12-130,%d,OPR,OPR,%s\n", ++number, text);
	if (run(&im, file.s) != 0) {
		assert_int_equal(help.err.kind, FAIL_DATA);
		assert_int_equal(n_told, 1);
		return "";
	}
	snprintf(help_ref, sizeof help_ref, "OIG-12-130/%d", number);
	snprintf(day, sizeof day, "%s", help_field(help_ref, "original_target"));
	assert_int_equal(door_undo(&help.app, 0, NULL, NULL, 0, &help.err), 0);
	return day;
}

static void dates__that_cannot_be_misread_are_taken(void **state)
{
	(void)state;
	assert_string_equal(target("2013-09-30", NULL), "2013-09-30");
	assert_string_equal(target("", NULL), "");
}

static void dates__in_words_need_a_whole_year(void **state)
{
	(void)state;
	assert_string_equal(target("\"September 30, 2013\"", NULL), "2013-09-30");
	assert_string_equal(target("30 sep", NULL), "");
	assert_string_equal(target("fri", NULL), ""); /* another day tomorrow */
	assert_string_equal(target("t+30", NULL), "");
}

static void dates__with_a_time_are_taken_when_it_says_nothing(void **state)
{
	(void)state;
	assert_string_equal(target("2013-09-30T09:15:00", NULL), "");
	says(&told, "--date-format iso");
	assert_string_equal(target("2013-09-30T00:00:00", NULL), "2013-09-30");
}

static void dates__of_numbers_say_which_is_the_month(void **state)
{
	(void)state;
	assert_string_equal(target("3/4/2013", NULL), "");
	says(&told, "--date-format mdy or dmy");
	says(&report, "--date-format mdy|dmy");
	assert_string_equal(target("9/30/2013", NULL), ""); /* unmistakable, and asked all the same */
	says(&report, "--date-format mdy\n");
	assert_string_equal(target("3/4/2013", "mdy"), "2013-03-04");
}

static void dates__of_numbers_are_read_as_said(void **state)
{
	(void)state;
	assert_string_equal(target("30.9.2013", "dmy"), "2013-09-30");
	assert_string_equal(target("30/9/2013", "mdy"), "");
	says(&told, "is it day first?");
	assert_string_equal(target("3/4/13", "mdy"), "");
}

static void dates__of_spreadsheets_are_counted(void **state)
{
	(void)state;
	assert_string_equal(target("41547", NULL), "");
	says(&report, "--date-format serial\n");
	assert_string_equal(target("41547", "serial"), "2013-09-30");
}

static void dates__of_spreadsheets_know_a_day_that_never_was(void **state)
{
	(void)state;
	assert_string_equal(target("60", "serial"), "");
	says(&told, "1900-02-29");
	assert_string_equal(target("61", "serial"), "1900-03-01");
}

static void dates__of_spreadsheets_begin_with_1900(void **state)
{
	(void)state;
	assert_string_equal(target("1.0", "serial"), "1900-01-01");
	assert_string_equal(target("59", "serial"), "1900-02-28");
}

static void dates__of_old_spreadsheets_begin_with_1904(void **state)
{
	(void)state;
	assert_string_equal(target("40085", "serial-1904,mdy"), "2013-09-30");
}

/* ---- nothing */

static const char head[] = "report,number,to_office,owner_office,original_target,finding\n";

static void none__is_empty_only_where_it_was_said(void **state)
{
	struct import im = rows_of("recommendation");
	AUTOBUF file = BUF_INIT;

	(void)state;
	buf_addf(&file, "%sOIG-12-130,71,OPR,OPR,N/A,tbd\n", head);
	assert_int_equal(run(&im, file.s), FAIL_DATA);
	says(&told, "say --none 'N/A' to take it for empty");
	says(&report, "--none 'N/A'\n");
	says(&report, "note column finding says \"tbd\", which is taken as text");
	im.none = "n/a,TBD";
	assert_int_equal(run(&im, file.s), 0);
	assert_string_equal(help_field("OIG-12-130/71", "original_target"), "");
	assert_string_equal(help_field("OIG-12-130/71", "finding"), "");
}

/* ---- values and columns */

static void values__are_those_of_the_register(void **state)
{
	struct import im = rows_of("recommendation");

	(void)state;
	im.map = "No=number,Status=concurrence,report=OIG-12-130,Office=to_office,Office=owner_office";
	assert_int_equal(run(&im, "No,Status,Office\n71,Agreed,OPR\n72,,OPR\n73,Odd,OPR\n"), FAIL_DATA);
	says(&told, "column 2 (Status as concurrence): \"Agreed\" is none of its choices");
	says(&report, "--map-values 'concurrence:Agreed=?,Odd=?'");
	im.values = "Status:agreed=concur,=pending,*=nonconcur";
	assert_int_equal(run(&im, "No,Status,Office\n71,Agreed,OPR\n72,,OPR\n73,Odd,OPR\n"), 0);
	assert_string_equal(help_field("OIG-12-130/71", "concurrence"), "concur");
	assert_string_equal(help_field("OIG-12-130/72", "concurrence"), "pending");
	assert_string_equal(help_field("OIG-12-130/73", "concurrence"), "nonconcur");
}

static void values__of_a_closed_row_come_as_published(void **state)
{
	struct import im = rows_of("recommendation");

	(void)state;
	im.map = "No=number,Status=action,Status=resolution,Status=closure_basis,Status=closed_per,Status=closed_by_date,"
		 "Status=work_state,report=OIG-11-119,to_office=OPR,owner_office=OPR";
	im.values = "action:Open=open,Closed=closed;resolution:Open=unresolved,Closed=resolved;closure_basis:Open=,"
		    "Closed=published;closed_per:Open=,Closed=OIG-12-130;closed_by_date:Open=,Closed=2012-09-24;"
		    "work_state:Open=,Closed=done";
	assert_int_equal(run(&im, "No,Status\n71,Open\n72,Closed\n"), 0);
	assert_string_equal(help_field("OIG-11-119/71", "action"), "open");
	assert_string_equal(help_field("OIG-11-119/72", "action"), "closed");
	assert_string_equal(help_field("OIG-11-119/72", "closed_per"), "OIG-12-130");
	assert_string_equal(help_field("OIG-11-119/72", "work_state"), "done");
	/* What goes on is not for a file to say. */
	im.map = "No=number,Status=work_state,report=OIG-11-119,to_office=OPR,owner_office=OPR";
	im.values = NULL;
	assert_int_equal(run(&im, "No,Status\n73,with_oig\n"), FAIL_DENIED);
	says(&told, "only an action sets it");
}

static void columns__are_joined_left_out_and_named_by_label(void **state)
{
	struct import im = rows_of("recommendation");

	(void)state;
	im.map = "Head+Body=text,number=number,to_office=OPR,owner_office=OPR";
	im.ignore = "Junk";
	assert_int_equal(run(&im, "Report,number,Head,Junk,Body,Next step\nOIG-12-130,71,Do,x,it,Call\n"), 0);
	assert_string_equal(help_field("OIG-12-130/71", "text"), "Do\nit");
	assert_string_equal(help_field("OIG-12-130/71", "next_step"), "Call");
	im.ignore = "*";
	assert_int_equal(run(&im, "Report,number,Head,Other,Body,More\nOIG-12-130,72,Do,x,it,y\n"), 0);
}

static void columns__that_are_one_field_are_told(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	im.map = "Short=code";
	assert_int_equal(run(&im, "code,Short,name\nA1,B1,x\n"), FAIL_USAGE);
	says(&told, "column code is the same field");
	im.map = "Shrot=code";
	assert_int_equal(run(&im, "Short,name\nA1,x\n"), FAIL_USAGE);
	says(&told, "did you mean \"Short\"?");
}

static void columns__that_closeout_computes_are_left_out(void **state)
{
	struct import im = rows_of("report");

	(void)state;
	assert_int_equal(run(&im, "number,title,agency,issued_on,stated_rec_count,fiscal_year\nOIG-13-1,T,oig,2012-11-01,0,2013\n"),
			 0);
	says(&report, "note column fiscal_year is left out");
}

static void options__that_cannot_be_read_are_usage(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	im.map = "code";
	assert_int_equal(run(&im, "code,name\nA1,x\n"), FAIL_USAGE);
	im.map = NULL;
	im.dates = "dmy,mdy";
	assert_int_equal(run(&im, "code,name\nA1,x\n"), FAIL_USAGE);
	im.dates = NULL;
	im.encoding = "ebcdic";
	assert_int_equal(run(&im, "code,name\nA1,x\n"), FAIL_USAGE);
	im.encoding = NULL;
	im.separator = "ab";
	assert_int_equal(run(&im, "code,name\nA1,x\n"), FAIL_USAGE);
}

/* ---- references */

static void offices__are_found_by_name_and_made_when_asked_for(void **state)
{
	static const char file[] = "number,to_office,owner_office\n71,Office of Professional Responsibility,opr\n"
				   "72,Office of Training and Development,OTD\n73,Bureau of Odd Things,OTD\n";
	struct import im = rows_of("recommendation");
	int64_t before = help_head();

	(void)state;
	im.map = "report=OIG-12-130";
	assert_int_equal(run(&im, file), FAIL_MISSING);
	says(&report, "--create offices");
	assert_int_equal(n_told, 4);
	im.create = "offices";
	assert_int_equal(run(&im, file), 0);
	assert_int_equal(result.added, 3);
	assert_int_equal(result.written, 5);
	says(&report, "made OTD  Office of Training and Development\nmade BOT  Bureau of Odd Things\n");
	assert_string_equal(help_field("OIG-12-130/71", "to_office"), "OPR");
	assert_string_equal(help_field("OIG-12-130/72", "to_office"), "OTD");
	assert_string_equal(help_field("OTD", "name"), "Office of Training and Development");
	/* One batch. */
	assert_int_equal(door_undo(&help.app, 0, NULL, NULL, 0, &help.err), 0);
	assert_int_equal(help_count("office", "code:OTD", NULL), 0);
	assert_int_equal(help_head(), before + 10);
}

static void references__by_another_field(void **state)
{
	struct import im = rows_of("recommendation");

	(void)state;
	im.map = "Title=report.title,to_office=OPR,owner_office=OPR";
	assert_int_equal(run(&im, "Title,number\nNo such title,71\n"), FAIL_MISSING);
	says(&told, "\"No such title\" names none");
	AUTOBUF file = BUF_INIT;

	buf_addf(&file, "Title,number\n\"%s\",71\n", help_field("OIG-12-130", "title"));
	assert_int_equal(run(&im, file.s), 0);
	assert_string_equal(help_field("OIG-12-130/71", "report"), "OIG-12-130");
}

static void rows__come_in_any_order(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	assert_int_equal(run(&im, "code,name,parent\nA3,Three,A2\nA2,Two,A1\nA1,One,\n"), 0);
	assert_string_equal(help_field("A3", "parent"), "A2");
	assert_string_equal(help_field("A2", "parent"), "A1");
}

/* ---- problems */

static void problems__that_repeat_are_one_line_with_their_number(void **state)
{
	struct import im = rows_of("office");
	AUTOBUF text = BUF_INIT;
	int64_t before = help_head();

	(void)state;
	buf_adds(&text, "code,name,kind\n");
	for (int i = 0; i < 1000; i++)
		buf_addf(&text, "A%d,x,moon\n", i);
	buf_adds(&text, "B1,,opr\n");
	assert_int_equal(run(&im, text.s), FAIL_DATA);
	assert_int_equal(result.bad, 1001);
	assert_int_equal(n_told, IMPORT_SORT_MAX + 1);
	says(&report, "1000 kind: \"moon\" is none of its choices\n1 name: it is needed\n");
	says(&told, "in:1002, row 1001, column 2 (name): it is needed");
	assert_int_equal(help_head(), before);
}

static void problems__are_told_in_the_order_of_rows_and_columns(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	assert_int_equal(run(&im, "code,name,kind\nA1,x\nA2,,moon\nA1,y,opr\nA1,z,opr\n"), FAIL_DATA);
	assert_int_equal(n_told, 4);
	assert_true(strstr(told.s, "in:2, row 1") < strstr(told.s, "in:3, row 2, column 2 (name)"));
	assert_true(strstr(told.s, "row 2, column 2 (name)") < strstr(told.s, "row 2, column 3 (kind)"));
	says(&told, "in:5, row 4: office A1 stands in in:4 already");
	says(&report, "--ragged\n");
	lacks(&told, "A2 stands");
}

/* What refers to a bad row is not called wrong for it, unless the rest is kept. */
static void problems__of_others_are_not_told_of_a_row(void **state)
{
	struct import im = rows_of("office");

	(void)state;
	assert_int_equal(run(&im, "code,name,parent\nA1,,\nA2,Two,A1\n"), FAIL_DATA);
	assert_int_equal(n_told, 1);
	assert_int_equal(result.bad, 1);
	im.skipped = tmpfile();
	assert_int_equal(run(&im, "code,name,parent\nA1,,\nA2,Two,A1\nA3,Three,\n"), 0);
	fclose(im.skipped);
	assert_int_equal(result.bad, 2);
	assert_int_equal(result.added, 1);
}

/* Only the store knows of a circle; a dry run says so too. */
static void problems__that_only_the_file_knows_are_told_of_their_row(void **state)
{
	struct import im = rows_of("recommendation");
	static const char text[] = "report,number,to_office,owner_office,action,resolution,closure_basis,closed_per,closed_on\n"
				   "OIG-12-130,71,OPR,OPR,,,,,\n"
				   "OIG-12-130,72,OPR,OPR,closed,unresolved,published,OIG-12-130,2012-10-01\n";

	(void)state;
	im.dry_run = true;
	assert_int_equal(run(&im, text), FAIL_DATA);
	assert_int_equal(n_told, 1);
	says(&told, "in:3, row 2, column 6 (resolution): ");
}

static void import__is_taken_back_when_cancelled(void **state)
{
	struct import im = rows_of("office");
	AUTOBUF text = BUF_INIT;
	int64_t before = help_head();

	(void)state;
	buf_adds(&text, "code,name\n");
	for (int i = 0; i < 3000; i++)
		buf_addf(&text, "C%d,x\n", i);
	for (int after = 1; after < 12; after += 5) {
		stop_after = after;
		assert_int_equal(run(&im, text.s), FAIL_NO);
		assert_non_null(strstr(help.err.why, "cancelled"));
		assert_int_equal(help_head(), before);
	}
	stop_after = 0;
	assert_int_equal(run(&im, text.s), 0);
	assert_int_equal(help_head(), before + 3000);
}

/* ---- mappings */

static void mapping__keeps_options_under_a_name(void **state)
{
	struct import im = rows_of("office"), again = rows_of("office"), other = rows_of("report");
	AUTOARENA arena = ARENA_INIT;

	(void)state;
	im.map = "Short=code,Long=name";
	im.none = "N/A";
	im.encoding = "windows-1252";
	im.ragged = true;
	assert_int_equal(mapping_check(&help.app, "two words", &im, &help.err), FAIL_DATA);
	assert_int_equal(mapping_check(&help.app, "mine", &im, &help.err), 0);
	assert_int_equal(mapping_save(&help.app, "mine", &im, &help.err), 0);
	assert_int_equal(mapping_check(&help.app, "MINE", &im, &help.err), FAIL_CREATE);
	assert_string_equal(help_field("mine", "options"), "map Short=code\nmap Long=name\nnone N/A\nencoding windows-1252\nragged");
	again.none = "-"; /* what is said beside it stands */
	assert_int_equal(mapping_load(&help.app, "mine", &arena, &again, &help.err), 0);
	assert_string_equal(again.map, im.map);
	assert_string_equal(again.none, "-");
	assert_true(again.ragged);
	assert_int_equal(run(&again, "Short,Long\nA1,caf\xe9\n"), 0);
	assert_string_equal(help_field("A1", "name"), "caf\xc3\xa9");
	assert_int_equal(mapping_load(&help.app, "mine", &arena, &other, &help.err), FAIL_DATA);
	assert_int_equal(mapping_load(&help.app, "none", &arena, &again, &help.err), FAIL_MISSING);
}

static void mapping__refuses_a_line_that_is_no_option(void **state)
{
	struct import im = rows_of("office");
	AUTOARENA arena = ARENA_INIT;

	(void)state;
	assert_int_equal(help_add("mapping", "name=odd", "kind=office", "options=exclusive", NULL), 0);
	assert_int_equal(mapping_load(&help.app, "odd", &arena, &im, &help.err), FAIL_DATA);
	assert_non_null(strstr(help.err.why, "exclusive"));
}

#define REGISTER(test) cmocka_unit_test_setup_teardown(test, as_liaison, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		REGISTER(dates__that_cannot_be_misread_are_taken),
		REGISTER(dates__in_words_need_a_whole_year),
		REGISTER(dates__with_a_time_are_taken_when_it_says_nothing),
		REGISTER(dates__of_numbers_say_which_is_the_month),
		REGISTER(dates__of_numbers_are_read_as_said),
		REGISTER(dates__of_spreadsheets_are_counted),
		REGISTER(dates__of_spreadsheets_know_a_day_that_never_was),
		REGISTER(dates__of_spreadsheets_begin_with_1900),
		REGISTER(dates__of_old_spreadsheets_begin_with_1904),
		REGISTER(none__is_empty_only_where_it_was_said),
		REGISTER(values__are_those_of_the_register),
		REGISTER(values__of_a_closed_row_come_as_published),
		REGISTER(columns__are_joined_left_out_and_named_by_label),
		REGISTER(columns__that_are_one_field_are_told),
		REGISTER(columns__that_closeout_computes_are_left_out),
		REGISTER(options__that_cannot_be_read_are_usage),
		REGISTER(offices__are_found_by_name_and_made_when_asked_for),
		REGISTER(references__by_another_field),
		REGISTER(rows__come_in_any_order),
		REGISTER(problems__that_repeat_are_one_line_with_their_number),
		REGISTER(problems__are_told_in_the_order_of_rows_and_columns),
		REGISTER(problems__of_others_are_not_told_of_a_row),
		REGISTER(problems__that_only_the_file_knows_are_told_of_their_row),
		REGISTER(import__is_taken_back_when_cancelled),
		REGISTER(mapping__keeps_options_under_a_name),
		REGISTER(mapping__refuses_a_line_that_is_no_option),
	};

	return cmocka_run_group_tests_name("app/register", tests, NULL, NULL);
}
