/* SPDX-License-Identifier: MIT */
/* actions_form.c - the action table: in a form. */
#include "app/actions.h"

#include <stdio.h>
#include <string.h>

#define PAGE_FIELDS 5

static struct form *form_here(struct screen *s)
{
	return screen_top(s)->form;
}

static bool line_is_begun(const struct form_field *ff)
{
	const struct form_lines *l = ff->lines;

	return l && !ff->locked && l->n_rows && !form_row_blank(l, &l->rows[l->row]);
}

/* Past the last cell of a table that ends the form a new line begins; past all else there is only the save. */
static void run_next(struct screen *s)
{
	struct form *f = form_here(s);
	struct form_field *ff = &f->fields[f->focus];
	struct form_lines *l = ff->lines;
	bool end = f->focus == f->n_fields - 1 &&
		   (!l || !l->n_rows || (l->row == l->n_rows - 1 && l->column == l->n_columns - 1));

	form_move(f, 1);
	if (end && line_is_begun(ff))
		form_line_add(f);
	else if (end)
		screen_say(s, LEVEL_INFO, "That was the last field. %s saves.",
			   keymap_key(s->keymap, action_by_id("save"), 0));
}

static void run_row_down(struct screen *s)
{
	form_move_rows(form_here(s), 1);
}

static void run_row_up(struct screen *s)
{
	form_move_rows(form_here(s), -1);
}

static void run_prev(struct screen *s)
{
	form_move(form_here(s), -1);
}

/* Enter on the last line of a table starts the next line; elsewhere it goes on. */
static void run_enter(struct screen *s)
{
	struct form *f = form_here(s);
	struct form_lines *l = f->fields[f->focus].lines;
	bool last = l && (!l->n_rows || (l->row == l->n_rows - 1 && l->column == l->n_columns - 1));

	if (last && !f->fields[f->focus].locked &&
	    (!l->n_rows || !form_row_blank(l, &l->rows[l->row])))
		form_line_add(f);
	else
		form_move(f, 1);
}

/* Nothing was saved, and nothing is lost either: the form and its draft have the text. */
static void fail_keeping(struct screen *s, struct error *err)
{
	char next[sizeof err->next];

	if (err->kind == FAIL_IO || err->kind == FAIL_BUSY) {
		snprintf(next, sizeof next, "your text is kept; %.*s", (int)sizeof next - 24, err->next);
		memcpy(err->next, next, sizeof next);
	}
	screen_fail(s, err);
}

static bool save(struct screen *s)
{
	struct form *f = form_here(s);
	struct error err = ERROR_INIT;
	int rc = form_save(f, &err);

	if (rc == 0) {
		form_saved(s, f);
		return true;
	}
	if (rc == FAIL_CONFLICT && f->in_conflict)
		screen_say(
			s, LEVEL_WARNING,
			"Somebody changed the same %s meanwhile. Nothing is written before you choose.",
			f->conflict.n_conflicts > 1 ? "fields" : "field");
	else
		fail_keeping(s, &err);
	return false;
}

/* The form goes, the list shows the record that was saved. */
static void leave_saved(struct screen *s)
{
	struct form *f = form_here(s);
	bool moved = f->moved;
	char uid[UUID_TEXT];

	memcpy(uid, f->uid, sizeof uid);
	const struct entity *e = f->entity;
	screen_pop(s);
	(moved ? screen_reload : screen_refresh)(s);
	struct list *l = screen_list(s);
	if (l && l->entity == e && list_select(l, uid)) {
		struct view *v = screen_top(s);

		if (v->kind == VIEW_BENCH)
			bench_moved(s, &v->bench, v->bench.focus);
	}
}

/* An action is over when its form is saved: what it did is said, and what waits next is opened. */
static void finish_deed(struct screen *s)
{
	struct form *f = form_here(s);
	const struct life_rule *r = f->rule;
	int place = life_form_place(s, f);
	struct error err = ERROR_INIT;
	AUTOBUF effects = BUF_INIT;
	AUTOBUF warnings = BUF_INIT;
	char ref[64];

	if (form_save(f, &err) != 0) {
		fail_keeping(s, &err);
		return;
	}
	buf_adds(&effects, f->effects);
	buf_adds(&warnings, f->warnings);
	snprintf(ref, sizeof ref, "%s", f->ref);
	screen_pop(s);
	life_done(s, r, ref, place, effects.s, warnings.s);
}

void form_finish(struct screen *s)
{
	if (form_here(s)->rule)
		finish_deed(s);
	else if (save(s))
		leave_saved(s);
}

