/* SPDX-License-Identifier: MIT */
/*
 * test_config_settings.c - what closeout.conf may say, what is made of a
 * wrong one, and how two of them lie over each other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "config/settings_table.h"

#include "config_help.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void read_over(struct settings *s, struct warnings *w, const char *text)
{
	settings_read_text("x.conf", text, strlen(text), s, w);
}

static void assert_values_equal(const struct settings *a, const struct settings *b)
{
	size_t n;
	const struct setting *rows = settings_table(&n);

	for (size_t i = 0; i < n; i++) {
		AUTOBUF va = BUF_INIT;
		AUTOBUF vb = BUF_INIT;

		setting_value(&rows[i], a, &va);
		setting_value(&rows[i], b, &vb);
		assert_string_equal(va.s, vb.s);
	}
}

static void assert_defaults(const struct settings *s)
{
	AUTOSETTINGS d;

	settings_init(&d);
	assert_values_equal(s, &d);
}

static void defaults__are_those_of_the_table(void **state)
{
	AUTOSETTINGS s;
	size_t n;
	const struct setting *rows = settings_table(&n);

	(void)state;
	settings_init(&s);
	for (size_t i = 0; i < n; i++) {
		AUTOBUF value = BUF_INIT;

		setting_value(&rows[i], &s, &value);
		assert_string_equal(value.s, rows[i].fallback);
	}
}

static void defaults__are_the_agreed_ones(void **state)
{
	AUTOSETTINGS s;
	struct date anchor;

	(void)state;
	settings_init(&s);
	assert_string_equal(s.database, "");
	assert_string_equal(s.theme, "default");
	assert_int_equal(s.start, SETTINGS_START_WORKBENCH);
	assert_int_equal(s.date_order, SETTINGS_ORDER_MDY);
	assert_int_equal(s.color, SETTINGS_COLOR_AUTO);
	assert_false(s.ascii);
	assert_int_equal(s.idle_minutes, 15);
	assert_int_equal(s.fiscal_start_month, 10);
	assert_true(date_from_ymd(2012, 1, 1, &anchor));
	assert_int_equal(date_cmp(s.payperiod_anchor, anchor), 0);
	assert_int_equal(date_weekday(s.payperiod_anchor), SUNDAY);
	assert_int_equal(s.payperiod_days, 14);
	assert_int_equal(s.clock[SETTINGS_CLOCK_RESPONSE].length, 90);
	assert_int_equal(s.clock[SETTINGS_CLOCK_RESOLUTION].length, 6);
	assert_int_equal(s.clock[SETTINGS_CLOCK_RESOLUTION].unit, SETTINGS_MONTHS);
	assert_int_equal(s.clock[SETTINGS_CLOCK_FINAL_ACTION].length, 12);
	assert_int_equal(s.clock[SETTINGS_CLOCK_FINAL_ACTION].unit, SETTINGS_MONTHS);
	assert_int_equal(s.clock[SETTINGS_CLOCK_UPDATE].length, 90);
	assert_int_equal(s.clock[SETTINGS_CLOCK_CLOSEOUT_LETTER].length, 30);
	for (int i = 0; i < SETTINGS_CLOCK_MAX; i++)
		assert_int_equal(s.clock[i].roll, SETTINGS_ROLL_NONE);
	assert_int_equal(s.closure_count, 0);
	assert_int_equal(s.key_count, 0);
}

static void settings__all_of_them_can_be_set(void **state)
{
	static const char text[] =
		"database = \"~/cases/a.db\"; theme = \"high-contrast\"; start = \"inbox\";\n"
		"date_order = \"dmy\"; color = \"never\"; ascii = true; idle_minutes = 0;\n"
		"agency = { name = \"Bu\\\"ro \xc3\x84\"; }; fiscal: { start_month = 1; };\n"
		"payperiod = { anchor = \"2013-01-13\"; days = 7; };\n"
		"reminders = { soon_days = 30; };\n"
		"clocks = { response = { length = 60; roll = \"next\"; };\n"
		"  closeout_letter = { length = 2; unit = \"months\"; }; };\n"
		"holidays = ( { date = \"2012-12-24\"; name = \"Order\"; }, \"2012-10-29\" );\n"
		"keys = { quit = \"Ctrl-X\"; undo = [\"u\", \"F8\"]; };\n";
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;

	(void)state;
	settings_init(&s);
	read_over(&s, &w, text);
	assert_no_warning(&w);
	assert_string_equal(s.database, "~/cases/a.db");
	assert_string_equal(s.theme, "high-contrast");
	assert_int_equal(s.start, SETTINGS_START_INBOX);
	assert_int_equal(s.date_order, SETTINGS_ORDER_DMY);
	assert_int_equal(s.color, SETTINGS_COLOR_NEVER);
	assert_true(s.ascii);
	assert_int_equal(s.idle_minutes, 0);
	assert_string_equal(s.agency_name, "Bu\"ro \xc3\x84");
	assert_int_equal(s.fiscal_start_month, 1);
	assert_int_equal(s.payperiod_days, 7);
	assert_int_equal(s.soon_days, 30);
	assert_int_equal(s.clock[SETTINGS_CLOCK_RESPONSE].length, 60);
	assert_int_equal(s.clock[SETTINGS_CLOCK_RESPONSE].unit, SETTINGS_DAYS);
	assert_int_equal(s.clock[SETTINGS_CLOCK_RESPONSE].roll, SETTINGS_ROLL_NEXT);
	assert_int_equal(s.clock[SETTINGS_CLOCK_CLOSEOUT_LETTER].unit, SETTINGS_MONTHS);
	assert_int_equal(s.closure_count, 2);
	assert_string_equal(s.closures[0].name, "closed"); /* 2012-10-29: they are sorted */
	assert_string_equal(s.closures[1].name, "Order");
	assert_int_equal(s.key_count, 3);
	assert_string_equal(s.keys[0].action, "quit");
	assert_string_equal(s.keys[0].key, "Ctrl-X");
	assert_string_equal(s.keys[2].key, "F8");
	assert_string_equal(s.keys[2].file, "x.conf");
	assert_int_equal(s.keys[2].line, 9);
}

