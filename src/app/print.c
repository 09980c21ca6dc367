/* SPDX-License-Identifier: MIT */
/* print.c - the print form of lists and records. */
#include "app/print.h"
#include "app/sensitivity.h"

#include <stdio.h>
#include <string.h>

#include "app/show.h"
#include "base/clock.h"

#define ROWS_MAX 20000 /* of a list: a print is for people */

const char *print_time(char dst[32])
{
	char stamp[CLOCK_STAMP];

	clock_stamp(clock_ms(), stamp);
	snprintf(dst, 32, "%.10s %.5s UTC", stamp, stamp + 11);
	return dst;
}

int print_log_head(const struct print *p, char dst[96], struct error *err)
{
	char hash[65] = "";
	int64_t seq = 0;
	int failed = store_head(p->store ? p->store : p->app->store, &seq, hash, err);

	snprintf(dst, 96, "%lld %s", (long long)seq, hash);
	return failed;
}

int print_open(const struct print *p, const struct out_target *target, struct pages **out, struct error *err)
{
	char made[32], day[DATE_TEXT], head[96];
	struct pages_options o = {
		.target = *target, .title = p->title, .generated_at = print_time(made), .user = p->app->user,
		.as_of = date_format(date_is_none(p->as_of) ? p->app->today : p->as_of, day), .log_head = head,
		.sensitivity = p->sensitivity ? p->sensitivity : "PUBLIC", .filter = p->filter, .rows = p->rows,
		.width = p->width, .height = p->height,
	};
	int failed = print_log_head(p, head, err);

	return failed ? failed : pages_open(out, &o, err);
}

/* ---- lists --------------------------------------------------------------------------- */

static int to_buf(void *arg, const char *bytes, size_t len)
{
	buf_add(arg, bytes, len);
	return 0;
}

static int put_rows(const struct list *l, struct pages *pages, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct select q = { .entity = l->entity, .today = l->app->today };
	struct sink_column columns[COLUMNS_MAX];
	struct sink *sink = NULL;
	struct rows rows;
	int n = (int)(l->ids.n < ROWS_MAX ? l->ids.n : ROWS_MAX), at_end;
	int failed = store_rows(l->app->store, &q, &l->columns, l->ids.at, n, &arena, &rows, err);

	for (int i = 0; i < l->columns.n; i++)
		columns[i] = (struct sink_column){ column_name(&l->columns.at[i]), column_label(&l->columns.at[i]),
						   listing_type(l->columns.at[i].field) };
	if (!failed)
		failed = pages_table(pages, columns, (size_t)l->columns.n, &sink, err);
	for (int i = 0; i < n && !failed; i++)
		failed = sink_row(sink, rows.cells + (size_t)i * (size_t)rows.n_columns, err);
	at_end = sink_close(sink, NULL, failed ? NULL : err);
	return failed ? failed : at_end;
}

int print_list(const struct list *l, int width, struct buf *out, struct error *err)
{
	const struct out_target target = { .write = to_buf, .arg = out };
	struct print p = PRINT_INIT;
	struct pages *pages;
	AUTOARENA arena = ARENA_INIT;
	const char *sensitivity;
	int failed = sensitivity_of_list(l, &arena, &sensitivity, err), at_end;

	if (failed)
		return failed;

	p.app = l->app;
	p.title = l->entity->labels;
	p.filter = list_filtered(l) ? edit_text(&l->filter) : NULL;
	p.rows = (long)l->ids.n;
	p.sensitivity = sensitivity_banner(&arena, sensitivity);
	p.width = width;
	failed = print_open(&p, &target, &pages, err);
	if (failed)
		return failed;
	failed = put_rows(l, pages, err);
	at_end = pages_close(pages, failed != 0, NULL, failed ? NULL : err);
	return failed ? failed : at_end;
}

/* ---- records -------------------------------------------------------------------------- */

int print_record(struct app *a, const char *ref, int width, struct buf *out, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	const char *sensitivity = NULL;
	const struct out_target target = { .write = to_buf, .arg = out };
	AUTOBUF page = BUF_INIT;
	struct output o = { .format = SINK_TABLE,
			    .sink = { .target = { .write = to_buf, .arg = &page }, .width = width } };
	struct print p = PRINT_INIT;
	struct pages *pages;
	int failed = show_record(a, ref, DATE_NONE, false, &o, err);

	p.app = a;
	p.title = ref;
	p.width = width;
	if (!failed)
		failed = sensitivity_of_record(a, ref, &arena, &sensitivity, err);
	p.sensitivity = sensitivity_banner(&arena, sensitivity);
	if (!failed)
		failed = print_open(&p, &target, &pages, err);
	if (failed)
		return failed;
	pages_text(pages, page.s);
	return pages_close(pages, false, NULL, err);
}
