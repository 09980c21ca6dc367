/* SPDX-License-Identifier: MIT */
/* records_recommendation.c - the record table: recommendations. */
#include "core/tables.h"

static const struct choice choices_text_status[] = {
	{ "verbatim", "Verbatim", "the text is quoted from the report" },
	{ "topic_only", "Topic only", "the text was not transcribed" },
	{ "redacted", "Redacted", NULL },
	{ NULL, NULL, NULL },
};

static const struct choice choices_topic[] = {
	{ "mgmt_control", "Management control", NULL }, { "funding", "Funding", NULL },
	{ "training", "Training", NULL }, { "supervision", "Supervision", NULL }, { "data", "Data", NULL },
	{ "complaints", "Complaints", NULL }, { "civil_rights", "Civil rights", NULL },
	{ "performance", "Performance", NULL }, { "staffing", "Staffing", NULL }, { "other", "Other", NULL },
	{ NULL, NULL, NULL },
};

static const struct choice choices_concurrence[] = {
	{ "concur", "Concur", NULL }, { "partial", "Partially concur", NULL },
	{ "nonconcur", "Non-concur", NULL }, { "pending", "Pending", "no answer yet" }, { NULL, NULL, NULL },
};

static const struct choice choices_resolution[] = {
	{ "unresolved", "Unresolved", "no agreement yet on what will be done" },
	{ "resolved", "Resolved", "both sides agree what will be done" },
	{ NULL, NULL, NULL },
};

static const struct choice choices_action[] = {
	{ "open", "Open", "the agreed action is not proven done" },
	{ "closed", "Closed", "the oversight body closed it" },
	{ NULL, NULL, NULL },
};

static const struct choice choices_sub[] = {
	{ "none", "None", NULL },
	{ "on_hold", "On hold", "the oversight body holds it; clocks keep running" },
	{ NULL, NULL, NULL },
};

const struct choice choices_closure_reason[] = {
	{ "implemented", "Implemented", NULL }, { "not_implemented", "Not implemented", NULL },
	{ "alternative", "Alternative action", NULL }, { "superseded", "Superseded", NULL },
	{ "not_needed", "No longer needed", NULL }, { NULL, NULL, NULL },
};

static const struct choice choices_closure_basis[] = {
	{ "letter", "Letter", "a closure letter of the oversight body is on record" },
	{ "published", "Published", "a later report states the closure" },
	{ NULL, NULL, NULL },
};

static const struct choice choices_work_state[] = {
	{ "new", "New", "nobody owns it yet" },
	{ "planning", "Planning", "the owner writes the corrective action plan" },
	{ "plan_review", "Plan in review", "a supervisor decides on the corrective action plan" },
	{ "plan_approved", "Plan approved", "the liaison transmits it" },
	{ "working", "Working", "corrective action goes on" },
	{ "ext_review", "Extension in review", "a new target date is asked for" },
	{ "closeout_review", "Closeout in review", "a supervisor decides on the closeout package" },
	{ "closeout_approved", "Closeout approved", "the liaison sends it" },
	{ "with_oig", "With OIG", "the oversight body has it" },
	{ "done", "Done", NULL },
	{ NULL, NULL, NULL },
};

/* The clocks of core/deadline.h by their names. */
static const struct choice choices_clock[] = {
	{ "response", "Response", "our signed response to the report" },
	{ "resolution", "Resolution", "both sides agree on what will be done" },
	{ "final_action", "Final action", "all of it is done" },
	{ "update", "Update", "the next status update" },
	{ "closeout_letter", "Closeout letter", "our letter that asks to close it" },
	{ "target", "Target", "the date agreed, after approved extensions" },
	{ NULL, NULL, NULL },
};

#define OFFICIAL "record-accept record-reject record-decision record-withdraw record-closure record-hold lift-hold " \
		 "record-reopen correct"
#define CLOSING "record-decision record-closure record-reopen correct"

