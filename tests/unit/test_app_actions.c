/* SPDX-License-Identifier: MIT */
/*
 * test_app_actions.c - the action table is sound: names, keys, words; and the
 * keys people were promised are the keys they get.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/action.h"

#define KEYS_MAX 12

struct parsed {
	struct key keys[KEYS_MAX][KEY_SEQUENCE_MAX];
	int lengths[KEYS_MAX];
	int n;
};

/* The default keys of an action; fails the test where one is no key. */
static struct parsed parse(const struct action *a)
{
	struct parsed p = { .n = 0 };
	const char *s = a->keys;
	char one[64];

	while (*s) {
		size_t len = strcspn(s, "|");

		snprintf(one, sizeof one, "%.*s", (int)len, s);
		if (p.n == KEYS_MAX)
			fail_msg("%s has more than %d keys", a->id, KEYS_MAX);
		p.lengths[p.n] = key_parse_sequence(one, p.keys[p.n]);
		if (!p.lengths[p.n])
			fail_msg("%s: \"%s\" is no key", a->id, one);
		p.n++;
		s += len + (s[len] == '|');
	}
	return p;
}

/* ---- names and words ------------------------------------------------------------------ */

static void actions__have_ids_of_their_own(void **state)
{
	(void)state;
	assert_true(action_count() > 50);
	for (size_t i = 0; i < action_count(); i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(action_at(i)->id, action_at(k)->id);
	assert_null(action_at(action_count()));
	assert_null(action_by_id("no-such-action"));
	assert_ptr_equal(action_by_id(action_at(7)->id), action_at(7));
}

/* What a settings file can name: a letter, then letters, digits and hyphens. */
static void actions__have_ids_that_settings_can_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < action_count(); i++) {
		const char *id = action_at(i)->id;

		assert_true(islower((unsigned char)id[0]));
		for (; *id; id++)
			if (!islower((unsigned char)*id) && !isdigit((unsigned char)*id) && *id != '-')
				fail_msg("%s", action_at(i)->id);
	}
}

static void actions__have_a_label_a_sentence_a_place_and_a_deed(void **state)
{
	(void)state;
	for (size_t i = 0; i < action_count(); i++) {
		const struct action *a = action_at(i);

		if (!isupper((unsigned char)a->label[0]) || strlen(a->label) > 24)
			fail_msg("%s has the label \"%s\"", a->id, a->label);
		if (!isupper((unsigned char)a->help[0]) || a->help[strlen(a->help) - 1] != '.')
			fail_msg("%s: no sentence: \"%s\"", a->id, a->help);
		assert_true(a->contexts != 0 && (a->contexts & ~(unsigned)CONTEXT_ANY) == 0);
		assert_non_null(a->run);
	}
}

/* ---- keys ----------------------------------------------------------------------------- */

static void actions__have_default_keys_that_are_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < action_count(); i++)
		parse(action_at(i));
}

static bool same_start(const struct parsed *a, int i, const struct parsed *b, int k)
{
	int n = a->lengths[i] < b->lengths[k] ? a->lengths[i] : b->lengths[k];

	for (int at = 0; at < n; at++)
		if (!key_equal(a->keys[i][at], b->keys[k][at]))
			return false;
	return true;
}

static void check_clash(const struct action *a, const struct action *b)
{
	struct parsed pa = parse(a), pb = parse(b);

	for (int i = 0; i < pa.n; i++)
		for (int k = 0; k < pb.n; k++)
			if (same_start(&pa, i, &pb, k) && (a != b || i != k))
				fail_msg("%s and %s have the same key, or one that begins the other's: %s, %s",
					 a->id, b->id, a->keys, b->keys);
}

static void actions__never_share_a_key_in_one_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < action_count(); i++)
		for (size_t k = 0; k <= i; k++)
			if (action_at(i)->contexts & action_at(k)->contexts)
				check_clash(action_at(i), action_at(k));
}

