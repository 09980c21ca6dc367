/* SPDX-License-Identifier: MIT */
/* test_exchange_source.c - rows in: what is read, and that every fault has its place. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exchange/source.h"

static struct source_options options;

static int setup(void **state)
{
	(void)state;
	memset(&options, 0, sizeof options);
	options.name = "in";
	return 0;
}

/*
 * Reads a text to its end and writes what came into out, a line for each row
 * or fault: "line: name=value|..." with a type mark before values that are no
 * text, "line/column name! why".
 */
static void add_row(struct buf *out, const struct source_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct source_cell *c = &row->cells[i];

		buf_addf(out, "%s%s=", i ? "|" : "", c->name);
		if (c->type == SOURCE_NUMBER || c->type == SOURCE_BOOL)
			buf_addc(out, c->type == SOURCE_NUMBER ? '#' : '?');
		if (c->type == SOURCE_ROWS) {
			buf_addc(out, '[');
			for (size_t j = 0; j < c->n_rows; j++) {
				buf_adds(out, j ? ";" : "");
				add_row(out, &c->rows[j]);
			}
			buf_addc(out, ']');
		}
		assert_true((c->type == SOURCE_ABSENT || c->type == SOURCE_ROWS) == !c->text);
		buf_adds(out, c->text);
	}
}

static void add_fault(struct buf *out, const struct source *s, const struct error *err)
{
	struct source_place place = source_place(s);

	buf_addf(out, "%d/%zu%s%s! ", (int)place.line, place.column, place.column_name ? " " : "",
		 place.column_name ? place.column_name : "");
	buf_addf(out, "%.24s\n", err->why);
}

static void read_all(struct buf *out, enum source_format format, const char *text, size_t len)
{
	struct error err = ERROR_INIT;
	const struct source_row *row;
	enum source_result result;
	FILE *file = len ? fmemopen((void *)(uintptr_t)text, len, "r") : fopen("/dev/null", "r");
	struct source *s;

	assert_non_null(file);
	if (source_open(&s, format, file, &options, &err)) {
		buf_addf(out, "%s! %.24s\n", err.where, err.why);
		assert_int_equal(err.kind, FAIL_DATA);
		fclose(file);
		return;
	}
	while ((result = source_next(s, &row, &err)) != SOURCE_END) {
		if (result == SOURCE_GOOD) {
			buf_addf(out, "%d: ", (int)row->line);
			add_row(out, row);
			buf_addc(out, '\n');
			continue;
		}
		assert_int_equal(err.kind, FAIL_DATA);
		assert_true(err.where[0] && err.why[0]);
		add_fault(out, s, &err);
		if (result == SOURCE_FATAL)
			buf_adds(out, "stop\n");
	}
	source_close(s);
	fclose(file);
}

static void check_len(enum source_format format, const char *text, size_t len, const char *expected)
{
	AUTOBUF out = BUF_INIT;

	read_all(&out, format, text, len);
	assert_string_equal(out.s, expected);
}

static void check(enum source_format format, const char *text, const char *expected)
{
	check_len(format, text, strlen(text), expected);
}

/* ---- CSV */

static void csv__reads_rows_with_their_lines(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\n1,2\n\"x\ny\",\"q \"\"z\"\"\"\n3,\n",
	      "2: a=1|b=2\n3: a=x\ny|b=q \"z\"\n5: a=3|b=\n");
}

static void csv__skips_a_byte_order_mark_once(void **state)
{
	(void)state;
	check(SOURCE_CSV,
	      "\xEF\xBB\xBF"
	      "a\n1\n",
	      "2: a=1\n");
	check(SOURCE_CSV,
	      "\xEF\xBB\xBF\xEF\xBB\xBF"
	      "a\n1\n",
	      "2: \xEF\xBB\xBF"
	      "a=1\n");
}

static void csv__takes_cr_lf_as_line_end_in_and_out_of_quotes(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\r\n1,\"x\r\ny\"\r\n", "2: a=1|b=x\ny\n");
}

static void csv__takes_a_last_line_without_line_end(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\n1,2", "2: a=1|b=2\n");
	check(SOURCE_CSV, "a,b\n1,", "2: a=1|b=\n");
	check(SOURCE_CSV, "a,b\n1,\"2\"", "2: a=1|b=2\n");
}

static void csv__skips_empty_lines_but_not_rows_of_empty_cells(void **state)
{
	(void)state;
	check(SOURCE_CSV, "\n\na,b\n\n\r\n,\n\n", "6: a=|b=\n");
	check(SOURCE_CSV, "a\n\"\"\n", "2: a=\n");
}

