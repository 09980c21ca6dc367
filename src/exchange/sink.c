/* SPDX-License-Identifier: MIT */
/* sink.c - rows out: opening, closing, and the form of a value of each type. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/sink_private.h"

static void sink_nothing(struct sink *s)
{
	(void)s;
}

static const struct sink_driver drivers[SINK_FORMAT_MAX] = {
	[SINK_TABLE] = { "table", sink_table_begin, sink_table_row, sink_table_end },
	[SINK_CSV] = { "csv", sink_delimited_begin, sink_delimited_row, sink_nothing },
	[SINK_TSV] = { "tsv", sink_delimited_begin, sink_delimited_row, sink_nothing },
	[SINK_JSON] = { "json", sink_json_begin, sink_json_row, sink_json_end },
	[SINK_NDJSON] = { "ndjson", sink_nothing, sink_ndjson_row, sink_nothing },
	[SINK_LINES] = { "lines", sink_nothing, sink_lines_row, sink_nothing },
};

const char *sink_format_name(enum sink_format f)
{
	return f < SINK_FORMAT_MAX ? drivers[f].name : "";
}

enum sink_format sink_format_by_name(const char *name)
{
	for (int f = 0; f < SINK_FORMAT_MAX; f++) {
		if (strcmp(drivers[f].name, name) == 0)
			return (enum sink_format)f;
	}
	return SINK_FORMAT_MAX;
}

/* ---- the form of a value */

/* An integer as JSON has it: an optional minus, no leading zeros. */
static bool is_integer(const char *s)
{
	size_t digits;

	s += *s == '-';
	digits = strspn(s, "0123456789");
	return digits > 0 && s[digits] == '\0' && (s[0] != '0' || digits == 1);
}

/* Dollars with two decimals, as the core writes money for machines. */
static bool is_dollars(const char *s)
{
	size_t digits;

	s += *s == '-';
	digits = strspn(s, "0123456789");
	return digits > 0 && (s[0] != '0' || digits == 1) && s[digits] == '.' &&
	       strspn(s + digits + 1, "0123456789") == 2 && s[digits + 3] == '\0';
}

static const char *money_text(struct buf *b, const char *cents)
{
	size_t len;

	buf_clear(b);
	if (*cents == '-') {
		buf_addc(b, '-');
		cents++;
	}
	len = strlen(cents);
	if (len > 2)
		buf_add(b, cents, len - 2);
	else
		buf_addc(b, '0');
	buf_addc(b, '.');
	buf_pad(b, '0', len < 2 ? 2 - len : 0);
	buf_adds(b, len > 2 ? cents + len - 2 : cents);
	return b->s;
}

static const char *bool_text(const char *value)
{
	static const char *const words[][2] = {
		{ "1", "true" },   { "0", "false" },   { "yes", "true" },
		{ "no", "false" }, { "true", "true" }, { "false", "false" },
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(words[i][0], value) == 0)
			return words[i][1];
	}
	return NULL;
}

const char *sink_value(struct sink *s, size_t column, const char *value, enum sink_shape *shape)
{
	const char *word;

	*shape = SINK_SHAPE_ABSENT;
	if (!value || !*value)
		return "";
	*shape = SINK_SHAPE_TEXT;
	switch (s->columns[column].type) {
	case SINK_TYPE_INT:
		if (is_integer(value))
			*shape = SINK_SHAPE_NUMBER;
		return value;
	case SINK_TYPE_MONEY:
		if (is_dollars(value))
			*shape = SINK_SHAPE_NUMBER;
		if (!is_integer(value))
			return value;
		*shape = SINK_SHAPE_NUMBER;
		return money_text(&s->scratch, value);
	case SINK_TYPE_BOOL:
		word = bool_text(value);
		if (word)
			*shape = SINK_SHAPE_WORD;
		return word ? word : value;
	default:
		return value;
	}
}

const char *sink_human(struct sink *s, size_t column, const char *value)
{
	enum sink_shape shape;
	const char *text = sink_value(s, column, value, &shape);

	if (shape == SINK_SHAPE_WORD)
		return text[0] == 't' ? "yes" : "no";
	return text;
}

/* ---- the spreadsheet rule */

/* Characters that make a spreadsheet take a cell for a formula or a command. */
static bool is_formula_start(const char *s, size_t len)
{
	return len > 0 && memchr("=+-@\t\r", s[0], 6) != NULL;
}

static size_t count_quotes(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] == '\'')
		n++;
	return n;
}

bool sink_safe_needed(const char *text, size_t len)
{
	size_t quotes = count_quotes(text, len);

	return is_formula_start(text + quotes, len - quotes);
}

bool sink_safe_added(const char *text, size_t len)
{
	return len > 0 && text[0] == '\'' && sink_safe_needed(text, len);
}

/* ---- open, row, close */

static void copy_columns(struct sink *s, const struct sink_column *columns, size_t n)
{
	s->n = n;
	s->columns = arena_alloc(&s->arena, (n ? n : 1) * sizeof *columns);
	for (size_t i = 0; i < n; i++) {
		const char *label = columns[i].label ? columns[i].label : columns[i].name;

		s->columns[i].name = arena_strdup(&s->arena, columns[i].name);
		s->columns[i].label = arena_strdup(&s->arena, label);
		s->columns[i].type = columns[i].type;
	}
}

static void sink_free(struct sink *s)
{
	sink_table_free(s->table);
	buf_release(&s->scratch);
	out_release(&s->out);
	arena_release(&s->arena);
	free(s);
}

int sink_open(struct sink **out, enum sink_format format, const struct sink_column *columns,
	      size_t n, const struct sink_options *options, struct error *err)
{
	struct sink *s;
	int rc;

	if (format >= SINK_FORMAT_MAX || n == 0)
		return error_set(err, FAIL_BUG, "cannot write rows", NULL, NULL,
				 "no such format, or no columns");
	s = mem_alloc(sizeof *s);
	s->driver = &drivers[format];
	s->options = *options;
	s->delimiter = format == SINK_TSV ? '\t' : ',';
	buf_init(&s->scratch);
	out_init(&s->out, &options->target);
	copy_columns(s, columns, n);
	if (options->widths) {
		int *widths = arena_alloc(&s->arena, n * sizeof *widths);

		memcpy(widths, options->widths, n * sizeof *widths);
		s->options.widths = widths;
	}
	s->driver->begin(s);
	rc = out_spill(&s->out, err);
	if (rc) {
		sink_free(s);
		return rc;
	}
	*out = s;
	return FAIL_NONE;
}

int sink_row(struct sink *s, const char *const *values, struct error *err)
{
	s->driver->row(s, values);
	s->count++;
	return out_spill(&s->out, err);
}

size_t sink_count(const struct sink *s)
{
	return s->count;
}

bool sink_reader_gone(const struct sink *s)
{
	return out_reader_gone(&s->out);
}

int sink_close(struct sink *s, bool *reader_gone, struct error *err)
{
	int rc;

	if (reader_gone)
		*reader_gone = false;
	if (!s)
		return FAIL_NONE;
	s->driver->end(s);
	rc = out_flush(&s->out, err);
	if (reader_gone)
		*reader_gone = out_reader_gone(&s->out);
	sink_free(s);
	return rc;
}
