/* SPDX-License-Identifier: MIT */
/* records_view.c - the record table: saved views of lists. */
#include "core/tables.h"

/* Whoever may change anything may keep views; who only reads, reads. */
#define ROLES_VIEWS ((unsigned)ROLE_ALL & ~(unsigned)(ROLE_AUDITOR | ROLE_VIEWER))

static const struct field fields_saved_view[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 5,
	  .min = 1, .max = 1000000000, .since = 3, .help = "Counted up; never used twice." },
	{ .name = "name", .label = "Name", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 24, .max = 60,
	  .since = 3, .help = "What it is called. One owner has a name only once for a kind of record." },
	{ .name = "owner", .label = "Owner", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_ONCE, .width = 14,
	  .since = 3, .help = "Whose view it is: whoever adds it. Only the owner or an administrator changes it." },
	{ .name = "kind", .label = "Shows", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_ONCE, .width = 16,
	  .max = 60, .since = 3, .help = "The records it shows, as list takes them: recommendations." },
	{ .name = "query", .label = "Filter", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 40, .max = 4096, .since = 3,
	  .help = "The filter, in the query language." },
	{ .name = "columns", .label = "Columns", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .max = 4096, .since = 3,
	  .help = "The columns in their order, name:cells for one of another width; empty: the usual ones." },
	{ .name = "sort", .label = "Order", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .max = 400, .since = 3,
	  .help = "The order, as list --sort takes it; empty: the usual one." },
	{ .name = "shared", .label = "Shared", .type = FIELD_BOOL, .flags = FIELD_ENTRY, .width = 6, .initial = "no", .since = 3,
	  .help = "Others see it too, and cannot change it." },
	{ .name = "start", .label = "At start", .type = FIELD_BOOL, .width = 8, .initial = "no", .since = 3,
	  .help = "What opens when closeout starts. One view of an owner." },
};

static const struct shorthand shorthands_saved_view[] = {
	{ "mine", "owner:me" },
	{ "shared", "shared:yes" },
	{ NULL, NULL },
};

const struct entity record_saved_view = {
	.id = ENTITY_SAVED_VIEW, .name = "saved_view", .plural = "saved_views", .label = "Saved view", .labels = "Saved views",
	.ref = "V-{number}", .flags = ENTITY_NUMBERED, .fields = fields_saved_view, .n_fields = COUNT(fields_saved_view),
	.shorthands = shorthands_saved_view, .columns = "ref,name,kind,owner,shared,start,query", .sort = "kind,name",
	.title = "name", .add_roles = ROLES_VIEWS, .edit_roles = ROLES_VIEWS, .since = 3,
	.help = "A filter, columns and an order of a list under a name, for oneself or for all.",
};
