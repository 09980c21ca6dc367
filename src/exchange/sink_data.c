/* SPDX-License-Identifier: MIT */
/* sink_data.c - rows for machines (CSV, TSV, JSON) and as "Label: value" lines. */
#include <string.h>

#include "base/utf8.h"
#include "exchange/sink_private.h"

/* ---- CSV and TSV */

static bool needs_quotes(const struct sink *s, const char *text, size_t len)
{
	if (len == 0)
		return s->n == 1; /* an empty line would not be a row */
	if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
		return true; /* at the start of a file it would be taken for a byte order mark */
	if (text[0] == ' ' || text[len - 1] == ' ')
		return true;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == s->delimiter || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
			return true;
	}
	return false;
}

static void add_quoted(struct buf *b, const char *text, size_t len)
{
	const char *end = text + len;

	buf_addc(b, '"');
	while (text < end) {
		const char *quote = memchr(text, '"', (size_t)(end - text));
		const char *stop = quote ? quote + 1 : end;

		buf_add(b, text, (size_t)(stop - text));
		if (quote)
			buf_addc(b, '"');
		text = stop;
	}
	buf_addc(b, '"');
}

static void add_cell(struct sink *s, const char *text, bool inert)
{
	AUTOBUF changed = BUF_INIT;
	size_t len = strlen(text);
	bool prefix = inert && sink_safe_needed(text, len);
	bool filter = s->options.terminal &&
		      !utf8_is_visible(text, len, UTF8_KEEP_LF | UTF8_KEEP_TAB);

	if (prefix || filter) {
		if (prefix)
			buf_addc(&changed, '\'');
		if (filter)
			utf8_visible(&changed, text, len, UTF8_KEEP_LF | UTF8_KEEP_TAB);
		else
			buf_add(&changed, text, len);
		text = changed.s;
		len = changed.len;
	}
	if (needs_quotes(s, text, len))
		add_quoted(&s->out.buf, text, len);
	else
		buf_add(&s->out.buf, text, len);
}

void sink_delimited_begin(struct sink *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (i)
			buf_addc(&s->out.buf, s->delimiter);
		add_cell(s, s->columns[i].name, false);
	}
	buf_addc(&s->out.buf, '\n');
}

void sink_delimited_row(struct sink *s, const char *const *values)
{
	for (size_t i = 0; i < s->n; i++) {
		enum sink_shape shape;
		const char *text = sink_value(s, i, values[i], &shape);
		bool inert = s->options.csv_safe && shape == SINK_SHAPE_TEXT &&
			     s->columns[i].type != SINK_TYPE_DATE;

		if (i)
			buf_addc(&s->out.buf, s->delimiter);
		add_cell(s, text, inert);
	}
	buf_addc(&s->out.buf, '\n');
}

/* ---- JSON */

/* For a terminal: what it could act on becomes an escape; the JSON means the same. */
static void add_escaped(struct buf *b, const char *text, size_t len)
{
	buf_addc(b, '"');
	for (size_t at = 0; at < len;) {
		uint32_t cp;
		size_t step = utf8_decode(text + at, len - at, &cp);

		if (cp == UTF8_BAD) {
			buf_adds(b, "\\ufffd");
		} else if (utf8_is_visible(text + at, step, UTF8_FILTER_NONE)) {
			if (cp == '"' || cp == '\\')
				buf_addc(b, '\\');
			buf_add(b, text + at, step);
		} else if (cp >= 0x10000) {
			buf_addf(b, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (cp >> 10)),
				 (unsigned)(0xDC00 + (cp & 0x3FF)));
		} else {
			buf_addf(b, "\\u%04x", (unsigned)cp);
		}
		at += step;
	}
	buf_addc(b, '"');
}

static void add_json_string(const struct sink *s, struct buf *b, const char *text)
{
	size_t len = strlen(text);

	if (s->options.terminal && !utf8_is_visible(text, len, UTF8_KEEP_LF | UTF8_KEEP_TAB))
		add_escaped(b, text, len);
	else
		buf_add_json(b, text, len);
}

static void add_object(struct sink *s, const char *const *values)
{
	struct buf *b = &s->out.buf;

	for (size_t i = 0; i < s->n; i++) {
		enum sink_shape shape;
		const char *text = sink_value(s, i, values[i], &shape);

		buf_addc(b, i ? ',' : '{');
		add_json_string(s, b, s->columns[i].name);
		buf_addc(b, ':');
		if (shape == SINK_SHAPE_ABSENT)
			buf_adds(b, "null");
		else if (shape == SINK_SHAPE_TEXT && s->columns[i].type != SINK_TYPE_RAW_JSON)
			add_json_string(s, b, text);
		else
			buf_adds(b, text);
	}
	buf_addc(b, '}');
}

void sink_json_begin(struct sink *s)
{
	buf_addc(&s->out.buf, '[');
}

void sink_json_row(struct sink *s, const char *const *values)
{
	buf_adds(&s->out.buf, s->count ? ",\n" : "\n");
	add_object(s, values);
}

void sink_json_end(struct sink *s)
{
	buf_adds(&s->out.buf, s->count ? "\n]\n" : "]\n");
}

void sink_ndjson_row(struct sink *s, const char *const *values)
{
	add_object(s, values);
	buf_addc(&s->out.buf, '\n');
}

/* ---- lines */

static void add_indented(struct buf *b, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		buf_addc(b, text[i]);
		if (text[i] == '\n' && i + 1 < len && text[i + 1] != '\n')
			buf_adds(b, "  ");
	}
}

void sink_lines_row(struct sink *s, const char *const *values)
{
	AUTOBUF shown = BUF_INIT;
	struct buf *b = &s->out.buf;

	if (s->count)
		buf_addc(b, '\n');
	for (size_t i = 0; i < s->n; i++) {
		const char *text = sink_human(s, i, values[i]);

		if (!*text)
			continue;
		buf_clear(&shown);
		utf8_visible(&shown, text, strlen(text), UTF8_KEEP_LF);
		utf8_visible(b, s->columns[i].label, strlen(s->columns[i].label), UTF8_FILTER_NONE);
		buf_adds(b, ": ");
		add_indented(b, shown.s, shown.len);
		buf_addc(b, '\n');
	}
}
