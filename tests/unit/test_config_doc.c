/* SPDX-License-Identifier: MIT */
/*
 * test_config_doc.c - the sample file and closeout.conf(5) say what the
 * tables say. Run with RENEW_GOLDENS=1 in the environment it rewrites them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "config/settings_table.h"
#include "config/theme.h"

#include "config_help.h"

#define SAMPLE "data/closeout.conf.sample"
#define MAN "man/closeout.conf.5"

static void open_source(const char *name, const char *mode, FILE **f)
{
	AUTOBUF path = BUF_INIT;

	buf_addf(&path, "%s/%s", source_root(), name);
	*f = fopen(path.s, mode);
	if (!*f)
		fail_msg("cannot open %s", path.s);
}

static void read_source(const char *name, struct buf *dst)
{
	char chunk[4096];
	size_t got;
	FILE *f;

	open_source(name, "rb", &f);
	while ((got = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(dst, chunk, got);
	fclose(f);
}

/* Compares the file name with its text as it should be, or renews it. */
static void check_source(const char *name, const struct buf *is, const struct buf *should)
{
	FILE *f;

	if (is->len == should->len && !memcmp(is->s, should->s, is->len))
		return;
	if (!getenv("RENEW_GOLDENS"))
		fail_msg("%s is not what the tables say; run this program with RENEW_GOLDENS=1 to renew it",
			 name);
	open_source(name, "wb", &f);
	assert_int_equal(fwrite(should->s, 1, should->len, f), should->len);
	assert_int_equal(fclose(f), 0);
}

static void sample_file__is_the_one_of_the_table(void **state)
{
	AUTOBUF is = BUF_INIT;
	AUTOBUF should = BUF_INIT;

	(void)state;
	buf_adds(&should, "# SPDX-License-Identifier: MIT\n");
	settings_write_sample(&should);
	read_source(SAMPLE, &is);
	check_source(SAMPLE, &is, &should);
}

/* Takes the # off lines that are settings: those without a blank behind it. */
static void uncomment(struct buf *dst, const char *text)
{
	for (const char *s = text; *s; s++) {
		bool begins = s == text || s[-1] == '\n';
		const char *code = s + strspn(s, "#");
		bool is_code = code == s + 1 && (*code != ' ' || code[1] == ' ');

		if (!(begins && is_code))
			buf_addc(dst, *s);
	}
}

static void sample_file__says_nothing_as_it_stands(void **state)
{
	AUTOBUF text = BUF_INIT;
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;

	(void)state;
	settings_init(&s);
	read_source(SAMPLE, &text);
	settings_read_text(SAMPLE, text.s, text.len, &s, &w);
	assert_no_warning(&w);
	assert_string_equal(s.database, "");
	assert_int_equal(s.key_count + s.closure_count, 0);
}

static void sample_file__shows_the_defaults_or_examples(void **state)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF live = BUF_INIT;
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;
	size_t n;
	const struct setting *rows = settings_table(&n);

	(void)state;
	settings_init(&s);
	read_source(SAMPLE, &text);
	uncomment(&live, text.s);
	settings_read_text(SAMPLE, live.s, live.len, &s, &w);
	assert_no_warning(&w);
	for (size_t i = 0; i < n; i++) {
		AUTOBUF value = BUF_INIT;

		setting_value(&rows[i], &s, &value);
		if (rows[i].example)
			assert_string_not_equal(value.s, rows[i].fallback);
		else
			assert_string_equal(value.s, rows[i].fallback);
	}
}

/* Replaces what stands between the lines that begin and end a generated part. */
static void put_between(struct buf *text, const char *what, const struct buf *part)
{
	AUTOBUF mark = BUF_INIT;
	char *from, *to;

	buf_addf(&mark, ".\\\" begin %s\n", what);
	from = strstr(text->s, mark.s);
	if (!from)
		fail_msg("%s has no line \"%s\"", MAN, mark.s);
	from += mark.len;
	buf_clear(&mark);
	buf_addf(&mark, ".\\\" end %s\n", what);
	to = strstr(from, mark.s);
	if (!to)
		fail_msg("%s has no line \"%s\"", MAN, mark.s);
	buf_splice(text, (size_t)(from - text->s), (size_t)(to - from), part->s, part->len);
}

static void manual__lists_settings_and_roles(void **state)
{
	AUTOBUF is = BUF_INIT;
	AUTOBUF should = BUF_INIT;
	AUTOBUF part = BUF_INIT;

	(void)state;
	read_source(MAN, &is);
	buf_add(&should, is.s, is.len);
	settings_write_man(&part);
	put_between(&should, "settings", &part);
	buf_clear(&part);
	theme_write_man(&part);
	put_between(&should, "roles", &part);
	check_source(MAN, &is, &should);
}

static void manual__names_every_setting(void **state)
{
	AUTOBUF text = BUF_INIT;
	size_t n;
	const struct setting *rows = settings_table(&n);

	(void)state;
	read_source(MAN, &text);
	for (size_t i = 0; i < n; i++) {
		AUTOBUF item = BUF_INIT;

		buf_addf(&item, "\n.It Ic %s\n", rows[i].path);
		if (!strstr(text.s, item.s))
			fail_msg("%s does not name %s", MAN, rows[i].path);
	}
}

static void help__is_whole_sentences(void **state)
{
	size_t n;
	const struct setting *rows = settings_table(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(rows[i].help);

		assert_true(len > 10);
		assert_int_equal(rows[i].help[len - 1], '.');
		assert_null(strchr(rows[i].help, '\n'));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sample_file__is_the_one_of_the_table),
		cmocka_unit_test(sample_file__says_nothing_as_it_stands),
		cmocka_unit_test(sample_file__shows_the_defaults_or_examples),
		cmocka_unit_test(manual__lists_settings_and_roles),
		cmocka_unit_test(manual__names_every_setting),
		cmocka_unit_test(help__is_whole_sentences),
	};

	return cmocka_run_group_tests_name("config documents", tests, NULL, NULL);
}