/* Where text is typed a character is text: an action there needs another key. */
static void actions__can_be_reached_where_text_is_typed(void **state)
{
	const unsigned typing = CONTEXT_FORM | CONTEXT_FILTER | CONTEXT_CHOOSER | CONTEXT_PROMPT;

	(void)state;
	for (size_t i = 0; i < action_count(); i++) {
		struct parsed p = parse(action_at(i));
		bool reached = p.n == 0;

		for (int k = 0; k < p.n; k++)
			reached |= !key_is_text(p.keys[k][0]);
		if ((action_at(i)->contexts & typing) && !reached)
			fail_msg("%s: %s", action_at(i)->id, action_at(i)->keys);
	}
}

/* What people were promised: in which places which key does what. */
static const struct promise {
	const char *key;
	unsigned contexts;
	const char *id;
} promises[] = {
	/* moving */
	{ "Down", CONTEXT_VIEWS, "down" }, { "j", CONTEXT_VIEWS, "down" },
	{ "Up", CONTEXT_VIEWS, "up" }, { "k", CONTEXT_VIEWS, "up" },
	{ "PgDn", CONTEXT_VIEWS, "page-down" }, { "PgUp", CONTEXT_VIEWS, "page-up" },
	{ "Home", CONTEXT_VIEWS, "first" }, { "g g", CONTEXT_VIEWS, "first" },
	{ "End", CONTEXT_VIEWS, "last" }, { "G", CONTEXT_VIEWS, "last" },
	{ "h", CONTEXT_ROWS, "left" }, { "Left", CONTEXT_ROWS, "left" },
	{ "l", CONTEXT_ROWS, "right" }, { "Right", CONTEXT_ROWS, "right" },
	{ "Space", CONTEXT_TEXT | CONTEXT_SHEET, "page-space" },
	{ "Tab", CONTEXT_BENCH, "next-pane" }, { "Shift-Tab", CONTEXT_BENCH, "prev-pane" },
	{ "z", CONTEXT_BENCH, "zoom" },
	{ "Tab", CONTEXT_SHEET, "next-link" }, { "Shift-Tab", CONTEXT_SHEET, "prev-link" },
	/* opening, going back, leaving */
	{ "Enter", CONTEXT_ROWS | CONTEXT_SHEET, "open" }, { "f", CONTEXT_ROWS | CONTEXT_SHEET, "follow" },
	{ "Esc", CONTEXT_VIEWS, "escape" }, { "Backspace", CONTEXT_VIEWS, "back" },
	{ "Ctrl-C", CONTEXT_VIEWS, "escape" },
	{ "q", CONTEXT_VIEWS, "close" }, { "F3", CONTEXT_VIEWS, "close" }, { "Q", CONTEXT_VIEWS, "quit" },
	/* changing */
	{ "e", CONTEXT_ROWS | CONTEXT_SHEET, "edit" }, { "F2", CONTEXT_ROWS | CONTEXT_SHEET, "edit" },
	{ "n", CONTEXT_ROWS | CONTEXT_SHEET, "new" }, { "F6", CONTEXT_ROWS | CONTEXT_SHEET, "new" },
	{ "w", CONTEXT_ROWS | CONTEXT_SHEET, "post-update" },
	{ "u", CONTEXT_VIEWS, "undo" }, { "F8", CONTEXT_VIEWS, "undo" }, { "Ctrl-R", CONTEXT_VIEWS, "redo" },
	{ "F11", CONTEXT_VIEWS | CONTEXT_FORM, "accept-offer" },
	/* forms */
	{ "Ctrl-S", CONTEXT_FORM, "save" }, { "F10", CONTEXT_FORM, "save" },
	{ "Esc", CONTEXT_FORM, "cancel" }, { "F12", CONTEXT_FORM, "cancel" },
	{ "Ctrl-C", CONTEXT_FORM, "cancel" },
	{ "F4", CONTEXT_FORM, "values" }, { "Ctrl-Space", CONTEXT_FORM, "values" },
	{ "Ctrl-D", CONTEXT_FORM, "ditto" },
	{ "Ctrl-N", CONTEXT_FORM, "save-and-new" }, { "F6", CONTEXT_FORM, "save-and-new" },
	{ "PgDn", CONTEXT_FORM, "page-fields-down" },
	{ "Ctrl-Z", CONTEXT_FORM, "text-undo" }, { "Ctrl-R", CONTEXT_FORM, "text-redo" },
	{ "Ctrl-C", CONTEXT_CONFLICT, "clash-leave" }, { "Esc", CONTEXT_CONFLICT, "clash-leave" },
	/* lists */
	{ "/", CONTEXT_ROWS, "filter" }, { "F7", CONTEXT_ROWS, "filter" }, { "s", CONTEXT_ROWS, "sort" },
	{ "Esc", CONTEXT_FILTER, "filter-done" }, { "Ctrl-C", CONTEXT_FILTER, "filter-done" },
	{ "H", CONTEXT_ROWS | CONTEXT_SHEET, "history" }, { "=", CONTEXT_VIEWS, "where" },
	/* help and views */
	{ "?", CONTEXT_VIEWS, "help" }, { "F1", CONTEXT_VIEWS, "help" },
	{ "F1", CONTEXT_FORM | CONTEXT_FILTER | CONTEXT_PROMPT | CONTEXT_CONFLICT, "help-typing" },
	{ ":", CONTEXT_VIEWS, "palette" }, { "Ctrl-P", CONTEXT_VIEWS, "palette" },
	{ "Space", CONTEXT_ROWS, "mark" }, { "Ins", CONTEXT_ROWS, "mark" }, { "V", CONTEXT_ROWS, "mark-range" },
	{ "*", CONTEXT_ROWS, "mark-all" }, { "B", CONTEXT_ROWS, "bulk" }, { "c", CONTEXT_ROWS, "columns" },
	{ "v", CONTEXT_ROWS, "saved-views" }, { "F", CONTEXT_ROWS, "values-of-column" },
	{ "'", CONTEXT_ROWS, "position-to" }, { "Y", CONTEXT_VIEWS, "command-line" },
	{ "R", CONTEXT_VIEWS, "reload" }, { "F5", CONTEXT_VIEWS, "reload" },
	{ "Ctrl-Z", CONTEXT_VIEWS, "suspend" },
	{ "0", CONTEXT_VIEWS, "view-bench" }, { "1", CONTEXT_VIEWS, "view-reports" },
	{ "2", CONTEXT_VIEWS, "view-recommendations" }, { "3", CONTEXT_VIEWS, "view-plan" },
	{ "4", CONTEXT_VIEWS, "view-positions" }, { "5", CONTEXT_VIEWS, "view-inspections" },
	{ "6", CONTEXT_VIEWS, "view-inbox" }, { "7", CONTEXT_VIEWS, "view-overview" },
	{ "8", CONTEXT_VIEWS, "view-history" },
	/* dialogs: Esc closes, the default of a question is no, nothing quits */
	{ "Esc", CONTEXT_CHOOSER | CONTEXT_PROMPT, "dismiss" },
	{ "Ctrl-C", CONTEXT_CHOOSER | CONTEXT_PROMPT, "dismiss" },
	{ "Esc", CONTEXT_CONFIRM, "answer-no" }, { "Ctrl-C", CONTEXT_CONFIRM, "answer-no" },
	{ "y", CONTEXT_CONFIRM, "answer-yes" },
};

