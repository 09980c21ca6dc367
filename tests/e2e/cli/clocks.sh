#!/bin/sh
# SPDX-License-Identifier: MIT
# clocks.sh - due dates, deadlines, why, and the status page.

. "$(dirname "$0")/lib.sh"

s() { "$co" -d s.db "$@"; }
due() { s list recommendations "ref:$1" --columns due,due_what --format csv "$2" "$3" | tail -n 1; }

s init --sample >/dev/null 2>&1

# which clock is next
is due__was_the_response_at_the_issue 2012-12-24,response "$(due OIG-12-130/1 --as-of 2012-09-25)"
is due__is_the_target_once_the_response_is_sent 2012-12-31,target "$(due OIG-12-130/1 --limit 1)"
is due__is_the_update_where_that_comes_first 2013-02-06,update "$(due OIG-12-130/2 --limit 1)"
is late__counts_no_clock_that_runs_on '' "$(s list recommendations is:late --format csv | sed 1d)"
is late__is_past_any_running_clock OIG-12-130/1 \
	"$(s --today 2013-01-02 list recommendations is:late --columns ref --format csv | sed 1d)"
is list__is_sorted_by_what_is_due 'OIG-12-130/1 OIG-12-130/2 OIG-11-119/12 OIG-11-119/13' \
	"$(s list recommendations is:open --sort due --columns ref --format csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
is words__late_and_waiting_are_two 'LATE WAITING' \
	"$(s --today 2013-01-02 list recommendations 'ref:OIG-12-130/1,OIG-11-119/12' --sort due --columns status_word \
		--format csv | sed 1d | tr '\n' ' ' | sed 's/ $//')"
mkdir -p conf/closeout
echo 'clocks: { response: { length = 60; unit = "days"; roll = "next"; }; };' >conf/closeout/closeout.conf
is due__follows_the_settings 2012-11-26,response \
	"$(XDG_CONFIG_HOME=$work/conf "$co" -d s.db list recommendations ref:OIG-12-130/1 --columns due,due_what --format csv \
		--as-of 2012-09-25 | tail -n 1)"

# deadlines
exits 0 deadlines__lists_them s deadlines
says deadlines__has_met_ones out '^OIG-12-130/1 +response +2012-12-24 +met +2012-11-02'
says deadlines__has_milestones out '^M0.2 +milestone +2013-01-18 +64 +running'
says deadlines__has_the_semiannual_report out ' semiannual +2013-04-30'
is deadlines__is_the_same_as_a_list "$(s deadlines --format csv | cksum)" "$(s list deadlines --format csv | cksum)"
is deadlines__takes_words 'OIG-12-130/1 OIG-12-130/2' \
	"$(s deadlines response met OIG-12 --format csv | sed '1d; s/,.*//' | tr '\n' ' ' | sed 's/ $//')"
exits 1 deadlines__says_no_where_none_matches s deadlines late
exits 0 deadlines__knows_the_past s deadlines response running --as-of 2012-10-01 --format ndjson
says deadlines__of_the_past_run out '"ref":"OIG-12-130/1","clock":"response","due":"2012-12-24","days":84,"state":"running"'

# why
exits 0 why__explains_a_clock s why OIG-12-130/1 response
is why__names_start_length_and_authority \
	'Response due: 2012-12-24 = issued 2012-09-25 + 90 days (DHS Directive 077-01); met 2012-11-02' "$(cat out)"
exits 0 why__explains_what_is_due s why OIG-12-130/2 due
says why__counts_updates_from_the_resolution out '^Update due: 2013-02-06 = resolved 2012-11-08 \+ 90 days'
exits 0 why__traces_a_state s why OIG-12-130/1 resolution
says why__names_who_set_it out '^Resolution = Resolved: .* 2012-11-09 by liaison, before that Unresolved \(log entry [0-9]+\)'
exits 0 why__explains_a_milestone s why M0.1 due
says why__names_the_baseline out 'baseline RECLASS-FY13/B0'
exits 0 why__explains_all s why OIG-11-119/12
says why__shows_the_age out '^Age = 412 days'
exits 2 why__refuses_a_field_there_is_not s why OIG-12-130/1 next_stpe
says why__offers_the_nearest err 'did you mean "next_step"'
exits 66 why__refuses_a_record_there_is_not s why OIG-99-1