static void csv__keeps_spaces(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\n x , \n", "2: a= x |b= \n");
}

static void csv__makes_text_nfc(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a\ne\xCC\x81\n", "2: a=\xC3\xA9\n");
}

static void csv__reads_a_header_without_rows(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\n", "");
	check(SOURCE_CSV, "a,b", "");
}

static void csv__refuses_an_unusable_header(void **state)
{
	(void)state;
	check(SOURCE_CSV, "", "in! it is empty\n");
	check(SOURCE_CSV, "\n\r\n", "in! it is empty\n");
	check(SOURCE_CSV, "a,b,a\n1,2,3\n", "in:1, column 3 (a)! column 1 has the same na\n");
	check(SOURCE_CSV, "a,,b\n", "in:1, column 2! the column has no name\n");
	check(SOURCE_CSV, "\na,\xff\n", "in:2, column 2! not UTF-8 (byte 0xFF); i\n");
	check(SOURCE_CSV, "a,\"b\n1,2\n", "in:1, column 2! a quote that opens here \n");
	check(SOURCE_CSV,
	      "\xFF\xFE"
	      "a",
	      "in! the file is UTF-16, not \n");
}

static void csv__reports_short_and_long_rows_and_goes_on(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b,c\n1,2\n1,2,3,4,5\n1,2,3\n1\n",
	      "2/3 c! 2 cells, but the header \n"
	      "3/4! 5 cells, but the header \n"
	      "4: a=1|b=2|c=3\n"
	      "5/2 b! 1 cell, but the header n\n");
}

static void csv__reports_a_stray_quote_and_goes_on(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\n1,x\"y\n2,\"x\"y\n3,\"x\" \n4,\"l1\nl2\"x\n5,ok\n",
	      "2/2 b! a quote in the middle of\n"
	      "3/2 b! a quote in the middle of\n"
	      "4/2 b! a quote in the middle of\n"
	      "6/2 b! a quote in the middle of\n"
	      "7: a=5|b=ok\n");
}

static void csv__stops_at_a_quote_that_is_never_closed(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\n1,2\n\"l1\nl2\",\"x\n3,4\n",
	      "2: a=1|b=2\n4/2 b! a quote that opens here \nstop\n");
}

static void csv__reports_bytes_that_are_not_text(void **state)
{
	static const char nul[] = "a,b\n1,x\0y\n2,3\n";

	(void)state;
	check(SOURCE_CSV, "a,b\n1,\xE9t\xE9\n2,3\n\xC0\xAF,4\n\xED\xA0\x80,5\n",
	      "2/2 b! not UTF-8 (byte 0xE9); i\n3: a=2|b=3\n"
	      "4/1 a! not UTF-8 (byte 0xC0); i\n5/1 a! not UTF-8 (byte 0xED); i\n");
	check_len(SOURCE_CSV, nul, sizeof nul - 1, "2/2 b! a NUL byte, byte 2 of th\n3: a=2|b=3\n");
}

static void csv__names_the_line_of_a_cell_deep_in_a_row(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b,c\n\"1\n2\n3\",\"4\n5\",\xff\n",
	      "5/3 c! not UTF-8 (byte 0xFF); i\n");
}

static void csv__reports_a_bare_carriage_return(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\n1,x\ry\n2,3\n4,\"x\ry\"\n5,6\n7,8\r",
	      "2/2 b! a carriage return withou\n3: a=2|b=3\n"
	      "4/2 b! a carriage return withou\n5: a=5|b=6\n"
	      "6/2 b! a carriage return withou\n");
}

static void csv__keeps_to_its_limits(void **state)
{
	(void)state;
	options.limits = (struct source_limits){ .columns = 2, .field = 4, .row = 20, .rows = 3 };
	check(SOURCE_CSV, "a,b,c\n", "in:1, column 3! 3 columns, the most is 2\n");
	check(SOURCE_CSV, "a,b\n1,12345\n1,1234\n",
	      "2/2 b! the value is longer than\n3: a=1|b=1234\n");
	check(SOURCE_CSV, "a,b\n123456789012345678901\n1,2\n",
	      "2/0! the row is longer than 2\n3: a=1|b=2\n");
	check(SOURCE_CSV, "a,b\n1,\"1\n2\n3\n4\n5\n", "2/2 b! the cell is too long: a \nstop\n");
	check(SOURCE_CSV, "a\n1\n2\n3\n4\n5\n",
	      "2: a=1\n3: a=2\n4: a=3\n5/0! it has more than 3 rows\nstop\n");
	options.limits = (struct source_limits){ .bytes = 5 };
	check(SOURCE_CSV, "a,b\n1,2\n", "in! it is longer than 5 byte\n");
}

