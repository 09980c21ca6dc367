/* SPDX-License-Identifier: MIT */
/*
 * utf8.h - text as people see it.
 *
 * Three units: bytes (storage), characters (Unicode scalar values) and
 * clusters (what a cursor steps over; UAX 29). Width is in cells, by libc's
 * wcwidth() per character, because that is how ncurses counts. All stored
 * text is valid UTF-8 in NFC: the doors (keys, paste, import, settings) ask
 * utf8_storable() and refuse, or store what utf8_nfc() makes of it.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Decodes the character at s (len > 0 bytes left). Returns its length in
 * bytes, 1..4, and stores it in *cp; for an invalid byte returns 1 and
 * stores UTF8_BAD.
 */
#define UTF8_BAD 0xFFFFFFFFu
size_t utf8_decode(const char *s, size_t len, uint32_t *cp);
size_t utf8_encode(uint32_t cp, char dst[4]);

/*
 * True if all len bytes are strict UTF-8 without NUL. *bad (may be NULL) gets
 * the first wrong byte's offset.
 */
bool utf8_valid(const char *s, size_t len, size_t *bad);

/* How many bytes at the start are printable ASCII: if all are, a byte is a cluster of one cell. */
size_t utf8_plain(const char *s, size_t len);

/* Appends s in NFC to dst. s must be valid. */
void utf8_nfc(struct buf *dst, const char *s, size_t len);

/*
 * True if s holds only what a record may hold: valid, no control characters
 * but TAB and LF (LF only where multiline). *bad as above.
 */
bool utf8_storable(const char *s, size_t len, bool multiline, size_t *bad);

/* Offset of the end of the cluster that starts at from; of the start of the cluster before from. */
size_t utf8_next(const char *s, size_t len, size_t from);
size_t utf8_prev(const char *s, size_t len, size_t from);

/* Start of the next word after from, start of the word at or before from. */
size_t utf8_next_word(const char *s, size_t len, size_t from);
size_t utf8_prev_word(const char *s, size_t len, size_t from);

int utf8_char_width(uint32_t cp);              /* cells; 0 for combining; -1 for not printable */
int utf8_width(const char *s, size_t len);     /* cells of filtered text */

/*
 * Bytes of s that fit in cells without cutting a cluster; *used (may be NULL)
 * gets the cells they take.
 */
size_t utf8_clip(const char *s, size_t len, int cells, int *used);

/* Case-folded, for comparing without case. Appends to dst. */
void utf8_fold(struct buf *dst, const char *s, size_t len);

/* True if needle occurs in hay, ignoring case. An empty needle always does. */
bool utf8_contains(const char *hay, const char *needle);

/*
 * The one text filter: appends s to dst with everything that could act on a
 * terminal made a visible token: C0, DEL, C1, U+2028/9, bidi controls and all
 * other format characters, zero-width and unassigned ones, noncharacters and
 * invalid bytes become "<1B>", "<202E>" and so on. ZWJ and VS16 stay inside
 * emoji. A mark with nothing to stand on is a token too; more than 8 on one
 * base are cut. TAB becomes a space unless UTF8_KEEP_TAB; LF becomes "<0A>"
 * unless UTF8_KEEP_LF. Filtering twice is filtering once.
 */
enum utf8_filter { UTF8_FILTER_NONE = 0, UTF8_KEEP_LF = 1, UTF8_KEEP_TAB = 2 };
void utf8_visible(struct buf *dst, const char *s, size_t len, unsigned keep);

/* True if utf8_visible() would change nothing. */
bool utf8_is_visible(const char *s, size_t len, unsigned keep);

#endif
