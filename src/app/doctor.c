/* SPDX-License-Identifier: MIT */
/* doctor.c - the environment, one fact a line, each with how to mend it. */
#include <errno.h>
#include <stdarg.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/doctor_host.h"
#include "app/identity.h"
#include "app/keep.h"
#include "app/paths.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"

#define FREE_WANTED ((unsigned long long)32 << 20)

struct doctor {
	struct app *app;
	void (*see)(void *data, const struct doctor_line *line);
	void *data;
	int problems;
};

static void say(struct doctor *d, const char *topic, const char *mend, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* mend NULL: it is sound. */
static void say(struct doctor *d, const char *topic, const char *mend, const char *format, ...)
{
	AUTOBUF state = BUF_INIT;
	struct doctor_line line = { .topic = topic, .mend = mend, .sound = !mend };
	va_list args;

	va_start(args, format);
	buf_vaddf(&state, format, args);
	va_end(args);
	line.state = state.s;
	d->problems += !line.sound;
	d->see(d->data, &line);
}

static void versions(struct doctor *d)
{
	AUTOBUF text = BUF_INIT;

	keep_versions(&text);
	for (char *p = text.s, *end; *p; p = end + 1) {
		end = strchr(p, '\n');
		*end = '\0';
		say(d, "version", NULL, "%s", p);
	}
}

static void folder_of(const char *path, struct buf *out)
{
	const char *slash = strrchr(path, '/');

	buf_add(out, path, slash && slash > path ? (size_t)(slash - path) : 1);
}

/* bad: bits nobody but the owner should have. */
static void modes(struct doctor *d, const char *topic, const char *path, mode_t bad, const char *mend)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return;
	/* In a folder like /tmp nobody can move another's files. */
	if (S_ISDIR(st.st_mode) && st.st_mode & S_ISVTX)
		bad = 0;
	say(d, topic, st.st_mode & bad ? mend : NULL, "%s (mode %03o)", path, (unsigned)(st.st_mode & 07777));
}

static void space(struct doctor *d, const char *folder)
{
	struct statvfs fs;
	unsigned long long free_bytes;

	if (statvfs(folder, &fs) != 0)
		return;
	free_bytes = (unsigned long long)fs.f_bavail * fs.f_frsize;
	say(d, "free space", free_bytes < FREE_WANTED ? "make room: below 32 MiB nothing is written" : NULL,
	    "%llu MiB", free_bytes >> 20);
}

/* What SQLite and closeout keep beside the database must be as private as it is. */
static void beside(struct doctor *d)
{
	static const char *const endings[] = { "-wal", "-shm", ".lock", ".backup" };
	struct stat st;

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		AUTOBUF name = BUF_INIT;

		buf_addf(&name, "%s%s", d->app->database, endings[i]);
		if (lstat(name.s, &st) == 0 && (st.st_mode & 077 || !S_ISREG(st.st_mode) || st.st_uid != geteuid()))
			say(d, "beside it", "chmod 600 it, or give it to whoever owns the database", "%s (mode %03o)", name.s,
			    (unsigned)(st.st_mode & 07777));
	}
}

/* Where many rely on it, a week without a backup is too long. */
static void last_backup(struct doctor *d)
{
	static const char mend[] = "make one: closeout backup FOLDER; closeout(8) has a timer for every night";
	bool shared = d->app->store && d->app->kind == APP_SHARED;
	struct store_backup last;
	struct date made;
	int days = -1;

	if (!store_last_backup(d->app->database, &last)) {
		say(d, "backup", shared ? mend : NULL, "none is known");
		return;
	}
	if (date_parse_iso(last.made, 10, &made))
		days = clock_today().day - made.day;
	if (access(last.path, F_OK) != 0)
		say(d, "backup", shared ? mend : NULL, "the newest good one, of %.10s, is not there any more: %s", last.made,
		    last.path);
	else
		say(d, "backup", shared && days > 7 ? mend : NULL, "%.10s, with %lld log entries: %s", last.made,
		    (long long)last.entry, last.path);
}