# the status page
exits 0 report__is_a_page_or_two s report status
is report__has_at_most_two_pages 2 "$(grep -c 'page [12] of 2$' out)"
is report__is_80_columns_wide '' "$(awk 'length > 80' out | head -n 1)"
says report__has_the_hash out '^log [0-9]+ [0-9a-f]{64}$'
says report__reconciles out '^Total +64 +64 +60 +4 +0$'
says report__tells_of_each_open_one out '^OIG-12-130/1  OPEN: due 2012-12-31 \(target\), in 46 days'
says report__holds_plan_against_limit out '^RECLASS-FY13: .* finish 2013-09-20, limit 2013-09-30:'
says report__bears_the_sensitivity out '^ +PUBLIC$'
exits 0 report__of_the_past s report status --as-of 2011-12-31
says report__of_the_past_says_so out 'as of 2011-12-31$'
is report__of_many_open_ones_has_two_pages 2 "$(grep -c 'page [12] of 2$' out)"
says report__says_what_it_leaves_out out '^and [0-9]+ more: '
exits 0 report__is_json_too s report status --format json
says report__json_counts out '"counts":\{"stated":64,"on_record":64,"closed":60,"open":4,"difference":0\}'
exits 66 report__refuses_an_unknown_one s report status OIG-99-1
exits 2 report__knows_no_other s report weather

# what a manager reads on it
s report status >out
for block in 'Why this matters' Response 'What was determined' 'Plan against limit' 'Open recommendations: 4 of 4 shown'; do
	says "report__has_the_block_$(echo "$block" | tr ' ' '_')" out "^$block\$"
done
for line in 'To +Department of Homeland Security Executive' 'Official +Resolved, open; concurrence: Concur; owner: OHC' \
	'Update +2012-11-09 ' 'Next step +Write the crosswalk template' '13 +13 +11 +2 +0$'; do
	grep -qE "$line" out
	result $? "report__says $line"
done
is report__heads_each_page 2,2,2 \
	"$(grep -c 'as of 2012-11-15$' out),$(grep -c '^generated .* by inspector ' out),$(grep -cE '^log [0-9]+ [0-9a-f]{64}$' out)"
is report__keeps_a_recommendation_on_one_page 0 "$(awk '/^OIG-.*(OPEN|WAITING|LATE):/ { open = 1 } /^Next step/ { open = 0 }
	/page [0-9]+ of/ && open { broken++ } END { print broken + 0 }' out)"

# counts that do not reconcile, and what is not for everybody
s --user lead set OIG-12-130 stated_rec_count=3 >/dev/null 2>&1
s --user lead set OIG-11-119 stated_rec_count=12 sensitivity=fouo >/dev/null 2>&1
s report status >out
says report__says_what_is_missing out '^OIG-12-130 states 3, 2 on record: 1 missing\.$'
says report__says_what_is_too_many out '^OIG-11-119 states 12, 13 on record: 1 too many\.$'
is report__bears_the_highest_of_what_it_shows '4 0' \
	"$(grep -c '^ *FOR OFFICIAL USE ONLY$' out) $(grep -c '^ *PUBLIC$' out)"
is report__is_80_columns_wide_then_too '' "$(awk 'length > 80' out | head -n 1)"
s report status --format json >out
says report__says_so_in_json out '"sensitivity":"fouo"'
s report status --as-of 2010-12-31 >out
says report__is_public_where_none_of_it_was_there out '^ +PUBLIC$'
s report status --as-of 2011-12-31 >out
says report__of_the_past_bears_what_it_is_today out '^ +FOR OFFICIAL USE ONLY$'
s overview >out
says overview__says_what_is_missing out '^ *OIG-12-130 states 3, 2 on record: 1 missing\.$'
says overview__says_what_is_too_many out '^ *OIG-11-119 states 12, 13 on record: 1 too many\.$'
finish
