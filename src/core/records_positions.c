/* SPDX-License-Identifier: MIT */
/*
 * records_positions.c - the record table: positions and their crosswalk, job series,
 * coverage of functions, absences, risks.
 *
 * A position is known by its number. No names, no social security numbers: who
 * sits in it is no business of this program.
 */
#include "core/tables.h"

#define ROLES_CROSSWALK (ROLE_LEAD | ROLE_SUPERVISOR | ROLE_CLASSIFIER | ROLE_PLANNER)
#define ROLES_COVERAGE  (ROLE_LEAD | ROLE_SUPERVISOR | ROLE_PLANNER | ROLE_INSPECTOR)

/* ---- occupational series ---------------------------------------------------------- */

static const struct field fields_series_title[] = {
	{ .name = "code", .label = "Series", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY,
	  .width = 6, .max = 4, .since = 3, .help = "Four digits, with leading zeros: 0343." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 48,
	  .since = 3, .help = "Its title in the handbook of occupational groups." },
	{ .name = "investigates", .label = "Investigates", .type = FIELD_BOOL, .flags = FIELD_ENTRY, .width = 5,
	  .initial = "no", .since = 3,
	  .help = "Criminal investigation: only there availability pay can be due (5 USC 5545a)." },
	{ .name = "notes", .label = "Notes", .type = FIELD_LONG, .since = 3, .help = "Anything else." },
};

const struct entity record_series_title = {
	.id = ENTITY_SERIES_TITLE, .name = "series_title", .plural = "series_titles", .label = "Job series",
	.labels = "Job series", .ref = "{code}", .fields = fields_series_title, .n_fields = COUNT(fields_series_title),
	.columns = "ref,title", .sort = "ref", .title = "title", .add_roles = ROLE_CLASSIFIER | ROLE_ADMIN,
	.edit_roles = ROLE_CLASSIFIER | ROLE_ADMIN, .since = 3, .help = "An occupational series, such as 1801.",
};

/* ---- positions -------------------------------------------------------------------- */

static const struct choice choices_filled[] = {
	{ "filled", "Filled", NULL }, { "vacant", "Vacant", "nobody is in it" }, { NULL, NULL, NULL },
};

static const struct choice choices_service[] = {
	{ "field", "Field", NULL }, { "hq", "Headquarters", NULL }, { NULL, NULL, NULL },
};

static const struct choice choices_position_state[] = {
	{ "proposed", "Proposed", "its new series and grade are a proposal" },
	{ "certified", "Certified", "the classification is signed" },
	{ "notified", "Notified", "the employee has the written notice" },
	{ "effective", "Effective", "the personnel action is done" },
	{ "verified", "Verified", "the SF-50 agrees with the crosswalk" },
	{ NULL, NULL, NULL },
};

static const struct choice choices_coverage_leo[] = {
	{ "none", "Not covered", NULL }, { "primary", "Primary", "investigates, apprehends, detains" },
	{ "secondary", "Secondary", "supervises or administers after primary" }, { NULL, NULL, NULL },
};

static const struct choice choices_bargaining[] = {
	{ "eligible", "Eligible", NULL }, { "excluded", "Excluded", "5 USC 7112(b)(7)" },
	{ "unknown", "Not determined", NULL }, { NULL, NULL, NULL },
};

static const struct choice choices_retention[] = {
	{ "none", "No retention", NULL }, { "grade", "Grade retained", "two years (5 USC 5362)" },
	{ "pay", "Pay retained", "5 USC 5363" }, { NULL, NULL, NULL },
};

static const struct choice choices_appeal[] = {
	{ "none", "No appeal", NULL }, { "agency", "To the agency", NULL }, { "opm", "To OPM", NULL },
	{ "reconsider", "Reconsideration", NULL }, { NULL, NULL, NULL },
};

