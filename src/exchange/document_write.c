/* SPDX-License-Identifier: MIT */
/* document_write.c - the whole database as one JSON text, written piece by piece. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/document.h"

struct document_writer {
	struct out out;
	char *group;     /* the object that is open, or NULL */
	bool in_section; /* an array is open */
	size_t elements; /* of the open array */
};

static int misuse(struct error *err, const char *why)
{
	return error_set(err, FAIL_BUG, "cannot write the document", NULL, NULL, "%s", why);
}

static void document_free(struct document_writer *w)
{
	out_release(&w->out);
	free(w->group);
	free(w);
}

/* Digits with an optional minus. */
static bool is_integer(const char *s)
{
	s += *s == '-';
	return *s && s[strspn(s, "0123456789")] == '\0' && (s[0] != '0' || !s[1]);
}

static bool add_pair(struct buf *b, const struct document_pair *pair)
{
	buf_addc(b, ',');
	buf_add_json(b, pair->name, strlen(pair->name));
	buf_addc(b, ':');
	if (!pair->value)
		buf_adds(b, "null");
	else if (!pair->number)
		buf_add_json(b, pair->value, strlen(pair->value));
	else
		buf_adds(b, pair->value);
	return !pair->value || !pair->number || is_integer(pair->value);
}

int document_begin(struct document_writer **out, const struct out_target *target,
		   const struct document_pair *pairs, size_t n, struct error *err)
{
	struct document_writer *w = mem_alloc(sizeof *w);
	bool good = true;

	out_init(&w->out, target);
	buf_addf(&w->out.buf, "{\"format\":\"%s\",\"version\":%d", DOCUMENT_FORMAT,
		 DOCUMENT_VERSION);
	for (size_t i = 0; i < n; i++)
		good = add_pair(&w->out.buf, &pairs[i]) && good;
	if (!good) {
		document_free(w);
		return misuse(err, "a header member is not the integer it should be");
	}
	*out = w;
	return FAIL_NONE;
}

static void close_section(struct document_writer *w)
{
	if (w->in_section)
		buf_adds(&w->out.buf, w->elements ? "\n]" : "]");
	w->in_section = false;
	w->elements = 0;
}

static void close_group(struct document_writer *w)
{
	if (w->group)
		buf_adds(&w->out.buf, "\n}");
	free(w->group);
	w->group = NULL;
}

int document_section(struct document_writer *w, const char *group, const char *name,
		     struct error *err)
{
	struct buf *b = &w->out.buf;

	close_section(w);
	if (w->group && (!group || strcmp(group, w->group) != 0))
		close_group(w);
	buf_adds(b, ",\n");
	if (group && !w->group) {
		w->group = mem_strdup(group);
		buf_add_json(b, group, strlen(group));
		buf_adds(b, ":{\n");
	}
	buf_add_json(b, name, strlen(name));
	buf_adds(b, ":[");
	w->in_section = true;
	return out_spill(&w->out, err);
}

int document_element(struct document_writer *w, const char *json, size_t len, struct error *err)
{
	if (!w->in_section)
		return misuse(err, "an element outside of every section");
	if (!len || memchr(json, '\n', len))
		return misuse(err, "an element must be one line");
	buf_adds(&w->out.buf, w->elements++ ? ",\n" : "\n");
	buf_add(&w->out.buf, json, len);
	return out_spill(&w->out, err);
}

int document_end(struct document_writer *w, bool abandon, bool *reader_gone, struct error *err)
{
	int rc = FAIL_NONE;

	if (reader_gone)
		*reader_gone = false;
	if (!w)
		return FAIL_NONE;
	if (!abandon) {
		close_section(w);
		close_group(w);
		buf_adds(&w->out.buf, "\n}\n");
		rc = out_flush(&w->out, err);
	}
	if (reader_gone)
		*reader_gone = out_reader_gone(&w->out);
	document_free(w);
	return rc;
}
