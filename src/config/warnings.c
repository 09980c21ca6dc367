/* SPDX-License-Identifier: MIT */
/* warnings.c - the lines that say what was wrong in a file. */
#include "config/warnings.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define LINE_BYTES 600 /* a warning quotes the file, which may hold anything */

static void clip(struct buf *line)
{
	size_t at = LINE_BYTES;

	if (line->len <= at)
		return;
	while (at && (line->s[at] & 0xC0) == 0x80)
		at--;
	buf_cut(line, at);
	buf_adds(line, "...");
}

void warnings_add(struct warnings *w, const char *format, ...)
{
	AUTOBUF raw = BUF_INIT;
	AUTOBUF line = BUF_INIT;
	va_list args;

	if (!w)
		return;
	if (w->count == WARNINGS_MAX) {
		w->dropped++;
		return;
	}
	va_start(args, format);
	buf_vaddf(&raw, format, args);
	va_end(args);
	utf8_visible(&line, raw.s, raw.len, UTF8_FILTER_NONE);
	clip(&line);
	MEM_GROW(w->line, w->cap, w->count + 1);
	w->line[w->count++] = buf_detach(&line, NULL);
}

void warnings_release(struct warnings *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->line[i]);
	free(w->line);
	*w = (struct warnings)WARNINGS_INIT;
}
