/* SPDX-License-Identifier: MIT */
/*
 * fuzz_config.c - any bytes as a settings file and as a theme file. Whatever
 * they say, what comes out is within its range and the warnings are text.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/key.h"
#include "base/utf8.h"
#include "config/settings_table.h"
#include "config/theme.h"
#include "config/theme_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libconfig 1.5 loses the text it is in when the parser gives up. Read by LeakSanitizer. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig\n";
}

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_warnings(const struct warnings *w)
{
	demand(w->count <= WARNINGS_MAX);
	for (size_t i = 0; i < w->count; i++)
		demand(utf8_is_visible(w->line[i], strlen(w->line[i]), UTF8_FILTER_NONE));
}

static void check_text(const char *s)
{
	demand(utf8_storable(s, strlen(s), false, NULL));
}

static void check_lists(const struct settings *s)
{
	struct key keys[KEY_SEQUENCE_MAX];

	for (size_t i = 0; i < s->closure_count; i++) {
		demand(!date_is_none(s->closures[i].date));
		demand(!i || date_cmp(s->closures[i - 1].date, s->closures[i].date) < 0);
		check_text(s->closures[i].name);
		demand(s->closures[i].name[0] != '\0');
	}
	for (size_t i = 0; i < s->key_count; i++) {
		demand(s->keys[i].action[0] != '\0' && s->keys[i].line > 0);
		demand(!s->keys[i].key[0] || key_parse_sequence(s->keys[i].key, keys) > 0);
	}
}

static void check_settings(const struct settings *s)
{
	check_text(s->database);
	check_text(s->agency_name);
	demand(theme_name_valid(s->theme));
	demand(s->start <= SETTINGS_START_LAST && s->date_order <= SETTINGS_ORDER_DMY);
	demand(s->color <= SETTINGS_COLOR_NEVER);
	demand(s->idle_minutes >= 0 && s->idle_minutes <= 1440);
	demand(s->fiscal_start_month >= 1 && s->fiscal_start_month <= 12);
	demand(!date_is_none(s->payperiod_anchor) && s->payperiod_days >= 1);
	demand(s->soon_days >= 0);
	for (int i = 0; i < SETTINGS_CLOCK_MAX; i++) {
		demand(s->clock[i].length >= 1 && s->clock[i].length <= 3650);
		demand(s->clock[i].unit <= SETTINGS_MONTHS);
		demand(s->clock[i].roll <= SETTINGS_ROLL_NEXT);
	}
	check_lists(s);
}

static void check_theme(const struct theme *t)
{
	for (int i = 0; i < PAINT_MAX; i++) {
		struct style st = theme_style(t, (enum paint)i);

		demand(st.fg >= -1 && st.fg < 256 && st.bg >= -1 && st.bg < 256);
		demand(st.fg8 >= -1 && st.fg8 < 16 && st.bg8 >= -1 && st.bg8 < 16);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOSETTINGS s;
	AUTOBUF text = BUF_INIT;
	struct theme t = *theme_builtin();

	settings_init(&s);
	settings_read_text("x.conf", (const char *)data, size, &s, &w);
	check_settings(&s);
	buf_add(&text, data, size);
	theme_read("x.theme", &text, &t, &w);
	check_theme(&t);
	check_warnings(&w);
	return 0;
}
