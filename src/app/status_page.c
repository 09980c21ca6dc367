/* SPDX-License-Identifier: MIT */
/* status_page.c - the status page: as pages and as JSON. */
#include "app/status.h"

#include <stdio.h>
#include <string.h>

#include "app/print.h"
#include "app/sensitivity.h"

#define STATUS_PAGES 2 /* a manager reads no more */
#define REPORTS_MAX  14  /* rows of the table; older ones are added up in one */
#define RECS_MAX     40  /* open ones read for the pages, of the report and of the others */
#define BLOCK_MAX    2400
#define TEXT_MAX     300 /* bytes of an update or a text on the page; the record has all of it */

static int to_buf(void *arg, const char *bytes, size_t len)
{
	buf_add(arg, bytes, len);
	return 0;
}

/* ---- blocks ------------------------------------------------------------------------- */

static const char *short_text(struct arena *a, const char *text, size_t most)
{
	size_t len = strlen(text), cut = most;

	if (len <= most)
		return text;
	while (cut && text[cut] != ' ')
		cut--;
	return arena_printf(a, "%.*s ...", (int)(cut ? cut : most), text);
}

static void block(struct status *s, struct pages *p, const char *title, const char *text)
{
	if (!*text)
		return;
	pages_heading(p, title);
	pages_text(p, short_text(&s->arena, text, BLOCK_MAX));
	pages_blank(p);
}

static const char *number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static void add_counts(struct overview_report *sum, const struct overview_report *r)
{
	sum->stated += r->stated;
	sum->rows += r->rows;
	sum->open += r->open;
	sum->closed += r->closed;
}

static int counts_row(struct status *s, struct sink *sink, const struct overview_report *r, struct error *err)
{
	struct arena *a = &s->arena;
	const char *cells[] = { r->ref, r->issued_on, number(a, r->stated), number(a, r->rows), number(a, r->closed),
				number(a, r->open), number(a, r->rows - r->stated) };

	return sink_row(sink, cells, err);
}

static int counts_table(struct status *s, struct pages *p, struct error *err)
{
	static const struct sink_column columns[] = {
		{ "report", "Report", SINK_TYPE_TEXT },       { "issued_on", "Issued", SINK_TYPE_DATE },
		{ "stated", "Stated", SINK_TYPE_INT },        { "on_record", "On record", SINK_TYPE_INT },
		{ "closed", "Closed", SINK_TYPE_INT },        { "open", "Open", SINK_TYPE_INT },
		{ "difference", "Difference", SINK_TYPE_INT },
	};
	const struct overview *o = &s->overview;
	struct overview_report older = { .ref = "older ones" };
	struct overview_report total = { .ref = "Total", .stated = o->stated, .rows = o->rows, .open = o->open,
					 .closed = o->closed };
	struct sink *sink;
	int first;
	int failed = pages_table(p, columns, sizeof columns / sizeof *columns, &sink, err), at_end;

	if (failed)
		return failed;
	first = o->n_reports > REPORTS_MAX ? o->n_reports - REPORTS_MAX : 0;
	for (int i = 0; i < first; i++)
		add_counts(&older, &o->reports[i]);
	if (first)
		failed = counts_row(s, sink, &older, err);
	for (int i = first; i < o->n_reports && !failed; i++)
		failed = counts_row(s, sink, &o->reports[i], err);
	if (!failed)
		failed = counts_row(s, sink, &total, err);
	at_end = sink_close(sink, NULL, failed ? NULL : err);
	return failed ? failed : at_end;
}

static void series_lines(const struct status *s, struct pages *p)
{
	AUTOBUF line = BUF_INIT;

	for (int i = 0; i < s->overview.n_reports; i++) {
		buf_clear(&line);
		if (overview_difference(&s->overview.reports[i], &line))
			pages_text(p, line.s);
	}
	for (int i = 0; i < s->overview.n_series; i++) {
		const struct overview_series *r = &s->overview.series[i];

		if (r->stated < 0 || !r->newest)
			continue;
		buf_clear(&line);
		buf_addf(&line, "%s states %lld earlier recommendations, %lld of them closed; on record %lld, %lld closed: %s.",
			 r->newest, (long long)r->stated, (long long)r->stated_closed, (long long)r->rows,
			 (long long)r->closed, r->agrees ? "the counts agree" : "the counts DIFFER");
		pages_text(p, line.s);
	}
	pages_blank(p);
}

/* "LATE: due 2012-12-31 (target), 3 days ago", "OPEN: no due date, open for 412 days". */
static const char *due_words(struct status *s, const struct status_rec *r)
{
	AUTOBUF line = BUF_INIT;

	buf_addf(&line, "%s: ", r->word);
	if (!r->due)
		buf_addf(&line, "no due date, open for %lld days", (long long)r->age);
	else if (r->days < 0)
		buf_addf(&line, "due %s (%s), %lld days late", r->due, r->due_what, -(long long)r->days);
	else
		buf_addf(&line, "due %s (%s), in %lld days", r->due, r->due_what, (long long)r->days);
	if (r->waiting_on)
		buf_addf(&line, "; waiting on %s", r->waiting_on);
	return arena_strdup(&s->arena, line.s);
}

