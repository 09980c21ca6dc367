/* SPDX-License-Identifier: MIT */
/* values.h - reading values, for the files of core that need parts of it. Private to core. */
#ifndef CORE_VALUES_H
#define CORE_VALUES_H

#include "core/value.h"

/*
 * As value_read(), but a number may lie outside the field's range: a query
 * may well ask for what no record can hold.
 */
int value_scan(const struct field *f, const char *typed, const struct when_context *when,
	       struct arena *a, struct value *out, struct error *err);

/* FAIL_DATA about f: where is its name, next what can be typed (after did-you-mean, where meant is not NULL). */
int value_refuse(const struct field *f, struct error *err, const char *meant, const char *why, ...)
	__attribute__((format(printf, 4, 5)));

/* Bytes at s that are one amount with thousands ("1,234.50"); 0 if there is no such comma. */
size_t value_grouped(const char *s, size_t len);

/* The nearest name or label among f's choices, or NULL. */
const char *value_nearest_choice(const struct field *f, const char *typed);

#endif
