/* SPDX-License-Identifier: MIT */
/*
 * source_csv.c - rows of CSV and TSV files.
 *
 * The file is read line by line and each line is fed to libcsv in strict
 * mode, so that every fault has its line and cell, and memory holds one row.
 * A row ends where libcsv says so; until then it goes on in the next line.
 */
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "base/mem.h"
#include "exchange/sink.h"
#include "exchange/source_private.h"

#define NEXT_QUOTE "put the whole cell in quotes and double the quotes inside it"

struct source_csv {
	struct csv_parser parser;
	struct buf text; /* the cells of the row, each with a NUL behind it */
	size_t *offset;  /* where each starts in text */
	struct source_cell *cells;
	size_t cap;         /* of offset and cells */
	size_t expected;    /* cells a row must have; the column limit for the header */
	size_t seen;        /* cells of the row so far, the superfluous ones too */
	uint64_t line;      /* being fed */
	uint64_t cell_line; /* where the next cell starts */
	bool ended;         /* libcsv saw the end of the row */
	bool undo_safe;
	enum source_flaw flaw; /* the first one of the row */
	size_t flaw_cell, long_cell;
	size_t spare_cell;       /* the first cell beyond the header that is not empty */
	struct source_flawed flawed;
	const struct source_options *options;
	size_t limit; /* bytes of a cell */
};

/* Spaces belong to the value. */
static int never_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void *grow(void *old, size_t size)
{
	return mem_realloc(old, size, 1);
}

