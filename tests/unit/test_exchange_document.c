/* SPDX-License-Identifier: MIT */
/* test_exchange_document.c - the whole-database document: its bytes, and reading them again. */
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
#include "exchange/document.h"

static int take(void *arg, const char *bytes, size_t len)
{
	buf_add(arg, bytes, len);
	return 0;
}

static const char whole[] =
	"{\"format\":\"closeout-document\",\"version\":1,\"schema\":3,\"database\":\"a \\\"b\\\"\",\"none\":null,\n"
	"\"log\":[\n"
	"{\"seq\":1},\n"
	"{\"seq\":2}\n"
	"],\n"
	"\"records\":{\n"
	"\"office\":[\n"
	"{\"code\":\"OPR\"}\n"
	"],\n"
	"\"report\":[]\n"
	"},\n"
	"\"content\":[]\n"
	"}\n";

static void element(struct document_writer *w, const char *json)
{
	struct error err = ERROR_INIT;

	assert_int_equal(document_element(w, json, strlen(json), &err), 0);
}

static void writer__gives_these_bytes(void **state)
{
	const struct document_pair pairs[] = {
		{ "schema", "3", true },
		{ "database", "a \"b\"", false },
		{ "none", NULL, false },
	};
	AUTOBUF got = BUF_INIT;
	struct out_target target = { .write = take, .arg = &got };
	struct error err = ERROR_INIT;
	struct document_writer *w;

	(void)state;
	assert_int_equal(document_begin(&w, &target, pairs, 3, &err), 0);
	assert_int_equal(document_section(w, NULL, "log", &err), 0);
	element(w, "{\"seq\":1}");
	element(w, "{\"seq\":2}");
	assert_int_equal(document_section(w, "records", "office", &err), 0);
	element(w, "{\"code\":\"OPR\"}");
	assert_int_equal(document_section(w, "records", "report", &err), 0);
	assert_int_equal(document_section(w, NULL, "content", &err), 0);
	assert_int_equal(document_end(w, false, NULL, &err), 0);
	assert_string_equal(got.s, whole);
}

static void writer__refuses_what_would_break_the_form(void **state)
{
	const struct document_pair wrong = { "schema", "3a", true };
	AUTOBUF got = BUF_INIT;
	struct out_target target = { .write = take, .arg = &got };
	struct error err = ERROR_INIT;
	struct document_writer *w;

	(void)state;
	assert_int_equal(document_begin(&w, &target, &wrong, 1, &err), FAIL_BUG);
	assert_int_equal(document_begin(&w, &target, NULL, 0, &err), 0);
	assert_int_equal(document_element(w, "1", 1, &err), FAIL_BUG);
	assert_int_equal(document_section(w, NULL, "log", &err), 0);
	assert_int_equal(document_element(w, "[\n]", 3, &err), FAIL_BUG);
	assert_int_equal(document_element(w, "", 0, &err), FAIL_BUG);
	assert_int_equal(document_end(w, true, NULL, &err), 0);
	assert_string_equal(got.s, ""); /* abandoned before anything was handed on */
}

static int refuse(void *arg, const char *bytes, size_t len)
{
	(void)arg;
	(void)bytes;
	(void)len;
	return ENOSPC;
}

static void writer__reports_a_full_disk(void **state)
{
	struct out_target target = { .write = refuse, .name = "all.json" };
	struct error err = ERROR_INIT;
	struct document_writer *w;
	bool gone = true;

	(void)state;
	assert_int_equal(document_begin(&w, &target, NULL, 0, &err), 0);
	assert_int_equal(document_end(w, false, &gone, &err), FAIL_IO);
	assert_false(gone);
	assert_string_equal(err.where, "all.json");
}

static void add_item(struct buf *out, const struct document_item *item)
{
	static const char *const kinds[] = { "pair", "section", "element", "end" };

	buf_addf(out, "%d %s ", (int)item->line, kinds[item->kind]);
	if (item->group)
		buf_addf(out, "%s/", item->group);
	buf_addf(out, "%s %s%s\n", item->name, item->string ? "=" : "", item->text);
	assert_int_equal(strlen(item->text), item->len);
}

