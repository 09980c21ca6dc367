/* SPDX-License-Identifier: MIT */
/*
 * value.h - one value of one field: read, checked, shown.
 *
 * The log and the tables know integers, strings and null only; what a value
 * means is the field's business. Text in a value belongs to whoever made it
 * (an arena, as a rule).
 */
#ifndef CORE_VALUE_H
#define CORE_VALUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "core/record.h"
#include "core/when.h"

enum value_kind { VALUE_NONE = 0, VALUE_INT, VALUE_TEXT };

struct value {
	enum value_kind kind;
	int64_t number;   /* VALUE_INT */
	const char *text; /* VALUE_TEXT: valid UTF-8, NFC, not empty */
};

#define VALUE_NULL ((struct value){ .kind = VALUE_NONE })

static inline struct value value_int(int64_t number)
{
	return (struct value){ .kind = VALUE_INT, .number = number };
}
struct value value_text(const char *text); /* empty or NULL gives VALUE_NULL; not copied */
bool value_equal(struct value a, struct value b);
struct value value_copy(struct arena *a, struct value v);

/*
 * Reads what a person typed (or an import cell says) into a value of f:
 * dates in every accepted form, yes/no, money "1,234.50", choices by name or
 * label (any case), text cleaned to NFC and checked for control characters and
 * length. Blank gives VALUE_NULL. REF and ANY fields give the reference as
 * typed, trimmed; whoever knows the store resolves it. FAIL_DATA otherwise,
 * with where = field name, the accepted shapes in next.
 */
int value_read(const struct field *f, const char *typed, const struct when_context *when,
	       struct arena *a, struct value *out, struct error *err);

/*
 * Checks a value as the log holds it (references are uids) against f, without
 * any context. Null always passes: whether f is required is not asked here.
 */
int value_check(const struct field *f, struct value v, struct error *err);

/* For machines: ISO dates, choice names, money as 12.34, yes/no as 1/0. Appends nothing for null. */
void value_write(const struct field *f, struct value v, struct buf *out);

/* For people: choice labels, yes/no, money with thousands. */
void value_show(const struct field *f, struct value v, struct buf *out);

/* What can be typed here, one line: "a date: 2013-09-30, 30 sep, +2w, eom". */
const char *value_shapes(const struct field *f, char *dst, size_t size);

/* A new record's value when nothing is typed; f->initial may be NULL. */
struct value value_initial(const struct field *f, const struct when_context *when, struct arena *a);

#endif
