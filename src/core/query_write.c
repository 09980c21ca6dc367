/* SPDX-License-Identifier: MIT */
/* query_write.c - the query language: trees back to text, in one form. */
#include <string.h>
#include <strings.h>

#include "core/query_parts.h"

static void add_quoted(struct buf *out, const char *s)
{
	buf_addc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *s);
	}
	buf_addc(out, '"');
}

/* True if s, as a value of f, is read as itself without quotes. */
static bool is_plain(const struct field *f, const char *s)
{
	static const char marks[] = "-_/.+@#&%*>:;!?~";

	if (strcasecmp(s, "none") == 0 || strcasecmp(s, "any") == 0)
		return f->type == FIELD_CHOICE;
	if ((query_takes_me(f) && strcasecmp(s, "me") == 0) || *s == '>')
		return false;
	for (; *s; s++) {
		bool letter = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');

		if (!letter && !(*s >= '0' && *s <= '9') && !(*s & 0x80) && !strchr(marks, *s))
			return false;
	}
	return true;
}

static void write_value(const struct field *f, struct value v, struct buf *out)
{
	if (v.kind == VALUE_TEXT && !is_plain(f, v.text))
		add_quoted(out, v.text);
	else if (v.kind == VALUE_INT && f->type == FIELD_BOOL)
		buf_adds(out, v.number ? "yes" : "no");
	else
		value_write(f, v, out);
}

static void write_compare(const struct query *q, struct buf *out)
{
	static const char *const signs[] = {
		[QUERY_EQUAL] = ":",    [QUERY_LESS] = "<",           [QUERY_LESS_EQUAL] = "<=",
		[QUERY_GREATER] = ">",  [QUERY_GREATER_EQUAL] = ">=", [QUERY_RANGE] = ":",
		[QUERY_NONE] = ":none", [QUERY_ANY] = ":any",
	};
	const struct field *f = query_like(q->pseudo, q->field);

	buf_adds(out, f->name);
	buf_adds(out, signs[q->compare]);
	for (int i = 0; i < q->n_values; i++) {
		if (i)
			buf_adds(out, q->compare == QUERY_RANGE ? ".." : ",");
		write_value(f, q->values[i], out);
	}
	if (q->compare == QUERY_EQUAL && !q->n_values)
		buf_adds(out, "me"); /* and nobody is */
}

static bool is_chain(const struct query *q)
{
	return q->kind == QUERY_AND || q->kind == QUERY_OR;
}

/* q as a part of a chain, or under "-": in brackets where it would fall apart. */
static void write_part(const struct query *q, bool brackets, struct buf *out)
{
	if (brackets)
		buf_addc(out, '(');
	query_write(q, out);
	if (brackets)
		buf_addc(out, ')');
}

void query_write(const struct query *q, struct buf *out)
{
	if (!q)
		return;
	switch (q->kind) {
	case QUERY_AND:
	case QUERY_OR:
		write_part(q->left, q->kind == QUERY_AND && q->left->kind == QUERY_OR, out);
		buf_adds(out, q->kind == QUERY_AND ? " " : " or ");
		write_part(q->right, q->kind == QUERY_AND && q->right->kind == QUERY_OR, out);
		break;
	case QUERY_NOT:
		buf_addc(out, '-');
		write_part(q->left, is_chain(q->left), out);
		break;
	case QUERY_WORD:
		if (q->phrase)
			add_quoted(out, q->word);
		else
			buf_adds(out, q->word);
		break;
	case QUERY_COMPARE:
		write_compare(q, out);
		break;
	case QUERY_NEW:
		buf_adds(out, "is:new");
		break;
	}
}

/* What stands under "not" is not looked into. */
static int add_words(const struct query *q, const char **words, int n, int max)
{
	if (!q)
		return n;
	if (q->kind == QUERY_WORD && n < max)
		words[n++] = q->word;
	if (is_chain(q))
		n = add_words(q->right, words, add_words(q->left, words, n, max), max);
	return n;
}

int query_words(const struct query *q, const char **words, int max)
{
	return add_words(q, words, 0, max);
}
