/* SPDX-License-Identifier: MIT */
/*
 * plan_table.h - a plan as rows: baseline, forecast, slip, float, what is critical.
 */
#ifndef APP_PLAN_TABLE_H
#define APP_PLAN_TABLE_H

#include "app/listing.h"
#include "app/plan.h"

/* In text: title above, how it stands below; in every other format the rows alone. */
int plan_write(const struct plan *p, struct output *o, int64_t *rows, struct error *err);

#endif