static const struct field fields_recommendation[] = {
	{ .name = "report", .label = "Report", .type = FIELD_REF, .target = ENTITY_REPORT,
	  .flags = FIELD_REQUIRED | FIELD_PARENT | FIELD_KEEP | FIELD_ENTRY, .width = 11, .since = 1,
	  .help = "The report that makes it." },
	{ .name = "number", .label = "No.", .type = FIELD_INT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO | FIELD_ENTRY | FIELD_ONCE, .width = 4, .min = 1,
	  .max = 10000, .since = 1, .help = "Its number in the report." },
	{ .name = "text", .label = "Text", .type = FIELD_LONG, .flags = FIELD_ENTRY | FIELD_BOUND, .width = 48, .since = 1,
	  .help = "The recommendation, word for word." },
	{ .name = "text_status", .label = "Text is", .type = FIELD_CHOICE, .choices = choices_text_status,
	  .flags = FIELD_REQUIRED, .width = 10, .initial = "verbatim", .since = 1, .help = "How far the text can be trusted." },
	{ .name = "topic", .label = "Topic", .type = FIELD_CHOICE, .choices = choices_topic, .flags = FIELD_KEEP, .width = 12,
	  .initial = "other", .since = 1, .help = "What it is about." },
	{ .name = "finding", .label = "Finding", .type = FIELD_LONG, .since = 1,
	  .help = "The condition that led to it, as the report describes it." },
	{ .name = "to_office", .label = "To office", .type = FIELD_REF, .target = ENTITY_OFFICE,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 10, .since = 1, .help = "The office it is addressed to." },
	{ .name = "to_title", .label = "To", .type = FIELD_TEXT, .flags = FIELD_KEEP, .max = 400, .since = 1,
	  .help = "The addressee as the report names it." },
	{ .name = "owner_office", .label = "Owner office", .type = FIELD_REF, .target = ENTITY_OFFICE,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 10, .since = 1,
	  .help = "The office that has to act, even if it has no account." },
	{ .name = "owner_user", .label = "Owner", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_KEEP, .width = 12,
	  .since = 1, .help = "The person who acts." },
	{ .name = "concurrence", .label = "Concurrence", .type = FIELD_CHOICE, .choices = choices_concurrence,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP | FIELD_BOUND, .width = 10, .initial = "pending", .since = 1,
	  .help = "Management's answer to it." },
	{ .name = "original_target", .label = "Original target", .type = FIELD_DATE,
	  .flags = FIELD_ENTRY | FIELD_KEEP | FIELD_ONCE, .width = 10, .since = 1,
	  .help = "The date first agreed or set by the report. It never changes; extensions are recorded beside it." },
	{ .name = "current_target", .label = "Current target", .type = FIELD_DATE,
	  .flags = FIELD_WORKFLOW | FIELD_INITIAL | FIELD_BOUND, .width = 10,
	  .by = "record-accept request-extension approve-extension correct",
	  .since = 1, .help = "The date after approved extensions; equal to the original target when there are none." },
	{ .name = "due_wording", .label = "Due, in words", .type = FIELD_TEXT, .since = 1,
	  .help = "The report's own words for the date." },
	{ .name = "conditional", .label = "Conditional", .type = FIELD_BOOL, .initial = "no", .since = 1,
	  .help = "Whether it holds only under a condition (\"if needed\")." },
	{ .name = "condition", .label = "Condition", .type = FIELD_TEXT, .max = 400, .since = 1, .help = "The condition." },
	{ .name = "significant", .label = "Significant", .type = FIELD_BOOL, .initial = "no", .since = 1,
	  .help = "Flag set by the oversight body." },
	{ .name = "priority", .label = "Priority", .type = FIELD_BOOL, .initial = "no", .since = 1,
	  .help = "Flag set by the oversight body." },
	{ .name = "resolution", .label = "Resolution", .type = FIELD_CHOICE, .choices = choices_resolution,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW | FIELD_INITIAL | FIELD_IMPORT, .width = 10, .initial = "unresolved",
	  .by = OFFICIAL, .since = 1, .help = "First axis of the official status: is there agreement on the action?" },
	{ .name = "action", .label = "Action", .type = FIELD_CHOICE, .choices = choices_action,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW | FIELD_IMPORT, .width = 6, .initial = "open", .by = OFFICIAL, .since = 1,
	  .help = "Second axis of the official status: has the oversight body closed it?" },
	{ .name = "sub", .label = "Hold", .type = FIELD_CHOICE, .choices = choices_sub,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW, .width = 7, .initial = "none", .by = OFFICIAL, .since = 1,
	  .help = "Whether the oversight body holds it." },
	{ .name = "closure_reason", .label = "Closure reason", .type = FIELD_CHOICE, .choices = choices_closure_reason,
	  .flags = FIELD_WORKFLOW | FIELD_IMPORT, .width = 14, .by = CLOSING, .since = 1,
	  .help = "Why the oversight body closed it." },
	{ .name = "closure_basis", .label = "Closure basis", .type = FIELD_CHOICE, .choices = choices_closure_basis,
	  .flags = FIELD_WORKFLOW | FIELD_IMPORT, .width = 9, .by = CLOSING, .since = 1,
	  .help = "What proves the closure: a letter, or a later report that states it." },
	{ .name = "closed_per", .label = "Closed per", .type = FIELD_REF, .target = ENTITY_REPORT,
	  .flags = FIELD_WORKFLOW | FIELD_IMPORT, .width = 11, .by = CLOSING, .since = 1,
	  .help = "The later report that states the closure." },
	{ .name = "closed_on", .label = "Closed on", .type = FIELD_DATE, .flags = FIELD_WORKFLOW | FIELD_IMPORT, .width = 10,
	  .by = CLOSING, .since = 1, .help = "Date of the closure letter." },
	{ .name = "closed_by_date", .label = "Closed by", .type = FIELD_DATE, .flags = FIELD_WORKFLOW | FIELD_IMPORT,
	  .width = 10, .by = CLOSING, .since = 1,
	  .help = "The day by which it was closed, where the date itself is not transcribed." },
	{ .name = "work_state", .label = "Work state", .type = FIELD_CHOICE, .choices = choices_work_state,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW | FIELD_IMPORT, .width = 12, .initial = "new",
	  .by = "assign submit-cap approve-cap return-cap transmit request-extension approve-extension deny-extension "
		"submit-closeout approve-closeout return-closeout send-closeout recall record-return record-decision "
		"record-closure record-reopen correct",
	  .since = 1, .help = "Where the agency's own work stands." },
	{ .name = "implemented_on", .label = "Implemented on", .type = FIELD_DATE, .flags = FIELD_WORKFLOW | FIELD_BOUND,
	  .width = 10, .by = "submit-closeout record-reopen correct", .since = 1, .help = "The day the last action was finished." },
	{ .name = "closeout_sent_on", .label = "Closeout sent", .type = FIELD_DATE, .flags = FIELD_WORKFLOW, .width = 10,
	  .by = "send-closeout record-reopen correct", .since = 1, .help = "The day the closeout letter went out." },
	{ .name = "reopened_count", .label = "Times reopened", .type = FIELD_INT, .flags = FIELD_WORKFLOW, .width = 3,
	  .max = 1000, .initial = "0", .by = "record-reopen correct", .since = 1, .help = "How often it was reopened." },
	{ .name = "returned_count", .label = "Times returned", .type = FIELD_INT, .flags = FIELD_WORKFLOW, .width = 3,
	  .max = 1000, .initial = "0", .by = "record-return correct", .since = 1,
	  .help = "How often the oversight body asked for more." },
	{ .name = "rolled_from", .label = "Rolled forward from", .type = FIELD_REF, .target = ENTITY_RECOMMENDATION,
	  .width = 12, .since = 1, .help = "The earlier recommendation it repeats; counted once." },
	{ .name = "supersedes", .label = "Supersedes", .type = FIELD_REF, .target = ENTITY_RECOMMENDATION, .width = 12,
	  .since = 1, .help = "The earlier recommendation it takes the place of." },
	{ .name = "waiting_on_office", .label = "Waiting on", .type = FIELD_REF, .target = ENTITY_OFFICE, .width = 10,
	  .since = 1, .help = "The office that has the ball. Waiting is not the same as late." },
	{ .name = "next_step", .label = "Next step", .type = FIELD_TEXT, .width = 32, .max = 400, .since = 1,
	  .help = "What happens next, in a few words." },
	{ .name = "next_step_on", .label = "Next step on", .type = FIELD_DATE, .width = 10, .since = 1,
	  .help = "When it happens." },
	{ .name = "questioned_cents", .label = "Questioned costs", .type = FIELD_MONEY, .width = 12, .since = 1,
	  .help = "Questioned costs." },
	{ .name = "fptbu_cents", .label = "Funds to better use", .type = FIELD_MONEY, .width = 12, .since = 1,
	  .help = "Funds recommended to be put to better use." },
	{ .name = "savings_cents", .label = "Potential savings", .type = FIELD_MONEY, .width = 12, .since = 1,
	  .help = "Potential savings." },
	{ .name = "corrective_actions", .label = "Corrective actions", .type = FIELD_LINES, .target = ENTITY_CORRECTIVE_ACTION,
	  .since = 2, .help = "What will be done about it, piece by piece." },
	{ .name = "due", .label = "Due", .type = FIELD_DATE, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "The nearest running clock." },
	{ .name = "due_what", .label = "Due is", .type = FIELD_CHOICE, .choices = choices_clock,
	  .flags = FIELD_DERIVED, .width = 12, .since = 1,
	  .help = "Which clock that is." },
	{ .name = "days", .label = "Days", .type = FIELD_INT, .flags = FIELD_DERIVED | FIELD_COLUMN, .width = 5, .since = 1,
	  .help = "Days left until it is due; below 0: days late." },
	{ .name = "age", .label = "Age", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 5, .since = 1,
	  .help = "Days since the report was issued, up to the closure." },
	{ .name = "status_word", .label = "Status", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "The official status in words, with LATE or WAITING where so." },
	{ .name = "problem", .label = "Problem", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 24, .since = 3,
	  .help = "What is missing or does not fit: no owner, no next step, closed without evidence." },
};

static const struct shorthand shorthands_recommendation[] = {
	{ "open", "action:open" },
	{ "closed", "action:closed" },
	{ "late", "action:open due<today" },
	{ "mine", "owner_user:me" },
	{ "waiting", "action:open waiting_on_office:any" },
	{ "problem", "problem:any" },
	{ NULL, NULL },
};

const struct entity record_recommendation = {
	.id = ENTITY_RECOMMENDATION, .name = "recommendation", .plural = "recommendations",
	.label = "Recommendation", .labels = "Recommendations", .ref = "{report}/{number}", .flags = ENTITY_SUBJECT,
	.fields = fields_recommendation, .n_fields = COUNT(fields_recommendation),
	.shorthands = shorthands_recommendation, .columns = "ref,due,due_what,days,age,status_word,owner_office,text",
	.sort = "ref", .title = "text", .add_roles = ROLES_REGISTER,
	.edit_roles = ROLES_EDIT | ROLE_CLERK, .since = 1,
	.help = "A recommendation of a report. Only the oversight body closes it.",
};
