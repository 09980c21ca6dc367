/* SPDX-License-Identifier: MIT */
/* import_rules.c - what the options of an import say: columns, values, what is empty, dates. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/import_private.h"
#include "base/mem.h"

/* ---- texts with separators; a backslash takes the meaning from a character */

/* The piece up to one of stops, without blanks around; *p moves to the stop. */
static const char *piece(struct arena *a, const char **p, const char *stops)
{
	AUTOBUF text = BUF_INIT;
	size_t end = 0;

	*p += strspn(*p, " ");
	for (; **p && !strchr(stops, **p); (*p)++) {
		bool escaped = **p == '\\' && (*p)[1];

		*p += escaped;
		buf_addc(&text, **p);
		end = escaped || **p != ' ' ? text.len : end;
	}
	buf_cut(&text, end);
	return arena_strdup(a, text.s);
}

static int wrong(struct error *err, const char *option, const char *text, const char *next, const char *why)
{
	error_set(err, FAIL_USAGE, "import", NULL, next, "%s", why);
	return error_where(err, "--%s %.100s", option, text);
}

/* ---- map */

static void make_join(struct reading_rows *r, struct import_rule *rule, const char **parts, int n)
{
	struct import_join *j = arena_alloc(&r->arena, sizeof *j);

	j->columns = parts;
	j->texts = arena_alloc(&r->arena, (size_t)n * sizeof *j->texts);
	j->n = n;
	rule->join = j;
}

/* The left side: one column, or several with + between. */
static void read_left(struct reading_rows *r, const char **p, struct import_rule *rule)
{
	const char **parts = NULL;
	AUTOBUF whole = BUF_INIT;
	int n = 0, cap = 0;

	for (;;) {
		const char **grown;

		if (n == cap) {
			cap = cap ? 2 * cap : 4;
			grown = arena_alloc(&r->arena, (size_t)cap * sizeof *grown);
			if (n)
				memcpy(grown, parts, (size_t)n * sizeof *grown);
			parts = grown;
		}
		parts[n] = piece(&r->arena, p, "+=,");
		buf_addf(&whole, "%s%s", n ? "+" : "", parts[n]);
		n++;
		if (**p != '+')
			break;
		(*p)++;
	}
	rule->column = arena_strdup(&r->arena, whole.s);
	if (n > 1)
		make_join(r, rule, parts, n);
}

static int read_map(struct reading_rows *r, const char *text, struct error *err)
{
	struct import_rules *rules = &r->rules;
	int cap = 0;

	for (const char *p = text; p && *p; p += *p == ',') {
		struct import_rule rule = { 0 };

		read_left(r, &p, &rule);
		if (*p != '=' || !*rule.column)
			return wrong(err, "map", text, "write COLUMN=FIELD,COLUMN=FIELD", "an entry has no =");
		p++;
		rule.name = piece(&r->arena, &p, ",");
		MEM_GROW(rules->map, cap, rules->n_map + 1);
		rules->map[rules->n_map++] = rule;
	}
	return 0;
}

/* ---- values */

static int read_pairs(struct reading_rows *r, const char **p, struct import_values *v, const char *text,
		      struct error *err)
{
	int cap = 0;

	do {
		struct import_pair pair;

		pair.from = piece(&r->arena, p, "=,;");
		if (**p != '=')
			return wrong(err, "map-values", text, "write FIELD:FROM=TO,FROM=TO;FIELD:FROM=TO",
				     "a value has no =");
		(*p)++;
		pair.to = piece(&r->arena, p, ",;");
		MEM_GROW(v->pairs, cap, v->n + 1);
		v->pairs[v->n++] = pair;
	} while (**p == ',' && (*p)++);
	return 0;
}

static int read_values(struct reading_rows *r, const char *text, struct error *err)
{
	struct import_rules *rules = &r->rules;
	int cap = 0;

	for (const char *p = text; p && *p; p += *p == ';') {
		struct import_values v = { .name = piece(&r->arena, &p, ":;") };
		int failed;

		if (*p != ':' || !*v.name)
			return wrong(err, "map-values", text, "write FIELD:FROM=TO,FROM=TO;FIELD:FROM=TO",
				     "the field is missing");
		p++;
		failed = read_pairs(r, &p, &v, text, err);
		MEM_GROW(rules->values, cap, rules->n_values + 1);
		rules->values[rules->n_values++] = v;
		if (failed)
			return failed;
	}
	return 0;
}

