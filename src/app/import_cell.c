/* SPDX-License-Identifier: MIT */
/* import_cell.c - a cell by the rules: what is empty, what stands for what, dates, references. */
#include <string.h>

#include "app/import_private.h"

static bool refuse(struct reading_rows *r, const struct import_cell *c, const char *why, const char *next)
{
	const struct import_row *row = &r->rows[c->row];

	import_problem(r, &(struct import_problem){
		.row = c->row, .name = c->column ? c->column->name : c->target->field ? c->target->field->name : NULL,
		.column = c->column ? c->column->number : 0, .field = c->target->field, .line = row->line,
		.kind = FAIL_DATA, .why = why, .next = next });
	return false;
}

/* Without blanks around, as the door reads it. */
static const char *trimmed(struct reading_rows *r, const char *text)
{
	size_t len;

	text += strspn(text, " \t\r\n");
	len = strlen(text);
	while (len && strchr(" \t\r\n", text[len - 1]))
		len--;
	return text[len] ? arena_strndup(&r->of_rows, text, len) : text;
}

/* A word for "nothing" in a field that takes any text is taken as text, and told. */
static void note_none(struct reading_rows *r, const struct import_cell *c)
{
	const struct field *f = c->target->field;

	if (!c->column || (f->type != FIELD_TEXT && f->type != FIELD_LONG) || !import_like_none(c->text))
		return;
	import_word(r, &r->notes, arena_printf(&r->arena, "column %s says \"%s\", which is taken as text; --none '%s' takes it for empty",
					       c->column->name, c->text, c->text));
}

/* What was said of values, and of words for nothing. */
static void replace(struct reading_rows *r, struct import_cell *c)
{
	const char *column = c->column ? c->column->name : NULL;
	const char *to = import_value_of(&r->rules, c->target->field ? c->target->field->name : NULL, column,
					 c->text ? c->text : "");

	if (to)
		c->text = *to ? to : NULL;
	else if (c->text && import_is_none(&r->rules, c->text))
		c->text = NULL;
}

static bool take_date(struct reading_rows *r, struct import_cell *c)
{
	char iso[DATE_TEXT];
	const char *why, *next;

	if (import_date(r, c->text, iso, &why, &next)) {
		c->text = arena_strdup(&r->of_rows, iso);
		return true;
	}
	if (import_like_none(c->text))
		import_word(r, &r->hints.none, c->text);
	return refuse(r, c, arena_printf(&r->of_rows, "\"%.60s\": %s", c->text, why),
		      import_like_none(c->text) ? arena_printf(&r->of_rows, "say --none '%s' to take it for empty", c->text)
						: next);
}

bool import_cell(struct reading_rows *r, struct import_cell *c)
{
	const struct field *f = c->target->field;

	if (c->text && (f || c->target->kind != IMPORT_FIELD)) {
		bool plain = f && (f->type == FIELD_TEXT || f->type == FIELD_LONG);

		/* Long text is not copied for the sake of a blank: the door takes it off. */
		if (!plain || r->rules.n_values || r->rules.n_none || strnlen(c->text, 16) < 16)
			c->text = trimmed(r, c->text);
		c->text = *c->text ? c->text : NULL;
	}
	if (r->rules.n_values || r->rules.n_none)
		replace(r, c);
	if (!c->text)
		return true;
	if (c->target->kind == IMPORT_EFFECTIVE || (f && f->type == FIELD_DATE))
		return r->im->genesis || take_date(r, c);
	if (f && f->type == FIELD_REF)
		return import_reference(r, c);
	if (f)
		note_none(r, c);
	return true;
}
