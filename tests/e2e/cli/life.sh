#!/bin/sh
# SPDX-License-Identifier: MIT
# life.sh - the life of a recommendation by command line: proof, approvals, letters, and the second pair of eyes.

. "$(dirname "$0")/lib.sh"
. "$TEST_SRCDIR/tests/e2e/cli/life_lib.sh"

closed() { "$co" -d s.db list recommendations is:closed --format csv --columns ref "$@" | tail -n +2 | wc -l | tr -d ' '; }

# ---- the study is done: proof, a submission, a second person

exits 0 do__lists_what_is_possible as classifier 2012-11-15 do --list M0.1
says do__list_says_what_it_asks_for out '^submit +yes +takes actual, comment'
says do__list_says_why_not out '^cancel +no +a classifier may not; it takes director'
exits 0 do__list_is_machine_readable as classifier 2012-11-15 do --list M0.1 --format json
says do__list_names_the_way_out out '"action":"approve".*"possible":false'

exits 0 evidence__takes_a_location as classifier 2012-12-19 add evidence subject=OIG-12-130/1 \
	title='Classification study' type=memo dated_on=2012-12-17 location='file room OHC-12'
exits 65 submit__takes_no_day_that_is_none as classifier 2012-12-19 do submit M0.1 actual=2012-13-01
exits 2 submit__takes_nothing_it_does_not_ask_for as classifier 2012-12-19 do submit M0.1 colour=red
says submit__says_what_it_asks_for err 'submit asks for actual, comment'
exits 1 submit__takes_no_day_to_come as classifier 2012-12-19 do submit M0.1 actual=2013-01-01
says submit__says_why_not err 'the date is after today'
exits 0 submit__can_be_tried_first as classifier 2012-12-19 do submit M0.1 actual=2012-12-17 --dry-run
is submit__wrote_nothing_then active "$(field M0.1 state)"
exits 0 submit__submits as classifier 2012-12-19 do submit M0.1 actual=2012-12-17
is submit__prints_the_reference M0.1 "$(cat out)"
says submit__says_who_decides err 'waits for a second person: Assistant director'
is submit__moves_the_state submitted "$(field M0.1 state)"
exits 77 approve__is_not_for_who_submitted as classifier 2012-12-19 do approve M0.1
says approve__says_so err 'you submitted this; someone else must decide it'
exits 77 approve__is_not_for_every_role as inspector 2012-12-19 do approve M0.1
exits 77 approve__is_not_for_another_level as supervisor 2012-12-19 do approve M0.1
says approve__names_whom_it_waits_for err 'A-1 \(submit\) waits for director'
exits 65 return__needs_a_comment as director 2012-12-20 do return M0.1
exits 0 return__returns as director 2012-12-20 do return M0.1 comment='The annex is missing'
is return__moves_it_back active "$(field M0.1 state)"
is return__takes_the_date_off null "$(field M0.1 actual)"
exits 0 submit__can_be_done_again as classifier 2012-12-20 do submit M0.1 actual=2012-12-19
exits 0 recall__takes_it_back as classifier 2012-12-20 do recall A-2
is recall__moves_it_back active "$(field M0.1 state)"
is recall__ends_the_approval recalled "$(field A-2 state)"
exits 0 submit__and_again as classifier 2012-12-20 do submit M0.1 actual=2012-12-19
exits 0 approve__approves as director 2012-12-20 do approve M0.1
is approve__completes_it complete "$(field M0.1 state)"
batch=$("$co" -d s.db log A-3 --oldest-first --format csv | tail -n 1 | cut -d, -f6)
exits 1 undo__leaves_approvals_alone as director 2012-12-20 undo "$batch"
says undo__names_correct err "approve cannot be undone; use the action correct"

# ---- a later target

exits 0 extension__is_asked_for as classifier 2012-12-20 do request-extension OIG-12-130/1 to_date=2013-01-31 \
	reason_code=other_office text='The annex is with another office'
says extension__says_so err 'an extension is asked for, to 2013-01-31'
is extension__moves_nothing_yet 2012-12-31 "$(field OIG-12-130/1 current_target)"
exits 0 extension__is_approved as supervisor 2012-12-20 do approve-extension OIG-12-130/1
is extension__moves_the_target 2013-01-31 "$(field OIG-12-130/1 current_target)"
is extension__leaves_the_original 2012-12-31 "$(field OIG-12-130/1 original_target)"
is extension__is_on_record approved "$(field OIG-12-130/1/X1 state)"
exits 0 extension__second_one as classifier 2012-12-21 do request-extension OIG-12-130/1 to_date=2013-02-28 reason_code=staffing
exits 77 extension__second_one_needs_the_director as supervisor 2012-12-21 do approve-extension OIG-12-130/1
exits 0 extension__is_denied as director 2012-12-21 do deny-extension OIG-12-130/1 comment='The first one is enough'
is extension__denied_moves_nothing 2013-01-31 "$(field OIG-12-130/1 current_target)"

