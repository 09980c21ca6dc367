#!/bin/sh
# SPDX-License-Identifier: MIT
# plan.sh - the transition plan from the outside: dates, what if, what is refused, reports.
#
# RENEW_GOLDENS=1 writes the reports anew; read the difference like code.

. "$(dirname "$0")/lib.sh"

golden=${TEST_SRCDIR:?}/tests/e2e/cli/golden
s() { "$co" -d s.db "$@"; }
as() { who=$1; shift; "$co" -d s.db --user "$who" "$@"; }

# The day it was printed and the newest entry of the log are different each time.
page() { # page NAME WORD ...
	name=$1
	shift
	s "$@" 2>err </dev/null | sed '/^generated /d; /^log [0-9]/d' >out
	[ -z "$RENEW_GOLDENS" ] || cp out "$golden/$name.txt"
	diff "$golden/$name.txt" out >difference 2>&1
	same=$?
	result $same "page__$name"
	[ $same = 0 ] || sed 's/^/# /' difference | head -n 40
}

s init --sample >/dev/null 2>&1

# ---- the plan

exits 0 plan__is_printed s plan
says plan__says_finish_limit_and_float out '^finish 2013-09-20, limit 2013-09-30, float 0: pay period$'
says plan__says_why out '^no float left before wave 2: M4.2 by 2013-07-14, the fourth pay-period'
says plan__counts_what_needs_a_look out '^late 0, blocked 0, waiting for approval 0, at risk 0$'
is plan__has_the_nineteen_dates \
	'2012-12-31 2013-01-18 2013-02-01 2013-02-08 2013-02-15 2013-02-28 2013-03-29 2013-04-12 2013-05-03 2013-05-24 2013-05-10 2013-06-07 2013-06-14 2013-06-30 2013-07-14 2013-08-16 2013-08-30 2013-09-06 2013-09-20' \
	"$(s plan --format tsv | sed 1d | cut -f 6 | tr '\n' ' ' | sed 's/ $//')"
is plan__has_float_after_wave_2_only 'M4.2 0,M4.3 6,M5.1 6' \
	"$(s plan --format tsv | grep -E '^(M4.2|M4.3|M5.1)' | cut -f 1,8 | tr '\t' ' ' | tr '\n' ',' | sed 's/,$//')"
exits 66 plan__names_one_there_is s plan NOPLAN
exits 66 plan__compares_with_a_baseline_there_is s plan --baseline 9
exits 2 plan__knows_its_words s plan RECLASS-FY13 whatif
exits 66 plan__was_not_there_before s plan --as-of 2012-10-01

# ---- what if

before=$(s log --limit 1 --format ndjson)
exits 0 what_if__is_computed s plan what-if M0.1 +15wd
says what_if__moves_wave_2 out '^M4.2 +2013-07-14 +2013-08-11 +28 +20 +needs 2013-07-29: pay-period start 2013-07-28 skipped, 2013-08-11 chosen$'
# 2013-10-14 is Columbus Day (5 USC 6103).
says what_if__prints_the_finish out '^finish +2013-09-20 +2013-10-21 +31 +20$'
says what_if__says_the_float_used out '^float used: 20 working days of 6 '
says what_if__says_the_limit_broken out '^limit broken: all done by 2013-09-30, the plan.s limit; M5.3 falls on 2013-10-21, 14 working days too late$'
says what_if__says_that_nothing_is_saved err 'nothing is saved'
is what_if__saves_nothing "$before" "$(s log --limit 1 --format ndjson)"
exits 0 what_if__prints_the_finish_also_if_it_stays s plan what-if M5.2 +2wd
says what_if__shows_the_finish_unmoved out '^finish +2013-09-20 +2013-09-20 +0 +0$'
exits 0 what_if__takes_a_duration s plan what-if M2.1 =26
exits 0 what_if__takes_the_outcome_of_the_gate s plan what-if M0.2 none
says what_if__shows_what_the_gate_cancels out '^M4.2 +2013-07-14 +cancelled by the gate$'
says what_if__brings_the_closeout_forward out '^finish +2013-09-20 +2013-02-08 '
exits 1 what_if__does_not_decide_the_gate as director plan what-if M0.2 none --keep --reason no
exits 0 why__explains_a_date s why M2.4
says why__names_what_drives_it out '^Scheduled 2013-05-24 = M2.3 2013-05-03 [+] lag 5 [+] 10 working days$'
exits 2 what_if__wants_pairs s plan what-if M0.1
exits 2 what_if__reads_its_change s plan what-if M0.1 soon
exits 66 what_if__names_a_milestone s plan what-if M9.9 +1d
exits 65 what_if__knows_pay_periods s plan what-if M4.2 2013-07-15
exits 2 keep__wants_a_reason as planner plan what-if M0.1 +15wd --keep
exits 77 keep__is_for_who_keeps_the_plan s plan what-if M0.1 +15wd --keep --reason late
exits 65 keep__does_not_leave_the_window as planner plan what-if M2.1 +10wd --keep --reason late
says keep__says_what_helps err "past the window; .*move the certification as well, in the same what-if"
exits 0 keep__makes_the_dates_forecasts as planner plan what-if M0.1 +15wd --keep --reason 'the study is late'
says keep__says_what_it_did err '^kept: the forecasts of 18 milestones, batch [0-9]+'
says keep__offers_the_extension err 'request-extension OIG-12-130/2 to_date=2013-10-21'
is keep__is_one_batch 18 "$(s log --limit 18 --format csv | grep -c set-forecast)"
is plan__has_the_new_finish 2013-10-21 "$(s plan --format tsv | sed -n 's/^M5.3\t.*\t\(2013-10-21\)\t.*/\1/p')"
exits 0 keep__can_be_undone as planner undo
is plan__has_the_old_finish 2013-09-20 "$(s plan --format tsv | sed -n 's/^M5.3\t.*\t\(2013-09-20\)\t.*/\1/p')"

