/* SPDX-License-Identifier: MIT */
/* form_private.h - what the files of the form share. Private to app. */
#ifndef APP_FORM_PRIVATE_H
#define APP_FORM_PRIVATE_H

#include "app/form.h"

/* Called when a field, or a cell of a table, is left. */
void form_check_left(struct form *f, struct form_field *ff);
void form_check_cell(struct form *f, struct form_field *ff);

/* Why a cell of a table (column -1: a line) does not fit: stands below the line. */
void form_line_fault(struct form_field *ff, int row, int column, const char *why);
const char *draft_dir(const struct app *a, char *dst, size_t size); /* NULL: nowhere to keep them */

/* The text an editor shows for a value: labels of choices, ISO dates, references. Appends to out. */
void form_value_text(const struct field *f, struct value v, const char *ref, struct buf *out);

struct form *form_alloc(struct app *a, const struct entity *e, bool adding);
void form_add_field(struct form *f, const struct field *field);
void form_set_field(struct form *f, struct form_field *ff, struct value v, const char *ref);
struct form_field *form_field_of(struct form *f, const char *name);
struct form_row *form_lines_grow(struct form_lines *l); /* one empty row at the end */
void form_lines_clear(struct form_lines *l);
bool form_row_blank(const struct form_lines *l, const struct form_row *r);
void form_focus_first_empty(struct form *f);
bool form_row_changed(const struct form_lines *l, const struct form_row *r);

void form_stored(struct form *f); /* after a save */
void form_complete(struct form_field *ff); /* choices typed from their beginning; the row with focus of a table */
void form_complete_all(struct form *f);
void form_offer_lines(struct form *f, const struct entity *subject, const char *uid);
bool form_records_letter(const struct form *f); /* a letter with outcomes to record */
/* What a draft says of the records that a form was for, and back. */
void form_many_sum(const struct form *f, char dst[20]);
struct form *form_many_resume(struct app *a, const struct life_rule *r, const struct entity *e, const char *ids,
			      const char *sum, struct error *err);
bool form_empties(const struct form *f, const char *text); /* of many: "-" */
bool form_by_default(const struct form *f, const struct field *field); /* today, where none is given */
int form_deed_do(struct form *f, bool dry_run, struct error *err);

void form_draft_write(struct form *f); /* starts the draft file at the first change */

#endif
