#!/bin/sh
# SPDX-License-Identifier: MIT
# register.sh - a whole register with every fault they come with: told by row, column and value, and taken with options alone.
#
# The register is fictional: 300 recommendations of ten reports on lights that nobody keeps. It comes in
# two shapes, as Windows-1252 with CR LF, and as UTF-8 with a mark and cells that were written twice.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
one() { s list recommendations "ref:$1" --columns "$2" --format csv | sed 1d; }
count() { s list recommendations "$@" --format csv 2>/dev/null | sed 1d | grep -c '^OIG'; }

# A register: $1 the letter e with an acute accent, $2 what stands in front of the header.
make_register() {
	awk -v acute="$1" -v mark="$2" '
	function row(a, b, c, d, e, f, g, h) { printf "%s,%s,%s,%s,%s,%s,%s,%s\r\n", a, b, c, d, e, f, g, h }
	BEGIN {
		split("Agreed|Partially agreed|Did not agree|Pending", response, "|")
		split("Keeper of Lamps|Bureau of Piers|HQ|Foghorn Division", office, "|")
		long = "x"
		for (i = 0; i < 20; i++) long = long long
		printf "%s", mark
		row("Report", "Rec. No.", "Recommendation", "Office", "Response", "Status", "Target", "Remarks")
		for (r = 1; r <= 10; r++)
			for (n = 1; n <= 30; n++) {
				i = 30 * (r - 1) + n
				text = "Light lamp " i " before dusk."
				if (i % 10 == 0) text = "\"Keep two lists:\r\none of lamps, and\r\none of \"\"keys\"\".\""
				if (i % 10 == 5) text = "Plan for the caf" acute " on pier " i "."
				target = i % 4 == 0 ? "9/" (1 + i % 28) "/2013" : i % 4 == 1 ? 41547 + i : i % 4 == 2 ? "N/A" : "2013-12-31"
				status = i % 3 ? "Open" : "Closed - Implemented"
				remark = i % 50 == 7 ? "-ask again" : ""
				if (i == 42) { # a short row
					printf "OIG-08-%d,%d,%s,HQ,Agreed,Open\r\n", r, n, text
				} else if (i == 43) { # a long one, with nothing in what is too much
					printf "OIG-08-%d,%d,%s,HQ,Agreed,Open,,,,\r\n", r, n, text
				} else if (i == 77) { # a comma that nobody quoted
					row("OIG-08-" r, n, "Lamps, wicks and oil", "HQ", "Agreed", "Open", "", "see memo")
				} else if (i == 99) {
					row("OIG-08-" r, n, long, "HQ", "Agreed", "Open", "", "")
				} else if (i == 123) { # a report that is not there
					row("OIG-80-4", n, text, "HQ", "Agreed", "Open", "", "")
				} else if (i == 150) { # the number before it once more
					row("OIG-08-" r, n - 1, text, "HQ", "Agreed", "Open", "", "")
				} else if (i == 200) {
					row("OIG-08-" r, n, text, "HQ", "Agreed", "Open", "13/13/2013", "")
				} else {
					row("OIG-08-" r, n, text, office[1 + i % 4], response[1 + int(i / 3) % 4], status, target, remark)
				}
			}
	}'
}

"$co" -d s.db init >/dev/null 2>&1
awk 'BEGIN {
	print "number,title,agency,issued_on,type,stated_rec_count"
	for (r = 1; r <= 10; r++) print "OIG-08-" r ",Lights of Pier " r ",oig,2008-0" (r % 9 + 1) "-15,inspection,30"
	print "OIG-12-77,Lights: Verification Review,oig,2012-06-01,inspection,0"
}' >reports.csv
exits 0 reports__are_taken s import reports reports.csv

make_register "$(printf '\351')" '' >old.csv
make_register "$(printf '\303\203\302\251')" "$(printf '\357\273\277')" >mark.csv
map='Rec. No.=number,Recommendation=text,Office=to_office,Office=owner_office,Response=concurrence,Target=original_target'
map="$map,Status=action,Status=resolution,Status=closure_basis,Status=closed_per,Status=closed_by_date"
values='Response:Agreed=concur,Partially agreed=partial,Did not agree=nonconcur,Pending=pending'
values="$values;action:Open=open,*=closed;resolution:Open=unresolved,*=resolved;closure_basis:Open=,*=published"
values="$values;closed_per:Open=,*=OIG-12-77;closed_by_date:Open=,*=2012-06-01"

