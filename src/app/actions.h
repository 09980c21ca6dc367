/* SPDX-License-Identifier: MIT */
/* actions.h - the parts of the action table. Private to app. */
#ifndef APP_ACTIONS_H
#define APP_ACTIONS_H

#include "app/screen_private.h"

struct action_part {
	const struct action *at;
	size_t n;
};

extern const struct action_part actions_arrange;

/* In the order of help and footer. */
extern const struct action_part actions_open, actions_life, actions_paper, actions_work, actions_mark, actions_many,
	actions_plan, actions_cover, actions_explain, actions_view, actions_past, actions_move, actions_form,
	actions_dialog;

#define ACTION_PART(name, table) \
	const struct action_part name = { table, sizeof(table) / sizeof *(table) }

/* Reasons several actions share. */
bool possible_on_record(const struct screen *s, char *why, size_t size);
bool possible_with_store(const struct screen *s, char *why, size_t size);
bool possible_on_rows(const struct screen *s, char *why, size_t size);
/* Something of that kind is added about the record here; none_of: "no updates are written about". */
bool possible_about(const struct screen *s, enum entity_id kind, const char *none_of, char *why, size_t size);

void why_field_push(struct screen *s);     /* why the field of the form on top is as it is */

#endif
