/* SPDX-License-Identifier: MIT */
/* records_life.c - the record table: what life cycles write: approvals, extensions, delegations. */
#include "core/tables.h"

/* ---- corrective actions -------------------------------------------------------------- */

static const struct field fields_corrective_action[] = {
	{ .name = "recommendation", .label = "Recommendation", .type = FIELD_REF, .target = ENTITY_RECOMMENDATION,
	  .flags = FIELD_REQUIRED | FIELD_PARENT, .width = 14, .since = 2, .help = "The recommendation it carries out." },
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 3,
	  .min = 1, .max = 10000, .since = 2, .help = "Place in the list." },
	{ .name = "description", .label = "Action", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_BOUND,
	  .width = 40, .max = 1000, .since = 2, .help = "What will be done." },
	{ .name = "responsible", .label = "Responsible", .type = FIELD_TEXT, .flags = FIELD_ENTRY | FIELD_BOUND, .width = 20,
	  .since = 2, .help = "Who does it, by title or office." },
	{ .name = "due", .label = "Due", .type = FIELD_DATE, .flags = FIELD_ENTRY | FIELD_BOUND, .width = 10, .since = 2,
	  .help = "The day it will be done." },
	{ .name = "done_on", .label = "Done on", .type = FIELD_DATE, .flags = FIELD_NEWEST | FIELD_BOUND, .width = 10,
	  .since = 2, .help = "The day it was done." },
	{ .name = "cancel_reason", .label = "Cancelled because", .type = FIELD_TEXT, .flags = FIELD_BOUND, .width = 20,
	  .max = 400, .since = 2, .help = "Why it will not be done; filled, it is cancelled." },
};

static const struct shorthand shorthands_corrective_action[] = {
	{ "open", "done_on:none cancel_reason:none" },
	{ "closed", "done_on:any or cancel_reason:any" },
	{ "late", "done_on:none cancel_reason:none due<today" },
	{ NULL, NULL },
};

const struct entity record_corrective_action = {
	.id = ENTITY_CORRECTIVE_ACTION, .name = "corrective_action", .plural = "corrective_actions",
	.label = "Corrective action", .labels = "Corrective actions", .ref = "{recommendation}/A{number}",
	.flags = ENTITY_LINE, .fields = fields_corrective_action, .n_fields = COUNT(fields_corrective_action),
	.shorthands = shorthands_corrective_action, .columns = "ref,due,done_on,responsible,description", .sort = "ref",
	.title = "description", .add_roles = ROLES_WORK, .edit_roles = ROLES_WORK, .since = 2,
	.help = "One piece of the corrective action plan of a recommendation.",
};

/* ---- extensions ------------------------------------------------------------------------ */

static const struct choice choices_reason[] = {
	{ "staffing", "Staffing", NULL }, { "funding", "Funding", NULL },
	{ "other_office", "Awaiting another office", NULL }, { "labor_relations", "Labor relations", NULL },
	{ "legal_review", "Legal review", NULL }, { "scope_change", "Change of scope", NULL },
	{ "oig_request", "Asked for by the oversight body", NULL }, { "other", "Other", "say it in the text" },
	{ NULL, NULL, NULL },
};

static const struct choice choices_extension_state[] = {
	{ "asked", "Asked", "waits for a decision" }, { "approved", "Approved", NULL }, { "denied", "Denied", NULL },
	{ "recalled", "Recalled", "taken back before it was decided" },
	{ "overtaken", "Overtaken", "something else ended it" }, { NULL, NULL, NULL },
};

#define EXTENSION_BY "request-extension approve-extension deny-extension recall record-closure record-decision record-return correct"

