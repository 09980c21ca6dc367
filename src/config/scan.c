/* SPDX-License-Identifier: MIT */
/*
 * scan.c - looks at a file with libconfig's own idea of words before
 * libconfig does, and takes out what it cannot be trusted with.
 *
 * It also finds an open quote or bracket where it stands; the parser would
 * only notice at the end of the file.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "config/file.h"

struct scan {
	char *s; /* terminated */
	size_t at, len;
	int line;
	int depth;
	struct {
		char close;
		int line;
	} open[FILE_DEPTH_MAX];
	int *bad_line;
	struct error *err;
};

static int refuse(struct scan *sc, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static int refuse(struct scan *sc, int line, const char *format, ...)
{
	char why[128];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	*sc->bad_line = line;
	return error_set(sc->err, FAIL_CONFIG, "settings", NULL, NULL, "%s", why);
}

/* Not those of ctype.h: they follow the locale, the parser does not. */
static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*';
}

static int is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/*
 * The parser follows @include wherever it takes it for the first word of a
 * line, so no line may begin with it, not even inside a comment: refusing
 * one comment too many is harmless.
 */
static int check_include(struct scan *sc)
{
	bool first = true;
	int line = 1;

	for (size_t i = 0; i < sc->len; i++) {
		if (first && !strncasecmp(sc->s + i, "@include", 8))
			return refuse(sc, line, "@include is not allowed");
		if (is_line_end(sc->s[i]))
			first = true;
		else if (sc->s[i] != ' ' && sc->s[i] != '\t')
			first = false;
		line += sc->s[i] == '\n';
	}
	return 0;
}

static int check_bytes(struct scan *sc)
{
	size_t bad = 0;
	int line = 1;

	if (utf8_valid(sc->s, sc->len, &bad))
		return 0;
	for (size_t i = 0; i < bad; i++)
		line += sc->s[i] == '\n';
	return refuse(sc, line, sc->s[bad] ? "is not UTF-8 text" : "holds a NUL byte");
}

static void skip_line(struct scan *sc)
{
	while (sc->at < sc->len && sc->s[sc->at] != '\n')
		sc->at++;
}

static int skip_comment(struct scan *sc)
{
	int began = sc->line;

	for (sc->at += 2; sc->at < sc->len; sc->at++) {
		if (sc->s[sc->at] == '*' && sc->s[sc->at + 1] == '/') {
			sc->at += 2;
			return 0;
		}
		sc->line += sc->s[sc->at] == '\n';
	}
	return refuse(sc, began, "the comment that begins here has no end");
}

/* No value spans lines, so a quote that is open at the end of its line was forgotten there. */
static int skip_text(struct scan *sc)
{
	for (sc->at++; sc->at < sc->len && sc->s[sc->at] != '\n'; sc->at++) {
		if (sc->s[sc->at] == '"') {
			sc->at++;
			return 0;
		}
		if (sc->s[sc->at] != '\\')
			continue;
		/* The parser would end the text there and say nothing. */
		if (!strncmp(sc->s + sc->at, "\\x00", 4))
			return refuse(sc, sc->line, "the text here holds a NUL (\\x00)");
		if (sc->s[sc->at + 1] && sc->s[sc->at + 1] != '\n')
			sc->at++;
	}
	return refuse(sc, sc->line, "the text here has no closing quote");
}

static size_t span(const char *s, int (*is)(char))
{
	size_t n = 0;

	while (is(s[n]))
		n++;
	return n;
}

/* Whether digits (of base 10 or 16) with this suffix stand for the same number once parsed. */
static bool number_fits(const char *digits, size_t len, int base, bool is_long)
{
	char copy[20];

	while (len > 1 && *digits == '0') {
		digits++;
		len--;
	}
	if (len > (base == 16 ? 15 : 18))
		return false;
	memcpy(copy, digits, len);
	copy[len] = '\0';
	return is_long || strtoll(copy, NULL, base) <= 0x7fffffff;
}

/*
 * Steps over one number as the parser would cut it: fractions are left
 * alone (no setting takes one); an integer that does not fit is overwritten.
 */
static void skip_number(struct scan *sc)
{
	static const char too_large[] = "1.0e99";
	char *s = sc->s + sc->at;
	size_t sign = *s == '-' || *s == '+';
	bool hex = !sign && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') && is_hex(s[2]);
	size_t lead = hex ? 2 : sign;
	size_t digits = span(s + lead, hex ? is_hex : is_digit);
	size_t suffix = s[lead + digits] == 'L' ? 1 + (s[lead + digits + 1] == 'L') : 0;
	size_t len = lead + digits + suffix;

	if (!hex && s[lead + digits] == '.')
		len = lead + digits + 1 + span(s + lead + digits + 1, is_digit);
	else if (digits && !number_fits(s + lead, digits, hex ? 16 : 10, suffix > 0)) {
		memset(s, ' ', len);
		memcpy(s, too_large, sizeof(too_large) - 1);
	}
	sc->at += len ? len : 1;
}

static void skip_name(struct scan *sc)
{
	while (is_letter(sc->s[sc->at]) || is_digit(sc->s[sc->at]) || sc->s[sc->at] == '-' ||
	       sc->s[sc->at] == '_')
		sc->at++;
}

static int open_bracket(struct scan *sc, char c)
{
	if (sc->depth == FILE_DEPTH_MAX)
		return refuse(sc, sc->line, "brackets are nested too deep");
	sc->open[sc->depth].close = c == '{' ? '}' : c == '[' ? ']' : ')';
	sc->open[sc->depth++].line = sc->line;
	sc->at++;
	return 0;
}

static int close_bracket(struct scan *sc, char c)
{
	if (!sc->depth)
		return refuse(sc, sc->line, "this %c closes nothing", c);
	sc->depth--;
	if (sc->open[sc->depth].close != c)
		return refuse(sc, sc->line, "found %c where %c should close the bracket of line %d", c,
			      sc->open[sc->depth].close, sc->open[sc->depth].line);
	sc->at++;
	return 0;
}

static int scan_word(struct scan *sc)
{
	const char *s = sc->s + sc->at;
	char c = *s;

	if (c == '#' || (c == '/' && s[1] == '/'))
		skip_line(sc);
	else if (c == '/' && s[1] == '*')
		return skip_comment(sc);
	else if (c == '"')
		return skip_text(sc);
	else if (is_letter(c))
		skip_name(sc);
	else if (is_digit(c) || ((c == '-' || c == '+') && is_digit(s[1])) ||
		 c == '.')
		skip_number(sc);
	else if (strchr("{[(", c))
		return open_bracket(sc, c);
	else if (strchr("}])", c))
		return close_bracket(sc, c);
	else if (c == '@')
		return refuse(sc, sc->line, "@ has no meaning here");
	else {
		sc->line += c == '\n';
		sc->at++;
	}
	return 0;
}

int file_check(struct buf *text, int *line, struct error *err)
{
	struct scan sc = { .line = 1, .bad_line = line, .err = err };
	int fail;

	*line = 0;
	buf_addc(text, '\n'); /* so that the last line ends, and text->s is memory of its own */
	if (text->len >= 3 && !memcmp(text->s, "\xef\xbb\xbf", 3))
		memset(text->s, ' ', 3);
	sc.s = text->s;
	sc.len = text->len;
	fail = check_bytes(&sc);
	if (!fail)
		fail = check_include(&sc);
	while (!fail && sc.at < sc.len)
		fail = scan_word(&sc);
	if (!fail && sc.depth)
		fail = refuse(&sc, sc.open[sc.depth - 1].line, "the bracket that opens here is never closed");
	return fail;
}
