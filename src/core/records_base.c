/* SPDX-License-Identifier: MIT */
/* records_base.c - the record table: the database itself, offices and accounts. */
#include "core/tables.h"

static const struct choice choices_database_kind[] = {
	{ "personal", "Personal", "one person's own file; no approvals, since there is no second person" },
	{ "shared", "Shared", "many accounts on one host" },
	{ "sample", "Sample", "the sample records; any account can be chosen" },
	{ NULL, NULL, NULL },
};

static const struct field fields_database[] = {
	{ .name = "name", .label = "Name", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_GENESIS,
	  .since = 1, .help = "Always \"database\": there is one such record." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .width = 40, .since = 1,
	  .help = "Shown in the title line." },
	{ .name = "kind", .label = "Kind", .type = FIELD_CHOICE, .choices = choices_database_kind,
	  .flags = FIELD_REQUIRED | FIELD_GENESIS, .width = 8, .since = 1,
	  .help = "What sort of database this is; fixed when it is made." },
	{ .name = "today", .label = "Today", .type = FIELD_DATE, .flags = FIELD_GENESIS, .width = 10, .since = 1,
	  .help = "The day a sample database stands at, so that its clocks are alive." },
};

const struct entity record_database = {
	.id = ENTITY_DATABASE, .name = "database", .plural = "databases", .label = "Database",
	.labels = "Databases", .ref = "{name}", .flags = ENTITY_INTERNAL, .fields = fields_database,
	.n_fields = COUNT(fields_database), .columns = "ref,kind,today,title", .sort = "ref", .title = "title",
	.add_roles = ROLE_NONE, .edit_roles = ROLE_ADMIN, .since = 1,
	.help = "What this database is: one record, made with it.",
};

static const struct choice choices_office_kind[] = {
	{ "opr", "OPR", "Office of Professional Responsibility" },
	{ "ero_fo", "ERO field office", "field office of Enforcement and Removal Operations" },
	{ "ero", "ERO", "Enforcement and Removal Operations, headquarters" },
	{ "ma", "M&A", "Management and Administration" },
	{ "ohc", "OHC", "Office of Human Capital" },
	{ "oig", "OIG", "Office of Inspector General" },
	{ "gao", "GAO", "Government Accountability Office" },
	{ "lea", "LEA", "participating state or local law enforcement agency" },
	{ "dhs_liaison", "Liaison office", "department-level liaison for audits" },
	{ "head", "Head of agency", "the office of the agency's head" },
	{ "other", "Other", NULL },
	{ NULL, NULL, NULL },
};

static const struct field fields_office[] = {
	{ .name = "code", .label = "Code", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY,
	  .width = 12, .max = 24, .since = 1, .help = "Short name used everywhere: OPR, OHC, DHS-OIG." },
	{ .name = "name", .label = "Name", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 44,
	  .since = 1, .help = "The office's full name." },
	{ .name = "kind", .label = "Kind", .type = FIELD_CHOICE, .choices = choices_office_kind,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 16, .initial = "other", .since = 1,
	  .help = "What sort of office it is." },
	{ .name = "parent", .label = "Part of", .type = FIELD_REF, .target = ENTITY_OFFICE, .flags = FIELD_ENTRY,
	  .width = 12, .since = 1, .help = "The office it belongs to." },
	{ .name = "has_accounts", .label = "Has accounts", .type = FIELD_BOOL, .width = 12, .initial = "no", .since = 1,
	  .help = "Whether its people work in this database themselves." },
};

const struct entity record_office = {
	.id = ENTITY_OFFICE, .name = "office", .plural = "offices", .label = "Office", .labels = "Offices",
	.ref = "{code}", .flags = ENTITY_SUBJECT, .fields = fields_office, .n_fields = COUNT(fields_office),
	.columns = "ref,kind,name,parent", .sort = "ref", .title = "name",
	.add_roles = ROLE_ADMIN | ROLES_REGISTER, .edit_roles = ROLE_ADMIN | ROLE_LIAISON, .since = 1,
	.help = "An office that receives, owns or closes recommendations.",
};

const struct choice choices_role[] = {
#define ROLE_CHOICE(id, name, label, help) { name, label, help },
	ROLE_LIST(ROLE_CHOICE)
#undef ROLE_CHOICE
	{ NULL, NULL, NULL },
};

static const struct field fields_user[] = {
	{ .name = "name", .label = "Account", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY | FIELD_ONCE,
	  .width = 14, .max = 32, .since = 1, .help = "Login name; never changed, since the log names people by it." },
	{ .name = "display_name", .label = "Name shown", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 24, .since = 1,
	  .help = "How the person is named on screens and prints." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 28, .since = 1,
	  .help = "Official title." },
	{ .name = "role", .label = "Role", .type = FIELD_CHOICE, .choices = choices_role,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 12, .since = 1, .help = "What the account may do." },
	{ .name = "office", .label = "Office", .type = FIELD_REF, .target = ENTITY_OFFICE, .flags = FIELD_ENTRY | FIELD_KEEP,
	  .width = 12, .since = 1, .help = "The person's office." },
	{ .name = "active", .label = "Active", .type = FIELD_BOOL, .flags = FIELD_REQUIRED, .width = 6, .initial = "yes",
	  .since = 1, .help = "An account that is not active can do nothing and is kept for the log." },
	{ .name = "unconfirmed", .label = "Unconfirmed", .type = FIELD_BOOL, .flags = FIELD_WORKFLOW, .width = 5,
	  .by = "add set import grant correct", .since = 3,
	  .help = "Rights of an administrator that no second person confirmed, since there was no supervisor yet." },
};

static const struct shorthand shorthands_user[] = {
	{ "open", "active:yes" }, { "closed", "active:no" }, { "mine", "name:me" }, { "problem", "unconfirmed:yes" },
	{ NULL, NULL },
};

const struct entity record_user = {
	.id = ENTITY_USER, .name = "user", .plural = "users", .label = "Account", .labels = "Accounts",
	.ref = "{name}", .fields = fields_user, .n_fields = COUNT(fields_user), .shorthands = shorthands_user,
	.columns = "ref,role,office,display_name,title,active", .sort = "ref", .title = "display_name",
	.add_roles = ROLE_ADMIN, .edit_roles = ROLE_ADMIN, .since = 1,
	.help = "A person's account. No social security number and no birth date, anywhere.",
};