static const struct field fields_extension[] = {
	{ .name = "recommendation", .label = "Recommendation", .type = FIELD_REF, .target = ENTITY_RECOMMENDATION,
	  .flags = FIELD_REQUIRED | FIELD_PARENT | FIELD_ONCE, .width = 14, .since = 2, .help = "Whose target date is moved." },
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 3,
	  .min = 1, .max = 10000, .since = 2, .help = "Counted within the recommendation, denied ones too." },
	{ .name = "from_date", .label = "From", .type = FIELD_DATE, .flags = FIELD_ONCE, .width = 10, .since = 2,
	  .help = "The target date when it was asked for." },
	{ .name = "to_date", .label = "To", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 10, .since = 2,
	  .help = "The new target date that is asked for." },
	{ .name = "reason_code", .label = "Reason", .type = FIELD_CHOICE, .choices = choices_reason,
	  .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 16, .since = 2, .help = "Why the date cannot be kept." },
	{ .name = "text", .label = "In words", .type = FIELD_LONG, .flags = FIELD_ONCE, .width = 40, .since = 2,
	  .help = "The reason in words." },
	{ .name = "late", .label = "Asked late", .type = FIELD_BOOL, .flags = FIELD_ONCE, .width = 4, .initial = "no",
	  .since = 2, .help = "Whether it was asked for when the target date had passed already." },
	{ .name = "asked_by", .label = "Asked by", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_ONCE, .width = 12,
	  .since = 2, .help = "Who asked for it." },
	{ .name = "asked_on", .label = "Asked on", .type = FIELD_DATE, .flags = FIELD_ONCE, .width = 10, .since = 2,
	  .help = "When it was asked for." },
	{ .name = "state", .label = "State", .type = FIELD_CHOICE, .choices = choices_extension_state,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW, .width = 9, .initial = "asked", .by = EXTENSION_BY, .since = 2,
	  .help = "Asked, approved, denied or taken back." },
	{ .name = "decided_by", .label = "Decided by", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_WORKFLOW,
	  .width = 12, .by = EXTENSION_BY, .since = 2, .help = "Who decided." },
	{ .name = "decided_on", .label = "Decided on", .type = FIELD_DATE, .flags = FIELD_WORKFLOW, .width = 10,
	  .by = EXTENSION_BY, .since = 2, .help = "When it was decided." },
	{ .name = "comment", .label = "Comment", .type = FIELD_LONG, .flags = FIELD_WORKFLOW, .by = EXTENSION_BY, .since = 2,
	  .help = "What was said with the decision." },
};

static const struct shorthand shorthands_extension[] = {
	{ "open", "state:asked" }, { "closed", "-state:asked" }, { "waiting", "state:asked" }, { NULL, NULL },
};

const struct entity record_extension = {
	.id = ENTITY_EXTENSION, .name = "extension", .plural = "extensions", .label = "Extension", .labels = "Extensions",
	.ref = "{recommendation}/X{number}", .flags = ENTITY_INTERNAL, .fields = fields_extension,
	.n_fields = COUNT(fields_extension), .shorthands = shorthands_extension,
	.columns = "ref,from_date,to_date,reason_code,state,asked_by,decided_by", .sort = "ref", .title = "text",
	.add_roles = ROLE_NONE, .edit_roles = ROLE_NONE, .since = 2,
	.help = "A request for a later target date. The original date stays as it was.",
};

/* ---- approvals -------------------------------------------------------------------------- */

static const struct choice choices_waits_for[] = {
	{ "supervisor", "Unit chief", NULL }, { "director", "Assistant director", NULL },
	{ "classifier", "Human capital", NULL }, { "admin", "Another administrator", NULL }, { NULL, NULL, NULL },
};

static const struct choice choices_approval_state[] = {
	{ "waiting", "Waiting", "nobody decided yet" }, { "approved", "Approved", NULL },
	{ "returned", "Returned", "to be done again" }, { "denied", "Denied", NULL },
	{ "confirmed", "Confirmed", "the second person agreed" },
	{ "recalled", "Recalled", "the submitter took it back" },
	{ "overtaken", "Overtaken", "something else ended it" }, { NULL, NULL, NULL },
};

static const struct choice choices_decision[] = {
	{ "approve", "Approve", NULL }, { "return", "Return", "do it again" }, { "deny", "Deny", NULL },
	{ "waive", "Waive", NULL }, { "confirm", "Confirm", NULL }, { NULL, NULL, NULL },
};

#define DECIDED_BY "approve return approve-cap return-cap approve-extension deny-extension approve-closeout " \
		   "return-closeout approve-rebaseline confirm deny recall waive cancel record-closure record-decision " \
		   "record-return correct"

