/* SPDX-License-Identifier: MIT */
/*
 * why.h - where a date or a state comes from, in sentences.
 *
 * A computed date is taken apart ("2012-12-24 = issued 2012-09-25 + 90 days
 * (DHS Directive 077-01)"); what somebody set is traced to the entry of the
 * log that set it: when, by whom, instead of what, and why.
 */
#ifndef APP_WHY_H
#define APP_WHY_H

#include "app/app.h"
#include "base/buf.h"

/*
 * Appends lines about a field of the record, or about all of its dates and
 * states (field NULL). For a recommendation the name of a clock is a field
 * too: response, resolution, final_action, update, closeout_letter, target.
 * FAIL_USAGE for a field there is not.
 */
int why_record(struct app *a, const struct entity *e, const char *uid, const char *field, struct buf *out,
	       struct error *err);
int why_ref(struct app *a, const char *ref, const char *field, struct buf *out, struct error *err);

#endif
