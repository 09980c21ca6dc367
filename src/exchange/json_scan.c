/* SPDX-License-Identifier: MIT */
/* json_scan.c - cuts a JSON text into its outer pieces while it streams by. */
#include <inttypes.h>
#include <string.h>

#include <jansson.h>

#include "exchange/json_scan.h"

#define SCAN_NAME_MAX 4096
#define SCAN_DEEPEST  64 /* brackets whose kind is remembered */

static bool one_of(int c, const char *set)
{
	return c > 0 && strchr(set, c);
}

int json_scan_space(struct input *in)
{
	int c;

	while ((c = input_peek(in)) == ' ' || c == '\t' || c == '\n' || c == '\r')
		input_step(in);
	return c;
}

int json_scan_fault(const struct input *in, struct error *err, const char *next, const char *why)
{
	if (input_failed(in, err))
		return in->failure.kind;
	error_set(err, FAIL_DATA, "cannot read the file", NULL, next,
		  "%s (character %" PRIu64 " of the line)", why, input_column(in));
	return error_where(err, "%s:%" PRIu64, in->name, in->line);
}

/* One value on its way through. */
struct scan {
	struct input *in;
	struct buf *dst;
	size_t max;
	int64_t depth; /* now */
	int max_depth;
	bool deep, overlong;
	bool in_string;
	char open[SCAN_DEEPEST];
};

static void keep(struct scan *s, const unsigned char *bytes, size_t len)
{
	if (s->dst->len + len > s->max)
		s->overlong = true;
	if (!s->overlong && !s->deep)
		buf_add(s->dst, bytes, len);
}

static enum json_scan broken(struct scan *s, struct error *err, const char *why)
{
	json_scan_fault(s->in, err, NULL, why);
	return JSON_SCAN_BROKEN;
}

/* Bytes of the block that cannot end a string or a line. */
static size_t plain_run(const struct input *in)
{
	size_t i = in->at;

	while (i < in->end && in->block[i] >= ' ' && in->block[i] != '"' && in->block[i] != '\\')
		i++;
	return i - in->at;
}

/* From behind the opening quote to behind the closing one. */
static enum json_scan scan_string(struct scan *s, struct error *err)
{
	struct input *in = s->in;

	for (;;) {
		int c = input_peek(in);
		size_t run;

		if (c == INPUT_EOF)
			return broken(s, err, "the file ends inside a string");
		run = plain_run(in);
		keep(s, in->block + in->at, run);
		in->at += run;
		if (run)
			continue;
		if (c < ' ')
			return broken(s, err,
				      c == '\n' ? "the line ends inside a string"
						: "a control character inside a string");
		keep(s, in->block + in->at, 1);
		input_step(in);
		if (c == '"')
			return JSON_SCAN_OK;
		c = input_peek(in); /* what a backslash escapes */
		if (c < ' ')
			continue;
		keep(s, in->block + in->at, 1);
		input_step(in);
	}
}

static enum json_scan scan_bracket(struct scan *s, int c, struct error *err)
{
	if (c == '{' || c == '[') {
		if (s->depth < SCAN_DEEPEST)
			s->open[s->depth] = c == '{' ? '}' : ']';
		s->depth++;
		s->deep = s->deep || s->depth > s->max_depth;
		return JSON_SCAN_OK;
	}
	if (s->depth == 0 || (s->depth <= SCAN_DEEPEST && s->open[s->depth - 1] != c))
		return broken(s, err, "a closing bracket that does not match");
	s->depth--;
	return JSON_SCAN_OK;
}

/* A number or a word: up to what can follow one. */
static void scan_scalar(struct scan *s)
{
	int c;

	while ((c = input_peek(s->in)) != INPUT_EOF && c > ' ' && !one_of(c, ",:]}[{\"")) {
		keep(s, s->in->block + s->in->at, 1);
		input_step(s->in);
	}
}

enum json_scan json_scan_value(struct input *in, struct buf *dst, size_t max, int depth,
			       struct error *err)
{
	struct scan s = { .in = in, .dst = dst, .max = max, .max_depth = depth };
	enum json_scan rc = JSON_SCAN_OK;

	buf_clear(dst);
	do {
		int c = input_peek(in);

		if (c == INPUT_EOF)
			return broken(&s, err, "the file ends inside a value");
		if (s.depth == 0 && one_of(c, ",:]}"))
			return broken(&s, err, "a value is missing");
		if (c > ' ' && !one_of(c, "{}[]\",:")) {
			scan_scalar(&s);
			continue;
		}
		keep(&s, in->block + in->at, 1);
		if (one_of(c, "{}[]"))
			rc = scan_bracket(&s, c, err);
		if (rc)
			return rc;
		input_step(in);
		if (c == '"')
			rc = scan_string(&s, err);
		if (rc)
			return rc;
	} while (s.depth > 0);
	return s.deep ? JSON_SCAN_DEEP : s.overlong ? JSON_SCAN_LONG : JSON_SCAN_OK;
}

bool json_scan_string(const char *text, size_t len, struct buf *dst)
{
	json_t *value = json_loadb(text, len, JSON_DECODE_ANY, NULL);
	bool good = json_is_string(value);

	buf_clear(dst);
	if (good)
		buf_add(dst, json_string_value(value), json_string_length(value));
	json_decref(value);
	return good;
}

int json_scan_name(struct input *in, struct buf *dst, struct error *err)
{
	AUTOBUF text = BUF_INIT;

	if (json_scan_space(in) != '"')
		return json_scan_fault(in, err, NULL, "the name of a member is missing");
	if (json_scan_value(in, &text, SCAN_NAME_MAX, 0, err) == JSON_SCAN_BROKEN)
		return err ? (int)err->kind : FAIL_DATA;
	if (!json_scan_string(text.s, text.len, dst))
		return json_scan_fault(in, err, NULL, "the name of a member cannot be read");
	if (json_scan_space(in) != ':')
		return json_scan_fault(in, err, NULL, "a colon is missing");
	input_step(in);
	json_scan_space(in);
	return FAIL_NONE;
}
