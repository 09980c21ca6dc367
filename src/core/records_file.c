/* SPDX-License-Identifier: MIT */
/* records_file.c - the record table: letters, updates, evidence. */
#include "core/tables.h"

static const struct choice choices_direction[] = {
	{ "in", "In", "we received it" }, { "out", "Out", "we sent it" }, { NULL, NULL, NULL },
};

static const struct choice choices_letter_kind[] = {
	{ "transmittal", "Transmittal", NULL }, { "response", "Response", NULL }, { "analysis", "Analysis", NULL },
	{ "status", "Status", NULL }, { "closeout", "Closeout request", NULL }, { "closure", "Closure", NULL },
	{ "reopen", "Reopening", NULL }, { "extension", "Extension", NULL },
	{ "afo_decision", "Follow-up official's decision", NULL }, { "other", "Other", NULL }, { NULL, NULL, NULL },
};

static const struct field fields_correspondence[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 1, .max = 1000000000, .since = 1, .help = "Counted up; never used twice." },
	{ .name = "direction", .label = "Direction", .type = FIELD_CHOICE, .choices = choices_direction,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 4, .initial = "in", .since = 1,
	  .help = "Received or sent." },
	{ .name = "kind", .label = "Kind", .type = FIELD_CHOICE, .choices = choices_letter_kind,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 16, .since = 1, .help = "What the letter does." },
	{ .name = "dated_on", .label = "Dated", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_NEWEST,
	  .width = 10, .since = 1, .help = "Date on the letter." },
	{ .name = "received_on", .label = "Received", .type = FIELD_DATE, .flags = FIELD_ENTRY | FIELD_NEWEST, .width = 10,
	  .since = 1, .help = "The day it arrived." },
	{ .name = "ref_no", .label = "Their reference", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 16, .since = 1,
	  .help = "The sender's reference." },
	{ .name = "signatory", .label = "Signed by", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 24, .since = 1,
	  .help = "Who signed it." },
	{ .name = "acting_for", .label = "Acting for", .type = FIELD_TEXT, .since = 1, .help = "Whom the signatory acted for." },
	{ .name = "summary", .label = "Summary", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 40,
	  .max = 400, .since = 1, .help = "One line about it." },
	{ .name = "body", .label = "Text", .type = FIELD_LONG, .flags = FIELD_ENTRY, .since = 1, .help = "The letter's text." },
	{ .name = "recommendations", .label = "Touches", .type = FIELD_LINES, .target = ENTITY_LETTER_LINE,
	  .flags = FIELD_ENTRY, .since = 1, .help = "The recommendations it is about." },
	{ .name = "location", .label = "Kept at", .type = FIELD_TEXT, .max = 400, .since = 1,
	  .help = "Where the paper or the file is." },
};

const struct entity record_correspondence = {
	.id = ENTITY_CORRESPONDENCE, .name = "correspondence", .plural = "correspondence", .label = "Letter",
	.labels = "Letters", .ref = "C-{number}", .flags = ENTITY_NUMBERED | ENTITY_SUBJECT,
	.fields = fields_correspondence, .n_fields = COUNT(fields_correspondence),
	.columns = "ref,dated_on,direction,kind,summary", .sort = "ref", .title = "summary",
	.add_roles = ROLE_CLERK | ROLE_LIAISON, .edit_roles = ROLE_CLERK | ROLE_LIAISON, .since = 1,
	.help = "A letter or memo, received or sent.",
};

/* Permanent names; each stands for the action that records it. */
#define RECORDED_BY "record-accept record-reject record-decision record-withdraw record-closure record-hold lift-hold " \
		    "record-reopen record-return confirm correct"

static const struct choice choices_outcome[] = {
	{ "no_change", "No change", NULL }, { "accept", "Accepts the plan", "resolved, open" },
	{ "reject", "Rejects the plan", "unresolved, open" },
	{ "decision", "Decides the dispute", "the audit follow-up official" },
	{ "withdraw", "Withdraws agreement", "unresolved, open" }, { "close", "Closes", NULL },
	{ "hold", "Places on hold", NULL }, { "lift_hold", "Lifts the hold", NULL },
	{ "reopen", "Reopens", "a second person confirms" },
	{ "more", "Asks for more", "the closeout comes back" }, { NULL, NULL, NULL },
};

