/* SPDX-License-Identifier: MIT */
/* base64.h - bytes as text and back (RFC 4648, with padding, without line ends). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

void base64_add(struct buf *out, const char *bytes, size_t len);

/* Appends what text stands for; false, and out as it was, unless it is exactly what base64_add() writes. */
bool base64_read(struct buf *out, const char *text, size_t len);

#endif
