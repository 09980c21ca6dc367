/* SPDX-License-Identifier: MIT */
/* records_plan.c - the record table: transition plan, milestones, dependencies, baselines. */
#include "core/tables.h"

static const struct choice choices_gate_outcome[] = {
	{ "pending", "Pending", "the study's results are not in" },
	{ "reclassify", "Reclassify", "positions move to another series" },
	{ "partial", "Partly", "some positions move" },
	{ "none", "No reclassification", "nothing moves; closed with evidence" },
	{ NULL, NULL, NULL },
};

static const struct choice choices_plan_state[] = {
	{ "draft", "Draft", NULL }, { "baselined", "Baselined", NULL }, { "closed", "Closed", NULL }, { NULL, NULL, NULL },
};

static const struct field fields_plan[] = {
	{ .name = "code", .label = "Code", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY, .width = 14,
	  .max = 40, .since = 1, .help = "Short name of the plan." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 40, .since = 1,
	  .help = "What the plan brings about." },
	{ .name = "recommendation", .label = "Answers", .type = FIELD_REF, .target = ENTITY_RECOMMENDATION,
	  .flags = FIELD_ENTRY, .width = 14, .since = 1, .help = "The recommendation it answers." },
	{ .name = "limit_on", .label = "Limit", .type = FIELD_DATE, .flags = FIELD_ENTRY | FIELD_BOUND, .width = 10, .since = 1,
	  .help = "The day by which all must be done." },
	{ .name = "owner_office", .label = "Owner office", .type = FIELD_REF, .target = ENTITY_OFFICE, .flags = FIELD_ENTRY,
	  .width = 10, .since = 1, .help = "The office that leads it." },
	{ .name = "gate_outcome", .label = "Gate outcome", .type = FIELD_CHOICE, .choices = choices_gate_outcome,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW, .width = 12, .initial = "pending", .by = "decide-gate correct", .since = 1,
	  .help = "What the first gate decided." },
	{ .name = "state", .label = "State", .type = FIELD_CHOICE, .choices = choices_plan_state,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW, .width = 10, .initial = "draft",
	  .by = "freeze-baseline approve cancel reopen correct", .since = 1,
	  .help = "Draft, baselined or closed." },
	{ .name = "waves", .label = "Waves that apply", .type = FIELD_TEXT, .flags = FIELD_WORKFLOW, .width = 8, .max = 20,
	  .by = "decide-gate correct", .since = 3,
	  .help = "Where only a part is reclassified: the waves that stay, 1 or 1,3. The others are cancelled." },
	{ .name = "notes", .label = "Notes", .type = FIELD_LONG, .since = 1, .help = "Anything else." },
	{ .name = "milestone_count", .label = "Milestones", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 5, .since = 1,
	  .help = "Milestones of the plan." },
	{ .name = "complete_count", .label = "Complete", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 5, .since = 1,
	  .help = "How many are complete." },
	{ .name = "finish", .label = "Finish", .type = FIELD_DATE, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "The latest date of its milestones." },
	{ .name = "due", .label = "Due", .type = FIELD_DATE, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "The next date of a milestone that is not done." },
	{ .name = "days", .label = "Days", .type = FIELD_INT, .flags = FIELD_DERIVED | FIELD_COLUMN, .width = 5, .since = 1,
	  .help = "Days left until then." },
	{ .name = "status_word", .label = "Status", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 12, .since = 1,
	  .help = "State in a word." },
};

static const struct shorthand shorthands_plan[] = {
	{ "open", "-state:closed" }, { "closed", "state:closed" }, { "late", "-state:closed due<today" }, { NULL, NULL },
};

const struct entity record_plan = {
	.id = ENTITY_PLAN, .name = "plan", .plural = "plans", .label = "Plan", .labels = "Plans", .ref = "{code}",
	.flags = ENTITY_SUBJECT, .fields = fields_plan, .n_fields = COUNT(fields_plan), .shorthands = shorthands_plan,
	.columns = "ref,due,days,status_word,finish,limit_on,title", .sort = "ref", .title = "title",
	.add_roles = ROLE_LEAD | ROLE_SUPERVISOR | ROLE_PLANNER,
	.edit_roles = ROLE_LEAD | ROLE_SUPERVISOR | ROLE_PLANNER,
	.since = 1, .help = "A transition plan.",
};

static const struct choice choices_approver[] = {
	{ "none", "Nobody", NULL }, { "supervisor", "Unit chief", NULL }, { "director", "Assistant director", NULL },
	{ "classifier", "Human capital", NULL }, { NULL, NULL, NULL },
};

