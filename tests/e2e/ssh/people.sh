#!/bin/sh
# SPDX-License-Identifier: MIT
# people.sh - many people on one host: set up, let in, each with their role, and seen.

. "$(dirname "$0")/lib.sh"

# ---- the machine

result $setup_status setup__is_carried_out
says setup__makes_the_account "$work/setup.out" "^made account $account "
says setup__account_has_a_shell_and_no_password "$open/fake/etc/passwd" "^$account:x:[0-9]+:[0-9]+:closeout:.*:/bin/sh\$"
says setup__password_is_not_locked "$open/fake/etc/shadow" "^$account:\\*:"
"$co" -d "$db" host setup --apply --root "$open/fake" --account "$account" >out 2>err
says setup__finds_what_is_there out "^found account $account "
says setup__leaves_what_is_there out "^left .*/sshd_config.d/closeout.conf as it is"
"$co" host setup >setup.sh
sh -n setup.sh
result $? setup__prints_a_script_that_parses
says setup__script_has_sshds_block setup.sh '^    DisableForwarding yes$'
exits 65 setup__refuses_a_path_that_a_shell_would_read "$co" -d '/srv/$(id)/x.db' host setup
exits 65 setup__refuses_a_name_that_is_none "$co" host setup --account 'a b'
exits 77 setup__is_for_root as_service "$co" -d "$db" host setup --apply

# ---- the first administrator, and four more people

for name in root inspector supervisor clerk viewer; do
	new_key $name
done
new_key stranger
as_admin init --shared --key - <"$work/root.pub" >out 2>err
result $? init__makes_a_shared_database
exits 77 local__login_without_an_account_is_refused as_service "$co" -d "$db" list users
as_admin doctor >out 2>err
says doctor__says_the_first_step out '^ok +next +enter the offices: '
exits 0 user__office as_admin add office code=OPR name=Responsibility kind=opr
as_admin doctor >out 2>err
says doctor__says_the_second_step out '^ok +next +enter the people: '
for name in inspector supervisor clerk viewer; do
	as_admin user add $name --role $name --office OPR --key - <"$work/$name.pub" >out 2>err
	result $? user__add_$name
done
as_admin key add viewer - <"$work/clerk.pub" >out 2>err
is key__of_somebody_else_is_refused 1 $?
echo "ssh-dss AAAA x" >bad.pub
chmod 644 bad.pub
as_admin key add viewer - <bad.pub >out 2>err
is key__of_a_bad_type_is_refused 65 $?
as_admin doctor >out 2>err
says doctor__says_what_root_has_to_do out '^ok +next +(set up sshd|write the keys)'
# What the owner wrote beside a key comes into no file of sshd's.
printf '%s %s\n' "$(cut -d" " -f1,2 "$work/stranger.pub")" 'x",command="sh" ssh-rsa AAAA ;$(touch /tmp/x)' >hostile.pub
as_admin key add viewer - <hostile.pub >out 2>err
result $? key__with_a_hostile_comment_is_taken_without_it
reload_keys
is keys__have_no_comments 0 "$(grep -c 'command="sh"\|touch' "$keys/authorized_keys")"
is keys__are_one_line_each 0 "$(grep -vcE '^(#|restrict,pty,command="exec )' "$keys/authorized_keys")"
as_admin key revoke "$(fingerprint stranger)" --reason test >out 2>err
exits 65 user__cannot_be_called_as_the_program as_admin user add closeout --role viewer
exits 0 keys__are_written reload_keys
is keys__five_lines 5 "$(grep -c '^restrict,pty,command="exec ' "$keys/authorized_keys")"
is keys__file_is_roots "-rw-r--r-- root" "$(ls -l "$keys/authorized_keys" | awk '{ print $1, $3 }')"
exits 73 keys__file_is_not_the_services_own as_admin host keys -o "$keys/authorized_keys"

start_sshd block || { echo "Bail out! sshd does not start"; exit 99; }

# ---- coming in

exits 0 login__runs_a_command host inspector -- list users --format csv
is login__lists_five 6 "$(wc -l <out | tr -d ' ')"
exits 255 login__with_an_unknown_key_is_refused_by_sshd host stranger -- list users
exits 2 login__without_a_terminal_says_so host inspector --
says login__says_it_in_one_line err '^closeout: screen: .*not a terminal'

# ---- roles