static void run_save(struct screen *s)
{
	if (bulk_of_form(s, form_here(s)))
		return;
	if (!life_asks_first(s, form_here(s)))
		form_finish(s);
}

/* Saves, and opens the next record of the list at the same field. */
static void save_and_next(struct screen *s)
{
	const struct field *at = form_here(s)->fields[form_here(s)->focus].field;

	if (!save(s))
		return;
	leave_saved(s);
	struct list *l = screen_list(s);
	if (!l || l->cursor + 1 >= l->ids.n) {
		screen_say(s, LEVEL_INFO, "Saved. That was the last record of the list.");
		return;
	}
	list_move(l, 1);
	action_run(s, action_by_id("edit"));
	if (screen_top(s)->kind == VIEW_FORM)
		form_focus_field(form_here(s), at);
}

static void run_again(struct screen *s)
{
	if (form_here(s)->n_many || form_here(s)->rule || form_asks_first(form_here(s))) {
		run_save(s);
		return;
	}
	if (!form_here(s)->adding)
		save_and_next(s);
	else if (save(s))
		form_again(form_here(s));
}

static void run_page_down(struct screen *s)
{
	struct form *f = form_here(s);

	if (f->focus == f->n_fields - 1)
		run_again(s);
	else
		form_move_fields(f, PAGE_FIELDS);
}

static void run_page_up(struct screen *s)
{
	form_move_fields(form_here(s), -PAGE_FIELDS);
}

static void run_values(struct screen *s)
{
	values_push(s, form_here(s));
}

static bool possible_again(const struct screen *s, char *why, size_t size)
{
	const struct form *f = screen_top_const(s)->form;

	if (!f->rule && !f->n_many)
		return true;
	snprintf(why, size, f->n_many ? "many records are changed once" : "an action is done once");
	return false;
}

static bool possible_ditto(const struct screen *s, char *why, size_t size)
{
	const struct form *f = screen_top_const(s)->form;

	if (f->rule ? f->fields[f->focus].former != NULL : s->ditto[f->entity->id] != NULL)
		return true;
	snprintf(why, size, f->rule ? "it was not answered before" : "no record of this kind was saved before");
	return false;
}

static void run_ditto(struct screen *s)
{
	struct form *f = form_here(s);
	struct edit *e = form_edit_focus(f);
	const struct form_field *ff = &f->fields[f->focus];
	const char *text = f->rule	 ? ff->former
			   : ff->lines ? NULL
				       : s->ditto[f->entity->id][record_field_index(f->entity, form_focus(f))];

	if (!e || !text)
		return;
	e->selected = true;
	edit_insert(e, text, strlen(text));
	form_typed(f);
	form_move(f, 1);
}

static void run_errors(struct screen *s)
{
	errors_push(s, form_here(s));
}

static void run_text_undo(struct screen *s)
{
	struct edit *e = form_edit_focus(form_here(s));

	if (e && edit_undo(e))
		form_typed(form_here(s));
}

static void run_text_redo(struct screen *s)
{
	struct edit *e = form_edit_focus(form_here(s));

	if (e && edit_redo(e))
		form_typed(form_here(s));
}

static bool possible_lines(const struct screen *s, char *why, size_t size)
{
	const struct form *f = screen_top_const(s)->form;

	if (f->fields[f->focus].lines)
		return true;
	snprintf(why, size, "this field is no table of lines");
	return false;
}

static void run_line_add(struct screen *s)
{
	form_line_add(form_here(s));
}

static void run_line_remove(struct screen *s)
{
	form_line_remove(form_here(s));
}

/* The draft stays: nothing typed is thrown away by leaving. */
static void run_cancel(struct screen *s)
{
	struct form *f = form_here(s);
	bool kept = f->changed, many = f->n_many > 0;

	screen_pop(s);
	if (many && !kept)
		screen_say(s, LEVEL_INFO, "Nothing was changed.");
	else if (kept)
		screen_say(
			s, LEVEL_INFO,
			"Not saved. The text is kept as a draft: \"Unfinished forms\" in the palette (:).");
}

/* ---- clashes ------------------------------------------------------------------------------ */

static void run_clash_next(struct screen *s)
{
	struct form *f = form_here(s);

	if (f->conflict_at < f->conflict.n_conflicts - 1)
		f->conflict_at++;
}

static void run_clash_prev(struct screen *s)
{
	struct form *f = form_here(s);

	if (f->conflict_at > 0)
		f->conflict_at--;
}

static void clash_choose(struct screen *s, bool theirs)
{
	struct form *f = form_here(s);

	f->take_theirs[f->conflict_at] = theirs;
	f->chosen[f->conflict_at] = true;
	run_clash_next(s);
}

