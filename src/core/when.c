/* SPDX-License-Identifier: MIT */
/*
 * when.c - dates as people type them.
 *
 * The text is cut into numbers, words and signs; a table says which
 * sequences of those are a date. Nothing here asks the system for the time.
 */
#include "core/when.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TOKENS_MAX   16
#define WORD_MAX     16
#define INPUT_MAX    64 /* no date is longer */
#define DIGITS_MAX   8
#define OFFSET_MAX   200000 /* days between the first date and the last, and some */
#define YEAR_FIRST   1900
#define YEAR_LAST    2199

struct token {
	char kind; /* 'n' number, 'w' word, else the sign itself */
	int number, digits;
	char word[WORD_MAX]; /* lower case */
};

struct reading {
	const struct when_context *when;
	struct calendar calendar;
	struct token tokens[TOKENS_MAX];
	int n;
	char shape[TOKENS_MAX + 1]; /* the kinds of the tokens, in a row */
	char input[INPUT_MAX + 1];  /* for messages */
	struct date out;
	struct error *err;
};

static const char *const months[] = {
	"january", "february", "march",     "april",   "may",      "june",
	"july",    "august",   "september", "october", "november", "december",
};

static const char *const weekdays[] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
};

static int refuse(struct reading *r, const char *meant, const char *why)
{
	char next[256];

	if (meant)
		snprintf(next, sizeof next, "did you mean %s? Dates: %s", meant, WHEN_SHAPES);
	else
		snprintf(next, sizeof next, "type a date such as %s", WHEN_SHAPES);
	return error_set(r->err, FAIL_DATA, NULL, NULL, next, "\"%s\" %s", r->input, why);
}

/* ---- cutting the text into tokens ----------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Reads a token at s; returns its length, 0 if there is none. */
static size_t read_token(const char *s, struct token *t)
{
	size_t n = 0;

	memset(t, 0, sizeof *t);
	if (is_digit(*s)) {
		t->kind = 'n';
		for (; is_digit(s[n]) && n < DIGITS_MAX; n++)
			t->number = t->number * 10 + (s[n] - '0');
		t->digits = (int)n;
		return is_digit(s[n]) ? 0 : n;
	}
	if (is_letter(*s)) {
		t->kind = 'w';
		for (; is_letter(s[n]) && n < WORD_MAX - 1; n++)
			t->word[n] = (char)(s[n] | 0x20);
		if (is_letter(s[n]))
			return 0;
		return s[n] == '.' ? n + 1 : n; /* "Sept. 30" */
	}
	t->kind = *s;
	return *s && strchr("+-/,", *s) ? 1 : 0;
}

static int cut(struct reading *r)
{
	const char *s = r->input;

	while (*s) {
		size_t len;

		if (is_blank(*s)) {
			s++;
			continue;
		}
		len = r->n < TOKENS_MAX ? read_token(s, &r->tokens[r->n]) : 0;
		if (!len)
			return refuse(r, NULL, "is not a date");
		r->shape[r->n] = r->tokens[r->n].kind;
		r->n++;
		s += len;
	}
	return r->n ? 0
		    : error_set(r->err, FAIL_DATA, NULL, NULL, "type a date such as " WHEN_SHAPES,
				"a date is missing");
}

/* Index of the name that word begins, or is, from three letters on; -1 if none. */
static int word_index(const char *word, const char *const *names, int n)
{
	size_t len = strlen(word);

	for (int i = 0; len >= 3 && i < n; i++)
		if (strncmp(word, names[i], len) == 0)
			return i;
	return -1;
}

static int month_of(const struct token *t)
{
	return t->kind == 'w' ? word_index(t->word, months, COUNT(months)) + 1 : 0;
}

/* ---- days of the calendar -------------------------------------------------- */

static int year_of(const struct reading *r, const struct token *t)
{
	int today;

	if (t->digits != 2)
		return t->digits == 4 ? t->number : 0;
	/* Two digits: the year nearest to today that ends in them. */
	date_to_ymd(r->when->today, &today, NULL, NULL);
	today += 50;
	return today - ((today - t->number) % 100 + 100) % 100;
}

static int set_ymd(struct reading *r, int year, int month, int day)
{
	char why[64];

	if (date_from_ymd(year, month, day, &r->out))
		return 0;
	if (month < 1 || month > 12)
		snprintf(why, sizeof why, "is not in the calendar: there is no month %d", month);
	else if (year < YEAR_FIRST || year > YEAR_LAST)
		snprintf(why, sizeof why, "is out of range: years go from %d to %d", YEAR_FIRST,
			 YEAR_LAST);
	else
		snprintf(why, sizeof why, "is not in the calendar: %s %d has %d days",
			 date_month_name(month), year, date_days_in_month(year, month));
	return refuse(r, NULL, why);
}