static void check_promise(const struct keymap *m, const struct promise *p)
{
	struct key keys[KEY_SEQUENCE_MAX];
	int n = key_parse_sequence(p->key, keys);

	assert_true(n > 0);
	for (unsigned context = 1; context < CONTEXT_ANY; context <<= 1) {
		const struct action *found = NULL;

		if (!(p->contexts & context))
			continue;
		if (keymap_find(m, context, keys, n, &found) != KEYMAP_FOUND)
			fail_msg("%s does nothing in context %x, it should be %s", p->key, context, p->id);
		if (strcmp(found->id, p->id) != 0)
			fail_msg("%s is %s in context %x, it should be %s", p->key, found->id, context, p->id);
	}
}

static void keys__are_those_that_were_promised(void **state)
{
	struct keymap *m = keymap_new(NULL, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof promises / sizeof *promises; i++)
		check_promise(m, &promises[i]);
	keymap_free(m);
}

static void keys__of_a_sequence_wait_for_its_end(void **state)
{
	struct keymap *m = keymap_new(NULL, NULL);
	struct key keys[KEY_SEQUENCE_MAX];
	const struct action *found = NULL;

	(void)state;
	assert_int_equal(key_parse_sequence("g g", keys), 2);
	assert_int_equal(keymap_find(m, CONTEXT_LIST, keys, 1, &found), KEYMAP_MORE);
	assert_int_equal(keymap_find(m, CONTEXT_LIST, keys, 2, &found), KEYMAP_FOUND);
	assert_int_equal(keymap_find(m, CONTEXT_CONFIRM, keys, 1, &found), KEYMAP_NONE);
	keymap_free(m);
}

