/* SPDX-License-Identifier: MIT */
/* report.c - printed reports: which there are, and how rows become pages. */
#include "app/report_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/print.h"
#include "app/sensitivity.h"
#include "base/mem.h"
#include "base/nearest.h"

static const struct report_kind *const kinds[] = {
	&report_milestones, &report_crosswalk, &report_coverage, &report_risks, &report_gantt,
};

#define N_KINDS (sizeof kinds / sizeof *kinds)

const char *report_name(size_t i)
{
	return i < N_KINDS ? kinds[i]->name : NULL;
}

static const struct report_kind *find(const char *name)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	return NULL;
}

bool report_known(const char *name)
{
	return find(name) != NULL;
}

/* ---- for the reports */

void report_row(struct report *r, const char *const *values)
{
	const char **own = arena_alloc(&r->arena, r->kind->n_columns * sizeof *own);

	memcpy(own, values, r->kind->n_columns * sizeof *own);
	MEM_GROW(r->rows, r->cap, r->n_rows + 1);
	r->rows[r->n_rows++] = own;
}

int report_width(const struct report *r)
{
	return r->ask->width ? r->ask->width : REPORT_WIDEST;
}

const char *report_date(struct report *r, struct date d)
{
	char text[DATE_TEXT];

	return arena_strdup(&r->arena, date_format(d, text));
}

const char *report_number(struct report *r, int64_t n)
{
	return arena_printf(&r->arena, "%lld", (long long)n);
}

void report_field(struct buf *to, const char *label, const char *format, ...)
{
	va_list args;

	buf_addf(to, "%s\t", label);
	va_start(args, format);
	buf_vaddf(to, format, args);
	va_end(args);
	buf_addc(to, '\n');
}

/* ---- rows */

static int put_rows(const struct report *r, struct sink *sink, struct error *err)
{
	int failed = 0;

	for (size_t i = 0; i < r->n_rows && !failed; i++)
		failed = sink_row(sink, r->rows[i], err);
	return failed;
}

static int close_sink(struct sink *sink, bool *reader_gone, int failed, struct error *err)
{
	struct error closing = ERROR_INIT;
	int at_end = sink_close(sink, reader_gone, &closing);

	if (!failed && at_end)
		*err = closing;
	return failed ? failed : at_end;
}

static int write_rows(const struct report *r, struct output *o, struct error *err)
{
	struct sink *sink;
	int failed;

	o->sink.csv_safe = true; /* reports go to spreadsheets of other people */
	failed = sink_open(&sink, o->format, r->kind->columns, r->kind->n_columns, &o->sink, err);
	if (failed)
		return failed;
	return close_sink(sink, &o->reader_gone, put_rows(r, sink, err), err);
}

/* ---- pages */

static void put_lines(struct pages *p, const char *text)
{
	AUTOBUF label = BUF_INIT;
	AUTOBUF line = BUF_INIT;

	for (; *text; text += strcspn(text, "\n") + 1) {
		size_t len = strcspn(text, "\n"), tab = strcspn(text, "\t");

		buf_clear(&label);
		buf_clear(&line);
		if (tab < len) {
			buf_add(&label, text, tab);
			buf_add(&line, text + tab + 1, len - tab - 1);
			pages_field(p, label.s, line.s);
		} else {
			buf_add(&line, text, len);
			pages_text(p, line.s);
		}
	}
}

/* A table of some of the columns: those up to the end of the list or the next table. */
static int put_table(const struct report *r, struct pages *p, const unsigned char *list, struct error *err)
{
	struct sink_column columns[REPORT_COLUMNS_MAX];
	const char *values[REPORT_COLUMNS_MAX];
	struct sink *sink;
	size_t n = 0;
	int failed;

	for (; list[n] < REPORT_TABLE && n < REPORT_COLUMNS_MAX; n++)
		columns[n] = r->kind->columns[list[n]];
	failed = pages_table(p, columns, n, &sink, err);
	if (failed)
		return failed;
	for (size_t i = 0; i < r->n_rows && !failed; i++) {
		for (size_t k = 0; k < n; k++)
			values[k] = r->rows[i][list[k]];
		failed = sink_row(sink, values, err);
	}
	return close_sink(sink, NULL, failed, err);
}