# ---- the closeout package

exits 65 closeout__needs_the_day as classifier 2012-12-21 do submit-closeout OIG-12-130/1
exits 0 closeout__is_submitted as classifier 2012-12-21 do submit-closeout OIG-12-130/1 implemented_on=2012-12-19 \
	check_title=yes check_quote=yes check_evidence=yes
exits 0 closeout__checklist_is_answered "$co" -d s.db list checklist_lines --format csv --columns item,answer,computed
says closeout__checklist_knows_the_last_finish out '^last_finish,yes,true'
exits 77 closeout__is_not_approved_by_who_submitted as classifier 2012-12-21 do approve-closeout OIG-12-130/1
exits 77 closeout__has_no_approval_of_an_administrator as admin 2012-12-21 do approve-closeout OIG-12-130/1
exits 0 closeout__more_evidence_comes_in as classifier 2012-12-21 add evidence subject=OIG-12-130/1 title=Annex location=OHC-12
exits 1 closeout__changed_since_is_not_approved as supervisor 2012-12-27 do approve-closeout OIG-12-130/1
says closeout__says_what_to_do err 'changed after it was submitted; return it'
exits 0 closeout__is_returned as supervisor 2012-12-27 do return-closeout OIG-12-130/1 comment='Submit it with the annex'
exits 0 closeout__is_submitted_again as classifier 2012-12-27 do submit-closeout OIG-12-130/1 \
	check_title=yes check_quote=yes check_evidence=yes
exits 0 closeout__is_approved as supervisor 2012-12-28 do approve-closeout OIG-12-130/1
exits 77 closeout__is_sent_by_the_liaison_only as supervisor 2012-12-28 do send-closeout OIG-12-130/1
exits 0 closeout__is_sent as liaison 2012-12-28 do send-closeout OIG-12-130/1
is closeout__is_with_the_oversight_body with_oig "$(field OIG-12-130/1 work_state)"

# ---- letters of the oversight body

exits 0 letter__asks_for_more as clerk 2013-01-10 add correspondence direction=in kind=status dated_on=2013-01-09 \
	summary='OIG asks for the annex'
exits 0 letter__is_recorded as liaison 2013-01-10 do record-return OIG-12-130/1 letter="$(cat out)"
is letter__counts_the_return 1 "$(field OIG-12-130/1 returned_count)"
exits 0 closeout__third_time as classifier 2013-01-11 do submit-closeout OIG-12-130/1 check_title=yes check_quote=yes check_evidence=yes
exits 0 closeout__third_approval as supervisor 2013-01-14 do approve-closeout OIG-12-130/1
exits 0 closeout__third_letter as liaison 2013-01-14 do send-closeout OIG-12-130/1
exits 0 letter__closes as clerk 2013-01-23 add correspondence direction=in kind=closure dated_on=2013-01-22 summary='OIG closes'
letter=$(cat out)
exits 1 closure__needs_a_reason as liaison 2013-01-23 do record-closure OIG-12-130/1 letter="$letter"
exits 77 closure__is_the_liaisons as supervisor 2013-01-23 do record-closure OIG-12-130/1 letter="$letter" closure_reason=implemented
exits 66 closure__needs_a_letter_that_is_there as liaison 2013-01-23 do record-closure OIG-12-130/1 letter=C-99 closure_reason=implemented
exits 0 closure__is_recorded as liaison 2013-01-23 do record-closure OIG-12-130/1 letter="$letter" closure_reason=implemented
is closure__closes_it closed "$(field OIG-12-130/1 action)"
is closure__sixty_one_are_closed 61 "$(closed)"
exits 0 overview__moves as inspector 2013-01-23 overview
is closure__has_the_letters_date 2013-01-22 "$(field OIG-12-130/1 closed_on)"
exits 0 letter__says_what_it_did "$co" -d s.db list letter_lines recommendation:OIG-12-130/1 --format csv --columns letter,outcome,recorded_on
says letter__line_has_the_outcome out "^$letter,close,2013-01-23"

# ---- reopened by a letter, confirmed by a second person

