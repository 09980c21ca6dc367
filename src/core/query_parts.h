/* SPDX-License-Identifier: MIT */
/* query_parts.h - what the files of the query language share. Private to core. */
#ifndef CORE_QUERY_PARTS_H
#define CORE_QUERY_PARTS_H

#include "core/query.h"

#define QUERY_TEXT_MAX  4096
#define QUERY_TERMS_MAX 100 /* words and values, those of shorthands included */
#define QUERY_DEPTH_MAX 50

/* ---- words and signs (query_lex.c) ----------------------------------------- */

enum token_kind {
	TOKEN_END,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
	TOKEN_MINUS,
	TOKEN_WORD,   /* from .. to as it stands */
	TOKEN_PHRASE, /* from .. to with its quotes */
	TOKEN_FIELD,  /* a name up to name_to and an operator up to to */
	TOKEN_BAD     /* an operator with nothing before it */
};

enum token_operator {
	OPERATOR_COLON,
	OPERATOR_LESS,
	OPERATOR_LESS_EQUAL,
	OPERATOR_GREATER,
	OPERATOR_GREATER_EQUAL,
	OPERATOR_EQUAL,
	OPERATOR_NOT_EQUAL,
	OPERATOR_NONE
};

struct token {
	enum token_kind kind;
	enum token_operator sign;
	size_t from, name_to, to;
	bool unclosed; /* a phrase without its second quote */
};

/* The token at or after from, in len bytes of text. */
struct token query_lex(const char *text, size_t len, size_t from);

/* How the values after an operator are cut. */
enum lex_value { LEX_COMMAS = 1, LEX_DOTS = 2, LEX_THOUSANDS = 4 };

/* The value at from: TOKEN_WORD (perhaps empty) or TOKEN_PHRASE. */
struct token query_lex_value(const char *text, size_t len, size_t from, unsigned how);

/* A token's text without quotes and escapes, in NFC. */
char *query_token_text(const char *text, struct token t, struct arena *a);

bool query_is_blank(char c);
bool query_word_is(const char *text, size_t from, size_t to, const char *word); /* any case */

/* ---- parsing (query_parse.c, query_terms.c) --------------------------------- */

struct parser {
	const struct entity *entity;
	const char *text;
	size_t len;
	struct token token; /* the one looked at */
	const struct query_context *context;
	struct arena *arena;
	int depth;
	int *terms;                 /* so far, shared with shorthands inside */
	const struct parser *outer; /* of a shorthand: who uses it, at outer->token */
	struct query_error *at;
	struct error *err;
};

/* Fails at byte at; detail (may be NULL) says what is wrong there, the rest what was expected. */
int query_fail(const struct parser *p, size_t at, const char *detail, const char *expected, ...)
	__attribute__((format(printf, 4, 5)));

/* The number of the character at byte at, counted from 1, for messages. */
size_t query_character(const struct parser *p, size_t at);

struct query *query_node(const struct parser *p, enum query_kind kind, size_t from, size_t to);
void query_place(const struct parser *p, struct query *q, size_t from, size_t to);
int query_count_term(const struct parser *p, size_t at);
void query_next(struct parser *p);

/* The term p->token, a word, phrase or field; steps past it. */
int query_term(struct parser *p, struct query **out);

/* Parses a shorthand's text in place of the term p->token. */
int query_expand(struct parser *p, const char *text, struct query **out);

struct query_list {
	struct query *at[QUERY_TERMS_MAX];
	int n;
};

/* Adds q, or its parts where it is of the same kind: (a b) c is a b c. */
void query_list_add(struct query_list *list, enum query_kind kind, struct query *q);

/* One balanced tree of all: as flat as can be, and the same for the same list. */
struct query *query_list_join(const struct parser *p, const struct query_list *list,
			      enum query_kind kind);

/* QUERY_FIELD if name is no pseudo column. */
enum query_pseudo query_pseudo_named(const char *name);
const char *query_pseudo_name(enum query_pseudo pseudo);

/* The field a pseudo column is read like; f itself where it is none. */
const struct field *query_like(enum query_pseudo pseudo, const struct field *f);

/* True if values of f have an order that can be asked for. */
bool query_ordered(const struct field *f);

/* True if "me" is a value of f. */
bool query_takes_me(const struct field *f);

#endif
