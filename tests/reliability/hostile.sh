#!/bin/sh
# SPDX-License-Identifier: MIT
# hostile.sh - attack through records: a thousand hostile texts in every view, list, message, report and error.
#
# The texts are written into the file with a bare SQL shell, past every guard; then the program is
# run in a terminal whose every byte is looked at.

. "$(dirname "$0")/../e2e/cli/lib.sh"

scan=$TEST_BUILDDIR/tests/reliability/scan
if ! command -v sqlite3 >/dev/null; then
	echo "1..0 # SKIP sqlite3 is missing"
	exit 77
fi
export CLOSEOUT_TEST_IDLE=1
unset CLOSEOUT_DATABASE
db=$work/hostile.db
"$co" -d "$db" init --sample >out 2>err || { cat err; exit 99; }
awk 'BEGIN { print "report,text,to_office,owner_office"
	for (i = 0; i < 1000; i++) print "OIG-10-63,Row " i ",ICE,ICE" }' >rows.csv
"$co" -d "$db" --user lead import recommendations rows.csv >out 2>err
result $? hostile__a_thousand_rows
[ -s err ] && head -n 3 err | sed 's/^/# /'

# Forty kinds of hostile text, each twenty-five times with something else around it.
cat >hostile.sql <<'END'
PRAGMA ignore_check_constraints = ON;
CREATE TEMP TABLE kinds (k INTEGER PRIMARY KEY, t);
INSERT INTO kinds (t) VALUES
	(char(27) || ']0;PWNED' || char(7)), (char(27) || ']2;PWNED' || char(27) || '\'), (char(27) || '[2J' || char(27) || '[H'),
	(char(27) || '[31mred'), (char(27) || '[?1049l'), (char(27) || 'Pq' || char(27) || '\'), (char(27) || '_G' || char(27) || '\'),
	(char(27) || '^x' || char(27) || '\'), (char(27) || 'c'), (char(27) || '[6n'), (char(27) || '[c'), (char(27) || ']50;?' || char(7)),
	(char(27) || ']52;c;AAAA' || char(7)), (char(27) || '[21t'), (char(27) || '(0lqqk'), (char(155) || '2J'), (char(155) || '31m'),
	(char(157) || '0;PWNED' || char(156)), (char(144) || 'q' || char(156)), (char(133) || 'next line'), (char(132) || char(136)),
	(char(7) || char(7)), (char(8) || char(8) || char(8) || 'over'), (char(13) || 'start'), (char(10) || 'line' || char(10)),
	(char(11) || char(12)), (char(14) || 'lqk' || char(15)), (char(127) || char(127)), (char(9) || 'tab'), (char(5) || char(24) || char(26)),
	(char(0x202E) || 'desrever' || char(0x202C)), (char(0x2067) || 'isolate' || char(0x2069)), (char(0x200B) || char(0x200D) || char(0x2060)),
	(char(0xE0041) || char(0xE007F)), (char(0x2028) || char(0x2029)), (char(0xFEFF) || char(0xFFFE) || char(0xFFFF)),
	('a' || replace(hex(zeroblob(60)), '00', char(0x301))), (CAST(x'9B324AC328FF' AS TEXT)), (CAST(x'EDA080F4908080C0AF' AS TEXT)),
	(replace(hex(zeroblob(9000)), '00', char(27) || '[5m' || char(0x1F468) || char(0x200D)));
CREATE TEMP TABLE h (i INTEGER PRIMARY KEY, t);
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
INSERT INTO h SELECT i, CASE i / 40 % 3 WHEN 0 THEN '' WHEN 1 THEN 'Before ' ELSE char(27) END || t ||
	CASE i / 120 % 2 WHEN 0 THEN ' after ' || i ELSE '' END FROM n JOIN kinds ON k = i % 40 + 1;
END
{
	cat hostile.sql
	# The guards away, the columns of text changed, the guards back.
	sqlite3 "$db" "SELECT 'DROP TRIGGER \"' || name || '\";' FROM sqlite_master WHERE type = 'trigger'"
	sqlite3 "$db" "SELECT 'UPDATE \"' || m.name || '\" SET \"' || c.name || '\" = (SELECT t FROM temp.h WHERE i = (\"' || m.name ||
		'\".rowid * 7919 + ' || c.cid || ' * 131) % 1000);'
		FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
		AND c.name IN ('display_name', 'title', 'text', 'finding', 'next_step', 'notes', 'cause', 'effect', 'action',
			'trigger', 'why_it_matters', 'mandate', 'mandated_by', 'response_text', 'contact', 'due_wording', 'to_title',
			'condition', 'reason', 'body', 'location', 'detail', 'conclusion', 'comment', 'phase', 'subject_line')
		AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'search%' AND NOT (m.name = 'log' AND c.name <> 'reason')"
	sqlite3 "$db" "SELECT sql || ';' FROM sqlite_master WHERE type = 'trigger'"
} >all.sql
sqlite3 "$db" <all.sql 2>sql.err
changed=$(sqlite3 "$db" "SELECT count(*) FROM recommendation WHERE instr(CAST(text AS BLOB), x'1B') OR instr(CAST(text AS BLOB), x'9B')")
[ "$changed" -gt 300 ]
result $? hostile__texts_are_in_the_file
[ "$changed" -gt 300 ] || head -n 5 sql.err | sed 's/^/# /'
# The search index was written past as well; that the rest of the file is not sound is known.
"$co" -d "$db" verify --reindex >out 2>err
"$co" -d "$db" search PWNED --limit 100 >out 2>err
[ "$(wc -l <out)" -gt 50 ]
result $? hostile__texts_are_found_by_search

# clean NAME WORD ...: what it sends to a terminal is harmless.
clean() {
	what=$1
	shift
	"$scan" "$@" >scanned 2>&1
	got=$?
	result $got "$what"
	[ $got = 0 ] || sed 's/^/# /; 12q' scanned
	grep -oE '[0-9]+ bytes' scanned >>total
}

says_much() {
	[ "$(awk '{ n += $1 } END { print n + 0 }' total)" -gt "$2" ]
	result $? "$1"
}

# ---- the control: the same look sees what a program without a filter sends

"$scan" /bin/cat hostile.raw >/dev/null 2>&1
sqlite3 "$db" "SELECT text FROM recommendation LIMIT 50" >hostile.raw
"$scan" /bin/cat hostile.raw >scanned 2>&1
is control__without_the_filter_it_is_seen 1 $?

# ---- commands

: >total
for kind in reports recommendations milestones positions risks evidence users offices updates; do
	clean "list_$kind" "$co" -d "$db" list $kind --limit 1200
done
for format in text lines tsv csv json html; do
	clean "list_as_$format" "$co" -d "$db" list recommendations --format $format --columns ref,text,finding,next_step
done
for ref in OIG-12-130 OIG-12-130/1 OIG-10-63/500 RECLASS-FY13 M0.1 R-1 inspector OPR; do
	clean "show_$ref" "$co" -d "$db" show $ref
	clean "why_$ref" "$co" -d "$db" why $ref
	clean "log_$ref" "$co" -d "$db" log $ref
	clean "actions_of_$ref" "$co" -d "$db" do --list $ref
done
for what in overview inbox deadlines plan verify doctor 'log --limit 400' 'log --access' 'search PWNED' 'search after' \
	'user list' 'key list' 'report --help' 'help' 'undo --dry-run'; do
	clean "$(echo "$what" | tr ' -' '__')" "$co" -d "$db" $what
done
for what in $("$co" -d "$db" report 2>&1 | grep -oE '^ +[a-z][a-z-]+' | tr -d ' ' | sort -u); do
	clean "report_$what" "$co" -d "$db" report $what
done
clean export_to_a_terminal "$co" -d "$db" export recommendations
clean export_all_to_a_terminal "$co" -d "$db" export
says_much commands__sent_a_lot 1000000

# ---- errors that say what was asked for

esc=$(printf '\033]0;PWNED\007\033[2J')
c1=$(printf '\302\2332J\302\235x\302\234\342\200\256')
raw=$(printf '\2332J\377\376')
for text in "$esc" "$c1" "$raw"; do
	n=$((n + 1))
	clean "error_command_$n" "$co" -d "$db" "$text"
	clean "error_reference_$n" "$co" -d "$db" show "$text"
	clean "error_query_$n" "$co" -d "$db" list reports "title:$text" "$text:x"
	clean "error_option_$n" "$co" -d "$db" --user "$text" list reports
	clean "error_value_$n" "$co" -d "$db" set OIG-12-130/1 "original_target=$text"
	clean "error_field_$n" "$co" -d "$db" set OIG-12-130/1 "$text=1"
	clean "error_database_$n" "$co" -d "$work/$text" list reports
	clean "error_settings_$n" "$co" -d "$db" -c "$work/$text" list reports
	clean "error_today_$n" "$co" -d "$db" --today "$text" list reports
	clean "error_import_$n" "$co" -d "$db" import recommendations "$work/$text.csv"
	printf '%s,text\n%s,x\n' "$text" "$text" >"$work/bad.csv"
	clean "error_in_a_file_$n" "$co" -d "$db" import recommendations "$work/bad.csv"
	printf 'theme = "%s";\n%s = 1;\n' "$text" "$text" >"$work/bad.conf"
	clean "error_in_settings_$n" "$co" -d "$db" -c "$work/bad.conf" overview
	clean "error_evidence_$n" "$co" -d "$db" evidence add OIG-12-130/1 "$work/$text"
done

# ---- the screen

enter=$(printf '\r')
esc=$(printf '\033')
next=$(printf '\033[6~')
down=$(printf '\033[B')
save=$(printf '\023')
page_keys=$(i=0; while [ $i -lt 30 ]; do printf -- '-k %s ' "$next"; i=$((i + 1)); done)
: >total
for view in 0 1 2 3 4 6 7 8; do
	clean "screen_view_$view" -s -k $view $page_keys "$co" -d "$db"
done
clean screen_records -s -k 2 -k "$enter" -k "$next" -k q -k "$next" -k "$enter" -k "$next" -k q -k G -k "$enter" -k "$next" \
	"$co" -d "$db"
clean screen_messages_and_pages -s -k 2 -k W -k q -k H -k "$next" -k q -k P -k "$next" -k q -k a -k "$esc" -k "?" -k q "$co" -d "$db"
clean screen_form -s -k 2 -k e -k "$next" -k "$next" -k "$down" -k x -k "$save" "$co" -d "$db"
clean screen_form_values -s -k 2 -k n -k "$(printf '\033OS')" -k "$next" -k "$esc" "$co" -d "$db"
clean screen_palette_finds_records -s -k : -k after -k "$next" -k "$enter" "$co" -d "$db"
clean screen_filter -s -k 2 -k / -k PWNED -k "$enter" -k "$next" "$co" -d "$db"
clean screen_sort -s -k 2 -k s -k "$down" -k "$enter" -k "$next" "$co" -d "$db"
clean screen_new_update -s -k 2 -k w -k x -k "$save" "$co" -d "$db"
clean screen_plan_milestone -s -k 3 -k "$down" -k "$down" -k "$enter" -k "$next" -k q -k + -k + "$co" -d "$db"
LC_ALL=C clean screen_in_the_c_locale -s -k 2 -k "$next" -k "$enter" "$co" -d "$db"
says_much screen__sent_a_lot 100000
# Typed and pasted, a sequence is keys or text, and never comes back.
clean screen_typed -s -k 2 -k / -k "$(printf '\033]0;PWNED\007')" -k "$(printf '\302\2332J')" -k "$(printf '\033[200~\033[2Jx\033[201~')" \
	-k "$(printf '\033[6;1R')" -k "$(printf '\033[?1;2c')" -k "$(printf '\033P1$r0m\033\\')" "$co" -d "$db"
finish
