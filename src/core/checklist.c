/* SPDX-License-Identifier: MIT */
/* checklist.c - which questions of the closeout checklist the record itself can answer. */
#include "core/checklist.h"

#include "core/tables.h"

#define GAP_DAYS 30

static const char *person(const struct check_facts *f, struct buf *note)
{
	(void)f;
	(void)note;
	return NULL;
}

static const char *last_finish(const struct check_facts *f, struct buf *note)
{
	char a[DATE_TEXT], b[DATE_TEXT];

	if (date_is_none(f->last_finish)) {
		buf_adds(note, "no corrective action or milestone is behind it");
		return "na";
	}
	buf_addf(note, "last finish %s, implemented %s", date_format(f->last_finish, a), date_format(f->implemented_on, b));
	return date_cmp(f->last_finish, f->implemented_on) == 0 ? "yes" : "no";
}

/* Dates alone prove nothing; they help whoever answers. */
static const char *evidence(const struct check_facts *f, struct buf *note)
{
	char a[DATE_TEXT], b[DATE_TEXT];

	if (date_is_none(f->newest_evidence))
		buf_adds(note, "no evidence has a date");
	else
		buf_addf(note, "newest evidence %s, implemented %s", date_format(f->newest_evidence, a),
			 date_format(f->implemented_on, b));
	return NULL;
}

static const char *signature(const struct check_facts *f, struct buf *note)
{
	char a[DATE_TEXT], b[DATE_TEXT];

	if (date_is_none(f->signed_on))
		return NULL;
	buf_addf(note, "implemented %s, signed %s", date_format(f->implemented_on, a), date_format(f->signed_on, b));
	return date_cmp(f->implemented_on, f->signed_on) <= 0 ? "yes" : "no";
}

static const char *gap(const struct check_facts *f, struct buf *note)
{
	int64_t days = (int64_t)f->signed_on.day - f->implemented_on.day;

	if (date_is_none(f->signed_on))
		return NULL;
	buf_addf(note, "%lld days between implementation and signature", (long long)days);
	return days <= (f->gap_days ? f->gap_days : GAP_DAYS) ? "na" : NULL;
}

static const char *extension(const struct check_facts *f, struct buf *note)
{
	if (!f->extensions) {
		buf_adds(note, "no extension");
		return "na";
	}
	buf_addf(note, "%d of %d with a reason code", f->extensions - f->without_reason, f->extensions);
	return f->without_reason ? "no" : "yes";
}

static const struct {
	const char *input;
	const char *(*answer)(const struct check_facts *f, struct buf *note);
} items[CHECK_MAX] = {
	[CHECK_TITLE] = { "check_title", person },
	[CHECK_QUOTE] = { "check_quote", person },
	[CHECK_LAST_FINISH] = { NULL, last_finish },
	[CHECK_EVIDENCE] = { "check_evidence", evidence },
	[CHECK_SIGNATURE] = { NULL, signature },
	[CHECK_GAP] = { "check_gap", gap },
	[CHECK_EXTENSION] = { NULL, extension },
};

/* The words are those of the record table: one place for both. */
static const struct choice *choice(enum check_item item)
{
	return &record_field(&record_checklist_line, "item")->choices[item];
}

const char *check_name(enum check_item item)
{
	return choice(item)->name;
}

const char *check_text(enum check_item item)
{
	return choice(item)->label;
}

const char *check_input(enum check_item item)
{
	return items[item].input;
}

const char *check_answer(enum check_item item, const struct check_facts *f, struct buf *note)
{
	if (date_is_none(f->implemented_on) && item != CHECK_EXTENSION)
		return NULL;
	return items[item].answer(f, note);
}
