/* SPDX-License-Identifier: MIT */
/* news.c - what others did since this person last looked. */
#include "app/news.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/draft_private.h"
#include "app/form_private.h"
#include "app/past.h"
#include "base/mem.h"

#define ENTRIES_MAX 20000 /* entries looked at for the first line */
#define RECORDS_MAX 400   /* records of them */

/* ---- how far somebody has seen the log ------------------------------------------------ */

static bool seen_path(const struct app *a, char *dst, size_t size)
{
	char dir[400];

	if (!*a->user || !draft_dir(a, dir, sizeof dir))
		return false;
	snprintf(dst, size, "%s/seen.%s", dir, a->user);
	return true;
}

/* "1234 2012-11-14T09:12:00Z": what is not of that shape is as if it were not there. */
static bool read_seen(struct app *a)
{
	char path[DRAFT_PATH_MAX], text[80] = "", *end;
	long long seq;
	ssize_t n;
	int fd;

	if (!seen_path(a, path, sizeof path))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	seq = strtoll(text, &end, 10);
	if (n <= 0 || seq < 1 || *end != ' ' || strlen(end + 1) < 16)
		return false;
	a->news.since = seq;
	snprintf(a->news.looked, sizeof a->news.looked, "%.10s %.5s UTC", end + 1, end + 12);
	return true;
}

static bool see_last(void *data, const struct entry *e)
{
	*(int64_t *)data = e->seq;
	return false;
}

void news_open(struct app *a)
{
	struct log_filter sample = { .verb = "sample", .from = DATE_NONE, .to = DATE_NONE, .newest_first = true,
				     .limit = 1 };

	a->news = (struct app_news){ .since = 0 };
	if (!a->store || read_seen(a))
		return;
	if (a->kind == APP_SAMPLE)
		(void)store_log(a->store, &sample, see_last, &a->news.since, NULL);
	if (!a->news.since)
		(void)store_head(a->store, &a->news.since, (char[65]){ 0 }, NULL);
}

void news_seen(struct app *a)
{
	char path[DRAFT_PATH_MAX], stamp[CLOCK_STAMP], hash[65];
	struct error err = ERROR_INIT;
	AUTOBUF line = BUF_INIT;
	int64_t head = 0;
	int fd;

	if (!a->store || store_head(past_is(a) ? a->past.store : a->store, &head, hash, &err) != 0 ||
	    !seen_path(a, path, sizeof path) || draft_make_folder_of(path, &err) != 0)
		return;
	clock_stamp(clock_ms(), stamp);
	buf_addf(&line, "%lld %s\n", (long long)head, stamp);
	fd = draft_replace_file(path, &line, false);
	if (fd >= 0)
		close(fd);
}

bool news_is_new(const struct app *a, int64_t version)
{
	char actor[64];

	return a->news.since && version > a->news.since && store_actor(a->store, version, actor, sizeof actor) &&
	       strcmp(actor, a->user) != 0;
}

/* ---- the first line --------------------------------------------------------------------- */

struct telling {
	struct app *app;
	struct arena arena;
	int letters, returned, approved, mine;
	struct {
		const struct entity *entity;
		const char *uid;
	} at[RECORDS_MAX];
	int n;
};

static void note(struct telling *t, const struct entity *e, const char *uid)
{
	for (int i = t->n - 1; i >= 0; i--)
		if (t->at[i].entity == e && strcmp(t->at[i].uid, uid) == 0)
			return;
	if (t->n == RECORDS_MAX)
		return;
	t->at[t->n].entity = e;
	t->at[t->n++].uid = arena_strdup(&t->arena, uid);
}

static bool see_entry(void *data, const struct entry *e)
{
	struct telling *t = data;
	const struct entity *entity = record_entity_by_name(e->entity);

	if (!entity || strcmp(e->actor, t->app->user) == 0)
		return true;
	if (entity->id == ENTITY_CORRESPONDENCE && strcmp(e->verb, "add") == 0)
		t->letters++;
	if (entity->id == ENTITY_APPROVAL || record_field(entity, "owner_user"))
		note(t, entity, e->uid);
	return true;
}

static const char *text_of(const struct record *r, const char *name)
{
	const struct field *f = record_field(r->entity, name);
	const struct value *v = f ? &r->values[record_field_index(r->entity, f)] : NULL;

	return v && v->kind == VALUE_TEXT ? v->text : "";
}

/* What others decided on what I submitted, and what they changed of what I own. */
static void count(struct telling *t, const struct record *r)
{
	const char *me = t->app->user_uid;

	if (r->entity->id != ENTITY_APPROVAL) {
		t->mine += strcmp(text_of(r, "owner_user"), me) == 0;
		return;
	}
	if (strcmp(text_of(r, "submitted_by"), me) != 0)
		return;
	t->returned += strcmp(text_of(r, "state"), "returned") == 0 || strcmp(text_of(r, "state"), "denied") == 0;
	t->approved += strcmp(text_of(r, "state"), "approved") == 0;
}

static void add(struct buf *out, int n, const char *one, const char *many)
{
	if (n)
		buf_addf(out, "%s%d %s", out->len ? ", " : "", n, n == 1 ? one : many);
}

static void tell(const struct telling *t, struct buf *out)
{
	AUTOBUF what = BUF_INIT;

	add(&what, t->letters, "letter", "letters");
	add(&what, t->returned, "returned to you", "returned to you");
	add(&what, t->approved, "of your requests approved", "of your requests approved");
	add(&what, t->mine, "of yours changed", "of yours changed");
	if (!what.len)
		return;
	if (*t->app->news.looked)
		buf_addf(out, "Since you last looked, %s: %s", t->app->news.looked, what.s);
	else
		buf_addf(out, "New for you: %s", what.s);
}

int news_words(struct app *a, struct buf *out, struct error *err)
{
	struct log_filter f = { .after_seq = a->news.since, .from = DATE_NONE, .to = DATE_NONE, .newest_first = true,
				.limit = ENTRIES_MAX };
	struct telling *t;
	int failed;

	if (!a->news.since || !a->store)
		return 0;
	t = mem_alloc(sizeof *t);
	t->app = a;
	failed = store_log(a->store, &f, see_entry, t, err);
	for (int i = 0; i < t->n && !failed; i++) {
		struct record r;

		if (store_get(a->store, t->at[i].entity, t->at[i].uid, a->today, &t->arena, &r, NULL) == 0)
			count(t, &r);
	}
	if (!failed)
		tell(t, out);
	arena_release(&t->arena);
	free(t);
	return failed;
}
