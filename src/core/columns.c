/* SPDX-License-Identifier: MIT */
/* columns.c - sort orders and column lists, read against an entity. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "core/query_parts.h"

#define NAMES_MAX      128
#define NAME_MAX_BYTES 64

/*
 * The next name of a comma separated list, blanks around it cut off, in
 * name; false at the end of the list.
 */
static bool next_name(const char **text, char name[NAME_MAX_BYTES])
{
	const char *s = *text;
	size_t len;

	if (!s)
		return false;
	len = strcspn(s, ",");
	*text = s[len] ? s + len + 1 : NULL;
	while (len && query_is_blank(*s)) {
		s++;
		len--;
	}
	while (len && query_is_blank(s[len - 1]))
		len--;
	if (len >= NAME_MAX_BYTES)
		len = NAME_MAX_BYTES - 1;
	memcpy(name, s, len);
	name[len] = '\0';
	return true;
}

static bool is_empty(const char *text)
{
	while (text && query_is_blank(*text))
		text++;
	return !text || !*text;
}

static int unknown(const struct entity *e, const char *what, const char *name, struct error *err)
{
	const char *names[NAMES_MAX] = { "ref", "version", "uid" };
	size_t n = 3;
	const char *meant;
	char next[128];

	for (int i = 0; i < e->n_fields && n < NAMES_MAX; i++)
		names[n++] = e->fields[i].name;
	meant = nearest_name(name, names, n);
	if (meant)
		snprintf(next, sizeof next, "did you mean %s?", meant);
	else
		snprintf(next, sizeof next, "\"help %s\" lists the fields", e->plural);
	return error_set(err, FAIL_USAGE, what, NULL, next, "%s have no field \"%s\"", e->plural,
			 name);
}

static int sort_key(const struct entity *e, const char *name, struct sort_key *key,
		    struct error *err)
{
	key->descending = *name == '-';
	name += *name == '-' || *name == '+';
	key->field = NULL;
	if (query_pseudo_named(name) == QUERY_REF)
		return 0;
	key->field = record_field(e, name);
	if (!key->field)
		return unknown(e, "sort", name, err);
	if (key->field->type == FIELD_LINES)
		return error_set(err, FAIL_USAGE, "sort", NULL, NULL,
				 "%s are records of their own, with no order here",
				 key->field->name);
	return 0;
}

int sort_parse(const struct entity *e, const char *text, struct sort *out, struct error *err)
{
	struct sort sort = { .n = 0 };
	char name[NAME_MAX_BYTES];

	if (is_empty(text))
		text = NULL;
	while (next_name(&text, name)) {
		struct sort_key key;
		int failed = sort_key(e, name, &key, err);

		if (failed)
			return failed;
		for (int i = 0; i < sort.n; i++)
			if (sort.keys[i].field == key.field)
				return error_set(err, FAIL_USAGE, "sort", NULL, NULL,
						 "\"%s\" is there twice", name);
		if (sort.n == SORT_MAX)
			return error_set(err, FAIL_USAGE, "sort", NULL, NULL, "more than %d fields",
					 SORT_MAX);
		sort.keys[sort.n++] = key;
	}
	*out = sort;
	return 0;
}

/* "text:40": cuts the width off the name. */
static int take_width(char *name, int *width, struct error *err)
{
	char *colon = strchr(name, ':'), *end;
	long cells;

	*width = 0;
	if (!colon)
		return 0;
	cells = strtol(colon + 1, &end, 10);
	if (!colon[1] || *end || cells < 1 || cells > COLUMN_WIDTH_MAX)
		return error_set(err, FAIL_USAGE, "columns", NULL, "write it as text:40",
				 "\"%s\" is no width: it takes 1 to %d cells", colon + 1, COLUMN_WIDTH_MAX);
	*width = (int)cells;
	*colon = '\0';
	return 0;
}

int columns_parse(const struct entity *e, const char *text, struct columns *out, struct error *err)
{
	struct columns columns = { .n = 0 };
	char name[NAME_MAX_BYTES];

	if (is_empty(text))
		return error_set(err, FAIL_USAGE, "columns", NULL, "name fields: ref,title",
				 "no column is named");
	while (next_name(&text, name)) {
		struct column c = { 0 };

		if (take_width(name, &c.width, err))
			return err ? err->kind : FAIL_USAGE;
		c.pseudo = query_pseudo_named(name);
		if (c.pseudo == QUERY_FIELD)
			c.field = record_field(e, name);
		if (c.pseudo == QUERY_FIELD && !c.field)
			return unknown(e, "columns", name, err);
		if (c.field && c.field->type == FIELD_LINES)
			return error_set(err, FAIL_USAGE, "columns", NULL, NULL,
					 "%s are records of their own (%s)", name,
					 record_entity(c.field->target)->plural);
		for (int i = 0; i < columns.n; i++)
			if (columns.at[i].pseudo == c.pseudo && columns.at[i].field == c.field)
				return error_set(err, FAIL_USAGE, "columns", NULL, NULL,
						 "\"%s\" is there twice", name);
		if (columns.n == COLUMNS_MAX)
			return error_set(err, FAIL_USAGE, "columns", NULL, NULL,
					 "more than %d columns", COLUMNS_MAX);
		columns.at[columns.n++] = c;
	}
	*out = columns;
	return 0;
}

const char *column_name(const struct column *c)
{
	return query_like(c->pseudo, c->field)->name;
}

const char *column_label(const struct column *c)
{
	return query_like(c->pseudo, c->field)->label;
}

void columns_write(const struct columns *c, struct buf *out)
{
	for (int i = 0; i < c->n; i++) {
		buf_addf(out, "%s%s", i ? "," : "", column_name(&c->at[i]));
		if (c->at[i].width)
			buf_addf(out, ":%d", c->at[i].width);
	}
}

void sort_write(const struct sort *s, struct buf *out)
{
	for (int i = 0; i < s->n; i++)
		buf_addf(out, "%s%s%s", i ? "," : "", s->keys[i].descending ? "-" : "",
			 s->keys[i].field ? s->keys[i].field->name : query_pseudo_name(QUERY_REF));
}