static int put_tables(const struct report *r, struct pages *p, struct error *err)
{
	const unsigned char *list = r->kind->paper;
	unsigned char all[REPORT_COLUMNS_MAX + 1];
	int failed = 0;

	for (size_t i = 0; i <= r->kind->n_columns; i++)
		all[i] = i < r->kind->n_columns ? (unsigned char)i : REPORT_END;
	for (list = list ? list : all; !failed; list++) {
		failed = put_table(r, p, list, err);
		while (*list < REPORT_TABLE)
			list++;
		if (*list == REPORT_END)
			break;
		pages_blank(p);
	}
	return failed;
}

/* Lines of a chart are as wide as the page: they are not wrapped. */
static int put_body(const struct report *r, struct pages *p, struct error *err)
{
	if (!r->chart.len)
		return put_tables(r, p, err);
	put_lines(p, r->chart.s);
	return 0;
}

static int write_pages(struct report *r, struct output *o, struct error *err)
{
	struct print print = PRINT_INIT;
	struct error closing = ERROR_INIT;
	struct pages *pages;
	int failed, at_end;

	print.app = r->app;
	print.title = r->kind->title;
	print.as_of = r->plan.today;
	print.sensitivity = sensitivity_banner(&r->arena, r->plan.sensitivity);
	print.filter = r->filter;
	print.rows = (long)r->n_rows;
	print.width = report_width(r);
	failed = print_open(&print, &o->sink.target, &pages, err);
	if (failed)
		return failed;
	put_lines(pages, r->head.s);
	pages_blank(pages);
	failed = put_body(r, pages, err);
	pages_blank(pages);
	put_lines(pages, r->foot.s);
	at_end = pages_close(pages, failed != 0, &o->reader_gone, &closing);
	if (!failed && at_end)
		*err = closing;
	return failed ? failed : at_end;
}

static void release(struct report *r)
{
	free(r->rows);
	buf_release(&r->head);
	buf_release(&r->foot);
	buf_release(&r->chart);
	plan_release(&r->plan);
	arena_release(&r->arena);
}

static int unknown(const char *name, struct error *err)
{
	const char *names[N_KINDS + 1], *near;
	char next[120];

	for (size_t i = 0; i < N_KINDS; i++)
		names[i] = kinds[i]->name;
	names[N_KINDS] = "status";
	near = nearest_name(name, names, N_KINDS + 1);
	if (near)
		snprintf(next, sizeof next, "did you mean \"%s\"?", near);
	return error_set(err, FAIL_USAGE, "report", name,
			 near ? next : "say status, milestone-status, crosswalk, coverage, risks or gantt",
			 "there is no such report");
}

/* Which rows these are, in the words of the query language. */
static const char *filter_words(struct report *r)
{
	if (r->ask->baseline < 0)
		return arena_printf(&r->arena, "plan:%s", r->plan.ref);
	return arena_printf(&r->arena, "plan:%s, compared with baseline %lld", r->plan.ref, (long long)r->ask->baseline);
}

int report_write(struct app *a, const struct report_ask *ask, struct output *o, int64_t *rows, struct error *err)
{
	struct report r = { .app = a, .ask = ask, .arena = ARENA_INIT, .head = BUF_INIT, .foot = BUF_INIT,
			    .chart = BUF_INIT, .ascii = o->sink.ascii, .kind = find(ask->name) };
	struct plan_options options = PLAN_OPTIONS_INIT;
	int failed;

	if (!r.kind)
		return unknown(ask->name, err);
	options.ref = ask->plan;
	options.as_of = ask->as_of;
	options.baseline = ask->baseline;
	r.plan.arena = (struct arena)ARENA_INIT;
	failed = plan_read(a, &options, &r.plan, err);
	if (!failed)
		r.filter = filter_words(&r);
	if (!failed)
		failed = r.kind->make(&r, err);
	if (!failed)
		failed = ask->text ? write_pages(&r, o, err) : write_rows(&r, o, err);
	*rows = (int64_t)r.n_rows;
	release(&r);
	return failed;
}
