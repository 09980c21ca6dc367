#!/bin/sh
# SPDX-License-Identifier: MIT
# out_and_in.sh - exports that are killed, exports that come back, and what comes in slowly or altered.

. "$(dirname "$0")/lib.sh"

unset CLOSEOUT_DATABASE
s() { "$co" -d s.db "$@"; }
s init --sample >/dev/null 2>&1

# ---- an export is there whole, or not at all

mkdir files
exits 0 export__into_a_file s export -o files/all.json
is export__leaves_that_file_alone all.json "$(ls files)"
is export__file_is_for_its_owner -rw------- "$(ls -l files/all.json | cut -c1-10)"
sum=$(cksum <files/all.json)
# Killed in mid-write: a file may not grow over a limit of blocks, and the signal for that ends the process.
{ (ulimit -f 100; exec "$co" -d "$work/s.db" export -o files/all.json) >out 2>err; got=$?; } 2>/dev/null
[ $got -gt 128 ]
result $? export__is_killed
is export__killed_leaves_the_old_one "$sum" "$(cksum <files/all.json)"
is export__killed_leaves_nothing_beside all.json "$(ls -A files)"
{ (ulimit -f 100; exec "$co" -d "$work/s.db" export -o files/new.json) >out 2>err; } 2>/dev/null
is export__killed_leaves_no_new_one all.json "$(ls -A files)"
exits 0 export__goes_over_the_old_one s export offices --format csv -o files/all.json
is export__is_the_new_one 'ref' "$(head -c 3 files/all.json)"
cd files || exit 99
exits 0 export__by_a_bare_name "$co" -d ../s.db export offices --format csv -o bare.csv
[ -s bare.csv ]
result $? export__by_a_bare_name_is_there
cd .. || exit 99

# ---- safe for spreadsheets, and back: the whole way through the program

awk 'BEGIN {
	n = split("= + - @ '"'"' '"'"'= '"'"''"'"'= a =cmd|x -1+1 +49 @SUM(1) \"= ,=", start, " ")
	print "code,name"
	for (i = 0; i < 600; i++) {
		name = start[i % n + 1] "name " i
		gsub(/"/, "\"\"", name)
		printf "X%d,\"%s\"\n", i, name
	}
}' >rows.csv
"$co" -d a.db init >/dev/null 2>&1
"$co" -d b.db init >/dev/null 2>&1
exits 0 safe__rows_come_in "$co" -d a.db import offices rows.csv
"$co" -d a.db export offices --format csv --csv-safe --columns code,name -o safe.csv
is safe__no_cell_begins_a_formula 0 "$(sed 's/^[^,]*,"\{0,1\}//' safe.csv | grep -c '^[=+@-]')"
"$co" -d a.db export offices --format csv --columns code,name -o plain.csv
[ "$(sed 's/^[^,]*,"\{0,1\}//' plain.csv | grep -c '^[=+@-]')" -gt 200 ]
result $? safe__control_without_it_they_do
exits 0 safe__comes_back "$co" -d b.db import offices safe.csv --csv-safe
"$co" -d b.db export offices --format csv --columns code,name -o back.csv
is safe__is_equal "$(cksum <plain.csv)" "$(cksum <back.csv)"

# ---- a document is taken byte by byte: the same text in another form of Unicode is another text

exits 0 document__with_an_accent s set OIG-12-130/1 "next_step=$(printf 'd\303\251j\303\240')"
s export -o doc.json
sed "s/$(printf '\303\251')/$(printf 'e\314\201')/g" doc.json >other.json
"$co" -d c.db init >/dev/null 2>&1
exits 65 document__altered_in_its_form_is_refused "$co" -d c.db import other.json
exits 0 document__as_it_was_is_taken "$co" -d c.db import doc.json

# ---- a session on a host: what comes in

# What a line waits for is on descriptor 9, which nobody closes.
"$co" -d h.db init --shared --admin anna >out 2>err
SUDO_USER=anna "$co" -d h.db user add ben --role clerk >out 2>err
echo 'host = { import_wait = 1; import_mib = 1; };' >host.conf
chmod 600 host.conf
h() {
	SSH_ORIGINAL_COMMAND=$1
	export SSH_ORIGINAL_COMMAND
	"$co" -d "$work/h.db" -c "$work/host.conf" host login --account ben --key SHA256:x >out 2>err
	got=$?
	unset SSH_ORIGINAL_COMMAND
}
mkfifo slow
exec 9<>slow
printf 'code,name\nA,First\nB,' >&9
h 'import offices -' <slow
is stalled__import_ends 74 "$got"
says stalled__import_says_so err 'nothing came for 1 second: nothing was written'
h 'list offices' </dev/null
is stalled__import_wrote_nothing 1 "$got"
exec 9>&-
rm slow
printf 'code,name\nA,First\n' >rows.csv
h 'import offices -' <rows.csv
says import__that_comes_is_there err '1 new'
awk 'BEGIN { print "code,name"; for (i = 0; i < 9000; i++) printf "L%d,%0120d\n", i, i }' >rows.csv
h 'import offices -' <rows.csv
is import__over_the_limit_is_refused 65 "$got"
says import__over_the_limit_says_so err 'longer than 1048576 bytes'
is import__leaves_no_file_beside 0 "$(ls | grep -c 'h.db.import')"
finish