static const struct choice choices_roll[] = {
	{ "none", "As it falls", NULL },
	{ "pay_period", "Pay-period start", "effective dates fall on the first day of a pay period" },
	{ NULL, NULL, NULL },
};

static const struct choice choices_milestone_state[] = {
	{ "draft", "Draft", NULL }, { "proposed", "Proposed", "waits for approval" },
	{ "baselined", "Baselined", "approved, not begun" }, { "active", "Active", "begun" },
	{ "submitted", "Submitted", "reported done, waits for approval" }, { "complete", "Complete", NULL },
	{ "cancelled", "Cancelled", NULL }, { NULL, NULL, NULL },
};

/* Who keeps the plan itself: its steps, approvers and constraints. */
#define PLAN_KEEPERS (ROLE_LEAD | ROLE_SUPERVISOR | ROLE_PLANNER)

static const struct field fields_milestone[] = {
	{ .name = "plan", .label = "Plan", .type = FIELD_REF, .target = ENTITY_PLAN,
	  .flags = FIELD_REQUIRED | FIELD_PARENT | FIELD_ENTRY | FIELD_KEEP, .width = 12, .since = 1, .help = "The plan." },
	{ .name = "code", .label = "Code", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY, .width = 5,
	  .max = 16, .writers = PLAN_KEEPERS, .since = 1, .help = "M and two numbers: phase and place." },
	{ .name = "phase", .label = "Phase", .type = FIELD_TEXT, .flags = FIELD_ENTRY | FIELD_KEEP, .width = 10, .max = 40,
	  .since = 1, .help = "Phase of the plan: 0 Study." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_BOUND,
	  .width = 44, .max = 400, .since = 1, .help = "What is done when it is reached." },
	{ .name = "gate", .label = "Gate", .type = FIELD_TEXT, .width = 4, .max = 8, .since = 1,
	  .help = "The gate it is: G0, G1, G2." },
	{ .name = "owner_office", .label = "Owner office", .type = FIELD_REF, .target = ENTITY_OFFICE,
	  .flags = FIELD_ENTRY | FIELD_KEEP, .width = 8, .since = 1, .help = "The office that brings it about." },
	{ .name = "owner_user", .label = "Owner", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_ENTRY | FIELD_KEEP,
	  .width = 10, .since = 1, .help = "The person who brings it about." },
	{ .name = "approver_1", .label = "Approval 1", .type = FIELD_CHOICE, .choices = choices_approver, .flags = FIELD_BOUND,
	  .width = 12, .initial = "supervisor", .writers = PLAN_KEEPERS, .since = 1, .help = "Who approves first." },
	{ .name = "approver_2", .label = "Approval 2", .type = FIELD_CHOICE, .choices = choices_approver, .flags = FIELD_BOUND,
	  .width = 12, .initial = "none", .writers = PLAN_KEEPERS, .since = 1, .help = "Who approves second." },
	{ .name = "evidence_type", .label = "Evidence needed", .type = FIELD_TEXT, .flags = FIELD_ENTRY | FIELD_BOUND,
	  .width = 24, .since = 1, .help = "What will prove it." },
	{ .name = "duration", .label = "Working days", .type = FIELD_INT, .flags = FIELD_ENTRY | FIELD_BOUND, .width = 5,
	  .max = 2000, .writers = PLAN_KEEPERS, .since = 1, .help = "Working days it takes, counted from its latest predecessor." },
	{ .name = "fixed_on", .label = "Fixed on", .type = FIELD_DATE, .flags = FIELD_BOUND, .width = 10,
	  .writers = PLAN_KEEPERS, .since = 1,
	  .help = "A date that is given, not computed." },
	{ .name = "not_before", .label = "Not before", .type = FIELD_DATE, .flags = FIELD_BOUND, .width = 10,
	  .writers = PLAN_KEEPERS, .since = 1,
	  .help = "It cannot be earlier." },
	{ .name = "not_after", .label = "Not after", .type = FIELD_DATE, .flags = FIELD_BOUND, .width = 10,
	  .writers = PLAN_KEEPERS, .since = 1,
	  .help = "It must not be later." },
	{ .name = "roll", .label = "Falls on", .type = FIELD_CHOICE, .choices = choices_roll,
	  .flags = FIELD_REQUIRED | FIELD_BOUND, .width = 10, .initial = "none",
	  .writers = PLAN_KEEPERS, .since = 1, .help = "Which days it can fall on." },
	{ .name = "forecast", .label = "Forecast", .type = FIELD_DATE, .flags = FIELD_WORKFLOW | FIELD_INITIAL | FIELD_ENTRY,
	  .width = 10, .by = "set-forecast approve-rebaseline correct", .since = 1,
	  .help = "When it is expected; the proposed date while it is a draft." },
	{ .name = "actual", .label = "Actual", .type = FIELD_DATE, .flags = FIELD_WORKFLOW, .width = 10,
	  .by = "submit return recall cancel reopen correct", .since = 1, .help = "When it was reached." },
	{ .name = "state", .label = "State", .type = FIELD_CHOICE, .choices = choices_milestone_state,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW, .width = 10, .initial = "draft",
	  .by = "propose approve return start submit cancel reopen recall correct", .since = 1, .help = "Where it stands." },
	{ .name = "blocker", .label = "Blocker", .type = FIELD_TEXT, .flags = FIELD_WORKFLOW, .width = 20,
	  .by = "block unblock correct", .since = 1, .help = "What stands in the way." },
	{ .name = "waiting_on_office", .label = "Waiting on", .type = FIELD_REF, .target = ENTITY_OFFICE, .width = 10,
	  .since = 1, .help = "The office that has the ball." },
	{ .name = "fulfils", .label = "Fulfils", .type = FIELD_REF, .target = ENTITY_RECOMMENDATION, .width = 12,
	  .writers = PLAN_KEEPERS, .since = 1,
	  .help = "The recommendation that is carried out when it is reached." },
	{ .name = "notes", .label = "Notes", .type = FIELD_LONG, .since = 1, .help = "Anything else." },
	{ .name = "baseline", .label = "Baseline", .type = FIELD_DATE, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "Its date in the newest approved baseline." },
	{ .name = "slip", .label = "Slip", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 5, .since = 1,
	  .help = "Days the forecast or actual date is behind the baseline." },
	{ .name = "due", .label = "Due", .type = FIELD_DATE, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "Baseline, or the proposed date where there is none; empty when done." },
	{ .name = "days", .label = "Days", .type = FIELD_INT, .flags = FIELD_DERIVED | FIELD_COLUMN, .width = 5, .since = 1,
	  .help = "Days left until it is due; below 0: days late." },
	{ .name = "status_word", .label = "Status", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "State in a word, LATE where it is past its baseline." },
};