static void values__written_are_read_back_the_same(void **state)
{
	static const char text[] =
		"agency = { name = \"A \\\\ \\\"B\\\"\"; }; start = \"last\"; ascii = true;\n"
		"clocks = { update = { length = 3; unit = \"months\"; roll = \"next\"; }; };\n"
		"holidays = ( { date = \"2012-12-24\"; name = \"O \\\"x\\\"\"; }, \"2013-01-02\" );\n"
		"keys = { a = [\"x\", \"g g\"]; b = []; c = \"\\\\\"; };\n";
	AUTOSETTINGS first;
	AUTOSETTINGS second;
	AUTOWARNINGS w = WARNINGS_INIT;
	size_t n;
	const struct setting *rows = settings_table(&n);

	(void)state;
	settings_init(&first);
	settings_init(&second);
	read_over(&first, &w, text);
	for (size_t i = 0; i < n; i++) {
		AUTOBUF one = BUF_INIT;
		const char *dot = strchr(rows[i].path, '.');

		if (dot)
			buf_addf(&one, "%.*s = { %s = ", (int)(dot - rows[i].path), rows[i].path, dot + 1);
		else
			buf_addf(&one, "%s = ", rows[i].path);
		setting_value(&rows[i], &first, &one);
		buf_adds(&one, dot ? "; };" : ";");
		read_over(&second, &w, one.s);
	}
	assert_no_warning(&w);
	assert_values_equal(&first, &second);
}

static void text__is_kept_in_one_normal_form(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;

	(void)state;
	settings_init(&s);
	read_over(&s, &w, "agency = { name = \"e\xcc\x81\"; };");
	assert_no_warning(&w);
	assert_string_equal(s.agency_name, "\xc3\xa9");
}

static void text__has_a_length_in_characters(void **state)
{
	(void)state;
	for (int n = 100; n <= 101; n++) {
		AUTOWARNINGS w = WARNINGS_INIT;
		AUTOSETTINGS s;
		AUTOBUF text = BUF_INIT;

		settings_init(&s);
		buf_adds(&text, "agency = { name = \"");
		for (int i = 0; i < n; i++)
			buf_adds(&text, "\xc3\xa9");
		buf_adds(&text, "\"; };");
		read_over(&s, &w, text.s);
		assert_int_equal(w.count, n - 100);
	}
}

struct bad {
	const char *text;
	const char *warning;
};

