/* SPDX-License-Identifier: MIT */
/* test_exchange_sink.c - rows out in every format, and what happens when writing fails. */
#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exchange/sink.h"

static struct buf got = BUF_INIT;
static struct sink_options options;

static int take(void *arg, const char *bytes, size_t len)
{
	buf_add(arg, bytes, len);
	return 0;
}

static int setup(void **state)
{
	(void)state;
	buf_clear(&got);
	memset(&options, 0, sizeof options);
	options.target = (struct out_target){ .write = take, .arg = &got };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_release(&got);
	return 0;
}

/* Writes rows of n values, ending with a NULL row pointer, and compares the bytes. */
static void check(enum sink_format format, const struct sink_column *columns, size_t n,
		  const char *const *const *rows, const char *expected)
{
	struct error err = ERROR_INIT;
	struct sink *s;
	bool gone = true;

	assert_int_equal(sink_open(&s, format, columns, n, &options, &err), 0);
	for (; *rows; rows++)
		assert_int_equal(sink_row(s, *rows, &err), 0);
	assert_int_equal(sink_close(s, &gone, &err), 0);
	assert_false(gone);
	assert_string_equal(got.s, expected);
}

static const struct sink_column columns[] = {
	{ "ref", "Ref", SINK_TYPE_TEXT },     { "count", "Count", SINK_TYPE_INT },
	{ "joint", "Joint", SINK_TYPE_BOOL }, { "issued_on", "Issued", SINK_TYPE_DATE },
	{ "cost", "Cost", SINK_TYPE_MONEY },  { "title", "Title", SINK_TYPE_TEXT },
};
#define N 6

static const char *const first[N] = { "OIG-12-130", "2", "1", "2012-09-25", "123456", "Follow-up" };
static const char *const second[N] = { "OIG-11-119", "-13", "0", NULL, "-5", "a, \"b\"\nc" };
static const char *const third[N] = { "x", NULL, NULL, "", NULL, NULL };
static const char *const *const rows[] = { first, second, third, NULL };
static const char *const *const no_rows[] = { NULL };

static void table__aligns_columns_and_sets_numbers_flush_right(void **state)
{
	(void)state;
	check(SINK_TABLE, columns, N, rows,
	      "Ref         Count  Joint  Issued         Cost  Title\n"
	      "OIG-12-130      2  yes    2012-09-25  1234.56  Follow-up\n"
	      "OIG-11-119    -13  no                   -0.05  a, \"b\" c\n"
	      "x\n");
}

static void table__prints_the_header_when_there_are_no_rows(void **state)
{
	(void)state;
	check(SINK_TABLE, columns, 2, no_rows, "Ref  Count\n");
}

static void table__fits_a_width_by_cutting_the_last_text_column(void **state)
{
	static const char *const row[] = { "one two three four", "five six seven eight nine" };
	static const char *const *const two[] = { row, NULL };
	const struct sink_column text[] = { { "a", "A", SINK_TYPE_TEXT },
					    { "b", "B", SINK_TYPE_TEXT } };

	(void)state;
	options.width = 32;
	check(SINK_TABLE, text, 2, two,
	      "A                   B\n"
	      "one two three four  five six se\u2026\n");
}

static void table__cuts_earlier_text_columns_when_the_last_is_not_enough(void **state)
{
	static const char *const row[] = { "one two three four", "five six seven eight nine" };
	static const char *const *const two[] = { row, NULL };
	const struct sink_column text[] = { { "a", "A", SINK_TYPE_TEXT },
					    { "b", "B", SINK_TYPE_TEXT } };

	(void)state;
	options.width = 20;
	options.ascii = true;
	check(SINK_TABLE, text, 2, two,
	      "A           B\n"
	      "one two t~  five si~\n");
}

static void table__counts_cells_not_bytes(void **state)
{
	static const char *const wide[] = { "\u6f22\u5b57", "x" };
	static const char *const mark[] = { "e\u0301", "y" };
	static const char *const *const two[] = { wide, mark, NULL };
	const struct sink_column text[] = { { "a", "A", SINK_TYPE_TEXT },
					    { "b", "B", SINK_TYPE_TEXT } };

	(void)state;
	check(SINK_TABLE, text, 2, two,
	      "A     B\n"
	      "\u6f22\u5b57  x\n"
	      "e\u0301     y\n");
}