/* ---- keys from the settings --------------------------------------------------------------- */

static enum keymap_answer look_up(struct settings_key *keys, size_t n, struct warnings *w,
				  const char *key, const char **id)
{
	struct settings s = { .keys = keys, .key_count = n };
	struct keymap *m = keymap_new(&s, w);
	struct key sequence[KEY_SEQUENCE_MAX];
	const struct action *found = NULL;
	int len = key_parse_sequence(key, sequence);
	enum keymap_answer answer = keymap_find(m, CONTEXT_LIST, sequence, len, &found);

	*id = found ? found->id : "";
	keymap_free(m);
	return answer;
}

static void settings__move_keys(void **state)
{
	struct settings_key keys[] = { { "edit", "E", "f", 1 }, { "edit", "g e", "f", 1 }, { "sort", "", "f", 2 } };
	struct warnings w = { 0 };
	const char *id;

	(void)state;
	assert_int_equal(look_up(keys, 3, &w, "E", &id), KEYMAP_FOUND);
	assert_string_equal(id, "edit");
	assert_int_equal(look_up(keys, 3, &w, "g e", &id), KEYMAP_FOUND);
	assert_string_equal(id, "edit");
	/* Keys named there take the place of the table's; "" leaves none. */
	assert_int_equal(look_up(keys, 3, &w, "e", &id), KEYMAP_NONE);
	assert_int_equal(look_up(keys, 3, &w, "s", &id), KEYMAP_NONE);
	assert_int_equal(w.count, 0);
}

static void check_warning(const char *action, const char *key, const char *says)
{
	struct settings_key keys[] = { { action, key, "my.conf", 7 } };
	struct warnings w = { 0 };
	const char *id;

	look_up(keys, 1, &w, "x", &id);
	assert_int_equal(w.count, 1);
	if (!strstr(w.line[0], "my.conf:7:") || !strstr(w.line[0], says))
		fail_msg("%s", w.line[0]);
	warnings_release(&w);
}

static void settings__that_cannot_be_say_file_line_and_why(void **state)
{
	(void)state;
	check_warning("edti", "x", "did you mean \"edit\"?");
	check_warning("sort", "e", "is already the key of \"edit\"");
	check_warning("sort", "g", "is already the key of"); /* the first key of several sequences */
	check_warning("sort", "Hyper-x", "is no key");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(actions__have_ids_of_their_own),
		cmocka_unit_test(actions__have_ids_that_settings_can_name),
		cmocka_unit_test(actions__have_a_label_a_sentence_a_place_and_a_deed),
		cmocka_unit_test(actions__have_default_keys_that_are_keys),
		cmocka_unit_test(actions__never_share_a_key_in_one_place),
		cmocka_unit_test(actions__can_be_reached_where_text_is_typed),
		cmocka_unit_test(keys__are_those_that_were_promised),
		cmocka_unit_test(keys__of_a_sequence_wait_for_its_end),
		cmocka_unit_test(settings__move_keys),
		cmocka_unit_test(settings__that_cannot_be_say_file_line_and_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
