/* SPDX-License-Identifier: MIT */
/* cover_words.c - coverage in letters and words. */
#include "app/cover.h"

static const struct {
	char letter;
	const char *words;
} marks[COVER_MARK_MAX] = {
	[COVER_OFF] = { ' ', "no working day" },
	[COVER_FULL] = { '.', "covered" },
	[COVER_ALTERNATE] = { 'a', "the alternate steps in" },
	[COVER_EXPLAINED] = { 'e', "a gap, explained" },
	[COVER_GAP] = { 'G', "a gap" },
};

char cover_letter(enum cover_mark m)
{
	return marks[m].letter;
}

const char *cover_mark_words(enum cover_mark m)
{
	return marks[m].words;
}

enum cover_mark cover_worst(const struct cover *c, int function, struct date from, int n)
{
	enum cover_mark worst = COVER_OFF;

	for (int i = 0; i < n; i++) {
		int64_t at = (int64_t)from.day + i - c->first.day;

		if (at >= 0 && at < c->n_days && c->functions[function].days[at] > worst)
			worst = (enum cover_mark)c->functions[function].days[at];
	}
	return worst;
}

void cover_gap_words(const struct cover *c, const struct cover_gap *g, struct buf *out)
{
	char first[DATE_TEXT], last[DATE_TEXT];

	buf_addf(out, "%s %s", c->functions[g->function].label, date_format(g->first, first));
	if (date_cmp(g->first, g->last))
		buf_addf(out, " to %s", date_format(g->last, last));
	buf_addf(out, ": %d of %d, %s", g->have, g->need, g->who);
	if (*g->reason)
		buf_addf(out, "; explained: %s", g->reason);
}

void cover_words(const struct cover *c, struct buf *out)
{
	if (!c->n_days)
		buf_adds(out, "no coverage is planned");
	else if (!c->n_gaps)
		buf_adds(out, "no gaps");
	else if (!c->n_unexplained)
		buf_addf(out, "%d gap%s, explained", c->n_gaps, c->n_gaps == 1 ? "" : "s");
	else
		buf_addf(out, "%d gap%s, %d unexplained", c->n_gaps, c->n_gaps == 1 ? "" : "s", c->n_unexplained);
}
