/* SPDX-License-Identifier: MIT */
/*
 * json_scan.h - cuts a JSON text into its outer pieces while it streams by.
 *
 * Finds where a value ends by its brackets and strings, and leaves the rest
 * of the grammar to the JSON library, which gets each piece whole. Private to
 * this room.
 */
#ifndef EXCHANGE_JSON_SCAN_H
#define EXCHANGE_JSON_SCAN_H

#include "exchange/input.h"

enum json_scan {
	JSON_SCAN_OK,
	JSON_SCAN_DEEP,  /* nested too deeply; the value was read to its end */
	JSON_SCAN_LONG,  /* longer than max; likewise */
	JSON_SCAN_BROKEN /* cannot be read on: err is filled */
};

/* Skips white space; returns the byte that follows, not yet read, or INPUT_EOF. */
int json_scan_space(struct input *in);

/*
 * Puts the text of one value into dst (cleared before). Must stand on its
 * first byte. JSON_SCAN_DEEP and _LONG leave part of the text in dst.
 */
enum json_scan json_scan_value(struct input *in, struct buf *dst, size_t max, int depth,
			       struct error *err);

/*
 * Reads a member name and its colon and stands on the value. dst gets the
 * name, unescaped. Returns 0, or FAIL_DATA or FAIL_IO.
 */
int json_scan_name(struct input *in, struct buf *dst, struct error *err);

/* Unescapes a JSON string with its quotes; false if it is none. */
bool json_scan_string(const char *text, size_t len, struct buf *dst);

/*
 * "FILE:LINE: WHY (character N of the line)" for the byte the input stands on.
 * Returns FAIL_DATA or FAIL_IO.
 */
int json_scan_fault(const struct input *in, struct error *err, const char *next, const char *why);

#endif