static const struct field fields_position[] = {
	{ .name = "plan", .label = "Plan", .type = FIELD_REF, .target = ENTITY_PLAN,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 12, .since = 3, .help = "The plan that moves it." },
	{ .name = "position_no", .label = "Position", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY,
	  .width = 8, .max = 20, .since = 3, .help = "Its number: P-007. Every position stands in the crosswalk once." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_BOUND,
	  .width = 28, .since = 3, .help = "Title of the position; never a person's name." },
	{ .name = "office", .label = "Office", .type = FIELD_REF, .target = ENTITY_OFFICE, .flags = FIELD_ENTRY | FIELD_KEEP,
	  .width = 10, .since = 3, .help = "The office it belongs to." },
	{ .name = "duty_station", .label = "Duty station", .type = FIELD_TEXT, .flags = FIELD_ENTRY | FIELD_KEEP, .width = 16,
	  .since = 3, .help = "Where the work is done." },
	{ .name = "service", .label = "Service", .type = FIELD_CHOICE, .choices = choices_service,
	  .flags = FIELD_ENTRY | FIELD_KEEP, .width = 8, .initial = "hq", .since = 3, .help = "Field or headquarters." },
	{ .name = "supervisory", .label = "Supervisory", .type = FIELD_BOOL, .flags = FIELD_ENTRY, .width = 5, .initial = "no",
	  .since = 3, .help = "It supervises others." },
	{ .name = "inspects", .label = "Inspects", .type = FIELD_BOOL, .flags = FIELD_ENTRY | FIELD_BOUND, .width = 5,
	  .initial = "no", .since = 3, .help = "An inspector: not more than half of them move in one wave." },
	{ .name = "status", .label = "Filled", .type = FIELD_CHOICE, .choices = choices_filled,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 7, .initial = "filled", .since = 3, .help = "Filled or vacant." },
	{ .name = "from_pp", .label = "From pay plan", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_BOUND,
	  .width = 4, .max = 4, .initial = "GS", .since = 3, .help = "Its pay plan now." },
	{ .name = "from_series", .label = "From series", .type = FIELD_REF, .target = ENTITY_SERIES_TITLE,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP, .width = 6, .since = 3, .help = "Its series now." },
	{ .name = "from_grade", .label = "From grade", .type = FIELD_INT,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP, .width = 5, .min = 1, .max = 18, .since = 3,
	  .help = "Its grade now." },
	{ .name = "held_since", .label = "Grade held since", .type = FIELD_DATE, .flags = FIELD_NEWEST, .width = 10, .since = 3,
	  .help = "Since when it has had that grade: grade retention asks for a year." },
	{ .name = "to_pp", .label = "To pay plan", .type = FIELD_TEXT, .flags = FIELD_ENTRY | FIELD_BOUND, .width = 4, .max = 4,
	  .initial = "GS", .since = 3, .help = "Its pay plan then." },
	{ .name = "to_series", .label = "To series", .type = FIELD_REF, .target = ENTITY_SERIES_TITLE,
	  .flags = FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP, .width = 6, .since = 3,
	  .help = "Its series then; a position in a wave needs one." },
	{ .name = "to_grade", .label = "To grade", .type = FIELD_INT, .flags = FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP,
	  .width = 5, .min = 1, .max = 18, .since = 3, .help = "Its grade then." },
	{ .name = "wave", .label = "Wave", .type = FIELD_INT, .flags = FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP, .width = 4,
	  .min = 1, .max = 9, .since = 3, .help = "In which wave it moves: 1 is the first effective date of the plan." },
	{ .name = "noa", .label = "Action", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 6, .max = 4, .since = 3,
	  .help = "Nature of the personnel action: 702, 703, 713, 721, 730, 731, 732, 740, 741, 769 or 770." },
	{ .name = "certified_by", .label = "Certified by", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_WORKFLOW,
	  .width = 12, .by = "certify correct", .since = 3, .help = "Who signed the classification." },
	{ .name = "certified_on", .label = "Certified", .type = FIELD_DATE, .flags = FIELD_WORKFLOW, .width = 10,
	  .by = "certify correct", .since = 3, .help = "The day the classification was signed." },
	{ .name = "notice_on", .label = "Notice", .type = FIELD_DATE, .flags = FIELD_WORKFLOW, .width = 10,
	  .by = "notify correct", .since = 3, .help = "The day of the written notice, where grade or pay falls." },
	{ .name = "effective_on", .label = "Effective", .type = FIELD_DATE, .flags = FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP,
	  .width = 10, .since = 3,
	  .help = "First day of a pay period, not before certification and at most the fourth such day after it." },
	{ .name = "leo_before", .label = "LEO before", .type = FIELD_CHOICE, .choices = choices_coverage_leo, .width = 10,
	  .initial = "none", .flags = FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP, .since = 3,
	  .help = "Law-enforcement retirement coverage now (5 USC 8336(c), 8412(d))." },
	{ .name = "leo_after", .label = "LEO after", .type = FIELD_CHOICE, .choices = choices_coverage_leo, .width = 10,
	  .initial = "none", .flags = FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP, .since = 3, .help = "The same afterwards." },
	{ .name = "leap_before", .label = "Availability pay before", .type = FIELD_BOOL, .width = 5, .initial = "no",
	  .flags = FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP, .since = 3, .help = "Availability pay now (5 USC 5545a)." },
	{ .name = "leap_after", .label = "Availability pay after", .type = FIELD_BOOL, .width = 5, .initial = "no",
	  .flags = FIELD_ENTRY | FIELD_BOUND | FIELD_KEEP, .since = 3, .help = "The same afterwards." },
	{ .name = "bargaining", .label = "Bargaining", .type = FIELD_CHOICE, .choices = choices_bargaining, .width = 10,
	  .initial = "unknown", .since = 3, .help = "Whether it may be in a bargaining unit." },
	{ .name = "retention", .label = "Retention", .type = FIELD_CHOICE, .choices = choices_retention, .width = 8,
	  .initial = "none", .flags = FIELD_ENTRY | FIELD_BOUND, .since = 3, .help = "What is retained where grade or pay falls." },
	{ .name = "retention_ends_on", .label = "Retention until", .type = FIELD_DATE, .flags = FIELD_BOUND, .width = 10,
	  .since = 3, .help = "Grade is retained for two years from the effective date." },
	{ .name = "appeal", .label = "Appeal", .type = FIELD_CHOICE, .choices = choices_appeal, .width = 10, .initial = "none",
	  .since = 3, .help = "Whether the classification is appealed." },
	{ .name = "sf52_no", .label = "SF-52 no.", .type = FIELD_TEXT, .width = 12, .max = 40, .since = 3,
	  .help = "Number of the request for personnel action." },
	{ .name = "sf50_verified_on", .label = "SF-50 verified", .type = FIELD_DATE, .flags = FIELD_WORKFLOW, .width = 10,
	  .by = "verify-action correct", .since = 3, .help = "The day the SF-50 was compared with this row." },
	{ .name = "state", .label = "State", .type = FIELD_CHOICE, .choices = choices_position_state,
	  .flags = FIELD_REQUIRED | FIELD_WORKFLOW, .width = 10, .initial = "proposed",
	  .by = "certify notify make-effective verify-action correct", .since = 3, .help = "How far it has come." },
	{ .name = "notes", .label = "Notes", .type = FIELD_LONG, .since = 3, .help = "Anything else; no names." },
	{ .name = "from_key", .label = "From", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 10, .since = 3,
	  .help = "Pay plan, series and grade now: GS-1811-13." },
	{ .name = "to_key", .label = "To", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 10, .since = 3,
	  .help = "Pay plan, series and grade then; empty while the series is open." },
	{ .name = "change", .label = "Change", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 12, .since = 3,
	  .help = "What changes: series, pay plan, grade up, grade drop; same, or open." },
	{ .name = "due", .label = "Due", .type = FIELD_DATE, .flags = FIELD_DERIVED, .width = 10, .since = 3,
	  .help = "The effective date while it is not effective." },
	{ .name = "days", .label = "Days", .type = FIELD_INT, .flags = FIELD_DERIVED | FIELD_COLUMN, .width = 5, .since = 3,
	  .help = "Days left until then." },
	{ .name = "status_word", .label = "Status", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 10, .since = 3,
	  .help = "State in a word; VACANT, or LATE past its effective date." },
};

