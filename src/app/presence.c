/* SPDX-License-Identifier: MIT */
/* presence.c - who else has a record open, by files that are locked while it is. */
#include "app/presence.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "app/draft_private.h"
#include "app/form_private.h"
#include "base/mem.h"
#include "base/utf8.h"

#define SUFFIX     ".open"
#define BYTES_MAX  512
#define OTHERS_MAX 64

struct held {
	struct presence_open open;
	char user[33];
	char path[DRAFT_PATH_MAX];
	int fd;
};

struct presence {
	struct app *app;
	struct held held[PRESENCE_MAX];
	int n;
	bool swept; /* what dead sessions left has been taken away */
};

struct presence *presence_new(struct app *a)
{
	struct presence *p = mem_alloc(sizeof *p);

	p->app = a;
	return p;
}

/* On a host all people's sessions share one folder; else it lies below the drafts of that database. */
static bool folder(const struct app *a, char *dst, size_t size)
{
	char drafts[DRAFT_PATH_MAX];
	int n;

	if (!a->store || !draft_dir(a, drafts, sizeof drafts))
		return false;
	if (a->options.host)
		n = snprintf(dst, size, "%.*s/open", (int)(strrchr(a->database, '/') - a->database), a->database);
	else
		n = snprintf(dst, size, "%s/open", drafts);
	return n > 0 && (size_t)n < size;
}

/* ---- one's own --------------------------------------------------------------------------- */

static bool show(const struct app *a, struct held *h)
{
	AUTOBUF bytes = BUF_INIT;
	char dir[DRAFT_PATH_MAX];
	int n;

	h->fd = -1;
	if (!folder(a, dir, sizeof dir))
		return false;
	n = snprintf(h->path, sizeof h->path, "%s/%s.%s" SUFFIX, dir, h->open.uid, a->session);
	if (n < 0 || (size_t)n >= sizeof h->path || draft_make_folder_of(h->path, NULL))
		return false;
	snprintf(h->user, sizeof h->user, "%s", a->user);
	buf_addf(&bytes, "%s\n%s\n%d\n%lld\n", a->user, a->role ? role_label(a->role) : "", h->open.editing,
		 (long long)clock_ms());
	h->fd = draft_replace_file(h->path, &bytes, false);
	return h->fd >= 0;
}

static void hide(struct held *h)
{
	unlink(h->path);
	close(h->fd);
}

static bool is_in(const struct presence_open *o, const struct presence_open *list, int n)
{
	for (int i = 0; i < n; i++)
		if (strcmp(list[i].uid, o->uid) == 0 && list[i].editing == o->editing)
			return true;
	return false;
}

static bool is_held(const struct presence *p, const struct presence_open *o)
{
	for (int i = 0; i < p->n; i++)
		if (is_in(o, &p->held[i].open, 1))
			return true;
	return false;
}

void presence_set(struct presence *p, const struct presence_open *open, int n)
{
	int keep = 0;

	for (int i = 0; i < p->n; i++) {
		struct held *h = &p->held[i];

		if (is_in(&h->open, open, n) && strcmp(h->user, p->app->user) == 0)
			p->held[keep++] = *h;
		else
			hide(h);
	}
	p->n = keep;
	for (int i = 0; i < n && p->n < PRESENCE_MAX; i++) {
		struct held *h = &p->held[p->n];

		if (is_held(p, &open[i]))
			continue;
		h->open = open[i];
		if (show(p->app, h))
			p->n++;
	}
}

void presence_free(struct presence *p)
{
	if (!p)
		return;
	presence_set(p, NULL, 0);
	free(p);
}

/* ---- the others' --------------------------------------------------------------------------- */

/* Reads a line of at most size - 1 bytes and moves on; what is no text becomes none. */
static void take_line(const char **at, char *dst, size_t size)
{
	size_t len = strcspn(*at, "\n");

	snprintf(dst, size, "%.*s", (int)len, *at);
	if (!utf8_valid(dst, strlen(dst), NULL))
		dst[0] = '\0';
	*at += len;
	if (**at)
		++*at;
}

