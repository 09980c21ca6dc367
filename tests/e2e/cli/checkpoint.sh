#!/bin/sh
# SPDX-License-Identifier: MIT
# checkpoint.sh - heads of the log, and proving against them: by database, by export, without closeout.

. "$(dirname "$0")/lib.sh"

check=${TEST_SRCDIR:?}/tools/closeout-check-log
s() { "$co" -d s.db "$@"; }

s init --sample >/dev/null 2>&1
s add update subject=OIG-12-130/1 text='A "quoted" \back\slash, Ünïcödé
and a second line' >/dev/null

# ---- the text of a checkpoint
s checkpoint >first.head
is checkpoint__is_eight_lines 8 "$(wc -l <first.head | tr -d ' ')"
is checkpoint__names_the_newest_entry "$(s log --limit 1 --format csv --batch "$(sed -n 's/^entry //p' first.head)" | tail -n 1 | cut -d, -f1)" \
	"$(sed -n 's/^entry //p' first.head)"
is checkpoint__has_the_hash_that_verify_says "$(s verify | sed -n '1s/.* //p')" "$(sed -n 's/^hash //p' first.head)"
exits 0 checkpoint__goes_to_a_file s checkpoint -o named.head
is checkpoint__is_the_same_but_for_its_time "$(grep -v ^made first.head)" "$(grep -v ^made named.head)"
exits 0 checkpoint__is_for_everybody "$co" -d s.db --user viewer checkpoint
s report status >report.txt
is printed_reports__have_the_head "$(sed -n 's/^hash //p' first.head)" "$(grep -o '[0-9a-f]\{64\}' report.txt | head -n 1)"
s export -o first.json

# ---- against the database
exits 0 verify__without_a_checkpoint s verify
says verify__says_what_it_cannot_show out 'not shown: .*cut off'
exits 0 verify__with_a_checkpoint s verify --checkpoint first.head
says verify__says_what_is_proved out 'history up to entry [0-9]+ of [0-9-]+ is unchanged, 0 newer'
s set OIG-12-130/1 next_step='one more' >/dev/null
exits 0 verify__with_an_older_checkpoint s verify --checkpoint first.head
says verify__counts_newer_entries out '1 newer'
exits 0 verify__reads_a_checkpoint_from_standard_input sh -c '"$0" -d s.db verify --checkpoint - <first.head' "$co"
sed 's/$/\r/' first.head >crlf.head
exits 0 verify__reads_line_ends_of_a_mail s verify --checkpoint crlf.head
s checkpoint >second.head
"$co" -d other.db init --sample >/dev/null 2>&1
exits 1 verify__of_another_database "$co" -d other.db verify --checkpoint first.head
says verify__of_another_database_is_said out 'made of another database'
sed 's/^hash ..../hash 0000/' first.head >forged.head
exits 1 verify__of_another_history s verify --checkpoint forged.head
says verify__of_another_history_is_said out 'checkpoint: log entry [0-9]+: is another one'
sed '5d' first.head >short.head
exits 65 verify__of_what_is_no_checkpoint s verify --checkpoint short.head
says verify__of_what_is_no_checkpoint_names_the_line err 'short.head:5: '
exits 66 verify__of_a_checkpoint_that_is_not_there s verify --checkpoint none.head

# ---- against an export, where there is no database
exits 0 export__is_checked_without_a_database "$co" verify --export first.json --checkpoint first.head
exits 0 export__comes_through_a_pipe sh -c 'cat first.json | "$0" verify --export -' "$co"
says export__says_what_it_cannot_show out 'not shown'
exits 1 export__that_is_older_than_the_checkpoint "$co" verify --export first.json --checkpoint second.head
says export__that_is_older_is_said out 'is not there any more: .*cut off'
exits 66 export__that_is_not_there "$co" verify --export none.json

# ---- without closeout
exits 0 script__finds_an_export_sound "$check" first.json first.head
says script__says_what_is_proved out 'history up to entry [0-9]+ of [0-9-]+ is unchanged, 0 newer'
exits 0 script__without_a_checkpoint "$check" first.json
says script__says_what_it_cannot_show out 'not shown'
exits 1 script__finds_what_was_cut_off "$check" first.json second.head
says script__says_what_was_cut_off out 'is not there any more'
exits 2 script__wants_a_file "$check"
exits 66 script__without_the_file "$check" none.json

# each NAME EDIT PATTERN: both find what was done to the document, and name the entry
each() {
	sed "$2" first.json >bad.json
	cmp -s first.json bad.json && { result 1 "$1: the document was not altered"; return; }
	exits 1 "export__$1" "$co" verify --export bad.json
	says "export__$1__is_named" out "$3"
	exits 1 "script__$1" "$check" bad.json
	says "script__$1__is_named" out "$3"
}
line=$(grep -n 'second line' first.json | head -n 1 | cut -d: -f1)
entry=$(sed -n "${line}s/.*\"seq\":\([0-9]*\).*/\1/p" first.json)
each text_changed "${line}s/second line/secund line/" "log entry $entry: its hash does not fit"
each actor_changed '20s/"actor":"[a-z]*"/"actor":"nobody"/' 'log entry 18: its hash does not fit'
each null_made_empty '20s/"key_fp":null/"key_fp":""/' 'log entry 18: its hash does not fit'
each entry_taken_out '20d' 'log entry 19: it follows entry 17'
each hash_changed '20s/"hash":"./"hash":"x/' 'log entry 18: its hash does not fit'
each time_set_back '200s/"recorded":"2/"recorded":"1/' 'log entry 198: its time of recording'

# Only what the tables say: the log is whole, the records are not those it gives.
sed '/"records"/,$s/one more/one less/; /"records"/,$s/Establish/Demolish/; /"records"/,$s/"title":"/"title":"X/' first.json >tables.json
exits 1 export__records_that_the_log_does_not_give "$co" verify --export tables.json
says export__records_are_named out 'tables.json:[0-9]+: the .* records listed are not those'

# A chain written anew, as its owner could: sound by itself, and found by the checkpoint.
"$co" -d anew.db init >/dev/null 2>&1
"$co" -d anew.db export -o anew.json
exits 0 script__a_log_written_anew_is_sound_by_itself "$check" anew.json
exits 1 script__a_log_written_anew_is_found "$check" anew.json first.head
says script__a_log_written_anew_is_said out 'another database'

# Cut off in the database by somebody who owns the file: nothing shows it but a checkpoint.
exits 0 export__of_the_beginning "$co" verify --export first.json
if command -v ssh-keygen >/dev/null; then
	ssh-keygen -q -t ed25519 -N '' -f auditor
	exits 0 signature__is_made ssh-keygen -Y sign -f auditor -n closeout first.head
	echo "auditor $(cat auditor.pub)" >allowed
	exits 0 signature__is_good sh -c 'ssh-keygen -Y verify -f allowed -I auditor -n closeout -s first.head.sig <first.head'
	exits 255 signature__of_another_head sh -c 'ssh-keygen -Y verify -f allowed -I auditor -n closeout -s first.head.sig <second.head'
fi
finish