static const struct field fields_approval[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 1, .max = 1000000000, .since = 2, .help = "Counted up; never used twice." },
	{ .name = "subject", .label = "About", .type = FIELD_ANY, .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_EVERY,
	  .width = 14, .since = 2, .help = "The record that was submitted." },
	{ .name = "action", .label = "Action", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 18,
	  .max = 40, .since = 2, .help = "What was submitted: submit-cap, submit-closeout, record-reopen …" },
	{ .name = "level", .label = "Level", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 5, .min = 1,
	  .max = 9, .initial = "1", .since = 2, .help = "Which of the levels this decision is." },
	{ .name = "levels", .label = "Levels", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 6, .min = 1,
	  .max = 9, .initial = "1", .since = 2, .help = "How many levels have to approve; the last one moves the record." },
	{ .name = "after", .label = "After", .type = FIELD_REF, .target = ENTITY_APPROVAL, .flags = FIELD_ONCE, .width = 6,
	  .since = 2, .help = "The approval of the level before." },
	{ .name = "waits_for", .label = "Waits for", .type = FIELD_CHOICE, .choices = choices_waits_for,
	  .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 12, .since = 2, .help = "Who is to decide." },
	{ .name = "submitted_by", .label = "Submitted by", .type = FIELD_REF, .target = ENTITY_USER,
	  .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 12, .since = 2, .help = "Who submitted it, and so cannot decide it." },
	{ .name = "submitted_for", .label = "Acting for", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_ONCE,
	  .width = 12, .since = 2, .help = "Whom the submitter acted for; that person cannot decide it either." },
	{ .name = "submitted_on", .label = "Submitted", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 10,
	  .since = 2, .help = "When it was submitted." },
	{ .name = "request", .label = "Asks for", .type = FIELD_LONG, .flags = FIELD_ONCE, .since = 2,
	  .help = "What will be written when it is agreed to, as the log writes changes." },
	{ .name = "bound", .label = "Bound to", .type = FIELD_TEXT, .flags = FIELD_ONCE, .max = 64, .since = 2,
	  .help = "SHA-256 of what was seen: the bound fields, the evidence and the checklist." },
	{ .name = "state", .label = "State", .type = FIELD_CHOICE, .choices = choices_approval_state,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW, .width = 10, .initial = "waiting", .by = DECIDED_BY, .since = 2,
	  .help = "Waiting, or how it ended." },
	{ .name = "decision", .label = "Decision", .type = FIELD_CHOICE, .choices = choices_decision,
	  .flags = FIELD_WORKFLOW, .width = 8, .by = DECIDED_BY, .since = 2, .help = "What was decided." },
	{ .name = "decided_by", .label = "Decided by", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_WORKFLOW,
	  .width = 12, .by = DECIDED_BY, .since = 2, .help = "Who decided." },
	{ .name = "decided_for", .label = "Decided acting for", .type = FIELD_REF, .target = ENTITY_USER,
	  .flags = FIELD_WORKFLOW, .width = 12, .by = DECIDED_BY, .since = 2, .help = "Whom that person acted for." },
	{ .name = "decided_on", .label = "Decided", .type = FIELD_DATE, .flags = FIELD_WORKFLOW, .width = 10, .by = DECIDED_BY,
	  .since = 2, .help = "When it was decided." },
	{ .name = "comment", .label = "Comment", .type = FIELD_LONG, .flags = FIELD_WORKFLOW, .width = 32, .by = DECIDED_BY,
	  .since = 2, .help = "What was said with the decision." },
	{ .name = "checklist", .label = "Checklist", .type = FIELD_LINES, .target = ENTITY_CHECKLIST_LINE, .since = 2,
	  .help = "The closeout checklist." },
};

static const struct shorthand shorthands_approval[] = {
	{ "open", "state:waiting" }, { "closed", "-state:waiting" }, { "waiting", "state:waiting" },
	{ "mine", "submitted_by:me or decided_by:me" }, { NULL, NULL },
};

const struct entity record_approval = {
	.id = ENTITY_APPROVAL, .name = "approval", .plural = "approvals", .label = "Approval", .labels = "Approvals",
	.ref = "A-{number}", .flags = ENTITY_INTERNAL | ENTITY_NUMBERED, .fields = fields_approval,
	.n_fields = COUNT(fields_approval), .shorthands = shorthands_approval,
	.columns = "ref,subject,action,level,waits_for,submitted_by,submitted_on,state", .sort = "ref", .title = "action",
	.add_roles = ROLE_NONE, .edit_roles = ROLE_NONE, .since = 2,
	.help = "One decision of a second person on what somebody submitted.",
};

/* ---- the closeout checklist --------------------------------------------------------------- */

static const struct choice choices_check_item[] = {
	{ "title", "Title and number match the report", NULL },
	{ "quote", "Recommendation and promised action are quoted exactly", NULL },
	{ "last_finish", "The date is when the last action finished", NULL },
	{ "evidence", "The evidence supports that date", NULL },
	{ "signature", "The date is not after the approver's signature", NULL },
	{ "gap", "A long gap between the two is explained", NULL },
	{ "extension", "Every extension has a reason code", NULL },
	{ NULL, NULL, NULL },
};

const struct choice choices_check_answer[] = {
	{ "yes", "Yes", NULL }, { "no", "No", NULL }, { "na", "Not applicable", NULL }, { NULL, NULL, NULL },
};

