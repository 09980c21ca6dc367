#!/bin/sh
# SPDX-License-Identifier: MIT
# arrange.sh - many records at once by command line.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
newest() { s log --limit 1 --format csv | tail -n 1 | cut -d, -f1; }

"$co" -d s.db init --sample >out 2>err
before=$(newest)

# ---- set --where

exits 2 many__shows_what_would_be_and_asks s set --where is:open next_step=Call
says many__shows_old_and_new out '^OIG-12-130/2 +change +Next step: Write the crosswalk template \(illustrative\) → Call$'
says many__says_how_to_do_it err '4 change.*say --yes to do it'
exits 2 many__takes_one_word_of_two s set --where is:open next_step=Call --yes --dry-run
exits 0 many__can_be_tried s set recommendations --where is:open next_step=Call --dry-run --format csv
says many__has_rows_for_machines out '^OIG-12-130/1,change,Next step: \(empty\) → Call$'
is many__wrote_nothing_so_far "$before" "$(newest)"
exits 0 many__are_set_with_yes s set --where is:open next_step=Call --yes
is many__prints_the_references 'OIG-11-119/12 OIG-11-119/13 OIG-12-130/1 OIG-12-130/2' "$(tr '\n' ' ' <out | sed 's/ $//')"
is many__is_one_batch 1 "$(s log --limit 4 --format csv | tail -n +2 | cut -d, -f6 | sort -u | wc -l | tr -d ' ')"
exits 0 many__says_what_is_so_already s set --where is:open next_step=Call --yes
says many__counts_what_is_so_already err '^0 change, 4 are so already$'
exits 0 many__is_one_undo s undo
is many__is_taken_back_whole 0 "$(s list recommendations next_step:Call --format csv 2>err | tail -n +2 | wc -l | tr -d ' ')"
exits 0 many__leaves_the_file_sound s verify

exits 1 many__of_none_is_no s set --where zzzz next_step=Call --yes
exits 2 many__unknown_field s set --where is:open nxt_step=Call --yes
says many__field_is_guessed err 'did you mean "next_step"'
exits 65 many__wrong_value_is_said_once s set --where is:open topic=moon --yes
is many__wrong_value_has_one_line 1 "$(wc -l <err | tr -d ' ')"
exits 66 many__unknown_reference_is_said_once s set --where is:open owner_office=NOWHERE --yes
is many__unknown_reference_has_one_line 1 "$(wc -l <err | tr -d ' ')"
exits 77 many__status_is_not_set s set --where is:open work_state=done --yes
exits 2 many__query_that_does_not_parse s set --where 'is:(' next_step=Call --yes
exits 2 many__have_no_version s set --where is:open next_step=Call --yes --if-version 3

# ---- do --where

block() { "$co" -d s.db --user director do block milestones --where 'state:active,baselined' blocker='No access' "$@"; }

exits 65 do_many__says_once_what_is_needed block --dry-run
says do_many__names_what_is_needed err 'waiting_on_office: it is needed'
exits 1 do_many__can_be_tried block waiting_on_office=OPR --dry-run
says do_many__shows_each out '^M0.1 .*change'
exits 2 do_many__asks_first block waiting_on_office=OPR
exits 1 do_many__does_those_that_may block waiting_on_office=OPR --yes
says do_many__names_the_others_and_why err 'left out: M0.2: State is Baselined; it has to be Active'
is do_many__prints_what_changed M0.1 "$(cat out)"
exits 2 do_many__unknown_action s do asign --where is:open owner_office=OPR --yes
says do_many__action_is_guessed err 'did you mean "assign"'
exits 2 do_many__several_kinds_have_it s do post-update --where is:open text=Called --yes
exits 77 do_many__is_refused_by_role s do block milestones --where state:draft blocker=x waiting_on_office=OPR --yes

# ---- saved views

exits 0 view__is_added s add saved_view name='Late ones' kind=recommendations query=is:open columns=ref,text:12 sort=-ref
exits 0 view__gives_filter_columns_and_order s list recommendations --view 'late ones'
is view__has_its_columns 'Reference      Text' "$(head -n 1 out)"
is view__has_its_order 'OIG-12-130/2   If needed, …' "$(sed -n 2p out)"
exits 0 view__is_narrowed_by_a_query s list recommendations --view V-1 report:OIG-11-119 --format csv --columns ref
is view__narrowed_has_two 2 "$(tail -n +2 out | wc -l | tr -d ' ')"
exits 66 view__that_is_not_there s list recommendations --view 'lat ones'
says view__is_guessed err 'did you mean "Late ones"'
exits 66 view__of_another_kind s list reports --view V-1
exits 66 view__of_others_is_their_own "$co" -d s.db --user clerk list recommendations --view V-1
exits 77 view__is_not_changed_by_others "$co" -d s.db --user clerk set V-1 name=x
exits 65 view__is_parsed s set V-1 query='is:('
exits 2 columns__take_a_width s list reports --columns title:0
says columns__say_how err 'it takes 1 to 400 cells; write it as text:40'

finish