# ---- as it comes, with the columns named and nothing else: a report, and nothing written
exits 66 report__dry_run_finds_it_all s import recommendations old.csv --map "$map" --ignore Remarks --dry-run
says report__encoding_with_place_and_value err 'row 5, column 3 \(Recommendation\): not UTF-8 \(byte 0xE9\); it reads as (Windows-1252|Latin-1): "Plan for the café'
says report__short_row err 'row 42, column 7 \(Target\): 6 cells, but the header names 8'
says report__long_cell err 'row 99, column 3 \(Recommendation as text\): .* is 1048576 bytes long, which is too long; type text of at most 65536 bytes'
says report__unknown_office err 'column 4 \(Office as .*_office\): .*there is no such office; say --create offices'
says report__value_of_no_choice err 'column 5 \(Response as concurrence\): "Agreed" is none of its choices'
says report__number_that_may_be_a_day err 'column 7 \(Target as original_target\): "415[0-9]*": a number is no date'
says report__date_of_two_readings err 'column 7 \(Target as original_target\): "9/5/2013": which of the numbers is the month'
says report__word_for_nothing err 'column 7 \(Target as original_target\): "N/A"'
for option in '--encoding (windows-1252|latin-1)' '--ragged' '--create offices' "--none 'N/A'" '--date-format serial,mdy' "--map-values '.*concurrence:Agreed="; do
	says "report__offers_$(echo "$option" | sed 's/^--//; s/ .*//' | tr - _)" out "^  $option"
done
says report__counts_by_kind out '^[0-9,]* problems.*by kind:'
is report__wrote_nothing 0 "$(count)"

# ---- with the options that it offered: five rows are left that no option can mend
take="--ignore Remarks --ragged --create offices --none N/A --date-format serial,mdy"
exits 66 rest__is_told s import recommendations old.csv --map "$map" --map-values "$values" $take --encoding windows-1252
says rest__comma_in_a_cell err 'old.csv:[0-9]*, row 77: 9 cells, but the header names 8; put a cell that holds the separator in quotes'
says rest__no_such_report err 'row 123, column 1 \(Report\): "OIG-80-4"'
says rest__duplicate_names_both err 'row 150: .*OIG-08-5/29 stands in old.csv:[0-9]* already; leave one of them out'
says rest__no_day_of_the_calendar err 'row 200, column 7 \(Target as original_target\): "13/13/2013": it is no day of the calendar'
says rest__is_counted err '5 of 300 rows are bad, nothing was written; mend them, or put them aside with --skip-bad FILE'
is rest__wrote_nothing 0 "$(count)"

exits 0 register__is_taken s import recommendations old.csv --map "$map" --map-values "$values" $take \
	--encoding windows-1252 --skip-bad aside.csv --save-mapping lights
says register__says_what_it_took err '^300 rows: 295 new, 0 existing, 5 bad'
says register__lists_offices_made err '^  KL  Keeper of Lamps$'
is register__puts_aside_what_is_bad 5 "$(grep -c '^OIG' aside.csv)"
is register__is_all_there 295 "$(count)"
is register__open_and_closed 96 "$(count is:closed)"
is register__latin_letter 'Plan for the café on pier 5.' "$(one OIG-08-1/5 text)"
is register__lines_of_a_cell 3 "$(one OIG-08-1/10 text | wc -l | tr -d ' ')"
is register__serial_day 2013-10-01 "$(one OIG-08-1/1 original_target)"
is register__american_day 2013-09-05 "$(one OIG-08-1/4 original_target)"
is register__word_for_nothing_is_nothing '""' "$(one OIG-08-1/2 original_target)"
is register__closed_ones_are_published 'closed,published,OIG-12-77,2012-06-01' \
	"$(one OIG-08-1/3 action,closure_basis,closed_per,closed_by_date)"
is register__short_row_is_whole 'HQ,concur' "$(one OIG-08-2/12 to_office,concurrence)"
exits 0 register__holds s verify

# ---- mended by hand, the rows put aside come in by the mapping that was kept
sed 's/^OIG-08-3,17,Lamps, wicks and oil,/OIG-08-3,17,"Lamps, wicks and oil",/; s/^OIG-80-4,/OIG-08-5,/; s/13.13.2013/12\/13\/2013/; /^OIG-08-4,9,x/d; /^OIG-08-5,29,/,/keys/d' \
	aside.csv >mended.csv
exits 0 mended__come_by_the_mapping s import recommendations mended.csv --mapping lights
is mended__are_there 298 "$(count)"
exits 0 mended__are_one_batch s undo

# ---- the same with a mark, and cells that were written twice
"$co" -d copy.db init >/dev/null 2>&1
"$co" -d copy.db import reports reports.csv >/dev/null 2>&1
exits 66 twice__is_found "$co" -d copy.db import recommendations mark.csv --map "$map" --map-values "$values" $take --dry-run
says twice__with_what_it_reads_once err 'row 5, column 3 \(Recommendation\): it was written as UTF-8 twice; once it reads: "Plan for the café'
says twice__offers_to_undo_it out '^  --encoding double-utf-8$'
exits 0 twice__is_taken "$co" -d copy.db import recommendations mark.csv --map "$map" --map-values "$values" $take \
	--encoding double-utf-8 --skip-bad aside2.csv
is twice__gives_the_same_register "$(s list recommendations --columns ref,text,to_office,concurrence,action,original_target --format csv)" \
	"$("$co" -d copy.db list recommendations --columns ref,text,to_office,concurrence,action,original_target --format csv)"
finish
