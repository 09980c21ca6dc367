#!/bin/sh
# SPDX-License-Identifier: MIT
# evidence.sh - files attached as proof: in, out, listed, checked, exported and imported.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
same() { # same NAME FILE FILE
	cmp -s "$2" "$3"
	result $? "$1"
}

s init --sample >/dev/null 2>&1
awk 'BEGIN { for (i = 1; i < 200000; i++) print i, "line of the study" }' >study.txt
head -c 2500000 /dev/urandom >scan.bin

exits 0 add__attaches_a_file s evidence add OIG-12-130/1 study.txt title='The study' type=memo dated_on=2012-11-14
is add__prints_the_reference E-3 "$(cat out)"
cat scan.bin | s evidence add OIG-12-130/1 - title='A scan' >out 2>err
is add__reads_standard_input E-4 "$(cat out)"
exits 0 add__takes_the_name_where_no_title_is_given s evidence add M0.1 study.txt
is list__has_the_hash_and_the_size "$(sha256sum <study.txt | cut -d' ' -f1),$(wc -c <study.txt | tr -d ' ')" \
	"$(s list evidence ref:E-5 --columns sha256,size --format csv | sed 1d)"
exits 0 add__can_be_tried s evidence add M0.1 study.txt --dry-run
is add__tried_adds_nothing 3 "$(s list evidence sha256:any --format csv | sed 1d | wc -l | tr -d ' ')"
exits 66 add__wants_a_record s evidence add OIG-99-1/1 study.txt
exits 66 add__wants_a_file s evidence add M0.1 nothing.txt
exits 65 add__wants_something_in_it s evidence add M0.1 /dev/null
exits 2 add__wants_known_fields s evidence add M0.1 study.txt titel=x
exits 77 add__leaves_the_hash_to_the_file s set E-5 sha256=0000000000000000000000000000000000000000000000000000000000000000
exits 77 add__is_refused_to_who_only_reads "$co" -d s.db --user viewer evidence add M0.1 study.txt

s evidence cat E-3 >back 2>err
same cat__gives_the_same_bytes back study.txt
s evidence cat E-4 >back 2>err
same cat__gives_the_same_bytes_of_a_binary back scan.bin
exits 1 cat__says_where_it_is_kept_else s evidence cat E-1
says cat__names_the_place err 'file room OHC-12'
exits 66 cat__wants_evidence s evidence cat E-99
exits 0 list__shows_what_proves_a_record s evidence list OIG-12-130/1
is list__shows_those_alone 'E-3 E-4' "$(s evidence list OIG-12-130/1 --format csv | sed '1d; s/,.*//' | tr '\n' ' ' | sed 's/ $//')"
exits 0 check__finds_all_sound s evidence check
says check__counts err '^3 sound, 0 not in this database, 0 damaged'
exits 0 verify__reads_it_again s verify
exits 2 evidence__knows_no_other_word s evidence burn

# undone: the record goes, what it held stays for history
exits 0 undo__takes_the_record_out s undo
is undo__leaves_two 2 "$(s list evidence sha256:any --format csv | sed 1d | wc -l | tr -d ' ')"
exits 0 verify__is_content_with_that s verify

# documents
exits 0 export__leaves_the_content_out s export -o plain.json
exits 0 export__takes_it_along s export --with-evidence -o full.json
is export__without_it_is_small 1 "$([ "$(wc -c <plain.json)" -lt 1000000 ] && echo 1)"
for kind in plain full; do
	"$co" -d $kind.db init >/dev/null 2>&1
	exits 0 "import__of_a_${kind}_document" "$co" -d $kind.db import $kind.json
	cp err import.$kind
	exits 0 "import__of_a_${kind}_document_is_sound" "$co" -d $kind.db verify
done
says import__says_what_is_absent import.plain 'content of 2 pieces of evidence was not in it'
exits 1 check__finds_what_is_absent "$co" -d plain.db evidence check
exits 66 cat__of_what_is_absent_says_so "$co" -d plain.db evidence cat E-3
"$co" -d plain.db export >again.json
same export__of_a_plain_copy_is_the_same again.json plain.json
"$co" -d full.db export --with-evidence >again.json
same export__of_a_full_copy_is_the_same again.json full.json
"$co" -d full.db evidence cat E-4 >back 2>err
same cat__of_the_copy_gives_the_same_bytes back scan.bin
sed 's/"bytes":"KLUv/"bytes":"KLUw/' full.json >forged.json
"$co" -d forged.db init >/dev/null 2>&1
exits 65 import__refuses_content_that_is_not_its_hash "$co" -d forged.db import forged.json
is import__refused_leaves_nothing 0 "$("$co" -d forged.db list evidence --format csv | sed 1d | wc -l | tr -d ' ')"
exits 0 backup__takes_it_along s backup copy.db
exits 0 backup__is_sound "$co" -d copy.db evidence check

if command -v sqlite3 >/dev/null; then
	sqlite3 s.db "UPDATE content_part SET bytes = x'00'" >out 2>err
	[ $? != 0 ]
	result $? sqlite3__cannot_change_content
	sqlite3 copy.db 'DROP TRIGGER content_part_update; UPDATE content_part SET bytes = zeroblob(length(bytes))'
	exits 1 verify__finds_exchanged_content "$co" -d copy.db verify
	says verify__says_so out '^content [0-9a-f]+\.\.\.: does not come to its hash'
	exits 74 cat__does_not_give_damaged_content "$co" -d copy.db evidence cat E-3
fi
finish
