/* SPDX-License-Identifier: MIT */
/* records_mapping.c - the record table: how the files of a register are imported. */
#include "core/tables.h"

#define ROLES_IMPORT (ROLE_ADMIN | ROLE_CLERK | ROLE_LEAD | ROLE_LIAISON | ROLE_SUPERVISOR)

static const struct field fields_mapping[] = {
	{ .name = "name", .label = "Name", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY | FIELD_ONCE,
	  .width = 20, .max = 40, .since = 3, .help = "Short name, as typed behind --mapping." },
	{ .name = "kind", .label = "Kind of record", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 16,
	  .max = 40, .since = 3, .help = "What the rows become: recommendation, report." },
	{ .name = "options", .label = "Options", .type = FIELD_LONG, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 48,
	  .since = 3,
	  .help = "The options of the import, one a line, without dashes and quotes: map Rec No.=number; encoding latin-1." },
	{ .name = "notes", .label = "Notes", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 40,
	  .max = 400, .since = 3,
	  .help = "Where the files come from." },
};

const struct entity record_mapping = {
	.id = ENTITY_MAPPING, .name = "mapping", .plural = "mappings", .label = "Import mapping", .labels = "Import mappings",
	.ref = "{name}", .fields = fields_mapping, .n_fields = COUNT(fields_mapping), .columns = "ref,kind,notes",
	.sort = "ref", .title = "notes", .add_roles = ROLES_IMPORT, .edit_roles = ROLES_IMPORT, .since = 3,
	.help = "How the columns, values and dates of a register's files are read: what --save-mapping keeps.",
};
