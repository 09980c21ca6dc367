/* SPDX-License-Identifier: MIT */
/* lifecycle_rules.h - what the files of the life cycles share. Private to core. */
#ifndef CORE_LIFECYCLE_RULES_H
#define CORE_LIFECYCLE_RULES_H

#include "core/lifecycle.h"

/* Who may lend a hand with work that belongs to an owner. */
#define LIFE_WORK (ROLE_SUPERVISOR | ROLE_DIRECTOR)
#define LIFE_READERS (ROLE_VIEWER | ROLE_AUDITOR)

extern const struct life_rule life_rules_recommendation[], life_rules_milestone[], life_rules_position[],
	life_rules_other[];
extern const size_t life_n_recommendation, life_n_milestone, life_n_position, life_n_other;

/* The value of the record's field; NULL if it has no such field. */
const struct value *life_value(const struct life_facts *f, const char *field);

/* The text of the record's field: choice, date, uid; "" if it is empty. A yes is "1". */
const char *life_text(const struct life_facts *f, const char *field, char dst[32]);

/* The state r checks, "" if it moves none. */
const char *life_state(const struct life_rule *r, const struct life_facts *f, char dst[32]);

/* Whether state is one r is possible in, and where it leads: NULL where it stays. */
bool life_from(const struct life_rule *r, const char *state);
const char *life_mapped(const struct life_rule *r, const char *state);

/* One word of a blank separated list into dst; the rest of the list, NULL at its end. */
const char *life_word(const char *list, char *dst, size_t size);

/* Is the guard fulfilled? Guards of the caller are looked up. */
bool life_guard_holds(const struct life_rule *r, const struct life_facts *f, enum life_guard g);

/* Among n uids: is one the actor's, or of whom the actor acts for? */
bool life_is_actor(const struct life_facts *f, const char *uid);

/* Appends "supervisor or director". */
void life_roles(unsigned roles, const char *between, struct buf *out);

#endif
