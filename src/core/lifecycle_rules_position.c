/* SPDX-License-Identifier: MIT */
/*
 * lifecycle_rules_position.c - the life of a position: classified, told, moved, compared.
 *
 * That an effective date is the first day of a pay period in time after
 * certification, and that a lower grade was told before, is asked at the door.
 */
#include "core/lifecycle_rules.h"
#include "core/tables.h"

const struct life_rule life_rules_position[] = {
	{ .action = "certify", .label = "Certify the classification", .entity = ENTITY_POSITION, .moves = "state",
	  .from = "proposed", .to = "certified", .roles = ROLE_CLASSIFIER, .asks = "certified_on comment",
	  .sets = "certified_on=today certified_by=actor", .guards = { GUARD_NOT_FUTURE },
	  .help = "The new series and grade are signed. It takes effect within four pay periods." },
	{ .action = "notify", .label = "Record the notice", .entity = ENTITY_POSITION, .moves = "state", .from = "certified",
	  .to = "notified", .roles = ROLE_SUPERVISOR | ROLE_CLASSIFIER, .asks = "notice_on comment", .sets = "notice_on=today",
	  .guards = { GUARD_NOT_FUTURE },
	  .help = "The written notice was given; needed where grade or pay falls, before it takes effect." },
	{ .action = "make-effective", .label = "Make effective", .entity = ENTITY_POSITION, .moves = "state",
	  .from = "certified notified", .to = "effective", .roles = ROLE_CLASSIFIER, .asks = "effective_on+ sf52_no comment",
	  .guards = { GUARD_NOT_FUTURE }, .help = "The personnel action is done, as of the first day of a pay period." },
	{ .action = "verify-action", .label = "Verify the SF-50", .entity = ENTITY_POSITION, .moves = "state",
	  .from = "effective", .to = "verified", .roles = ROLE_SUPERVISOR | ROLE_CLASSIFIER,
	  .asks = "sf50_verified_on comment", .sets = "sf50_verified_on=today", .guards = { GUARD_NOT_FUTURE },
	  .help = "The SF-50 was compared with the crosswalk and agrees." },
};
const size_t life_n_position = COUNT(life_rules_position);
