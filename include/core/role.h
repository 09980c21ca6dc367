/* SPDX-License-Identifier: MIT */
/*
 * role.h - who a person is to the office.
 *
 * An account has one role; dated delegations add another person's. A role is
 * a bit so that the record and action tables can name several.
 */
#ifndef CORE_ROLE_H
#define CORE_ROLE_H

#include <stdbool.h>

/* X(NAME, "name", "label", "what it is for") */
#define ROLE_LIST(X)                                                                        \
	X(INSPECTOR, "inspector", "Inspector", "inspects; follows recommendations")         \
	X(LEAD, "lead", "Lead inspector", "leads inspections and the transition plan")      \
	X(SUPERVISOR, "supervisor", "Supervisor (unit chief)", "first approval")            \
	X(DIRECTOR, "director", "Assistant director", "second approval")                    \
	X(LIAISON, "liaison", "Liaison", "speaks with the oversight body, records letters") \
	X(CLASSIFIER, "classifier", "Classifier (human capital)", "certifies positions")    \
	X(CLERK, "clerk", "Clerk", "keys in register data as received")                     \
	X(PLANNER, "planner", "Planner", "keeps the forecasts of the plan")                 \
	X(AUDITOR, "auditor", "Auditor", "reads and verifies everything, writes nothing")   \
	X(VIEWER, "viewer", "Viewer", "reads")                                              \
	X(ADMIN, "admin", "Administrator", "accounts, offices, settings; no approvals")     \
	X(PERSONAL, "personal", "Personal", "the only user of a personal database")

enum role_bit {
#define ROLE_BIT(id, name, label, help) ROLE_##id##_BIT,
	ROLE_LIST(ROLE_BIT)
#undef ROLE_BIT
	ROLE_MAX
};

enum role {
#define ROLE_ENUM(id, name, label, help) ROLE_##id = 1 << ROLE_##id##_BIT,
	ROLE_LIST(ROLE_ENUM)
#undef ROLE_ENUM
	ROLE_NONE = 0,
	ROLE_ALL = (1 << ROLE_MAX) - 1
};

unsigned role_by_name(const char *name); /* ROLE_NONE if unknown */
const char *role_name(unsigned role);    /* of one bit; "?" if it is none */
const char *role_label(unsigned role);

#endif
