/* SPDX-License-Identifier: MIT */
/* log_query.c - which entries of the log to show. */
#include "app/log_query.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "core/when.h"

enum log_field { LOG_ACTOR, LOG_FOR, LOG_VERB, LOG_ENTITY, LOG_REF, LOG_EFFECTIVE, LOG_RECORDED };

static const struct {
	const char *name;
	enum log_field field;
} names[] = {
	{ "actor", LOG_ACTOR },   { "by", LOG_ACTOR },    { "acting_for", LOG_FOR },      { "for", LOG_FOR },
	{ "verb", LOG_VERB },     { "did", LOG_VERB },    { "entity", LOG_ENTITY },       { "kind", LOG_ENTITY },
	{ "ref", LOG_REF },       { "record", LOG_REF },  { "effective", LOG_EFFECTIVE }, { "on", LOG_EFFECTIVE },
	{ "recorded", LOG_RECORDED },
};

/* ---- reading ------------------------------------------------------------------------------ */

static int field_of(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i].name) == len && strncasecmp(names[i].name, name, len) == 0)
			return (int)names[i].field;
	return -1;
}

static int day(struct app *a, const char *s, size_t len, struct date *out, struct error *err)
{
	struct when_context when = app_when(a, NULL);

	when.prefer_past = true;
	return when_read(s, len, &when, out, err);
}

/* ":", "<", "<=", ">", ">=" with a day, and ":a..b". */
static int read_days(struct app *a, const char *sign, const char *value, struct log_term *t, struct error *err)
{
	const char *range = strstr(value, "..");
	struct date d = DATE_NONE;
	int failed;

	t->from = t->to = DATE_NONE;
	if (*sign == ':' && range) {
		failed = range > value ? day(a, value, (size_t)(range - value), &t->from, err) : 0;
		return failed || !range[2] ? failed : day(a, range + 2, strlen(range + 2), &t->to, err);
	}
	failed = day(a, value, strlen(value), &d, err);
	if (failed)
		return failed;
	if (*sign != '<')
		t->from = sign[0] == '>' && sign[1] != '=' ? date_add_days(d, 1) : d;
	if (*sign != '>')
		t->to = sign[0] == '<' && sign[1] != '=' ? date_add_days(d, -1) : d;
	return 0;
}

static int read_term(struct app *a, const char *text, bool quoted, struct arena *arena, struct log_query *q,
		     struct error *err)
{
	struct log_term *t = &q->at[q->n];
	size_t name = quoted ? 0 : strcspn(text, ":<>=");
	const char *sign = text + name, *value = sign + strspn(sign, ":<>=");
	struct store_found found;

	*t = (struct log_term){ .field = -1, .from = DATE_NONE, .to = DATE_NONE };
	if (q->n == LOG_TERMS)
		return error_set(err, FAIL_USAGE, "filter", NULL, NULL, "more than %d terms", LOG_TERMS);
	if (!quoted && *text == '-' && text[1]) {
		int failed = read_term(a, text + 1, false, arena, q, err);

		q->at[q->n - !failed].not = true;
		return failed;
	}
	q->n++;
	t->text = arena_strdup(arena, text);
	if (quoted || !*sign)
		return 0;
	t->field = field_of(text, name);
	t->text = arena_strdup(arena, value);
	if (t->field < 0)
		return error_set(err, FAIL_USAGE, "filter", text, "by: for: did: record: kind: on: recorded:, or plain words",
				 "the history has no such column");
	if (!*value)
		return error_set(err, FAIL_USAGE, "filter", text, NULL, "something is expected behind it");
	if (t->field == LOG_EFFECTIVE || t->field == LOG_RECORDED)
		return read_days(a, sign, value, t, err);
	if (t->field == LOG_REF && store_find(a->store, value, ENTITY_NONE, true, &found, NULL) == 0)
		t->uid = arena_strdup(arena, found.uid);
	else if (t->field == LOG_REF)
		return store_find(a->store, value, ENTITY_NONE, true, &found, err);
	return 0;
}

int log_query_read(struct app *a, const char *text, struct arena *arena, struct log_query *out, struct error *err)
{
	int failed = 0;

	out->n = 0;
	for (text += strspn(text, " "); *text && !failed; text += strspn(text, " ")) {
		bool quoted = *text == '"';
		size_t len = quoted ? strcspn(text + 1, "\"") : strcspn(text, " ");
		const char *term = arena_strndup(arena, text + quoted, len);

		text += len + (quoted ? 1 : 0);
		text += quoted && *text == '"';
		if (*term)
			failed = read_term(a, term, quoted, arena, out, err);
	}
	return failed;
}

/* ---- matching ------------------------------------------------------------------------------- */

/* Any of several, divided by commas. A verb and an account may be begun only. */
static bool is_any(const char *list, const char *value)
{
	while (value && *list) {
		size_t len = strcspn(list, ",");

		if (len && strncasecmp(list, value, len) == 0)
			return true;
		list += len + (list[len] == ',');
	}
	return false;
}

static bool within(const struct log_term *t, const char *text)
{
	struct date d;

	if (!date_parse_iso(text, strlen(text) < 10 ? strlen(text) : 10, &d))
		return false;
	return (date_is_none(t->from) || date_cmp(d, t->from) >= 0) && (date_is_none(t->to) || date_cmp(d, t->to) <= 0);
}

static bool holds(const struct log_term *t, const struct entry *e, const char *words)
{
	switch (t->field) {
	case LOG_ACTOR: return is_any(t->text, e->actor);
	case LOG_FOR: return is_any(t->text, e->acting_for);
	case LOG_VERB: return is_any(t->text, e->verb);
	case LOG_ENTITY: return is_any(t->text, e->entity);
	case LOG_REF: return t->uid && strcmp(t->uid, e->uid) == 0;
	case LOG_EFFECTIVE: return within(t, e->effective);
	case LOG_RECORDED: return within(t, e->recorded);
	default: return utf8_contains(words, t->text);
	}
}

bool log_query_matches(const struct log_query *q, const struct entry *e, const char *words)
{
	for (int i = 0; i < q->n; i++)
		if (holds(&q->at[i], e, words) == q->at[i].not)
			return false;
	return true;
}

bool log_query_needs_words(const struct log_query *q)
{
	for (int i = 0; i < q->n; i++)
		if (q->at[i].field < 0)
			return true;
	return false;
}