static void table__shows_what_could_act_on_a_terminal(void **state)
{
	static const char *const row[] = { "a\x1b[2J\u202e" };
	static const char *const *const one[] = { row, NULL };

	(void)state;
	check(SINK_TABLE, columns, 1, one, "Ref\na<1B>[2J<202E>\n");
}

static void table__never_cuts_a_cell_when_no_width_is_given(void **state)
{
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;
	const char *row[1];
	struct sink *s;

	(void)state;
	buf_pad(&text, 'a', 3 << 20); /* settles the widths */
	assert_int_equal(sink_open(&s, SINK_TABLE, columns, 1, &options, &err), 0);
	row[0] = text.s;
	assert_int_equal(sink_row(s, row, &err), 0);
	buf_pad(&text, 'a', 100);
	row[0] = text.s;
	assert_int_equal(sink_row(s, row, &err), 0);
	assert_int_equal(sink_close(s, NULL, &err), 0);
	assert_int_equal(got.len, 4 + (3 << 20) + 1 + (3 << 20) + 100 + 1);
}

static void csv__quotes_only_where_it_must(void **state)
{
	(void)state;
	check(SINK_CSV, columns, N, rows,
	      "ref,count,joint,issued_on,cost,title\n"
	      "OIG-12-130,2,true,2012-09-25,1234.56,Follow-up\n"
	      "OIG-11-119,-13,false,,-0.05,\"a, \"\"b\"\"\nc\"\n"
	      "x,,,,,\n");
}

static void csv__keeps_spaces_at_the_ends_and_the_empty_cell_of_one_column(void **state)
{
	static const char *const space[] = { " x " };
	static const char *const empty[] = { NULL };
	static const char *const *const two[] = { space, empty, NULL };

	(void)state;
	check(SINK_CSV, columns, 1, two, "ref\n\" x \"\n\"\"\n");
}

static void csv__quotes_a_byte_order_mark_so_that_it_is_read_again(void **state)
{
	const struct sink_column mark[] = { { "\xEF\xBB\xBFx", NULL, SINK_TYPE_TEXT } };

	(void)state;
	check(SINK_CSV, mark, 1, no_rows, "\"\xEF\xBB\xBFx\"\n");
}

static void csv__safe_makes_text_inert_but_leaves_numbers_and_dates(void **state)
{
	static const char *const row[] = { "=1+1", "-13", "0", "2012-09-25", "-500", "'@x" };
	static const char *const *const one[] = { row, NULL };

	(void)state;
	options.csv_safe = true;
	check(SINK_CSV, columns, N, one,
	      "ref,count,joint,issued_on,cost,title\n"
	      "'=1+1,-13,false,2012-09-25,-5.00,''@x\n");
}

static void safe__is_exactly_what_is_taken_off_again(void **state)
{
	static const char *const cells[] = {
		"=", "+", "-x", "@", "\tx", "\rx", "'=", "''=", "'''-1"
	};
	static const char *const plain[] = { "", "x", "'", "''", "'x", "x=", " =", "'' =" };

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
		assert_true(sink_safe_needed(cells[i], strlen(cells[i])));
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
		assert_false(sink_safe_needed(plain[i], strlen(plain[i])));
		assert_false(sink_safe_added(plain[i], strlen(plain[i])));
	}
	assert_true(sink_safe_added("'=", 2));
	assert_false(sink_safe_added("=", 1));
}

static void tsv__separates_by_tabs(void **state)
{
	static const char *const row[] = { "a,b", "1" };
	static const char *const tab[] = { "a\tb", "2" };
	static const char *const *const two[] = { row, tab, NULL };

	(void)state;
	check(SINK_TSV, columns, 2, two, "ref\tcount\na,b\t1\n\"a\tb\"\t2\n");
}

static void csv__for_a_terminal_is_filtered_and_for_a_file_is_not(void **state)
{
	static const char *const row[] = { "a\x1b" };
	static const char *const *const one[] = { row, NULL };

	(void)state;
	check(SINK_CSV, columns, 1, one, "ref\na\x1b\n");
	buf_clear(&got);
	options.terminal = true;
	check(SINK_CSV, columns, 1, one, "ref\na<1B>\n");
}

