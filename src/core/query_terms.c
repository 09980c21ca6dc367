/* SPDX-License-Identifier: MIT */
/* query_terms.c - the query language: words, and fields with their values. */
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "core/query_parts.h"
#include "core/values.h"

#define NAMES_MAX  128
#define DATE_WORDS 3 /* of a date as typed: 30 sep 2013 */

/* What ref, version and uid are read like. */
static const struct field pseudo_fields[] = {
	[QUERY_REF] = { .name = "ref", .label = "Reference", .type = FIELD_TEXT, .max = 400 },
	[QUERY_VERSION] = { .name = "version",
			    .label = "Version",
			    .type = FIELD_INT,
			    .max = INT64_MAX },
	[QUERY_UID] = { .name = "uid", .label = "Identifier", .type = FIELD_TEXT },
};

enum query_pseudo query_pseudo_named(const char *name)
{
	for (int i = QUERY_REF; i <= QUERY_UID; i++)
		if (strcasecmp(pseudo_fields[i].name, name) == 0)
			return (enum query_pseudo)i;
	return QUERY_FIELD;
}

const char *query_pseudo_name(enum query_pseudo pseudo)
{
	return pseudo_fields[pseudo].name;
}

const struct field *query_like(enum query_pseudo pseudo, const struct field *f)
{
	return pseudo == QUERY_FIELD ? f : &pseudo_fields[pseudo];
}

bool query_ordered(const struct field *f)
{
	return f->type == FIELD_INT || f->type == FIELD_MONEY || f->type == FIELD_DATE;
}

bool query_takes_me(const struct field *f)
{
	return f->type == FIELD_REF && f->target == ENTITY_USER;
}

/* ---- which field ---------------------------------------------------------------- */

static int unknown_field(struct parser *p, const char *name)
{
	const char *names[NAMES_MAX] = { "is", "ref", "version", "uid" };
	size_t n = 4;
	const char *meant;

	for (int i = 0; i < p->entity->n_fields && n < NAMES_MAX; i++)
		names[n++] = p->entity->fields[i].name;
	meant = nearest_name(name, names, n);
	if (meant)
		return query_fail(p, p->token.from, NULL, "a field of %s: did you mean %s?",
				  p->entity->plural, meant);
	return query_fail(p, p->token.from, NULL,
			  "a field of %s (put text with this sign in quotes)", p->entity->plural);
}

static int find_field(struct parser *p, struct query *q)
{
	char *name =
		arena_strndup(p->arena, p->text + p->token.from, p->token.name_to - p->token.from);

	q->pseudo = query_pseudo_named(name);
	q->field = q->pseudo == QUERY_FIELD ? record_field(p->entity, name) : NULL;
	if (q->pseudo == QUERY_FIELD && !q->field)
		return unknown_field(p, name);
	if (q->field && q->field->type == FIELD_LINES)
		return query_fail(p, p->token.from, NULL,
				  "another field: %s are records of their own (%s)", name,
				  record_entity(q->field->target)->plural);
	return 0;
}

static int find_compare(struct parser *p, struct query *q)
{
	static const enum query_compare compares[] = {
		[OPERATOR_COLON] = QUERY_EQUAL,
		[OPERATOR_LESS] = QUERY_LESS,
		[OPERATOR_LESS_EQUAL] = QUERY_LESS_EQUAL,
		[OPERATOR_GREATER] = QUERY_GREATER,
		[OPERATOR_GREATER_EQUAL] = QUERY_GREATER_EQUAL,
	};
	const struct field *f = query_like(q->pseudo, q->field);
	enum token_operator sign = p->token.sign;

	if (sign == OPERATOR_EQUAL)
		return query_fail(p, p->token.name_to, NULL, "\":\" as in %s:value", f->name);
	if (sign == OPERATOR_NOT_EQUAL)
		return query_fail(p, p->token.name_to, NULL,
				  "\":\" with \"-\" before it, as in -%s:value", f->name);
	if (sign != OPERATOR_COLON && !query_ordered(f))
		return query_fail(p, p->token.name_to, NULL,
				  "\":\", since %s has no order (only dates and numbers have)",
				  f->name);
	q->compare = compares[sign];
	return 0;
}

/* ---- values --------------------------------------------------------------------- */

static void add_value(struct parser *p, struct query *q, struct value v)
{
	int n = q->n_values;

	if ((n & (n - 1)) == 0) { /* full: room for twice as many */
		struct value *more = arena_alloc(p->arena, (size_t)(n ? 2 * n : 1) * sizeof *more);

		if (n)
			memcpy(more, q->values, (size_t)n * sizeof *more);
		q->values = more;
	}
	q->values[q->n_values++] = v;
}

static int refuse_value(struct parser *p, const struct field *f, struct token t,
			const struct error *why)
{
	char shapes[128];
	const char *text = query_token_text(p->text, t, p->arena);
	const char *meant = f->type == FIELD_CHOICE ? value_nearest_choice(f, text) : NULL;

	value_shapes(f, shapes, sizeof shapes);
	if (meant)
		return query_fail(p, t.from, why->why, "%s: did you mean %s?", f->name, meant);
	if (f->type == FIELD_DATE && strncmp(why->next, "did you mean ", 13) == 0)
		return query_fail(p, t.from, why->why, "a date: %.*s?",
				  (int)strcspn(why->next, "?"), why->next);
	return query_fail(p, t.from, why->why, "%s", shapes);
}

