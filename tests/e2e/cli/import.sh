#!/bin/sh
# SPDX-License-Identifier: MIT
# import.sh - a register as a public site hands it out, and one as a spreadsheet left it: mapped and reported, not scripted.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
field() { s list recommendations "ref:$1" --columns "$2" --format csv | sed 1d; }

"$co" -d s.db init >/dev/null 2>&1

# A widget of an oversight site: {"nodes":[...]}, its own names, money in words, a status that is true or not.
cat >reports.json <<'END'
{"pager":{"page":0},"nodes":[
{"node":{"Nid":"9001","uuid":"aa-1","title":"Harbor Lights: Fire Safety of Shared Quarters","field_submitting_oig":"Office of Inspector General, Department of Examples","field_publication_date":"2015-06-30T00:00:00","field_component_agency_":["Bureau of Lamps"],"field_submitt_oig_report_number":"OIG-15-201","field_type_of_product":"Audit","field_net_questioned_costs":"$1,234.50","field_net_funds_for_better_use":"0","field_number_of_recommendations":"3","field_agency_wide":false}},
{"node":{"Nid":"9002","uuid":"aa-2","title":"Harbor Lights: Verification Review","field_submitting_oig":"Office of Inspector General, Department of Examples","field_publication_date":"2017-01-12","field_component_agency_":["Bureau of Lamps"],"field_submitt_oig_report_number":"OIG-17-044","field_type_of_product":"Inspection / Evaluation","field_net_questioned_costs":null,"field_net_funds_for_better_use":"2500","field_number_of_recommendations":"0","field_agency_wide":true}}
]}
END
map='title=title,field_publication_date=issued_on,field_submitt_oig_report_number=number,field_type_of_product=type'
map="$map,field_net_questioned_costs=questioned_cents,field_net_funds_for_better_use=fptbu_cents"
map="$map,field_number_of_recommendations=stated_rec_count,field_agency_wide=agency_wide,agency=oig"

exits 2 register__names_what_is_not_mapped s import reports reports.json --dry-run
says register__offers_to_leave_columns_out out "^  --ignore '.*field_submitting_oig"
says register__tells_which_rows_it_takes out 'rows are those of "nodes"'
exits 65 register__names_values_that_do_not_fit s import reports reports.json --map "$map" --ignore '*' --dry-run
says register__names_row_value_and_choices err 'reports.json:3, row 2, field_type_of_product as type: "Inspection / Evaluation" is none of its choices'
says register__proposes_values out "^  --map-values 'type:Inspection / Evaluation=inspection'"
exits 0 register__is_taken_with_a_mapping s import reports reports.json --map "$map" --ignore '*' \
	--map-values 'type:Inspection / Evaluation=inspection' --save-mapping oversight-reports
says register__says_what_it_took err '^2 rows: 2 new, 0 existing, 0 bad; 2 changes written$'
is register__has_money_and_dates '2015-06-30,1234.50,false' \
	"$(s list reports ref:OIG-15-201 --columns issued_on,questioned_cents,agency_wide --format csv | sed 1d)"

cat >recs.json <<'END'
{"nodes":[
{"field_report_uuid":"aa-1","field_report_title":"Harbor Lights: Fire Safety of Shared Quarters","field_rec_number":"1","field_status":true,"field_significant_rec":"Yes","field_text_of_rec":"Ask the keeperâ€™s office for cafÃ© plans.","field_rec_net_questioned_costs":"1200","field_rec_net_funds_better_use":""},
{"field_report_uuid":"aa-1","field_report_title":"Harbor Lights: Fire Safety of Shared Quarters","field_rec_number":"2","field_status":false,"field_significant_rec":"No","field_text_of_rec":"Two\nlines of text.","field_rec_net_questioned_costs":"N/A","field_rec_net_funds_better_use":null},
{"field_report_uuid":"aa-1","field_report_title":"Harbor Lights: Fire Safety of Shared Quarters","field_rec_number":"3","field_status":"","field_significant_rec":"No","field_text_of_rec":"Count the lamps.","field_rec_net_questioned_costs":"34.50","field_rec_net_funds_better_use":null}
]}
END
map='field_report_title=report.title,field_rec_number=number,field_text_of_rec=text,field_significant_rec=significant'
map="$map,field_status=action,field_status=resolution,field_status=closure_basis,field_status=closed_per"
map="$map,field_status=closed_by_date,field_rec_net_questioned_costs=questioned_cents"
map="$map,field_rec_net_funds_better_use=fptbu_cents,to_office=Bureau of Lamps,owner_office=Bureau of Lamps"
values='action:true=open,*=closed,=closed;resolution:true=unresolved,*=resolved,=resolved'
values="$values;closure_basis:true=,*=published,=published;closed_per:true=,*=OIG-17-044,=OIG-17-044"
values="$values;closed_by_date:true=,*=2017-01-12,=2017-01-12"
exits 66 register__dirty_one_is_reported s import recommendations recs.json --map "$map" --map-values "$values" --ignore '*' --dry-run
says register__text_written_twice_is_found err "recs.json:2, row 1, field_text_of_rec: it was written as UTF-8 twice; once it reads: "
says register__na_is_found err "row 2, .*\"N/A\" is not an amount; say --none 'N/A'"
says register__offers_encoding out '^  --encoding double-utf-8$'
says register__offers_none out "^  --none 'N/A'$"
says register__offers_offices out '^  --create offices$'
is register__wrote_nothing 0 "$(s list recommendations --format csv 2>/dev/null | sed 1d | wc -l | tr -d ' ')"
exits 0 register__dirty_one_is_taken s import recommendations recs.json --map "$map" --map-values "$values" --ignore '*' \
	--encoding double-utf-8 --none N/A --create offices --save-mapping oversight-recs
