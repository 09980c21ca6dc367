/* SPDX-License-Identifier: MIT */
/* inbox_view.c - the inbox on the screen, as data. */
#include "app/inbox_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void add_line(struct inbox_view *v, int line)
{
	MEM_GROW(v->lines, v->cap_lines, v->n_lines + 1);
	v->lines[v->n_lines++] = line;
}

static void make_lines(struct inbox_view *v)
{
	v->n_lines = 0;
	for (int k = 0; k < INBOX_KIND_MAX; k++) {
		if (!v->inbox.count[k])
			continue;
		add_line(v, -1 - k);
		for (int i = 0; i < v->inbox.n; i++)
			if (v->inbox.at[i].kind == (enum inbox_kind)k)
				add_line(v, i);
	}
}

const struct inbox_item *inbox_view_item(const struct inbox_view *v)
{
	if (v->cursor < 0 || v->cursor >= v->n_lines || v->lines[v->cursor] < 0)
		return NULL;
	return &v->inbox.at[v->lines[v->cursor]];
}

static void note_selected(struct inbox_view *v)
{
	const struct inbox_item *item = inbox_view_item(v);

	snprintf(v->selected, sizeof v->selected, "%s", item && item->uid ? item->uid : "");
	if (item)
		v->kind = item->kind;
}

/* Onto an item: headings are stepped over. */
static void settle(struct inbox_view *v, int step)
{
	if (v->cursor >= v->n_lines)
		v->cursor = v->n_lines - 1;
	if (v->cursor < 0)
		v->cursor = 0;
	while (v->cursor + step >= 0 && v->cursor + step < v->n_lines && v->lines[v->cursor] < 0)
		v->cursor += step;
	if (v->n_lines && v->lines[v->cursor] < 0 && v->cursor + 1 < v->n_lines)
		v->cursor++;
	/* The heading above the first item is shown too. */
	if (v->cursor < v->top || v->cursor == 1)
		v->top = v->cursor == 1 ? 0 : v->cursor;
	if (v->page > 0 && v->cursor >= v->top + v->page)
		v->top = v->cursor - v->page + 1;
	note_selected(v);
}

static bool select_again(struct inbox_view *v, const char *uid, enum inbox_kind kind)
{
	for (int i = 0; *uid && i < v->n_lines; i++) {
		const struct inbox_item *item = v->lines[i] < 0 ? NULL : &v->inbox.at[v->lines[i]];

		if (!item || !item->uid || item->kind != kind || strcmp(item->uid, uid) != 0)
			continue;
		v->cursor = i;
		return true;
	}
	return false;
}

static bool pick_at(const void *view, int i, struct pick *out)
{
	const struct inbox_view *v = view;
	const struct inbox_item *item = i < 0 || i >= v->n_lines || v->lines[i] < 0 ? NULL : &v->inbox.at[v->lines[i]];

	if (!item || !item->uid)
		return false;
	out->entity = item->entity;
	snprintf(out->uid, sizeof out->uid, "%s", item->uid);
	return true;
}

struct picks_rows inbox_view_rows(const struct inbox_view *v)
{
	return (struct picks_rows){ v, v->n_lines, v->cursor, pick_at };
}

static bool still_waits(const void *view, const char *uid)
{
	const struct inbox_view *v = view;

	for (int i = 0; i < v->inbox.n; i++)
		if (v->inbox.at[i].uid && strcmp(v->inbox.at[i].uid, uid) == 0)
			return true;
	return false;
}

void inbox_view_reload(struct inbox_view *v)
{
	char selected[UUID_TEXT];

	memcpy(selected, v->selected, sizeof selected);
	inbox_release(&v->inbox);
	v->error = (struct error)ERROR_INIT;
	v->failed = inbox_read(v->app, false, &v->inbox, &v->error) != 0;
	make_lines(v);
	select_again(v, selected, v->kind);
	settle(v, 1);
	struct picks_rows rows = inbox_view_rows(v);
	picks_follow(&v->picks, &rows);
	v->dropped = v->failed ? 0 : picks_drop(&v->picks, still_waits, v);
}

void inbox_view_init(struct inbox_view *v, struct app *a)
{
	*v = (struct inbox_view){ .app = a };
	inbox_view_reload(v);
}

void inbox_view_release(struct inbox_view *v)
{
	inbox_release(&v->inbox);
	picks_release(&v->picks);
	free(v->lines);
}

void inbox_view_move(struct inbox_view *v, int64_t by)
{
	int64_t to = v->cursor + by;

	v->cursor = to < 0 ? 0 : to >= v->n_lines ? v->n_lines - 1 : (int)to;
	settle(v, by < 0 ? -1 : 1);
}

void inbox_view_page(struct inbox_view *v, int page)
{
	v->page = page;
	settle(v, 1);
}
