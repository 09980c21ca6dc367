/* SPDX-License-Identifier: MIT */
/* records_report.c - the record table: review series, reports, addressees, recommendations. */
#include "core/tables.h"

const struct choice choices_sensitivity[] = {
	{ "public", "Public", NULL },
	{ "fouo", "For official use only", NULL },
	{ "les", "Law enforcement sensitive", NULL },
	{ NULL, NULL, NULL },
};

static const struct field fields_review_series[] = {
	{ .name = "code", .label = "Code", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY,
	  .width = 12, .max = 24, .since = 1, .help = "Short name of the series of reviews." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 32,
	  .since = 1, .help = "What the reviews are about." },
	{ .name = "mandated_by", .label = "Mandated by", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 24, .since = 1,
	  .help = "Who asked for the series." },
	{ .name = "stated_prior_recs", .label = "Prior recs stated", .type = FIELD_INT, .flags = FIELD_ENTRY, .width = 6,
	  .max = 100000, .since = 1, .help = "Recommendations of earlier reports, as the newest report states them." },
	{ .name = "stated_prior_closed", .label = "Prior closed stated", .type = FIELD_INT, .flags = FIELD_ENTRY,
	  .width = 6, .max = 100000, .since = 1, .help = "How many of those the newest report states as closed." },
	{ .name = "rec_count", .label = "Recommendations", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 5, .since = 1,
	  .help = "Recommendations on record in this series." },
	{ .name = "closed_count", .label = "Closed", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 6, .since = 1,
	  .help = "How many of them are closed." },
};

const struct entity record_review_series = {
	.id = ENTITY_REVIEW_SERIES, .name = "review_series", .plural = "review_series", .label = "Review series",
	.labels = "Review series", .ref = "{code}", .flags = ENTITY_SUBJECT, .fields = fields_review_series,
	.n_fields = COUNT(fields_review_series),
	.columns = "ref,rec_count,closed_count,stated_prior_recs,stated_prior_closed,title", .sort = "ref",
	.title = "title", .add_roles = ROLES_REGISTER, .edit_roles = ROLES_EDIT, .since = 1,
	.help = "Reviews of one programme that follow each other.",
};

static const struct choice choices_agency[] = {
	{ "oig", "OIG", "Office of Inspector General" },
	{ "gao", "GAO", "Government Accountability Office" },
	{ "other", "Other", NULL },
	{ NULL, NULL, NULL },
};

static const struct choice choices_report_type[] = {
	{ "inspection", "Inspection", NULL }, { "audit", "Audit", NULL }, { "letter", "Letter report", NULL },
	{ "evaluation", "Evaluation", NULL }, { "advisory", "Advisory", NULL }, { NULL, NULL, NULL },
};

static const struct choice choices_mandate[] = {
	{ "none", "None", NULL }, { "congress", "Congress", NULL }, { "request", "On request", NULL },
	{ "hotline", "Hotline", NULL }, { NULL, NULL, NULL },
};

