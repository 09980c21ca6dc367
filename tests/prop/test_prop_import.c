/* SPDX-License-Identifier: MIT */
/*
 * test_prop_import.c - files by chance: a good one is taken whole, one with a fault anywhere is refused whole.
 *
 * Each round makes a register of random rows. As it is, a dry run finds nothing wrong with it; then one
 * fault of a kind drawn by chance is put into a place drawn by chance, and the import must refuse the
 * file, say something of the line, and leave the database as it was. CLOSEOUT_PROP_FILES sets the
 * number of files, CLOSEOUT_PROP_SEED the first seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "../unit/app_help.h"
#include "dice.h"

#include "app/import.h"

#define ROWS    12
#define COLUMNS 6

static const char *const names[COLUMNS] = { "report", "number", "to_office", "owner_office", "original_target", "text" };

struct file {
	char cells[ROWS][COLUMNS][80];
	char header[COLUMNS][40];
	int n;
	/* What is put in beside or instead of cells. */
	int row, column;
	const char *raw; /* in place of that cell, as it stands */
	size_t raw_len;
	int cut;         /* cells of that row */
};

static int n_told;
static bool told_of_line;
static char wanted[40]; /* "in:7" */

static void note(void *data, const struct error *e)
{
	size_t len = strlen(wanted);

	(void)data;
	n_told++;
	told_of_line |= strncmp(e->where, wanted, len) == 0 && (!e->where[len] || e->where[len] == ',');
	assert_true(*e->why);
}

static void make(struct file *f, struct dice *d)
{
	static const char *const offices[] = { "OPR", "OHC", "MA", "ICE" };

	*f = (struct file){ .n = 1 + (int)dice(d, ROWS), .row = -1, .cut = COLUMNS };
	for (int c = 0; c < COLUMNS; c++)
		snprintf(f->header[c], sizeof f->header[c], "%s", names[c]);
	for (int r = 0; r < f->n; r++) {
		snprintf(f->cells[r][0], 80, "OIG-12-130");
		snprintf(f->cells[r][1], 80, "%d", 100 + r);
		snprintf(f->cells[r][2], 80, "%s", offices[dice(d, 2)]);
		snprintf(f->cells[r][3], 80, "%s", offices[dice(d, 2)]);
		snprintf(f->cells[r][4], 80, "20%02u-%02u-%02u", 13 + dice(d, 8), 1 + dice(d, 12), 1 + dice(d, 28));
		snprintf(f->cells[r][5], 80, "Do %u things, \"soon\"", dice(d, 1000));
	}
}

/* ---- one fault */

static void set(struct file *f, int column, const char *text)
{
	snprintf(f->cells[f->row][column], 80, "%s", text);
}

static void raw(struct file *f, int column, const char *bytes, size_t len)
{
	f->column = column;
	f->raw = bytes;
	f->raw_len = len;
}

static void no_such_report(struct file *f) { set(f, 0, "OIG-99-999"); }
static void empty_report(struct file *f) { set(f, 0, ""); }
static void number_of_letters(struct file *f) { set(f, 1, "seven"); }
static void number_too_large(struct file *f) { set(f, 1, "10001"); }
static void number_below(struct file *f) { set(f, 1, "0"); }
static void number_there(struct file *f) { set(f, 1, "1"); }
static void number_broken(struct file *f) { set(f, 1, "1.5"); }
static void office_unknown(struct file *f) { set(f, 2, "NOWHERE"); }
static void office_missing(struct file *f) { set(f, 3, ""); }
static void office_none(struct file *f) { set(f, 3, "N/A"); }
static void date_not_there(struct file *f) { set(f, 4, "2013-02-30"); }
static void date_numbers(struct file *f) { set(f, 4, "3/4/2013"); }
static void date_serial(struct file *f) { set(f, 4, "41547"); }
static void date_words(struct file *f) { set(f, 4, "soon"); }
static void date_far(struct file *f) { set(f, 4, "2200-01-01"); }
static void text_control(struct file *f) { raw(f, 5, "a\033[2Jb", 6); }
static void text_nul(struct file *f) { raw(f, 5, "a\0b", 3); }
static void text_latin(struct file *f) { raw(f, 5, "caf\xe9", 4); }
static void text_broken(struct file *f) { raw(f, 5, "a\xc3", 2); }
static void text_long_form(struct file *f) { raw(f, 5, "\xc0\xaf", 2); }
static void text_surrogate(struct file *f) { raw(f, 5, "\xed\xa0\x80", 3); }
static void text_twice(struct file *f) { raw(f, 5, "caf\xc3\x83\xc2\xa9", 7); }
static void quote_inside(struct file *f) { raw(f, 2, "O\"PR", 4); }
static void quote_open(struct file *f) { raw(f, 2, "\"OPR", 4); }
static void quote_behind(struct file *f) { raw(f, 2, "\"OPR\"x", 6); }
static void bare_cr(struct file *f) { raw(f, 2, "O\rPR", 4); }
static void row_short(struct file *f) { f->cut = 4; }
static void row_long(struct file *f) { raw(f, 5, "a,b", 3); }
static void column_unknown(struct file *f) { f->row = -1; snprintf(f->header[5], 40, "wording"); }
static void column_twice(struct file *f) { f->row = -1; snprintf(f->header[5], 40, "number"); }
static void column_nameless(struct file *f) { f->row = -1; f->header[5][0] = '\0'; }
static void column_workflow(struct file *f) { snprintf(f->header[5], 40, "work_state"); set(f, 5, "with_oig"); }

