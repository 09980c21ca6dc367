/* SPDX-License-Identifier: MIT */
/*
 * test_exchange_roundtrip.c - what sink.h writes, source.h reads back: random
 * rows of difficult text through every format that is read.
 *
 * The seed is printed on failure; EXCHANGE_SEED=N repeats a run.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exchange/sink.h"
#include "exchange/source.h"

#define COLUMNS_MAX 5
#define ROWS_MAX    12
#define RUNS        400

static unsigned long long seed;
static uint64_t random_state;

static uint32_t any(uint32_t below)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(random_state >> 33) % below;
}

static const char *const bits[] = {
	"a",
	"Z",
	"0",
	" ",
	",",
	";",
	"\t",
	"\n",
	"\"",
	"\"\"",
	"'",
	"=",
	"+",
	"-",
	"@",
	"\\",
	"/",
	"{",
	"[",
	"null",
	"\u00e9",
	"\u6f22",
	"\U0001F469\u200D\U0001F680",
	"\u202e",
	"\x1b",
	"\x7f",
	"long text that fills some space ",
};

struct table {
	size_t columns, rows;
	char *cell[ROWS_MAX][COLUMNS_MAX];
};

static char *random_text(void)
{
	AUTOBUF text = BUF_INIT;
	uint32_t n = any(4) ? any(6) : any(400);

	for (uint32_t i = 0; i < n; i++)
		buf_adds(&text, bits[any(sizeof bits / sizeof bits[0])]);
	return text.len ? buf_detach(&text, NULL) : NULL;
}

static void table_fill(struct table *t)
{
	t->columns = 1 + any(COLUMNS_MAX);
	t->rows = any(ROWS_MAX + 1);
	for (size_t i = 0; i < t->rows; i++) {
		for (size_t j = 0; j < t->columns; j++)
			t->cell[i][j] = random_text();
	}
}

static void table_release(struct table *t)
{
	for (size_t i = 0; i < t->rows; i++) {
		for (size_t j = 0; j < t->columns; j++)
			free(t->cell[i][j]);
	}
}

static int take(void *arg, const char *bytes, size_t len)
{
	buf_add(arg, bytes, len);
	return 0;
}

static const struct sink_column columns[COLUMNS_MAX] = {
	{ "ref", NULL, SINK_TYPE_TEXT },     { "a,b", NULL, SINK_TYPE_TEXT },
	{ "x \"y\"", NULL, SINK_TYPE_TEXT }, { " ", NULL, SINK_TYPE_TEXT },
	{ "l\n2", NULL, SINK_TYPE_TEXT },
};

static void write_table(const struct table *t, enum sink_format format, bool safe, struct buf *out)
{
	const struct sink_options options = {
		.target = { .write = take, .arg = out },
		.csv_safe = safe,
	};
	struct error err = ERROR_INIT;
	struct sink *s;

	assert_int_equal(sink_open(&s, format, columns, t->columns, &options, &err), 0);
	for (size_t i = 0; i < t->rows; i++)
		assert_int_equal(sink_row(s, (const char *const *)t->cell[i], &err), 0);
	assert_int_equal(sink_count(s), t->rows);
	assert_int_equal(sink_close(s, NULL, &err), 0);
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void compare_row(const struct table *t, size_t i, const struct source_row *row)
{
	if (row->n != t->columns || row->number != i + 1)
		fail_msg("EXCHANGE_SEED=%llu: row %zu has %zu cells", seed, i, row->n);
	for (size_t j = 0; j < t->columns; j++) {
		const struct source_cell *c = &row->cells[j];

		if (!same(c->name, columns[j].name) || !same(c->text, t->cell[i][j]))
			fail_msg("EXCHANGE_SEED=%llu: row %zu, cell %zu: <%s>, not <%s>", seed, i,
				 j, c->text ? c->text : "", t->cell[i][j] ? t->cell[i][j] : "");
	}
}

static void compare(const struct table *t, enum source_format format, bool safe,
		    const struct buf *text)
{
	const struct source_options options = { .csv_safe = safe };
	const struct source_row *row;
	struct error err = ERROR_INIT;
	struct source *s;
	FILE *file = text->len ? fmemopen(text->s, text->len, "r") : fopen("/dev/null", "r");
	enum source_result result = SOURCE_GOOD;
	size_t n = 0;

	assert_int_equal(source_open(&s, format, file, &options, &err), 0);
	while ((result = source_next(s, &row, &err)) == SOURCE_GOOD && n < t->rows)
		compare_row(t, n++, row);
	if (result != SOURCE_END || n != t->rows)
		fail_msg("EXCHANGE_SEED=%llu: ended after row %zu of %zu: %s", seed, n, t->rows,
			 err.why);
	source_close(s);
	fclose(file);
}

static void round_trip(enum sink_format out, enum source_format in, bool safe)
{
	const char *given = getenv("EXCHANGE_SEED");

	seed = given ? strtoull(given, NULL, 10) : 20121115;
	for (int run = 0; run < RUNS; run++, seed++) {
		AUTOBUF text = BUF_INIT;
		struct table t = { .rows = 0 };

		random_state = seed;
		table_fill(&t);
		write_table(&t, out, safe, &text);
		compare(&t, in, safe, &text);
		table_release(&t);
	}
}

static void csv__comes_back_as_it_went_out(void **state)
{
	(void)state;
	round_trip(SINK_CSV, SOURCE_CSV, false);
}

static void csv__comes_back_when_made_safe_for_spreadsheets(void **state)
{
	(void)state;
	round_trip(SINK_CSV, SOURCE_CSV, true);
}

static void tsv__comes_back_as_it_went_out(void **state)
{
	(void)state;
	round_trip(SINK_TSV, SOURCE_TSV, false);
}

static void json__comes_back_as_it_went_out(void **state)
{
	(void)state;
	round_trip(SINK_JSON, SOURCE_JSON, false);
}

static void ndjson__comes_back_as_it_went_out(void **state)
{
	(void)state;
	round_trip(SINK_NDJSON, SOURCE_NDJSON, false);
}

/* ---- promise R22: no cell of an export is a formula, and all of it comes back ---------------- */

