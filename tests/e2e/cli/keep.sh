#!/bin/sh
# SPDX-License-Identifier: MIT
# keep.sh - backups, restoring them, and files that are damaged.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
# put FILE OFFSET BYTES: over what is there
put() { printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null; }
entries() { "$co" -d "$1" verify | sed -n '1s/.*: \([0-9]*\) log.*/\1/p'; }

s init --sample >/dev/null 2>&1
first=$(entries s.db)

# ---- backup
exits 0 backup__to_a_file s backup one.db
is backup__has_all_entries "$first" "$(entries one.db)"
is backup__is_for_its_owner_alone 600 "$(stat -c %a one.db)"
exits 73 backup__never_overwrites s backup one.db
exits 73 backup__into_a_folder_that_is_not_there s backup none/x.db
says backup__into_no_folder_says_so err 'there is no such folder'
exits 73 backup__into_a_folder_by_its_slash s backup none/
mkdir bk
for n in 1 2 3 4; do s backup bk --keep 3 >last 2>talk; done
is backup__keeps_the_newest 3 "$(ls bk | wc -l | tr -d ' ')"
says backup__says_what_it_removed talk '3 kept, 1 older removed'
is backup__keeps_the_last "$(basename "$(cat last)")" "$(ls bk | tail -n 1)"
is backup__leaves_nothing_else 0 "$(ls bk | grep -vc '^s-[0-9]*T[0-9]*Z.db$')"
: >bk/s-mine.db
: >bk/other-20121115T083000Z.db
s backup bk --keep 1 >/dev/null 2>&1
is backup__removes_only_what_it_made 3 "$(ls bk | wc -l | tr -d ' ')"
mkdir bk2
echo 'backup = { keep = 2; };' >two.conf
for n in 1 2 3; do "$co" -c two.conf -d s.db backup bk2 >last 2>talk; done
is backup__keeps_as_many_as_the_setting_says 2 "$(ls bk2 | wc -l | tr -d ' ')"
exits 2 backup__keeps_a_number s backup bk --keep some
exits 0 backup__while_somebody_writes sh -c '"$0" -d s.db set OIG-12-130/1 next_step=x >/dev/null & "$0" -d s.db backup busy.db; wait' "$co"
exits 0 backup__made_then_is_sound "$co" -d busy.db verify

# ---- restore
s backup good.db >/dev/null
at=$(entries s.db)
s set OIG-12-130/1 next_step='only in the old one' >/dev/null
exits 0 restore__of_a_backup s restore good.db
says restore__says_where_the_old_one_is err "kept as .*/s.db.before-[0-9]{8}T[0-9]{6}Z"
says restore__counts_what_is_only_there err '^1 newer log entries'
is restore__brings_it_back "$at" "$(entries s.db)"
kept=$(ls -d s.db.before-*Z)
is restore__keeps_the_old_one_whole $((at + 1)) "$(entries "$kept")"
is restore__leaves_the_backup "$at" "$(entries good.db)"
is restore__leaves_no_journal_of_the_old_one 1 "$(stat -c %h s.db)"
exits 66 restore__of_nothing s restore none.db
exits 2 restore__of_itself s restore s.db
exits 65 restore__of_a_folder s restore bk
printf 'garbage' >garbage.db
exits 69 restore__of_what_is_no_database s restore garbage.db
cp good.db bent.db
put bent.db $(($(grep -abo 'The Performance' bent.db | head -n 1 | cut -d: -f1) + 2)) '~'
exits 1 restore__of_a_damaged_backup s restore bent.db
says restore__of_a_damaged_backup_is_said err 'wrong in it; nothing was changed'
"$co" -d other.db init >/dev/null 2>&1
exits 1 restore__over_another_database "$co" -d other.db restore good.db
says restore__over_another_is_said err 'backup of another database'
exits 0 restore__over_another_if_meant "$co" -d other.db restore good.db --yes
exits 0 restore__where_there_is_none "$co" -d new.db restore good.db
is restore__where_there_is_none_is_whole "$at" "$(entries new.db)"
is restore__changes_nothing_when_it_fails "$at" "$(entries s.db)"

