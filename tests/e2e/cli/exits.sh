#!/bin/sh
# SPDX-License-Identifier: MIT
# exits.sh - each exit status, and errors of one line that say what to do.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
one_line() { is "$1" 1 "$(wc -l <err | tr -d ' ')"; }

s init --sample >/dev/null 2>&1

# 1: the answer is no
exits 1 no__row_matches s list reports number:nothing
is no__row_gives_the_header 'ref,issued_on' "$(s list reports number:nothing --columns ref,issued_on --format csv)"
is no__row_gives_an_empty_array '[]' "$(s list reports number:nothing --format json)"
exits 1 no__text_is_found s search xyzzy
exits 1 no__batch_to_undo s undo
one_line no__is_said_in_one_line
exits 1 no__second_value_of_a_field_set_once s set OIG-12-130/1 original_target=2013-01-01

# 2: usage
exits 2 usage__unknown_command s lst
says usage__command_is_guessed err 'did you mean "list"'
exits 2 usage__unknown_option s list reports --colums ref
says usage__option_is_guessed err 'did you mean --columns'
exits 2 usage__unknown_kind s list reprots
says usage__kind_is_guessed err 'did you mean "reports"'
exits 2 usage__unknown_field s set OIG-12-130/1 next_stp=x
says usage__field_is_guessed err 'did you mean "next_step"'
exits 2 usage__query_that_does_not_parse s list reports 'title:('
exits 2 usage__unknown_format s list reports --format jsn
exits 2 usage__missing_word s show
exits 2 usage__too_many_words s show OIG-12-130 OIG-10-63
exits 2 usage__nothing_to_set s set OIG-12-130/1
exits 2 usage__computed_field s set OIG-12-130/1 days=3
exits 2 usage__empty_database_name "$co" -d "" list reports
exits 2 usage__backup_to_standard_output s backup -
exits 2 usage__wrong_today "$co" -d s.db --today frday list reports
exits 2 usage__option_without_its_argument s list reports --sort
exits 2 usage__many_records_without_a_word s set --where is:open next_step=x
one_line usage__is_said_in_one_line

# 65, 66
exits 65 data__wrong_choice s set OIG-12-130/1 topic=moon
exits 65 data__needed_field s add report number=OIG-99-1
exits 65 data__reference_that_is_taken s add office code=OPR name=x
exits 66 missing__record s show OIG-99-1
exits 66 missing__reference_in_a_value s set OIG-12-130/1 owner_office=NOWHERE
exits 66 missing__input s import offices nothing.csv
exits 66 missing__value_file s set OIG-12-130/1 next_step=@nothing.txt
exits 66 missing__account "$co" -d s.db --user nobody list reports
exits 66 missing__database "$co" -d none.db list reports
says missing__database_says_how_to_make_one err 'init'

# 73
exits 73 create__over_a_database s init
exits 73 create__over_a_backup sh -c '"$0" -d s.db backup b.db && "$0" -d s.db backup b.db' "$co"
exits 73 create__in_a_folder_that_is_not_there s export -o no/such/folder/x.json

# 75
exits 75 conflict__old_version s set OIG-12-130/1 next_step=x --if-version 1

# 77
exits 77 denied__role "$co" -d s.db --user viewer set OIG-12-130/1 next_step=x
exits 77 denied__status_is_an_action s set OIG-12-130/1 action=closed
says denied__names_the_action err 'record-closure'
exits 77 denied__read_only "$co" -d s.db --read-only set OIG-12-130/1 next_step=x
exits 77 denied__anothers_batch s undo 3
"$co" -d p.db init >/dev/null 2>&1
exits 77 denied__account_outside_samples "$co" -d p.db --user admin list offices
exits 77 denied__writing_on_another_day "$co" -d p.db --today 2012-12-24 add office code=A name=x
exits 1 allowed__reading_on_another_day "$co" -d p.db --today 2012-12-24 list reports

# 0 without a word
exits 0 nothing__changed s set OIG-12-130/1 topic=staffing
exits 0 help__is_no_error "$co" --help
exits 0 help__of_a_command "$co" help list
exits 0 help__behind_a_command "$co" list --help
exits 0 version__is_no_error "$co" --version
says version__names_libraries out 'SQLite 3'
exits 0 overview__without_a_command "$co" -d s.db overview
quiet overview__talks_to_nobody err
finish