static void json__writes_types_and_one_object_a_line(void **state)
{
	(void)state;
	check(SINK_JSON, columns, N, rows,
	      "[\n"
	      "{\"ref\":\"OIG-12-130\",\"count\":2,\"joint\":true,\"issued_on\":\"2012-09-25\","
	      "\"cost\":1234.56,\"title\":\"Follow-up\"},\n"
	      "{\"ref\":\"OIG-11-119\",\"count\":-13,\"joint\":false,\"issued_on\":null,"
	      "\"cost\":-0.05,\"title\":\"a, \\\"b\\\"\\nc\"},\n"
	      "{\"ref\":\"x\",\"count\":null,\"joint\":null,\"issued_on\":null,\"cost\":null,\"title\":null}\n"
	      "]\n");
}

static void json__is_an_empty_array_without_rows(void **state)
{
	(void)state;
	check(SINK_JSON, columns, N, no_rows, "[]\n");
}

static void json__writes_as_a_string_what_is_no_number(void **state)
{
	static const char *const row[] = { "x", "007", "maybe", NULL, "1.5", NULL };
	static const char *const *const one[] = { row, NULL };

	(void)state;
	check(SINK_NDJSON, columns, 5, one,
	      "{\"ref\":\"x\",\"count\":\"007\",\"joint\":\"maybe\",\"issued_on\":null,\"cost\":\"1.5\"}\n");
}

static void json__takes_money_in_dollars_and_yes_or_no(void **state)
{
	const struct sink_column two[] = { { "m", NULL, SINK_TYPE_MONEY },
					   { "b", NULL, SINK_TYPE_BOOL } };
	static const char *const row[] = { "-12.34", "yes" };
	static const char *const other[] = { "012.34", "no" };
	static const char *const *const both[] = { row, other, NULL };

	(void)state;
	check(SINK_NDJSON, two, 2, both,
	      "{\"m\":-12.34,\"b\":true}\n{\"m\":\"012.34\",\"b\":false}\n");
}

static void json__for_a_terminal_escapes_controls_and_stays_the_same_json(void **state)
{
	static const char *const row[] = { "\"\\\x1b\u202e\U000E0041" };
	static const char *const *const one[] = { row, NULL };

	(void)state;
	options.terminal = true;
	check(SINK_NDJSON, columns, 1, one, "{\"ref\":\"\\\"\\\\\\u001b\\u202e\\udb40\\udc41\"}\n");
}

static void json__passes_raw_json_through(void **state)
{
	const struct sink_column raw[] = { { "lines", NULL, SINK_TYPE_RAW_JSON } };
	static const char *const row[] = { "[{\"a\":1}]" };
	static const char *const *const one[] = { row, NULL };

	(void)state;
	check(SINK_NDJSON, raw, 1, one, "{\"lines\":[{\"a\":1}]}\n");
}

static void lines__are_label_and_value_blocks(void **state)
{
	(void)state;
	check(SINK_LINES, columns, N, rows,
	      "Ref: OIG-12-130\nCount: 2\nJoint: yes\nIssued: 2012-09-25\nCost: 1234.56\nTitle: Follow-up\n"
	      "\nRef: OIG-11-119\nCount: -13\nJoint: no\nCost: -0.05\nTitle: a, \"b\"\n  c\n"
	      "\nRef: x\n");
}

static void money__has_always_two_decimals(void **state)
{
	static const struct {
		const char *cents, *dollars;
	} cases[] = { { "0", "0.00" },
		      { "7", "0.07" },
		      { "12.34", "12.34" },
		      { "10", "0.10" },
		      { "100", "1.00" },
		      { "-1", "-0.01" },
		      { "-12345678901", "-123456789.01" } };
	const struct sink_column money[] = { { "m", NULL, SINK_TYPE_MONEY } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *const row[] = { cases[i].cents };
		const char *const *const one[] = { row, NULL };
		char expected[64];

		snprintf(expected, sizeof expected, "m\n%s\n", cases[i].dollars);
		buf_clear(&got);
		check(SINK_CSV, money, 1, one, expected);
	}
}

/* Takes a few pieces, then fails with the errno value arg points to. */
static int refuse(void *arg, const char *bytes, size_t len)
{
	(void)bytes;
	(void)len;
	return *(int *)arg;
}

