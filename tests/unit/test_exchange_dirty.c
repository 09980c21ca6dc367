/* SPDX-License-Identifier: MIT */
/* test_exchange_dirty.c - files as registers are: encodings, separators, ragged rows, frames of JSON. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exchange/source.h"

static struct source_options options;

static int setup(void **state)
{
	(void)state;
	options = (struct source_options){ .name = "in" };
	return 0;
}

static void add_row(struct buf *out, const struct source_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		buf_addf(out, "%s%s=%s%s", i ? "|" : "", row->cells[i].name, row->cells[i].text ? row->cells[i].text : "",
			 row->cells[i].type == SOURCE_NESTED ? "<nested>" : "");
	buf_addc(out, '\n');
}

/* Every row, or its fault with the kind of problem and the next step. */
static void read_all(enum source_format format, const char *text, size_t len, struct buf *out)
{
	struct error err = ERROR_INIT;
	FILE *file = fmemopen((void *)(uintptr_t)text, len, "r");
	const struct source_row *row;
	enum source_result result;
	struct source *s;

	assert_non_null(file);
	if (source_open(&s, format, file, &options, &err) != 0) {
		buf_addf(out, "! %s; %s\n", err.why, err.next);
		fclose(file);
		return;
	}
	while ((result = source_next(s, &row, &err)) != SOURCE_END) {
		if (result == SOURCE_GOOD)
			add_row(out, row);
		else
			buf_addf(out, "%d! %s; %s\n", (int)source_place(s).problem, err.why, err.next);
	}
	source_close(s);
	fclose(file);
}

static void check_len(enum source_format format, const char *text, size_t len, const char *expected)
{
	AUTOBUF out = BUF_INIT;

	read_all(format, text, len, &out);
	assert_string_equal(out.s, expected);
}

static void check(enum source_format format, const char *text, const char *expected)
{
	check_len(format, text, strlen(text), expected);
}

/* ---- encodings */

static void encoding__windows_1252_is_told_and_offered(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a\ncaf\xe9 \x96 \x80" "5\n",
	      "1! not UTF-8 (byte 0xE9); it reads as Windows-1252: \"caf\xc3\xa9 \xe2\x80\x93 \xe2\x82\xac" "5\"; say "
	      "--encoding windows-1252, or save the file as UTF-8\n");
	check(SOURCE_CSV, "a\n\x81\xe9\n",
	      "1! not UTF-8 (byte 0x81); it reads as Latin-1: \"<81>\xc3\xa9\"; say --encoding latin-1, or save the file "
	      "as UTF-8\n");
}

static void encoding__windows_1252_is_read_when_asked_for(void **state)
{
	(void)state;
	options.encoding = SOURCE_WINDOWS_1252;
	check(SOURCE_CSV, "na\xefve\ncaf\xe9 \x96 \x80" "5\n", "na\xc3\xafve=caf\xc3\xa9 \xe2\x80\x93 \xe2\x82\xac" "5\n");
	options.encoding = SOURCE_LATIN1;
	check(SOURCE_CSV, "a\ncaf\xe9\n", "a=caf\xc3\xa9\n");
}

