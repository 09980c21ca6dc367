/* SPDX-License-Identifier: MIT */
/* app.c - settings, theme, the path of the database, and what values are read against. */
#include "app/app.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/keep.h"
#include "app/past.h"
#include "app/paths.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "config/theme.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void load_settings(struct app *a)
{
	AUTOFREE char *system = app_system_settings();
	AUTOFREE char *user = app_user_settings(a);
	const char *paths[] = { system, user };
	unsigned flags = a->options.config ? SETTINGS_MUST_EXIST : SETTINGS_PLAIN;

	if (a->options.host)
		flags |= SETTINGS_TRUSTED;
	settings_load(paths, 2, flags, &a->settings, &a->warnings);
}

static void load_theme(struct app *a)
{
	const char *name = a->options.theme ? a->options.theme : a->settings.theme;
	char *dirs[APP_THEME_DIRS];

	app_theme_dirs(dirs);
	theme_load(name, (const char *const *)dirs, APP_THEME_DIRS,
		   a->options.host ? SETTINGS_TRUSTED : SETTINGS_PLAIN, &a->theme, &a->warnings);
	for (int i = 0; i < APP_THEME_DIRS; i++)
		free(dirs[i]);
}

static void make_calendar(struct app *a)
{
	size_t n = a->settings.closure_count < COUNT(a->closures) ? a->settings.closure_count
								   : COUNT(a->closures);

	for (size_t i = 0; i < n; i++)
		a->closures[i] = a->settings.closures[i].date;
	a->calendar = (struct calendar){
		.fiscal_start_month = a->settings.fiscal_start_month,
		.pay_anchor = a->settings.payperiod_anchor,
		.pay_days = a->settings.payperiod_days,
		.closures = a->closures,
		.n_closures = n,
	};
}

/* --today is read against the real one, so "+30d" works. */
static int read_today(struct app *a, struct error *err)
{
	const char *text = a->options.today;

	a->today = clock_today();
	a->today_is_real = true;
	if (!text)
		return 0;
	struct when_context when = app_when(a, NULL);
	struct date today;

	if (when_read(text, strlen(text), &when, &today, err) != 0) {
		err->kind = FAIL_USAGE;
		error_where(err, "--today %s", text);
		return error_what(err, "options");
	}
	a->today_is_real = date_cmp(today, a->today) == 0;
	a->today_given = !a->today_is_real;
	a->today = today;
	return 0;
}

int app_init(struct app *a, const struct app_options *options, struct error *err)
{
	memset(a, 0, sizeof *a);
	a->options = *options;
	load_settings(a);
	load_theme(a);
	make_calendar(a);
	clock_uuid(a->session);

	int failed = read_today(a, err);

	if (!failed)
		failed = app_database_path(a, &a->database, err);
	if (failed)
		app_release(a);
	return failed;
}

void app_release(struct app *a)
{
	past_leave(a);
	keep_session_ends(a);
	store_close(a->store);
	settings_release(&a->settings);
	warnings_release(&a->warnings);
	free(a->database);
	for (int e = 0; e < ENTITY_MAX; e++)
		free(a->columns[e]);
	memset(a, 0, sizeof *a);
}

void app_ssh_address(const struct app *a, struct buf *out)
{
	const struct app_host *host = a->options.host;
	const char *name = *a->settings.host_name ? a->settings.host_name : host && host->machine ? host->machine : "HOST";

	buf_addf(out, "%s@%s", host && host->login ? host->login : "closeout", name);
}

struct when_context app_when(const struct app *a, const struct field *f)
{
	return (struct when_context){
		.today = a->today,
		.calendar = &a->calendar,
		.dmy = a->settings.date_order == SETTINGS_ORDER_DMY,
		.prefer_past = f && (f->flags & FIELD_NEWEST),
		.due = DATE_NONE,
	};
}

_Static_assert((int)SETTINGS_CLOCK_MAX == (int)DEADLINE_LENGTHS, "the settings have a length for each clock");

struct deadline_rules app_clocks(const struct app *a)
{
	struct deadline_rules r = { .calendar = &a->calendar, .soon_days = a->settings.soon_days };

	for (int i = 0; i < DEADLINE_LENGTHS; i++) {
		const struct settings_clock *c = &a->settings.clock[i];

		r.at[i] = (struct deadline_length){
			.length = c->length,
			.unit = c->unit == SETTINGS_MONTHS ? DEADLINE_MONTHS : DEADLINE_DAYS,
			.roll = c->roll == SETTINGS_ROLL_NEXT,
		};
	}
	return r;
}

struct query_context app_query_context(const struct app *a)
{
	return (struct query_context){
		.when = app_when(a, NULL),
		.me = *a->user ? a->user : NULL,
	};
}
