/* SPDX-License-Identifier: MIT */
/*
 * app.h - one person at one database: what screen and command line stand on.
 *
 * struct app knows the database, the settings, who is acting, in which role
 * and which day it is. It is the only caller of the store. The screen's own
 * state (views, cursor, forms) is in app/screen.h and stands on this.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/paint.h"
#include "config/settings.h"
#include "config/warnings.h"
#include "core/calendar.h"
#include "core/deadline.h"
#include "core/query.h"
#include "core/role.h"
#include "core/when.h"
#include "store/store.h"

struct app;

/*
 * A session that sshd started for somebody on a host that many share: who it is comes from
 * the forced command alone. In such a session no path, no setting and no other account can
 * be asked for, drafts lie beside the database, and nothing is read from the environment.
 */
struct app_host {
	const char *account;
	const char *key;     /* fingerprint, or NULL */
	const char *address; /* where the connection comes from, or NULL */
	const char *login;   /* "closeout": as whom one comes in */
	const char *machine; /* its own name for itself; see app_ssh_address() */
	const char *what;    /* the command that was asked for, NULL: the screen; for the access log */
	/* Called when the database is open and the account is taken: from then on less is possible. */
	int (*seal)(struct app *a, struct error *err);
};

/* As given on the command line; NULL or false where not given. */
struct app_options {
	const char *database;
	const char *config;
	const char *user;
	const char *today;
	const char *theme;
	bool read_only;
	bool ascii;
	bool bulk;                   /* an import of rows: store_expect_bulk() */
	enum settings_color color;
	const struct app_host *host; /* NULL: the local mode */
	const char *refused;         /* on a host: an option that may not be given there, noted to be refused */
};

enum app_kind { APP_PERSONAL, APP_SHARED, APP_SAMPLE };

struct app {
	struct app_options options;
	struct settings settings;
	struct warnings warnings;       /* about settings and theme, shown once */
	struct theme theme;
	struct date closures[366];      /* from the settings, for the calendar */
	struct calendar calendar;
	char *database;                 /* absolute path */
	struct store *store;            /* NULL until app_open() */

	enum app_kind kind;
	char database_id[UUID_TEXT];    /* uid of its record: the same in every copy */
	char title[128];                /* of the database; may be empty */
	struct date today;
	bool today_is_real;             /* false: --today or a sample's own day */
	bool today_given;               /* --today: reading only, but on samples */
	char user[33];
	char user_uid[UUID_TEXT];
	char display_name[128];
	unsigned role;
	char session[UUID_TEXT];
	char *columns[ENTITY_MAX];      /* of lists, as chosen while the program runs; NULL: the usual ones */
	int64_t first_head;             /* entry of the log when a session on a host began */
	/* How far whoever is acting has seen the log, see app/news.h; since 0: nothing is new. */
	struct app_news {
		int64_t since;
		char looked[32]; /* when that was; "": never */
	} news;
	/* What app/past.h has put aside while all is shown as of a day; .store NULL: it is now. */
	struct app_past {
		struct store *store;
		struct date today;
		bool today_is_real;
		struct date as_of, known_on; /* one of them */
	} past;
	/* Asked during long searches for the screen: does a key wait? NULL: nobody types. */
	bool (*key_waits)(void *data);
	void *key_data;
	/* See app_on_wait(). */
	void (*waits)(void *data, const char *who, int seconds);
	void *waits_data;
	enum store_trouble trouble; /* as the screen saw it last */
};

/*
 * Reads settings and theme (never fails on them: see warnings) and finds the
 * database's path: --database, CLOSEOUT_DATABASE, the setting, the default
 * under XDG_DATA_HOME. Does not open it. options is copied, its strings must live.
 */
int app_init(struct app *a, const struct app_options *options, struct error *err);

/*
 * Opens the database, settles who is acting and which day it is. FAIL_MISSING
 * when there is no database there (the screen then offers to make one);
 * FAIL_DENIED when the account may not be used here.
 */
int app_open(struct app *a, struct error *err);
void app_release(struct app *a);

/*
 * Called each second of waiting for another writer, with who it is. NULL: nobody looks; then the
 * place in the queue is never lost by being woken.
 */
void app_on_wait(struct app *a, void (*waits)(void *data, const char *who, int seconds), void *data);

/*
 * Makes a database at a->database (folders too): personal for the caller's
 * login, or the sample records. Does not open it.
 */
int app_create(struct app *a, bool sample, struct error *err);

/* Reads the acting account again: FAIL_DENIED when it is not active any more. Every write begins with it. */
int app_refresh_account(struct app *a, struct error *err);
/*
 * A shared one, for many accounts on one host; its first account is an administrator
 * (name, display_name and key of admin; the key may be NULL).
 */
struct people_new;
int app_create_shared(struct app *a, const struct people_new *admin, struct error *err);

/* Acts as another account, where that is allowed (samples): FAIL_DENIED, FAIL_MISSING. */
int app_become(struct app *a, const char *user, struct error *err);

/* What values and queries are read against. prefer_past follows the field. */
struct when_context app_when(const struct app *a, const struct field *f);
struct query_context app_query_context(const struct app *a);

/* Appends "closeout@HOST", where people come in: as the setting host.name says, or by the machine's own name. */
void app_ssh_address(const struct app *a, struct buf *out);

/* The clocks as the settings have them. The calendar is the app's. */
struct deadline_rules app_clocks(const struct app *a);

/* True if somebody with role may edit e, or f of it; the reason why not otherwise. */
bool app_may_add(const struct app *a, const struct entity *e, struct error *why);
bool app_may_edit(const struct app *a, const struct entity *e, const struct field *f, struct error *why);

#endif