static void put_rec(struct status *s, const struct status_rec *r, struct pages *p)
{
	struct arena *a = &s->arena;

	pages_together(p, true);
	pages_heading(p, arena_printf(a, "%s  %s", r->ref, due_words(s, r)));
	pages_field(p, "Text", short_text(a, r->text, TEXT_MAX));
	pages_field(p, "To", r->to);
	pages_field(p, "Official", arena_printf(a, "%s; concurrence: %s; owner: %s", r->official, r->concurrence, r->owner));
	if (r->update)
		pages_field(p, "Update", arena_printf(a, "%s %s", r->update_on, short_text(a, r->update, TEXT_MAX)));
	else
		pages_field(p, "Update", "none yet");
	pages_field(p, "Next step", !r->next_step       ? "none recorded"
				     : r->next_step_on ? arena_printf(a, "%s, by %s", r->next_step, r->next_step_on)
						       : r->next_step);
	pages_together(p, false);
	pages_blank(p);
}

static void plan_lines(struct status *s, struct pages *p)
{
	const struct overview *o = &s->overview;

	if (!o->n_plans)
		return;
	pages_heading(p, "Plan against limit");
	for (int i = 0; i < o->n_plans; i++) {
		const struct overview_plan *plan = &o->plans[i];
		AUTOBUF line = BUF_INIT;

		buf_addf(&line, "%s: %lld of %lld milestones complete, finish %s", plan->ref, (long long)plan->complete,
			 (long long)plan->milestones, plan->finish ? plan->finish : "not known");
		if (plan->limit)
			buf_addf(&line, ", limit %s", plan->limit);
		if (plan->limit && plan->finish)
			buf_addf(&line, plan->slack < 0 ? ": %lld days TOO LATE" : ": %lld days left",
				 (long long)(plan->slack < 0 ? -plan->slack : plan->slack));
		pages_text(p, line.s);
	}
}

/* The page with the first shown of the open ones. */
static int compose(struct app *a, struct status *s, int shown, struct buf *out, struct error *err)
{
	const struct out_target target = { .write = to_buf, .arg = out };
	struct print print = PRINT_INIT;
	struct pages *p;
	int failed, at_end;

	print.app = a;
	print.title = arena_printf(&s->arena, "%s, status", s->ref);
	print.as_of = s->today;
	print.sensitivity = sensitivity_banner(&s->arena, s->sensitivity);
	failed = print_open(&print, &target, &p, err);
	if (failed)
		return failed;
	pages_text(p, s->title);
	pages_blank(p);
	block(s, p, "Why this matters", s->why);
	block(s, p, "Response", s->response);
	block(s, p, "What was determined", s->determined);
	failed = counts_table(s, p, err);
	series_lines(s, p);
	pages_heading(p, arena_printf(&s->arena, "Open recommendations: %d of %lld shown", shown,
				      (long long)s->overview.open));
	for (int i = 0; i < shown; i++)
		put_rec(s, &s->recs[i], p);
	if (shown < s->overview.open)
		pages_text(p, arena_printf(&s->arena, "and %lld more: closeout list recommendations is:open",
					   (long long)(s->overview.open - shown)));
	plan_lines(s, p);
	if (*s->contact)
		pages_field(p, "Contact", s->contact);
	at_end = pages_close(p, failed != 0, NULL, failed ? NULL : err);
	return failed ? failed : at_end;
}

/* At most two pages: as many of the open ones as there is room for. */
static int compose_short(struct app *a, struct status *s, struct buf *out, struct error *err)
{
	char more[24];
	int low = 0, high = s->n_recs, failed;

	snprintf(more, sizeof more, "page %d of", STATUS_PAGES + 1);
	failed = compose(a, s, high, out, err);
	if (failed || !strstr(out->s, more))
		return failed;
	while (low < high - 1 && !failed) {
		int middle = (low + high) / 2;

		buf_clear(out);
		failed = compose(a, s, middle, out, err);
		if (strstr(out->s, more))
			high = middle;
		else
			low = middle;
	}
	buf_clear(out);
	return failed ? failed : compose(a, s, low, out, err);
}

/* ---- JSON ------------------------------------------------------------------------------ */

static void member(struct buf *out, const char *name, const char *text)
{
	char last = out->len ? out->s[out->len - 1] : '{';

	buf_addf(out, "%s\"%s\":", last == '{' ? "" : ",", name);
	if (text && *text)
		buf_add_json(out, text, strlen(text));
	else
		buf_adds(out, "null");
}

