/* SPDX-License-Identifier: MIT */
/*
 * bulk_view.h - the preview of a bulk edit, as data: one line a record and field.
 *
 * The records are looked at in pieces between keys; what was found is shown at once. Nothing is
 * written before somebody says yes.
 */
#ifndef APP_BULK_VIEW_H
#define APP_BULK_VIEW_H

#include "app/bulk.h"

struct bulk_view {
	struct bulk bulk;
	char op_id[UUID_TEXT];   /* a repeat after a lost connection writes nothing twice */
	size_t hidden;           /* marked and not shown: left out */
	size_t others;           /* marked, but of another kind: left out */
	bool refused_only;       /* only what may not be changed is listed */
	struct bulk_line {
		int row;             /* of bulk.rows */
		int from, len;       /* of its words */
	} *lines;
	int n_lines, cap_lines;
	int listed;              /* rows of bulk that are in lines */
	int top, page;
	int writing;             /* frames until it is written; 0: nobody said yes */
	bool over_form;          /* the form that asked stands below */
	bool opened_only;        /* what was not opened since its last change is left out */
};

void bulk_view_release(struct bulk_view *v);
bool bulk_view_looking(const struct bulk_view *v);
/* Looks at more for a while; true while there are more. FAIL_* in err: what is given fits nothing. */
bool bulk_view_tick(struct bulk_view *v, bool (*give_way)(void *data), void *data, struct error *err);
void bulk_view_refused(struct bulk_view *v, bool only);
void bulk_view_scroll(struct bulk_view *v, int64_t by);
void bulk_view_page(struct bulk_view *v, int page);

#endif
