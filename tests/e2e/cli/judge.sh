#!/bin/sh
# SPDX-License-Identifier: MIT
# judge.sh - the life of a sample database from the outside, as README promises it.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }

exits 0 init__makes_a_sample s init --sample
exits 0 verify__finds_a_new_sample_sound s verify
is list__has_64_recommendations 64 "$(s list recommendations --format csv | tail -n +2 | wc -l | tr -d ' ')"
exits 0 list__finds_the_open_ones s list recommendations is:open --format json
is list__finds_four_open_ones 'OIG-11-119/12 OIG-11-119/13 OIG-12-130/1 OIG-12-130/2' \
	"$(sed -n 's/^{"ref":"\([^"]*\)".*/\1/p' out | tr '\n' ' ' | sed 's/ $//')"
is list__knows_the_past 60 \
	"$(s list recommendations is:closed --as-of 2012-09-25 --format csv | tail -n +2 | wc -l | tr -d ' ')"
is list__knows_the_day_before 62 \
	"$(s list recommendations --as-of 2012-09-24 --format csv | tail -n +2 | wc -l | tr -d ' ')"
exits 0 list__sorts_reports s list reports --sort number --columns number,issued_on,stated_rec_count --format csv
is list__sorts_numbers_naturally 'number,issued_on,stated_rec_count
OIG-10-63,2010-03-04,33
OIG-10-124,2010-09-30,16
OIG-11-119,2011-09-30,13
OIG-12-130,2012-09-25,2' "$(cat out)"
exits 0 show__gives_json s show OIG-12-130/1 --format json
says show__has_the_original_target out '"original_target":"2012-12-31"'
says show__has_the_concurrence out '"concurrence":"concur"'
exits 0 set__takes_two_fields s set OIG-12-130/1 next_step="Ask for the study" next_step_on=+1w
is set__prints_the_reference OIG-12-130/1 "$(cat out)"
exits 0 log__shows_the_change s log OIG-12-130/1
says log__shows_what_changed out 'inspector .*set .*next_step: Ask for the study; next_step_on: 2012-11-22'
exits 0 undo__takes_it_back s undo
says undo__says_what out 'set OIG-12-130/1 next_step, next_step_on'
is undo__clears_the_field '' "$(s list recommendations ref:OIG-12-130/1 --columns next_step --format csv | sed '1d; s/"//g')"

before=$(s log --limit 1 --format ndjson)
exits 65 set__refuses_a_day_that_is_none s set OIG-12-130/1 current_target=2013-02-30
is set__says_so_in_one_line 1 "$(wc -l <err | tr -d ' ')"
says set__names_record_field_and_reason err '^closeout: set: OIG-12-130/1 current_target: .*2013-02-30'
is set__changes_nothing "$before" "$(s log --limit 1 --format ndjson)"

exits 0 export__writes_a_document s export -o all.json
exits 0 init__makes_an_empty_one "$co" -d t.db init
exits 0 import__takes_the_document "$co" -d t.db import all.json
"$co" -d t.db export >again.json
cmp all.json again.json >/dev/null
result $? export__of_what_was_imported_is_the_same_bytes
exits 0 verify__finds_the_copy_sound "$co" -d t.db verify
is log__is_the_same_in_the_copy "$(s log --format csv)" "$("$co" -d t.db log --format csv)"

if command -v sqlite3 >/dev/null; then
	sqlite3 s.db "UPDATE recommendation SET next_step='forged'" >out 2>err
	[ $? != 0 ]
	result $? sqlite3__cannot_change_a_record
	says sqlite3__is_told_why err 'log'
	sqlite3 s.db "SELECT 'DROP TRIGGER \"' || name || '\";' FROM sqlite_master WHERE type = 'trigger'" >drop.sql
	sqlite3 s.db <drop.sql && sqlite3 s.db \
		"UPDATE recommendation SET next_step='forged' WHERE ref='OIG-12-130/1'"
	exits 1 verify__finds_a_forged_record s verify
	says verify__names_record_and_field out 'OIG-12-130/1.*next_step.*forged'
	says verify__names_the_missing_triggers out 'triggers: missing:.*recommendation_update'
fi
finish
