#!/bin/sh
# SPDX-License-Identifier: MIT
# story.sh - one whole story by command line: the study comes in, is looked at by a second person, goes out, and closes.

. "$(dirname "$0")/lib.sh"
. "$TEST_SRCDIR/tests/e2e/cli/life_lib.sh"

rows() { "$co" -d s.db list "$@" --format csv --columns ref 2>err | tail -n +2 | wc -l | tr -d ' '; }
counts() { echo "$(rows recommendations "$@") $(rows recommendations is:closed "$@") $(rows recommendations is:open "$@")"; }
inbox() { as "$1" "$2" inbox --format csv; }
newest() { "$co" -d s.db list approvals "$@" is:waiting --format csv --columns ref | tail -n 1; }

is story__begins_with_four_open '64 60 4' "$(counts)"
as inspector 2012-11-15 overview >before 2>err

# ---- the study is attached, and somebody else looks at it

echo 'The classification study, word for word.' >study.txt
exits 0 study__is_attached as classifier 2012-12-19 evidence add OIG-12-130/1 study.txt title='Classification study' \
	type=memo dated_on=2012-12-17
study=$(cat out)
is study__is_kept_whole 'The classification study, word for word.' "$("$co" -d s.db evidence cat "$study")"
exits 0 study__belongs_to_the_milestone_too as classifier 2012-12-19 add evidence subject=M0.1 title='Study, delivered' \
	type=memo dated_on=2012-12-17 location='file room OHC-12'
exits 0 m01__is_submitted as classifier 2012-12-19 do submit M0.1 actual=2012-12-17
exits 77 m01__is_not_approved_by_who_submitted_it as classifier 2012-12-19 do approve M0.1
says m01__says_who_should err 'you submitted this; someone else must decide it'
exits 0 why__explains_the_refusal as classifier 2012-12-19 why M0.1 approve
says why__says_the_reason out 'someone else must decide it'
exits 0 inbox__has_it inbox director 2012-12-19
says inbox__names_it out 'M0.1'
exits 0 m01__is_approved as director 2012-12-20 do approve M0.1
is m01__is_complete complete "$(field M0.1 state)"

# ---- returned with a comment, recalled, submitted again

submit() { # submit DAY: the package
	as classifier "$1" do submit-closeout OIG-12-130/1 implemented_on=2012-12-19 check_title=yes check_quote=yes \
		check_evidence=yes
}
exits 0 closeout__is_submitted submit 2012-12-21
exits 77 closeout__is_not_the_submitters_to_approve as classifier 2012-12-21 do approve-closeout OIG-12-130/1
exits 65 closeout__is_returned_with_a_comment_only as supervisor 2012-12-21 do return-closeout OIG-12-130/1
exits 0 closeout__is_returned as supervisor 2012-12-21 do return-closeout OIG-12-130/1 comment='The annex is missing'
is closeout__goes_back working "$(field OIG-12-130/1 work_state)"
exits 0 closeout__is_in_the_submitters_inbox inbox classifier 2012-12-21
says closeout__the_comment_is_there out 'annex'
exits 0 closeout__is_submitted_again submit 2012-12-22
exits 77 closeout__is_recalled_by_the_submitter_only as supervisor 2012-12-22 do recall OIG-12-130/1
exits 0 closeout__is_recalled as classifier 2012-12-22 do recall OIG-12-130/1
is closeout__is_back_at_work working "$(field OIG-12-130/1 work_state)"

# ---- an extension, and a second one

ask() { # ask DAY TO: a later target
	as classifier "$1" do request-extension OIG-12-130/1 to_date="$2" reason_code=staffing
}
exits 0 extension__is_asked_for ask 2012-12-22 2013-01-31
exits 0 extension__is_approved as supervisor 2012-12-22 do approve-extension OIG-12-130/1
is extension__moves_the_target 2013-01-31 "$(field OIG-12-130/1 current_target)"
is extension__leaves_the_original 2012-12-31 "$(field OIG-12-130/1 original_target)"
exits 0 extension__second ask 2012-12-23 2013-02-28
exits 77 extension__second_is_not_the_supervisors as supervisor 2012-12-23 do approve-extension OIG-12-130/1
exits 0 extension__second_is_the_directors as director 2012-12-23 do approve-extension OIG-12-130/1
is extension__both_are_counted 2 "$(rows extensions recommendation:OIG-12-130/1 state:approved)"

# ---- the package goes out; something changes under an approval