static void twice(struct file *f)
{
	snprintf(f->cells[f->row][1], 80, "%d", f->row ? 100 : 101);
	if (f->n == 1)
		set(f, 1, "x");
}

static void (*const faults[])(struct file *f) = {
	no_such_report, empty_report, number_of_letters, number_too_large, number_below, number_there, number_broken,
	office_unknown, office_missing, office_none, date_not_there, date_numbers, date_serial, date_words, date_far,
	text_control, text_nul, text_latin, text_broken, text_long_form, text_surrogate, text_twice, quote_inside,
	quote_open, quote_behind, bare_cr, row_short, row_long, column_unknown, column_twice, column_nameless,
	column_workflow, twice,
};

#define FAULTS (sizeof faults / sizeof *faults)

/* ---- writing and taking it */

static void write_cell(FILE *out, const struct file *f, int r, int c)
{
	if (r == f->row && c == f->column && f->raw) {
		fwrite(f->raw, 1, f->raw_len, out);
		return;
	}
	putc('"', out);
	for (const char *p = f->cells[r][c]; *p; p++) {
		if (*p == '"')
			putc('"', out);
		putc(*p, out);
	}
	putc('"', out);
}

static FILE *write_file(const struct file *f)
{
	FILE *out = tmpfile();

	assert_non_null(out);
	for (int c = 0; c < COLUMNS; c++)
		fprintf(out, "%s%s", c ? "," : "", f->header[c]);
	putc('\n', out);
	for (int r = 0; r < f->n; r++) {
		for (int c = 0; c < (r == f->row ? f->cut : COLUMNS); c++) {
			fputs(c ? "," : "", out);
			write_cell(out, f, r, c);
		}
		putc('\n', out);
	}
	rewind(out);
	return out;
}

static int take(const struct file *f, bool dry_run)
{
	struct import im = { .entity = record_entity(ENTITY_RECOMMENDATION), .name = "in", .format = SOURCE_CSV,
			     .effective = DATE_NONE, .fault = note, .dry_run = dry_run };
	struct import_result result;
	int failed;

	n_told = 0;
	told_of_line = false;
	snprintf(wanted, sizeof wanted, "in:%d", f->row + 2);
	im.file = write_file(f);
	failed = import_rows(&help.app, &im, &result, &help.err);
	fclose(im.file);
	assert_int_equal(result.written, 0);
	return failed;
}

static void files__with_a_fault_are_refused_whole(void **state)
{
	uint64_t rounds = dice_setting("CLOSEOUT_PROP_FILES", 330), seed = dice_setting("CLOSEOUT_PROP_SEED", 1);
	int64_t before = help_head();

	(void)state;
	for (uint64_t i = 0; i < rounds; i++) {
		struct dice d;
		struct file f;

		dice_start(&d, seed + i);
		make(&f, &d);
		if (take(&f, true) != 0)
			fail_msg("seed %llu: the good file: %s", (unsigned long long)(seed + i), help.err.why);
		f.row = (int)dice(&d, (uint32_t)f.n);
		faults[i % FAULTS](&f);
		if (take(&f, false) == 0 || (n_told && !told_of_line))
			fail_msg("seed %llu, fault %llu: taken, or told of another line", (unsigned long long)(seed + i),
				 (unsigned long long)(i % FAULTS));
		assert_true(*help.err.why);
		assert_int_equal(help_head(), before);
	}
}

static int as_clerk(void **state)
{
	help_sample(state);
	return help_open("clerk");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files__with_a_fault_are_refused_whole, as_clerk, help_end),
	};

	return cmocka_run_group_tests_name("prop/import", tests, NULL, NULL);
}
