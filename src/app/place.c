/* SPDX-License-Identifier: MIT */
/* place.c - where somebody is in the screen, on disk. */
#include "app/place.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/draft_private.h"
#include "app/screen_private.h"
#include "base/mem.h"

#define EVERY_US 1000000
#define FILE_NAME "place"

/* ---- names and texts ------------------------------------------------------------------------ */

void place_put(struct place_out *out, const char *text, const char *format, ...)
{
	char name[160];
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof name, format, args);
	va_end(args);
	MEM_GROW(out->at, out->cap, out->n + 1);
	out->at[out->n++] = (struct draft_pair){ .name = arena_strdup(&out->arena, name),
						 .text = arena_strdup(&out->arena, text) };
}

void place_put_int(struct place_out *out, int64_t number, const char *view, const char *name)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)number);
	place_put(out, text, "%s%s", view, name);
}

const char *place_get(const struct place_in *in, const char *name)
{
	char whole[160];

	snprintf(whole, sizeof whole, "%s%s", in->view, name);
	return draft_get(in->found, whole);
}

int64_t place_get_int(const struct place_in *in, const char *name, int64_t low, int64_t high)
{
	const char *text = place_get(in, name);
	long long number = text ? strtoll(text, NULL, 10) : low;

	return number < low ? low : number > high ? high : number;
}

/* ---- the file ----------------------------------------------------------------------------------- */

/* On a host always: lines break. Elsewhere where the setting asks for it. */
static bool path_of(const struct screen *s, char *dst, size_t size)
{
	const struct app *a = s->app;
	char dir[512];
	int n;
	bool wanted = a->options.host || a->settings.start == SETTINGS_START_LAST;

	if (!a->store || !wanted || !draft_dir(a, dir, sizeof dir))
		return false;
	n = snprintf(dst, size, "%s/" FILE_NAME, dir);
	return n > 0 && (size_t)n < size;
}

static void collect(const struct screen *s, bool quit, struct buf *out)
{
	struct place_out pairs = { .n = 0 };
	char view[16];

	place_put(&pairs, quit ? "1" : "0", "quit");
	place_put_int(&pairs, s->depth, "", "depth");
	for (int i = 0; i < s->depth; i++) {
		snprintf(view, sizeof view, "%d.", i);
		if (!place_put_deed(&pairs, view, s, s->stack[i]))
			place_put_view(&pairs, view, s->stack[i]);
	}
	place_put_opened(&pairs, s);
	draft_record_add(out, 0, pairs.at, pairs.n);
	free(pairs.at);
	arena_release(&pairs.arena);
}

static void write_place(struct screen *s, bool quit)
{
	AUTOBUF bytes = BUF_INIT;
	char path[DRAFT_PATH_MAX];

	if (!path_of(s, path, sizeof path))
		return;
	collect(s, quit, &bytes);
	if (s->place.last && s->place.last->len == bytes.len && memcmp(s->place.last->s, bytes.s, bytes.len) == 0)
		return;
	if (draft_make_folder_of(path, NULL))
		return;
	/* Nobody waits for it on the disk: after a power cut one starts at the start. */
	int fd = draft_replace_file(path, &bytes, false);
	if (fd < 0)
		return;
	close(fd);
	if (!s->place.last) {
		s->place.last = mem_alloc(sizeof *s->place.last);
		buf_init(s->place.last);
	}
	buf_clear(s->place.last);
	buf_add(s->place.last, bytes.s, bytes.len);
}

void place_free(struct screen *s)
{
	if (s->place.last)
		buf_release(s->place.last);
	free(s->place.last);
	s->place.last = NULL;
}

int place_tick(struct screen *s, int64_t now_us)
{
	if (!s->place.stirred || s->quit)
		return -1;
	if (now_us < s->place.next_us)
		return (int)((s->place.next_us - now_us) / 1000 + 1);
	s->place.stirred = false;
	s->place.next_us = now_us + EVERY_US;
	write_place(s, false);
	return -1;
}

void place_end(struct screen *s, bool quit)
{
	write_place(s, quit);
}

/* ---- going back ---------------------------------------------------------------------------------- */

static bool read_place(const char *path, struct draft_found *out)
{
	struct draft_record record;
	AUTOBUF bytes = BUF_INIT;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool read = fd >= 0 && draft_read(fd, &bytes);

	if (fd >= 0)
		close(fd);
	if (!read)
		return false;
	draft_record_last(bytes.s, bytes.len, &record);
	return record.payload && draft_payload_read(record.payload, record.len, out);
}

static void say_where(struct screen *s)
{
	const struct list *l = screen_list_const(s);
	const struct view *top = screen_top_const(s);
	char path[512];
	bool filter = l && list_filtered(l);

	if (s->depth < 2 && !filter)
		return;
	screen_path(s, path, sizeof path);
	const char *rest = strstr(path, " > ");
	screen_say(s, LEVEL_INFO, "Back where you were: %s%s%s. %s", rest ? rest + 3 : path, filter ? ", filter " : "",
		   filter ? edit_text(&l->filter) : "",
		   top->kind == VIEW_FORM ? "What you typed is there." : "Esc leaves it.");
}

static void open_views(struct screen *s, const struct draft_found *found)
{
	struct place_in all = { .found = found, .view = "" };
	int depth = (int)place_get_int(&all, "depth", 0, SCREEN_DEPTH);

	place_take_opened(s, &all);
	for (int i = 0; i < depth; i++) {
		char view[16];
		struct place_in in = { .found = found, .view = view };

		snprintf(view, sizeof view, "%d.", i);
		place_open_view(s, &in);
	}
	layout_apply(s);
	s->redraw = true;
}

bool place_return(struct screen *s)
{
	struct draft_found found = { .n = 0 };
	char path[DRAFT_PATH_MAX];

	if (!path_of(s, path, sizeof path) || !read_place(path, &found))
		return false;
	const char *quit = draft_get(&found, "quit");
	/* Who left a host of their own will starts where the setting says. */
	bool wanted = s->app->settings.start == SETTINGS_START_LAST || !quit || *quit != '1';

	if (wanted) {
		open_views(s, &found);
		say_where(s);
	}
	free(found.pairs);
	return wanted && s->depth > 1;
}
