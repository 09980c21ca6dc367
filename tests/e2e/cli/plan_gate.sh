#!/bin/sh
# SPDX-License-Identifier: MIT
# plan_gate.sh - the first gate's three outcomes: nothing is reclassified, a part is, all are.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
as() { who=$1; shift; "$co" -d s.db --user "$who" "$@"; }
state_of() { s list milestones ref:"$1" --columns state --format csv | sed 1d; }

# ---- a frozen plan whose study is in

s init --sample >/dev/null 2>&1
{
	as lead do propose M1.1 M1.2 M1.3 M1.4 M5.2
	as supervisor do propose M2.1 M2.2 M3.2 M3.3 M5.1
	as classifier do propose M2.3 M2.4 M3.1 M4.1 M4.2 M4.3
	as liaison do propose M5.3
	as supervisor do approve M1.1 M1.2 M1.3 M1.4 M4.3 M5.2 M5.3
	as classifier do approve M1.1
	as classifier2 do approve M2.1 M3.3 M2.4
	as director do approve M1.2 M1.3 M1.4 M2.2 M2.3 M2.4 M3.1 M3.2 M4.1 M4.2 M5.1 M5.3
	as director do freeze-baseline RECLASS-FY13 comment=G1
} >/dev/null 2>&1
exits 1 gate__waits_for_the_study as director do decide-gate RECLASS-FY13 gate_outcome=none 'comment=No'
{
	as classifier add evidence subject=M0.1 title=Study type=memo dated_on=2012-11-14 'location=file room'
	as classifier do submit M0.1 actual=2012-11-14
	as director do approve M0.1
	# A request that waits when the gate is decided.
	as supervisor do request-rebaseline M2.1 to_date=2013-04-05 comment=staffing
} >/dev/null 2>&1
is study__is_in complete "$(state_of M0.1)"
cp s.db base.db

# ---- none

exits 77 gate__is_for_the_second_level as supervisor do decide-gate RECLASS-FY13 gate_outcome=none 'comment=No'
exits 65 gate__wants_a_reason as director do decide-gate RECLASS-FY13 gate_outcome=none
exits 0 none__can_be_tried_first as director do decide-gate RECLASS-FY13 gate_outcome=none 'comment=The series is right' --dry-run
says none__says_what_goes err '^16 milestones are cancelled: M1.1, M1.2, .*, M4.3, M5.1, M5.2$'
says none__says_when_the_closeout_is err '^M5.3 Forecast: 2013-09-20 -> 2013-02-08$'
exits 0 none__is_decided as director do decide-gate RECLASS-FY13 gate_outcome=none 'comment=The series is right'
is none__cancels_all_that_follows 16 "$(s list milestones state:cancelled --format csv | sed 1d | wc -l | tr -d ' ')"
is none__keeps_the_gate_and_the_closeout 'M0.2 M5.3' "$(s list milestones is:open --columns ref --format csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
exits 0 log__has_the_reason s log M4.2 --format csv
says none__gives_its_reason_to_each out ',cancel,.*The series is right'
exits 0 approvals__are_listed s list approvals --format csv
says none__overtakes_what_waited out 'request-rebaseline.*overtaken|overtaken.*request-rebaseline'
exits 0 plan__is_printed s plan
says none__brings_the_finish_forward out '^finish 2013-02-08, limit 2013-09-30, float 162: limit$'
is none__is_what_the_what_if_said 2013-02-08 "$(cp base.db b.db; "$co" -d b.db plan what-if M0.2 none --format csv 2>/dev/null | sed -n 's/^finish,[^,]*,\([^,]*\),.*/\1/p')"
exits 0 crosswalk__is_printed s report crosswalk
says none__leaves_positions_to_do out 'TO DO +nothing is reclassified, and 11 positions still say to move'
exits 1 closeout__waits_for_the_gate as liaison do start M5.3
says closeout__waits_for_nothing_else err 'M0.2 is baselined;'
{
	as supervisor do start M0.2
	as supervisor add evidence subject=M0.2 title=Decision type=memo dated_on=2012-11-15 'location=file room'
	as supervisor do submit M0.2
	as director do approve M0.2
} >/dev/null 2>&1
exits 0 closeout__begins as liaison do start M5.3
exits 1 closeout__wants_proof as liaison do submit M5.3
exits 0 proof__is_added as liaison add evidence subject=M5.3 'title=Letter with the decision' type=letter dated_on=2012-11-15 'location=file room'
exits 0 closeout__is_submitted as liaison do submit M5.3
exits 77 closeout__is_not_approved_by_its_submitter as liaison do approve M5.3
exits 0 closeout__is_approved as supervisor do approve M5.3
is plan__is_closed closed "$(s list plans --columns state --format csv | sed 1d)"
exits 0 recommendation__may_go_on as lead do submit-cap OIG-12-130/2
exits 0 file__is_sound s verify

# ---- partly

cp base.db s.db
rm -f s.db-*
exits 65 waves__are_those_of_the_plan as director do decide-gate RECLASS-FY13 gate_outcome=partial waves=3 'comment=x'
says waves__are_named err '"3" names no waves of RECLASS-FY13; name the waves that stay'
exits 65 waves__are_for_a_part as director do decide-gate RECLASS-FY13 gate_outcome=reclassify waves=1 'comment=x'
exits 0 partly__keeps_a_wave as director do decide-gate RECLASS-FY13 gate_outcome=partial waves=1 'comment=Only wave 1'
is partly__cancels_the_other_wave cancelled "$(state_of M4.2)"
is partly__keeps_the_one_named baselined "$(state_of M4.1)"
is partly__is_on_the_plan 'partial,1' "$(s list plans --columns gate_outcome,waves --format csv | sed 1d)"
exits 1 what_follows__waits_for_what_the_cancelled_one_waited_for as classifier do start M4.3
says what_follows__waits_for_wave_1 err 'neither complete nor waived: M4.1 is baselined;'
exits 0 crosswalk__says_what_to_do s report crosswalk
says positions__of_the_cancelled_wave_are_named out 'BLOCKS P-004: wave 2 is cancelled, and it still moves from GS-1811-14 to GS-1801-14'
for p in P-001 P-004 P-008 P-009 P-010 P-011; do
	as lead set $p wave= to_series=1811 "to_grade=$(s list positions ref:$p --columns from_grade --format csv | sed 1d)" \
		effective_on= retention=none retention_ends_on= >/dev/null 2>&1
done
exits 0 crosswalk__is_printed_again s report crosswalk
says crosswalk__is_in_order_again out '^Conservation +no problems'
exits 0 file__is_sound_too s verify

# ---- all

cp base.db s.db
rm -f s.db-*
exits 0 reclassify__is_decided as director do decide-gate RECLASS-FY13 gate_outcome=reclassify 'comment=All of them'
is reclassify__cancels_nothing 0 "$(s list milestones state:cancelled --format csv | sed 1d | wc -l | tr -d ' ')"
exits 1 gate__is_decided_once as director do decide-gate RECLASS-FY13 gate_outcome=none 'comment=No'
finish
