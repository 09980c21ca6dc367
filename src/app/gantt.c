/* SPDX-License-Identifier: MIT */
/* gantt.c - bars and marks of a plan over time. */
#include "app/gantt.h"

#include <stdio.h>
#include <string.h>

#define MARGIN_DAYS 7 /* shown before and after the plan */
#define FINEST      3 /* days a column of the month scale, where there is room */
#define WEEK        7

const char *gantt_zoom_name(enum gantt_zoom z)
{
	static const char *const names[GANTT_ZOOM_MAX] = { "week", "month", "quarter" };

	return names[z];
}

/* What a Linux console can show is that of code page 437. */
const char *gantt_text(enum gantt_mark m, bool ascii)
{
	static const char *const texts[GANTT_MARK_MAX][2] = {
		[GANTT_EMPTY] = { " ", " " },
		[GANTT_GRID] = { "·", "." },
		[GANTT_TODAY] = { "│", "|" },
		[GANTT_LIMIT] = { "║", "!" },
		[GANTT_BASELINE] = { "░", ":" },
		[GANTT_BASELINE_END] = { "○", "b" },
		[GANTT_BAR] = { "▒", "=" },
		[GANTT_BAR_CRITICAL] = { "█", "#" },
		[GANTT_BAR_DONE] = { "■", "+" },
		[GANTT_PHASE] = { "─", "-" },
		[GANTT_MILESTONE] = { "♦", "o" },
		[GANTT_GATE] = { "G", "G" },
		[GANTT_REACHED] = { "√", "x" },
	};

	return texts[m][ascii];
}

/* ---- the scale */

static struct date earlier(struct date a, struct date b)
{
	return date_is_none(a) || (!date_is_none(b) && date_cmp(b, a) < 0) ? b : a;
}

static struct date later(struct date a, struct date b)
{
	return date_is_none(a) || (!date_is_none(b) && date_cmp(b, a) > 0) ? b : a;
}

static void span(const struct plan *p, struct date *first, struct date *last)
{
	*first = p->today;
	*last = later(p->today, p->limit);
	for (size_t i = 0; i < p->n; i++) {
		const struct schedule_row *row = schedule_row(p->schedule, (int32_t)i);

		if (!row->counts)
			continue;
		*first = earlier(*first, row->early_start);
		*last = later(*last, row->early_finish);
		*last = later(*last, p->milestones[i].baseline);
	}
}

static struct date monday_of(struct date d)
{
	return date_add_days(d, -(int64_t)date_weekday(d));
}

void gantt_fit(const struct plan *p, enum gantt_zoom zoom, int cols, struct gantt_scale *out)
{
	static const int days[GANTT_ZOOM_MAX] = { 1, WEEK, 2 * WEEK };
	struct date first, last;

	span(p, &first, &last);
	out->zoom = zoom;
	out->cols = cols < 1 ? 1 : cols > GANTT_COLS_MAX ? GANTT_COLS_MAX : cols;
	out->days = days[zoom];
	out->left = monday_of(date_add_days(first, -MARGIN_DAYS / 2));
	if (zoom != GANTT_MONTH)
		return;
	for (int fine = FINEST; fine < out->days; fine++)
		if ((int64_t)fine * out->cols >= (int64_t)last.day - out->left.day + MARGIN_DAYS)
			out->days = fine;
}

int gantt_col(const struct gantt_scale *s, struct date d)
{
	int64_t from = (int64_t)d.day - s->left.day;

	if (date_is_none(d))
		return -1;
	if (from < 0)
		return -1;
	from /= s->days;
	return from >= s->cols ? s->cols : (int)from;
}

/* ---- what lies behind the bars */

/* True where a week, month or quarter begins on that day. */
static bool begins(const struct plan *p, enum gantt_zoom zoom, struct date d)
{
	int month, day;

	if (zoom == GANTT_WEEK)
		return date_weekday(d) == MONDAY;
	date_to_ymd(d, NULL, &month, &day);
	return day == 1 && (zoom == GANTT_MONTH || (month - p->calendar.fiscal_start_month + 12) % 3 == 0);
}

/* The day within the column on which something begins, or none. */
static struct date beginning(const struct plan *p, const struct gantt_scale *s, int col)
{
	for (int i = 0; i < s->days; i++) {
		struct date d = date_add_days(s->left, (int64_t)col * s->days + i);

		if (begins(p, s->zoom, d))
			return d;
	}
	return DATE_NONE;
}

static void put(struct gantt_row *r, const struct gantt_scale *s, struct date d, enum gantt_mark m)
{
	int col = gantt_col(s, d);

	if (col >= 0 && col < s->cols)
		r->at[col] = m;
}

static void ground(const struct plan *p, const struct gantt_scale *s, struct gantt_row *r)
{
	for (int col = 0; col < s->cols; col++)
		r->at[col] = date_is_none(beginning(p, s, col)) ? GANTT_EMPTY : GANTT_GRID;
	put(r, s, p->limit, GANTT_LIMIT);
	put(r, s, p->today, GANTT_TODAY);
	r->words[0] = '\0';
	r->words_col = 0;
}

/* ---- bars */