static void count(struct buf *out, const char *name, int64_t n)
{
	char last = out->s[out->len - 1];

	buf_addf(out, "%s\"%s\":%lld", last == '{' ? "" : ",", name, (long long)n);
}

static void json_counts(struct buf *out, int64_t stated, int64_t rows, int64_t closed, int64_t open)
{
	count(out, "stated", stated);
	count(out, "on_record", rows);
	count(out, "closed", closed);
	count(out, "open", open);
	count(out, "difference", rows - stated);
}

static void json_reports(const struct overview *o, struct buf *out)
{
	buf_adds(out, ",\"counts\":{");
	json_counts(out, o->stated, o->rows, o->closed, o->open);
	buf_adds(out, "},\"reports\":[");
	for (int i = 0; i < o->n_reports; i++) {
		const struct overview_report *r = &o->reports[i];

		buf_adds(out, i ? ",{" : "{");
		member(out, "ref", r->ref);
		member(out, "issued_on", r->issued_on);
		json_counts(out, r->stated, r->rows, r->closed, r->open);
		buf_addc(out, '}');
	}
	buf_adds(out, "],\"series\":[");
	for (int i = 0; i < o->n_series; i++) {
		const struct overview_series *r = &o->series[i];

		buf_adds(out, i ? ",{" : "{");
		member(out, "ref", r->ref);
		member(out, "stated_by", r->newest);
		count(out, "stated", r->stated);
		count(out, "stated_closed", r->stated_closed);
		count(out, "on_record", r->rows);
		count(out, "closed", r->closed);
		buf_addf(out, ",\"agrees\":%s}", r->agrees ? "true" : "false");
	}
	buf_addc(out, ']');
}

static void json_recs(const struct status *s, struct buf *out)
{
	buf_adds(out, ",\"open_recommendations\":[");
	for (int i = 0; i < s->n_recs; i++) {
		const struct status_rec *r = &s->recs[i];

		buf_adds(out, i ? ",{" : "{");
		member(out, "ref", r->ref);
		member(out, "text", r->text);
		member(out, "addressee", r->to);
		member(out, "owner", r->owner);
		member(out, "concurrence", r->concurrence);
		member(out, "official_status", r->official);
		member(out, "status_word", r->word);
		member(out, "due", r->due);
		member(out, "due_what", r->due_what);
		if (r->due)
			count(out, "days", r->days);
		count(out, "age", r->age);
		member(out, "waiting_on", r->waiting_on);
		member(out, "update_on", r->update_on);
		member(out, "update", r->update);
		member(out, "next_step", r->next_step);
		member(out, "next_step_on", r->next_step_on);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void json_plans(const struct overview *o, struct buf *out)
{
	buf_adds(out, ",\"plans\":[");
	for (int i = 0; i < o->n_plans; i++) {
		const struct overview_plan *p = &o->plans[i];

		buf_adds(out, i ? ",{" : "{");
		member(out, "ref", p->ref);
		count(out, "milestones", p->milestones);
		count(out, "complete", p->complete);
		member(out, "finish", p->finish);
		member(out, "limit", p->limit);
		if (p->finish && p->limit)
			count(out, "days_left", p->slack);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void compose_json(struct app *a, const struct status *s, struct buf *out)
{
	char day[DATE_TEXT], made[32];
	const char *hash = strchr(s->head, ' ');

	buf_addc(out, '{');
	member(out, "as_of", date_format(s->today, day));
	member(out, "generated_at", print_time(made));
	member(out, "user", a->user);
	member(out, "sensitivity", s->sensitivity);
	buf_addf(out, ",\"log_head\":{\"seq\":%.*s,\"hash\":\"%s\"}", (int)(hash - s->head), s->head, hash + 1);
	member(out, "report", s->ref);
	member(out, "title", s->title);
	member(out, "issued_on", s->issued_on);
	member(out, "why_it_matters", s->why);
	member(out, "response", s->response);
	member(out, "determined", s->determined);
	json_reports(&s->overview, out);
	json_recs(s, out);
	json_plans(&s->overview, out);
	member(out, "contact", s->contact);
	buf_adds(out, "}\n");
}

int status_write(struct app *a, const struct status_ask *ask, bool json, struct output *o, struct error *err)
{
	AUTOBUF text = BUF_INIT;
	struct status s;
	struct out out;
	int failed = status_read(a, ask, json ? 0 : RECS_MAX, &s, err);

	if (failed)
		return failed;
	if (json)
		compose_json(a, &s, &text);
	else
		failed = compose_short(a, &s, &text, err);
	status_release(&s);
	if (failed)
		return failed;
	out_init(&out, &o->sink.target);
	buf_add(&out.buf, text.s, text.len);
	failed = out_flush(&out, err);
	o->reader_gone = out_reader_gone(&out);
	out_release(&out);
	return failed;
}