static const struct bad bad[] = {
	{ "theme = 3;", "x.conf:1: theme must be a name" },
	{ "theme = \"\";", "theme must be a name" },
	{ "theme = \"../../etc/passwd\";", "theme must be a name" },
	{ "theme = \"Dark\";", "theme must be a name" },
	{ "theme = { };", "theme must be a name" },
	{ "\n\nstart = \"workbnch\";",
	  "x.conf:3: start must be \"workbench\", \"inbox\" or \"last\"; did you mean workbench? "
	  "(\"workbench\" stays)" },
	{ "start = workbench;", "x.conf:1: cannot be read here" },
	{ "date_order = \"ymd\";", "date_order must be \"mdy\" or \"dmy\"" },
	{ "ascii = 1;", "ascii must be true or false (false stays)" },
	{ "ascii = \"true\";", "ascii must be true or false" },
	{ "idle_minutes = -1;", "idle_minutes must be a whole number from 0 to 1440 (15 stays)" },
	{ "idle_minutes = 1441;", "idle_minutes must be" },
	{ "idle_minutes = 4294967311;", "idle_minutes must be" }, /* 15 in 32 bits */
	{ "idle_minutes = 99999999999999999999;", "idle_minutes must be" },
	{ "idle_minutes = 18446744073709551631;", "idle_minutes must be" }, /* 15 in 64 bits */
	{ "idle_minutes = 15.0;", "idle_minutes must be" },
	{ "idle_minutes = \"15\";", "idle_minutes must be" },
	{ "idle_minutes = [15];", "idle_minutes must be" },
	{ "database = \"cases.db\";", "database must be a path in quotes that begins with / or ~/" },
	{ "database = \"~\";", "database must be a path" },
	{ "database = \"/a\\nb\";", "database must be a path" },
	{ "database = \"/a\\x00b\";", "x.conf:1: the text here holds a NUL" },
	{ "agency = { name = \"\\x1b[31m\"; };", "agency.name must be a text" },
	{ "agency = { name = \"\\xff\"; };", "agency.name must be a text" },
	{ "agency = { name = \"a\\tb\"; };", "agency.name must be a text" },
	{ "agency = \"x\";", "agency must be a group agency = { ... }" },
	{ "agency = ( { name = \"x\"; } );", "agency must be a group" },
	{ "fiscal = { start_month = 0; };", "fiscal.start_month must be a whole number from 1 to 12" },
	{ "fiscal = { start_month = 13; };", "fiscal.start_month must be" },
	{ "start_month = 3;", "unknown setting start_month; did you mean fiscal.start_month?" },
	{ "them = \"dark\";", "x.conf:1: unknown setting them; did you mean theme?" },
	{ "clock = { };", "unknown setting clock; did you mean clocks?" },
	{ "clocks = { respons = { }; };", "unknown setting clocks.respons; did you mean response?" },
	{ "zzzzz = 1;", "x.conf:1: unknown setting zzzzz" },
	{ "a = { b = { c = { d = 1; }; }; };", "unknown setting a" },
	{ "payperiod = { anchor = \"2013-02-30\"; };", "payperiod.anchor must be a date" },
	{ "payperiod = { anchor = 20130101; };", "payperiod.anchor must be a date" },
	{ "payperiod = { days = 0; };", "payperiod.days must be a whole number from 1" },
	{ "clocks = { response = 60; };", "clocks.response must be a group" },
	{ "clocks = { response = { length = 0; }; };", "clocks.response.length is not usable" },
	{ "clocks = { response = { unit = \"weeks\"; }; };", "clocks.response.unit is not usable" },
	{ "clocks = { response = { lenght = 3; }; };", "has no lenght; did you mean length?" },
	{ "holidays = \"2012-12-24\";", "holidays must be a list" },
	{ "holidays = ( { name = \"x\"; } );", "holidays: entry 1 has no usable date" },
	{ "holidays = ( \"2012-13-01\" );", "holidays: entry 1 has no usable date" },
	{ "holidays = ( ( \"2012-12-24\" ) );", "holidays: entry 1 has no usable date" },
	{ "keys = \"q\";", "keys must be a group" },
	{ "keys = { quit = \"Crtl-S\"; };", "keys.quit: Crtl-S is not a key" },
	{ "keys = { quit = 3; };", "keys.quit: this is not a key" },
	{ "keys = { quit = \"\"; };", "is not a key" },
	{ "keys = { quit = { a = \"q\"; }; };", "keys.quit: this is not a key" },
};

static void bad_values__keep_the_default_and_say_why(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		AUTOWARNINGS w = WARNINGS_INIT;
		AUTOSETTINGS s;

		settings_init(&s);
		read_over(&s, &w, bad[i].text);
		if (!warned(&w, bad[i].warning))
			fail_msg("%s\ngot %zu: %s", bad[i].text, w.count, w.count ? w.line[0] : "");
		assert_int_equal(w.count, 1);
			assert_defaults(&s);
	}
}

