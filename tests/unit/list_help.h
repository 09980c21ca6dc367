/* SPDX-License-Identifier: MIT */
/*
 * list_help.h - what tests of lists share: a list of the sample's recommendations, or of thousands of
 * records, filtered, sorted and read to its end. Include it after cmocka.h.
 */
#ifndef TESTS_LIST_HELP_H
#define TESTS_LIST_HELP_H

#include "app_help.h"

#include "app/list.h"

#define MANY_OFFICES 9000 /* ZZ1 and so on; the last is "the last one", the others "one of many" */

extern struct list list;
extern bool list_key_waits; /* what the terminal says: a key is there; only where help_keys() was called */

/* For cmocka: the list is read, by an account; with a page of 20. */
int help_recommendations(void **state); /* of the sample, as inspector */
int help_offices(void **state);         /* many, as lead; not read yet, and keys can wait */
int help_list_end(void **state);

/* Adds rows of a kind from CSV; the failure is in help.err. */
int help_import(enum entity_id kind, const char *csv);
void help_keys(void);

void list_show(enum entity_id kind); /* another list, read whole */
void list_filter(const char *text);
void list_sort_by(const char *text);
int list_to_the_end(void); /* how many pieces it took */
/* The rows are those that the store finds for filter and order in one go. */
void list_is_right(const char *what);

#endif