/* One value, cut as t says. */
static int read_value(struct parser *p, struct query *q, struct token t)
{
	const struct field *f = query_like(q->pseudo, q->field);
	const char *text = query_token_text(p->text, t, p->arena);
	struct error why = ERROR_INIT;
	struct value v = VALUE_NULL;
	int failed = query_count_term(p, t.from);

	if (failed)
		return failed;
	if (t.unclosed)
		return query_fail(p, p->len, NULL, "a quote that closes the one at character %zu",
				  query_character(p, t.from));
	if (t.kind == TOKEN_WORD && (*text == '<' || *text == '>' || *text == '='))
		return query_fail(
			p, t.from, NULL,
			"a value, or the sign without the one before it (quotes make it text)");
	if (t.kind == TOKEN_WORD && query_takes_me(f) && strcasecmp(text, "me") == 0) {
		if (p->context->me && *p->context->me)
			add_value(p, q, value_text(arena_strdup(p->arena, p->context->me)));
		return 0;
	}
	if (query_ordered(f) || f->type == FIELD_CHOICE || f->type == FIELD_BOOL)
		failed = value_scan(f, text, &p->context->when, p->arena, &v, &why);
	else
		v = value_text(text);
	if (failed)
		return refuse_value(p, f, t, &why);
	if (v.kind == VALUE_NONE)
		return query_fail(p, t.from, NULL, "a value after %.*s",
				  (int)(p->token.to - p->token.from), p->text + p->token.from);
	add_value(p, q, v);
	return 0;
}

static bool is_date(const struct parser *p, const struct field *f, struct token t)
{
	struct value v;

	return value_scan(f, query_token_text(p->text, t, p->arena), &p->context->when, p->arena, &v, NULL) == 0;
}

/* The bare word after t and what parts it from t; false if there is none. */
static bool next_bare(const struct parser *p, struct token *t, unsigned how)
{
	size_t from = t->to;
	struct token next;

	while (from < p->len && query_is_blank(p->text[from]))
		from++;
	if (from == t->to || from == p->len)
		return false;
	next = query_lex_value(p->text, p->len, from, how);
	if (next.kind != TOKEN_WORD || next.to == next.from)
		return false;
	t->to = next.to;
	return true;
}

/* "30 sep 2013": words that are a date only together, as many as are one, need no quotes. */
static struct token whole_date(const struct parser *p, const struct field *f, struct token t, unsigned how)
{
	struct token longer = t, best = t;

	if (f->type != FIELD_DATE || t.kind != TOKEN_WORD || t.to == t.from || is_date(p, f, t))
		return t;
	for (int words = 1; words < DATE_WORDS && next_bare(p, &longer, how); words++)
		if (is_date(p, f, longer))
			best = longer;
	return best;
}

static bool dots_at(const struct parser *p, size_t at)
{
	return at + 1 < p->len && p->text[at] == '.' && p->text[at + 1] == '.';
}

/* The term ends here: at a blank, a bracket, or where a phrase begins. */
static int end_values(struct parser *p, struct query *q, size_t to)
{
	bool alone = q->compare == QUERY_NONE || q->compare == QUERY_ANY;

	if (to < p->len && p->text[to] == ',' && alone)
		return query_fail(p, to, NULL,
				  "\"none\" and \"any\" without other values (use \"or\")");
	if (to < p->len && !query_is_blank(p->text[to]) && p->text[to] != ')')
		return query_fail(p, to, NULL, "%sa blank or \")\" after the value",
				  q->compare == QUERY_EQUAL ? "a comma, " : "");
	query_place(p, q, p->token.from, to);
	p->token.to = to;
	query_next(p);
	return 0;
}

/* from..to, from.. and ..to; first is cut already. */
static int read_range(struct parser *p, struct query *q, struct token first, unsigned how)
{
	const struct field *f = query_like(q->pseudo, q->field);
	unsigned plain = how & ~(unsigned)LEX_DOTS;
	struct token second = whole_date(p, f, query_lex_value(p->text, p->len, first.to + 2, plain), plain);
	bool open_start = first.to == first.from, open_end = second.to == second.from;
	int failed = 0;

	if (open_start && open_end)
		return query_fail(p, first.from, NULL, "a value before or after \"..\"");
	if (!open_start)
		failed = read_value(p, q, first);
	if (!failed && !open_end)
		failed = read_value(p, q, second);
	if (failed)
		return failed;
	q->compare = open_start ? QUERY_LESS_EQUAL : open_end ? QUERY_GREATER_EQUAL : QUERY_RANGE;
	if (q->compare == QUERY_RANGE &&
	    (f->type == FIELD_DATE ? strcmp(q->values[0].text, q->values[1].text) > 0
				   : q->values[0].number > q->values[1].number))
		return query_fail(p, second.from, NULL,
				  "an end of the range that is not before its start");
	return end_values(p, q, second.to);
}