#define CHECKED_BY "submit-closeout approve-closeout correct"

static const struct field fields_checklist_line[] = {
	{ .name = "approval", .label = "Approval", .type = FIELD_REF, .target = ENTITY_APPROVAL,
	  .flags = FIELD_REQUIRED | FIELD_PARENT | FIELD_ONCE, .width = 6, .since = 2, .help = "The submission it is about." },
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 3,
	  .min = 1, .max = 10000, .since = 2, .help = "Place in the list." },
	{ .name = "item", .label = "Question", .type = FIELD_CHOICE, .choices = choices_check_item,
	  .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 40, .since = 2, .help = "What has to be so." },
	{ .name = "answer", .label = "Answer", .type = FIELD_CHOICE, .choices = choices_check_answer, .flags = FIELD_WORKFLOW,
	  .width = 14, .by = CHECKED_BY, .since = 2, .help = "Whether it is so." },
	{ .name = "computed", .label = "Computed", .type = FIELD_BOOL, .flags = FIELD_WORKFLOW, .width = 8, .initial = "no",
	  .by = CHECKED_BY, .since = 2, .help = "Whether closeout answered it from what is on record." },
	{ .name = "note", .label = "Note", .type = FIELD_TEXT, .flags = FIELD_WORKFLOW, .width = 40, .max = 400,
	  .by = CHECKED_BY, .since = 2, .help = "The facts behind the answer, or the explanation." },
};

const struct entity record_checklist_line = {
	.id = ENTITY_CHECKLIST_LINE, .name = "checklist_line", .plural = "checklist_lines", .label = "Checklist line",
	.labels = "Checklist lines", .ref = "{approval}/{number}", .flags = ENTITY_INTERNAL | ENTITY_LINE,
	.fields = fields_checklist_line, .n_fields = COUNT(fields_checklist_line),
	.columns = "ref,item,answer,computed,note", .sort = "ref", .title = "item", .add_roles = ROLE_NONE,
	.edit_roles = ROLE_NONE, .since = 2, .help = "One question of the checklist of a closeout package.",
};

/* ---- delegations ---------------------------------------------------------------------------- */

static const struct choice choices_scope[] = {
	{ "all", "Everything", NULL },
	{ "approvals", "Approvals", "deciding what others submitted" },
	{ "letters", "Letters", "recording and sending letters" },
	{ "work", "Work", "what the owner of a record does" },
	{ NULL, NULL, NULL },
};

static const struct field fields_delegation[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 1, .max = 1000000000, .since = 2, .help = "Counted up; never used twice." },
	{ .name = "from_user", .label = "For", .type = FIELD_REF, .target = ENTITY_USER,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_ONCE, .width = 12, .since = 2, .help = "Who is stood in for." },
	{ .name = "to_user", .label = "Acts", .type = FIELD_REF, .target = ENTITY_USER,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_ONCE, .width = 12, .since = 2, .help = "Who acts." },
	{ .name = "scope", .label = "Scope", .type = FIELD_CHOICE, .choices = choices_scope,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_ONCE, .width = 12, .initial = "all", .since = 2,
	  .help = "What the delegation covers." },
	{ .name = "starts_on", .label = "From", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_ONCE,
	  .width = 10, .since = 2, .help = "First day." },
	{ .name = "ends_on", .label = "To", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 10, .since = 2,
	  .help = "Last day. An earlier one ends the delegation; what was done under it stays." },
	{ .name = "reason", .label = "Reason", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 32, .max = 400, .since = 2,
	  .help = "Leave, vacancy, travel." },
};

static const struct shorthand shorthands_delegation[] = {
	{ "open", "starts_on<=today ends_on>=today" }, { "closed", "ends_on<today" },
	{ "mine", "from_user:me or to_user:me" }, { NULL, NULL },
};

const struct entity record_delegation = {
	.id = ENTITY_DELEGATION, .name = "delegation", .plural = "delegations", .label = "Delegation",
	.labels = "Delegations", .ref = "D-{number}", .flags = ENTITY_NUMBERED, .fields = fields_delegation,
	.n_fields = COUNT(fields_delegation), .shorthands = shorthands_delegation,
	.columns = "ref,from_user,to_user,scope,starts_on,ends_on,reason", .sort = "ref", .title = "reason",
	.add_roles = ROLES_DELEGATE, .edit_roles = ROLES_DELEGATE, .since = 2,
	.help = "Who acts for whom, from when to when. The log keeps in what capacity a person acted.",
};