static void csv__takes_the_safety_quote_off_only_when_asked(void **state)
{
	(void)state;
	check(SOURCE_CSV, "a,b\n'=1,'x\n", "2: a='=1|b='x\n");
	options.csv_safe = true;
	check(SOURCE_CSV, "a,b\n'=1,'x\n''=1,'\n", "2: a==1|b='x\n3: a='=1|b='\n");
}

static void tsv__separates_by_tabs(void **state)
{
	(void)state;
	check(SOURCE_TSV, "a\tb\n1,2\t\"x\ty\"\n", "2: a=1,2|b=x\ty\n");
}

static void csv__hands_out_the_raw_row_good_or_bad(void **state)
{
	static const char text[] = "a,b\r\n1,\"x\r\ny\"\r\n1,2,3\r\n";
	FILE *file = fmemopen((void *)(uintptr_t)text, sizeof text - 1, "r");
	struct error err = ERROR_INIT;
	const struct source_row *row;
	struct source *s;

	(void)state;
	assert_int_equal(source_open(&s, SOURCE_CSV, file, NULL, &err), 0);
	assert_string_equal(source_raw_header(s, NULL), "a,b\r");
	assert_int_equal(source_next(s, &row, &err), SOURCE_GOOD);
	assert_string_equal(source_raw(s, NULL), "1,\"x\r\ny\"\r");
	assert_int_equal(source_next(s, &row, &err), SOURCE_BAD);
	assert_string_equal(source_raw(s, NULL), "1,2,3\r");
	assert_int_equal(source_bytes(s), sizeof text - 1);
	source_close(s);
	fclose(file);
}

static void csv__an_error_line_has_file_line_column_why_and_next_step(void **state)
{
	static const char text[] = "a,title\n1,2\n1,\xE9\n";
	FILE *file = fmemopen((void *)(uintptr_t)text, sizeof text - 1, "r");
	struct error err = ERROR_INIT;
	const struct source_row *row;
	struct source *s;
	char line[1024];

	(void)state;
	assert_int_equal(source_open(&s, SOURCE_CSV, file, &options, &err), 0);
	assert_int_equal(source_next(s, &row, &err), SOURCE_GOOD);
	source_fault(s, row, source_cell(row, "title"), "use one of these", &err, "%s is no title",
		     "2");
	assert_string_equal(
		error_line(&err, line, sizeof line),
		"cannot take row 1: in:2, column 2 (title): 2 is no title; use one of these");
	assert_null(source_cell(row, "none"));
	assert_int_equal(source_next(s, &row, &err), SOURCE_BAD);
	assert_string_equal(error_line(&err, line, sizeof line),
			    "cannot read row 2: in:3, column 2 (title): not UTF-8 (byte 0xE9); it "
			    "reads as Windows-1252: \"\xc3\xa9\"; say --encoding windows-1252, or "
			    "save the file as UTF-8");
	source_close(s);
	fclose(file);
}

/* ---- JSON */

static void json__reads_values_of_every_type(void **state)
{
	(void)state;
	check(SOURCE_JSON,
	      "[\n{\"a\":\"x\\ny\",\"b\":-12,\"c\":1.10,\"d\":true,\"e\":false,\"f\":null},\n\n {}\n]\n",
	      "2: a=x\ny|b=#-12|c=#1.1|d=?true|e=?false|f=\n4: \n");
	check(SOURCE_JSON, "[]", "");
	check(SOURCE_JSON, "\xEF\xBB\xBF [ ] \n", "");
}

static void json__reads_tables_of_lines_as_sub_rows(void **state)
{
	(void)state;
	check(SOURCE_JSON, "[{\"to\":[{\"name\":\"A\",\"n\":1},{\"name\":\"B\"}],\"none\":[]}]",
	      "1: to=[name=A|n=#1;name=B]|none=[]\n");
}

static void json__finds_the_rows_in_a_member(void **state)
{
	static const char text[] = "{\"x\":[{\"nodes\":1}],\"nodes\":[{\"a\":1}],\"y\":{}} ";

	(void)state;
	options.member = "nodes";
	check(SOURCE_JSON, text, "1: a=#1\n");
	check(SOURCE_JSON, "{\"x\":1}", "in:1! the object has no such m\n");
	check(SOURCE_JSON, "{\"nodes\":{}}", "in:1! an array was expected (c\n");
	check(SOURCE_JSON, "{\"nodes\":[]", "1/0! the closing } of the obj\nstop\n");
	check(SOURCE_JSON, "[]", "in:1! an object was expected (\n");
}

