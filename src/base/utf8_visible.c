/* SPDX-License-Identifier: MIT */
/*
 * utf8_visible.c - the one text filter.
 *
 * A terminal obeys characters. Text of strangers reaches it only through
 * here: what could move the cursor, turn the direction of writing, hide or
 * smear over a neighbour becomes a token that can be read.
 */
#include "base/utf8.h"

#include <utf8proc.h>

#define ZWJ 0x200D
#define VS16 0xFE0F
#define KEYCAP 0x20E3
#define MARKS_MAX 8 /* on one base; people need three or four */

enum verdict { PASS, SPACE, TOKEN, DROP };

/* Where we are in an emoji that characters may be joined to. */
enum emoji { EMOJI_NO, EMOJI_BASE, EMOJI_STYLED };

struct filter {
	unsigned keep;
	bool base;      /* there is something for a mark to stand on */
	unsigned marks; /* that stand on it already */
	enum emoji emoji;
	bool keycap; /* the last character was 0-9 # or *: a keycap may follow */
};

static bool is_skin_tone(uint32_t cp)
{
	return cp >= 0x1F3FB && cp <= 0x1F3FF;
}

/*
 * What nobody can see: controls, format, unassigned, separators of lines. And
 * what libc has no width for, because then no layout holds what comes after.
 */
static bool is_hidden(uint32_t cp)
{
	static const bool hidden[UTF8PROC_CATEGORY_CO + 1] = {
		[UTF8PROC_CATEGORY_CN] = true, [UTF8PROC_CATEGORY_CC] = true,
		[UTF8PROC_CATEGORY_CF] = true, [UTF8PROC_CATEGORY_CS] = true,
		[UTF8PROC_CATEGORY_ZL] = true, [UTF8PROC_CATEGORY_ZP] = true,
	};

	return hidden[utf8proc_category((utf8proc_int32_t)cp)] ||
	       utf8proc_get_property((utf8proc_int32_t)cp)->ignorable || utf8_char_width(cp) < 0;
}

static bool is_pictograph(utf8proc_int32_t cp)
{
	return utf8proc_get_property(cp)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC &&
	       !is_hidden((uint32_t)cp);
}

/* Characters without width of their own: they are drawn onto the one before. */
static bool is_mark(uint32_t cp)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
	int class = (int)utf8proc_get_property((utf8proc_int32_t)cp)->boundclass;

	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME ||
	       class == UTF8PROC_BOUNDCLASS_V || class == UTF8PROC_BOUNDCLASS_T ||
	       utf8_char_width(cp) == 0;
}

static bool follows(const char *rest, size_t len, bool (*wanted)(utf8proc_int32_t))
{
	uint32_t cp;

	if (!len)
		return false;
	utf8_decode(rest, len, &cp);
	return cp != UTF8_BAD && wanted((utf8proc_int32_t)cp);
}

static bool is_keycap(utf8proc_int32_t cp)
{
	return cp == KEYCAP;
}

/* ZWJ and VS16 where they do their work inside an emoji. */
static bool joins_emoji(struct filter *f, uint32_t cp, const char *rest, size_t len)
{
	bool keycap = f->keycap && follows(rest, len, is_keycap);

	if (cp == VS16 && (f->emoji == EMOJI_BASE || keycap)) {
		f->emoji = f->emoji == EMOJI_BASE ? EMOJI_STYLED : EMOJI_NO;
		f->keycap = false;
		return true;
	}
	if (cp == ZWJ && f->emoji != EMOJI_NO && follows(rest, len, is_pictograph)) {
		f->emoji = EMOJI_NO;
		return true;
	}
	return false;
}

static enum verdict judge_mark(struct filter *f)
{
	if (!f->base)
		return TOKEN;
	if (f->marks == MARKS_MAX)
		return DROP;
	f->marks++;
	f->emoji = EMOJI_NO;
	f->keycap = false;
	return PASS;
}

static void new_base(struct filter *f, bool base)
{
	f->base = base;
	f->marks = 0;
	f->emoji = EMOJI_NO;
	f->keycap = false;
}

/* What becomes of cp (UTF8_BAD for an invalid byte), before which f has seen everything. */
static enum verdict judge(struct filter *f, uint32_t cp, const char *rest, size_t len)
{
	if ((cp == '\n' && (f->keep & UTF8_KEEP_LF)) || (cp == '\t' && (f->keep & UTF8_KEEP_TAB))) {
		new_base(f, false);
		return PASS;
	}
	if (cp >= 0x20 && cp < 0x7F) {
		new_base(f, true);
		f->keycap = (cp >= '0' && cp <= '9') || cp == '#' || cp == '*';
		return PASS;
	}
	if (cp == ZWJ || cp == VS16) {
		if (joins_emoji(f, cp, rest, len))
			return PASS;
	} else if (cp != UTF8_BAD && !is_hidden(cp)) {
		enum emoji before = f->emoji;

		if (is_mark(cp))
			return judge_mark(f);
		new_base(f, true);
		if (is_skin_tone(cp))
			f->emoji = before == EMOJI_BASE ? EMOJI_STYLED : EMOJI_NO;
		else if (is_pictograph((utf8proc_int32_t)cp))
			f->emoji = EMOJI_BASE;
		return PASS;
	}
	new_base(f, true); /* the token, or the space for a TAB */
	return cp == '\t' ? SPACE : TOKEN;
}

/* Length of the run of printable ASCII at s, which needs no judging but for its last character. */
static size_t ascii_run(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] >= 0x20 && s[n] < 0x7F)
		n++;
	return n > 1 ? n - 1 : 0;
}

/* Decides about the next character; *n gets its bytes. */
static enum verdict step(struct filter *f, const char *s, size_t len, uint32_t *cp, size_t *n)
{
	enum verdict verdict;

	*n = ascii_run(s, len);
	if (*n)
		return PASS;
	*n = utf8_decode(s, len, cp);
	verdict = judge(f, *cp, s + *n, len - *n);
	if (*cp == UTF8_BAD)
		*cp = (unsigned char)s[0];
	return verdict;
}

void utf8_visible(struct buf *dst, const char *s, size_t len, unsigned keep)
{
	struct filter f = { .keep = keep };
	uint32_t cp = 0;
	size_t n;

	for (size_t at = 0; at < len; at += n) {
		switch (step(&f, s + at, len - at, &cp, &n)) {
		case PASS:
			buf_add(dst, s + at, n);
			break;
		case SPACE:
			buf_addc(dst, ' ');
			break;
		case TOKEN:
			buf_addf(dst, "<%02X>", cp);
			break;
		case DROP:
			break;
		}
	}
}

bool utf8_is_visible(const char *s, size_t len, unsigned keep)
{
	struct filter f = { .keep = keep };
	uint32_t cp = 0;
	size_t n;

	for (size_t at = 0; at < len; at += n)
		if (step(&f, s + at, len - at, &cp, &n) != PASS)
			return false;
	return true;
}