exits 77 role__viewer_may_not_write host viewer -- set OPR name=x
exits 77 role__inspector_is_no_administrator host inspector -- add user name=eve role=admin
exits 0 role__clerk_enters_a_report host clerk -- "add report number=OIG-13-9 title='Two words' issued_on=2013-01-31"
is role__clerk_is_told_the_reference OIG-13-9 "$(cat out)"
exits 77 role__supervisor_enters_none host supervisor -- add report number=OIG-13-10 title=x issued_on=2013-01-31
exits 0 role__quotes_arrive_whole host viewer -- list reports --columns title --format csv
says role__title_has_two_words out '^Two words$'
printf 'number,title,issued_on\nOIG-13-11,From a pipe,2013-02-01\n' |
	host clerk -- import reports - >out 2>err
is import__takes_standard_input 0 $?
exits 0 list__as_csv host viewer -- list reports number:OIG-13-9 --format csv
host viewer -- export reports --format csv >reports.csv 2>err
is export__comes_over_the_line 3 "$(wc -l <reports.csv | tr -d ' ')"
exits 0 log__names_who_did_it as_admin log OIG-13-9 --format csv
says log__names_account_and_key out "clerk.*$(fingerprint clerk | tr '+' '.')"

# ---- the access log

as_admin log --access --format csv >access 2>err
says access__has_the_login access "login,inspector,127.0.0.1,$(fingerprint inspector | tr '+' '.'),list users"
says access__has_the_refusal access "refusal,viewer,127.0.0.1,$(fingerprint viewer | tr '+' '.'),\"?set OPR name=x"
says access__has_the_export access "export,viewer,127.0.0.1,.*export reports"
exits 77 access__is_not_for_everybody host viewer -- log --access
exits 0 access__is_for_administrators host root -- log --access --limit 3

# ---- going away again

exits 0 key__is_revoked as_admin key revoke "$(fingerprint viewer)" --reason lost
exits 77 key__revoked_is_refused_before_the_file_is_written_anew host viewer -- list users
exits 0 keys__are_written_anew reload_keys
exits 255 key__revoked_is_refused_by_sshd host viewer -- list users
exits 0 user__is_switched_off as_admin set clerk active=no
exits 77 user__switched_off_is_refused host clerk -- list users
as_admin log --access --limit 1 --format csv >access
says access__has_the_failed_login access 'refusal,clerk,127.0.0.1,.*not active'
exits 0 user__list_knows_the_last_login as_admin user list --format csv
says user__list_has_keys_and_login out '^inspector,inspector,OPR,,true,1,20'
says user__list_has_whom_nobody_saw out '^supervisor,supervisor,OPR,,true,1,20'
exits 0 user__delegates host supervisor -- add delegation from_user=supervisor to_user=inspector starts_on=t ends_on=t+30
as_admin user list --format csv >out 2>err
says user__list_has_delegations out '^inspector,.*supervisor to 20'

# ---- a database that is broken locks nobody out of the file of keys

cp "$keys/authorized_keys" before
as_service dd if=/dev/zero of="$db" bs=100 count=1 conv=notrunc 2>/dev/null
reload_keys
[ $? != 0 ]
result $? keys__cannot_be_read_from_a_broken_database
cmp -s before "$keys/authorized_keys"
result $? keys__file_stays_as_it_was
host inspector -- list users >out 2>err
is login__to_a_broken_database_says_so 69 $?

# ---- twenty people in one command

rm -f "$open"/data/*
as_admin init --shared --key - <"$work/root.pub" >out 2>err
as_admin add office code=OPR name=Responsibility >out 2>err
echo name,display_name,role,office,key >people.csv
i=1
while [ $i -le 20 ]; do
	new_key p$i
	echo "p$i,Person $i,inspector,OPR,$(cat "$work/p$i.pub")" >>people.csv
	i=$((i + 1))
done
as_admin import users - <people.csv >out 2>err
is people__twenty_come_in_one_command 0 $?
says people__are_counted err '^20 rows: 20 new'
reload_keys
is people__have_their_keys 21 "$(grep -c '^restrict' "$keys/authorized_keys")"
exits 0 people__the_twentieth_comes_in host p20 -- list users --format csv
is people__all_are_there 22 "$(wc -l <out | tr -d ' ')"
exits 0 verify__finds_all_of_it_sound as_admin verify
finish
