/* SPDX-License-Identifier: MIT */
/* value_read.c - what a person typed becomes a value of a field. */
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "core/value.h"
#include "core/values.h"

#define CHOICES_MAX 64

struct input {
	const struct field *field;
	const struct when_context *when;
	struct arena *arena;
	const char *s; /* without blanks around; not terminated */
	size_t len;
	bool any_size; /* numbers may be out of the field's range */
	struct value out;
	struct error *err;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- text ------------------------------------------------------------------- */

static int refuse_character(struct input *in, size_t bad)
{
	const char *s = in->s;

	if (!utf8_valid(s, in->len, NULL))
		return value_refuse(in->field, in->err, NULL, "byte %zu is not UTF-8", bad + 1);
	if (s[bad] == '\n')
		return value_refuse(in->field, in->err, NULL, "has more than one line");
	return value_refuse(in->field, in->err, NULL, "has a control character at byte %zu",
			    bad + 1);
}

/* What could turn the line round or hide in it is refused where it is typed; the first of it is named. */
static int refuse_unseen(struct input *in, const char *s, size_t len)
{
	AUTOBUF seen = BUF_INIT;
	size_t at = 0, end;

	utf8_visible(&seen, s, len, UTF8_KEEP_LF | UTF8_KEEP_TAB);
	while (at < len && at < seen.len && s[at] == seen.s[at])
		at++;
	end = at + strcspn(seen.s + at, ">");
	if (at < seen.len && seen.s[at] == '<' && seen.s[end] == '>')
		return value_refuse(in->field, in->err, NULL,
				    "has a character that cannot be seen, U+%.*s, after byte %zu; leave it out",
				    (int)(end - at - 1), seen.s + at + 1, at);
	return value_refuse(in->field, in->err, NULL, "has more marks on one letter than can be shown, at byte %zu", at + 1);
}

static int read_text(struct input *in)
{
	AUTOBUF lines = BUF_INIT;
	AUTOBUF nfc = BUF_INIT;
	size_t bad = 0;

	if (memchr(in->s, '\r', in->len)) {
		for (size_t i = 0; i < in->len; i++) /* CR LF is one line end */
			if (in->s[i] != '\r' || i + 1 == in->len || in->s[i + 1] != '\n')
				buf_addc(&lines, in->s[i]);
		in->s = lines.s;
		in->len = lines.len;
	}
	if (!utf8_storable(in->s, in->len, in->field->type == FIELD_LONG, &bad))
		return refuse_character(in, bad);
	utf8_nfc(&nfc, in->s, in->len);
	if (!utf8_is_visible(nfc.s, nfc.len, UTF8_KEEP_LF | UTF8_KEEP_TAB))
		return refuse_unseen(in, nfc.s, nfc.len);
	if ((int64_t)nfc.len > record_max(in->field))
		return value_refuse(in->field, in->err, NULL,
				    "is %zu bytes long, which is too long", nfc.len);
	in->out = value_text(arena_strndup(in->arena, nfc.s, nfc.len));
	return 0;
}

/* ---- numbers ---------------------------------------------------------------- */

/* Appends digits to *n; false when it no longer fits. */
static bool take_digits(const char **s, size_t count, int64_t *n)
{
	while (count--)
		if (__builtin_mul_overflow(*n, (int64_t)10, n) ||
		    __builtin_add_overflow(*n, (int64_t)(*(*s)++ - '0'), n))
			return false;
	return true;
}

static size_t digits_at(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && is_digit(s[n]))
		n++;
	return n;
}

size_t value_grouped(const char *s, size_t len)
{
	const char *end = s + len, *p = s;
	size_t n = digits_at(p, end);

	if (n < 1 || n > 3)
		return 0;
	for (p += n; p < end && *p == ',' && digits_at(p + 1, end) == 3; p += 4)
		;
	if (p == s + n)
		return 0;
	if (p < end && *p == '.' && digits_at(p + 1, end))
		p += 1 + digits_at(p + 1, end);
	return (size_t)(p - s);
}

enum number { NUMBER_RIGHT, NUMBER_WRONG, NUMBER_HUGE };

/* A number with up to decimals places, thousands marked or not, at s .. end. */
static enum number read_number(const char *s, const char *end, int decimals, int64_t *out)
{
	int64_t n = 0;
	bool negative = s < end && *s == '-';
	bool grouped;

	s += s < end && (*s == '-' || *s == '+');
	s += decimals && s < end && *s == '$';
	grouped = value_grouped(s, (size_t)(end - s)) > 0;
	if (!digits_at(s, end))
		return NUMBER_WRONG;
	do {
		s += *s == ',';
		if (!take_digits(&s, digits_at(s, end), &n))
			return NUMBER_HUGE;
	} while (grouped && s < end && *s == ',' && digits_at(s + 1, end) == 3);
	if (decimals && s + 1 < end && *s == '.' && digits_at(s + 1, end) <= (size_t)decimals) {
		size_t places = digits_at(++s, end);

		if (!take_digits(&s, places, &n))
			return NUMBER_HUGE;
		decimals -= (int)places;
	}
	while (decimals--)
		if (__builtin_mul_overflow(n, (int64_t)10, &n))
			return NUMBER_HUGE;
	*out = negative ? -n : n;
	return s == end ? NUMBER_RIGHT : NUMBER_WRONG;
}