static const struct shorthand shorthands_milestone[] = {
	{ "open", "-state:complete,cancelled" },
	{ "closed", "state:complete" },
	{ "late", "-state:complete,cancelled baseline<today" },
	{ "mine", "owner_user:me" },
	{ "waiting", "waiting_on_office:any -state:complete,cancelled" },
	{ "problem", "-state:complete,cancelled (forecast:none or owner_user:none)" },
	{ NULL, NULL },
};

const struct entity record_milestone = {
	.id = ENTITY_MILESTONE, .name = "milestone", .plural = "milestones", .label = "Milestone", .labels = "Milestones",
	.ref = "{plan}/{code}", .short_ref = "{code}", .flags = ENTITY_SUBJECT, .fields = fields_milestone,
	.n_fields = COUNT(fields_milestone), .shorthands = shorthands_milestone,
	.columns = "ref,due,days,status_word,owner_office,title", .sort = "ref", .title = "title",
	.add_roles = ROLE_LEAD | ROLE_SUPERVISOR | ROLE_PLANNER,
	.edit_roles = ROLE_LEAD | ROLE_SUPERVISOR | ROLE_PLANNER | ROLE_CLASSIFIER |
		ROLE_INSPECTOR | ROLE_LIAISON,
	.since = 1,
	.help = "A step of a transition plan, with its proof and its approvals.",
};

static const struct choice choices_dependency_kind[] = {
	{ "fs", "Finish to start", NULL }, { "ss", "Start to start", NULL }, { "ff", "Finish to finish", NULL },
	{ NULL, NULL, NULL },
};

static const struct choice choices_applies[] = {
	{ "always", "Always", NULL },
	{ "unless_none", "Unless nothing is reclassified", NULL },
	{ "if_none", "Only if nothing is reclassified", NULL },
	{ NULL, NULL, NULL },
};

