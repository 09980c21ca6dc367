#!/bin/sh
# SPDX-License-Identifier: MIT
# promises.sh - promises about people on a host, over sshd: R8 no key lost that is older than a second, R9 no
# session left when all lines break, R27 it holds the people promised.
#
# CLOSEOUT_RELIABILITY says how much: quick, ci, release; PEOPLE and PEOPLE_SECONDS override R27's figures.

. "$(dirname "$0")/lib.sh"

case $CLOSEOUT_RELIABILITY in
release) cuts=600 crowd=200 people=200 seconds=600 ;;
ci) cuts=60 crowd=20 people=40 seconds=60 ;;
*) cuts=12 crowd=8 people=8 seconds=10 ;;
esac
people=${PEOPLE:-$people} seconds=${PEOPLE_SECONDS:-$seconds}
driver=$TEST_BUILDDIR/tests/reliability/people
export PEOPLE_DB="$db"
all=$((people > crowd ? people : crowd))

new_key root
as_admin init --shared --key - <"$work/root.pub" >out 2>err || { cat err; exit 99; }
as_admin add office code=OPR name=Responsibility >out 2>err
{
	echo name,display_name,role,office,key
	i=1
	while [ $i -le $all ]; do
		new_key p$i
		echo "p$i,Person $i,inspector,OPR,$(cat "$work/p$i.pub")"
		i=$((i + 1))
	done
} >people.csv
as_admin import users - <people.csv >out 2>err
result $? people__come_in_one_command
as_admin user add clerk --role clerk --office OPR >out 2>err
awk -v n="$all" 'BEGIN { print "number,title,issued_on"; for (i = 1; i <= n; i++) print "PEOPLE-13-" i ",Title 0 of " i ",2013-01-31" }' >reports.csv
# The administrator enters no reports: a clerk does.
new_key clerk
as_admin key add clerk - <"$work/clerk.pub" >out 2>err
reload_keys
start_sshd block || { echo "Bail out! sshd does not start"; exit 99; }
host clerk -- import reports - <reports.csv >out 2>err
result $? people__have_a_report_each

export TERM=xterm-256color
way_in() { # way_in MODE N ARGUMENT
	"$driver" "$@" "$(command -v ssh)" -F /dev/null -p "$port" -l "$account" -i "$work/p%d" -o IdentitiesOnly=yes \
		-o IdentityAgent=none -o BatchMode=yes -o UserKnownHostsFile="$work/known_hosts" -o StrictHostKeyChecking=yes \
		-o LogLevel=ERROR -tt 127.0.0.1 >figures 2>err
	figures_status=$?
	. ./figures
	sed 's/^/# /' figures
}

# ---- R8

way_in cuts $cuts "$open/data/drafts"
# On a machine that is very busy a login can take too long: that is no cut.
[ "$failed" -le $((cuts / 100)) ]
result $? R8__the_cuts_were_made
is R8__no_key_older_than_a_second_is_lost 0 "$lost"
echo "# RESULT R8 | over sshd, no key older than 1 s is lost | $cuts cuts in 6 ways over sshd | 0 keys older than 1 s lost, worst $worst_ms ms | see R8 above"

# ---- R9

way_in crowd $crowd "$open/data/drafts"
is R9__all_were_in "$crowd $crowd" "$opened $sessions"
is R9__none_is_left 0 "$left"
is R9__every_draft_is_there "$crowd" "$kept"
echo "# RESULT R9 | over sshd, no session is left | $crowd clients killed at once over sshd | 0 left after $gone_ms ms, all drafts there | see R9 above"

# ---- R27

head_before=$(as_admin log --format csv --limit 1 2>/dev/null | tail -n 1 | cut -d, -f1)
way_in run $people $seconds
is R27__all_were_in_to_the_end "$people 0 0" "$there $gone $errors"
logged=$(as_admin log --format csv --limit 0 2>/dev/null | awk -F, -v after="$head_before" '$1 + 0 > after + 0' | grep -c ',set,report,')
is R27__every_save_is_in_the_log "$saves" "$logged"
[ "$private_kib" -le 6144 ]
result $? R27__memory_is_what_was_promised
echo "# RESULT R27 | holds the people promised | $people SSH sessions for $seconds s: $keys keys, $saves saves | key to screen p50 $((p50_us / 1000)).$((p50_us % 1000 / 100)) ms, p99 $((p99_us / 1000)).$((p99_us % 1000 / 100)) ms, at most $((max_us / 1000)) ms; 0 errors, $((saves - logged)) lost; at most $private_kib KiB private | a save not made would be missing in the log"
exits 0 verify__finds_it_sound as_admin verify
finish
