/* SPDX-License-Identifier: MIT */
/* plan_table.c - a plan as rows. */
#include "app/plan_table.h"

#include <stdio.h>
#include <string.h>

#include "app/page.h"

static const struct sink_column columns[] = {
	{ "ref", "Milestone", SINK_TYPE_TEXT },	     { "critical", "Critical", SINK_TYPE_BOOL },
	{ "status_word", "Status", SINK_TYPE_TEXT }, { "owner_office", "Owner", SINK_TYPE_TEXT },
	{ "baseline", "Baseline", SINK_TYPE_DATE },  { "forecast", "Forecast", SINK_TYPE_DATE },
	{ "slip", "Slip", SINK_TYPE_INT },	     { "float", "Float", SINK_TYPE_INT },
	{ "title", "Title", SINK_TYPE_TEXT },
};

#define N_COLUMNS (sizeof columns / sizeof *columns)

struct cells {
	const char *at[N_COLUMNS];
	char baseline[DATE_TEXT], forecast[DATE_TEXT], slip[16], left[16];
};

static void fill(const struct plan *p, int32_t i, bool text, struct cells *c)
{
	const struct plan_milestone *m = &p->milestones[i];
	const struct schedule_row *row = schedule_row(p->schedule, i);
	bool done = m->flags & (PLAN_COMPLETE | PLAN_CANCELLED);

	date_format(m->baseline, c->baseline);
	date_format(plan_date(p, i), c->forecast);
	c->slip[0] = c->left[0] = '\0';
	if (!date_is_none(m->baseline) && row->counts)
		snprintf(c->slip, sizeof c->slip, "%d", (int)row->slip);
	if (!done && row->float_left != SCHEDULE_NO_FLOAT_LIMIT)
		snprintf(c->left, sizeof c->left, "%d", (int)row->float_left);
	const char *cells[N_COLUMNS] = {
		m->code, row->critical ? "1" : "0", plan_status_word(p, i), m->owner_office, c->baseline, c->forecast,
		c->slip, c->left, m->title,
	};

	/* A column of "no" hides the rows that matter. */
	if (text && !row->critical)
		cells[1] = "";
	if (!text)
		cells[0] = m->ref;
	memcpy(c->at, cells, sizeof cells);
}

static int write_rows(const struct plan *p, struct output *o, struct error *err)
{
	struct sink_column named[N_COLUMNS];
	struct sink *sink;
	struct error closing = ERROR_INIT;
	bool text = o->format == SINK_TABLE;
	int failed, at_end;

	memcpy(named, columns, sizeof columns);
	if (text)
		named[1].label = "Crit";
	failed = sink_open(&sink, o->format, named, N_COLUMNS, &o->sink, err);
	if (failed)
		return failed;
	for (size_t i = 0; i < p->n && !failed; i++) {
		struct cells c;

		fill(p, (int32_t)i, text, &c);
		failed = sink_row(sink, c.at, err);
	}
	at_end = sink_close(sink, &o->reader_gone, &closing);
	if (!failed && at_end)
		*err = closing;
	return failed ? failed : at_end;
}

static int write_head(const struct plan *p, struct output *o, struct error *err)
{
	AUTOBUF line = BUF_INIT;
	struct page page;
	int failed;

	page_init(&page, o->sink.width);
	page.ascii = o->sink.ascii;
	buf_addf(&line, "%s: %s", p->ref, p->title);
	page_text(&page, 0, line.s);
	page_blank(&page);
	failed = page_write(&page, &o->sink.target, &o->reader_gone, err);
	page_release(&page);
	return failed;
}

static int write_foot(const struct plan *p, struct output *o, struct error *err)
{
	AUTOBUF line = BUF_INIT;
	struct page page;
	int failed;

	page_init(&page, o->sink.width);
	page.ascii = o->sink.ascii;
	buf_addc(&page.text, '\n');
	plan_health_words(p, &line);
	page_text(&page, 0, line.s);
	buf_clear(&line);
	plan_binding_words(p, &line);
	if (line.len)
		page_text(&page, 0, line.s);
	buf_clear(&line);
	plan_count_words(p, &line);
	page_text(&page, 0, line.s);
	failed = page_write(&page, &o->sink.target, &o->reader_gone, err);
	page_release(&page);
	return failed;
}

int plan_write(const struct plan *p, struct output *o, int64_t *rows, struct error *err)
{
	bool text = o->format == SINK_TABLE;
	int failed = text ? write_head(p, o, err) : 0;

	if (!failed)
		failed = write_rows(p, o, err);
	if (!failed && text)
		failed = write_foot(p, o, err);
	*rows = (int64_t)p->n;
	return failed;
}