static void json__reports_a_faulty_row_and_goes_on(void **state)
{
	(void)state;
	check(SOURCE_JSON,
	      "[{\"a\":1 1},\n{\"a\":1,\"a\":2},\n[1],\n7,\n{\"a\":{}},\n{\"a\":[1]},\n{\"a\":[{\"b\":[]}]},\n"
	      "{\"a\":\"\\u0000\"},\n{\"a\":\"\xff\"},\n{\"a\":\"x\\ry\"},\n{\"a\":1e999},\n"
	      "{\"a\":123456789012345678901},\n{\n\"a\":\n01},\n{\"a\":\"ok\"}]",
	      "1/0! '}' expected near '1' (c\n"
	      "2/0! duplicate object key nea\n"
	      "3/0! the row is not an object\n"
	      "4/0! the row is not an object\n"
	      "5/0 a! an object inside an obje\n"
	      "6/0 a! an array that does not h\n"
	      "7/0 b! an array inside a table\n"
	      "8/0! a NUL character (\\u0000)\n"
	      "9/0! unable to decode byte 0x\n"
	      "10/0 a! a carriage return withou\n"
	      "11/0! real number overflow nea\n"
	      "12/0! too big integer (charact\n"
	      "15/0! invalid token near '0' (\n"
	      "16: a=ok\n");
}

static void json__stops_where_the_frame_is_broken(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "in:1! an array was expected (c\n" },
		{ "{}", "in:1! the object has no array \n" },
		{ "[", "1/0! the file ends inside a v\nstop\n" },
		{ "[{}", "1: \n1/0! the file ends inside the\nstop\n" },
		{ "[{}\n,\n]", "1: \n3/0! a value is missing (char\nstop\n" },
		{ "[{}\n{}]", "1: \n2/0! a comma or ] was expecte\nstop\n" },
		{ "[{]", "1/0! a closing bracket that d\nstop\n" },
		{ "[{\"a\":\"x\n\"}]", "1/0! the line ends inside a s\nstop\n" },
		{ "[{\"a\":\"x", "1/0! the file ends inside a s\nstop\n" },
		{ "[{\"a\":\"x\\", "1/0! the file ends inside a s\nstop\n" },
		{ "[]\n[]", "2/0! text behind the end (cha\nstop\n" },
		{ "[,{}]", "1/0! a value is missing (char\nstop\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check(SOURCE_JSON, cases[i].text, cases[i].expected);
}

static void json__keeps_to_its_limits(void **state)
{
	(void)state;
	options.limits = (struct source_limits){ .columns = 2, .field = 4, .row = 30, .depth = 3 };
	check(SOURCE_JSON,
	      "[{\"a\":1,\"b\":1,\"c\":1},\n{\"a\":\"12345\"},\n{\"a\":[[[[\"]\"]]]]},\n"
	      "{\"a\":                             1},\n{\"a\":\"1234\"}]",
	      "1/0! the object has too many \n2/0 a! the value is longer than\n"
	      "3/0! nested more than 3 deep\n4/0! the row is longer than 3\n5: a=1234\n");
}

static void ndjson__reads_an_object_a_line(void **state)
{
	(void)state;
	check(SOURCE_NDJSON, "{\"a\":1}\r\n\n  \n{\"a\":2}", "1: a=#1\n4: a=#2\n");
	check(SOURCE_NDJSON, "", "");
}

static void ndjson__reports_a_faulty_line_and_goes_on(void **state)
{
	(void)state;
	options.limits.row = 12;
	check(SOURCE_NDJSON, "{\"a\":1\n[]\n{\"a\":1}}\n{\"a\":   12345}\n{\"a\":2}\n",
	      "1/0! '}' expected near end of\n2/0! the row is not an object\n"
	      "3/0! end of file expected nea\n4/0! the row is longer than 1\n5: a=#2\n");
}

static void object__verbatim_changes_no_byte(void **state)
{
	static const char text[] = "{\"a\":\"e\xCC\x81\\r\"}";
	struct error err = ERROR_INIT;
	struct source_row row = { .n = 0 };
	AUTOARENA arena = ARENA_INIT;

	(void)state;
	assert_int_equal(source_object(&arena, text, sizeof text - 1, 7, &options, &row, &err),
			 FAIL_DATA);
	assert_string_equal(err.where, "in:7, a");
	options.verbatim = true;
	assert_int_equal(source_object(&arena, text, sizeof text - 1, 7, &options, &row, &err), 0);
	assert_string_equal(source_cell(&row, "a")->text, "e\xCC\x81\r");
	assert_int_equal(row.line, 7);
}

