/* SPDX-License-Identifier: MIT */
/*
 * form.h - a record being typed.
 *
 * One column of labelled fields from the record table. A new record asks for
 * the fields marked as entry; an existing one shows all that may be edited. A
 * field may be a table of lines. Nothing typed is ever thrown away: a draft is
 * on disk, all errors are listed, and what cannot be saved stays.
 */
#ifndef APP_FORM_H
#define APP_FORM_H

#include "app/app.h"
#include "app/assign.h"
#include "app/door.h"
#include "app/draft.h"
#include "app/edit.h"

struct life_rule;

/* A table of lines inside a form: rows of editors, one a column. */
struct form_lines {
	const struct entity *entity;
	const struct field *parent;          /* the child's field that refers to the form's record */
	const struct field *columns[12];
	int n_columns;
	struct form_row {
		char uid[UUID_TEXT];         /* "" for a new line */
		int64_t version;
		bool removed;                /* taken out, still in the file until saved */
		bool offered;                /* filled in beforehand: saved only if something is typed in it */
		struct edit *cells;          /* n_columns */
		struct value *base;          /* n_columns, what was read */
	} *rows;
	int n_rows, cap_rows;
	int row, column;                     /* focus */
	int error_row, error_column;         /* what the field's error is about; row -1: the table as a whole */
};

struct form_field {
	const struct field *field;
	struct edit edit;                    /* not for LINES */
	struct form_lines *lines;            /* LINES only */
	char *base;                          /* text as read; NULL: none */
	struct value base_value;             /* in form->arena */
	bool required;                       /* it has to be filled */
	bool locked;                         /* shown, not editable: reason in locked_why */
	char locked_why[512];
	const char *former;                  /* what was answered the last time, for ditto; in form->arena; or NULL */
	char reading[96];                    /* what the text means: "Mon 2013-09-30, in 12 days" */
	char error[900];                     /* what is wrong with it, "" if nothing */
};

struct form {
	struct app *app;
	const struct entity *entity;
	const struct life_rule *rule;        /* an action with the record,
			its asks as fields; NULL: the record itself */
	char *effects, *warnings;            /* of the last try or save of an action or a letter; may be NULL */
	bool adding;
	char uid[UUID_TEXT];
	char ref[64];                        /* of an existing record */
	int64_t base_version;
	char op_id[UUID_TEXT];
	struct arena arena;
	struct form_field *fields;
	int n_fields;
	int focus;                           /* index in fields */
	int top;                             /* first row shown; the view keeps the focus visible */
	bool changed;                        /* something was typed since it was opened or saved */
	bool was_sent;                       /* the last save had something to write */
	bool moved;                          /* and by it a record may have come, gone or changed places in a list */
	int saved;                           /* records saved by save-and-new so far */
	char saved_ref[64];                  /* the last of them */
	struct draft *draft;
	char draft_failed[512];              /* why text is not kept on disk, said once */
	bool draft_said;
	/* A save found that somebody else changed the same fields: the choice is open. */
	struct store_result conflict;
	bool in_conflict;
	int conflict_at;                     /* which clash the cursor is on */
	bool *take_theirs;                   /* one a clash; counts where chosen is set */
	bool *chosen;                        /* one a clash: somebody decided it */
	const char **theirs;                 /* what the other person wrote, as shown; one a clash */
	/* One form for many records of the kind: see form_many_set(). n_many 0: for one. */
	const char **many;
	int n_many;
	const char *many_ids;                /* their rows, as a draft keeps them; NULL: it keeps none */
};

/* preset: fields of a new record that are already known (name and text pairs); may be NULL. */
struct form *form_new(struct app *a, const struct entity *e, const struct draft_pair *preset, int n_preset,
		      struct error *err);
struct form *form_edit(struct app *a, const struct entity *e, const char *uid, struct error *err);
struct form *form_resume(struct app *a, const struct draft_found *d, struct error *err);

/* What that action asks for. Whether it is possible at all the caller has asked. */
struct form *form_deed(struct app *a, const struct life_rule *r, const struct entity *e, const char *uid,
		       struct error *err);
/*
 * One form for many records: empty fields are left as they are, a single "-" empties one. It is not saved
 * but gives what is filled in (n_fields at most) to a bulk edit of f->many.
 */
struct form *form_many_set(struct app *a, const struct entity *e, const char *const *uids, int n, struct error *err);
struct form *form_many_deed(struct app *a, const struct life_rule *r, const struct entity *e,
			    const char *const *uids, int n, struct error *err);
/* The rows of f->many, in any order: from then on what is typed is kept as a draft like that of any form. */
void form_many_remember(struct form *f, const int32_t *ids, size_t n);
int form_many_given(const struct form *f, struct assignment *out);
int form_many_check(struct form *f, struct error *err); /* what is wrong by itself stands in the fields */
void form_free(struct form *f, bool keep_draft);

/* Moves the focus; edges stop. Checks the field left. */
void form_move(struct form *f, int by);
void form_move_fields(struct form *f, int by); /* by whole fields, clipped */
void form_move_rows(struct form *f, int by);   /* by rows in a table, by fields elsewhere */
bool form_focus_field(struct form *f, const struct field *field);

/* The editor with focus (of a field or of a cell); NULL if that field is locked. */
struct edit *form_edit_focus(struct form *f);
const struct field *form_focus(const struct form *f); /* the field or the column of its lines */

void form_typed(struct form *f);        /* after any change of text: reading, error, draft */
void form_line_add(struct form *f);
void form_line_remove(struct form *f);  /* or bring back */

/* Checks everything; errors stand in the fields. Returns the number of faulty fields. */
int form_check(struct form *f);

/*
 * Saves through the door. 0: saved (f->uid and ref name it, changed is false).
 * FAIL_CONFLICT: f->in_conflict with the clashes to decide. Anything else: errors
 * stand in the fields and err has the first.
 */
int form_save(struct form *f, struct error *err);
/* True if saving cannot be undone: then form_try() says in f->effects what it would do. */
bool form_asks_first(const struct form *f);
int form_try(struct form *f, struct error *err);
int form_decide(struct form *f, struct error *err); /* after the clashes are decided: saves again */

/* After a save: empties for the next record, keeps FIELD_KEEP ones, counts the number up. */
void form_again(struct form *f);

#endif
