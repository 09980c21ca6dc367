/* SPDX-License-Identifier: MIT */
/* value.c - values of fields: comparing, checking, writing, showing. */
#include "core/value.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "core/values.h"

struct value value_text(const char *text)
{
	if (!text || !*text)
		return VALUE_NULL;
	return (struct value){ .kind = VALUE_TEXT, .text = text };
}

bool value_equal(struct value a, struct value b)
{
	if (a.kind != b.kind)
		return false;
	if (a.kind == VALUE_TEXT)
		return strcmp(a.text, b.text) == 0;
	return a.kind == VALUE_NONE || a.number == b.number;
}

struct value value_copy(struct arena *a, struct value v)
{
	if (v.kind == VALUE_TEXT)
		v.text = arena_strdup(a, v.text);
	return v;
}

int value_refuse(const struct field *f, struct error *err, const char *meant, const char *why, ...)
{
	char next[512], shapes[400];
	AUTOBUF text = BUF_INIT;
	va_list args;

	va_start(args, why);
	buf_vaddf(&text, why, args);
	va_end(args);
	value_shapes(f, shapes, sizeof shapes);
	if (meant)
		snprintf(next, sizeof next, "did you mean %s? It takes %s", meant, shapes);
	else
		snprintf(next, sizeof next, "type %s", shapes);
	return error_set(err, FAIL_DATA, NULL, f->name, next, "%s", text.s);
}

/* ---- checking -------------------------------------------------------------- */

static bool is_uid(const char *s)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	if (strlen(s) != sizeof shape - 1)
		return false;
	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == '-' ? s[i] != '-' : !strchr("0123456789abcdef", s[i]))
			return false;
	return true;
}

static const char *wrong_text(const struct field *f, const char *s)
{
	AUTOBUF nfc = BUF_INIT;
	size_t len = strlen(s);

	if (!utf8_storable(s, len, f->type == FIELD_LONG, NULL))
		return "holds bytes or characters that cannot be kept";
	if ((int64_t)len > record_max(f))
		return "is too long";
	utf8_nfc(&nfc, s, len);
	return strcmp(nfc.s, s) == 0 ? NULL : "is not in Unicode normal form C";
}

static const char *wrong_date(const struct field *f, const char *s)
{
	struct date d;

	(void)f;
	return date_parse_iso(s, strlen(s), &d) ? NULL : "is not a date of the form YYYY-MM-DD";
}

static const char *wrong_choice(const struct field *f, const char *s)
{
	const struct choice *c = record_choice(f, s);

	return c && strcmp(c->name, s) == 0 ? NULL : "is none of its choices";
}

static const char *wrong_ref(const struct field *f, const char *s)
{
	(void)f;
	return is_uid(s) ? NULL : "is not the identifier of a record";
}

static const char *wrong_any(const struct field *f, const char *s)
{
	const char *colon = strchr(s, ':');
	const struct entity *e;

	for (int i = 0; colon && i < ENTITY_MAX; i++) {
		e = record_entity((enum entity_id)i);
		if (strlen(e->name) == (size_t)(colon - s) &&
		    memcmp(e->name, s, (size_t)(colon - s)) == 0)
			return wrong_ref(f, colon + 1);
	}
	return "is not a kind of record and an identifier";
}

static const char *(*const wrong[FIELD_TYPE_MAX])(const struct field *f, const char *s) = {
	[FIELD_TEXT] = wrong_text,     [FIELD_LONG] = wrong_text, [FIELD_DATE] = wrong_date,
	[FIELD_CHOICE] = wrong_choice, [FIELD_REF] = wrong_ref,   [FIELD_ANY] = wrong_any,
};

static bool is_number(const struct field *f)
{
	return f->type == FIELD_INT || f->type == FIELD_MONEY || f->type == FIELD_BOOL;
}

static int check_number(const struct field *f, int64_t number, struct error *err)
{
	int64_t min = record_min(f), max = record_max(f);

	if (number >= min && number <= max)
		return 0;
	return value_refuse(f, err, NULL, "is out of range");
}

