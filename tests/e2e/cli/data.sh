#!/bin/sh
# SPDX-License-Identifier: MIT
# data.sh - values in and rows out: files, standard input, formats, pipes.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
field() { s list recommendations "ref:$1" --columns "$2" --format ndjson; }

s init --sample >/dev/null 2>&1

# values
printf 'From a file\n' >value.txt
exits 0 set__reads_a_file s set OIG-12-130/1 next_step=@value.txt
is set__leaves_the_last_line_end_out '{"next_step":"From a file"}' "$(field OIG-12-130/1 next_step)"
echo 'From a pipe' | s set OIG-12-130/1 next_step=- >out 2>err
is set__reads_standard_input '{"next_step":"From a pipe"}' "$(field OIG-12-130/1 next_step)"
exits 0 set__takes_a_literal_at_sign s set OIG-12-130/1 next_step=@@home
is set__keeps_one_at_sign '{"next_step":"@home"}' "$(field OIG-12-130/1 next_step)"
exits 0 set__takes_equals_signs s set OIG-12-130/1 'next_step=a=b'
is set__keeps_equals_signs '{"next_step":"a=b"}' "$(field OIG-12-130/1 next_step)"
exits 0 set__clears s set OIG-12-130/1 next_step=
is set__clears_to_null '{"next_step":null}' "$(field OIG-12-130/1 next_step)"
printf 'a\0b' >nul.txt
exits 65 set__refuses_what_is_no_text s set OIG-12-130/1 next_step=@nul.txt
printf '\377\376' >bytes.txt
exits 65 set__refuses_what_is_not_utf8 s set OIG-12-130/1 next_step=@bytes.txt
exits 65 set__refuses_control_characters s set OIG-12-130/1 "next_step=$(printf 'a\033[2Jb')"
says set__shows_them_in_the_message err '^closeout: '
is set__sends_no_escape 0 "$(tr -cd '\033' <err | wc -c | tr -d ' ')"

# adding
exits 0 add__report_with_lines s add report number=OIG-13-1 title=T issued_on=2012-11-01 stated_rec_count=1 \
	'addressees=[{"name":"A","office":"OPR"},{"name":"B"}]'
is add__prints_the_reference OIG-13-1 "$(cat out)"
exits 0 add__line_by_itself s add addressee report=OIG-13-1 name=C
is add__counts_lines OIG-13-1/to3 "$(cat out)"
exits 0 add__counts_recommendations s add recommendation report=OIG-13-1 to_office=OPR owner_office=OPR text=Do
is add__counts_from_one OIG-13-1/1 "$(cat out)"
exits 0 show__has_lines_as_arrays s show OIG-13-1 --format json
says show__has_all_lines out '"addressees":\[\{"ref":"OIG-13-1/to1".*"name":"A".*"name":"B".*"name":"C".*\]'
exits 0 show__is_a_page_for_people s show OIG-13-1
says show__lists_what_refers_to_it out '^  OIG-13-1/1 .*Do'

# formats
exits 0 list__table s list offices code:OPR
says list__table_has_labels out '^Reference '
is list__tsv "$(printf 'ref\tkind\nOIG\toig')" "$(s list offices ref:OIG --columns ref,kind --format tsv)"
is list__ndjson '{"ref":"OIG","has_accounts":false}' "$(s list offices ref:OIG --columns ref,has_accounts --format ndjson)"
is list__lines 'Kind: oig' "$(s list offices ref:OIG --columns kind --format lines)"
exits 0 set__money s set OIG-13-1 questioned_cents=1,234.50
is list__money '{"questioned_cents":1234.50}' "$(s list reports ref:OIG-13-1 --columns questioned_cents --format ndjson)"
exits 0 set__formula s set OIG-13-1/1 'next_step==1+1'
is list__safe_for_spreadsheets "$(printf "next_step\n'=1+1")" \
	"$(s list recommendations ref:OIG-13-1/1 --columns next_step --format csv --csv-safe)"
is list__words_join_to_one_query 2 "$(s list recommendations is:open report:OIG-12-130 --format csv | sed 1d | wc -l | tr -d ' ')"
is list__limit 3 "$(s list recommendations --limit 3 --format csv | sed 1d | wc -l | tr -d ' ')"
is list__query_behind_dashes 62 "$(s list --format csv -- recommendations -text_status:verbatim text:Text | sed 1d | wc -l | tr -d ' ')"
is list__changed_since 'OIG-13-1' "$(s list reports --changed-since 2012-11-15 --columns ref --format csv | sed 1d)"
is list__same_again "$(s list recommendations --format json | cksum)" "$(s list recommendations --format json | cksum)"

# files and pipes
exits 0 export__to_a_file s export recommendations -o r.csv
is export__file_is_private '-rw-------' "$(ls -l r.csv | cut -c1-10)"
exits 0 import__of_an_export_changes_nothing "$co" -d s.db --user clerk import recommendations r.csv --update
says import__says_so err ' 0 changes written'
exits 74 list__to_a_full_disk sh -c '"$0" -d s.db list recommendations >/dev/full' "$co"
sh -c '"$0" -d s.db list recommendations --format json; echo $? >status' "$co" 2>err | head -n 1 >/dev/null
quiet list__is_quiet_when_nobody_reads err
printf 'code,name\nX1,One\n' | "$co" -d s.db --user clerk import offices - >out 2>err
is import__from_standard_input 1 "$(s list offices code:X1 --format csv | sed 1d | wc -l | tr -d ' ')"
exits 0 backup__copies s backup copy.db
exits 0 backup__verifies "$co" -d copy.db verify
is backup__is_the_same "$(s export | cksum)" "$("$co" -d copy.db export | cksum)"

# settings that are wrong warn and do not stop
mkdir -p conf/closeout
echo 'strat = "inbox";' >conf/closeout/closeout.conf
XDG_CONFIG_HOME=$work/conf "$co" -d s.db list offices >out 2>err
result $? settings__that_are_wrong_stop_nothing
says settings__are_warned_about err 'closeout.conf:1'
XDG_CONFIG_HOME=$work/conf "$co" -d s.db doctor >out 2>err
says doctor__tells_them out '^PROBLEM.*closeout.conf:1'
says doctor__tells_the_account out '^ok +account +inspector'
finish
