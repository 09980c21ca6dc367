/* SPDX-License-Identifier: MIT */
/* what_if.c - changes to a plan as typed, and what comes of them in words and rows. */
#include "app/what_if.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/page.h"
#include "base/mem.h"
#include "core/when.h"

void what_if_release(struct what_if *w)
{
	free(w->edits);
	buf_release(&w->said);
	schedule_what_if_release(&w->result);
	*w = (struct what_if)WHAT_IF_INIT;
}

/* ---- reading a change */

/* At the first gate the change may be its outcome: none, partial, reclassify. */
static bool read_outcome(const struct plan *p, const char *text, struct schedule_edit *e)
{
	int outcome = schedule_gate_by_name(text);

	if (outcome < 0 || strcasecmp(p->milestones[e->milestone].gate, "G0") != 0)
		return false;
	e->kind = SCHEDULE_SET_GATE;
	e->amount = outcome;
	return true;
}

/* What the schedule does not read is a date as people type it: "15 feb", "eom". */
static int read_change(struct app *a, const struct plan *p, const char *text, struct schedule_edit *e,
		       struct error *err)
{
	struct when_context when = app_when(a, NULL);
	struct date on;

	if (read_outcome(p, text, e) || schedule_edit_read(text, e, err) == 0)
		return 0;
	if (when_read(text, strlen(text), &when, &on, NULL) != 0)
		return err->kind;
	e->kind = SCHEDULE_SET_DATE;
	e->date = on;
	e->amount = 0;
	return 0;
}

static bool same_place(const struct schedule_edit *a, const struct schedule_edit *b)
{
	bool date_a = a->kind != SCHEDULE_SET_DURATION && a->kind != SCHEDULE_SET_GATE;
	bool date_b = b->kind != SCHEDULE_SET_DURATION && b->kind != SCHEDULE_SET_GATE;

	return a->milestone == b->milestone && (a->kind == b->kind || (date_a && date_b));
}

static void say_edits(const struct plan *p, const struct schedule_edit *edits, size_t n, struct buf *out)
{
	static const char *const units[SCHEDULE_EDIT_MAX] = {
		[SCHEDULE_SHIFT_DAYS] = "d", [SCHEDULE_SHIFT_WORKING_DAYS] = "wd",
	};
	char text[DATE_TEXT];

	buf_clear(out);
	for (size_t i = 0; i < n; i++) {
		const struct schedule_edit *e = &edits[i];

		buf_addf(out, "%s%s ", i ? ", " : "", p->milestones[e->milestone].code);
		if (e->kind == SCHEDULE_SET_DATE)
			buf_adds(out, date_format(e->date, text));
		else if (e->kind == SCHEDULE_SET_DURATION)
			buf_addf(out, "=%d", (int)e->amount);
		else if (e->kind == SCHEDULE_SET_GATE)
			buf_adds(out, schedule_gate_name((enum schedule_gate)e->amount));
		else
			buf_addf(out, "%+d%s", (int)e->amount, units[e->kind]);
	}
}

int what_if_add(struct app *a, const struct plan *p, const char *milestone, const char *change, struct what_if *w,
		struct error *err)
{
	struct schedule_edit e = { .milestone = plan_milestone(p, milestone, err), .date = DATE_NONE };
	struct schedule_what_if result;
	struct schedule_edit *edits;
	size_t at = 0;
	int failed;

	if (e.milestone < 0)
		return error_what(err, "what if");
	failed = read_change(a, p, change, &e, err);
	if (failed)
		return error_where(err, "%s", p->milestones[e.milestone].code);
	edits = mem_alloc((w->n + 1) * sizeof *edits);
	for (size_t i = 0; i < w->n; i++)
		edits[i] = w->edits[i];
	while (at < w->n && !same_place(&edits[at], &e))
		at++;
	edits[at] = e;
	at = at == w->n ? w->n + 1 : w->n;
	failed = schedule_what_if(p->schedule, edits, at, &result, err);
	if (failed) {
		free(edits);
		return failed;
	}
	free(w->edits);
	schedule_what_if_release(&w->result);
	w->edits = edits;
	w->n = at;
	w->result = result;
	say_edits(p, edits, at, &w->said);
	return 0;
}

/* ---- in words */

void what_if_note(const struct schedule_move *m, struct buf *out)
{
	char needed[DATE_TEXT], skipped[DATE_TEXT], chosen[DATE_TEXT];

	if (date_is_none(m->to))
		buf_adds(out, "cancelled by the gate");
	else if (m->n_skipped)
		buf_addf(out, "needs %s: pay-period start %s skipped, %s chosen", date_format(m->needed, needed),
			 date_format(m->skipped, skipped), date_format(m->to, chosen));
}

/* The plan's limit and a milestone's own on the same day are one limit to a reader. */
static bool said_by_plan(const struct schedule_broken *b, const struct schedule_broken *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].limit.kind == SCHEDULE_LIMIT_PLAN && b->limit.kind == SCHEDULE_LIMIT_NOT_AFTER &&
		    all[i].limit.milestone == b->limit.milestone && !date_cmp(all[i].limit.on, b->limit.on))
			return true;
	return false;
}