/* Reads a text and writes its items into out, one a line; a fault is the last line. */
static void read_all(struct buf *out, const char *text, size_t len,
		     const struct document_limits *limits)
{
	struct document_item item = { .kind = DOCUMENT_PAIR };
	struct error err = ERROR_INIT;
	struct document_reader *r = NULL;
	FILE *file = fmemopen((void *)(uintptr_t)text, len, "r");
	int rc = document_open(&r, file, "in", limits, &err);

	while (!rc && item.kind != DOCUMENT_END) {
		rc = document_next(r, &item, &err);
		if (!rc && item.kind != DOCUMENT_END)
			add_item(out, &item);
	}
	if (rc) {
		assert_int_equal(rc, FAIL_DATA);
		buf_addf(out, "%s! %s\n", err.where, err.why);
	}
	if (r) {
		struct error again = ERROR_INIT;

		assert_int_equal(document_next(r, &item, &again), rc);
		assert_string_equal(again.why, err.why);
		assert_int_equal(document_bytes(r), len);
	}
	document_close(r);
	fclose(file);
}

static void check(const char *text, const char *expected)
{
	AUTOBUF out = BUF_INIT;

	read_all(&out, text, strlen(text), NULL);
	assert_string_equal(out.s, expected);
}

static void reader__gives_items_in_the_order_of_the_file(void **state)
{
	(void)state;
	check(whole, "1 pair schema 3\n"
		     "1 pair database =a \"b\"\n"
		     "1 pair none null\n"
		     "2 section log \n"
		     "3 element log {\"seq\":1}\n"
		     "4 element log {\"seq\":2}\n"
		     "7 section records/office \n"
		     "8 element records/office {\"code\":\"OPR\"}\n"
		     "10 section records/report \n"
		     "12 section content \n");
}

static void reader__does_not_mind_other_white_space(void **state)
{
	(void)state;
	check("\xEF\xBB\xBF { \"format\" : \"closeout-document\" ,\r\n\"version\":1 , \"log\" : [ 1 ,\n"
	      "[ 2 ] ] , \"records\" : { } , \"g\":{\"a\":[]} }\n\n",
	      "2 section log \n2 element log 1\n3 element log [ 2 ]\n3 section g/a \n");
}

#define HEAD "{\"format\":\"closeout-document\",\"version\":1"

static void reader__refuses_what_is_no_document_of_ours(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ " ", "in:1! this is no closeout document (character 2 of the line)\n" },
		{ "[]", "in:1! this is no closeout document (character 1 of the line)\n" },
		{ "\xEF\xBB\xBF[]",
		  "in:1! this is no closeout document (character 1 of the line)\n" },
		{ "{}", "in:1! the name of a member is missing (character 2 of the line)\n" },
		{ "{\"format\":\"x\"}",
		  "in:1! this is no closeout document (character 14 of the line)\n" },
		{ "{\"version\":1}",
		  "in:1! this is no closeout document (character 12 of the line)\n" },
		{ "{\"format\":\"closeout-document\"}",
		  "in:1! the version is missing (character 30 of the line)\n" },
		{ "{\"format\":\"closeout-document\",\"version\":\"1\"}",
		  "in:1! the version is missing (character 44 of the line)\n" },
		{ "{\"format\":\"closeout-document\",\"version\":2}",
		  "in:1! a later version of the document format (character 42 of the line)\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check(cases[i].text, cases[i].expected);
}

static void reader__stops_at_a_fault_and_says_where(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ HEAD, "in:1! the document ends in the middle (character 42 of the line)\n" },
		{ HEAD "}x",
		  "in:1! text behind the end of the document (character 43 of the line)\n" },
		{ HEAD ",\n\"a\" 1}", "in:2! a colon is missing (character 5 of the line)\n" },
		{ HEAD ",\n\"a\":[1,\n2",
		  "2 section a \n2 element a 1\n3 element a 2\n"
		  "in:3! the document ends in the middle (character 2 of the line)\n" },
		{ HEAD ",\n\"a\":[1 2]}",
		  "2 section a \n2 element a 1\n"
		  "in:2! a comma or closing bracket was expected (character 8 of the line)\n" },
		{ HEAD ",\n\"a\":[{]}]}",
		  "2 section a \nin:2! a closing bracket that does not match (character 7 of the line)\n" },
		{ HEAD ",\n\"a\":[],\"b\":1}",
		  "2 section a \nin:2! a header member behind the first section (character 12 of the line)\n" },
		{ HEAD ",\n\"a\":[],\"a\":[]}",
		  "2 section a \nin:2! the same member a second time (character 12 of the line)\n" },
		{ HEAD ",\n\"version\":1}",
		  "in:2! the same member a second time (character 11 of the line)\n" },
		{ HEAD ",\n\"g\":{\"a\":{}}}",
		  "in:2! a group in the wrong place or without a name (character 10 of the line)\n" },
		{ HEAD ",\n\"\":{}}",
		  "in:2! a group in the wrong place or without a name (character 4 of the line)\n" },
		{ HEAD ",\n\"a\":[\"\xff\"]}",
		  "2 section a \nin:2! an element is not UTF-8 (character 9 of the line)\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check(cases[i].text, cases[i].expected);
}