/* Without a year: the nearest one in the wanted direction in which the day exists. */
static int set_md(struct reading *r, int month, int day)
{
	int step = r->when->prefer_past ? -1 : 1;
	int year;

	date_to_ymd(r->when->today, &year, NULL, NULL);
	for (int i = 0; i <= 9; i++) { /* 29 February: 8 years around 2100 */
		struct date d;

		if (date_from_ymd(year + i * step, month, day, &d) &&
		    date_cmp(d, r->when->today) * step >= 0) {
			r->out = d;
			return 0;
		}
	}
	return set_ymd(r, month == 2 ? 2000 : year, month, day);
}

static int read_digits(struct reading *r)
{
	int n = r->tokens[0].number;

	if (r->tokens[0].digits != 8)
		return refuse(r, NULL, "is not a date");
	return set_ymd(r, n / 10000, n / 100 % 100, n % 100);
}

/* 2013-09-30 and 2013/09/30 */
static int read_ymd(struct reading *r)
{
	if (r->tokens[0].digits != 4)
		return refuse(r, NULL, "is not a date: the year comes first here, in four digits");
	return set_ymd(r, r->tokens[0].number, r->tokens[2].number, r->tokens[4].number);
}

static int read_slashes(struct reading *r)
{
	int first = r->tokens[0].number, second = r->tokens[2].number;
	int month = r->when->dmy ? second : first, day = r->when->dmy ? first : second;
	int year;

	if (r->n == 3)
		return set_md(r, month, day);
	if (r->tokens[0].digits == 4)
		return read_ymd(r);
	year = year_of(r, &r->tokens[4]);
	if (!year)
		return refuse(r, NULL, "is not a date: the year has four digits or two");
	return set_ymd(r, year, month, day);
}

/* 30 sep, 30 sep 2013, 30-sep-2013 and sep 30, September 30, 2013 */
static int read_named(struct reading *r)
{
	const struct token *numbers[2] = { NULL, NULL };
	int month = 0, n = 0, year;

	for (int i = 0; i < r->n; i++) {
		const struct token *t = &r->tokens[i];

		if (t->kind == 'w')
			month = month_of(t);
		else if (t->kind == 'n')
			numbers[n++] = t;
	}
	if (!month) {
		const char *word =
			r->tokens[r->shape[0] != 'w' ? 1 + (r->shape[1] != 'w') : 0].word;

		return refuse(r, nearest_name(word, months, COUNT(months)), "names no month");
	}
	if (numbers[0]->digits > 2)
		return refuse(r, NULL, "is not a date: it has no day");
	if (n == 1)
		return set_md(r, month, numbers[0]->number);
	year = year_of(r, numbers[1]);
	if (!year)
		return refuse(r, NULL, "is not a date: the year has four digits or two");
	return set_ymd(r, year, month, numbers[0]->number);
}

/* ---- a day and a distance from it ------------------------------------------ */

static const struct date_word {
	const char *name;
	int days; /* from today, where end is 0 */
	char end; /* of m(onth), q(uarter), f(iscal) or y(ear) */
} date_words[] = {
	{ "today", 0, 0 }, { "t", 0, 0 },     { "tomorrow", 1, 0 }, { "yesterday", -1, 0 },
	{ "eom", 0, 'm' }, { "eoq", 0, 'q' }, { "eofy", 0, 'f' },   { "eoy", 0, 'y' },
};

static struct date end_of(const struct reading *r, char end)
{
	struct date d = r->when->today;
	int year, month;

	if (end == 'q')
		return calendar_quarter_end(&r->calendar, d);
	if (end == 'f')
		return calendar_fiscal_end(&r->calendar, d);
	date_to_ymd(d, &year, &month, NULL);
	if (end == 'y')
		month = 12;
	date_from_ymd(year, month, date_days_in_month(year, month), &d);
	return d;
}

static const char *nearest_word(const char *word)
{
	static const char *const others[] = { "today", "tomorrow", "yesterday", "eom",
					      "eoq",   "eofy",     "due" };
	const char *meant = nearest_name(word, weekdays, COUNT(weekdays));

	return meant ? meant : nearest_name(word, others, COUNT(others));
}

static int read_word(struct reading *r, const char *word)
{
	int weekday = word_index(word, weekdays, COUNT(weekdays));

	for (size_t i = 0; i < COUNT(date_words); i++)
		if (strcmp(word, date_words[i].name) == 0) {
			r->out = date_words[i].end
					 ? end_of(r, date_words[i].end)
					 : date_add_days(r->when->today, date_words[i].days);
			return 0;
		}
	if (weekday >= 0) {
		int on = (weekday - (int)date_weekday(r->when->today) + 7) % 7;

		r->out = date_add_days(r->when->today, on);
		return 0;
	}
	if (strcmp(word, "due") == 0) {
		if (date_is_none(r->when->due))
			return refuse(r, NULL, "needs a due date, and there is none here");
		r->out = r->when->due;
		return 0;
	}
	return refuse(r, nearest_word(word), "is not a date");
}

static struct date add_days(const struct reading *r, struct date d, int64_t n)
{
	(void)r;
	return date_add_days(d, n);
}

static struct date add_weeks(const struct reading *r, struct date d, int64_t n)
{
	(void)r;
	return date_add_days(d, 7 * n);
}

static struct date add_months(const struct reading *r, struct date d, int64_t n)
{
	(void)r;
	return date_add_months(d, n);
}

