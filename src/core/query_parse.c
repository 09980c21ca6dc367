/* SPDX-License-Identifier: MIT */
/*
 * query_parse.c - the query language: grammar, limits and errors.
 *
 *   either = all { "or" all }
 *   all    = one { [ "and" ] one }
 *   one    = ( "not" | "-" ) one | "(" either ")" | term
 *
 * Chains become balanced trees, so that a hundred terms are seven deep.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "core/query_parts.h"

#define EXAMPLE "for example: is:open due<+30d \"a phrase\""

/* ---- errors ------------------------------------------------------------------ */

size_t query_character(const struct parser *p, size_t at)
{
	size_t number = 1;

	for (size_t i = 0; i < at; i++)
		number += ((unsigned char)p->text[i] & 0xC0) != 0x80;
	return number;
}

/* What stands at byte at, for the message: up to the next blank, 24 bytes at most. */
static void add_place(const struct parser *p, size_t at, struct buf *out)
{
	size_t to = at;

	if (at >= p->len) {
		buf_adds(out, "at the end");
		return;
	}
	while (to < p->len && !query_is_blank(p->text[to]) && to - at < 24)
		to++;
	while (to < p->len && to > at + 1 && ((unsigned char)p->text[to] & 0xC0) == 0x80)
		to--;
	buf_addf(out, "at character %zu", query_character(p, at));
	if (to > at)
		buf_addf(out, ", \"%.*s\"", (int)(to - at), p->text + at);
}

int query_fail(const struct parser *p, size_t at, const char *detail, const char *expected, ...)
{
	AUTOBUF wanted = BUF_INIT;
	AUTOBUF place = BUF_INIT;
	va_list args;

	va_start(args, expected);
	buf_vaddf(&wanted, expected, args);
	va_end(args);
	while (p->outer) {
		at = p->outer->token.from;
		p = p->outer;
	}
	add_place(p, at, &place);
	if (p->at) {
		size_t fits = wanted.len < sizeof p->at->expected ? wanted.len
								  : sizeof p->at->expected - 1;

		while (fits && ((unsigned char)wanted.s[fits] & 0xC0) == 0x80)
			fits--; /* no half characters */
		p->at->at = at;
		memcpy(p->at->expected, wanted.s, fits);
		p->at->expected[fits] = '\0';
	}
	return error_set(p->err, FAIL_USAGE, NULL, NULL,
			 strstr(wanted.s, "did you mean") ? NULL : EXAMPLE, "%s: %s%sexpected %s",
			 place.s, detail ? detail : "", detail ? "; " : "", wanted.s);
}

/* ---- trees ------------------------------------------------------------------- */

void query_place(const struct parser *p, struct query *q, size_t from, size_t to)
{
	for (; p->outer; p = p->outer) { /* a shorthand's parts stand where it stands */
		from = p->outer->token.from;
		to = p->outer->token.to;
	}
	q->from = from;
	q->to = to;
}

struct query *query_node(const struct parser *p, enum query_kind kind, size_t from, size_t to)
{
	struct query *q = arena_alloc(p->arena, sizeof *q);

	q->kind = kind;
	query_place(p, q, from, to);
	return q;
}

void query_list_add(struct query_list *list, enum query_kind kind, struct query *q)
{
	if (q->kind == kind) {
		query_list_add(list, kind, q->left);
		query_list_add(list, kind, q->right);
	} else if (list->n < QUERY_TERMS_MAX) { /* every one holds a term at least */
		list->at[list->n++] = q;
	}
}

static struct query *join(const struct parser *p, struct query *const *at, int n,
			  enum query_kind kind)
{
	struct query *q;

	if (n == 1)
		return at[0];
	q = arena_alloc(p->arena, sizeof *q);
	q->kind = kind;
	q->left = join(p, at, (n + 1) / 2, kind);
	q->right = join(p, at + (n + 1) / 2, n / 2, kind);
	q->from = q->left->from;
	q->to = q->right->to;
	return q;
}

struct query *query_list_join(const struct parser *p, const struct query_list *list,
			      enum query_kind kind)
{
	return join(p, list->at, list->n, kind);
}

/* ---- grammar ------------------------------------------------------------------ */

void query_next(struct parser *p)
{
	p->token = query_lex(p->text, p->len, p->token.to);
}

int query_count_term(const struct parser *p, size_t at)
{
	if (++*p->terms <= QUERY_TERMS_MAX)
		return 0;
	return query_fail(p, at, NULL, "no more than %d terms", QUERY_TERMS_MAX);
}

static int parse_either(struct parser *p, struct query **out);
static int parse_one(struct parser *p, struct query **out);

static int deeper(struct parser *p)
{
	if (++p->depth <= QUERY_DEPTH_MAX)
		return 0;
	return query_fail(p, p->token.from, NULL, "nesting no deeper than %d", QUERY_DEPTH_MAX);
}

