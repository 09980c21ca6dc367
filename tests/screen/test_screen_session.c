/* SPDX-License-Identifier: MIT */
/* test_screen_session.c - the end of a session that nobody types in, and going back to where one was. */
#include "screen_help.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/draft_file.h"
#include "app/form_private.h"
#include "base/clock.h"

#define MINUTE INT64_C(60000000)

static void idle__is_announced_two_minutes_before_and_any_key_takes_it_back(void **state)
{
	struct shot *s = *state;
	struct screen *sc = &s->screen;
	int64_t last = 5 * MINUTE;

	assert_int_equal(screen_idle_tick(sc, 15, last, last), 13 * 60000);
	assert_string_equal(sc->message.text, "");
	assert_int_equal(screen_idle_tick(sc, 15, last, last + 13 * MINUTE), 120000);
	shot_render(s);
	assert_true(shot_shows(s, "this session ends in 120 seconds"));
	assert_false(sc->quit);
	/* A key: as if nothing had been. */
	shot_keys(s, "Down");
	assert_int_equal(screen_idle_tick(sc, 15, last + 14 * MINUTE, last + 14 * MINUTE), 13 * 60000);
	shot_render(s);
	assert_false(shot_shows(s, "this session ends"));
	/* Announced again the next time, and the end. */
	screen_idle_tick(sc, 15, last + 14 * MINUTE, last + 28 * MINUTE);
	shot_render(s);
	assert_true(shot_shows(s, "this session ends in 60 seconds"));
	screen_idle_tick(sc, 15, last + 14 * MINUTE, last + 29 * MINUTE - 1);
	assert_false(sc->quit);
	screen_idle_tick(sc, 15, last + 14 * MINUTE, last + 29 * MINUTE);
	assert_true(sc->quit);
	assert_true(sc->left_alone);
}

static void idle__never_ends_without_the_setting(void **state)
{
	struct shot *s = *state;

	assert_int_equal(screen_idle_tick(&s->screen, 0, 0, INT64_C(1) << 60), -1);
	assert_false(s->screen.quit);
}

static void idle__end_loses_nothing_that_was_typed(void **state)
{
	struct shot *s = *state;
	struct draft_list found;
	char dir[512];
	bool kept = false;

	shot_keys(s, "e");
	shot_type(s, "typed and left alone");
	screen_idle_tick(&s->screen, 1, 0, MINUTE);
	assert_true(s->screen.quit);
	screen_end(&s->screen, true);
	screen_release(&s->screen);
	assert_non_null(draft_dir(&s->app, dir, sizeof dir));
	draft_find(dir, &found);
	for (size_t i = 0; i < found.n; i++)
		for (size_t k = 0; k < found.at[i].n; k++)
			kept |= strstr(found.at[i].pairs[k].text, "typed and left alone") != NULL;
	assert_true(kept);
	if (found.n)
		draft_forget(&found.at[0]);
	draft_list_release(&found);
	screen_init(&s->screen, &s->app, NULL);
}

/* ---- the place ------------------------------------------------------------------------------- */

static void place_path(struct shot *s, char *dst, size_t size);
static void write_file(const char *path, const char *bytes, size_t len);

static void start_again(struct shot *s, bool cut_off)
{
	screen_end(&s->screen, cut_off);
	screen_release(&s->screen);
	screen_init(&s->screen, &s->app, NULL);
	screen_resize(&s->screen, 24, 80);
	screen_start(&s->screen);
	shot_render(s);
}

static void place__is_gone_back_to_where_the_setting_asks_for_it(void **state)
{
	struct shot *s = *state;

	s->app.settings.start = SETTINGS_START_LAST;
	shot_keys(s, "2 / i s : o p e n Enter G");
	start_again(s, true);
	assert_true(shot_shows(s, "Back where you were: Recommendations, filter is:open. Esc leaves it."));
	assert_int_equal(screen_list(&s->screen)->ids.n, 4);
	assert_int_equal(screen_list(&s->screen)->cursor, 3);
	shot_keys(s, "q 3 Down Down");
	char selected[UUID_TEXT];
	memcpy(selected, screen_top(&s->screen)->plan.selected, sizeof selected);
	start_again(s, false);
	assert_true(shot_shows(s, "Back where you were: Plan RECLASS-FY13"));
	assert_string_equal(screen_top(&s->screen)->plan.selected, selected);
	/* Without the setting there is no file to go by, and none is written. */
	s->app.settings.start = SETTINGS_START_WORKBENCH;
	start_again(s, true);
	assert_int_equal(s->screen.depth, 1);
	s->app.settings.start = SETTINGS_START_INBOX;
	start_again(s, true);
	assert_int_equal(screen_top(&s->screen)->kind, VIEW_INBOX);
}

