/* SPDX-License-Identifier: MIT */
/* list_private.h - what the files of the list share. Private to app. */
#ifndef APP_LIST_PRIVATE_H
#define APP_LIST_PRIVATE_H

#include "app/list.h"

/* What the store is asked for; filtered: with the filter. */
struct select list_select_of(const struct list *l, bool filtered);
void list_clear_rows(struct list *l);
bool list_keep_selection(struct list *l);

/* Starts finding the rows; keep: those shown stay until all new ones are found. */
void list_fill(struct list *l, bool keep);
void list_usual_columns(struct list *l);

/* The marks among the rows that are there now. */
void list_count_marks(struct list *l);

/* For some milliseconds; true if there is more to find and it has to be found later. */
bool list_fill_a_while(struct list *l);
/* What is left to find, without giving way. */
void list_fill_whole(struct list *l);


/* ---- list_hits.c */

/* One piece of a search by the index: true if it went well. */
bool list_hits_piece(struct list *l, struct error *err);
void list_drop_hits(struct list *l);
/* The rows without the filter, in order, are kept while one is set; false: there are none to go back to. */
void list_keep_base(struct list *l);
bool list_back_to_base(struct list *l); /* into l->next */
void list_drop_base(struct list *l);

#endif
