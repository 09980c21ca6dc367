/* SPDX-License-Identifier: MIT */
/* doctor_host.h - the next step of setting up a shared database. Private to app. */
#ifndef APP_DOCTOR_HOST_H
#define APP_DOCTOR_HOST_H

#include "app/app.h"
#include "base/buf.h"

/* The first thing that is missing, as a command to type; "" where it cannot be told. a is open. */
void doctor_next_step(struct app *a, struct buf *out);

#endif
