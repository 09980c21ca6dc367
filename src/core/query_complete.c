/* SPDX-License-Identifier: MIT */
/* query_complete.c - the query language: what could be typed next. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/query_parts.h"

struct completion {
	const struct entity *entity;
	const char *typed; /* what is there of the word to complete */
	size_t len;
	void (*emit)(void *data, const char *candidate, const char *help);
	void *data;
};

static bool begins(const struct completion *c, const char *name)
{
	return strlen(name) >= c->len && strncasecmp(name, c->typed, c->len) == 0;
}

/* Emits name with after behind it, if it continues what is typed. */
static void offer(const struct completion *c, const char *name, const char *after, const char *help)
{
	char text[128];

	if (!begins(c, name))
		return;
	snprintf(text, sizeof text, "%s%s", name, after);
	c->emit(c->data, text, help);
}

/* prefix is "is:" before a term is begun, "" behind "is:". */
static void offer_shorthands(const struct completion *c, const char *prefix)
{
	char text[128];

	for (const struct shorthand *s = c->entity->shorthands; s && s->name; s++) {
		snprintf(text, sizeof text, "%s%s", prefix, s->name);
		offer(c, text, "", s->query);
	}
	snprintf(text, sizeof text, "%snew", prefix);
	offer(c, text, "", "changed since you last looked");
}

static void offer_terms(const struct completion *c)
{
	for (int i = 0; i < c->entity->n_fields; i++) {
		const struct field *f = &c->entity->fields[i];

		if (f->type != FIELD_LINES && !(f->flags & FIELD_RETIRED))
			offer(c, f->name, ":", f->label);
	}
	offer(c, query_pseudo_name(QUERY_REF), ":", "Reference");
	offer_shorthands(c, "is:");
	if (c->len)
		offer(c, "not", " ", "the opposite of the next term");
}

static void offer_values(const struct completion *c, const struct field *f, bool first)
{
	static const char *const days[] = {
		"today", "tomorrow", "yesterday", "+1w", "+30d", "-30d", "eom", "eoq", "eofy",
	};

	for (const struct choice *choice = f->choices; choice && choice->name; choice++) {
		if (begins(c, choice->name) || (c->len && begins(c, choice->label)))
			c->emit(c->data, choice->name, choice->help ? choice->help : choice->label);
	}
	for (size_t i = 0; f->type == FIELD_DATE && i < sizeof days / sizeof *days; i++)
		offer(c, days[i], "", NULL);
	if (f->type == FIELD_BOOL) {
		offer(c, "yes", "", NULL);
		offer(c, "no", "", NULL);
	}
	if (query_takes_me(f))
		offer(c, "me", "", "your own account");
	if (first && !record_choice(f, "none"))
		offer(c, "none", "", "empty");
	if (first)
		offer(c, "any", "", "not empty");
}

/* Where the value at the cursor begins: behind the operator, the last comma or "..". */
static size_t value_start(const char *text, size_t from, size_t to, bool ordered)
{
	bool quoted = false;
	size_t start = from;

	for (size_t i = from; i < to; i++) {
		if (text[i] == '\\' && quoted && i + 1 < to)
			i++;
		else if (text[i] == '"')
			quoted = !quoted;
		else if (!quoted && text[i] == ',')
			start = i + 1;
		else if (!quoted && ordered && text[i] == '.' && text[i - 1] == '.')
			start = i + 1;
	}
	return start;
}

/* The last token before the cursor, with all the values behind an operator. */
static struct token last_token(const char *text, size_t at)
{
	struct token t = query_lex(text, at, 0), last = t;

	while (t.kind != TOKEN_END) {
		last = t;
		while (last.kind == TOKEN_FIELD && last.to < at && !query_is_blank(text[last.to]) &&
		       text[last.to] != ')') {
			struct token value = query_lex_value(text, at, last.to, 0);

			if (value.to == last.to)
				break;
			last.to = value.to;
		}
		t = query_lex(text, at, last.to);
	}
	return last;
}

static void complete_value(struct completion *c, const char *text, struct token t,
			   size_t operator_to, size_t *start)
{
	char name[64];
	size_t len = t.name_to - t.from < sizeof name ? t.name_to - t.from : sizeof name - 1;
	const struct field *f;

	memcpy(name, text + t.from, len);
	name[len] = '\0';
	f = record_field(c->entity, name);
	*start = value_start(text, operator_to, t.to, f && query_ordered(f));
	c->typed = text + *start;
	c->len = t.to - *start;
	if (strcasecmp(name, "is") == 0)
		offer_shorthands(c, "");
	else if (f)
		offer_values(c, f, t.sign == OPERATOR_COLON && *start == operator_to);
}

void query_complete(const struct entity *e, const char *text, size_t at, size_t *start,
		    void (*emit)(void *data, const char *candidate, const char *help), void *data)
{
	struct completion c = { .entity = e, .typed = "", .emit = emit, .data = data };
	struct token t;

	if (at > strlen(text))
		at = strlen(text);
	*start = at;
	t = last_token(text, at);
	if (t.kind == TOKEN_FIELD && t.to == at) {
		complete_value(&c, text, t, query_lex(text, at, t.from).to, start);
		return;
	}
	if (t.to == at && t.kind >= TOKEN_AND && t.kind != TOKEN_MINUS) {
		if (t.kind == TOKEN_PHRASE || t.kind == TOKEN_BAD)
			return;
		*start = t.from; /* "an" may become "and", "no" the field "notes" */
		c.typed = text + t.from;
		c.len = at - t.from;
	}
	offer_terms(&c);
}