static void run_clash_theirs(struct screen *s)
{
	clash_choose(s, true);
}

static void run_clash_mine(struct screen *s)
{
	clash_choose(s, false);
}

static void run_clash_save(struct screen *s)
{
	struct form *f = form_here(s);
	struct error err = ERROR_INIT;

	if (form_decide(f, &err) == 0) {
		form_saved(s, f);
		leave_saved(s);
	} else {
		screen_fail(s, &err);
	}
}

static void run_clash_leave(struct screen *s)
{
	form_here(s)->in_conflict = false;
	screen_say(s, LEVEL_INFO, "Nothing was written. Your text is still here.");
}

#define FORM   CONTEXT_FORM
#define CLASH  CONTEXT_CONFLICT
#define HIDDEN ACTION_HIDDEN

static const struct action table[] = {
	{ "save", "Save", "Ctrl-S|F10", FORM, ACTION_FOOTER, "Save and close the form.", NULL,
	  run_save },
	{ "save-and-new", "Save and next", "Ctrl-N|F6", FORM, ACTION_FOOTER,
	  "Save and start the next record; shared fields are kept. When editing: the next one of the list.",
	  possible_again, run_again },
	{ "page-fields-down", "Page down", "PgDn", FORM, ACTION_MOVE,
	  "Further down; past the last field: save and go to the next record.", NULL,
	  run_page_down },
	{ "page-fields-up", "Page up", "PgUp", FORM, ACTION_MOVE, "Further up.", NULL,
	  run_page_up },
	{ "values", "Values", "F4|Ctrl-Space", FORM, ACTION_FOOTER,
	  "Choose from what this field can be.", NULL, run_values },
	{ "ditto", "Ditto", "Ctrl-D", FORM, ACTION_FOOTER, "The value of the record saved before.",
	  possible_ditto, run_ditto },
	{ "cancel", "Cancel", "Esc|F12|Ctrl-C", FORM, ACTION_FOOTER,
	  "Leave without saving; the text is kept as a draft.", NULL, run_cancel },
	{ "next-field", "Next field", "Tab", FORM, ACTION_MOVE, "The next field.", NULL,
	  run_next },
	{ "enter-field", "Next field", "Enter", FORM, ACTION_MOVE | HIDDEN,
	  "The next field; in a table, the next line.", NULL, run_enter },
	{ "prev-field", "Previous field", "Shift-Tab", FORM, ACTION_MOVE, "The previous field.",
	  NULL, run_prev },
	{ "field-down", "Down", "Down", FORM, ACTION_MOVE, "The next field; in a table, the next row.", NULL,
	  run_row_down },
	{ "field-up", "Up", "Up", FORM, ACTION_MOVE, "The previous field; in a table, the row above.", NULL, run_row_up },
	{ "errors", "Errors", "F9", FORM, 0, "List what is wrong, and go there.", NULL,
	  run_errors },
	{ "text-undo", "Undo typing", "Ctrl-Z", FORM, 0, "Take back what was typed in this field.",
	  NULL, run_text_undo },
	{ "text-redo", "Redo typing", "Ctrl-R", FORM, 0, "Type it again.", NULL, run_text_redo },
	{ "line-add", "Add a line", "Alt-Enter|Ctrl-O", FORM, ACTION_FOOTER, "Add a line to this table.",
	  possible_lines, run_line_add },
	{ "line-remove", "Remove the line", "Ctrl-X", FORM, ACTION_FOOTER,
	  "Take this line out, or bring it back.", possible_lines, run_line_remove },
	{ "clash-next", "Next", "Down|j|Tab", CLASH, ACTION_MOVE | HIDDEN, "The next clash.", NULL,
	  run_clash_next },
	{ "clash-prev", "Previous", "Up|k|Shift-Tab", CLASH, ACTION_MOVE | HIDDEN,
	  "The previous clash.", NULL, run_clash_prev },
	{ "clash-theirs", "Take theirs", "t|Left", CLASH, ACTION_FOOTER,
	  "Keep what the other person wrote.", NULL, run_clash_theirs },
	{ "clash-mine", "Keep mine", "m|Right", CLASH, ACTION_FOOTER,
	  "Write what you typed over it.", NULL, run_clash_mine },
	{ "clash-save", "Save", "Ctrl-S|F10|Enter", CLASH, ACTION_FOOTER,
	  "Save with these choices.", NULL, run_clash_save },
	{ "clash-leave", "Back to the form", "Esc|Ctrl-C", CLASH, ACTION_FOOTER,
	  "Decide later; nothing is written.", NULL, run_clash_leave },
};

ACTION_PART(actions_form, table);