static int read_int(struct input *in)
{
	const struct field *f = in->field;
	bool money = f->type == FIELD_MONEY;
	int64_t n = 0;
	enum number how = read_number(in->s, in->s + in->len, money ? 2 : 0, &n);

	if (how == NUMBER_WRONG)
		return value_refuse(f, in->err, NULL, "\"%.*s\" is not %s", (int)in->len, in->s,
				    money ? "an amount" : "a whole number");
	if (how == NUMBER_HUGE || (!in->any_size && (n < record_min(f) || n > record_max(f))))
		return value_refuse(f, in->err, NULL, "%.*s is out of range", (int)in->len, in->s);
	in->out = value_int(n);
	return 0;
}

static int read_bool(struct input *in)
{
	static const char *const words[] = { "no", "yes", "false", "true", "0", "1", "n", "y" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == in->len && strncasecmp(words[i], in->s, in->len) == 0) {
			in->out = value_int((int64_t)(i % 2));
			return 0;
		}
	return value_refuse(in->field, in->err, NULL, "\"%.*s\" is neither yes nor no",
			    (int)in->len, in->s);
}

/* ---- dates, choices, references ---------------------------------------------- */

static int read_date(struct input *in)
{
	struct when_context when = { .due = DATE_NONE };
	struct date d;
	char text[DATE_TEXT];
	int failed = 0;

	if (in->when)
		when = *in->when;
	when.prefer_past = when.prefer_past || (in->field->flags & FIELD_NEWEST);
	if (in->when)
		failed = when_read(in->s, in->len, &when, &d, in->err);
	else if (!date_parse_iso(in->s, in->len, &d))
		failed = value_refuse(in->field, in->err, NULL,
				      "\"%.*s\" is not a date of the form YYYY-MM-DD", (int)in->len,
				      in->s);
	if (failed) {
		error_where(in->err, "%s", in->field->name);
		return failed;
	}
	in->out = value_text(arena_strdup(in->arena, date_format(d, text)));
	return 0;
}

const char *value_nearest_choice(const struct field *f, const char *typed)
{
	const char *names[2 * CHOICES_MAX] = { NULL };
	size_t n = 0;
	const char *meant;

	for (const struct choice *c = f->choices; c && c->name && n + 1 < 2 * CHOICES_MAX; c++) {
		names[n++] = c->name;
		names[n++] = c->label;
	}
	meant = nearest_name(typed, names, n);
	for (size_t i = 0; meant && i < n; i++)
		if (names[i] == meant)
			return names[i - i % 2]; /* the name, where the label was meant */
	return NULL;
}

static int read_choice(struct input *in)
{
	const char *typed = arena_strndup(in->arena, in->s, in->len);
	const struct choice *found = record_choice(in->field, typed);

	for (const struct choice *c = in->field->choices; !found && c && c->name; c++)
		if (strcasecmp(c->label, typed) == 0)
			found = c;
	if (!found)
		return value_refuse(in->field, in->err, value_nearest_choice(in->field, typed),
				    "\"%s\" is none of its choices", typed);
	in->out = value_text(found->name);
	return 0;
}

static int read_lines(struct input *in)
{
	return value_refuse(in->field, in->err, NULL, "cannot be typed as one value");
}

static int (*const readers[FIELD_TYPE_MAX])(struct input *in) = {
	[FIELD_TEXT] = read_text,     [FIELD_LONG] = read_text, [FIELD_INT] = read_int,
	[FIELD_MONEY] = read_int,     [FIELD_BOOL] = read_bool, [FIELD_DATE] = read_date,
	[FIELD_CHOICE] = read_choice, [FIELD_REF] = read_text,  [FIELD_ANY] = read_text,
	[FIELD_LINES] = read_lines,
};

static int read_input(struct input *in, const char *typed, struct value *out)
{
	int failed;

	in->s = typed ? typed : "";
	in->len = strlen(in->s);
	while (in->len && is_blank(*in->s)) {
		in->s++;
		in->len--;
	}
	while (in->len && is_blank(in->s[in->len - 1]))
		in->len--;
	failed = in->len ? readers[in->field->type](in) : 0;
	if (!failed)
		*out = in->out;
	return failed;
}

int value_read(const struct field *f, const char *typed, const struct when_context *when,
	       struct arena *a, struct value *out, struct error *err)
{
	struct input in = { .field = f, .when = when, .arena = a, .err = err };

	return read_input(&in, typed, out);
}

int value_scan(const struct field *f, const char *typed, const struct when_context *when,
	       struct arena *a, struct value *out, struct error *err)
{
	struct input in = { .field = f, .when = when, .arena = a, .any_size = true, .err = err };

	return read_input(&in, typed, out);
}

struct value value_initial(const struct field *f, const struct when_context *when, struct arena *a)
{
	struct value v = VALUE_NULL;

	if (value_read(f, f->initial, when, a, &v, NULL) != 0)
		return VALUE_NULL;
	return v;
}
