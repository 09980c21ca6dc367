/* SPDX-License-Identifier: MIT */
/* page.c - plain text for people. */
#include "app/page.h"

#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"

void page_init(struct page *p, int width)
{
	buf_init(&p->text);
	p->ascii = false;
	p->width = width > 0 ? width : PAGE_WIDTH;
}

void page_release(struct page *p)
{
	buf_release(&p->text);
}

void page_blank(struct page *p)
{
	size_t len = p->text.len;

	if (len && !(len > 1 && p->text.s[len - 2] == '\n'))
		buf_addc(&p->text, '\n');
}

void page_heading(struct page *p, const char *format, ...)
{
	AUTOBUF plain = BUF_INIT;
	va_list args;

	va_start(args, format);
	buf_vaddf(&plain, format, args);
	va_end(args);
	page_blank(p);
	page_text(p, 0, plain.s);
}

/* Bytes of s that go on one line of so many cells: whole words where that is possible. */
static size_t line_length(const char *s, size_t len, int cells)
{
	size_t fits = utf8_clip(s, len, cells, NULL), cut = fits;

	if (fits == len || s[fits] == ' ')
		return fits;
	while (cut > 0 && s[cut - 1] != ' ')
		cut--;
	while (cut > 0 && s[cut - 1] == ' ')
		cut--;
	return cut ? cut : fits ? fits : utf8_next(s, len, 0);
}

static void trim_end(struct buf *b)
{
	while (b->len && b->s[b->len - 1] == ' ')
		buf_cut(b, b->len - 1);
}

/* Adds text wrapped; the line begun holds indent cells already. */
static void wrap(struct page *p, int indent, const char *text, size_t len)
{
	int cells = p->width - indent > 10 ? p->width - indent : 10;

	for (;;) {
		size_t n = line_length(text, len, cells);

		buf_add(&p->text, text, n);
		trim_end(&p->text);
		buf_addc(&p->text, '\n');
		while (n < len && text[n] == ' ')
			n++;
		text += n;
		len -= n;
		if (!len)
			return;
		buf_pad(&p->text, ' ', (size_t)indent);
	}
}

/* Lines of already filtered text, each indented; the first line's indent is there already. */
static void paragraphs(struct page *p, int indent, const char *s)
{
	bool first = true;

	for (;;) {
		size_t len = strcspn(s, "\n");

		if (!first && len)
			buf_pad(&p->text, ' ', (size_t)indent);
		wrap(p, indent, s, len);
		first = false;
		if (!s[len])
			return;
		s += len + 1;
	}
}

void page_text(struct page *p, int indent, const char *text)
{
	AUTOBUF clean = BUF_INIT;

	utf8_visible(&clean, text, strlen(text), UTF8_KEEP_LF);
	buf_pad(&p->text, ' ', (size_t)indent);
	paragraphs(p, indent, clean.s);
}

void page_field(struct page *p, const char *label, const char *text)
{
	AUTOBUF clean = BUF_INIT;
	int used = utf8_width(label, strlen(label));

	utf8_visible(&clean, text, strlen(text), UTF8_KEEP_LF);
	buf_addf(&p->text, "  %s", label);
	if (used < PAGE_LABEL) {
		buf_pad(&p->text, ' ', (size_t)(PAGE_LABEL - used));
	} else {
		buf_addc(&p->text, '\n');
		buf_pad(&p->text, ' ', PAGE_LABEL + 2);
	}
	paragraphs(p, PAGE_LABEL + 2, clean.s);
}

static void cell(struct page *p, const char *s, size_t len, int width, bool right, bool last)
{
	int used, whole = utf8_width(s, len);

	if (whole > width) {
		len = utf8_clip(s, len, width - 1, &used);
		buf_add(&p->text, s, len);
		buf_adds(&p->text, p->ascii ? "~" : "…");
		used++;
	} else {
		if (right)
			buf_pad(&p->text, ' ', (size_t)(width - whole));
		buf_add(&p->text, s, len);
		used = right ? width : whole;
	}
	if (!last)
		buf_pad(&p->text, ' ', (size_t)(width > used ? width - used : 0) + 2);
}

void page_row(struct page *p, int indent, const struct page_cell *cells, int n)
{
	AUTOBUF clean = BUF_INIT;
	int left = p->width - indent;

	for (int i = 0; i < n; i++)
		left -= (cells[i].width < 0 ? -cells[i].width : cells[i].width) + (i ? 2 : 0);
	buf_pad(&p->text, ' ', (size_t)indent);
	for (int i = 0; i < n; i++) {
		int width = cells[i].width < 0 ? -cells[i].width : cells[i].width;
		const char *text = cells[i].text ? cells[i].text : "";

		buf_clear(&clean);
		utf8_visible(&clean, text, strlen(text), UTF8_FILTER_NONE);
		cell(p, clean.s, clean.len, width ? width : left > 8 ? left : 8, cells[i].width < 0, i == n - 1);
	}
	trim_end(&p->text);
	buf_addc(&p->text, '\n');
}

int page_write(struct page *p, const struct out_target *target, bool *reader_gone, struct error *err)
{
	struct out o;
	int failed;

	out_init(&o, target);
	buf_add(&o.buf, p->text.s, p->text.len);
	failed = out_flush(&o, err);
	if (reader_gone)
		*reader_gone = out_reader_gone(&o);
	out_release(&o);
	return failed;
}