int value_check(const struct field *f, struct value v, struct error *err)
{
	const char *why;

	if (!record_stored(f))
		return error_set(err, FAIL_DATA, NULL, f->name, NULL, "is computed, not stored");
	if (v.kind == VALUE_NONE)
		return 0;
	if (is_number(f) != (v.kind == VALUE_INT))
		return value_refuse(f, err, NULL, "is of the wrong type");
	if (v.kind == VALUE_INT)
		return check_number(f, v.number, err);
	if (!v.text || !*v.text)
		return value_refuse(f, err, NULL, "is an empty text; no value is null");
	why = wrong[f->type](f, v.text);
	return why ? value_refuse(f, err, NULL, "%s", why) : 0;
}

/* ---- writing and showing --------------------------------------------------- */

static void add_thousands(struct buf *out, uint64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buf_addc(out, ',');
		buf_addc(out, digits[i]);
	}
}

static void add_money(struct buf *out, int64_t cents, bool thousands)
{
	uint64_t size = cents < 0 ? -(uint64_t)cents : (uint64_t)cents;

	if (cents < 0)
		buf_addc(out, '-');
	if (thousands)
		add_thousands(out, size / 100);
	else
		buf_addf(out, "%llu", (unsigned long long)(size / 100));
	buf_addf(out, ".%02u", (unsigned)(size % 100));
}

void value_write(const struct field *f, struct value v, struct buf *out)
{
	if (v.kind == VALUE_TEXT)
		buf_adds(out, v.text);
	else if (v.kind == VALUE_INT && f->type == FIELD_MONEY)
		add_money(out, v.number, false);
	else if (v.kind == VALUE_INT)
		buf_addf(out, "%lld", (long long)v.number);
}

void value_show(const struct field *f, struct value v, struct buf *out)
{
	const struct choice *c = v.kind == VALUE_TEXT ? record_choice(f, v.text) : NULL;

	if (c)
		buf_adds(out, c->label);
	else if (v.kind == VALUE_INT && f->type == FIELD_BOOL)
		buf_adds(out, v.number ? "yes" : "no");
	else if (v.kind == VALUE_INT && f->type == FIELD_MONEY)
		add_money(out, v.number, true);
	else
		value_write(f, v, out);
}

/* ---- what can be typed ------------------------------------------------------ */

static void shape_text(const struct field *f, struct buf *out)
{
	buf_addf(out, "%s of at most %lld bytes", f->type == FIELD_LONG ? "text" : "a line of text",
		 (long long)record_max(f));
}

static void shape_int(const struct field *f, struct buf *out)
{
	buf_addf(out, "a whole number from %lld to %lld", (long long)record_min(f),
		 (long long)record_max(f));
}

static void shape_choice(const struct field *f, struct buf *out)
{
	buf_adds(out, "one of");
	for (const struct choice *c = f->choices; c && c->name; c++)
		buf_addf(out, "%s %s", c == f->choices ? "" : ",", c->name);
}

static void shape_ref(const struct field *f, struct buf *out)
{
	buf_adds(out, "the reference of a record");
	if (f->type == FIELD_REF)
		buf_addf(out, " (%s)", record_entity(f->target)->label);
}

static void shape_fixed(const struct field *f, struct buf *out)
{
	static const char *const texts[FIELD_TYPE_MAX] = {
		[FIELD_MONEY] = "an amount: 1234.50 or 1,234.50",
		[FIELD_BOOL] = "yes or no",
		[FIELD_DATE] = "a date: " WHEN_SHAPES,
		[FIELD_LINES] = "lines of its own",
	};

	buf_adds(out, texts[f->type]);
}

const char *value_shapes(const struct field *f, char *dst, size_t size)
{
	static void (*const shapes[FIELD_TYPE_MAX])(const struct field *f, struct buf *out) = {
		[FIELD_TEXT] = shape_text,     [FIELD_LONG] = shape_text,
		[FIELD_INT] = shape_int,       [FIELD_MONEY] = shape_fixed,
		[FIELD_BOOL] = shape_fixed,    [FIELD_DATE] = shape_fixed,
		[FIELD_CHOICE] = shape_choice, [FIELD_REF] = shape_ref,
		[FIELD_ANY] = shape_ref,       [FIELD_LINES] = shape_fixed,
	};
	AUTOBUF text = BUF_INIT;

	shapes[f->type](f, &text);
	if (size)
		snprintf(dst, size, "%s", text.s);
	return dst;
}