static void bar(struct gantt_row *r, const struct gantt_scale *s, struct date from, struct date to, enum gantt_mark m)
{
	int first = gantt_col(s, from), last = gantt_col(s, to);

	if (date_is_none(from) || date_is_none(to) || date_cmp(from, to) > 0)
		return;
	for (int col = first < 0 ? 0 : first; col <= last && col < s->cols; col++)
		r->at[col] = m;
}

/* Words stand right of the bar, or left of it where there is no room. */
static void say(struct gantt_row *r, const struct gantt_scale *s, struct date first, struct date last, int days)
{
	int len, right = gantt_col(s, last) + 2, left;

	if (!days)
		return;
	snprintf(r->words, sizeof r->words, "%+dd", days);
	len = (int)strlen(r->words);
	left = gantt_col(s, first) - len - 1;
	r->words_col = right + len <= s->cols ? right : left;
	if (r->words_col < 0 || r->words_col + len > s->cols)
		r->words[0] = '\0';
}

static enum gantt_mark bar_mark(const struct plan *p, const struct schedule_row *row, int32_t i)
{
	if (p->milestones[i].flags & PLAN_COMPLETE)
		return GANTT_BAR_DONE;
	return row->critical ? GANTT_BAR_CRITICAL : GANTT_BAR;
}

static enum gantt_mark end_mark(const struct plan *p, int32_t i)
{
	if (p->milestones[i].flags & PLAN_COMPLETE)
		return GANTT_REACHED;
	return *p->milestones[i].gate ? GANTT_GATE : GANTT_MILESTONE;
}

/* The date the row is compared with: its baseline, or in a what-if what it was. */
static struct date compared(const struct plan *p, const struct schedule *after, int32_t i)
{
	const struct schedule_row *row = schedule_row(p->schedule, i);

	if (!after)
		return p->milestones[i].baseline;
	return row->counts ? row->early_finish : DATE_NONE;
}

void gantt_milestone(const struct plan *p, const struct schedule *after, int32_t milestone, const struct gantt_scale *s,
		     struct gantt_row *out)
{
	const struct schedule_row *row = schedule_row(after ? after : p->schedule, milestone);
	struct date was = compared(p, after, milestone), start;

	ground(p, s, out);
	if (!date_is_none(was) && (!row->counts || date_cmp(was, row->early_finish))) {
		start = calendar_add_working_days(&p->calendar, was, -p->milestones[milestone].duration);
		bar(out, s, start, was, GANTT_BASELINE);
	}
	if (row->counts)
		bar(out, s, row->early_start, row->early_finish, bar_mark(p, row, milestone));
	if (!date_is_none(was) && (!row->counts || date_cmp(was, row->early_finish)))
		put(out, s, was, GANTT_BASELINE_END);
	if (!row->counts)
		return;
	put(out, s, row->early_finish, end_mark(p, milestone));
	if (!date_is_none(was))
		say(out, s, earlier(row->early_start, was), later(row->early_finish, was),
		    row->early_finish.day - was.day);
}

void gantt_phase(const struct plan *p, const struct schedule *after, int32_t first, int32_t last,
		 const struct gantt_scale *s, struct gantt_row *out)
{
	const struct schedule *schedule = after ? after : p->schedule;
	struct date from = DATE_NONE, to = DATE_NONE, was = DATE_NONE;

	ground(p, s, out);
	for (int32_t i = first; i <= last; i++) {
		const struct schedule_row *row = schedule_row(schedule, i);

		was = later(was, compared(p, after, i));
		if (!row->counts)
			continue;
		from = earlier(from, row->early_start);
		to = later(to, row->early_finish);
	}
	bar(out, s, from, to, GANTT_PHASE);
	put(out, s, to, GANTT_MILESTONE);
	if (after && !date_is_none(was) && !date_is_none(to))
		say(out, s, from, later(to, was), to.day - was.day);
}

/* ---- the heading */

static void name_of(const struct plan *p, enum gantt_zoom zoom, struct date d, char dst[12])
{
	int year, month, day, quarter;

	date_to_ymd(d, &year, &month, &day);
	if (zoom == GANTT_WEEK) {
		snprintf(dst, 12, "%s %d", date_month_name(month), day);
		return;
	}
	if (zoom == GANTT_MONTH) {
		/* January says which year begins. */
		if (month == 1)
			snprintf(dst, 12, "'%02d", year % 100);
		else
			snprintf(dst, 12, "%s", date_month_name(month));
		return;
	}
	quarter = (month - p->calendar.fiscal_start_month + 12) % 12 / 3 + 1;
	if (quarter == 1)
		snprintf(dst, 12, "FY%02d", calendar_fiscal_year(&p->calendar, d) % 100);
	else
		snprintf(dst, 12, "Q%d", quarter);
}

void gantt_heading(const struct plan *p, const struct gantt_scale *s, char *dst)
{
	int free_from = 0;

	memset(dst, ' ', (size_t)s->cols);
	dst[s->cols] = '\0';
	for (int col = 0; col < s->cols; col++) {
		struct date d = beginning(p, s, col);
		char name[12];
		int len;

		if (date_is_none(d) || col < free_from)
			continue;
		name_of(p, s->zoom, d, name);
		len = (int)strlen(name);
		if (col + len > s->cols)
			continue;
		memcpy(dst + col, name, (size_t)len);
		free_from = col + len + 1;
	}
}