/* Comes back with the same kind of view on top. */
static struct view *again(struct shot *s, enum view_kind kind)
{
	int depth = s->screen.depth;

	assert_int_equal(screen_top(&s->screen)->kind, kind);
	start_again(s, true);
	assert_int_equal(s->screen.depth, depth);
	assert_int_equal(screen_top(&s->screen)->kind, kind);
	return screen_top(&s->screen);
}

static void place__keeps_figures_calendar_pages_and_what_is_typed_in_a_question(void **state)
{
	struct shot *s = *state;
	int was;

	s->app.settings.start = SETTINGS_START_LAST;
	shot_keys(s, "7 Tab Tab Tab");
	was = screen_top(&s->screen)->overview.at;
	assert_true(was > 0);
	assert_int_equal(again(s, VIEW_OVERVIEW)->overview.at, was);
	shot_keys(s, "Enter");
	if (screen_top(&s->screen)->kind == VIEW_LIST)
		again(s, VIEW_LIST);
	shot_keys(s, "0 g c Right Right Down");
	was = screen_top(&s->screen)->cover.week;
	assert_int_equal(again(s, VIEW_COVER)->cover.week, was);
	assert_int_equal(screen_top(&s->screen)->cover.function, 1);
	shot_keys(s, "0 2 :");
	shot_type(s, "unfin");
	assert_string_equal(edit_text(&again(s, VIEW_CHOOSER)->chooser.input), "unfin");
	assert_true(shot_shows(s, "Unfinished forms"));
	shot_keys(s, "Esc @");
	shot_type(s, "2012-0");
	assert_string_equal(edit_text(&again(s, VIEW_PROMPT)->prompt.input), "2012-0");
	shot_keys(s, "Esc ? Down Down Down");
	was = screen_top(&s->screen)->chooser.cursor;
	assert_true(was > 0);
	assert_int_equal(again(s, VIEW_CHOOSER)->chooser.cursor, was);
	shot_keys(s, "Esc H");
	again(s, VIEW_TEXT);
	shot_keys(s, "Esc g r");
	again(s, VIEW_LIST);
	assert_int_equal(screen_list(&s->screen)->entity->id, ENTITY_RISK);
}

/* What a file says is done only where it opens something and nothing else. */
static void place__does_nothing_but_open(void **state)
{
	static const char *const actions[] = { "quit", "undo", "redo", "suspend", "become", "bulk-do", "mark-all", "answer-yes", "x" };
	struct shot *s = *state;
	char path[512];

	s->app.settings.start = SETTINGS_START_LAST;
	start_again(s, true);
	place_path(s, path, sizeof path);
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		const struct draft_pair pairs[] = { { "quit", "0" },	  { "depth", "2" },   { "0.kind", "bench" },
						    { "0.number", "0" },  { "1.kind", "asked" }, { "1.shape", "text" },
						    { "1.by", actions[i] } };
		AUTOBUF bytes = BUF_INIT;

		draft_record_add(&bytes, 0, pairs, sizeof pairs / sizeof *pairs);
		screen_release(&s->screen);
		write_file(path, bytes.s, bytes.len);
		screen_init(&s->screen, &s->app, NULL);
		screen_resize(&s->screen, 24, 80);
		screen_start(&s->screen);
		assert_int_equal(s->screen.depth, 1);
		assert_false(s->screen.quit);
		assert_false(s->screen.suspend);
	}
}

static void place_path(struct shot *s, char *dst, size_t size)
{
	char dir[400];

	assert_non_null(draft_dir(&s->app, dir, sizeof dir));
	snprintf(dst, size, "%s/place", dir);
}

