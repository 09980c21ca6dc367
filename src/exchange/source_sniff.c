/* SPDX-License-Identifier: MIT */
/*
 * source_sniff.c - the separator of a CSV file, where nobody named it.
 *
 * The comma, unless the header has none: then whichever of ; tab and | it has
 * most of. Only what stands in the first block is looked at, and nothing of it
 * is taken, but for the line "sep=;" that spreadsheets put in front.
 */
#include <string.h>
#include <strings.h>

#include "exchange/source_private.h"

static void pass_over_sep(struct source *s)
{
	struct input *in = &s->in;
	const char *line = (const char *)in->block + in->at;
	size_t len = in->end - in->at;

	if (len < 6 || strncasecmp(line, "sep=", 4) != 0 || (line[5] != '\n' && line[5] != '\r'))
		return;
	/* Another separator was named: then it is a name like any other. */
	if (s->delimiter && s->delimiter != line[4])
		return;
	s->delimiter = line[4];
	while (input_peek(in) != INPUT_EOF && input_peek(in) != '\n')
		input_step(in);
	if (input_peek(in) == '\n')
		input_step(in);
}

/* How often c stands in the first line, outside quotes. */
static size_t count(const struct input *in, char c)
{
	bool quoted = false;
	size_t n = 0;

	for (size_t i = in->at; i < in->end; i++) {
		if (in->block[i] == '"')
			quoted = !quoted;
		else if (in->block[i] == '\n' && !quoted)
			break;
		else if ((char)in->block[i] == c && !quoted)
			n++;
	}
	return n;
}

void source_csv_separator(struct source *s)
{
	static const char others[] = ";\t|";
	size_t most = 0;

	if (input_peek(&s->in) == INPUT_EOF) {
		s->delimiter = s->delimiter ? s->delimiter : ',';
		return;
	}
	pass_over_sep(s);
	if (s->delimiter)
		return;
	s->delimiter = ',';
	if (input_peek(&s->in) == INPUT_EOF || count(&s->in, ',') > 0)
		return;
	for (size_t i = 0; i < sizeof others - 1; i++) {
		size_t n = count(&s->in, others[i]);

		if (n > most) {
			most = n;
			s->delimiter = others[i];
		}
	}
}
