/* SPDX-License-Identifier: MIT */
/* show_private.h - what show.c and show_page.c share. Private to app. */
#ifndef APP_SHOW_PRIVATE_H
#define APP_SHOW_PRIVATE_H

#include "app/show.h"

struct showing {
	struct app *app;
	struct store *store;
	struct date today;
	struct arena arena;
	struct record record;
};

/* The records of e whose field refers to the one shown. c->n 0: all columns. */
int show_children(const struct showing *s, const struct entity *e, const struct field *field, bool derived,
		  struct columns *c, struct arena *arena, struct rows *rows, struct error *err);

int show_page(const struct showing *s, struct output *o, struct error *err);

#endif
