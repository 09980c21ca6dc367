/* SPDX-License-Identifier: MIT */
/* test_exchange_pages.c - the print form: heads, banners, wrapping, page numbers, tables. */
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
#include "base/utf8.h"
#include "exchange/pages.h"

static struct buf got = BUF_INIT;
static struct pages_options options;

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
	options.title = "Recommendations";
	options.rows = -1;
	options.width = 40;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_release(&got);
	return 0;
}

static struct pages *begin(void)
{
	struct error err = ERROR_INIT;
	struct pages *p;

	assert_int_equal(pages_open(&p, &options, &err), 0);
	return p;
}

static void end(struct pages *p)
{
	struct error err = ERROR_INIT;

	assert_int_equal(pages_close(p, false, NULL, &err), 0);
}

/* How often a text occurs. */
static int count(const char *text)
{
	int n = 0;

	for (const char *at = got.s; (at = strstr(at, text)) != NULL; at += strlen(text))
		n++;
	return n;
}

static void page__says_what_of_when_by_whom_and_how_secret(void **state)
{
	struct pages *p;

	(void)state;
	options.as_of = "2012-11-15";
	options.generated_at = "2012-11-15";
	options.user = "lead";
	options.sensitivity = "FOUO";
	options.filter = "is:open";
	options.rows = 4;
	options.height = -1;
	p = begin();
	pages_text(p, "Body.");
	end(p);
	assert_string_equal(got.s, "                  FOUO\n"
				   "Recommendations         as of 2012-11-15\n"
				   "generated 2012-11-15 by le\u2026  page 1 of 1\n"
				   "filter: is:open                   4 rows\n"
				   "\n"
				   "Body.\n"
				   "\n"
				   "                  FOUO\n");
}

static void filter__that_is_too_long_for_the_head_is_whole_in_the_body(void **state)
{
	struct pages *p;

	(void)state;
	options.filter = "is:open owner_office:OPR current_target<=2012-12-31";
	options.height = -1;
	p = begin();
	pages_text(p, "Body.");
	end(p);
	assert_non_null(strstr(got.s, "filter: see page 1\n"));
	assert_non_null(strstr(got.s, "Filter              is:open\n"
				      "                    owner_office:OPR\n"
				      "                    current_target<=2012\n"
				      "                    -12-31\n"
				      "\nBody.\n"));
}

static void page__leaves_out_what_is_not_given(void **state)
{
	(void)state;
	end(begin());
	assert_string_equal(got.s, "Recommendations\n"
				   "                             page 1 of 1\n"
				   "\n");
}

static void text__wraps_between_words(void **state)
{
	struct pages *p;

	(void)state;
	options.height = -1;
	p = begin();
	pages_text(p, "Provide the Office of Professional Responsibility with the study.\n\nEnd");
	end(p);
	assert_non_null(strstr(got.s, "\nProvide the Office of Professional\n"
				      "Responsibility with the study.\n\nEnd\n"));
}

static void text__cuts_a_word_longer_than_the_line_between_clusters(void **state)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF expected = BUF_INIT;
	struct pages *p;

	(void)state;
	options.height = -1;
	for (int i = 0; i < 41; i++)
		buf_adds(&text, "e\u0308");
	p = begin();
	pages_text(p, text.s);
	end(p);
	buf_add(&expected, text.s, 40 * 3);
	buf_adds(&expected, "\ne\u0308\n");
	assert_non_null(strstr(got.s, expected.s));
}

static void text__is_filtered(void **state)
{
	struct pages *p;

	(void)state;
	options.title = "A\x1b";
	p = begin();
	pages_text(p, "B\x1b");
	end(p);
	assert_int_equal(count("A<1B>"), 1);
	assert_int_equal(count("B<1B>"), 1);
}

static void field__hangs_below_its_label(void **state)
{
	struct pages *p;

	(void)state;
	options.height = -1;
	p = begin();
	pages_field(p, "Owner", "Office of Professional Responsibility");
	pages_field(p, "A label that is far too long", "x");
	end(p);
	assert_non_null(strstr(got.s, "\nOwner               Office of\n"
				      "                    Professional\n"
				      "                    Responsibility\n"
				      "A label that is far too long\n"
				      "                    x\n"));
}

static void pages__are_numbered_and_each_has_its_banners_and_height(void **state)
{
	struct pages *p;
	int lines = 0;

	(void)state;
	options.height = 20;
	options.sensitivity = "FOUO";
	options.form_feed = true;
	p = begin();
	for (int i = 0; i < 30; i++)
		pages_text(p, "line");
	end(p);
	assert_int_equal(count("page 1 of 3"), 1);
	assert_int_equal(count("page 2 of 3"), 1);
	assert_int_equal(count("page 3 of 3"), 1);
	assert_int_equal(count("FOUO"), 6);
	assert_int_equal(count("\f"), 2);
	assert_int_equal(count("line\n"), 30);
	for (const char *at = got.s; *at; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 60);
}

