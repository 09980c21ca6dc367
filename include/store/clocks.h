/* SPDX-License-Identifier: MIT */
/*
 * clocks.h - what the clocks of a recommendation run on, and the rules they run by.
 *
 * "due", "due_what" and "status_word" of a recommendation come from the same
 * code as every other answer about its clocks (core/deadline.h): queries call
 * it as a function of the connection. So the lengths, the calendar and the
 * rolling of the settings hold for filters and orders too, and nothing about
 * a clock is ever stored.
 */
#ifndef STORE_CLOCKS_H
#define STORE_CLOCKS_H

#include "core/deadline.h"
#include "store/store.h"

/*
 * The rules for this connection and for those made from it by store_as_of();
 * until then those of deadline_rules_default(). The calendar must live as long.
 */
void store_set_clocks(struct store *s, const struct deadline_rules *rules);
const struct deadline_rules *store_clocks(const struct store *s);

/* The facts of one recommendation, letters, updates and extensions included. Texts live in a. */
int store_clock_facts(struct store *s, const char *uid, struct arena *a, struct deadline_facts *out,
		      struct error *err);

#endif