static void file(struct doctor *d)
{
	struct stat st;
	AUTOBUF folder = BUF_INIT;
	AUTOBUF lock = BUF_INIT;
	struct error err = ERROR_INIT;
	int64_t entries;
	char hash[65];

	folder_of(d->app->database, &folder);
	if (lstat(d->app->database, &st) != 0) {
		say(d, "database", "\"closeout init\" makes one, \"closeout init --sample\" one with sample records",
		    "%s: %s", d->app->database, strerror(errno));
		return;
	}
	modes(d, "database", d->app->database, 077, "others can read or write it: chmod 600 it");
	modes(d, "folder", folder.s, 077, "others can look into it, or put files there: chmod 700 it");
	beside(d);
	space(d, folder.s);
	buf_addf(&lock, "%s.lock", d->app->database);
	if (lstat(lock.s, &st) == 0 && (access(lock.s, R_OK | W_OK) != 0 || !S_ISREG(st.st_mode)))
		say(d, "lock", "remove it, or give it to whoever owns the database", "%s cannot be used", lock.s);
	if (identity_open(d->app, &err) != 0 || keep_head(d->app, &entries, hash, &err) != 0)
		say(d, "opens", *err.next ? err.next : "restore a backup", "no: %s", err.why);
	else
		say(d, "opens", NULL, "yes, %lld entries in the log, newest %.12s", (long long)entries, hash);
}

static void account(struct doctor *d)
{
	static const char *const kinds[] = { "personal", "shared", "sample" };
	struct error err = ERROR_INIT;
	char login[33], day[DATE_TEXT];

	if (!d->app->store)
		return;
	/* On a host nobody has a login of their own, and the names of users cannot be looked up any more. */
	if (d->app->options.host)
		snprintf(login, sizeof login, "%s", d->app->options.host->account);
	else
		identity_login(login);
	if (identity_settle(d->app, &err) != 0) {
		say(d, "account", *err.next ? err.next : "see closeout help", "%s: %s", login, err.why);
		return;
	}
	say(d, "kind", NULL, "%s%s%s", kinds[d->app->kind], *d->app->title ? ", " : "", d->app->title);
	say(d, "account", NULL, "%s (%s)", d->app->user, role_label(d->app->role));
	say(d, "today", NULL, "%s%s", date_format(d->app->today, day),
	    d->app->today_is_real ? "" : ", not the real day");
}

static void settings(struct doctor *d)
{
	AUTOFREE char *system = app_system_settings();
	AUTOFREE char *user = app_user_settings(d->app);
	AUTOFREE char *data = app_data_override();

	say(d, "settings", NULL, "%s%s", system, access(system, R_OK) == 0 ? "" : " (not there)");
	if (user)
		say(d, "settings", NULL, "%s%s", user, access(user, R_OK) == 0 ? "" : " (not there)");
	for (size_t i = 0; i < d->app->warnings.count; i++)
		say(d, "settings", "mend that line; the rest is used", "%s", d->app->warnings.line[i]);
	say(d, "theme", NULL, "%s", d->app->theme.name);
	if (data)
		say(d, "data", access(data, R_OK) == 0 ? NULL : "unset CLOSEOUT_DATADIR", "CLOSEOUT_DATADIR %s", data);
}

static void terminal(struct doctor *d)
{
	const char *term = getenv("TERM"), *codeset = nl_langinfo(CODESET);

	say(d, "terminal", term && *term && strcmp(term, "dumb") != 0 ? NULL : "set TERM to what the terminal is",
	    "%s%s", term && *term ? term : "TERM is not set", isatty(STDOUT_FILENO) ? "" : ", output goes to a file");
	say(d, "locale", strcmp(codeset, "UTF-8") == 0 ? NULL : "set LC_ALL=C.UTF-8, or use --ascii", "%s", codeset);
}

/* Last, so that it stands out: what to do next where many are to work. */
static void next_step(struct doctor *d)
{
	AUTOBUF step = BUF_INIT;

	if (!d->app->store || d->app->kind != APP_SHARED || d->app->options.host)
		return;
	doctor_next_step(d->app, &step);
	if (step.len)
		say(d, "next", NULL, "%s", step.s);
}

void keep_doctor(struct app *a, void (*see)(void *data, const struct doctor_line *line), void *data, int *problems)
{
	struct doctor d = { .app = a, .see = see, .data = data };

	versions(&d);
	file(&d);
	account(&d);
	last_backup(&d);
	settings(&d);
	terminal(&d);
	next_step(&d);
	*problems = d.problems;
}