static void broken_line(const struct schedule *s, const struct schedule_broken *b, struct buf *out)
{
	char text[DATE_TEXT];

	buf_clear(out);
	buf_addf(out, "limit broken%s: ", b->fresh ? "" : " (as before)");
	schedule_limit_explain(s, &b->limit, out);
	if (b->limit.milestone >= 0)
		buf_addf(out, "; %s falls on %s", schedule_name(s, b->limit.milestone), date_format(b->date, text));
	if (b->over)
		buf_addf(out, ", %d working day%s too late", (int)b->over, b->over == 1 ? "" : "s");
}

static void float_line(const struct plan *p, const struct what_if *w, struct buf *out)
{
	const struct schedule_health *was = schedule_health(p->schedule);
	int used = (int)w->result.float_used;
	const char *verb = used < 0 ? "won" : "used";

	used = used < 0 ? -used : used;

	if (was->finish_float != SCHEDULE_NO_FLOAT_LIMIT)
		buf_addf(out, "float %s: %d working day%s of %d between finish and limit", verb, used, used == 1 ? "" : "s",
			 (int)was->finish_float);
	else
		buf_addf(out, "float %s: %d working day%s", verb, used, used == 1 ? "" : "s");
}

void what_if_lines(const struct plan *p, const struct what_if *w, void (*line)(void *data, const char *text),
		   void *data)
{
	const struct schedule *after = w->result.after;
	AUTOBUF text = BUF_INIT;
	size_t n;
	const struct schedule_broken *broken = schedule_broken(after, &n);

	float_line(p, w, &text);
	line(data, text.s);
	for (size_t i = 0; i < n; i++) {
		if (said_by_plan(&broken[i], broken, n))
			continue;
		broken_line(after, &broken[i], &text);
		line(data, text.s);
	}
	if (!n)
		line(data, "no limit is broken");
	buf_clear(&text);
	schedule_health_words(after, &text);
	line(data, text.s);
}

/* ---- as rows */

static const struct sink_column columns[] = {
	{ "milestone", "Milestone", SINK_TYPE_TEXT },	{ "from", "From", SINK_TYPE_DATE },
	{ "to", "To", SINK_TYPE_DATE },			{ "days", "Days", SINK_TYPE_INT },
	{ "working_days", "Working", SINK_TYPE_INT },	{ "note", "Note", SINK_TYPE_TEXT },
};

static int write_move(const char *name, const struct schedule_move *m, struct sink *sink,
		      struct error *err)
{
	char from[DATE_TEXT], to[DATE_TEXT], days[16], working[16];
	AUTOBUF note = BUF_INIT;

	days[0] = working[0] = '\0';
	if (!date_is_none(m->to)) {
		snprintf(days, sizeof days, "%d", (int)m->days);
		snprintf(working, sizeof working, "%d", (int)m->working_days);
	}
	what_if_note(m, &note);
	return sink_row(sink, (const char *const[]){ name, date_format(m->from, from), date_format(m->to, to), days,
						     working, note.s }, err);
}

static int write_rows(const struct plan *p, const struct what_if *w, struct output *o, struct error *err)
{
	struct sink *sink;
	struct error closing = ERROR_INIT;
	int failed = sink_open(&sink, o->format, columns, sizeof columns / sizeof *columns, &o->sink, err), at_end;

	if (failed)
		return failed;
	for (size_t i = 0; i < w->result.n_moves && !failed; i++)
		failed = write_move(p->milestones[w->result.moves[i].milestone].code, &w->result.moves[i], sink, err);
	if (!failed)
		failed = write_move("finish", &w->result.finish, sink, err);
	at_end = sink_close(sink, &o->reader_gone, &closing);
	if (!failed && at_end)
		*err = closing;
	return failed ? failed : at_end;
}

static void add_line(void *data, const char *text)
{
	struct buf *out = data;

	buf_adds(out, text);
	buf_addc(out, '\n');
}

static int write_text(struct output *o, const struct buf *text, struct error *err)
{
	struct page page;
	int failed;

	page_init(&page, 0);
	buf_adds(&page.text, text->s);
	failed = page_write(&page, &o->sink.target, &o->reader_gone, err);
	page_release(&page);
	return failed;
}

int what_if_write(const struct plan *p, const struct what_if *w, struct output *o, struct error *err)
{
	AUTOBUF text = BUF_INIT;
	int failed;

	if (o->format != SINK_TABLE)
		return write_rows(p, w, o, err);
	buf_addf(&text, "What if %s\n", w->said.s);
	failed = write_text(o, &text, err);
	if (!failed)
		failed = write_rows(p, w, o, err);
	buf_clear(&text);
	what_if_lines(p, w, add_line, &text);
	return failed ? failed : write_text(o, &text, err);
}