exits 0 package__is_submitted submit 2012-12-24
exits 0 package__annex_comes_in as classifier 2012-12-24 add evidence subject=OIG-12-130/1 title=Annex location=OHC-12
exits 1 package__is_not_what_was_submitted as supervisor 2012-12-26 do approve-closeout OIG-12-130/1
says package__says_what_to_do err 'return it, so that it is submitted again'
exits 0 package__is_returned as supervisor 2012-12-26 do return-closeout OIG-12-130/1 comment='With the annex'
exits 0 package__is_submitted_with_it submit 2012-12-27
exits 0 package__is_approved as supervisor 2012-12-27 do approve-closeout OIG-12-130/1
exits 0 package__is_sent as liaison 2012-12-28 do send-closeout OIG-12-130/1
is package__is_with_the_oversight_body with_oig "$(field OIG-12-130/1 work_state)"

# ---- the oversight body closes it

exits 0 letter__arrives as clerk 2013-01-23 add correspondence direction=in kind=closure dated_on=2013-01-22 \
	received_on=2013-01-23 summary='OIG closes recommendation 1'
letter=$(cat out)
exits 0 closure__is_recorded as liaison 2013-01-23 do record-closure OIG-12-130/1 letter="$letter" closure_reason=implemented
says closure__says_the_effect err 'Action: Open -> Closed'
is closure__is_closed closed "$(field OIG-12-130/1 action)"
is story__sixty_one_are_closed '64 61 3' "$(counts)"
exits 0 overview__moves as inspector 2013-01-23 overview
cp out after
cmp -s before after
is overview__is_another 1 $?
says overview__counts_one_more after 'OIG-12-130 .* 1 of 2 +1'

# ---- reopened by two

exits 0 reopen__letter as clerk 2013-02-05 add correspondence direction=in kind=reopen dated_on=2013-02-04 summary='OIG reopens'
exits 0 reopen__is_recorded as liaison 2013-02-05 do record-reopen OIG-12-130/1 letter="$(cat out)" comment='It was withdrawn'
approval=$(newest action:record-reopen)
exits 77 reopen__is_not_confirmed_by_who_recorded_it as liaison 2013-02-05 do confirm "$approval"
is reopen__waits closed "$(field OIG-12-130/1 action)"
exits 0 reopen__is_confirmed as supervisor 2013-02-06 do confirm "$approval"
is reopen__is_open open "$(field OIG-12-130/1 action)"
is reopen__is_counted '64 60 4' "$(counts)"

# ---- one letter, five outcomes

exits 0 five__is_one_letter as liaison 2013-02-20 add correspondence direction=in kind=status dated_on=2013-02-19 \
	summary='State of five' recommendations=@lines.json
five=$(cat out)
is five__is_recorded 4 "$(rows letter_lines letter:"$five" recorded_on:any)"
is five__closes_one '64 61 3' "$(counts)"
exits 77 five__is_not_edited_over as liaison 2013-02-20 set "$five/1" outcome=hold
says five__names_correct err 'do correct'
exits 77 five__keeps_its_day as clerk 2013-02-20 set "$five" dated_on=2013-02-18
exits 1 five__is_not_void as supervisor 2013-02-20 do void "$five" comment='Wrong'

# ---- mended by two

exits 0 correct__is_proposed as admin 2013-02-21 do correct OIG-11-119/12 closed_on=2013-02-18 comment='The letter says the 18th'
approval=$(newest action:correct)
exits 77 correct__is_not_the_proposers_to_confirm as admin 2013-02-21 do confirm "$approval"
exits 0 correct__is_confirmed as supervisor 2013-02-21 do confirm "$approval"
is correct__mends_it 2013-02-18 "$(field OIG-11-119/12 closed_on)"
exits 0 correct__both_are_in_the_log "$co" -d s.db log OIG-11-119/12 --format json
says correct__old_and_new_are_there out 'closed_on.*2013-02-19.*2013-02-18'

# ---- whatever was done since, the past is as it was; today is now

is past__of_the_report '64 60 4' "$(counts --as-of 2012-09-25)"
is past__the_day_before 62 "$(rows recommendations --as-of 2012-09-24)"
is past__of_january '64 61 3' "$(counts --as-of 2013-01-31)"
for what in recommendations reports milestones approvals letter_lines extensions evidence users; do
	as auditor 2013-02-21 list $what --format csv >now.csv 2>err
	as auditor 2013-02-21 list $what --as-of 2013-02-21 --format csv >then.csv 2>>err
	cmp -s now.csv then.csv
	is "as_of_today__is_now_$what" 0 $?
done
exits 1 past__before_it_was_there as auditor 2013-02-21 show "$five" --as-of 2013-01-01
says past__says_so err "$five.*2013-01-01"
exits 0 verify__finds_all_sound "$co" -d s.db verify
finish
