/* SPDX-License-Identifier: MIT */
/* source_json.c - rows of a JSON array, and of files with one JSON object a line. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/json_scan.h"
#include "exchange/source_object.h"

struct source_json {
	bool first;      /* no element has been read yet */
	struct buf skip; /* what is passed over */
};

/* A fault in the outer frame, at the byte that comes next. */
static enum source_result broken(struct source *s, struct error *err, const char *next,
				 const char *why)
{
	if (s->in.failure.kind)
		return source_unreadable(s, err);
	s->place = (struct source_place){ .line = s->in.line, .row = s->row.number };
	s->over = true;
	json_scan_fault(&s->in, err, next, why);
	return SOURCE_FATAL;
}

/* The scan has already filled err. */
static enum source_result broken_value(struct source *s)
{
	s->place = (struct source_place){ .line = s->in.line, .row = s->row.number };
	s->over = true;
	return SOURCE_FATAL;
}

static enum source_result too_large(struct source *s, enum json_scan rc, struct error *err)
{
	if (rc == JSON_SCAN_DEEP)
		return source_bad(s, s->row.line, 0, NULL, "write it flat", err,
				  "nested more than %d deep", s->options.limits.depth);
	return source_bad(s, s->row.line, 0, NULL, "split the row", err,
			  "the row is longer than %zu bytes", s->options.limits.row);
}

static enum source_result convert(struct source *s, struct error *err)
{
	struct object_fault fault;

	if (source_object_parse(&s->arena, s->raw.s, s->raw.len, s->row.line, &s->options, &s->row,
				&fault))
		return SOURCE_GOOD;
	s->problem = fault.problem;
	s->reads_as = fault.reads_as;
	return source_bad(s, fault.line, 0, fault.name, fault.next, err, "%s", fault.why);
}

/* ---- an array */

/* Steps to the array in the member that options.member names, or in the first that holds one. */
static int find_member(struct source *s, struct error *err)
{
	const struct source_limits *l = &s->options.limits;
	struct buf *skip = &s->json->skip;
	bool first = true;

	if (json_scan_space(&s->in) != '{')
		return json_scan_fault(&s->in, err, NULL, "an object was expected");
	input_step(&s->in);
	for (;;) {
		AUTOBUF name = BUF_INIT;
		int c = json_scan_space(&s->in);
		int rc;

		if (first ? c == '}' : c != ',')
			break;
		if (!first)
			input_step(&s->in);
		first = false;
		rc = json_scan_name(&s->in, &name, err);
		if (rc)
			return rc;
		if (s->options.member ? strcmp(name.s, s->options.member) == 0
				      : json_scan_space(&s->in) == '[') {
			s->options.member = arena_strdup(&s->keep, name.s);
			return FAIL_NONE;
		}
		if (json_scan_value(&s->in, skip, l->row, l->depth, err) == JSON_SCAN_BROKEN)
			return err ? (int)err->kind : FAIL_DATA;
	}
	return json_scan_fault(&s->in, err, "name the member that holds the rows",
			       s->options.member ? "the object has no such member"
						 : "the object has no array of rows");
}

int source_json_open(struct source *s, struct error *err)
{
	int rc;

	source_ndjson_open(s, err);
	if (s->options.member || json_scan_space(&s->in) == '{') {
		rc = find_member(s, err);
		if (rc)
			return rc;
	}
	if (json_scan_space(&s->in) != '[')
		return json_scan_fault(&s->in, err, "write the rows as an array: [{...}, {...}]",
				       "an array was expected");
	input_step(&s->in);
	return FAIL_NONE;
}

/* Behind the array: the rest of the object around it, then the end of the file. */
static enum source_result finish(struct source *s, struct error *err)
{
	input_step(&s->in);
	while (s->options.member && json_scan_space(&s->in) == ',') {
		AUTOBUF name = BUF_INIT;

		input_step(&s->in);
		if (json_scan_name(&s->in, &name, err))
			return broken_value(s);
		if (json_scan_value(&s->in, &s->json->skip, s->options.limits.row,
				    s->options.limits.depth, err) == JSON_SCAN_BROKEN)
			return broken_value(s);
	}
	if (s->options.member) {
		if (json_scan_space(&s->in) != '}')
			return broken(s, err, NULL, "the closing } of the object is missing");
		input_step(&s->in);
	}
	if (json_scan_space(&s->in) != INPUT_EOF || s->in.failure.kind)
		return broken(s, err, "take it out", "text behind the end");
	return SOURCE_END;
}

enum source_result source_json_next(struct source *s, struct error *err)
{
	bool first = s->json->first;
	int c = json_scan_space(&s->in);
	enum json_scan rc;

	s->json->first = false;
	if (c == ']')
		return finish(s, err);
	if (!first && c != ',')
		return broken(s, err, "check how the row before it ends",
			      c == INPUT_EOF ? "the file ends inside the array"
					     : "a comma or ] was expected");
	if (!first) {
		input_step(&s->in);
		json_scan_space(&s->in);
	}
	s->row.number++;
	s->row.line = s->in.line;
	rc = json_scan_value(&s->in, &s->raw, s->options.limits.row, s->options.limits.depth, err);
	if (rc == JSON_SCAN_BROKEN)
		return broken_value(s);
	return rc == JSON_SCAN_OK ? convert(s, err) : too_large(s, rc, err);
}

/* ---- one object a line */

int source_ndjson_open(struct source *s, struct error *err)
{
	(void)err;
	s->json = mem_alloc(sizeof *s->json);
	s->json->first = true;
	buf_init(&s->json->skip);
	return FAIL_NONE;
}

static bool is_blank(const struct buf *b)
{
	return strspn(b->s, " \t\r") == b->len;
}

enum source_result source_ndjson_next(struct source *s, struct error *err)
{
	enum input_result got;
	bool ended;

	do {
		s->row.line = s->in.line;
		buf_clear(&s->raw);
		got = input_line(&s->in, &s->raw, s->options.limits.row, &ended);
		if (got == INPUT_NO_LINE)
			return s->in.failure.kind ? source_unreadable(s, err) : SOURCE_END;
	} while (got == INPUT_LINE && is_blank(&s->raw));
	s->row.number++;
	return got == INPUT_LINE ? convert(s, err) : too_large(s, JSON_SCAN_LONG, err);
}

void source_json_close(struct source *s)
{
	buf_release(&s->json->skip);
	free(s->json);
}