static const struct shorthand shorthands_position[] = {
	{ "open", "-state:effective,verified" },
	{ "closed", "state:effective,verified" },
	{ "late", "-state:effective,verified effective_on<today" },
	{ "waiting", "state:certified,notified" },
	{ "problem", "to_series:none or to_grade:none or (wave:none -change:same) or "
		     "(change:\"grade drop\" notice_on:none -status:vacant)" },
	{ NULL, NULL },
};

const struct entity record_position = {
	.id = ENTITY_POSITION, .name = "position", .plural = "positions", .label = "Position", .labels = "Positions",
	.ref = "{position_no}", .flags = ENTITY_SUBJECT, .fields = fields_position, .n_fields = COUNT(fields_position),
	.shorthands = shorthands_position, .columns = "ref,status_word,wave,from_key,to_key,change,effective_on,title",
	.sort = "ref", .title = "title", .add_roles = ROLES_CROSSWALK, .edit_roles = ROLES_CROSSWALK, .since = 3,
	.help = "A position and what it moves to: a row of the crosswalk.",
};

/* ---- coverage ---------------------------------------------------------------------- */

static const struct choice choices_function[] = {
	{ "planning", "Inspection planning", NULL }, { "lead_inspector", "Lead inspector", NULL },
	{ "report_review", "Report review", NULL }, { "finding_follow_up", "Follow-up of findings", NULL },
	{ "oig_liaison", "Liaison with the oversight body", NULL },
	{ "complaint_referral", "Referral of complaints", NULL }, { NULL, NULL, NULL },
};