static void write_file(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

static void place__that_says_what_is_not_there_is_left_out(void **state)
{
	static const struct draft_pair wrong[] = {
		{ "quit", "0" }, { "depth", "999999999999" }, { "0.kind", "bench" }, { "0.number", "0" },
		{ "0.focus", "77" }, { "0.1.filter", "((((" }, { "0.1.sort", "-nothing" }, { "0.2.selected", "x" },
		{ "1.kind", "record" }, { "1.entity", "report" }, { "1.uid", "../../etc/passwd" },
		{ "2.kind", "list" }, { "2.number", "5" }, { "3.kind", "form" }, { "3.draft", "../../../etc/passwd" },
		{ "4.kind", "plan" }, { "4.number", "3" }, { "4.zoom", "-9" }, { "4.folded", "9223372036854775807" },
		{ "4.selected", "nobody" }, { "5.kind", "text" }, { "5.number", "-1" }, { "6.kind", "chooser" },
		{ "7.kind", "inbox" }, { "7.number", "6" }, { "7.under", "99" }, { "7.selected", "y" },
	};
	struct shot *s = *state;
	AUTOBUF bytes = BUF_INIT;
	char path[512];

	s->app.settings.start = SETTINGS_START_LAST;
	start_again(s, true);
	draft_record_add(&bytes, 0, wrong, sizeof wrong / sizeof *wrong);
	place_path(s, path, sizeof path);
	screen_release(&s->screen);
	write_file(path, bytes.s, bytes.len);
	screen_init(&s->screen, &s->app, NULL);
	screen_resize(&s->screen, 24, 80);
	screen_start(&s->screen);
	assert_int_equal(screen_top(&s->screen)->kind, VIEW_INBOX);
	shot_keys(s, "1 2 3 4 6 7 8 Esc Esc");
}

static void place__of_any_bytes_breaks_nothing(void **state)
{
	struct shot *s = *state;
	char path[512], bytes[4096];
	uint32_t seed = 7;

	s->app.settings.start = SETTINGS_START_LAST;
	shot_keys(s, "2 Enter Tab ?");
	start_again(s, true);
	place_path(s, path, sizeof path);
	int fd = open(path, O_RDONLY);
	ssize_t len = read(fd, bytes, sizeof bytes);
	close(fd);
	assert_true(len > 50);
	for (int i = 0; i < 300; i++) {
		struct draft_record record;
		AUTOBUF mutant = BUF_INIT;

		/* The payload is changed and sealed again, so that its content is read. */
		draft_record_last(bytes, (size_t)len, &record);
		AUTOBUF payload = BUF_INIT;
		buf_add(&payload, record.payload, record.len);
		for (int k = 0; k < 4; k++) {
			seed = seed * 1103515245 + 12345;
			payload.s[9 + (seed >> 8) % (payload.len - 9)] = (char)(seed >> 24);
		}
		draft_record_seal(&mutant, payload.s, payload.len);
		screen_release(&s->screen);
		write_file(path, mutant.s, i % 10 ? mutant.len : mutant.len / 2);
		screen_init(&s->screen, &s->app, NULL);
		screen_resize(&s->screen, 24, 80);
		screen_start(&s->screen);
		shot_render(s);
	}
}

/* Where people come in, in the line that is shown to be run at home. */
static void attach__names_the_host_as_the_setting_does(void **state)
{
	static const struct app_host host = { .account = "inspector", .login = "cases", .machine = "vm-0231" };
	struct shot *s = *state;

	s->app.options.host = &host;
	shot_keys(s, "2 +");
	shot_render(s);
	assert_true(shot_shows(s, "ssh cases@vm-0231 evidence add"));
	shot_keys(s, "Esc");
	s->app.settings.host_name = "cases.example.gov";
	shot_keys(s, "+");
	shot_render(s);
	assert_true(shot_shows(s, "ssh cases@cases.example.gov evidence add"));
	shot_keys(s, "Esc");
	s->app.options.host = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(idle__is_announced_two_minutes_before_and_any_key_takes_it_back,
						shot_setup, shot_teardown),
		cmocka_unit_test_setup_teardown(idle__never_ends_without_the_setting, shot_setup, shot_teardown),
		cmocka_unit_test_setup_teardown(idle__end_loses_nothing_that_was_typed, shot_setup, shot_teardown),
		cmocka_unit_test_setup_teardown(place__is_gone_back_to_where_the_setting_asks_for_it, shot_setup,
						shot_teardown),
		cmocka_unit_test_setup_teardown(place__keeps_figures_calendar_pages_and_what_is_typed_in_a_question,
						shot_setup, shot_teardown),
		cmocka_unit_test_setup_teardown(place__does_nothing_but_open, shot_setup, shot_teardown),
		cmocka_unit_test_setup_teardown(place__that_says_what_is_not_there_is_left_out, shot_setup,
						shot_teardown),
		cmocka_unit_test_setup_teardown(place__of_any_bytes_breaks_nothing, shot_setup, shot_teardown),
		cmocka_unit_test_setup_teardown(attach__names_the_host_as_the_setting_does, shot_setup, shot_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
