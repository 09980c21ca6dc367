/* SPDX-License-Identifier: MIT */
/*
 * place.h - where somebody is in the screen, kept on disk, and going back there.
 *
 * Views, rows, scroll, filters, sorts and the open form, as a small file beside the drafts:
 * written whole at most once a second while something changes, and at the end. A session
 * on a host whose line broke finds it at the next login; elsewhere the setting start = last
 * asks for it. What is not there any more is left out.
 */
#ifndef APP_PLACE_H
#define APP_PLACE_H

#include "app/screen.h"

/* Writes it if it changed and the last time is a second ago. Milliseconds until it wants to; -1: nothing to do. */
int place_tick(struct screen *s, int64_t now_us);

/* The end: quit is true where somebody left, false where the session was cut off. */
void place_end(struct screen *s, bool quit);

/* Goes back there from the start view, and says so. False: there is nothing to go back to. */
bool place_return(struct screen *s);

void place_free(struct screen *s);

/* ---- between place.c and place_views.c: the views as names and texts */

struct place_out {
	struct arena arena;
	struct draft_pair *at;
	size_t n, cap;
};

void place_put(struct place_out *out, const char *text, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void place_put_int(struct place_out *out, int64_t number, const char *view, const char *name);

struct place_in {
	const struct draft_found *found;
	const char *view; /* "2." */
};

const char *place_get(const struct place_in *in, const char *name); /* NULL: absent */
int64_t place_get_int(const struct place_in *in, const char *name, int64_t low, int64_t high);

void place_put_list(struct place_out *out, const char *view, const struct list *l);
void place_take_list(struct list *l, const struct place_in *in);

/* place_asked.c: of what an action opened. False: it is none of these, or cannot be opened again. */
bool place_put_asked(struct place_out *out, const char *view, const struct view *v);
bool place_open_asked(struct screen *s, const struct place_in *in);

/* place_deed.c: of what is about to be done. False: it is none of these, or cannot be asked again. */
bool place_put_deed(struct place_out *out, const char *view, const struct screen *s, const struct view *v);
bool place_open_deed(struct screen *s, const struct place_in *in);
void place_put_opened(struct place_out *out, const struct screen *s); /* which records were looked at */
void place_take_opened(struct screen *s, const struct place_in *in);

/* All of a view below "N."; and that view made anew on top. False if it cannot be. */
void place_put_view(struct place_out *out, const char *prefix, const struct view *v);
bool place_open_view(struct screen *s, const struct place_in *in);

#endif