static int parse_not(struct parser *p, struct query **out)
{
	size_t from = p->token.from, to = p->token.to;
	struct query *inner;
	int failed = deeper(p);

	if (failed)
		return failed;
	if (p->token.kind == TOKEN_MINUS && (to == p->len || query_is_blank(p->text[to])))
		return query_fail(p, to, NULL, "a term directly after \"-\"");
	query_next(p);
	failed = parse_one(p, &inner);
	if (failed)
		return failed;
	p->depth--;
	*out = query_node(p, QUERY_NOT, from, inner->to);
	(*out)->left = inner;
	return 0;
}

static int parse_brackets(struct parser *p, struct query **out)
{
	size_t from = p->token.from;
	int failed = deeper(p);

	if (failed)
		return failed;
	query_next(p);
	failed = parse_either(p, out);
	if (failed)
		return failed;
	if (p->token.kind != TOKEN_CLOSE)
		return query_fail(p, p->token.from, NULL, "\")\" for the \"(\" at character %zu",
				  query_character(p, from));
	p->depth--;
	query_next(p);
	return 0;
}

static int parse_one(struct parser *p, struct query **out)
{
	static const char *const instead[] = {
		[TOKEN_END] = "a term: a word, \"a phrase\", field:value, is:open",
		[TOKEN_CLOSE] = "a term before \")\"",
		[TOKEN_AND] = "a term before \"and\" (in quotes it is a word)",
		[TOKEN_OR] = "a term before \"or\" (in quotes it is a word)",
		[TOKEN_BAD] = "the name of a field before the sign (in quotes it is text)",
	};

	switch (p->token.kind) {
	case TOKEN_NOT:
	case TOKEN_MINUS:
		return parse_not(p, out);
	case TOKEN_OPEN:
		return parse_brackets(p, out);
	case TOKEN_WORD:
	case TOKEN_PHRASE:
	case TOKEN_FIELD:
		return query_term(p, out);
	default:
		return query_fail(p, p->token.from, NULL, "%s", instead[p->token.kind]);
	}
}

static int parse_all(struct parser *p, struct query **out)
{
	struct query_list list = { .n = 0 };
	struct query *q;

	do {
		int failed = parse_one(p, &q);

		if (failed)
			return failed;
		query_list_add(&list, QUERY_AND, q);
		if (p->token.kind == TOKEN_AND) {
			query_next(p);
			continue;
		}
		if (p->token.kind == TOKEN_END || p->token.kind == TOKEN_CLOSE ||
		    p->token.kind == TOKEN_OR)
			break;
	} while (true);
	*out = query_list_join(p, &list, QUERY_AND);
	return 0;
}

static int parse_either(struct parser *p, struct query **out)
{
	struct query_list list = { .n = 0 };
	struct query *q;

	do {
		int failed;

		if (list.n)
			query_next(p);
		failed = parse_all(p, &q);
		if (failed)
			return failed;
		query_list_add(&list, QUERY_OR, q);
	} while (p->token.kind == TOKEN_OR);
	*out = query_list_join(p, &list, QUERY_OR);
	return 0;
}

static int parse_whole(struct parser *p, struct query **out)
{
	int failed;

	p->token = query_lex(p->text, p->len, 0);
	failed = parse_either(p, out);
	if (!failed && p->token.kind != TOKEN_END)
		failed = query_fail(p, p->token.from, NULL, "no \")\" here: none is open");
	return failed;
}

int query_expand(struct parser *p, const char *text, struct query **out)
{
	struct parser inner = {
		.entity = p->entity,
		.text = text,
		.len = strlen(text),
		.context = p->context,
		.arena = p->arena,
		.depth = p->depth,
		.terms = p->terms,
		.outer = p,
		.at = p->at,
		.err = p->err,
	};
	int failed = deeper(&inner);

	return failed ? failed : parse_whole(&inner, out);
}

static int check_text(const struct parser *p)
{
	size_t bad = 0;

	if (p->len > QUERY_TEXT_MAX)
		return query_fail(p, QUERY_TEXT_MAX, NULL, "no more than %d bytes", QUERY_TEXT_MAX);
	while (bad < p->len) { /* CR may stand where a blank may */
		size_t more = 0;

		if (utf8_storable(p->text + bad, p->len - bad, true, &more))
			return 0;
		bad += more;
		if (p->text[bad] != '\r')
			return query_fail(p, bad, NULL,
					  "text without control characters, in UTF-8");
		bad++;
	}
	return 0;
}

int query_parse(const struct entity *e, const char *text, const struct query_context *context,
		struct arena *a, struct query **out, struct query_error *at, struct error *err)
{
	int terms = 0;
	struct parser p = {
		.entity = e,
		.text = text ? text : "",
		.context = context,
		.arena = a,
		.terms = &terms,
		.at = at,
		.err = err,
	};
	struct query *q = NULL;
	int failed;

	p.len = strlen(p.text);
	failed = check_text(&p);
	if (!failed && query_lex(p.text, p.len, 0).kind != TOKEN_END)
		failed = parse_whole(&p, &q);
	if (!failed)
		*out = q;
	return failed;
}
