/* SPDX-License-Identifier: MIT */
/*
 * pages_layout.c - body lines onto pages.
 *
 * The layout runs twice over the same function: once without output, to know
 * how many pages there are, and once for real.
 */
#include <string.h>

#include "base/utf8.h"
#include "exchange/pages_private.h"

struct layout {
	struct pages *p;
	struct out *out; /* NULL: only count */
	int page, pages; /* current, of how many */
	int used;        /* body lines of this page */
	int room;        /* body lines of a page; 0: endless */
	bool open;       /* a page has been begun */
};

static void put_centred(struct layout *l, const char *text)
{
	int width = utf8_width(text, strlen(text));
	int pad = (l->p->options.width - width) / 2;

	buf_pad(&l->out->buf, ' ', pad > 0 ? (size_t)pad : 0);
	buf_adds(&l->out->buf, text);
	buf_addc(&l->out->buf, '\n');
}

/* left at the left edge, right at the right one; left is cut, visibly, where they meet. */
static void put_ends(struct layout *l, const char *left, const char *right)
{
	struct buf *b = &l->out->buf;
	int right_width = utf8_width(right, strlen(right));
	int space = l->p->options.width - right_width - (right_width ? 2 : 0);
	int used;
	size_t len = strlen(left);
	int room = utf8_width(left, len) > space ? space - 1 : space; /* a cut is marked */
	size_t fits = utf8_clip(left, len, room > 0 ? room : 0, &used);

	buf_add(b, left, fits);
	if (left[fits]) {
		buf_adds(b, "\u2026");
		used++;
	}
	if (right_width) {
		int gap = l->p->options.width - right_width - used;

		buf_pad(b, ' ', gap > 0 ? (size_t)gap : 1);
		buf_adds(b, right);
	}
	buf_addc(b, '\n');
}

static bool has_details(const struct pages_options *o)
{
	return *o->filter || o->rows >= 0;
}

static int head_lines(const struct pages_options *o)
{
	return (*o->sensitivity ? 1 : 0) + 2 + (*o->log_head ? 1 : 0) + (has_details(o) ? 1 : 0) + 1;
}

static void put_head(struct layout *l)
{
	const struct pages_options *o = &l->p->options;
	AUTOBUF left = BUF_INIT;
	AUTOBUF right = BUF_INIT;

	if (*o->sensitivity)
		put_centred(l, o->sensitivity);
	if (*o->as_of)
		buf_addf(&right, "as of %s", o->as_of);
	put_ends(l, o->title, right.s);
	if (*o->generated_at)
		buf_addf(&left, "generated %s", o->generated_at);
	if (*o->user)
		buf_addf(&left, "%sby %s", left.len ? " " : "", o->user);
	buf_clear(&right);
	buf_addf(&right, "page %d of %d", l->page, l->pages);
	put_ends(l, left.s, right.s);
	if (*o->log_head) {
		buf_clear(&left);
		buf_addf(&left, "log %s", o->log_head);
		put_ends(l, left.s, "");
	}
	if (has_details(o)) {
		buf_clear(&left);
		buf_clear(&right);
		if (*o->filter)
			buf_addf(&left, "filter: %s", o->filter);
		if (o->rows >= 0)
			buf_addf(&right, "%ld row%s", o->rows, o->rows == 1 ? "" : "s");
		put_ends(l, left.s, right.s);
	}
	buf_addc(&l->out->buf, '\n');
}

/* Fills the page, so that the lower banner stands at its foot. */
static void end_page(struct layout *l)
{
	const struct pages_options *o = &l->p->options;

	if (l->out && *o->sensitivity) {
		buf_pad(&l->out->buf, '\n', l->room > l->used ? (size_t)(l->room - l->used) : 0);
		buf_addc(&l->out->buf, '\n');
		put_centred(l, o->sensitivity);
	}
	l->open = false;
}

static void begin_page(struct layout *l)
{
	l->page++;
	l->used = 0;
	l->open = true;
	if (l->out && l->page > 1)
		buf_addc(&l->out->buf, l->p->options.form_feed ? '\f' : '\n');
	if (l->out)
		put_head(l);
}

static void put_body(struct layout *l, size_t i)
{
	l->used++;
	if (l->out) {
		buf_adds(&l->out->buf, l->p->body.s + l->p->lines[i].offset);
		buf_addc(&l->out->buf, '\n');
	}
}

/*
 * Lines that must stand on one page from i on: headings and the line after
 * them, or a block. No more than half a page, so that a long block is broken once.
 */
static int needed(const struct pages *p, size_t i, int room)
{
	int n = 1;

	while (i + 1 < p->n && n < room / 2 && p->lines[i].flags & PAGES_KEEP) {
		i++;
		n++;
	}
	return n;
}

/* Makes sure that line i has a page to stand on. */
static void make_room(struct layout *l, size_t i)
{
	const struct pages_line *line = &l->p->lines[i];

	if (l->open && l->room && l->used > 0 && l->used + needed(l->p, i, l->room) > l->room)
		end_page(l);
	if (l->open)
		return;
	begin_page(l);
	if (line->head != PAGES_NO_HEAD && line->head != i)
		put_body(l, line->head);
}

static int run(struct layout *l, struct error *err)
{
	struct pages *p = l->p;
	int rc = FAIL_NONE;

	for (size_t i = 0; i < p->n && !rc; i++) {
		unsigned flags = p->lines[i].flags;
		bool at_top = !l->open || l->used == 0;

		if (flags & PAGES_BREAK) {
			if (!at_top)
				end_page(l);
			continue;
		}
		if ((flags & PAGES_BLANK) && (at_top || (l->room && l->used >= l->room)))
			continue;
		make_room(l, i);
		put_body(l, i);
		if (l->out)
			rc = out_spill(l->out, err);
	}
	if (!l->page)
		begin_page(l);
	if (l->open)
		end_page(l);
	return rc;
}

int pages_write(struct pages *p, bool *reader_gone, struct error *err)
{
	const struct pages_options *o = &p->options;
	struct layout count = { .p = p };
	struct layout real = { .p = p };
	struct out out;
	int rc;

	if (o->height > 0)
		count.room = o->height - head_lines(o) - (*o->sensitivity ? 2 : 0);
	real.room = count.room;
	run(&count, NULL);
	real.pages = count.page;
	real.out = &out;
	out_init(&out, &o->target);
	rc = run(&real, err);
	if (!rc)
		rc = out_flush(&out, err);
	if (reader_gone)
		*reader_gone = out_reader_gone(&out);
	out_release(&out);
	return rc;
}
