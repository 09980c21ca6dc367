/* SPDX-License-Identifier: MIT */
/* records_key.c - the record table: the keys people log in with over SSH. */
#include "core/tables.h"

static const struct field fields_key[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 5,
	  .min = 1, .max = 100000, .since = 2, .help = "Counted up; never used twice." },
	{ .name = "account", .label = "Account", .type = FIELD_REF, .target = ENTITY_USER,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP | FIELD_ONCE, .width = 14, .since = 2,
	  .help = "Whose key it is: who logs in with it is this account." },
	{ .name = "public_key", .label = "Public key", .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_ONCE, .max = 4096, .since = 2,
	  .help = "The line of the .pub file: type, key and comment. ssh-ed25519, ecdsa, rsa from 2048 bits, and security keys." },
	{ .name = "type", .label = "Type", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 20, .max = 48, .since = 2,
	  .help = "The kind of key; read from it." },
	{ .name = "fingerprint", .label = "Fingerprint", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 50, .max = 64,
	  .since = 2, .help = "SHA-256 of the key, as ssh-keygen -l prints it; read from it. No key is anybody else's, ever." },
	{ .name = "comment", .label = "Comment", .type = FIELD_TEXT, .width = 30, .max = 120, .since = 2,
	  .help = "What its owner calls it; only words, nothing depends on it." },
	{ .name = "added_on", .label = "Added on", .type = FIELD_DATE, .flags = FIELD_ONCE, .width = 10, .initial = "today",
	  .since = 2, .help = "The day it came in." },
	{ .name = "revoked_on", .label = "Revoked on", .type = FIELD_DATE, .flags = FIELD_ONCE, .width = 10, .since = 2,
	  .help = "The day it stopped being taken. A revoked key stays revoked." },
};

static const struct shorthand shorthands_key[] = {
	{ "active", "revoked_on:none" },
	{ NULL, NULL },
};

const struct entity record_key = {
	.id = ENTITY_KEY, .name = "key", .plural = "keys", .label = "Login key", .labels = "Login keys",
	.ref = "K-{number}", .flags = ENTITY_NUMBERED, .fields = fields_key, .n_fields = COUNT(fields_key),
	.shorthands = shorthands_key, .columns = "ref,account,type,fingerprint,added_on,revoked_on,comment", .sort = "ref",
	.title = "fingerprint", .add_roles = ROLE_ADMIN, .edit_roles = ROLE_ADMIN, .since = 2,
	.help = "A public key that its account logs in with over SSH, on a host that many share.",
};
