/* SPDX-License-Identifier: MIT */
/*
 * document_read.c - a document read element by element.
 *
 * A small machine over three places: between the members of the document,
 * between those of a group, and between the elements of an array.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "exchange/document.h"
#include "exchange/json_scan.h"

#define DOCUMENT_SECTIONS 1000 /* nobody needs more; the search for doubles stays short */
#define NOT_OURS          "give a file that export wrote"

enum place { PLACE_MEMBERS, PLACE_GROUP, PLACE_ARRAY, PLACE_DONE };

struct document_reader {
	struct input in;
	struct document_limits limits;
	enum place place;
	bool first; /* nothing has been read at this place yet */
	bool any_section;
	bool failed;
	struct error failure;
	struct buf group, name, text, content;
	const char **seen; /* "group/name" of every section and member */
	size_t n_seen, seen_cap;
	struct arena arena;
};

static int fault(struct document_reader *r, struct error *err, const char *next, const char *why)
{
	json_scan_fault(&r->in, &r->failure, next, why);
	if (r->failure.kind == FAIL_DATA)
		error_what(&r->failure, "cannot read the document");
	r->failed = true;
	if (err)
		*err = r->failure;
	return r->failure.kind;
}

/* The scan has filled the failure already. */
static int scan_fault(struct document_reader *r, struct error *err)
{
	r->failed = true;
	if (r->failure.kind == FAIL_DATA)
		error_what(&r->failure, "cannot read the document");
	if (err)
		*err = r->failure;
	return r->failure.kind;
}

/* Reads a value whole into r->text. */
static int read_value(struct document_reader *r, struct error *err)
{
	size_t bad;
	enum json_scan rc =
		json_scan_value(&r->in, &r->text, r->limits.element, r->limits.depth, &r->failure);

	if (rc == JSON_SCAN_BROKEN)
		return scan_fault(r, err);
	if (rc == JSON_SCAN_DEEP)
		return fault(r, err, NOT_OURS, "an element is nested too deeply");
	if (rc == JSON_SCAN_LONG)
		return fault(r, err, NOT_OURS, "an element is too long");
	if (!utf8_valid(r->text.s, r->text.len, &bad))
		return fault(r, err, NOT_OURS, "an element is not UTF-8");
	return FAIL_NONE;
}

static int read_name(struct document_reader *r, struct buf *name, struct error *err)
{
	if (json_scan_name(&r->in, name, &r->failure))
		return scan_fault(r, err);
	return FAIL_NONE;
}

/* Every name comes once: a second "log" would be a way to hide something. */
static int note_name(struct document_reader *r, struct error *err)
{
	const char *full = arena_printf(&r->arena, "%s/%s", r->group.s, r->name.s);

	for (size_t i = 0; i < r->n_seen; i++) {
		if (strcmp(r->seen[i], full) == 0)
			return fault(r, err, NOT_OURS, "the same member a second time");
	}
	if (r->n_seen == DOCUMENT_SECTIONS)
		return fault(r, err, NOT_OURS, "too many members");
	MEM_GROW(r->seen, r->seen_cap, r->n_seen + 1);
	r->seen[r->n_seen++] = full;
	return FAIL_NONE;
}

/* ---- the first two members */

static int expect_format(struct document_reader *r, struct error *err)
{
	int rc;

	if (json_scan_space(&r->in) != '{')
		return fault(r, err, NOT_OURS, "this is no closeout document");
	input_step(&r->in);
	rc = read_name(r, &r->name, err);
	if (!rc && strcmp(r->name.s, "format") == 0)
		rc = read_value(r, err);
	if (rc)
		return rc;
	if (!json_scan_string(r->text.s, r->text.len, &r->content) ||
	    strcmp(r->content.s, DOCUMENT_FORMAT) != 0)
		return fault(r, err, NOT_OURS, "this is no closeout document");
	return note_name(r, err);
}

static int expect_version(struct document_reader *r, struct error *err)
{
	char *end;
	long version;
	int rc;

	if (json_scan_space(&r->in) != ',')
		return fault(r, err, NOT_OURS, "the version is missing");
	input_step(&r->in);
	rc = read_name(r, &r->name, err);
	if (!rc)
		rc = read_value(r, err);
	if (rc)
		return rc;
	version = strtol(r->text.s, &end, 10);
	if (strcmp(r->name.s, "version") != 0 || *end || end == r->text.s || version < 1)
		return fault(r, err, NOT_OURS, "the version is missing");
	if (version > DOCUMENT_VERSION)
		return fault(r, err, "use the closeout that wrote it, or a newer one",
			     "a later version of the document format");
	return note_name(r, err);
}

int document_open(struct document_reader **out, FILE *file, const char *name,
		  const struct document_limits *limits, struct error *err)
{
	struct document_reader *r = mem_alloc(sizeof *r);
	int rc;

	if (limits)
		r->limits = *limits;
	r->limits.element = r->limits.element ? r->limits.element : 64u << 20;
	r->limits.depth = r->limits.depth > 0 ? r->limits.depth : 32;
	buf_init(&r->group);
	buf_init(&r->name);
	buf_init(&r->text);
	buf_init(&r->content);
	input_init(&r->in, file, name, r->limits.bytes);
	rc = expect_format(r, err);
	if (!rc)
		rc = expect_version(r, err);
	if (rc) {
		document_close(r);
		return rc;
	}
	*out = r;
	return FAIL_NONE;
}

