/* SPDX-License-Identifier: MIT */
/*
 * list.h - a list of records as a window over row ids.
 *
 * Holds the ids of all rows in order and the text of a window around the ones
 * on screen; nothing else grows with the number of rows. The selection is kept
 * by record: sorting, filtering and other people's changes do not move it
 * to another record while the record is still in the list.
 */
#ifndef APP_LIST_H
#define APP_LIST_H

#include "app/app.h"
#include "app/edit.h"
#include "app/marks.h"
#include "store/hits.h"

#define LIST_NOTES 2

struct list {
	struct app *app;
	const struct entity *entity;
	struct columns columns;
	struct sort sort;              /* n 0: the default order */

	/* Only records whose parent_field refers to this one. */
	const struct field *parent_field;
	char parent_uid[64];           /* "" with a parent_field: an empty list */
	char parent_ref[64];           /* for titles */

	struct edit filter;            /* as typed */
	bool filtering;                /* the cursor is in the filter line */
	struct edit seek;              /* position to: what is typed */
	bool seeking;
	bool seek_found;
	int facet;                     /* index of the column whose values were shown last; -1: none */
	char view[64];                 /* name of the saved view it was opened with; "" none */
	struct arena query_arena;
	struct query *query;           /* the last filter that parsed */
	struct query_error query_at;   /* valid if query_bad */
	bool query_bad;
	struct error query_error;

	struct ids ids;
	struct ids next;               /* rows being found, which take the place of ids when they are all there */
	bool filling;                  /* more rows are being looked for: counts are not final */
	bool growing;                  /* they are added to ids itself */
	/* A filter with words in a long list, see list_hits.c. */
	struct hits *hits;             /* the rows being found; NULL: not by the index */
	bool asked, hits_whole;        /* the index was; all rows are known */
	bool first_page, page_found;   /* it was looked for; it is in next */
	bool found_some;              /* there is something new to show */
	struct ids base;               /* all rows in order, while a filter is set */
	bool base_whole;
	int64_t base_after;
	struct sort base_sort;
	int64_t after;                 /* how far the search has come, see store_ids_more() */
	int64_t patience_us;           /* when a search that a key waits for gives up, 0: never */
	struct sort sorted;            /* the order that ids has */
	size_t wanted;                 /* where to go once there are so many rows; 0: nowhere */
	char sought[UUID_TEXT];        /* the record to go to once it is found */
	int64_t total;                 /* rows without the filter */
	size_t cursor;                 /* index in ids; meaningless if ids.n is 0 */
	size_t top;                    /* first row on screen */
	int page;                      /* rows on screen, set by the layout */
	int shift;                     /* cells the last column is scrolled by */
	char selected[UUID_TEXT];      /* uid at the cursor, "" if none */
	char lost[UUID_TEXT];          /* what was selected before the list became empty */

	struct marks marks;            /* by record, shown or not */
	const void *marks_of;          /* the store whose ids they are */
	size_t marked_shown;           /* of them in ids */
	bool mark_all;                 /* all are to be marked once they are found */
	bool ranging;                  /* a range is being marked: from there to the cursor */
	size_t range_from;
	int32_t range_id;

	struct arena row_arena;        /* of the window */
	struct rows rows;
	bool *fresh;                   /* of the window's rows: changed by others since one last looked */
	size_t window;                 /* index in ids of rows' first row */
	struct error error;            /* loading failed: shown instead of rows */

	/* Lines below the rows that sum them up: made anew at each reload. NULL: none. */
	void (*note)(struct list *l);
	char notes[LIST_NOTES][400];
	int n_notes;
	bool note_alert;               /* something is wrong */
};

void list_init(struct list *l, struct app *a, const struct entity *e);
void list_release(struct list *l);

/* Shows only what belongs to that record (NULL uid: nothing). For ANY fields too. */
void list_set_parent(struct list *l, const struct field *f, const struct entity *parent, const char *uid,
		     const char *ref);

/* Reads the ids again, keeps the selection by record and the window's place. */
void list_reload(struct list *l);
/* After a save that brought, took or moved no record: where the order is that of references, only the rows shown. */
void list_refresh(struct list *l);

/*
 * Looks for more rows of a long list until a key waits or a little time is over. True while
 * there are more to find: it is to be called again. *changed: there is something new to show.
 */
bool list_tick(struct list *l, bool busy, bool *changed);
/* A new order is being made; until it is there the rows stand in the old one, sorted. */
bool list_sorting(const struct list *l);
/* Gives up looking; a new order is taken back. False if nothing was going on. */
bool list_cancel(struct list *l);

/* Parses the filter text and reloads; a filter that does not parse leaves the rows as they were. */
void list_apply_filter(struct list *l);
void list_clear_filter(struct list *l);
bool list_filtered(const struct list *l);

void list_move(struct list *l, int64_t by);      /* clips */
void list_go(struct list *l, size_t index);
bool list_select(struct list *l, const char *uid); /* false if it is not in the list */
/* The same, but in a list that is still being read the record is selected when it is found. */
void list_seek(struct list *l, const char *uid);

/*
 * Marks. Acting on them is acting on those that are shown: list_marked_ids() gives these in the
 * order of the list, in memory that the caller frees. A range is open from the first call to the
 * second. While rows are still looked for, "all" marks them as soon as they are there.
 */
bool list_marked(const struct list *l, size_t index); /* a range that is open counts */
size_t list_marks_hidden(const struct list *l);
void list_mark_row(struct list *l);               /* or unmarks it; and moves down */
void list_mark_range(struct list *l);
void list_mark_all(struct list *l);
void list_mark_others(struct list *l);            /* of those shown */
bool list_mark_none(struct list *l);              /* false if there was nothing */
size_t list_marked_ids(const struct list *l, int32_t **out);

/* Other columns: at once, and for all later lists of the kind. */
void list_set_columns(struct list *l, const struct columns *c);
/* Filter, columns and order as text ("": the usual); all or nothing. */
int list_use(struct list *l, const char *query, const char *columns, const char *sort, struct error *err);
/* Order, marks and view in words, each behind a comma: ", by Due, largest first, 3 marked". */
void list_words(const struct list *l, struct buf *out);
/* Adds a term to the filter. */
void list_narrow(struct list *l, const char *term);

/* The column rows are in the order of; and the first row where it begins with what is typed, ids.n if none does. */
struct sort_key list_position_key(const struct list *l);
size_t list_position(struct list *l, const char *typed);

/* The text of a cell of row index; NULL where empty or not in the window. Rows on screen always are. */
const char *list_cell(const struct list *l, size_t index, int column);
const char *list_uid(const struct list *l, size_t index);
bool list_is_new(const struct list *l, size_t index); /* somebody else changed it since one last looked */
const char *list_selected_ref(struct list *l, struct arena *a); /* NULL if none */

/* Puts the window where the screen is; called by whoever changed top, cursor or page. */
void list_window(struct list *l);

/* Why it is empty and which key changes that; "" if it is not. */
const char *list_empty_reason(const struct list *l, char *dst, size_t size);

#endif