static void bad_values__do_not_touch_their_neighbours(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;

	(void)state;
	settings_init(&s);
	read_over(&s, &w,
		  "theme = \"dark\"; ascii = 7; idle_minutes = 99999999999;\n"
		  "clocks = { response = { length = 60; unit = \"weeks\"; }; update = { length = 30; }; };\n"
		  "holidays = ( \"never\", \"2012-12-24\" ); keys = { a = [\"x\", \"Crtl-y\"]; };");
	assert_int_equal(w.count, 5);
	assert_string_equal(s.theme, "dark");
	assert_int_equal(s.clock[SETTINGS_CLOCK_RESPONSE].length, 90);
	assert_int_equal(s.clock[SETTINGS_CLOCK_UPDATE].length, 30);
	assert_int_equal(s.closure_count, 1);
	assert_int_equal(s.key_count, 1);
	assert_string_equal(s.keys[0].key, "x");
}

static void warnings__are_one_line_of_visible_text_each(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;
	AUTOBUF text = BUF_INIT;

	(void)state;
	settings_init(&s);
	buf_adds(&text, "keys = { a = \"\\x1b]0;owned\\x07\\n\"; b = \"");
	buf_pad(&text, 'x', 5000);
	buf_adds(&text, "\"; };");
	read_over(&s, &w, text.s);
	assert_int_equal(w.count, 2);
	for (size_t i = 0; i < w.count; i++) {
		assert_true(strlen(w.line[i]) < 700);
		for (const char *c = w.line[i]; *c; c++)
			assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
	}
}

static void warnings__stop_at_a_hundred_and_count_on(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;
	AUTOBUF text = BUF_INIT;

	(void)state;
	settings_init(&s);
	for (int i = 0; i < 300; i++)
		buf_addf(&text, "x%d = 1;\n", i);
	read_over(&s, &w, text.s);
	assert_int_equal(w.count, WARNINGS_MAX);
	assert_int_equal(w.dropped, 200);
}

static void reading__ends_soon_for_a_file_full_of_names(void **state)
{
	AUTOSETTINGS s;
	AUTOBUF text = BUF_INIT;

	(void)state;
	settings_init(&s);
	buf_adds(&text, "keys = {");
	for (int i = 0; text.len < 65000; i++)
		buf_addf(&text, "k%d=\"x\";", i);
	buf_adds(&text, "};");
	alarm(20);
	read_over(&s, NULL, text.s);
	alarm(0);
	assert_true(s.key_count > 4000);
}

static void layers__lie_over_each_other(void **state)
{
	static const char system_file[] =
		"theme = \"light\"; idle_minutes = 30; start = \"inbox\";\n"
		"holidays = ( { date = \"2012-12-24\"; name = \"Order\"; } );\n"
		"keys = { quit = [\"q\", \"F3\"]; undo = \"u\"; };\n";
	static const char user_file[] =
		"theme = \"dark\"; start = \"nonsense\";\n"
		"holidays = ( { date = \"2012-12-24\"; name = \"Eve\"; }, \"2013-01-02\" );\n"
		"keys = { quit = \"x\"; undo = []; };\n";
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOBUF first = BUF_INIT;
	AUTOBUF second = BUF_INIT;
	AUTOSETTINGS s;
	const char *paths[3];

	(void)state;
	buf_adds(&first, write_scratch("system.conf", system_file, sizeof(system_file) - 1));
	buf_adds(&second, write_scratch("user.conf", user_file, sizeof(user_file) - 1));
	paths[0] = first.s;
	paths[1] = NULL;
	paths[2] = second.s;
	settings_load(paths, 3, SETTINGS_PLAIN, &s, &w);
	assert_int_equal(w.count, 1);
	assert_non_null(strstr(w.line[0], "user.conf:1: start must be"));
	assert_non_null(strstr(w.line[0], "(\"inbox\" stays)"));
	assert_string_equal(s.theme, "dark");
	assert_int_equal(s.idle_minutes, 30);
	assert_int_equal(s.start, SETTINGS_START_INBOX);
	assert_int_equal(s.closure_count, 2);
	assert_string_equal(s.closures[0].name, "Eve");
	assert_int_equal(s.key_count, 2);
	assert_string_equal(s.keys[0].key, "x");
	assert_string_equal(s.keys[0].file, second.s);
	assert_string_equal(s.keys[1].action, "undo");
	assert_string_equal(s.keys[1].key, "");
}