static void heading__never_stands_alone_at_the_foot(void **state)
{
	struct pages *p;

	(void)state;
	options.height = 20; /* 17 lines of body */
	options.form_feed = true;
	p = begin();
	for (int i = 0; i < 16; i++)
		pages_text(p, "line");
	pages_heading(p, "Heading");
	pages_text(p, "after");
	end(p);
	assert_non_null(strstr(got.s, "line\n\fRecommendations\n"));
	assert_non_null(strstr(got.s, "\n\nHeading\nafter\n"));
}

static void block__stands_on_one_page(void **state)
{
	struct pages *p;

	(void)state;
	options.height = 20;
	options.form_feed = true;
	p = begin();
	for (int i = 0; i < 13; i++)
		pages_text(p, "line");
	pages_together(p, true);
	for (int i = 0; i < 5; i++)
		pages_text(p, "block");
	pages_together(p, false);
	pages_text(p, "after");
	end(p);
	assert_non_null(strstr(got.s, "line\n\fRecommendations\n"));
	assert_non_null(strstr(got.s, "\n\nblock\nblock\nblock\nblock\nblock\nafter\n"));
}

static void block__longer_than_a_page_is_broken_once_a_page(void **state)
{
	struct pages *p;

	(void)state;
	options.height = 20;
	p = begin();
	pages_together(p, true);
	for (int i = 0; i < 34; i++)
		pages_text(p, "block");
	pages_together(p, false);
	end(p);
	assert_int_equal(count("block\n"), 34);
	assert_int_equal(count("page 3 of 3"), 1);
}

static void blank_and_break__leave_no_empty_page_or_top(void **state)
{
	struct pages *p;

	(void)state;
	p = begin();
	pages_blank(p);
	pages_break(p);
	pages_text(p, "one");
	pages_break(p);
	pages_break(p);
	pages_blank(p);
	pages_text(p, "two");
	pages_break(p);
	end(p);
	assert_int_equal(count("of 2"), 2);
	assert_int_equal(count("\n\none\n"), 1);
	assert_int_equal(count("\n\ntwo\n"), 1);
}

static void table__repeats_its_heading_on_each_page_but_not_after_it(void **state)
{
	const struct sink_column columns[] = {
		{ "ref", "Ref", SINK_TYPE_TEXT },
		{ "text", "Text", SINK_TYPE_TEXT },
	};
	const char *row[] = { "OIG-12-130/1", "Provide the classification study results" };
	struct error err = ERROR_INIT;
	struct pages *p;
	struct sink *s;

	(void)state;
	options.height = 20;
	p = begin();
	assert_int_equal(pages_table(p, columns, 2, &s, &err), 0);
	for (int i = 0; i < 20; i++)
		assert_int_equal(sink_row(s, row, &err), 0);
	assert_int_equal(sink_close(s, NULL, &err), 0);
	for (int i = 0; i < 20; i++)
		pages_text(p, "after");
	end(p);
	assert_int_equal(count("of 3"), 3);
	assert_int_equal(count("Ref           Text\n"), 2);
	assert_int_equal(count("OIG-12-130/1  Provide the classificatio\u2026\n"), 20);
}

static void width_and_height__must_be_possible(void **state)
{
	struct error err = ERROR_INIT;
	struct pages *p;

	(void)state;
	options.width = 133;
	assert_int_equal(pages_open(&p, &options, &err), FAIL_USAGE);
	options.width = 132;
	options.height = 5;
	assert_int_equal(pages_open(&p, &options, &err), FAIL_USAGE);
}

static int refuse(void *arg, const char *bytes, size_t len)
{
	(void)bytes;
	(void)len;
	return *(int *)arg;
}

static void failure__is_reported_at_the_end(void **state)
{
	struct error err = ERROR_INIT;
	int why = ENOSPC;
	bool gone = true;

	(void)state;
	options.target = (struct out_target){ .write = refuse, .arg = &why };
	assert_int_equal(pages_close(begin(), false, &gone, &err), FAIL_IO);
	assert_false(gone);
	why = EPIPE;
	assert_int_equal(pages_close(begin(), false, &gone, &err), FAIL_IO);
	assert_true(gone);
	assert_int_equal(pages_close(begin(), true, &gone, &err), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(page__says_what_of_when_by_whom_and_how_secret),
		TEST(filter__that_is_too_long_for_the_head_is_whole_in_the_body),
		TEST(page__leaves_out_what_is_not_given),
		TEST(text__wraps_between_words),
		TEST(text__cuts_a_word_longer_than_the_line_between_clusters),
		TEST(text__is_filtered),
		TEST(field__hangs_below_its_label),
		TEST(pages__are_numbered_and_each_has_its_banners_and_height),
		TEST(heading__never_stands_alone_at_the_foot),
		TEST(block__stands_on_one_page),
		TEST(block__longer_than_a_page_is_broken_once_a_page),
		TEST(blank_and_break__leave_no_empty_page_or_top),
		TEST(table__repeats_its_heading_on_each_page_but_not_after_it),
		TEST(width_and_height__must_be_possible),
		TEST(failure__is_reported_at_the_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("exchange/pages", tests, NULL, NULL);
}