static const struct field fields_letter_line[] = {
	{ .name = "letter", .label = "Letter", .type = FIELD_REF, .target = ENTITY_CORRESPONDENCE,
	  .flags = FIELD_REQUIRED | FIELD_PARENT, .width = 6, .since = 1, .help = "The letter." },
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 3,
	  .min = 1, .max = 10000, .since = 1, .help = "Place in the list." },
	{ .name = "recommendation", .label = "Recommendation", .type = FIELD_REF, .target = ENTITY_RECOMMENDATION,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 14, .since = 1, .help = "A recommendation the letter is about." },
	{ .name = "note", .label = "Note", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 32, .max = 400, .since = 1,
	  .help = "What it says of it." },
	{ .name = "outcome", .label = "Outcome", .type = FIELD_CHOICE, .choices = choices_outcome,
	  .flags = FIELD_ENTRY, .width = 14, .writers = ROLE_LIAISON, .since = 2,
	  .help = "What it does to the recommendation." },
	{ .name = "closure_reason", .label = "Closure reason", .type = FIELD_CHOICE, .choices = choices_closure_reason,
	  .flags = FIELD_ENTRY, .width = 14, .writers = ROLE_LIAISON, .since = 2, .help = "Why it is closed, where it is." },
	{ .name = "new_target", .label = "New target", .type = FIELD_DATE, .flags = FIELD_ENTRY, .width = 10,
	  .writers = ROLE_LIAISON, .since = 2, .help = "The target date it agrees to, where it names one." },
	{ .name = "reason", .label = "Reason", .type = FIELD_TEXT, .width = 32, .max = 400, .writers = ROLE_LIAISON,
	  .since = 2, .help = "The reason it gives." },
	{ .name = "recorded_on", .label = "Recorded", .type = FIELD_DATE, .flags = FIELD_WORKFLOW, .width = 10,
	  .by = RECORDED_BY, .since = 2, .help = "The day its outcome was written to the recommendation." },
};

const struct entity record_letter_line = {
	.id = ENTITY_LETTER_LINE, .name = "letter_line", .plural = "letter_lines", .label = "Letter line",
	.labels = "Letter lines", .ref = "{letter}/{number}", .flags = ENTITY_LINE, .fields = fields_letter_line,
	.n_fields = COUNT(fields_letter_line),
	.columns = "ref,recommendation,outcome,closure_reason,new_target,note", .sort = "ref",
	.title = "note",
	.add_roles = ROLE_CLERK | ROLE_LIAISON, .edit_roles = ROLE_CLERK | ROLE_LIAISON, .since = 1,
	.help = "One recommendation a letter is about.",
};

static const struct choice choices_update_kind[] = {
	{ "status", "Status", "how it stands; restarts the update clock" }, { "note", "Note", NULL },
	{ "call", "Call", NULL }, { "meeting", "Meeting", NULL }, { NULL, NULL, NULL },
};

static const struct field fields_update[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 1, .max = 1000000000, .since = 1, .help = "Counted up; never used twice." },
	{ .name = "subject", .label = "About", .type = FIELD_ANY, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 14,
	  .since = 1, .help = "The record it is about." },
	{ .name = "dated_on", .label = "Dated", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_NEWEST,
	  .width = 10, .initial = "today", .since = 1, .help = "The day it speaks of." },
	{ .name = "kind", .label = "Kind", .type = FIELD_CHOICE, .choices = choices_update_kind,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 8, .initial = "status", .since = 1, .help = "What sort of update." },
	{ .name = "text", .label = "Text", .type = FIELD_LONG, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 48, .since = 1,
	  .help = "What happened." },
	{ .name = "next_step", .label = "Next step", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 32, .max = 400,
	  .since = 1, .help = "What happens next." },
	{ .name = "next_step_on", .label = "Next step on", .type = FIELD_DATE, .flags = FIELD_ENTRY, .width = 10, .since = 1,
	  .help = "When it happens." },
};