/* "none" and "any", where they are no choice of the field. */
static bool read_none_any(struct parser *p, struct query *q, struct token t)
{
	if (q->pseudo != QUERY_FIELD || t.kind != TOKEN_WORD)
		return false;
	if (query_word_is(p->text, t.from, t.to, "none") && !record_choice(q->field, "none"))
		q->compare = QUERY_NONE;
	else if (query_word_is(p->text, t.from, t.to, "any") && !record_choice(q->field, "any"))
		q->compare = QUERY_ANY;
	return q->compare != QUERY_EQUAL;
}

static int read_values(struct parser *p, struct query *q)
{
	const struct field *f = query_like(q->pseudo, q->field);
	bool equal = q->compare == QUERY_EQUAL, ordered = query_ordered(f);
	unsigned how = (equal ? LEX_COMMAS : 0u) | (equal && ordered ? LEX_DOTS : 0u) |
		       (f->type == FIELD_MONEY ? LEX_THOUSANDS : 0u);
	struct token t = whole_date(p, f, query_lex_value(p->text, p->len, p->token.to, how), how);
	int failed;

	if (equal && ordered && dots_at(p, t.to))
		return read_range(p, q, t, how);
	if (equal && read_none_any(p, q, t)) {
		failed = query_count_term(p, t.from);
		return failed ? failed : end_values(p, q, t.to);
	}
	failed = read_value(p, q, t);
	while (!failed && equal && t.to < p->len && p->text[t.to] == ',') {
		t = whole_date(p, f, query_lex_value(p->text, p->len, t.to + 1, how), how);
		failed = read_value(p, q, t);
	}
	return failed ? failed : end_values(p, q, t.to);
}

/* ---- terms ---------------------------------------------------------------------- */

static int one_shorthand(struct parser *p, struct token t, struct query **out)
{
	const char *name = query_token_text(p->text, t, p->arena);
	const char *names[NAMES_MAX] = { "new" };
	AUTOBUF known = BUF_INIT;
	size_t n = 1;
	const char *meant;
	int failed;

	for (const struct shorthand *s = p->entity->shorthands; s && s->name; s++) {
		if (strcasecmp(s->name, name) == 0)
			return query_expand(p, s->query, out);
		if (n < NAMES_MAX)
			names[n++] = s->name;
		buf_addf(&known, "is:%s, ", s->name);
	}
	if (strcasecmp(name, "new") == 0) {
		failed = query_count_term(p, t.from);
		if (!failed)
			*out = query_node(p, QUERY_NEW, p->token.from, t.to);
		return failed;
	}
	meant = nearest_name(name, names, n);
	if (meant)
		return query_fail(p, t.from, NULL, "%sis:new: did you mean is:%s?", known.s, meant);
	return query_fail(p, t.from, NULL, "%sis:new", known.s);
}

/* is:open,late - any of them */
static int shorthand_term(struct parser *p, struct query **out)
{
	struct query_list list = { .n = 0 };
	struct query end = { .compare = QUERY_EQUAL };
	size_t at = p->token.to;

	if (p->token.sign != OPERATOR_COLON)
		return query_fail(p, p->token.name_to, NULL, "\":\" as in is:open");
	do {
		struct token t = query_lex_value(p->text, p->len, at, LEX_COMMAS);
		struct query *q;
		int failed;

		p->token.to = t.to; /* the shorthand's parts lie from is to its name */
		failed = t.unclosed ? query_fail(p, p->len, NULL, "a closing quote")
				    : one_shorthand(p, t, &q);
		if (failed)
			return failed;
		query_list_add(&list, QUERY_OR, q);
		at = t.to + 1;
	} while (at <= p->len && p->text[at - 1] == ',');
	*out = query_list_join(p, &list, QUERY_OR);
	return end_values(p, &end, at - 1);
}

static int field_term(struct parser *p, struct query **out)
{
	struct query *q = query_node(p, QUERY_COMPARE, p->token.from, p->token.to);
	int failed = find_field(p, q);

	if (!failed)
		failed = find_compare(p, q);
	if (!failed)
		failed = read_values(p, q);
	if (!failed)
		*out = q;
	return failed;
}

static int word_term(struct parser *p, struct query **out)
{
	struct token t = p->token;
	struct query *q = query_node(p, QUERY_WORD, t.from, t.to);
	int failed = query_count_term(p, t.from);

	if (failed)
		return failed;
	if (t.unclosed)
		return query_fail(p, p->len, NULL, "a quote that closes the one at character %zu",
				  query_character(p, t.from));
	q->word = query_token_text(p->text, t, p->arena);
	q->phrase = t.kind == TOKEN_PHRASE;
	if (!*q->word)
		return query_fail(p, t.from, NULL, "text between the quotes");
	*out = q;
	query_next(p);
	return 0;
}

int query_term(struct parser *p, struct query **out)
{
	if (p->token.kind != TOKEN_FIELD)
		return word_term(p, out);
	if (query_word_is(p->text, p->token.from, p->token.name_to, "is"))
		return shorthand_term(p, out);
	return field_term(p, out);
}
