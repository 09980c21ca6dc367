/* SPDX-License-Identifier: MIT */
/*
 * action.h - the action table: everything a person can do, described once.
 *
 * Key map, footer, help, palette, menus and the key page of the manual come
 * from it. To add an action: one row in src/app/actions_*.c.
 */
#ifndef APP_ACTION_H
#define APP_ACTION_H

#include "app/screen.h"

enum action_flag {
	ACTION_FOOTER = 1 << 0,   /* shown in the footer where possible */
	ACTION_HIDDEN = 1 << 1,   /* not in palette and help: plain moves in dialogs */
	ACTION_WRITES = 1 << 2,   /* refused on a read-only database */
	ACTION_MOVE = 1 << 3,     /* moves the cursor; keeps the message line */
	ACTION_PALETTE_ONLY = 1 << 4,
	ACTION_PLACE = 1 << 5     /* does nothing but open a page, list or question: opened again after a cut */
};

struct action {
	const char *id;       /* "record-open": settings, palette, manual */
	const char *label;    /* "Open" */
	const char *keys;     /* default keys, "Enter", "g g|Home"; several divided by "|"; "" for none */
	unsigned contexts;    /* mask of enum context */
	unsigned flags;
	const char *help;     /* one sentence */
	/* Why it is not possible now: fills why and returns false; NULL: always possible. */
	bool (*possible)(const struct screen *s, char *why, size_t size);
	void (*run)(struct screen *s);
};

/* The whole table; the order is that of help and footer. */
size_t action_count(void);
const struct action *action_at(size_t i);
const struct action *action_by_id(const char *id);

/* Runs it if it is possible here, else says why not. */
void action_run(struct screen *s, const struct action *a);
bool action_possible(const struct screen *s, const struct action *a, char *why, size_t size);

/* ---- the key map ---- */

struct keymap *keymap_new(const struct settings *settings, struct warnings *w);
void keymap_free(struct keymap *m);

enum keymap_answer { KEYMAP_NONE, KEYMAP_MORE, KEYMAP_FOUND };
enum keymap_answer keymap_find(const struct keymap *m, unsigned context, const struct key *keys, int n,
			       const struct action **out);

/* The first (or n-th) key of an action as a person types it: "g g"; NULL if it has none. */
const char *keymap_key(const struct keymap *m, const struct action *a, int n);

#endif