# A reader that has it open holds its lock until it ends: its output is read slowly.
mkfifo slow
"$co" -d s.db export >slow 2>/dev/null &
exec 3<slow
head -c 1 <&3 >/dev/null
exits 69 restore__while_somebody_has_it_open s restore good.db
says restore__while_open_names_the_process err 'somebody has it open \(process [0-9]+\)'
cat <&3 >/dev/null
exec 3<&-
wait
exits 0 restore__when_everybody_has_left s restore good.db

# ---- what verify says of a file that does not even open
damaged() { # damaged NAME PATTERN COMMAND ...: status 1, and the page is named
	name=$1 pattern=$2
	shift 2
	rm -f d.db*
	cp good.db d.db
	"$@"
	exits 1 "verify__$name" "$co" -d d.db verify
	says "verify__${name}__is_named" out "$pattern"
}
damaged lost_header '^page 1: its header' put d.db 0 XXXXXXXX
damaged wrong_page_size '^page 1: .*size of pages' put d.db 16 '\377\377'
damaged schema_page '^page 1: ' put d.db 100 '\001'
damaged schema_cells '^page 1: its cells' put d.db 103 '\377\377'
damaged truncated '^page 25: the file ends before it: 24 of [0-9]+ pages' truncate -s 100000 d.db
damaged truncated_to_nearly_nothing '^page 1: the file ends' truncate -s 1000 d.db
exits 74 open__of_a_truncated_file "$co" -d d.db list reports
rm -f d.db*
cp good.db d.db
put d.db 12288 '\001\001\001\001\001\001\001\001\001\001\001\001'
exits 1 verify__a_page_of_a_table "$co" -d d.db verify
says verify__a_page_of_a_table_is_named out 'age 4'

# The newest good backup is named where one is known.
cp good.db note.db
"$co" -d note.db backup note-backup.db >/dev/null
truncate -s 100000 note.db
exits 1 verify__names_the_newest_backup "$co" -d note.db verify
says verify__names_the_newest_backup_and_its_day err 'newest good backup is of 20[0-9-]+: closeout restore /.*note-backup.db'
exits 74 open__names_the_newest_backup "$co" -d note.db list reports
says open__names_the_newest_backup_too err 'damaged .*newest good backup is .*note-backup.db'
exits 0 restore__over_a_damaged_one "$co" -d note.db restore note-backup.db
exits 0 restore__over_a_damaged_one_is_sound "$co" -d note.db verify

# A backup of a damaged database is made, and does not push out the good ones.
mkdir keepers
"$co" -d bent.db backup keepers --keep 1 >/dev/null 2>&1
exits 1 backup__of_a_damaged_database "$co" -d bent.db backup keepers --keep 1
says backup__of_a_damaged_database_is_said err 'the copy is whole, but [0-9]+ '
is backup__of_a_damaged_database_removes_none 2 "$(ls keepers | wc -l | tr -d ' ')"

# ---- doctor
mkdir open && chmod 755 open
"$co" -d open/o.db init --sample >/dev/null 2>&1
exits 1 doctor__flags_a_folder_others_can_look_into "$co" -d open/o.db doctor
says doctor__says_how_to_mend_the_folder out '^PROBLEM *folder .*mode 755.*chmod 700'
chmod 700 open
"$co" -d open/o.db doctor >out 2>&1
is doctor__is_content_with_the_mended_folder 0 "$(grep -c 'PROBLEM *folder' out)"
says doctor__knows_of_no_backup out '^ok *backup *none is known'
"$co" -d open/o.db backup open/b.db >/dev/null
"$co" -d open/o.db doctor >out 2>&1
says doctor__names_the_newest_backup out '^ok *backup *20[0-9-]+, with [0-9]+ log entries: .*open/b.db'
chmod 644 open/o.db.lock
exits 1 doctor__flags_what_lies_beside "$co" -d open/o.db doctor
says doctor__names_what_lies_beside out '^PROBLEM *beside it .*o.db.lock \(mode 644\); chmod 600'
chmod 600 open/o.db.lock
chmod 644 open/o.db
exits 1 doctor__flags_a_loose_database "$co" -d open/o.db doctor
says doctor__says_how_to_mend_the_database out '^PROBLEM *database .*mode 644.*chmod 600'
chmod 600 open/o.db
truncate -s 100000 open/o.db
exits 1 doctor__flags_a_damaged_database "$co" -d open/o.db doctor
says doctor__says_that_it_is_damaged out '^PROBLEM *opens .*damaged'
finish
