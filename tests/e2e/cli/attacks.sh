#!/bin/sh
# SPDX-License-Identifier: MIT
# attacks.sh - ways around the rules that were found once, and are closed.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }

exits 0 init__makes_a_sample s init --sample

# An export never takes the place of the database, whatever its name.
exits 73 export__does_not_replace_the_database s export -o s.db
ln -s s.db link.db
exits 73 export__sees_through_a_link s export -o link.db
rm -f link.db
exits 0 export__left_the_database_sound s verify

# A file whose guards were taken away is not mended by opening it.
cp s.db stripped.db
sqlite3 stripped.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'" >drop.sql
sqlite3 stripped.db <drop.sql
exits 1 verify__misses_the_guards "$co" -d stripped.db verify
sqlite3 stripped.db 'PRAGMA user_version = 1'
exits 1 open__does_not_mend_a_stripped_file "$co" -d stripped.db --user viewer list reports
says open__says_what_to_do err 'restore the last good backup'
is open__made_no_guards 0 "$(sqlite3 stripped.db "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")"

# An import states how a register's row ended, not a life that goes on.
cat >forged.csv <<'CSV'
report,number,text,to_office,owner_office,work_state,closure_basis,closure_reason,closed_on
OIG-12-130,7,Forged,OPR,OPR,closeout_approved,letter,implemented,2012-11-01
CSV
exits 77 import__states_no_approval s --user clerk import recommendations forged.csv
cat >done.csv <<'CSV'
report,number,text,to_office,owner_office,work_state
OIG-12-130,7,Forged,OPR,OPR,done
CSV
exits 77 import__states_no_work_state_alone s --user clerk import recommendations done.csv
cat >old.csv <<'CSV'
report,number,text,to_office,owner_office,resolution,action,closure_basis,closed_per,closed_by_date,work_state,sub
OIG-11-119,14,An old one,OPR,OPR,resolved,closed,published,OIG-12-130,2012-09-24,done,none
CSV
exits 0 import__takes_what_a_later_report_states s --user clerk import recommendations old.csv

# The steps of a plan, their approvers and dates belong to those who keep it.
exits 77 set__takes_no_approver_off s set M0.2 approver_2=nobody
exits 77 set__moves_no_fixed_date s set M0.1 fixed_on=2013-06-01
exits 0 set__lets_the_planner s --user planner set M0.2 duration=14

# A role is what the file says now.
exits 0 role__is_taken_away s --user admin set lead role=viewer
exits 77 role__counts_at_once s --user lead set OIG-12-130/1 next_step=x

# Whoever is refused leaves an entry in the access log, whatever the command is.
refused() { # refused NAME PATTERN COMMAND ...: it is not permitted, and the newest refusal is that
	name=$1 pattern=$2
	shift 2
	exits 77 "${name}__is_refused" "$@"
	s --user auditor log --access >out 2>err
	grep ' refusal ' out | head -n 1 >newest
	says "${name}__is_in_the_access_log" newest "$pattern"
	is "${name}__is_there_once" 1 "$(cut -c33- out | grep -cxF -- "$(cut -c33- newest)")"
}
refused set 'viewer +set OIG-12-130/2 next_step=y: a viewer may not edit' s --user viewer set OIG-12-130/2 next_step=y
refused add 'viewer +add milestone .*: a viewer may not add' s --user viewer add milestone plan=RECLASS-FY13 code=M9.9 title=Bridge
refused do 'viewer +do submit M0.2: a viewer may not' s --user viewer do submit M0.2
refused import 'viewer +import recommendations old.csv: a viewer may not' s --user viewer import recommendations old.csv
printf 'name,role\nx1,viewer\nx2,viewer\n' >users.csv
refused import_row 'clerk +import of users from users.csv, line 2: a clerk may not add users; admin may' s --user clerk import users users.csv
s --user liaison set OIG-12-130/2 next_step=Ask >/dev/null 2>&1
s --user admin set liaison role=viewer >/dev/null 2>&1
refused undo 'liaison +undo: a viewer only reads' s --user liaison undo
exits 65 add__with_other_faults_too s --user viewer add milestone title=x
s --user auditor log --access >out 2>err
says add__with_other_faults_is_in_the_access_log out 'viewer +add milestone title=x: a viewer may not add'
exits 0 verify__finds_it_all_sound s verify

finish