#define PIECE 1000 /* rows of a file */

static int many(void)
{
	const char *level = getenv("CLOSEOUT_RELIABILITY");

	return level && strcmp(level, "quick") != 0 ? 100000 : 5000;
}

/* How many cells a spreadsheet would take for a formula; a reader of its own, not the one that is tested. */
static size_t formulas(const struct buf *text)
{
	size_t n = 0;
	bool quoted = false, first = true;

	for (size_t i = 0; i < text->len; i++) {
		char c = text->s[i];

		if (first && c == '"') {
			quoted = true;
			c = text->s[++i];
		}
		n += first && strchr("=+-@\t\r", c) != NULL;
		first = !quoted && (c == ',' || c == '\n');
		if (quoted && c == '"' && text->s[i + 1] != '"') {
			quoted = false;
			first = false;
		} else if (quoted && c == '"') {
			i++;
		}
	}
	return n;
}

static char *dangerous_text(void)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "'", "''", "'=", "\"=", ",=", " =", "\n=", "" };
	char *rest = random_text();
	AUTOBUF text = BUF_INIT;

	/* A CR of its own does not come back: it is a line end. */
	buf_adds(&text, starts[any(sizeof starts / sizeof *starts)]);
	if (text.len && text.s[0] == '\r')
		text.s[0] = '=';
	buf_adds(&text, rest ? rest : "");
	free(rest);
	return text.len ? buf_detach(&text, NULL) : NULL;
}

static void csv__of_many_rows_is_no_formula_and_comes_back(void **state)
{
	int rows = many(), done = 0;
	size_t found = 0, control = 0;

	(void)state;
	for (seed = 22; done < rows; seed++) {
		AUTOBUF text = BUF_INIT;
		AUTOBUF plain = BUF_INIT;
		struct table t = { .columns = COLUMNS_MAX, .rows = ROWS_MAX };

		random_state = seed;
		for (size_t i = 0; i < t.rows; i++)
			for (size_t j = 0; j < t.columns; j++)
				t.cell[i][j] = dangerous_text();
		write_table(&t, SINK_CSV, true, &text);
		compare(&t, SOURCE_CSV, true, &text);
		found += formulas(&text);
		if (done < PIECE) {
			write_table(&t, SINK_CSV, false, &plain);
			control += formulas(&plain);
		}
		done += (int)t.rows;
		table_release(&t);
	}
	assert_int_equal(found, 0);
	assert_true(control > PIECE);
	print_message("# RESULT R22 | an export is no formula, and comes back equal | %d rows of %d cells by chance, out and "
		      "in again | 0 cells begin one, 0 differ | without --csv-safe %zu of %d do\n",
		      done, COLUMNS_MAX, control, PIECE * COLUMNS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv__comes_back_as_it_went_out),
		cmocka_unit_test(csv__comes_back_when_made_safe_for_spreadsheets),
		cmocka_unit_test(csv__of_many_rows_is_no_formula_and_comes_back),
		cmocka_unit_test(tsv__comes_back_as_it_went_out),
		cmocka_unit_test(json__comes_back_as_it_went_out),
		cmocka_unit_test(ndjson__comes_back_as_it_went_out),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("exchange/roundtrip", tests, NULL, NULL);
}
