/* SPDX-License-Identifier: MIT */
/* access.c - the access log: noting, and showing it as rows. */
#include "app/access.h"

#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "app/listing_private.h"
#include "app/may.h"
#include "app/past.h"
#include "base/utf8.h"

#define WHAT_MAX 1000 /* bytes; the file takes 1200 */
#define NAME_MAX_BYTES 200

static const char *const kinds[] = { "login", "refusal", "export" };

/* Filtered, and cut at the end of a character. NULL stays NULL. */
static const char *clean(const char *text, size_t most, struct buf *out)
{
	if (!text)
		return NULL;
	utf8_visible(out, text, strlen(text), UTF8_FILTER_NONE);
	if (out->len > most) {
		size_t len = most;

		while (len && ((unsigned char)out->s[len] & 0xC0) == 0x80)
			len--;
		buf_cut(out, len);
		buf_adds(out, "…");
	}
	return out->s;
}

static bool system_log; /* connected: later, in a session, it could not be */

bool access_system_log_open(void)
{
	return system_log;
}

void access_open_system_log(void)
{
	if (system_log)
		return;
	system_log = access("/dev/log", F_OK) == 0;
	if (system_log)
		openlog("closeout", LOG_NDELAY | LOG_PID, LOG_AUTHPRIV);
}

static void tell_system(const struct access_entry *e)
{
	syslog(strcmp(e->kind, kinds[ACCESS_REFUSAL]) == 0 ? LOG_WARNING : LOG_INFO,
	       "%s account=%s key=%s address=%s session=%s%s%s", e->kind, e->account ? e->account : "-",
	       e->key_fp ? e->key_fp : "-", e->address ? e->address : "-", e->session ? e->session : "-",
	       e->what ? " " : "", e->what ? e->what : "");
}

void access_note(struct app *a, enum access_kind kind, const char *account, const char *what)
{
	const struct app_host *host = a->options.host;
	AUTOBUF name = BUF_INIT, words = BUF_INIT, key = BUF_INIT, address = BUF_INIT;
	struct access_entry e = { .kind = kinds[kind], .session = a->session };

	e.account = clean(account ? account : *a->user ? a->user : NULL, NAME_MAX_BYTES, &name);
	e.what = clean(what, WHAT_MAX, &words);
	if (host) {
		e.key_fp = clean(host->key, NAME_MAX_BYTES, &key);
		e.address = clean(host->address, NAME_MAX_BYTES, &address);
		if (system_log)
			tell_system(&e);
	}
	/* The log of accesses goes on while the past is looked at. */
	if (a->store)
		(void)store_access_add(past_is(a) ? a->past.store : a->store, &e, NULL);
}

/* ---- rows */

static const struct sink_column columns[] = {
	{ "seq", "No.", SINK_TYPE_INT },
	{ "recorded", "Recorded", SINK_TYPE_TEXT },
	{ "kind", "What", SINK_TYPE_TEXT },
	{ "account", "Account", SINK_TYPE_TEXT },
	{ "address", "From", SINK_TYPE_TEXT },
	{ "key_fp", "Key", SINK_TYPE_TEXT },
	{ "what", "Asked for", SINK_TYPE_TEXT },
	{ "session", "Session", SINK_TYPE_TEXT },
	{ "hash", "Hash", SINK_TYPE_TEXT },
};

#define COLUMNS (sizeof columns / sizeof *columns)
#define COLUMNS_SHOWN 7 /* to people */

struct access_out {
	struct sink *sink;
	int64_t rows;
	int failed;
	struct error *err;
};

static bool see_entry(void *data, const struct access_entry *e)
{
	struct access_out *out = data;
	AUTOARENA arena = ARENA_INIT;
	const char *cells[COLUMNS] = {
		arena_printf(&arena, "%lld", (long long)e->seq), e->recorded, e->kind, e->account, e->address,
		e->key_fp, e->what, e->session, e->hash,
	};

	out->failed = sink_row(out->sink, cells, out->err);
	out->rows += !out->failed;
	return !out->failed;
}

int access_write(struct app *a, const struct access_wish *w, struct output *o, int64_t *rows, struct error *err)
{
	struct access_filter f = { .account = w->account, .from = w->from, .to = w->to,
				   .newest_first = !w->oldest_first, .limit = w->limit };
	bool words = o->format == SINK_TABLE || o->format == SINK_LINES;
	struct access_out out = { .err = err };
	int failed;

	if (!may_role(a, ROLE_AUDITOR | ROLE_ADMIN, "read the access log", err))
		return error_what(err, "log");
	failed = sink_open(&out.sink, o->format, columns, words ? COLUMNS_SHOWN : COLUMNS, &o->sink, err);
	if (!failed)
		failed = store_access(a->store, &f, see_entry, &out, err);
	failed = listing_close(out.sink, o, failed ? failed : out.failed, err);
	*rows = out.rows;
	return failed;
}