static const char *value_in(const struct import_values *v, const char *text)
{
	const char *other = NULL;

	for (int i = 0; i < v->n; i++) {
		if (strcasecmp(v->pairs[i].from, text) == 0)
			return v->pairs[i].to;
		if (*text && strcmp(v->pairs[i].from, "*") == 0)
			other = v->pairs[i].to;
	}
	return other;
}

/* What is said of the field counts before what is said of the column. */
const char *import_value_of(const struct import_rules *rules, const char *field, const char *column, const char *text)
{
	const char *const names[] = { field, column };

	for (int k = 0; k < 2; k++)
		for (int i = 0; i < rules->n_values; i++) {
			const char *to = names[k] && strcasecmp(rules->values[i].name, names[k]) == 0
						 ? value_in(&rules->values[i], text) : NULL;

			if (to)
				return to;
		}
	return NULL;
}

/* ---- words and lists */

static const char **read_list(struct reading_rows *r, const char *text, int *n)
{
	const char **list = NULL;
	int cap = 0;

	*n = 0;
	for (const char *p = text; p && *p; p += *p == ',') {
		MEM_GROW(list, cap, *n + 1);
		list[(*n)++] = piece(&r->arena, &p, ",");
	}
	return list;
}

bool import_is_none(const struct import_rules *rules, const char *text)
{
	for (int i = 0; i < rules->n_none; i++)
		if (strcasecmp(rules->none[i], text) == 0)
			return true;
	return false;
}

bool import_like_none(const char *text)
{
	static const char *const words[] = { "n/a", "na", "n.a.", "-", "--", "none", "null", "nil", "tbd", "tba",
					     "unknown", "not applicable", "not available", "?", "#n/a", "." };

	if (strnlen(text, 20) > 14)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(words[i], text) == 0)
			return true;
	return false;
}

static int read_dates(struct reading_rows *r, struct error *err)
{
	struct import_rules *rules = &r->rules;
	struct { const char *name; bool *flag; } const known[] = {
		{ "iso", &rules->iso }, { "serial", &rules->serial }, { "serial-1904", &rules->serial_1904 },
		{ "dmy", &rules->dmy }, { "mdy", &rules->mdy },
	};

	for (const char *p = r->im->dates; p && *p; p += *p == ',') {
		const char *word = piece(&r->arena, &p, ",");
		bool found = false;

		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			if (strcasecmp(known[i].name, word) == 0)
				found = *known[i].flag = true;
		if (!found)
			return wrong(err, "date-format", word, "say iso, serial, serial-1904, dmy or mdy", "it is none of them");
	}
	if ((rules->dmy && rules->mdy) || (rules->serial && rules->serial_1904))
		return wrong(err, "date-format", r->im->dates, "leave one of them out", "the two contradict each other");
	return 0;
}

static int read_create(struct reading_rows *r, struct error *err)
{
	for (const char *p = r->im->create; p && *p; p += *p == ',') {
		const char *word = piece(&r->arena, &p, ",");

		if (strcasecmp(word, "offices") != 0 && strcasecmp(word, "office") != 0)
			return wrong(err, "create", word, "say offices", "only offices are made on the way");
		r->rules.create_offices = true;
	}
	return 0;
}

int import_rules_read(struct reading_rows *r, struct error *err)
{
	struct import_rules *rules = &r->rules;
	int failed = read_map(r, r->im->map, err);

	if (!failed)
		failed = read_values(r, r->im->values, err);
	if (!failed)
		failed = read_dates(r, err);
	if (!failed)
		failed = read_create(r, err);
	rules->none = read_list(r, r->im->none, &rules->n_none);
	rules->ignore = read_list(r, r->im->ignore, &rules->n_ignore);
	for (int i = 0; i < rules->n_ignore; i++)
		rules->ignore_rest |= strcmp(rules->ignore[i], "*") == 0;
	return failed;
}

void import_rules_free(struct import_rules *rules)
{
	for (int i = 0; i < rules->n_values; i++)
		free(rules->values[i].pairs);
	free(rules->values);
	free(rules->map);
	free(rules->none);
	free(rules->ignore);
}
