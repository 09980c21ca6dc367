/* SPDX-License-Identifier: MIT */
/* checkpoint.c - the text of a checkpoint, written and read. */
#include "core/checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char first_line[] = "closeout checkpoint 1";

void checkpoint_write(const struct checkpoint *c, struct buf *out)
{
	buf_addf(out, "%s\ndatabase %s\nentry %lld\nhash %s\nrecorded %s\n", first_line, c->database,
		 (long long)c->entry, c->hash, c->recorded);
	buf_addf(out, "access-entry %lld\naccess-hash %s\nmade %s\n", (long long)c->access_entry, c->access_hash,
		 c->made);
}

/* ---- reading */

static const char digits[] = "0123456789", hex[] = "0123456789abcdef";

static bool is_number(const char *text)
{
	return *text && strlen(text) <= 18 && text[strspn(text, digits)] == '\0';
}

static bool is_hash(const char *text)
{
	return strlen(text) == 64 && text[strspn(text, hex)] == '\0';
}

static bool is_uuid(const char *text)
{
	return strlen(text) == UUID_TEXT - 1 && text[strspn(text, "0123456789abcdef-")] == '\0';
}

static bool is_stamp(const char *text)
{
	return strlen(text) == CLOCK_STAMP - 1 && text[10] == 'T' && text[strspn(text, "0123456789-T:.Z")] == '\0';
}

static const struct line {
	const char *name;
	bool (*fits)(const char *text);
} lines[] = {
	{ "database", is_uuid },	  { "entry", is_number },      { "hash", is_hash }, { "recorded", is_stamp },
	{ "access-entry", is_number }, { "access-hash", is_hash }, { "made", is_stamp },
};

#define N_LINES (sizeof lines / sizeof *lines)

/* The next line, without its end, into dst; false if it does not fit. */
static bool next_line(const char **text, char dst[160])
{
	size_t len = strcspn(*text, "\n"), bare = len;

	if (len && (*text)[len - 1] == '\r')
		bare--;
	if (bare >= 160)
		return false;
	memcpy(dst, *text, bare);
	dst[bare] = '\0';
	*text += len + ((*text)[len] == '\n');
	return true;
}

static int wrong(const char *name, int at, const char *why, struct error *err)
{
	error_set(err, FAIL_DATA, "checkpoint", NULL, "give a file that \"closeout checkpoint\" wrote, as it wrote it",
		  "%s", why);
	return error_where(err, "%s:%d", name, at);
}

int checkpoint_read(const char *text, const char *name, struct checkpoint *out, struct error *err)
{
	char line[160], values[N_LINES][160];
	struct checkpoint c = { .entry = 0 };

	if (!next_line(&text, line) || strcmp(line, first_line) != 0)
		return wrong(name, 1, "this is no checkpoint of a kind that is known here", err);
	for (size_t i = 0; i < N_LINES; i++) {
		size_t len = strlen(lines[i].name);

		if (!next_line(&text, line) || strncmp(line, lines[i].name, len) != 0 || line[len] != ' ' ||
		    !lines[i].fits(line + len + 1)) {
			char why[80];

			snprintf(why, sizeof why, "here \"%s\" and its value are expected", lines[i].name);
			return wrong(name, (int)i + 2, why, err);
		}
		memcpy(values[i], line + len + 1, strlen(line + len + 1) + 1);
	}
	if (text[strspn(text, "\r\n")])
		return wrong(name, (int)N_LINES + 2, "something follows the checkpoint", err);
	memcpy(c.database, values[0], sizeof c.database);
	c.entry = strtoll(values[1], NULL, 10);
	memcpy(c.hash, values[2], sizeof c.hash);
	memcpy(c.recorded, values[3], sizeof c.recorded);
	c.access_entry = strtoll(values[4], NULL, 10);
	memcpy(c.access_hash, values[5], sizeof c.access_hash);
	memcpy(c.made, values[6], sizeof c.made);
	if (c.entry < 1)
		return wrong(name, 3, "a log has at least one entry", err);
	*out = c;
	return 0;
}
