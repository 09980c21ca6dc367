/* SPDX-License-Identifier: MIT */
/* core_help.h - what the tests of core share: cmocka, dates as text, queries. */
#ifndef CORE_HELP_H
#define CORE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/query.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static inline struct date day(const char *iso)
{
	struct date d = DATE_NONE;

	assert_true(date_parse_iso(iso, strlen(iso), &d));
	return d;
}

static inline void assert_day(struct date d, const char *iso)
{
	char text[DATE_TEXT];

	assert_string_equal(date_format(d, text), iso);
}

/* Thursday 2012-11-15, as in the sample records. */
static inline struct when_context sample_when(void)
{
	return (struct when_context){ .today = day("2012-11-15"), .due = DATE_NONE };
}

static inline struct query_context sample_context(void)
{
	return (struct query_context){ .when = sample_when(), .me = "inspector" };
}

static inline const struct field *field_of(const char *entity, const char *name)
{
	const struct field *f = record_field(record_entity_by_name(entity), name);

	assert_non_null(f);
	return f;
}

#endif
