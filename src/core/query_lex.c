/* SPDX-License-Identifier: MIT */
/* query_lex.c - the query language: cutting text into tokens. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "core/query_parts.h"
#include "core/values.h"

bool query_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool query_word_is(const char *text, size_t from, size_t to, const char *word)
{
	return strlen(word) == to - from && strncasecmp(text + from, word, to - from) == 0;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

static enum token_kind keyword(const char *text, size_t from, size_t to)
{
	if (query_word_is(text, from, to, "and"))
		return TOKEN_AND;
	if (query_word_is(text, from, to, "or"))
		return TOKEN_OR;
	return query_word_is(text, from, to, "not") ? TOKEN_NOT : TOKEN_WORD;
}

/* Longest first: "<=" must not be read as "<". */
static const struct {
	const char *text;
	enum token_operator sign;
} operators[] = {
	{ "<=", OPERATOR_LESS_EQUAL }, { ">=", OPERATOR_GREATER_EQUAL },
	{ "!=", OPERATOR_NOT_EQUAL },  { ":", OPERATOR_COLON },
	{ "<", OPERATOR_LESS },        { ">", OPERATOR_GREATER },
	{ "=", OPERATOR_EQUAL },
};

/* The operator at pos, stepping past it; OPERATOR_NONE if there is none. */
static enum token_operator operator_at(const char *text, size_t len, size_t *pos)
{
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		size_t n = strlen(operators[i].text);

		if (n <= len - *pos && memcmp(text + *pos, operators[i].text, n) == 0) {
			*pos += n;
			return operators[i].sign;
		}
	}
	return OPERATOR_NONE;
}

/*
 * A bracket inside a word belongs to it where its partner comes before the
 * next blank: 287(g) is one word. Returns the bytes from "(" to past ")", or 0.
 */
static size_t bracket_in_word(const char *text, size_t len, size_t from)
{
	int open = 0;

	for (size_t i = from; i < len && !query_is_blank(text[i]) && text[i] != '"'; i++) {
		open += text[i] == '(';
		open -= text[i] == ')';
		if (!open)
			return i + 1 - from;
	}
	return 0;
}

/* Where the bare text that starts at from ends. */
static size_t bare_end(const char *text, size_t len, size_t from, unsigned how)
{
	size_t i = from;

	while (i < len && !query_is_blank(text[i]) && text[i] != '"' && text[i] != ')') {
		size_t step = 1;

		if (how & LEX_COMMAS && text[i] == ',')
			break;
		if (how & LEX_DOTS && text[i] == '.' && i + 1 < len && text[i + 1] == '.')
			break;
		if (text[i] == '(') {
			step = i > from && keyword(text, from, i) == TOKEN_WORD
				       ? bracket_in_word(text, len, i)
				       : 0;
			if (!step)
				break;
		}
		i += step;
	}
	return i;
}

static struct token phrase_at(const char *text, size_t len, size_t from)
{
	struct token t = { .kind = TOKEN_PHRASE, .from = from, .to = len, .unclosed = true };

	for (size_t i = from + 1; i < len; i++) {
		if (text[i] == '\\' && i + 1 < len && (text[i + 1] == '"' || text[i + 1] == '\\')) {
			i++;
		} else if (text[i] == '"') {
			t.to = i + 1;
			t.unclosed = false;
			break;
		}
	}
	return t;
}

struct token query_lex(const char *text, size_t len, size_t from)
{
	static const char signs[] = "()-";
	static const enum token_kind kinds[] = { TOKEN_OPEN, TOKEN_CLOSE, TOKEN_MINUS };
	struct token t = { .kind = TOKEN_END };
	const char *mark;

	while (from < len && query_is_blank(text[from]))
		from++;
	t.from = t.to = from;
	if (from == len)
		return t;
	mark = memchr(signs, text[from], sizeof signs - 1);
	if (mark) {
		t.kind = kinds[mark - signs];
		t.to++;
		return t;
	}
	if (text[from] == '"')
		return phrase_at(text, len, from);
	t.kind = TOKEN_BAD;
	if (operator_at(text, len, &t.to) != OPERATOR_NONE)
		return t;
	while (is_letter(text[from]) && t.to < len && is_name(text[t.to]))
		t.to++;
	t.kind = TOKEN_FIELD;
	t.name_to = t.to;
	t.sign = t.to > from ? operator_at(text, len, &t.to) : OPERATOR_NONE;
	if (t.sign != OPERATOR_NONE)
		return t;
	t.to = bare_end(text, len, from, 0);
	t.kind = keyword(text, from, t.to);
	return t;
}

struct token query_lex_value(const char *text, size_t len, size_t from, unsigned how)
{
	struct token t = { .kind = TOKEN_WORD, .from = from, .to = from };
	size_t sign = from + (from < len && (text[from] == '-' || text[from] == '$'));

	if (from < len && text[from] == '"')
		return phrase_at(text, len, from);
	if (how & LEX_THOUSANDS && value_grouped(text + sign, len - sign))
		t.to = sign + value_grouped(text + sign, len - sign);
	t.to = bare_end(text, len, t.to, how);
	return t;
}

char *query_token_text(const char *text, struct token t, struct arena *a)
{
	AUTOBUF plain = BUF_INIT;
	AUTOBUF nfc = BUF_INIT;
	bool phrase = t.kind == TOKEN_PHRASE;
	size_t to = t.to - (phrase && !t.unclosed);

	for (size_t i = t.from + phrase; i < to; i++) {
		if (phrase && text[i] == '\\' && i + 1 < to &&
		    (text[i + 1] == '"' || text[i + 1] == '\\'))
			i++;
		buf_addc(&plain, text[i]);
	}
	utf8_nfc(&nfc, plain.s, plain.len);
	return arena_strndup(a, nfc.s, nfc.len);
}
