#!/bin/sh
# SPDX-License-Identifier: MIT
# plan_story.sh - a plan from its proposals to its baseline, a slip told by its causes, and a new baseline.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
as() { who=$1; shift; "$co" -d s.db --user "$who" "$@"; }

s init --sample >/dev/null 2>&1

# ---- proposed by whom they belong to

exits 0 lead__proposes_five as lead do propose M1.1 M1.2 M1.3 M1.4 M5.2
exits 0 supervisor__proposes_five as supervisor do propose M2.1 M2.2 M3.2 M3.3 M5.1
exits 0 classifier__proposes_six as classifier do propose M2.3 M2.4 M3.1 M4.1 M4.2 M4.3
exits 0 liaison__proposes_the_closeout as liaison do propose M5.3
exits 77 propose__is_for_the_owner as inspector do propose M5.3
exits 1 freeze__wants_all_approved as director do freeze-baseline RECLASS-FY13 comment=early
says freeze__names_some err 'M1.1 is proposed, M1.2 is proposed, .* more'

# ---- one comes back, and is proposed again

exits 77 return__wants_the_one_it_waits_for as director do return M1.2 'comment=Name the alternates'
exits 65 return__wants_a_comment as supervisor do return M1.2
exits 0 return__gives_it_back as supervisor do return M1.2 'comment=Name the alternates'
exits 0 inbox__shows_it_to_the_lead as lead inbox
says inbox__says_what_the_chief_said out '^Returned to me +M1.2 .*supervisor: "Name the alternates"'
exits 0 lead__proposes_it_again as lead do propose M1.2 'comment=Alternates are named'

# ---- approved at both levels, never by who submitted it

exits 77 approve__is_not_for_the_submitter as supervisor do approve M2.1
says approve__says_so err 'you submitted this; someone else must decide it'
exits 77 approve__is_not_for_the_one_who_proposed_the_certification as classifier do approve M2.4
exits 0 chief__approves_level_1 as supervisor do approve M1.1 M1.2 M1.3 M1.4 M4.3 M5.2 M5.3
says level_1__waits_for_level_2 err 'Assistant director \(level 2 of 2\)'
exits 0 human_capital__approves as classifier do approve M1.1
exits 0 the_other_classifier__approves as classifier2 do approve M2.1 M3.3 M2.4
exits 77 level_1__does_not_do_level_2 as supervisor do approve M1.2
exits 0 director__approves_level_2 as director do approve M1.2 M1.3 M1.4 M2.2 M2.3 M2.4 M3.1 M3.2 M4.1 M4.2 M5.1 M5.3
is no_milestone__is_left 0 "$(s list milestones state:draft,proposed --format csv | sed 1d | wc -l | tr -d ' ')"

# ---- the baseline

exits 77 freeze__is_for_the_second_level as supervisor do freeze-baseline RECLASS-FY13 comment=G1
exits 0 freeze__makes_baseline_1 as director do freeze-baseline RECLASS-FY13 'comment=Plan approved at G1'
exits 0 baselines__are_listed s list baselines --format csv
says baseline_1__has_its_reason out '^RECLASS-FY13/B1,2012-11-15,director,Plan approved at G1$'
is baseline_1__has_all_dates 19 "$(s list baseline_dates baseline:RECLASS-FY13/B1 --format csv | sed 1d | wc -l | tr -d ' ')"
cp s.db base.db

# ---- a slip: kept as forecasts, told by its cause

exits 0 keep__makes_forecasts as planner plan what-if M0.1 +15wd --keep --reason 'the study is late'
exits 0 keep__is_seen_by_the_owner as lead inbox
says inbox__says_who_moved_what_and_why out "^Date moved +M5.2 .*expected on 2013-10-04 now, says planner: the study is late"
exits 0 keep__is_one_batch s log --limit 18 --format csv
is keep__has_one_reason 18 "$(grep -c "set-forecast,.*the study is late" out)"
as lead do post-update M5.2 text=Seen >/dev/null 2>&1
is inbox__leaves_out_what_is_answered 4 "$(as lead inbox --format csv | grep -c "^moved,")"
exits 0 why__tells_the_cause s why M4.2
says slip__comes_from_the_forecast out '^M4.2 is 28 days late, 28 of them from the forecast of M0.1 \(2012-11-15 by planner: the study is late\)$'

# ---- rebaselined: asked for with a reason, approved by the second level

exits 65 rebaseline__wants_a_reason as supervisor do request-rebaseline M2.1 to_date=2013-04-24
exits 0 rebaseline__is_asked_for as supervisor do request-rebaseline M2.1 to_date=2013-04-24 'comment=two descriptions are redone'
exits 77 rebaseline__is_not_approved_by_level_1 as supervisor2 do approve-rebaseline M2.1
exits 0 rebaseline__is_approved as director do approve-rebaseline M2.1 'comment=no further one'
exits 0 baselines__are_two_now s list baselines --format csv
says baseline_2__carries_the_reason_of_the_request out '^RECLASS-FY13/B2,2012-11-15,director,two descriptions are redone; no further one$'
says baseline_1__is_as_it_was out '^RECLASS-FY13/B1,2012-11-15,director,Plan approved at G1$'
exits 0 forecast__is_set_by_the_planner as planner do set-forecast M2.4 forecast=2013-07-01 'comment=the classifier is away'
exits 0 why__tells_several_causes s why M2.4
says slip__comes_from_three_causes out '^M2.4 is 38 days late, 11 of them from the forecast of M2.4 \(.* the classifier is away\), 3 from baseline 2 of M2.1 \(two descriptions are redone; no further one\), 24 from the forecast of M0.1 \(.* the study is late\)$'
exits 0 extension__is_asked_for as classifier do request-extension OIG-12-130/1 to_date=2013-01-23 reason_code=staffing 'text=Two interviewers left'
exits 0 extension__is_approved as supervisor do approve-extension OIG-12-130/1
exits 0 why__tells_the_extension s why M1.1
says slip__comes_from_the_extension out '^M1.1 is 24 days late, 24 of them from extension 1 of OIG-12-130/1 \(Two interviewers left\)$'
exits 0 report__tells_the_slips s report milestone-status
says report__has_the_causes out 'M2.1 is 26 days late, 26 of them from baseline 2 \(two descriptions'
exits 0 plan__is_compared_with_any_baseline s plan --baseline 1 --format csv
says plan__shows_the_slip_from_it out '^M2.1,.*,2013-03-29,2013-04-24,26,'

# ---- every step is on record

for step in propose return approve freeze-baseline set-forecast request-rebaseline approve-rebaseline; do
	s log --format csv >out
	says history__has_$step out ",$step,"
done
exits 0 log__tells_what_was_said s log M2.1
says log__gives_the_reason out 'approve-rebaseline.*(no further one|two descriptions)'
exits 0 file__is_sound s verify
finish