static const struct field fields_report[] = {
	{ .name = "number", .label = "Number", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_ENTRY,
	  .width = 11, .max = 40, .since = 1, .help = "The report's number as printed on it: OIG-12-130." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_ENTRY, .width = 40,
	  .max = 400, .since = 1, .help = "The report's title." },
	{ .name = "agency", .label = "Issued by", .type = FIELD_CHOICE, .choices = choices_agency,
	  .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_KEEP, .width = 6, .initial = "oig", .since = 1,
	  .help = "The oversight body." },
	{ .name = "issued_on", .label = "Issued", .type = FIELD_DATE, .flags = FIELD_REQUIRED | FIELD_ENTRY | FIELD_NEWEST,
	  .width = 10, .since = 1, .help = "Date of the report. Its clocks run from here." },
	{ .name = "type", .label = "Type", .type = FIELD_CHOICE, .choices = choices_report_type,
	  .flags = FIELD_ENTRY | FIELD_KEEP, .width = 10, .initial = "inspection", .since = 1,
	  .help = "What kind of product it is." },
	{ .name = "stated_rec_count", .label = "Recs stated", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_ENTRY,
	  .width = 5, .max = 10000, .initial = "0", .since = 1,
	  .help = "How many recommendations the report says it makes. The rows on record must come to the same number." },
	{ .name = "review_series", .label = "Review series", .type = FIELD_REF, .target = ENTITY_REVIEW_SERIES,
	  .flags = FIELD_ENTRY | FIELD_KEEP, .width = 12, .since = 1, .help = "The series of reviews it belongs to." },
	{ .name = "addressees", .label = "Addressees", .type = FIELD_LINES, .target = ENTITY_ADDRESSEE, .flags = FIELD_ENTRY,
	  .since = 1, .help = "Who the report was sent to." },
	{ .name = "project_no", .label = "Project number", .type = FIELD_TEXT, .width = 16, .max = 60, .since = 1,
	  .help = "The oversight body's own project number: 13-064-ISP-ICE." },
	{ .name = "from_official", .label = "From", .type = FIELD_TEXT, .width = 24, .since = 1,
	  .help = "The official who signed it." },
	{ .name = "from_acting", .label = "Signed as acting", .type = FIELD_BOOL, .initial = "no", .since = 1,
	  .help = "Whether that official signed in an acting capacity." },
	{ .name = "mandate", .label = "Mandate", .type = FIELD_CHOICE, .choices = choices_mandate, .width = 10, .since = 1,
	  .help = "What made the oversight body look." },
	{ .name = "mandated_by", .label = "Mandated by", .type = FIELD_TEXT, .max = 400, .since = 1,
	  .help = "Who mandated the review." },
	{ .name = "why_it_matters", .label = "Why this matters", .type = FIELD_LONG, .since = 1,
	  .help = "The report's own paragraph." },
	{ .name = "response_text", .label = "Response", .type = FIELD_LONG, .since = 1,
	  .help = "The department's response as printed in the report." },
	{ .name = "determined", .label = "What was determined", .type = FIELD_LONG, .since = 1,
	  .help = "The report's own paragraph." },
	{ .name = "contact", .label = "Further information", .type = FIELD_TEXT, .max = 400, .since = 1,
	  .help = "Where to ask." },
	{ .name = "questioned_cents", .label = "Questioned costs", .type = FIELD_MONEY, .width = 12, .since = 1,
	  .help = "Questioned costs." },
	{ .name = "unsupported_cents", .label = "Unsupported costs", .type = FIELD_MONEY, .width = 12, .since = 1,
	  .help = "The part of questioned costs that lacked documents." },
	{ .name = "fptbu_cents", .label = "Funds to better use", .type = FIELD_MONEY, .width = 12, .since = 1,
	  .help = "Funds recommended to be put to better use." },
	{ .name = "joint", .label = "Joint review", .type = FIELD_BOOL, .initial = "no", .since = 1,
	  .help = "Done together with another oversight body." },
	{ .name = "agency_wide", .label = "Agency-wide", .type = FIELD_BOOL, .initial = "no", .since = 1,
	  .help = "Addresses the whole agency." },
	{ .name = "sensitivity", .label = "Sensitivity", .type = FIELD_CHOICE, .choices = choices_sensitivity,
	  .width = 8, .initial = "public", .since = 1, .help = "Printed at the top and the bottom of every page." },
	{ .name = "url", .label = "Address on the web", .type = FIELD_TEXT, .max = 400, .since = 1, .help = "Where it is published." },
	{ .name = "notes", .label = "Notes", .type = FIELD_LONG, .since = 1, .help = "Anything else." },
	{ .name = "fiscal_year", .label = "FY", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 4, .since = 1,
	  .help = "Fiscal year of the issue date; it begins on 1 October." },
	{ .name = "rec_count", .label = "Recs", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 4, .since = 1,
	  .help = "Recommendations on record." },
	{ .name = "open_count", .label = "Open", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 4, .since = 1,
	  .help = "How many of them are open." },
	{ .name = "closed_count", .label = "Closed", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 6, .since = 1,
	  .help = "How many of them are closed." },
	{ .name = "difference", .label = "Diff", .type = FIELD_INT, .flags = FIELD_DERIVED, .width = 4, .since = 1,
	  .help = "Recommendations on record less those stated: must be 0." },
	{ .name = "due", .label = "Due", .type = FIELD_DATE, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "The nearest due date of its open recommendations." },
	{ .name = "days", .label = "Days", .type = FIELD_INT, .flags = FIELD_DERIVED | FIELD_COLUMN, .width = 5, .since = 1,
	  .help = "Days left until it is due; below 0: days late." },
	{ .name = "status_word", .label = "Status", .type = FIELD_TEXT, .flags = FIELD_DERIVED, .width = 10, .since = 1,
	  .help = "One word: open, closed, late." },
};

static const struct shorthand shorthands_report[] = {
	{ "open", "open_count>0" },
	{ "closed", "open_count:0 rec_count>0" },
	{ "late", "open_count>0 due<today" },
	{ "problem", "-difference:0" },
	{ NULL, NULL },
};

const struct entity record_report = {
	.id = ENTITY_REPORT, .name = "report", .plural = "reports", .label = "Report", .labels = "Reports",
	.ref = "{number}", .flags = ENTITY_SUBJECT, .fields = fields_report, .n_fields = COUNT(fields_report),
	.shorthands = shorthands_report, .columns = "ref,issued_on,rec_count,open_count,status_word,title",
	.sort = "ref", .title = "title", .add_roles = ROLES_REGISTER, .edit_roles = ROLES_EDIT | ROLE_CLERK, .since = 1,
	.help = "A report of an oversight body.",
};

static const struct field fields_addressee[] = {
	{ .name = "report", .label = "Report", .type = FIELD_REF, .target = ENTITY_REPORT,
	  .flags = FIELD_REQUIRED | FIELD_PARENT, .width = 11, .since = 1, .help = "The report." },
	{ .name = "number", .label = "No.", .type = FIELD_INT, .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_AUTO, .width = 3,
	  .min = 1, .max = 10000, .since = 1, .help = "Place in the list." },
	{ .name = "name", .label = "Name", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 24, .since = 1,
	  .help = "The person addressed." },
	{ .name = "title", .label = "Title", .type = FIELD_TEXT, .flags = FIELD_ENTRY, .width = 32, .since = 1,
	  .help = "The official title addressed." },
	{ .name = "office", .label = "Office", .type = FIELD_REF, .target = ENTITY_OFFICE, .flags = FIELD_ENTRY,
	  .width = 12, .since = 1, .help = "The person's office." },
	{ .name = "acting", .label = "Acting", .type = FIELD_BOOL, .flags = FIELD_ENTRY, .width = 6, .initial = "no",
	  .since = 1, .help = "Whether the person was addressed in an acting capacity." },
};

const struct entity record_addressee = {
	.id = ENTITY_ADDRESSEE, .name = "addressee", .plural = "addressees", .label = "Addressee",
	.labels = "Addressees", .ref = "{report}/to{number}", .flags = ENTITY_LINE, .fields = fields_addressee,
	.n_fields = COUNT(fields_addressee), .columns = "ref,name,title,office,acting", .sort = "ref", .title = "name",
	.add_roles = ROLES_REGISTER, .edit_roles = ROLES_EDIT | ROLE_CLERK, .since = 1,
	.help = "Somebody a report was sent to.",
};