static const struct field fields_coverage[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 1, .max = 1000000000, .since = 3, .help = "Counted up; never used twice." },
	{ .name = "plan", .label = "Plan", .type = FIELD_REF, .target = ENTITY_PLAN,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 12, .since = 3, .help = "The plan it belongs to." },
	{ .name = "function", .label = "Function", .type = FIELD_CHOICE, .choices = choices_function,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 18, .since = 3, .help = "What has to go on meanwhile." },
	{ .name = "from_on", .label = "From", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP,
	  .width = 10, .since = 3, .help = "First day." },
	{ .name = "to_on", .label = "To", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 10,
	  .since = 3, .help = "Last day." },
	{ .name = "primary", .label = "Primary", .type = FIELD_REF, .target = ENTITY_POSITION,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 8, .since = 3, .help = "The position that does it." },
	{ .name = "alternate", .label = "Alternate", .type = FIELD_REF, .target = ENTITY_POSITION, .flags = FIELD_ENTRY,
	  .width = 9, .since = 3, .help = "The position that steps in." },
	{ .name = "minimum", .label = "Least", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 5, .min = 1,
	  .max = 9, .initial = "1", .since = 3, .help = "How many positions the function needs on a day." },
	{ .name = "gap_reason", .label = "Gap explained", .type = FIELD_TEXT, .width = 24, .max = 400, .since = 3,
	  .help = "Why a gap within these days is accepted. A plan is not frozen with an unexplained one." },
	{ .name = "notes", .label = "Notes", .type = FIELD_LONG, .since = 3, .help = "Anything else." },
};

static const struct shorthand shorthands_coverage[] = {
	{ "open", "to_on>=today" }, { "closed", "to_on<today" }, { "problem", "to_on>=today alternate:none" }, { NULL, NULL },
};

const struct entity record_coverage = {
	.id = ENTITY_COVERAGE, .name = "coverage", .plural = "coverage", .label = "Coverage", .labels = "Coverage",
	.ref = "COV-{number}", .flags = ENTITY_NUMBERED, .fields = fields_coverage, .n_fields = COUNT(fields_coverage),
	.shorthands = shorthands_coverage, .columns = "ref,from_on,to_on,primary,alternate,minimum,gap_reason,function",
	.sort = "ref", .title = "function", .add_roles = ROLES_COVERAGE, .edit_roles = ROLES_COVERAGE, .since = 3,
	.help = "Who does a function on which days while positions move.",
};

static const struct choice choices_absence[] = {
	{ "wave", "Wave", "moves to its new series" }, { "training", "Training", NULL }, { "leave", "Leave", NULL },
	{ "vacant", "Vacant", "nobody is in the position" }, { "detail", "Detail", "lent to another office" },
	{ NULL, NULL, NULL },
};

static const struct field fields_absence[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 1, .max = 1000000000, .since = 3, .help = "Counted up; never used twice." },
	{ .name = "position", .label = "Position", .type = FIELD_REF, .target = ENTITY_POSITION,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 8, .since = 3, .help = "The position that cannot serve." },
	{ .name = "kind", .label = "Kind", .type = FIELD_CHOICE, .choices = choices_absence,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 8, .since = 3, .help = "Why it cannot." },
	{ .name = "from_on", .label = "From", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP,
	  .width = 10, .since = 3, .help = "First day." },
	{ .name = "to_on", .label = "To", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 10,
	  .since = 3, .help = "Last day." },
	{ .name = "note", .label = "Note", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 32, .max = 400, .since = 3,
	  .help = "In a few words." },
};

const struct entity record_absence = {
	.id = ENTITY_ABSENCE, .name = "absence", .plural = "absences", .label = "Absence", .labels = "Absences",
	.ref = "ABS-{number}", .flags = ENTITY_NUMBERED, .fields = fields_absence, .n_fields = COUNT(fields_absence),
	.columns = "ref,position,kind,from_on,to_on,note", .sort = "from_on,number", .title = "note",
	.add_roles = ROLES_COVERAGE, .edit_roles = ROLES_COVERAGE, .since = 3,
	.help = "Days on which a position cannot serve: training, leave, a vacancy, its wave.",
};