/* Blocks end anywhere: what is converted grows, and lines are counted all the same. */
static void encoding__goes_on_from_block_to_block(void **state)
{
	AUTOBUF text = BUF_INIT, out = BUF_INIT;
	size_t lines = 0;

	(void)state;
	options.encoding = SOURCE_WINDOWS_1252;
	buf_adds(&text, "a,b\n");
	for (int i = 0; i < 20000; i++)
		buf_addf(&text, "%d,\x80\x80\x80\n", i);
	read_all(SOURCE_CSV, text.s, text.len, &out);
	for (const char *p = out.s; (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	assert_int_equal(lines, 20000);
	assert_non_null(strstr(out.s, "a=19999|b=\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\n"));
}

static void encoding__utf_16_is_told_and_read_when_asked_for(void **state)
{
	static const char little[] = "\xff\xfe" "a\0\n\0\xe9\0\x3d\xd8\x00\xde\n\0";
	static const char big[] = "\xfe\xff\0a\0\n\0\xe9\0\n";

	(void)state;
	check_len(SOURCE_CSV, little, sizeof little - 1,
		  "! the file is UTF-16, not UTF-8; say --encoding utf-16, or save it as UTF-8\n");
	options.encoding = SOURCE_UTF16;
	check_len(SOURCE_CSV, little, sizeof little - 1, "a=\xc3\xa9\xf0\x9f\x98\x80\n");
	check_len(SOURCE_CSV, big, sizeof big - 1, "a=\xc3\xa9\n");
}

static void encoding__half_a_character_of_utf_16_is_refused(void **state)
{
	static const char odd[] = "a\0\n\0x\0y";
	AUTOBUF out = BUF_INIT;

	(void)state;
	options.encoding = SOURCE_UTF16;
	read_all(SOURCE_CSV, odd, sizeof odd - 1, &out);
	assert_non_null(strstr(out.s, "not UTF-8"));
}

static void encoding__utf_8_written_twice_is_told_and_undone_when_asked_for(void **state)
{
	static const char text[] = "a\nInspector\xc3\xa2\xe2\x82\xac\xe2\x84\xa2s caf\xc3\x83\xc2\xa9\nna\xc3\xafve\n";

	(void)state;
	check(SOURCE_CSV, text,
	      "2! it was written as UTF-8 twice; once it reads: \"Inspector\xe2\x80\x99s caf\xc3\xa9\"; say --encoding "
	      "double-utf-8, or --encoding utf-8 to take it as it stands\n"
	      "a=na\xc3\xafve\n");
	options.encoding = SOURCE_DOUBLE_UTF8;
	check(SOURCE_CSV, text, "a=Inspector\xe2\x80\x99s caf\xc3\xa9\na=na\xc3\xafve\n");
	options.encoding = SOURCE_UTF8;
	check(SOURCE_CSV, "a\ncaf\xc3\x83\xc2\xa9\n", "a=caf\xc3\x83\xc2\xa9\n");
	options.encoding = SOURCE_ENCODING_UNSAID;
	check(SOURCE_JSON, "[{\"a\":\"caf\xc3\x83\xc2\xa9\"}]",
	      "2! it was written as UTF-8 twice; once it reads: \"caf\xc3\xa9\"; say --encoding double-utf-8, or --encoding "
	      "utf-8 to take it as it stands\n");
}

static void encoding__has_names(void **state)
{
	(void)state;
	assert_int_equal(source_encoding_by_name("Windows-1252"), SOURCE_WINDOWS_1252);
	assert_int_equal(source_encoding_by_name("iso-8859-1"), SOURCE_LATIN1);
	assert_int_equal(source_encoding_by_name("ebcdic"), SOURCE_ENCODING_MAX);
	assert_string_equal(source_encoding_name(SOURCE_DOUBLE_UTF8), "double-utf-8");
}

/* ---- separators and rows */

static void separator__is_found_where_the_header_has_no_comma(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a;b\n1,5;2\n", "a=1,5|b=2\n");
	check(SOURCE_CSV, "a\tb\n1\t2\n", "a=1|b=2\n");
	check(SOURCE_CSV, "\"a,b\";c|d\n1;2\n", "a,b=1|c|d=2\n"); /* in quotes it does not count */
	check(SOURCE_CSV, "a,b;c\n1,2\n", "a=1|b;c=2\n");
	check(SOURCE_CSV, "sep=;\r\na;b\r\n1;2\r\n", "a=1|b=2\n");
	check(SOURCE_CSV, "sep=,\na,b\n1,2\n", "a=1|b=2\n");
	options.separator = '|';
	check(SOURCE_CSV, "a,b|c\n1|2\n", "a,b=1|c=2\n");
}

static void rows__ragged_ones_are_told_and_taken_when_asked_for(void **state)
{
	static const char text[] = "a,b,c\n1\n1,2,3,,\n1,2,3,x\n";

	(void)state;
	check(SOURCE_CSV, text,
	      "3! 1 cell, but the header names 3; add the cells that are missing\n"
	      "4! 5 cells, but the header names 3; put a cell that holds the separator in quotes\n"
	      "0! 4 cells, but the header names 3; put a cell that holds the separator in quotes\n");
	options.ragged = true;
	check(SOURCE_CSV, text,
	      "a=1|b=|c=\na=1|b=2|c=3\n"
	      "0! 4 cells, but the header names 3; put a cell that holds the separator in quotes\n");
}

/* ---- frames of JSON */

static void json__rows_are_those_of_the_first_array(void **state)
{
	(void)state;
	check(SOURCE_JSON, "{\"pager\":{\"page\":1},\"nodes\":[{\"a\":1}],\"more\":[{\"a\":2}]}", "a=1\n");
	check(SOURCE_JSON, "{\"a\":1}", "! the object has no array of rows (character 7 of the line); name the member that "
					"holds the rows\n");
}

static void json__a_frame_around_each_row_is_taken_off(void **state)
{
	(void)state;
	options.loose = true;
	check(SOURCE_JSON, "{\"nodes\":[{\"node\":{\"a\":1,\"b\":\"x\"}}]}", "a=1|b=x\n");
	options.loose = false;
	check(SOURCE_JSON, "{\"nodes\":[{\"node\":{\"a\":1}}]}",
	      "0! an object inside an object; write its members as values of their own\n");
}

static void json__what_is_no_value_is_left_to_the_caller(void **state)
{
	(void)state;
	options.loose = true;
	check(SOURCE_JSON, "[{\"a\":1,\"o\":{\"x\":1},\"l\":[1,2]}]", "a=1|o=<nested>|l=<nested>\n");
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(encoding__windows_1252_is_told_and_offered),
		TEST(encoding__windows_1252_is_read_when_asked_for),
		TEST(encoding__goes_on_from_block_to_block),
		TEST(encoding__utf_16_is_told_and_read_when_asked_for),
		TEST(encoding__half_a_character_of_utf_16_is_refused),
		TEST(encoding__utf_8_written_twice_is_told_and_undone_when_asked_for),
		TEST(encoding__has_names),
		TEST(separator__is_found_where_the_header_has_no_comma),
		TEST(rows__ragged_ones_are_told_and_taken_when_asked_for),
		TEST(json__rows_are_those_of_the_first_array),
		TEST(json__a_frame_around_each_row_is_taken_off),
		TEST(json__what_is_no_value_is_left_to_the_caller),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("exchange/dirty", tests, NULL, NULL);
}