# ---- slip, baseline by baseline

"$co" -d s.db --user supervisor do request-rebaseline M0.2 to_date=2013-01-28 comment=staffing >/dev/null 2>&1
exits 0 rebaseline__is_approved as director do approve-rebaseline M0.2
exits 0 why__tells_the_slip s why M0.2
says slip__is_told_by_baseline out '^M0.2 is 10 days late, 10 of them from baseline 1'
says plan__compares_with_the_older_one /dev/stdin '^M0.2,.*,2013-01-18,2013-01-28,10,' <<X
$(s plan --baseline 0 --format csv)
X
rm -f s.db s.db-*
s init --sample >/dev/null 2>&1

# ---- effective dates and waves, refused alike

for date in 2013-07-15 2013-07-28; do
	exits 65 wave_2__is_not_set_to_$date as lead set M4.2 fixed_on=$date
	says wave_2__allowed_dates_are_named err 'allowed are 2013-06-02, 2013-06-16, 2013-06-30, 2013-07-14$'
	exits 65 position__is_not_set_to_$date as lead set P-004 effective_on=$date
	printf 'ref,effective_on\nP-004,%s\n' $date >rows.csv
	exits 65 import__does_not_set_it_to_$date as supervisor import positions rows.csv --update
	says import__gives_the_rule err 'at most the fourth start after it'
done
exits 65 wave__takes_at_most_half as lead set P-004 wave=1
says wave__says_how_many err '5 of 8 inspectors would move in wave 1'
exits 65 position__needs_its_target_series as lead set P-003 to_series=
exits 65 position__is_listed_once as lead add position plan=RECLASS-FY13 position_no=P-003 title=x from_series=1811 from_grade=13
is position__with_a_grade_drop_is_flagged P-009 "$(s list positions is:problem --columns ref --format csv | sed 1d)"

# ---- reports

page report-milestone-status report milestone-status
page report-crosswalk report crosswalk
page report-coverage report coverage
page report-risks report risks
page report-gantt report gantt
page report-gantt-ascii report gantt --ascii
exits 0 report__has_rows_for_machines s report milestone-status --format csv
says report__has_a_header out '^milestone,title,owner,baseline,baseline_no,forecast,actual,slip,state,health,blocker,approved_by,approved_on$'
exits 0 report__has_json s report coverage --format json
says report__names_the_gap out '"week":"2013-07-01","mark":"a gap, explained"'
exits 0 report__looks_back s report milestone-status --as-of 2012-10-15 --format csv
says report__says_what_was_proposed out '^M0.1,.*,2012-12-31,proposed,'
exits 2 report__knows_its_names s report gant
says report__guesses err 'did you mean "gantt"'
exits 2 report__knows_its_formats s report gantt --format pdf

# ---- what is sensitive, and what was

as supervisor set OIG-12-130 sensitivity=FOUO >/dev/null 2>&1
as supervisor set R-1 likelihood=1 >/dev/null 2>&1
exits 0 report__bears_the_banner_of_the_record s report risks --as-of 2012-11-14
is report__has_it_at_top_and_bottom 2 "$(grep -c "^ *FOR OFFICIAL USE ONLY$" out)"
says report__names_its_filter out "^filter: plan:RECLASS-FY13 +12 rows$"
is report__shows_the_day_before 3 "$(s report risks --as-of 2012-11-14 --format csv | sed -n "s/^R-1,.*,\([0-9]\),5,15,.*/\1/p")"
is report__shows_today 1 "$(s report risks --format csv | sed -n "s/^R-1,.*,\([0-9]\),5,5,.*/\1/p")"

# ---- two plans

s add plan code=OTHER title=Other --user lead >/dev/null 2>&1
exits 65 milestone__stays_in_the_plan_of_its_dependencies as lead set M2.1 plan=OTHER
says milestone__says_what_holds_it err "2 dependencies and 0 baselines of its plan hold it"
exits 65 milestone__stays_in_the_plan_of_its_baseline as lead set M0.1 plan=OTHER
finish
