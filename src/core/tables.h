/* SPDX-License-Identifier: MIT */
/* tables.h - what the files of the record table share. Private to core. */
#ifndef CORE_TABLES_H
#define CORE_TABLES_H

#include "core/record.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* Who edits descriptive fields of registers; PERSONAL may do anything everywhere. */
#define ROLES_EDIT (ROLE_INSPECTOR | ROLE_LEAD | ROLE_SUPERVISOR | ROLE_LIAISON)
#define ROLES_REGISTER (ROLE_CLERK | ROLE_LIAISON | ROLE_LEAD | ROLE_INSPECTOR)
#define ROLES_WORK (ROLES_EDIT | ROLE_DIRECTOR | ROLE_CLASSIFIER | ROLE_CLERK | ROLE_PLANNER)
#define ROLES_DELEGATE (ROLE_ADMIN | ROLE_SUPERVISOR | ROLE_DIRECTOR | ROLE_LIAISON | ROLE_LEAD | ROLE_CLASSIFIER)

extern const struct entity record_database, record_office, record_user;
extern const struct entity record_review_series, record_report, record_addressee, record_recommendation;
extern const struct entity record_correspondence, record_letter_line, record_update, record_evidence;
extern const struct entity record_plan, record_milestone, record_dependency;
extern const struct entity record_baseline, record_baseline_date, record_key;
extern const struct entity record_corrective_action, record_extension, record_approval;
extern const struct entity record_checklist_line, record_delegation;
extern const struct entity record_series_title, record_position, record_coverage, record_absence, record_risk;
extern const struct entity record_mapping;
extern const struct entity record_saved_view;

extern const struct choice choices_role[], choices_sensitivity[], choices_check_answer[];
extern const struct choice choices_closure_reason[];

#endif
