/* SPDX-License-Identifier: MIT */
/* picks.c - marks by record, in views that hold all they list. */
#include "app/picks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void picks_release(struct picks *p)
{
	free(p->at);
	*p = (struct picks){ 0 };
}

/* Where it is, or where it belongs. */
static int place_of(const struct picks *p, const char *uid)
{
	int from = 0, to = p->n;

	while (from < to) {
		int middle = from + (to - from) / 2;

		if (strcmp(p->at[middle].uid, uid) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

bool picks_has(const struct picks *p, const char *uid)
{
	int i = place_of(p, uid);

	return i < p->n && strcmp(p->at[i].uid, uid) == 0;
}

static void set(struct picks *p, const struct pick *pick, bool on)
{
	int i = place_of(p, pick->uid);

	if (picks_has(p, pick->uid) == on)
		return;
	if (on) {
		MEM_GROW(p->at, p->cap, p->n + 1);
		memmove(p->at + i + 1, p->at + i, (size_t)(p->n - i) * sizeof *p->at);
		p->at[i] = *pick;
	} else {
		memmove(p->at + i, p->at + i + 1, (size_t)(p->n - i - 1) * sizeof *p->at);
	}
	p->n += on ? 1 : -1;
}

/* ---- marking ---------------------------------------------------------------------------- */

bool picks_mark_row(struct picks *p, const struct picks_rows *rows)
{
	struct pick pick;

	if (!rows->at(rows->view, rows->cursor, &pick))
		return false;
	set(p, &pick, !picks_has(p, pick.uid));
	return true;
}

static bool in_range(const struct picks *p, const struct picks_rows *rows, int i)
{
	int from = p->from < rows->cursor ? p->from : rows->cursor;
	int to = p->from < rows->cursor ? rows->cursor : p->from;

	return p->ranging && i >= from && i <= to;
}

bool picks_mark_range(struct picks *p, const struct picks_rows *rows)
{
	struct pick pick;

	if (!p->ranging) {
		if (!rows->at(rows->view, rows->cursor, &pick))
			return false;
		p->ranging = true;
		p->from = rows->cursor;
		memcpy(p->from_uid, pick.uid, sizeof p->from_uid);
		return true;
	}
	for (int i = 0; i < rows->n; i++)
		if (in_range(p, rows, i) && rows->at(rows->view, i, &pick))
			set(p, &pick, true);
	p->ranging = false;
	return true;
}

void picks_mark_all(struct picks *p, const struct picks_rows *rows)
{
	struct pick pick;

	for (int i = 0; i < rows->n; i++)
		if (rows->at(rows->view, i, &pick))
			set(p, &pick, true);
	p->ranging = false;
}

void picks_mark_others(struct picks *p, const struct picks_rows *rows)
{
	struct picks before = { .n = p->n };
	struct pick pick;

	/* A record in two lines is turned round once. */
	before.at = mem_alloc(((size_t)p->n + 1) * sizeof *before.at);
	if (p->n)
		memcpy(before.at, p->at, (size_t)p->n * sizeof *before.at);
	for (int i = 0; i < rows->n; i++)
		if (rows->at(rows->view, i, &pick))
			set(p, &pick, !picks_has(&before, pick.uid));
	p->ranging = false;
	picks_release(&before);
}

bool picks_mark_none(struct picks *p)
{
	bool any = p->n || p->ranging;

	p->n = 0;
	p->ranging = false;
	return any;
}

/* ---- what is marked ------------------------------------------------------------------------ */

bool picks_marked(const struct picks *p, const struct picks_rows *rows, int i)
{
	struct pick pick;

	if ((!p->n && !p->ranging) || !rows->at(rows->view, i, &pick))
		return false;
	return in_range(p, rows, i) || picks_has(p, pick.uid);
}

int picks_shown(const struct picks *p, const struct picks_rows *rows, const struct entity *e, struct arena *arena,
		const struct pick ***out)
{
	const struct pick **found = arena_alloc(arena, (size_t)p->n * sizeof *found + 1);
	bool *taken = arena_alloc(arena, (size_t)p->n + 1);
	struct pick pick;
	int n = 0;

	for (int i = 0; p->n && i < rows->n; i++) {
		int at;

		if (!rows->at(rows->view, i, &pick) || (e && pick.entity != e) || !picks_has(p, pick.uid))
			continue;
		at = place_of(p, pick.uid);
		if (!taken[at])
			found[n++] = &p->at[at];
		taken[at] = true;
	}
	*out = found;
	return n;
}

int picks_listed(const struct picks_rows *rows)
{
	struct pick pick;
	int n = 0;

	for (int i = 0; i < rows->n; i++)
		n += rows->at(rows->view, i, &pick);
	return n;
}

void picks_follow(struct picks *p, const struct picks_rows *rows)
{
	struct pick pick;

	if (!p->ranging)
		return;
	for (int i = 0; i < rows->n; i++)
		if (rows->at(rows->view, i, &pick) && strcmp(pick.uid, p->from_uid) == 0) {
			p->from = i;
			return;
		}
	p->ranging = false; /* where it began is not listed any more */
}

int picks_drop(struct picks *p, bool (*known)(const void *view, const char *uid), const void *view)
{
	int kept = 0, dropped;

	for (int i = 0; i < p->n; i++)
		if (known(view, p->at[i].uid))
			p->at[kept++] = p->at[i];
	dropped = p->n - kept;
	p->n = kept;
	return dropped;
}

/* ---- kept ------------------------------------------------------------------------------------- */

#define KEPT_MAX 500

void picks_write(const struct picks *p, struct buf *out)
{
	for (int i = 0; i < p->n && i < KEPT_MAX; i++)
		buf_addf(out, "%s%s", i ? "," : "", p->at[i].uid);
}

void picks_take(struct picks *p, const struct picks_rows *rows, const char *text)
{
	struct picks kept = { 0 };
	struct pick pick = { 0 };

	while (*text) {
		snprintf(pick.uid, sizeof pick.uid, "%.*s", (int)strcspn(text, ","), text);
		set(&kept, &pick, true);
		text += strcspn(text, ",");
		text += *text == ',';
	}
	for (int i = 0; kept.n && i < rows->n; i++)
		if (rows->at(rows->view, i, &pick) && picks_has(&kept, pick.uid))
			set(p, &pick, true);
	picks_release(&kept);
}