static void reader__keeps_to_its_limits(void **state)
{
	static const char text[] = HEAD ",\n\"a\":[[[1]],\n[[[1]]]]}";
	static const char overlong[] = HEAD ",\n\"a\":[\"12345678901234567890\"]}";
	const struct document_limits limits = { .element = 25, .depth = 2 };
	AUTOBUF out = BUF_INIT;

	(void)state;
	read_all(&out, text, sizeof text - 1, &limits);
	assert_string_equal(out.s,
			    "2 section a \n2 element a [[1]]\n"
			    "in:3! an element is nested too deeply (character 8 of the line)\n");
	buf_clear(&out);
	read_all(&out, overlong, sizeof overlong - 1, &(struct document_limits){ .element = 20 });
	assert_string_equal(
		out.s, "2 section a \nin:2! an element is too long (character 28 of the line)\n");
	buf_clear(&out);
	read_all(&out, text, sizeof text - 1, &(struct document_limits){ .bytes = 50 });
	assert_string_equal(out.s, "in! it is longer than 50 bytes\n");
}

/* The reader may drive the writer: what comes out is what went in, byte for byte. */
static void document__read_and_written_again_is_the_same(void **state)
{
	FILE *file = fmemopen((void *)(uintptr_t)whole, sizeof whole - 1, "r");
	AUTOBUF got = BUF_INIT;
	struct out_target target = { .write = take, .arg = &got };
	const struct document_pair pairs[] = {
		{ "schema", "3", true },
		{ "database", "a \"b\"", false },
		{ "none", NULL, false },
	};
	struct document_item item = { .kind = DOCUMENT_PAIR };
	struct error err = ERROR_INIT;
	struct document_reader *r;
	struct document_writer *w;

	(void)state;
	assert_int_equal(document_open(&r, file, "in", NULL, &err), 0);
	assert_int_equal(document_begin(&w, &target, pairs, 3, &err), 0);
	while (item.kind != DOCUMENT_END) {
		assert_int_equal(document_next(r, &item, &err), 0);
		if (item.kind == DOCUMENT_SECTION)
			assert_int_equal(document_section(w, item.group, item.name, &err), 0);
		else if (item.kind == DOCUMENT_ELEMENT)
			assert_int_equal(document_element(w, item.text, item.len, &err), 0);
	}
	assert_int_equal(document_end(w, false, NULL, &err), 0);
	assert_string_equal(got.s, whole);
	document_close(r);
	fclose(file);
}

/* Every text cut short somewhere is refused: half a document is never taken for a whole one. */
static void reader__refuses_every_shortened_document(void **state)
{
	(void)state;
	for (size_t len = 1; len < sizeof whole - 2; len++) {
		AUTOBUF out = BUF_INIT;

		read_all(&out, whole, len, NULL);
		assert_non_null(strchr(out.s, '!'));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writer__gives_these_bytes),
		cmocka_unit_test(writer__refuses_what_would_break_the_form),
		cmocka_unit_test(writer__reports_a_full_disk),
		cmocka_unit_test(reader__gives_items_in_the_order_of_the_file),
		cmocka_unit_test(reader__does_not_mind_other_white_space),
		cmocka_unit_test(reader__refuses_what_is_no_document_of_ours),
		cmocka_unit_test(reader__stops_at_a_fault_and_says_where),
		cmocka_unit_test(reader__keeps_to_its_limits),
		cmocka_unit_test(document__read_and_written_again_is_the_same),
		cmocka_unit_test(reader__refuses_every_shortened_document),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("exchange/document", tests, NULL, NULL);
}