void document_close(struct document_reader *r)
{
	if (!r)
		return;
	input_release(&r->in);
	buf_release(&r->group);
	buf_release(&r->name);
	buf_release(&r->text);
	buf_release(&r->content);
	free(r->seen);
	arena_release(&r->arena);
	free(r);
}

/* ---- item by item */

static void fill_item(struct document_reader *r, struct document_item *item,
		      enum document_kind kind, uint64_t line)
{
	memset(item, 0, sizeof *item);
	item->kind = kind;
	item->group = r->group.len ? r->group.s : NULL;
	item->name = r->name.s;
	item->text = r->text.s;
	item->len = r->text.len;
	item->line = line;
}

static int read_pair(struct document_reader *r, struct document_item *item, uint64_t line,
		     struct error *err)
{
	int rc;

	if (r->any_section || r->place == PLACE_GROUP)
		return fault(r, err, NOT_OURS, "a header member behind the first section");
	rc = read_value(r, err);
	if (rc)
		return rc;
	fill_item(r, item, DOCUMENT_PAIR, line);
	if (r->text.s[0] != '"')
		return FAIL_NONE;
	if (!json_scan_string(r->text.s, r->text.len, &r->content))
		return fault(r, err, NOT_OURS, "a header member cannot be read");
	item->string = true;
	item->text = r->content.s;
	item->len = r->content.len;
	return FAIL_NONE;
}

/* Steps over what separates members or elements. *end: the closing bracket came instead. */
static int separator(struct document_reader *r, char closing, bool *end, struct error *err)
{
	int c = json_scan_space(&r->in);

	*end = c == closing;
	if (!*end && !r->first && c != ',')
		return fault(r, err, NOT_OURS,
			     c == INPUT_EOF ? "the document ends in the middle"
					    : "a comma or closing bracket was expected");
	if (*end || !r->first)
		input_step(&r->in);
	if (!*end)
		json_scan_space(&r->in);
	r->first = false;
	return FAIL_NONE;
}

/* The document's last bracket has been read: nothing may follow. */
static int finish(struct document_reader *r, struct document_item *item, struct error *err)
{
	if (json_scan_space(&r->in) != INPUT_EOF || r->in.failure.kind)
		return fault(r, err, NOT_OURS, "text behind the end of the document");
	r->place = PLACE_DONE;
	buf_clear(&r->name);
	buf_clear(&r->text);
	fill_item(r, item, DOCUMENT_END, r->in.line);
	return FAIL_NONE;
}

/* In the document or in a group, behind a name: what is its value? *made: it gave an item. */
static int enter_member(struct document_reader *r, struct document_item *item, bool *made,
			struct error *err)
{
	uint64_t line = r->in.line;
	int c = input_peek(&r->in);
	int rc = note_name(r, err);

	if (rc)
		return rc;
	*made = c != '{';
	if (c != '{' && c != '[')
		return read_pair(r, item, line, err);
	if (c == '{' && (r->place == PLACE_GROUP || !r->name.len))
		return fault(r, err, NOT_OURS, "a group in the wrong place or without a name");
	input_step(&r->in);
	r->first = true;
	r->any_section = true;
	if (c == '[') {
		r->place = PLACE_ARRAY;
		buf_clear(&r->text);
		fill_item(r, item, DOCUMENT_SECTION, line);
		return FAIL_NONE;
	}
	r->place = PLACE_GROUP;
	buf_clear(&r->group);
	buf_add(&r->group, r->name.s, r->name.len);
	return FAIL_NONE;
}

static int next_member(struct document_reader *r, struct document_item *item, bool *made,
		       struct error *err)
{
	bool end;
	int rc = separator(r, '}', &end, err);

	if (rc)
		return rc;
	if (end && r->place == PLACE_GROUP) {
		r->place = PLACE_MEMBERS;
		buf_clear(&r->group);
		return FAIL_NONE;
	}
	*made = end;
	if (end)
		return finish(r, item, err);
	rc = read_name(r, &r->name, err);
	return rc ? rc : enter_member(r, item, made, err);
}

static int next_element(struct document_reader *r, struct document_item *item, bool *made,
			struct error *err)
{
	bool end;
	uint64_t line;
	int rc = separator(r, ']', &end, err);

	if (rc)
		return rc;
	if (end) {
		r->place = r->group.len ? PLACE_GROUP : PLACE_MEMBERS;
		return FAIL_NONE;
	}
	line = r->in.line;
	rc = read_value(r, err);
	if (rc)
		return rc;
	fill_item(r, item, DOCUMENT_ELEMENT, line);
	*made = true;
	return FAIL_NONE;
}

int document_next(struct document_reader *r, struct document_item *item, struct error *err)
{
	bool made = false;
	int rc = FAIL_NONE;

	if (r->failed) {
		if (err)
			*err = r->failure;
		return r->failure.kind;
	}
	while (!made && !rc) {
		if (r->place == PLACE_DONE)
			return finish(r, item, err);
		rc = r->place == PLACE_ARRAY ? next_element(r, item, &made, err)
					     : next_member(r, item, &made, err);
	}
	return rc;
}

uint64_t document_bytes(const struct document_reader *r)
{
	return r->in.bytes;
}