/* ---- risks ------------------------------------------------------------------------- */

static const struct choice choices_response[] = {
	{ "avoid", "Avoid", NULL }, { "reduce", "Reduce", NULL }, { "transfer", "Transfer", NULL },
	{ "accept", "Accept", NULL }, { NULL, NULL, NULL },
};

static const struct choice choices_risk_state[] = {
	{ "open", "Open", NULL }, { "closed", "Closed", "it cannot happen any more" },
	{ "occurred", "Occurred", "it has happened" }, { NULL, NULL, NULL },
};

static const struct field fields_risk[] = {
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 4,
	  .min = 1, .max = 1000000000, .since = 3, .help = "Counted up; never used twice." },
	{ .name = "plan", .label = "Plan", .type = FIELD_REF, .target = ENTITY_PLAN,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 12, .since = 3, .help = "The plan it threatens." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 36,
	  .since = 3, .help = "What may happen." },
	{ .name = "cause", .label = "Cause", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 24, .max = 400, .since = 3,
	  .help = "Why it may happen." },
	{ .name = "effect", .label = "Effect", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 24, .max = 400, .since = 3,
	  .help = "What would come of it." },
	{ .name = "likelihood", .label = "Likelihood", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 5,
	  .min = 1, .max = 5, .since = 3, .help = "1 hardly, 5 almost certain." },
	{ .name = "impact", .label = "Impact", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 5, .min = 1,
	  .max = 5, .since = 3, .help = "1 slight, 5 the plan fails." },
	{ .name = "response", .label = "Response", .type = FIELD_CHOICE, .choices = choices_response,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 8, .initial = "reduce", .since = 3, .help = "What is done about it." },
	{ .name = "action", .label = "Action", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 32, .max = 400, .since = 3,
	  .help = "How, in a few words." },
	{ .name = "trigger", .label = "Trigger", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 24, .max = 400, .since = 3,
	  .help = "The sign that it is happening." },
	{ .name = "owner_user", .label = "Owner", .type = FIELD_REF, .target = ENTITY_USER, .flags = FIELD_ENTRY | FIELD_KEEP,
	  .width = 10, .since = 3, .help = "Who watches it." },
	{ .name = "milestone", .label = "Milestone", .type = FIELD_REF, .target = ENTITY_MILESTONE, .flags = FIELD_ENTRY,
	  .width = 9, .since = 3, .help = "The milestone it threatens first." },
	{ .name = "reviewed_on", .label = "Reviewed", .type = FIELD_DATE, .flags = FIELD_ENTRY | FIELD_NEWEST, .width = 10,
	  .since = 3, .help = "When it was looked at last." },
	{ .name = "state", .label = "State", .type = FIELD_CHOICE, .choices = choices_risk_state,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 8, .initial = "open", .since = 3, .help = "Open, closed or occurred." },
	{ .name = "notes", .label = "Notes", .type = FIELD_LONG, .since = 3, .help = "Anything else." },
	{ .name = "score", .label = "Score", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 5, .since = 3,
	  .help = "Likelihood times impact: 1 to 25." },
	{ .name = "status_word", .label = "Status", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 9, .since = 3,
	  .help = "HIGH from 15, MEDIUM from 8, LOW below; CLOSED, OCCURRED." },
};

static const struct shorthand shorthands_risk[] = {
	{ "open", "state:open" },
	{ "closed", "state:closed" },
	{ "mine", "owner_user:me" },
	{ "problem", "state:open (owner_user:none or trigger:none)" },
	{ NULL, NULL },
};

const struct entity record_risk = {
	.id = ENTITY_RISK, .name = "risk", .plural = "risks", .label = "Risk", .labels = "Risks", .ref = "R-{number}",
	.flags = ENTITY_NUMBERED | ENTITY_SUBJECT, .fields = fields_risk, .n_fields = COUNT(fields_risk),
	.shorthands = shorthands_risk, .columns = "ref,score,status_word,milestone,owner_user,response,title",
	.sort = "-score,number", .title = "title", .add_roles = ROLES_WORK, .edit_roles = ROLES_WORK, .since = 3,
	.help = "What may upset the plan, how likely and how badly, and who watches it.",
};