static bool read_other(int fd, struct presence_other *out)
{
	char bytes[BYTES_MAX], word[32];
	const char *at = bytes;
	ssize_t n = pread(fd, bytes, sizeof bytes - 1, 0);

	if (n <= 0)
		return false;
	bytes[n] = '\0';
	take_line(&at, out->user, sizeof out->user);
	take_line(&at, out->role, sizeof out->role);
	/* "Supervisor (unit chief)" stands in brackets: without its own. */
	out->role[strcspn(out->role, "(")] = '\0';
	for (size_t len = strlen(out->role); len && out->role[len - 1] == ' '; len--)
		out->role[len - 1] = '\0';
	take_line(&at, word, sizeof word);
	out->editing = word[0] == '1';
	take_line(&at, word, sizeof word);
	out->since_ms = strtoll(word, NULL, 10);
	return out->user[0] != '\0';
}

/* A file that nobody holds was left by a session that died: it goes. */
static bool look_at(const char *path, struct presence_other *out)
{
	int fd = draft_open_shared(path);

	if (fd >= 0) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			unlink(path);
		close(fd);
		return false;
	}
	if (errno != EWOULDBLOCK)
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	bool known = read_other(fd, out);
	close(fd);
	return known;
}

static bool is_ours(const char *name)
{
	size_t len = strlen(name), tail = strlen(SUFFIX);

	return len > tail && strcmp(name + len - tail, SUFFIX) == 0;
}

/* "UID.SESSION.open", of another session. */
static bool is_of(const struct presence *p, const char *name, const char *uid)
{
	size_t len = strlen(name), session = strlen(p->app->session), tail = strlen(SUFFIX);

	return strncmp(name, uid, UUID_TEXT - 1) == 0 && len == UUID_TEXT + session + tail &&
	       strcmp(name + len - tail, SUFFIX) == 0 &&
	       strncmp(name + UUID_TEXT, p->app->session, session) != 0;
}

static int editing_first(const void *a, const void *b)
{
	const struct presence_other *x = a, *y = b;

	if (x->editing != y->editing)
		return y->editing - x->editing;
	return x->self != y->self ? x->self - y->self : strcmp(x->user, y->user);
}

int presence_others(struct presence *p, const char *uid, struct presence_other *out, int max)
{
	struct presence_other all[OTHERS_MAX];
	char dir[DRAFT_PATH_MAX / 2], path[DRAFT_PATH_MAX * 2];
	struct dirent *entry;
	DIR *d = uid[0] && folder(p->app, dir, sizeof dir) ? opendir(dir) : NULL;
	int n = 0;

	if (!d)
		return 0;
	while (n < OTHERS_MAX && (entry = readdir(d))) {
		bool wanted = is_of(p, entry->d_name, uid);

		if (!wanted && (p->swept || !is_ours(entry->d_name)))
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
		if (!look_at(path, &all[n]) || !wanted)
			continue;
		all[n].self = strcmp(all[n].user, p->app->user) == 0;
		n++;
	}
	p->swept = true;
	closedir(d);
	qsort(all, (size_t)n, sizeof *all, editing_first);
	memcpy(out, all, (size_t)(n < max ? n : max) * sizeof *all);
	return n;
}

/* ---- in words ------------------------------------------------------------------------------- */

static void add_name(const struct presence_other *o, struct buf *out)
{
	if (o->role[0] && !utf8_contains(o->role, o->user))
		buf_addf(out, "%s (%s)", o->user, o->role);
	else
		buf_adds(out, o->user);
}

bool presence_words(const struct presence_other *others, int n, char *dst, size_t size)
{
	const struct presence_other *first = others;
	AUTOBUF text = BUF_INIT;
	char stamp[CLOCK_STAMP];

	dst[0] = '\0';
	if (n < 1)
		return false;
	if (first->self)
		buf_adds(&text, "Another session of yours");
	else
		add_name(first, &text);
	clock_stamp(first->since_ms, stamp);
	if (first->editing)
		buf_addf(&text, " edits this too, since %.5s UTC", stamp + 11);
	else
		buf_adds(&text, " has this open");
	if (n > 2)
		buf_addf(&text, "; %d others too", n - 1);
	else if (n == 2 && others[1].self)
		buf_adds(&text, "; another session of yours too");
	else if (n == 2) {
		buf_adds(&text, "; ");
		add_name(&others[1], &text);
		buf_adds(&text, " too");
	}
	snprintf(dst, size, "%s", text.s);
	return first->editing;
}
