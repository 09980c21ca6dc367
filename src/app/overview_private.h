/* SPDX-License-Identifier: MIT */
/* overview_private.h - what the files of the overview share. Private to app. */
#ifndef APP_OVERVIEW_PRIVATE_H
#define APP_OVERVIEW_PRIVATE_H

#include "app/overview.h"

/* How many recommendations were open at the end of each half-year, from the log. */
int overview_ends(struct store *s, struct overview *o, struct error *err);

#endif
