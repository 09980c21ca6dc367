/* SPDX-License-Identifier: MIT */
/*
 * pty_private.h - the screen side of a pty, for its process side.
 */
#ifndef TESTS_E2E_PTY_PRIVATE_H
#define TESTS_E2E_PTY_PRIVATE_H

#include "pty.h"

void vscreen_open(struct pty *p);
void vscreen_close(struct pty *p);
void vscreen_feed(struct pty *p, const char *bytes, size_t len);
void vscreen_resize(struct pty *p, int rows, int cols);

#endif