static const struct field fields_dependency[] = {
	{ .name = "plan", .label = "Plan", .type = FIELD_REF, .target = ENTITY_PLAN,
	  .flags = FIELD_REQUIRED | FIELD_PARENT | FIELD_ENTRY | FIELD_KEEP, .width = 12, .since = 1, .help = "The plan." },
	{ .name = "pred", .label = "Before", .type = FIELD_REF, .target = ENTITY_MILESTONE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY, .width = 8, .since = 1, .help = "What comes first." },
	{ .name = "succ", .label = "After", .type = FIELD_REF, .target = ENTITY_MILESTONE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY, .width = 8, .since = 1, .help = "What has to wait for it." },
	{ .name = "kind", .label = "Kind", .type = FIELD_CHOICE, .choices = choices_dependency_kind,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 16, .initial = "fs", .since = 1, .help = "Which ends are tied." },
	{ .name = "lag", .label = "Lag", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 4, .min = -1000,
	  .max = 1000, .initial = "0", .since = 1, .help = "Working days between the two." },
	{ .name = "applies", .label = "Applies", .type = FIELD_CHOICE, .choices = choices_applies, .flags = FIELD_REQUIRED,
	  .width = 14, .initial = "always", .since = 1, .help = "Whether it depends on the first gate." },
	{ .name = "waived", .label = "Waived", .type = FIELD_BOOL, .flags = FIELD_WORKFLOW, .width = 6, .initial = "no",
	  .by = "waive correct", .since = 2, .help = "Whether the second approver let it go on without waiting." },
	{ .name = "waived_reason", .label = "Waived because", .type = FIELD_TEXT, .flags = FIELD_WORKFLOW, .width = 24,
	  .max = 400, .by = "waive correct", .since = 2, .help = "Why it was waived." },
};

const struct entity record_dependency = {
	.id = ENTITY_DEPENDENCY, .name = "dependency", .plural = "dependencies", .label = "Dependency",
	.labels = "Dependencies", .ref = "{plan}/{pred.code}>{succ.code}", .fields = fields_dependency,
	.n_fields = COUNT(fields_dependency), .columns = "ref,pred,succ,kind,lag,applies", .sort = "ref", .title = "kind",
	.add_roles = ROLE_LEAD | ROLE_SUPERVISOR | ROLE_PLANNER,
	.edit_roles = ROLE_LEAD | ROLE_SUPERVISOR | ROLE_PLANNER,
	.since = 1, .help = "One milestone has to wait for another.",
};

static const struct field fields_baseline[] = {
	{ .name = "plan", .label = "Plan", .type = FIELD_REF, .target = ENTITY_PLAN,
	  .flags = FIELD_REQUIRED | FIELD_PARENT, .width = 12, .since = 1, .help = "The plan." },
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 0, .max = 10000, .since = 1, .help = "Counted up." },
	{ .name = "frozen_on", .label = "Frozen on", .type = FIELD_DATE, .flags = FIELD_REQUIRED, .width = 10, .since = 1,
	  .help = "The day it was frozen." },
	{ .name = "approved_by", .label = "Approved by", .type = FIELD_REF, .target = ENTITY_USER, .width = 12, .since = 1,
	  .help = "Who approved it." },
	{ .name = "reason", .label = "Reason", .type = FIELD_TEXT, .width = 40, .max = 400, .since = 1, .help = "Why it was made." },
};

const struct entity record_baseline = {
	.id = ENTITY_BASELINE, .name = "baseline", .plural = "baselines", .label = "Baseline", .labels = "Baselines",
	.ref = "{plan}/B{number}", .flags = ENTITY_INTERNAL, .fields = fields_baseline, .n_fields = COUNT(fields_baseline),
	.columns = "ref,frozen_on,approved_by,reason", .sort = "ref", .title = "reason", .add_roles = ROLE_NONE,
	.edit_roles = ROLE_NONE, .since = 1, .help = "The dates of a plan as approved on one day.",
};

static const struct field fields_baseline_date[] = {
	{ .name = "baseline", .label = "Baseline", .type = FIELD_REF, .target = ENTITY_BASELINE,
	  .flags = FIELD_REQUIRED | FIELD_PARENT | FIELD_ONCE, .width = 16, .since = 1, .help = "The baseline." },
	{ .name = "milestone", .label = "Milestone", .type = FIELD_REF, .target = ENTITY_MILESTONE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ONCE, .width = 8, .since = 1, .help = "The milestone." },
	{ .name = "date", .label = "Date", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ONCE, .width = 10, .since = 1,
	  .help = "Its approved date; never changed." },
};

const struct entity record_baseline_date = {
	.id = ENTITY_BASELINE_DATE, .name = "baseline_date", .plural = "baseline_dates", .label = "Baseline date",
	.labels = "Baseline dates", .ref = "{baseline}/{milestone.code}", .flags = ENTITY_INTERNAL,
	.fields = fields_baseline_date, .n_fields = COUNT(fields_baseline_date), .columns = "ref,date", .sort = "ref",
	.title = "date", .add_roles = ROLE_NONE, .edit_roles = ROLE_NONE, .since = 1,
	.help = "One milestone's date in a baseline.",
};
