#!/bin/sh
# SPDX-License-Identifier: MIT
# plan_doors.sh - what breaks the crosswalk is refused or flagged alike, typed on the command line and imported.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
as() { who=$1; shift; "$co" -d s.db --user "$who" "$@"; }

# Rows of a file, imported as the lead: the first is the header.
import() { # import KIND OPTION LINE ...
	kind=$1 option=$2
	shift 2
	printf '%s\n' "$@" >rows.csv
	as lead import "$kind" rows.csv $option
}

s init --sample >/dev/null 2>&1

# ---- a position listed twice

head=plan,position_no,title,from_pp,from_series,from_grade
exits 65 twice__is_refused as lead add position plan=RECLASS-FY13 position_no=P-003 title=x from_pp=GS from_series=1811 from_grade=13
exits 65 twice__is_not_imported import positions '' $head 'RECLASS-FY13,P-003,x,GS,1811,13'
exits 65 twice__is_not_imported_within_a_file import positions '' $head 'RECLASS-FY13,P-050,x,GS,1811,13' 'RECLASS-FY13,P-050,x,GS,1811,13'
says twice__names_both_lines err 'rows.csv:3, row 2: position P-050 stands in rows.csv:2 already'
# Written otherwise it is another reference; the crosswalk sees that it is the same position.
exits 0 once_more__written_otherwise as lead add position plan=RECLASS-FY13 position_no=P-3 title=x from_pp=GS from_series=1811 from_grade=13
s report crosswalk >out
says once_more__is_flagged out '^BLOCKS P-3: listed twice, also as P-003$'
as lead undo >/dev/null 2>&1

# ---- a missing target series

exits 65 target__is_needed as lead set P-003 to_series=
says target__says_what_for err 'a position in a wave needs its target series'
exits 65 target__is_needed_in_a_file import positions --update ref,to_series P-003,
says target__says_what_for_in_a_file err 'row 1, column 2 \(to_series\): it is missing: a position in a wave needs its target series'
exits 65 target__is_needed_for_a_new_one import positions '' $head,wave 'RECLASS-FY13,P-050,x,GS,1811,13,2'
exits 0 target__may_be_open_outside_a_wave as lead add position plan=RECLASS-FY13 position_no=P-051 title=x from_pp=GS from_series=1811 from_grade=13
s report crosswalk >out
says target__is_flagged_as_long_as_it_is_open out '^BLOCKS P-051: the target series is missing$'
as lead undo >/dev/null 2>&1

# ---- a lower grade without notice

exits 0 drop__can_be_planned import positions --update ref,to_grade P-008,12
is drop__is_flagged 'P-008 P-009' "$(s list positions is:problem --columns ref --format csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
s report crosswalk >out
says drop__is_named out '^TO DO  P-008: the grade falls from GS-1811-13 to GS-1801-12, and no notice is on record$'
exits 77 notice__is_set_by_its_action as classifier set P-008 notice_on=2013-07-14
says notice__names_the_action err 'notify'
exits 77 effect__is_no_field_to_import import positions --update ref,state P-009,effective
as lead undo >/dev/null 2>&1

# ---- more than half of the inspectors in one wave

exits 65 half__is_the_most as lead set P-004 wave=1
says half__says_how_many err '5 of 8 inspectors would move in wave 1; more than half leaves inspections uncovered'
exits 65 half__is_the_most_in_a_file import positions --update ref,wave P-004,1
says half__says_how_many_in_a_file err 'row 1, column 2 \(wave\): 5 of 8 inspectors would move in wave 1'
exits 0 half__is_asked_of_the_whole_file import positions --update ref,wave P-004,1 P-003,2

# ---- effective dates

exits 65 wave_2__is_not_imported_for_a_wrong_day import milestones --update ref,fixed_on M4.2,2013-07-15
says wave_2__names_the_rule err '2013-07-15 is no pay-period start; an effective date is the first day of a pay period, not before certification on 2013-05-24 and at most the fourth start after it; allowed are 2013-06-02, 2013-06-16, 2013-06-30, 2013-07-14'
exits 65 wave_2__is_not_imported_for_a_late_day import milestones --update ref,fixed_on M4.2,2013-07-28
exits 65 wave_2__is_not_forecast_for_a_late_day as planner do set-forecast M4.2 forecast=2013-07-28
exits 65 wave_2__is_not_rebaselined_for_a_late_day as planner plan what-if M4.2 2013-07-28 --keep --reason x

finish
