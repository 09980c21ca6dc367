/* SPDX-License-Identifier: MIT */
/*
 * rel_strings.c - R20: strings by chance through every way out, and no stray byte among what comes out.
 *
 * The screens and commands themselves are looked at in hostile.sh; this is about numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "session_help.h"

#include "base/error.h"
#include "base/utf8.h"
#include "exchange/sink.h"
#include "ui/grid.h"

/* ---- strings ---------------------------------------------------------------------------------- */

static const char *const nasty[] = {
	"\033]0;x\a", "\033[2J", "\033P", "\x9b" "2J", "\xc2\x9b" "2J", "\xc2\x9d", "\r", "\n", "\b\b", "\a", "\x7f", "\x0e",
	"\xe2\x80\xae", "\xe2\x81\xa7", "\xe2\x80\x8b", "\xe2\x80\x8d", "\xef\xbb\xbf", "\xf3\xa0\x81\x81", "\xe2\x80\xa8",
	"\xef\xbf\xbf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\x80", "\xff", "\xcc\x81\xcc\x81\xcc\x81", "\xf0\x9f\x91\xa8",
	"\xef\xb8\x8f", "\xe4\xb8\xad", "\t", "e", " ", "=cmd|", "<script>", "\"", "\\", "%s%n", "\xc2\xad", "\xd8\x9c",
};

static size_t make_string(char *dst, size_t size)
{
	size_t len = 0, parts = 1 + chance(12);

	while (parts--) {
		const char *piece = nasty[chance(sizeof nasty / sizeof *nasty)];
		char byte[2] = { (char)(1 + chance(255)), 0 };

		if (chance(3) == 0)
			piece = byte;
		size_t n = strlen(piece);
		if (len + n >= size)
			break;
		memcpy(dst + len, piece, n);
		len += n;
	}
	dst[len] = '\0';
	return len;
}

/* ---- what may come out --------------------------------------------------------------------------- */

static bool invisible(uint32_t cp)
{
	return (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x61C ||
	       (cp >= 0x200B && cp <= 0x200F && cp != 0x200D) ||
	       (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
	       (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp & 0xFFFE) == 0xFFFE || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

/* Offset of the first byte that has no place on a terminal; len: none. */
static size_t stray(const char *s, size_t len, const char *controls)
{
	size_t at = 0;

	while (at < len) {
		unsigned char c = (unsigned char)s[at];
		uint32_t cp;
		size_t n = 1;

		if (c < 0x20) {
			if (!c || !strchr(controls, c))
				return at;
			at++;
			continue;
		}
		n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
		if (at + n > len || !utf8_valid(s + at, n, NULL))
			return at;
		utf8_decode(s + at, n, &cp);
		if (invisible(cp))
			return at;
		at += n;
	}
	return len;
}

static size_t tried, found;
static struct buf all;

static int keep(void *arg, const char *bytes, size_t len)
{
	(void)arg;
	buf_add(&all, bytes, len);
	return 0;
}

static void look(const char *where, const char *bytes, size_t len, const char *controls)
{
	size_t at = stray(bytes, len, controls);

	tried++;
	if (at == len)
		return;
	if (found++ < 5)
		print_error("%s: byte %02x at %zu of %zu\n", where, (unsigned char)bytes[at], at, len);
}

/* ---- ways out ------------------------------------------------------------------------------------ */

static void through_the_filter(const char *text, size_t len)
{
	AUTOBUF out = BUF_INIT;

	utf8_visible(&out, text, len, UTF8_KEEP_LF);
	look("filter", out.s, out.len, "\n");
}

static void through_an_error(const char *text)
{
	struct error err = ERROR_INIT;
	char line[1200];

	error_set(&err, FAIL_DATA, text, text, text, "%s", text);
	error_line(&err, line, sizeof line);
	look("error", line, strlen(line), "");
}

static void through_a_sink(enum sink_format format, const char *text)
{
	static const struct sink_column columns[] = { { "a", "A", SINK_TYPE_TEXT }, { "b", "B", SINK_TYPE_INT },
						      { "c", "C", SINK_TYPE_DATE } };
	struct sink_options options = { .target = { .write = keep }, .terminal = true, .width = (int)chance(60) };
	const char *row[] = { text, text, text };
	struct sink *s;

	buf_clear(&all);
	assert_int_equal(sink_open(&s, format, columns, 3, &options, NULL), 0);
	sink_row(s, row, NULL);
	sink_close(s, NULL, NULL);
	look(sink_format_name(format), all.s, all.len, format == SINK_TSV || format == SINK_CSV ? "\n\t" : "\n");
}

static void through_a_grid(struct grid *g, const char *text)
{
	struct area a = grid_area(g);

	grid_erase(g);
	area_put(a, (int)chance(4), (int)chance(30) - 5, -1, PAINT_TEXT, text);
	area_put_right(a, (int)chance(4), (int)chance(20), 15, PAINT_TEXT, text);
	area_putf(a, (int)chance(4), (int)chance(20), -1, PAINT_TEXT, "%s|%s", text, text);
	for (int i = 0; i < g->rows * g->cols; i++)
		if (g->cells[i].len)
			look("cell", g->cells[i].bytes, g->cells[i].len, "");
}

static void strings__by_chance_leave_no_stray_byte_on_a_terminal(void **state)
{
	int n = figure(50000, 50000, 1000000);
	struct grid g;
	char text[512];

	(void)state;
	setlocale(LC_ALL, "C.UTF-8");
	grid_init(&g);
	grid_resize(&g, 4, 40);
	for (int i = 0; i < n; i++) {
		size_t len = make_string(text, sizeof text);

		through_the_filter(text, len);
		through_an_error(text);
		through_a_sink((enum sink_format)(i % SINK_FORMAT_MAX), text);
		if (i % 4 == 0)
			through_a_grid(&g, text);
	}
	grid_release(&g);
	assert_int_equal(found, 0);
	/* The control: as they are, they are found. */
	size_t bad = 0;
	for (int i = 0; i < 1000; i++) {
		size_t len = make_string(text, sizeof text);

		bad += stray(text, len, "\n") != len;
	}
	assert_true(bad > 500);
	buf_release(&all);
	say_result("R20 | no stray byte reaches a terminal",
		   words("%d strings, %zu pieces of output looked at", n, tried), "0 stray bytes",
		   words("unfiltered: found in %zu of 1000", bad));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings__by_chance_leave_no_stray_byte_on_a_terminal),
	};

	buf_init(&all);
	only();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
