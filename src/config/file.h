/* SPDX-License-Identifier: MIT */
/*
 * file.h - reading a libconfig file that nobody has vouched for.
 *
 * libconfig 1.5 leaves the process when an @include names a folder, waits
 * for ever when it names a FIFO, and reads numbers that do not fit as other
 * numbers. So a file is read and checked here first, and libconfig only
 * gets a string in which none of this can happen.
 */
#ifndef CONFIG_FILE_H
#define CONFIG_FILE_H

#include <libconfig.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

#define FILE_BYTES_MAX 65536
#define FILE_DEPTH_MAX 32

/*
 * Reads all of path into dst. FAIL_MISSING if there is no such file,
 * FAIL_CONFIG for everything else: not a regular file, longer than
 * FILE_BYTES_MAX, unreadable, and with trusted also a link, another owner
 * than root or the effective user, or a file that others can write.
 * Never waits: a FIFO or a device is refused without reading.
 */
int file_read(const char *path, bool trusted, struct buf *dst, struct error *err);

/*
 * Checks text and turns integers that do not fit into a fraction, 1.0e99: no
 * setting takes fractions, so it cannot be read as another number.
 * Refuses NUL, wrong UTF-8, @include, a quote or bracket that is not closed and
 * deep nesting; *line gets the line it stands in. A byte-order mark becomes spaces.
 */
int file_check(struct buf *text, int *line, struct error *err);

/* file_check(), then parsing into cfg, which the caller has initialised and destroys. */
int file_parse(struct buf *text, config_t *cfg, int *line, struct error *err);

#endif