const struct entity record_update = {
	.id = ENTITY_UPDATE, .name = "update", .plural = "updates", .label = "Update", .labels = "Updates",
	.ref = "U-{number}", .flags = ENTITY_APPEND_ONLY | ENTITY_NUMBERED, .fields = fields_update,
	.n_fields = COUNT(fields_update), .columns = "ref,dated_on,subject,kind,text", .sort = "-dated_on,-number",
	.title = "text", .add_roles = ROLES_WORK, .edit_roles = ROLE_NONE, .since = 1,
	.help = "A dated word on how a record stands. Never edited, only followed by another.",
};

static const struct choice choices_evidence_type[] = {
	{ "memo", "Memo", NULL }, { "policy", "Policy", NULL }, { "training", "Training record", NULL },
	{ "screenshot", "Screenshot", NULL }, { "sf50", "SF-50", NULL }, { "pd", "Position description", NULL },
	{ "letter", "Letter", NULL }, { "data", "Data", NULL }, { "photo", "Photo", NULL }, { "other", "Other", NULL },
	{ NULL, NULL, NULL },
};

static const struct field fields_evidence[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 1, .max = 1000000000, .since = 1, .help = "Counted up; never used twice." },
	{ .name = "subject", .label = "Proves", .type = FIELD_ANY, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_ONCE,
	  .width = 14, .since = 1, .help = "The record it is proof for." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 40, .since = 1,
	  .help = "What it is." },
	{ .name = "type", .label = "Type", .type = FIELD_CHOICE, .choices = choices_evidence_type,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 10, .initial = "memo", .since = 1, .help = "What sort of paper." },
	{ .name = "dated_on", .label = "Dated", .type = FIELD_DATE, .flags = FIELD_ENTRY | FIELD_NEWEST, .width = 10,
	  .since = 1, .help = "Date on it." },
	{ .name = "location", .label = "Kept at", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 32, .max = 400, .since = 1,
	  .help = "Path, address or file room." },
	{ .name = "sha256", .label = "SHA-256", .type = FIELD_TEXT, .flags = FIELD_WORKFLOW, .max = 64, .by = "evidence-add",
	  .since = 1, .help = "Hash of the attached content." },
	{ .name = "size", .label = "Size", .type = FIELD_INT, .flags = FIELD_WORKFLOW, .width = 9, .by = "evidence-add",
	  .since = 2, .help = "Bytes of the attached content." },
	{ .name = "media_type", .label = "Media type", .type = FIELD_TEXT, .flags = FIELD_WORKFLOW, .width = 16, .max = 100,
	  .by = "evidence-add", .since = 2, .help = "What the content is: text/plain, application/pdf." },
	{ .name = "sensitivity", .label = "Sensitivity", .type = FIELD_CHOICE, .choices = choices_sensitivity, .width = 8,
	  .initial = "public", .since = 1, .help = "Who may see it outside." },
	{ .name = "withdrawn", .label = "Withdrawn", .type = FIELD_BOOL, .flags = FIELD_WORKFLOW, .width = 9,
	  .initial = "no", .by = "withdraw correct", .since = 1,
	  .help = "Withdrawn evidence stays on record and no longer counts." },
	{ .name = "notes", .label = "Notes", .type = FIELD_LONG, .since = 1, .help = "Anything else." },
};

const struct entity record_evidence = {
	.id = ENTITY_EVIDENCE, .name = "evidence", .plural = "evidence", .label = "Evidence", .labels = "Evidence",
	.ref = "E-{number}", .flags = ENTITY_NUMBERED, .fields = fields_evidence, .n_fields = COUNT(fields_evidence),
	.columns = "ref,subject,dated_on,type,title", .sort = "ref", .title = "title", .add_roles = ROLES_WORK,
	.edit_roles = ROLES_WORK, .since = 1, .help = "Proof that something was done. Withdrawn, never deleted.",
};
