/* SPDX-License-Identifier: MIT */
/* lifecycle_rules_other.c - plans, evidence, two-person acts, and what can be done with any record. */
#include "core/lifecycle_rules.h"
#include "core/tables.h"

const struct life_rule life_rules_other[] = {
	{ .action = "freeze-baseline", .label = "Freeze the baseline", .entity = ENTITY_PLAN, .moves = "state",
	  .from = "draft", .to = "baselined", .roles = ROLE_DIRECTOR, .flags = LIFE_IRREVERSIBLE, .asks = "comment",
	  .makes = ENTITY_BASELINE, .guards = { GUARD_ALL_APPROVED, GUARD_COVERAGE, GUARD_CROSSWALK },
	  .help = "Keeps the approved dates of all milestones as a baseline that never changes." },
	{ .action = "decide-gate", .label = "Decide the gate", .entity = ENTITY_PLAN, .moves = "gate_outcome",
	  .from = "pending", .to = "=", .roles = ROLE_DIRECTOR, .flags = LIFE_IRREVERSIBLE, .asks = "gate_outcome* waves comment*",
	  .guards = { GUARD_PREDECESSORS, GUARD_OUTCOME },
	  .help = "Says what the study leads to. With none all that follows is cancelled and the closeout is next; "
		  "with partial the waves that are not named." },

	{ .action = "withdraw", .label = "Withdraw evidence", .entity = ENTITY_EVIDENCE, .moves = "withdrawn", .from = "0",
	  .to = "1", .roles = ROLE_SUPERVISOR | ROLE_DIRECTOR | ROLE_LIAISON, .flags = LIFE_ADDER, .asks = "comment*",
	  .help = "It stays on record and no longer counts as proof." },

	{ .action = "grant", .label = "Grant a role", .entity = ENTITY_USER, .roles = ROLE_ADMIN,
	  .flags = LIFE_TWO_PERSONS | LIFE_IRREVERSIBLE, .from = "*", .to = "=", .asks = "role* active comment",
	  .sets = "unconfirmed=", .deciders = ROLE_SUPERVISOR | ROLE_ADMIN,
	  .help = "Gives an account the rights of an administrator, or oneself another role. A second person confirms." },

	{ .action = "confirm", .label = "Confirm", .entity = ENTITY_APPROVAL, .moves = "state", .from = "waiting",
	  .to = "confirmed", .roles = ROLE_SUPERVISOR | ROLE_ADMIN, .flags = LIFE_DECIDES | LIFE_APPROVES | LIFE_IRREVERSIBLE,
	  .asks = "comment", .about = "record-reopen correct grant",
	  .guards = { GUARD_NOT_SUBMITTER, GUARD_LEVEL, GUARD_UNCHANGED },
	  .help = "The second person agrees: it takes effect now." },
	{ .action = "deny", .label = "Deny", .entity = ENTITY_APPROVAL, .moves = "state", .from = "waiting", .to = "denied",
	  .roles = ROLE_SUPERVISOR | ROLE_ADMIN, .flags = LIFE_DECIDES | LIFE_DENIES, .asks = "comment*",
	  .about = "record-reopen correct grant", .guards = { GUARD_NOT_SUBMITTER, GUARD_LEVEL },
	  .help = "The second person does not agree: nothing changes." },

	{ .action = "post-update", .label = "Write an update", .entity = ENTITY_NONE, .roles = ROLES_WORK,
	  .flags = LIFE_ANY_RECORD | LIFE_SUBJECTS, .from = "*", .to = "=",
	  .asks = "text* kind dated_on next_step next_step_on", .makes = ENTITY_UPDATE, .guards = { GUARD_NOT_FUTURE },
	  .help = "A dated word on how it stands. Never edited, only followed by another." },
	{ .action = "recall", .label = "Recall", .entity = ENTITY_NONE, .roles = ROLE_ALL & ~LIFE_READERS,
	  .flags = LIFE_ANY_RECORD | LIFE_RECALLS, .from = "*", .to = "=", .asks = "comment", .about = "correct grant",
	  .guards = { GUARD_SUBMITTER }, .help = "Takes back what you submitted and nobody decided yet." },
	{ .action = "correct", .label = "Correct", .entity = ENTITY_NONE, .roles = ROLE_ADMIN,
	  .flags = LIFE_ANY_RECORD | LIFE_ANY_FIELD | LIFE_TWO_PERSONS | LIFE_IRREVERSIBLE, .from = "*", .to = "=",
	  .asks = "comment* effective", .deciders = ROLE_SUPERVISOR,
	  .help = "Mends what was recorded wrongly, also what only actions set. A supervisor confirms; both stay in history, "
		  "and no new record gets a number that it frees." },
	{ .action = "void", .label = "Void", .entity = ENTITY_NONE, .roles = ROLE_SUPERVISOR,
	  .flags = LIFE_ANY_RECORD | LIFE_ADDER | LIFE_REMOVES, .from = "*", .to = "=", .asks = "comment*",
	  .guards = { GUARD_UNREFERRED },
	  .help = "It was entered in error: hidden and not counted, its number is not used again." },
};
const size_t life_n_other = COUNT(life_rules_other);
