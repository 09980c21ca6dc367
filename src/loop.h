/* SPDX-License-Identifier: MIT */
/* loop.h - the screen, from the first frame to the last key. */
#ifndef LOOP_H
#define LOOP_H

#include "app/app.h"

/*
 * Shows the screen until the user leaves or the terminal goes. a is
 * initialised; without an open database the first-run offer shows.
 */
int loop(struct app *a, struct error *err);

#endif