exits 0 letter__reopens as clerk 2013-02-05 add correspondence direction=in kind=reopen dated_on=2013-02-04 summary='OIG reopens'
exits 0 reopening__waits as liaison 2013-02-05 do record-reopen OIG-12-130/1 letter="$(cat out)" comment='The study was withdrawn'
is reopening__changes_nothing_yet closed "$(field OIG-12-130/1 action)"
approval=$("$co" -d s.db list approvals action:record-reopen --format csv --columns ref | tail -n 1)
exits 77 reopening__is_not_confirmed_by_who_recorded_it as liaison 2013-02-05 do confirm "$approval"
exits 0 reopening__is_confirmed as supervisor 2013-02-06 do confirm "$approval"
is reopening__opens_it open "$(field OIG-12-130/1 action)"
is reopening__goes_back_to_work working "$(field OIG-12-130/1 work_state)"
is reopening__is_counted 1 "$(field OIG-12-130/1 reopened_count)"
is reopening__sixty_are_closed 60 "$(closed)"
is reopening__keeps_the_past 61 "$(closed --as-of 2013-01-31)"

# ---- one letter, five outcomes

exits 0 letter__has_five_outcomes as liaison 2013-02-20 add correspondence direction=in kind=status dated_on=2013-02-19 \
	summary='State of four' recommendations=@lines.json
says letter__says_every_effect err '^OIG-11-119/12 Action: Open -> Closed'
is letter__closed_one closed "$(field OIG-11-119/12 action)"
is letter__asked_for_more working "$(field OIG-11-119/13 work_state)"
is letter__put_one_on_hold on_hold "$(field OIG-12-130/1 sub)"
is letter__withdrew_agreement unresolved "$(field OIG-12-130/2 resolution)"
is letter__is_one_batch 1 "$(as auditor 2013-02-20 log --from 2013-02-20 --format csv | tail -n +2 | cut -d, -f6 | sort -u | wc -l | tr -d ' ')"

# ---- what was mended by two people

exits 0 correction__is_proposed as admin 2013-02-21 do correct OIG-11-119/12 closed_on=2013-02-18 effective=2013-02-20 \
	comment='The letter says the 18th'
exits 77 correction__is_not_the_administrators_to_confirm as admin2 2013-02-21 do confirm A-10
exits 0 correction__is_confirmed as supervisor 2013-02-21 do confirm "$("$co" -d s.db list approvals action:correct --format csv --columns ref | tail -n 1)"
is correction__mends_it 2013-02-18 "$(field OIG-11-119/12 closed_on)"

# ---- somebody acts for somebody

exits 0 delegation__is_written as director 2013-02-25 add delegation from_user=director to_user=supervisor2 scope=approvals \
	starts_on=2013-02-25 ends_on=2013-03-08 reason=Leave
exits 0 delegation__work_goes_on as classifier 2013-02-26 do request-extension OIG-12-130/1 to_date=2013-04-30 reason_code=staffing late=yes
exits 77 delegation__is_not_everybodys as supervisor 2013-02-26 do approve-extension OIG-12-130/1
as director 2013-02-25 add delegation from_user=director to_user=admin scope=all starts_on=2013-02-25 ends_on=2013-03-10 >out 2>err
exits 77 delegation__makes_no_decider_of_an_administrator as admin 2013-02-26 do approve-extension OIG-12-130/1 --as director
says delegation__says_why err 'an administrator decides nothing'
exits 0 delegation__lets_another_decide as supervisor2 2013-02-26 do approve-extension OIG-12-130/1
says delegation__says_in_whose_name err '^acting for director'
exits 0 delegation__is_in_the_log as auditor 2013-02-26 log OIG-12-130/1 --limit 1 --format csv
says delegation__log_has_both out 'supervisor2,director'

is past__stays '64 60' "$("$co" -d s.db list recommendations --as-of 2012-09-25 --format csv | tail -n +2 | wc -l | tr -d ' ') $(closed --as-of 2012-09-25)"
exits 0 verify__finds_all_sound "$co" -d s.db verify

# ---- alone there is nobody to ask

"$co" -d p.db init >out 2>err
p() { "$co" -d p.db "$@"; }
p add office code=OPR name=OPR kind=opr >out 2>err
p add report number=OIG-13-1 title=Alone issued_on=2013-01-02 agency=oig type=letter stated_rec_count=1 >out 2>err
p add recommendation report=OIG-13-1 number=1 text='Do it' to_office=OPR owner_office=OPR concurrence=concur original_target=2026-12-31 >out 2>err
exits 0 personal__is_assigned p do assign OIG-13-1/1
exits 1 personal__has_no_approvals p do approve-cap OIG-13-1/1
says personal__says_why err 'a personal database has no second person'
p add corrective_action recommendation=OIG-13-1/1 description=Do due=2026-12-30 >out 2>err
exits 0 personal__submission_goes_on p do submit-cap OIG-13-1/1
is personal__it_is_approved plan_approved "$("$co" -d p.db show OIG-13-1/1 --format json | tr ',' '\n' | sed -n 's/^"work_state":"\(.*\)"$/\1/p')"
exits 0 undo__takes_a_submission_back p undo
exits 0 verify__finds_it_sound p verify
finish