static void formats__are_found_by_name_and_by_file(void **state)
{
	(void)state;
	for (int f = 0; f < SOURCE_FORMAT_MAX; f++)
		assert_int_equal(source_format_by_name(source_format_name((enum source_format)f)),
				 f);
	assert_int_equal(source_format_by_name("xml"), SOURCE_FORMAT_MAX);
	assert_int_equal(source_format_by_file("a.b/Register.CSV"), SOURCE_CSV);
	assert_int_equal(source_format_by_file("x.jsonl"), SOURCE_NDJSON);
	assert_int_equal(source_format_by_file("csv"), SOURCE_FORMAT_MAX);
}

static void input__a_folder_is_an_io_error(void **state)
{
	struct error err = ERROR_INIT;
	FILE *folder = fopen("/", "r");
	struct source *s;

	(void)state;
	assert_non_null(folder);
	assert_int_equal(source_open(&s, SOURCE_CSV, folder, &options, &err), FAIL_IO);
	assert_int_equal(source_open(&s, SOURCE_JSON, folder, &options, &err), FAIL_IO);
	fclose(folder);
}

static int asked, waited;

static void rings(int number)
{
	(void)number;
}

static bool stops_the_third_time(void *data)
{
	(void)data;
	return ++asked == 3;
}

static void counts_waiting(void *data)
{
	(void)data;
	waited++;
}

/* A pipe that nothing comes through: a signal asks whether to go on, and tells that nothing comes. */
static void reading__is_given_up_while_nothing_comes(void **state)
{
	struct sigaction ring = { .sa_handler = rings };
	struct itimerval often = { { 0, 10000 }, { 0, 10000 } }, never = { { 0, 0 }, { 0, 0 } };
	const struct source_row *row;
	struct error err = ERROR_INIT;
	struct source *s;
	int ends[2];
	FILE *f;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "a\nb\n", 4), 4);
	f = fdopen(ends[0], "r");
	sigemptyset(&ring.sa_mask);
	sigaction(SIGALRM, &ring, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	options.stop = stops_the_third_time;
	options.waits = counts_waiting;
	assert_int_equal(source_open(&s, SOURCE_CSV, f, &options, &err), 0);
	assert_int_equal(source_next(s, &row, &err), SOURCE_GOOD);
	assert_int_equal(source_next(s, &row, &err), SOURCE_FATAL);
	setitimer(ITIMER_REAL, &never, NULL);
	assert_int_equal(err.kind, FAIL_NO);
	assert_string_equal(err.why, "cancelled: nothing was written");
	assert_int_equal(asked, 3);
	assert_int_equal(waited, 1); /* the first time something had come */
	source_close(s);
	close(ends[1]);
	fclose(f);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reading__is_given_up_while_nothing_comes),
		TEST(csv__reads_rows_with_their_lines),
		TEST(csv__skips_a_byte_order_mark_once),
		TEST(csv__takes_cr_lf_as_line_end_in_and_out_of_quotes),
		TEST(csv__takes_a_last_line_without_line_end),
		TEST(csv__skips_empty_lines_but_not_rows_of_empty_cells),
		TEST(csv__keeps_spaces),
		TEST(csv__makes_text_nfc),
		TEST(csv__reads_a_header_without_rows),
		TEST(csv__refuses_an_unusable_header),
		TEST(csv__reports_short_and_long_rows_and_goes_on),
		TEST(csv__reports_a_stray_quote_and_goes_on),
		TEST(csv__stops_at_a_quote_that_is_never_closed),
		TEST(csv__reports_bytes_that_are_not_text),
		TEST(csv__names_the_line_of_a_cell_deep_in_a_row),
		TEST(csv__reports_a_bare_carriage_return),
		TEST(csv__keeps_to_its_limits),
		TEST(csv__takes_the_safety_quote_off_only_when_asked),
		TEST(tsv__separates_by_tabs),
		TEST(csv__hands_out_the_raw_row_good_or_bad),
		TEST(csv__an_error_line_has_file_line_column_why_and_next_step),
		TEST(json__reads_values_of_every_type),
		TEST(json__reads_tables_of_lines_as_sub_rows),
		TEST(json__finds_the_rows_in_a_member),
		TEST(json__reports_a_faulty_row_and_goes_on),
		TEST(json__stops_where_the_frame_is_broken),
		TEST(json__keeps_to_its_limits),
		TEST(ndjson__reads_an_object_a_line),
		TEST(ndjson__reports_a_faulty_line_and_goes_on),
		TEST(object__verbatim_changes_no_byte),
		TEST(formats__are_found_by_name_and_by_file),
		TEST(input__a_folder_is_an_io_error),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("exchange/source", tests, NULL, NULL);
}