static void failure__disk_full_is_reported_and_sticks(void **state)
{
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;
	int full = ENOSPC;
	const char *row[1];
	struct sink *s;
	bool gone = true;

	(void)state;
	options.target = (struct out_target){ .write = refuse, .arg = &full, .name = "all.csv" };
	buf_pad(&text, 'a', 100000);
	row[0] = text.s;
	assert_int_equal(sink_open(&s, SINK_CSV, columns, 1, &options, &err), 0);
	assert_int_equal(sink_row(s, row, &err), FAIL_IO);
	assert_string_equal(err.where, "all.csv");
	assert_non_null(strstr(err.next, "space"));
	full = 0; /* too late: the file has a hole */
	assert_int_equal(sink_row(s, row, &err), FAIL_IO);
	assert_int_equal(sink_close(s, &gone, &err), FAIL_IO);
	assert_false(gone);
}

static void failure__a_reader_that_is_gone_is_told_apart(void **state)
{
	struct error err = ERROR_INIT;
	const char *row[1] = { "x" };
	int broken_pipe = EPIPE;
	struct sink *s;
	bool gone = false;

	(void)state;
	options.target = (struct out_target){ .write = refuse, .arg = &broken_pipe };
	assert_int_equal(sink_open(&s, SINK_CSV, columns, 1, &options, &err), 0);
	assert_int_equal(sink_row(s, row, &err), 0);
	assert_int_equal(sink_close(s, &gone, &err), FAIL_IO);
	assert_true(gone);
}

static void failure__a_full_device_is_noticed_at_the_last_flush(void **state)
{
	struct error err = ERROR_INIT;
	const char *row[1] = { "x" };
	FILE *full = fopen("/dev/full", "w");
	struct sink *s;

	(void)state;
	if (!full)
		skip();
	options.target = (struct out_target){ .file = full };
	assert_int_equal(sink_open(&s, SINK_CSV, columns, 1, &options, &err), 0);
	assert_int_equal(sink_row(s, row, &err), 0);
	assert_int_equal(sink_close(s, NULL, &err), FAIL_IO);
	assert_string_equal(err.where, "standard output");
	fclose(full);
}

static void formats__are_found_by_name(void **state)
{
	(void)state;
	for (int f = 0; f < SINK_FORMAT_MAX; f++)
		assert_int_equal(sink_format_by_name(sink_format_name((enum sink_format)f)), f);
	assert_int_equal(sink_format_by_name("xml"), SINK_FORMAT_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(table__aligns_columns_and_sets_numbers_flush_right),
		TEST(table__prints_the_header_when_there_are_no_rows),
		TEST(table__fits_a_width_by_cutting_the_last_text_column),
		TEST(table__cuts_earlier_text_columns_when_the_last_is_not_enough),
		TEST(table__counts_cells_not_bytes),
		TEST(table__shows_what_could_act_on_a_terminal),
		TEST(table__never_cuts_a_cell_when_no_width_is_given),
		TEST(csv__quotes_only_where_it_must),
		TEST(csv__keeps_spaces_at_the_ends_and_the_empty_cell_of_one_column),
		TEST(csv__quotes_a_byte_order_mark_so_that_it_is_read_again),
		TEST(csv__safe_makes_text_inert_but_leaves_numbers_and_dates),
		TEST(safe__is_exactly_what_is_taken_off_again),
		TEST(tsv__separates_by_tabs),
		TEST(csv__for_a_terminal_is_filtered_and_for_a_file_is_not),
		TEST(json__writes_types_and_one_object_a_line),
		TEST(json__is_an_empty_array_without_rows),
		TEST(json__writes_as_a_string_what_is_no_number),
		TEST(json__takes_money_in_dollars_and_yes_or_no),
		TEST(json__for_a_terminal_escapes_controls_and_stays_the_same_json),
		TEST(json__passes_raw_json_through),
		TEST(lines__are_label_and_value_blocks),
		TEST(money__has_always_two_decimals),
		TEST(failure__disk_full_is_reported_and_sticks),
		TEST(failure__a_reader_that_is_gone_is_told_apart),
		TEST(failure__a_full_device_is_noticed_at_the_last_flush),
		TEST(formats__are_found_by_name),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("exchange/sink", tests, NULL, NULL);
}