static void broken_layer__is_left_out_whole(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOBUF good = BUF_INIT;
	AUTOBUF broken = BUF_INIT;
	AUTOSETTINGS s;
	const char *paths[2];

	(void)state;
	buf_adds(&good, write_scratch("good.conf", "theme = \"light\";", 16));
	buf_adds(&broken, write_scratch("broken.conf", "theme = \"dark\";\nstart = \n", 24));
	paths[0] = good.s;
	paths[1] = broken.s;
	settings_load(paths, 2, SETTINGS_PLAIN, &s, &w);
	assert_int_equal(w.count, 1);
	assert_non_null(strstr(w.line[0], "broken.conf:"));
	assert_non_null(strstr(w.line[0], "the file is not used"));
	assert_string_equal(s.theme, "light");
}

static void settings_load__is_silent_about_files_that_need_not_exist(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOBUF path = BUF_INIT;
	const char *paths[2];

	(void)state;
	buf_adds(&path, scratch_path("none.conf"));
	paths[0] = paths[1] = path.s;
	for (int asked = 0; asked < 2; asked++) {
		AUTOSETTINGS s;

		settings_load(paths, 2, asked ? SETTINGS_MUST_EXIST : SETTINGS_PLAIN, &s, &w);
		assert_defaults(&s);
		assert_int_equal(w.count, asked);
	}
	assert_non_null(strstr(w.line[0], "none.conf: No such file"));
}

static void settings_load__survives_what_is_no_file(void **state)
{
	static const char *const names[] = { "dir", "fifo", "loop" };

	(void)state;
	assert_int_equal(mkdir(scratch_path("dir"), 0700), 0);
	assert_int_equal(mkfifo(scratch_path("fifo"), 0600), 0);
	assert_int_equal(symlink("loop", scratch_path("loop")), 0);
	for (size_t i = 0; i < COUNT(names); i++) {
		AUTOWARNINGS w = WARNINGS_INIT;
		AUTOSETTINGS s;
		const char *paths[1] = { scratch_path(names[i]) };

		alarm(10);
		settings_load(paths, 1, SETTINGS_PLAIN, &s, &w);
		alarm(0);
		assert_int_equal(w.count, 1);
		assert_defaults(&s);
	}
}

static void settings_database__puts_home_in_place(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;
	AUTOBUF path = BUF_INIT;

	(void)state;
	settings_init(&s);
	settings_database(&s, "/users/ann", &path);
	assert_string_equal(path.s, "");
	read_over(&s, &w, "database = \"~/c/a.db\";");
	settings_database(&s, "/users/ann", &path);
	assert_string_equal(path.s, "/users/ann/c/a.db");
	buf_clear(&path);
	settings_database(&s, NULL, &path);
	assert_string_equal(path.s, "~/c/a.db");
	buf_clear(&path);
	read_over(&s, &w, "database = \"/srv/a.db\";");
	settings_database(&s, "/users/ann", &path);
	assert_string_equal(path.s, "/srv/a.db");
	assert_no_warning(&w);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults__are_those_of_the_table),
		cmocka_unit_test(defaults__are_the_agreed_ones),
		cmocka_unit_test(settings__all_of_them_can_be_set),
		cmocka_unit_test(values__written_are_read_back_the_same),
		cmocka_unit_test(text__is_kept_in_one_normal_form),
		cmocka_unit_test(text__has_a_length_in_characters),
		cmocka_unit_test(bad_values__keep_the_default_and_say_why),
		cmocka_unit_test(bad_values__do_not_touch_their_neighbours),
		cmocka_unit_test(warnings__are_one_line_of_visible_text_each),
		cmocka_unit_test(warnings__stop_at_a_hundred_and_count_on),
		cmocka_unit_test(reading__ends_soon_for_a_file_full_of_names),
		IN_SCRATCH(layers__lie_over_each_other),
		IN_SCRATCH(broken_layer__is_left_out_whole),
		IN_SCRATCH(settings_load__is_silent_about_files_that_need_not_exist),
		IN_SCRATCH(settings_load__survives_what_is_no_file),
		cmocka_unit_test(settings_database__puts_home_in_place),
	};

	return cmocka_run_group_tests_name("config settings", tests, NULL, NULL);
}