says register__lists_offices_made err '^  BL  Bureau of Lamps$'
is register__text_is_whole 'Ask the keeper’s office for café plans.' "$(field OIG-15-201/1 text)"
is register__closed_rows_are_published 'closed,published,OIG-17-044,2017-01-12' \
	"$(field OIG-15-201/2 action,closure_basis,closed_per,closed_by_date)"
is register__open_rows_stay_open 'open,unresolved,1200.00' "$(field OIG-15-201/1 action,resolution,questioned_cents)"
exits 0 register__comes_again_with_its_mapping s import recommendations recs.json --mapping oversight-recs --update
says register__once_more_changes_nothing err '^3 rows: 0 new, 3 existing, 0 bad; 0 changes written$'
exits 0 register__holds s verify
exits 0 mapping__is_a_record s show oversight-recs
says mapping__has_its_options out '^ +map field_rec_number=number$'
exits 65 mapping__is_of_one_kind s import reports reports.json --mapping oversight-recs
exits 66 mapping__must_be_there s import reports reports.json --mapping nothing
exits 73 mapping__is_not_saved_over s import offices /dev/null --none x --save-mapping oversight-recs

# What a spreadsheet left: Windows-1252, semicolons, day numbers, short rows, words for nothing.
printf 'Nr;Empfehlung;Amt;Stand;Ziel\r\n1;Pr\374fen \226 bald;OTD;Open;41547\r\n2;"Zwei\r\nZeilen";OTD;Closed;N/A\r\n3;Kurz;OTD\r\n' >old.csv
map='Nr=number,Empfehlung=text,Amt=to_office,Amt=owner_office,Stand=concurrence,Ziel=original_target,report=OIG-17-044'
exits 66 sheet__is_reported s import recommendations old.csv --map "$map" --dry-run
says sheet__separator_is_found out 'cells are separated by ;'
for option in '--encoding windows-1252' '--ragged' "--map-values 'concurrence:Closed=" "--none 'N/A'" '--create offices'; do
	says "sheet__offers_$(echo "$option" | sed 's/^--//; s/ .*//' | tr - _)" out "^  $option"
done
says sheet__counts_by_kind out '^ +1  Stand: 3 cells, but the header names 5'
exits 0 sheet__is_taken s import recommendations old.csv --map "$map" --encoding windows-1252 --ragged \
	--none N/A --create offices --date-format serial --map-values 'Stand:Open=pending,Closed=concur'
is sheet__day_number_is_a_day 2013-09-30 "$(field OIG-17-044/1 original_target)"
is sheet__text_is_read 'Prüfen – bald' "$(field OIG-17-044/1 text)"
exits 0 sheet__is_one_batch s undo
is sheet__undo_takes_the_office_too 0 "$(s list offices code:OTD --format csv 2>/dev/null | sed 1d | wc -l | tr -d ' ')"

# The header, plural, exit status.
printf 'code,nmae\nA1,x\nA2,y\n' >bad.csv
exits 2 columns__unknown_one s import offices bad.csv
says columns__names_the_line_of_the_header err 'bad.csv:1, column 2 \(nmae\): no field of office has that name; did you mean name'
is columns__is_told_once 1 "$(grep -c 'bad.csv:1' err)"
printf 'code,name\nA1,\n' >one.csv
exits 65 rows__one_bad_row s import offices one.csv
says rows__one_is_singular err '1 of 1 row is bad'
exits 66 rows__no_file s import offices nowhere.csv
exits 2 rows__no_kind s import nothing one.csv
printf 'code,name\nB1,One\nB2,\n' >two.csv
: >aside.csv
exits 73 aside__is_not_written_over s import offices two.csv --skip-bad aside.csv
exits 0 aside__takes_the_rest s import offices two.csv --skip-bad new.csv
is aside__has_the_bad_row "$(printf 'code,name\nB2,')" "$(cat new.csv)"
s export offices --format csv >offices.csv 2>/dev/null
"$co" -d copy.db init >/dev/null 2>&1
exits 0 export__comes_back "$co" -d copy.db import offices offices.csv
is export__is_the_same "$(s list offices --columns ref,name,kind,parent --format csv)" \
	"$("$co" -d copy.db list offices --columns ref,name,kind,parent --format csv)"
is stdin__is_a_file 1 "$(printf 'code,name\nC1,One\n' | s import offices - 2>&1 | grep -c '^1 row: 1 new')"
finish