static struct date add_years(const struct reading *r, struct date d, int64_t n)
{
	(void)r;
	return date_add_months(d, 12 * n);
}

static struct date add_working_days(const struct reading *r, struct date d, int64_t n)
{
	return calendar_add_working_days(&r->calendar, d, n);
}

static const struct unit {
	const char *name;
	struct date (*add)(const struct reading *r, struct date d, int64_t n);
} units[] = {
	{ "d", add_days },  { "w", add_weeks },         { "m", add_months },
	{ "y", add_years }, { "wd", add_working_days }, { "", add_days },
};

static int add_offset(struct reading *r, char sign, int number, const char *unit)
{
	struct date first, last;

	date_from_ymd(YEAR_FIRST, 1, 1, &first);
	date_from_ymd(YEAR_LAST, 12, 31, &last);
	for (size_t i = 0; i < COUNT(units); i++) {
		if (strcmp(unit, units[i].name) != 0)
			continue;
		if (number <= OFFSET_MAX)
			r->out = units[i].add(r, r->out, sign == '-' ? -number : number);
		/* Arithmetic stops at the ends of the range: who gets there has left it. */
		if (number > OFFSET_MAX || date_cmp(r->out, first) <= 0 ||
		    date_cmp(r->out, last) >= 0)
			return refuse(r, NULL, "is out of range: years go from 1900 to 2199");
		if (r->when->roll)
			r->out = calendar_roll_forward(&r->calendar, r->out);
		return 0;
	}
	return refuse(r, NULL,
		      "has an unknown unit: d days, w weeks, m months, y years, wd working days");
}

/* fri, today, t+30, +2w, -3d, eom+10wd, due+1m-1d */
static int read_relative(struct reading *r)
{
	int i = 0;

	r->out = r->when->today;
	if (r->tokens[0].kind == 'w') {
		int failed = read_word(r, r->tokens[i++].word);

		if (failed)
			return failed;
	}
	while (i < r->n) {
		const char *unit = "";
		char sign = r->tokens[i].kind;
		int failed;

		if ((sign != '+' && sign != '-') || i + 1 == r->n || r->tokens[i + 1].kind != 'n')
			return refuse(r, NULL, "is not a date");
		if (i + 2 < r->n && r->tokens[i + 2].kind == 'w')
			unit = r->tokens[i + 2].word;
		failed = add_offset(r, sign, r->tokens[i + 1].number, unit);
		if (failed)
			return failed;
		i += 2 + (*unit != '\0');
	}
	return 0;
}

/* ---- the whole ------------------------------------------------------------- */

static const struct shape {
	const char *tokens;
	bool month; /* only if the word is a month */
	int (*read)(struct reading *r);
} shapes[] = {
	{ "n", false, read_digits },      { "n-n-n", false, read_ymd },
	{ "n/n/n", false, read_slashes }, { "n/n", false, read_slashes },
	{ "nw", false, read_named },      { "nwn", false, read_named },
	{ "nw,n", false, read_named },    { "n-w", false, read_named },
	{ "n-w-n", false, read_named },   { "wn", false, read_named },
	{ "wnn", false, read_named },     { "wn,n", false, read_named },
	{ "w-n", true, read_named },      { "w-n-n", true, read_named },
};

static int read_shape(struct reading *r)
{
	for (size_t i = 0; i < COUNT(shapes); i++)
		if (strcmp(shapes[i].tokens, r->shape) == 0 &&
		    (!shapes[i].month || month_of(&r->tokens[0])))
			return shapes[i].read(r);
	if (strchr("w+-", r->shape[0]))
		return read_relative(r);
	return refuse(r, NULL, "is not a date");
}

int when_read(const char *s, size_t len, const struct when_context *when, struct date *out,
	      struct error *err)
{
	struct reading r = { .when = when, .err = err };
	int failed;

	while (len && is_blank(*s)) {
		s++;
		len--;
	}
	while (len && is_blank(s[len - 1]))
		len--;
	memcpy(r.input, s, len < INPUT_MAX ? len : INPUT_MAX);
	r.calendar = when->calendar ? *when->calendar : calendar_default();
	if (len > INPUT_MAX || memchr(s, '\0', len))
		return refuse(&r, NULL, "is not a date");
	failed = cut(&r);
	if (!failed)
		failed = read_shape(&r);
	if (!failed)
		*out = r.out;
	return failed;
}

void when_explain(struct date d, struct date today, struct buf *out)
{
	static const char *const near[] = { "yesterday", "today", "tomorrow" };
	char text[DATE_TEXT];
	int64_t days;

	if (date_is_none(d))
		return;
	buf_addf(out, "%s %s", date_weekday_name(date_weekday(d)), date_format(d, text));
	if (date_is_none(today))
		return;
	days = (int64_t)d.day - today.day;
	if (days >= -1 && days <= 1)
		buf_addf(out, ", %s", near[days + 1]);
	else if (days > 0)
		buf_addf(out, ", in %lld days", (long long)days);
	else
		buf_addf(out, ", %lld days ago", -(long long)days);
}