static void parser_reset(struct source *s)
{
	struct csv_parser *p = &s->csv->parser;

	csv_free(p);
	csv_init(p, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(p, (unsigned char)s->delimiter);
	csv_set_space_func(p, never_space);
	csv_set_realloc_func(p, grow);
	csv_set_blk_size(p, 4096);
}

/* libcsv: a cell has ended. */
static void take_cell(void *bytes, size_t len, void *arg)
{
	struct source_csv *c = arg;
	const char *text = bytes;
	size_t i = c->seen++;
	struct source_cell *cell;
	size_t at;

	if (i >= c->expected) {
		if (len && !c->spare_cell)
			c->spare_cell = i + 1;
		return;
	}
	if (i >= c->cap) {
		size_t cap = c->cap;

		MEM_GROW(c->offset, cap, i + 1);
		cap = c->cap;
		MEM_GROW(c->cells, cap, i + 1);
		c->cap = cap;
	}
	cell = &c->cells[i];
	memset(cell, 0, sizeof *cell);
	cell->column = i + 1;
	cell->line = c->cell_line;
	c->cell_line = c->line;
	c->offset[i] = c->text.len;
	if (c->undo_safe && sink_safe_added(text, len)) {
		text++;
		len--;
	}
	if (len > c->limit && !c->long_cell)
		c->long_cell = i + 1;
	if (c->flaw || c->long_cell)
		return;
	c->flaw = source_text(&c->text, text ? text : "", len, c->options, &at);
	if (c->flaw) {
		c->flaw_cell = i + 1;
		source_flaw_words(c->flaw, text, len, at, &c->flawed);
	}
	cell->len = c->text.len - c->offset[i];
	cell->type = cell->len ? SOURCE_TEXT : SOURCE_ABSENT;
	buf_addc(&c->text, '\0');
}

static void take_row(int end, void *arg)
{
	struct source_csv *c = arg;

	(void)end;
	c->ended = true;
}

static void begin_row(struct source *s, uint64_t line)
{
	struct source_csv *c = s->csv;

	buf_clear(&c->text);
	c->seen = 0;
	c->cell_line = line;
	c->ended = false;
	c->flaw = SOURCE_FLAW_NONE;
	c->flaw_cell = c->long_cell = c->spare_cell = 0;
	s->row.line = line;
	s->row.number += s->names != NULL; /* the header is row 0 */
}

static const char *column_name(const struct source *s, size_t column)
{
	return column && column <= s->n_names ? s->names[column - 1] : NULL;
}

/* A fault of the cell that is being read. */
static enum source_result bad_here(struct source *s, const char *next, struct error *err,
				   const char *why)
{
	size_t column = s->csv->seen + 1;

	parser_reset(s);
	return source_bad(s, s->csv->line, column, column_name(s, column), next, err, "%s", why);
}

/* Feeds the line at text, whose line end has been taken off. */
static enum source_result feed_line(struct source *s, const char *text, size_t len, bool ended,
				    struct error *err)
{
	struct source_csv *c = s->csv;
	const char *cr;
	size_t done;

	if (ended && len && text[len - 1] == '\r')
		len--;
	cr = memchr(text, '\r', len);
	done = csv_parse(&c->parser, text, cr ? (size_t)(cr - text) : len, take_cell, take_row, c);
	if (done == len)
		done += csv_parse(&c->parser, "\n", 1, take_cell, take_row, c);
	if (done == len + 1)
		return SOURCE_GOOD;
	if (csv_error(&c->parser) != CSV_SUCCESS)
		return bad_here(s, NEXT_QUOTE, err,
				"a quote in the middle of a cell, or text behind a closing quote");
	return bad_here(s, "save the file with LF or CR LF line ends", err,
			"a carriage return without a line feed");
}

/* A quote that was never closed swallows the rest of the file, or too much of it. */
static enum source_result open_quote(struct source *s, struct error *err, const char *why)
{
	size_t column = s->csv->seen + 1;

	return source_fatal(s, s->csv->cell_line, column, column_name(s, column),
			    "close the quote where the cell ends", err, "%s", why);
}

static enum source_result long_line(struct source *s, struct error *err)
{
	bool inside = s->csv->seen || s->csv->parser.entry_pos;

	parser_reset(s);
	if (inside)
		return open_quote(s, err,
				  "the row is too long: a quote that opens here is not closed");
	return source_bad(s, s->row.line, 0, NULL, "split the row, or check its line end", err,
			  "the row is longer than %zu bytes", s->options.limits.row);
}

/* Skips empty lines and leaves the first other one in s->raw. SOURCE_END at the end of the file. */
static enum source_result first_line(struct source *s, bool *ended, struct error *err)
{
	enum input_result got;
	uint64_t line;

	do {
		line = s->in.line;
		buf_clear(&s->raw);
		got = input_line(&s->in, &s->raw, s->options.limits.row, ended);
		if (got == INPUT_NO_LINE)
			return s->in.failure.kind ? source_unreadable(s, err) : SOURCE_END;
	} while (got == INPUT_LINE &&
		 (s->raw.len == 0 || (s->raw.len == 1 && s->raw.s[0] == '\r')));
	begin_row(s, line);
	s->csv->line = line;
	return got == INPUT_LONG_LINE ? long_line(s, err) : SOURCE_GOOD;
}

static enum source_result read_row(struct source *s, struct error *err)
{
	struct source_csv *c = s->csv;
	bool ended;
	enum source_result rc = first_line(s, &ended, err);
	size_t from = 0;

	while (rc == SOURCE_GOOD) {
		enum input_result got;

		rc = feed_line(s, s->raw.s + from, s->raw.len - from, ended, err);
		if (rc != SOURCE_GOOD || c->ended)
			break;
		if (c->parser.entry_pos > c->limit)
			return open_quote(
				s, err,
				"the cell is too long: a quote that opens here is not closed");
		buf_addc(&s->raw, '\n');
		from = s->raw.len;
		c->line = s->in.line;
		got = input_line(&s->in, &s->raw, s->options.limits.row, &ended);
		if (got == INPUT_LONG_LINE)
			return long_line(s, err);
		if (got == INPUT_NO_LINE && s->in.failure.kind)
			return source_unreadable(s, err);
		if (got == INPUT_NO_LINE)
			return open_quote(s, err, "a quote that opens here is not closed");
	}
	return rc;
}

/* What can only be judged when the row is whole. */
static enum source_result check_cells(struct source *s, struct error *err)
{
	struct source_csv *c = s->csv;
	size_t first = c->flaw_cell ? c->flaw_cell : c->long_cell;

	s->problem = c->flaw ? c->flawed.problem : SOURCE_OTHER;
	s->reads_as = c->flawed.reads_as;
	if (c->flaw)
		return source_bad(s, c->cells[first - 1].line, first, column_name(s, first),
				  c->flawed.next, err, "%s", c->flawed.why);
	if (c->long_cell)
		return source_bad(s, c->cells[first - 1].line, first, column_name(s, first),
				  "shorten it, or keep it as evidence", err,
				  "the value is longer than %zu bytes", c->limit);
	return SOURCE_GOOD;
}

static enum source_result check_count(struct source *s, struct error *err)
{
	size_t seen = s->csv->seen;
	size_t column = (seen < s->n_names ? seen : s->n_names) + 1;

	if (seen == s->n_names || (s->options.ragged && !s->csv->spare_cell))
		return SOURCE_GOOD;
	if (seen < s->n_names)
		s->problem = SOURCE_SHORT_ROW;
	else if (!s->csv->spare_cell)
		s->problem = SOURCE_LONG_ROW;
	return source_bad(s, s->row.line, column, column_name(s, column),
			  seen < s->n_names ? "add the cells that are missing"
					    : "put a cell that holds the separator in quotes",
			  err, "%zu cell%s, but the header names %zu", seen, seen == 1 ? "" : "s",
			  s->n_names);
}

enum source_result source_csv_next(struct source *s, struct error *err)
{
	struct source_csv *c = s->csv;
	enum source_result rc = read_row(s, err);

	if (rc == SOURCE_GOOD)
		rc = check_cells(s, err);
	if (rc == SOURCE_GOOD)
		rc = check_count(s, err);
	if (rc != SOURCE_GOOD)
		return rc;
	for (size_t i = 0; i < s->n_names; i++) {
		if (i >= c->seen)
			c->cells[i] = (struct source_cell){ .column = i + 1, .line = s->row.line };
		c->cells[i].name = s->names[i];
		if (c->cells[i].type == SOURCE_TEXT)
			c->cells[i].text = c->text.s + c->offset[i];
	}
	s->row.cells = c->cells;
	s->row.n = s->n_names;
	return SOURCE_GOOD;
}

/* ---- the header */

static enum source_result check_name(struct source *s, size_t i, struct error *err)
{
	const char *name = s->names[i];

	if (!*name)
		return source_bad(s, s->row.line, i + 1, NULL, "give every column a name", err,
				  "the column has no name");
	for (size_t j = 0; j < i; j++) {
		if (strcmp(s->names[j], name) == 0)
			return source_bad(s, s->row.line, i + 1, name,
					  "rename or remove one of them", err,
					  "column %zu has the same name", j + 1);
	}
	return SOURCE_GOOD;
}

static enum source_result take_names(struct source *s, struct error *err)
{
	struct source_csv *c = s->csv;
	enum source_result rc = check_cells(s, err);

	if (rc == SOURCE_GOOD && c->seen > c->expected)
		rc = source_bad(s, s->row.line, c->expected + 1, NULL,
				"leave out the columns that are not needed", err,
				"%zu columns, the most is %zu", c->seen, c->expected);
	if (rc != SOURCE_GOOD)
		return rc;
	s->names = arena_alloc(&s->keep, c->seen * sizeof *s->names);
	for (size_t i = 0; i < c->seen && rc == SOURCE_GOOD; i++) {
		s->names[i] = arena_strdup(&s->keep, c->text.s + c->offset[i]);
		rc = check_name(s, i, err);
	}
	return rc;
}

int source_csv_open(struct source *s, struct error *err)
{
	struct source_csv *c = mem_alloc(sizeof *c);
	enum source_result rc;

	s->csv = c;
	buf_init(&c->text);
	c->limit = s->options.limits.field;
	c->expected = s->options.limits.columns;
	c->options = &s->options;
	source_csv_separator(s);
	parser_reset(s);
	rc = read_row(s, err);
	if (rc == SOURCE_END)
		return error_set(err, FAIL_DATA, "cannot read the file", s->in.name,
				 "the first line must name the columns", "it is empty");
	if (rc == SOURCE_GOOD)
		rc = take_names(s, err);
	if (rc != SOURCE_GOOD)
		return s->in.failure.kind ? s->in.failure.kind : FAIL_DATA;
	s->n_names = c->expected = c->seen;
	c->undo_safe = s->options.csv_safe;
	buf_add(&s->raw_header, s->raw.s, s->raw.len);
	return FAIL_NONE;
}

void source_csv_close(struct source *s)
{
	struct source_csv *c = s->csv;

	csv_free(&c->parser);
	buf_release(&c->text);
	free(c->offset);
	free(c->cells);
	free(c);
}
