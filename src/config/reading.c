/* SPDX-License-Identifier: MIT */
/* reading.c - values of libconfig become plain values, checked. */
#include "config/reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "base/utf8.h"

void reading_warn(struct reading *r, const config_setting_t *at, const char *format, ...)
{
	AUTOBUF text = BUF_INIT;
	va_list args;

	va_start(args, format);
	buf_vaddf(&text, format, args);
	va_end(args);
	warnings_add(r->w, "%s:%u: %s", r->file, config_setting_source_line(at), text.s);
}

const char *reading_hint(const char *wrong, const char *const *names, size_t n,
			 char dst[READING_HINT])
{
	const char *near = nearest_name(wrong, names, n);

	dst[0] = '\0';
	if (near)
		snprintf(dst, READING_HINT, "; did you mean %s?", near);
	return dst;
}

void reading_refuse(struct reading *r, const struct setting *row, const config_setting_t *at)
{
	AUTOBUF domain = BUF_INIT;
	AUTOBUF kept = BUF_INIT;
	char hint[READING_HINT] = "";
	const char *given = config_setting_get_string(at);
	size_t n = 0;

	while (row->choices && row->choices[n])
		n++;
	if (given)
		reading_hint(given, row->choices, n, hint);
	setting_domain(row, &domain);
	setting_value(row, r->s, &kept);
	reading_warn(r, at, "%s must be %s%s (%s stays)", row->path, domain.s, hint, kept.s);
}

bool value_int(const config_setting_t *at, int min, int max, int *out)
{
	long long value;

	if (config_setting_type(at) == CONFIG_TYPE_INT)
		value = config_setting_get_int(at);
	else if (config_setting_type(at) == CONFIG_TYPE_INT64)
		value = config_setting_get_int64(at);
	else
		return false;
	if (value < min || value > max)
		return false;
	*out = (int)value;
	return true;
}

bool value_bool(const config_setting_t *at, bool *out)
{
	if (config_setting_type(at) != CONFIG_TYPE_BOOL)
		return false;
	*out = config_setting_get_bool(at) != 0;
	return true;
}

bool reading_text(const config_setting_t *at, int max, const char **out)
{
	const char *s = config_setting_get_string(at);
	size_t len, at_byte = 0;
	int count = 0;

	if (!s)
		return false;
	len = strlen(s);
	/* The file is UTF-8, but "\xFF" and "\n" inside quotes are only made by the parser. */
	if (!utf8_storable(s, len, false, NULL) || memchr(s, '\t', len))
		return false;
	for (uint32_t cp; at_byte < len; count++)
		at_byte += utf8_decode(s + at_byte, len - at_byte, &cp);
	if (count > max)
		return false;
	*out = s;
	return true;
}

bool value_date(const config_setting_t *at, struct date *out)
{
	const char *s = config_setting_get_string(at);

	return s && date_parse_iso(s, strlen(s), out);
}

bool value_choice(const config_setting_t *at, const char *const *choices, unsigned *out)
{
	const char *s = config_setting_get_string(at);

	for (unsigned i = 0; s && choices[i]; i++) {
		if (strcmp(s, choices[i]) != 0)
			continue;
		*out = i;
		return true;
	}
	return false;
}

const char *reading_keep(struct reading *r, const char *text)
{
	AUTOBUF nfc = BUF_INIT;

	utf8_nfc(&nfc, text, strlen(text));
	return arena_strndup(&r->s->arena, nfc.s, nfc.len);
}

static bool is_path(const char *s)
{
	return !s[0] || s[0] == '/' || (s[0] == '~' && s[1] == '/');
}

static bool is_name(const char *s)
{
	return s[0] && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(s);
}

/*
 * Paths are kept byte for byte: a file name need not be in NFC.
 */
static bool read_text(struct reading *r, const struct setting *row, const config_setting_t *at,
		      const char **field)
{
	const char *s;

	if (!reading_text(at, row->max, &s))
		return false;
	if (row->kind == SETTING_PATH && !is_path(s))
		return false;
	if (row->kind == SETTING_NAME && !is_name(s))
		return false;
	*field = row->kind == SETTING_PATH ? arena_strdup(&r->s->arena, s) : reading_keep(r, s);
	return true;
}

static bool read_scalar(struct reading *r, const struct setting *row, const config_setting_t *at,
			void *field)
{
	switch (row->kind) {
	case SETTING_BOOL:
		return value_bool(at, field);
	case SETTING_INT:
		return value_int(at, row->min, row->max, field);
	case SETTING_CHOICE:
		return value_choice(at, row->choices, field);
	case SETTING_DATE:
		return value_date(at, field);
	default:
		return read_text(r, row, at, field);
	}
}

void setting_read(struct reading *r, const struct setting *row, const config_setting_t *at)
{
	static void (*const parts[SETTING_KIND_MAX])(struct reading *, const struct setting *,
						     const config_setting_t *) = {
		[SETTING_CLOCK] = read_clock,
		[SETTING_CLOSURES] = read_closures,
		[SETTING_KEYS] = read_keys,
	};

	if (parts[row->kind])
		parts[row->kind](r, row, at);
	else if (!read_scalar(r, row, at, (char *)r->s + row->offset))
		reading_refuse(r, row, at);
}
