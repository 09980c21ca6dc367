#!/bin/sh
# SPDX-License-Identifier: MIT
# screen.sh - the screen of a session on the host: confined, shared, and nothing typed is lost with the line.

. "$(dirname "$0")/lib.sh"

for name in root inspector clerk; do
	new_key $name
done
as_admin init --shared --key - <"$work/root.pub" >out 2>err || { cat err; exit 99; }
as_admin add office code=OPR name=Responsibility >out 2>err
for name in inspector clerk; do
	as_admin user add $name --role $name --office OPR --key - <"$work/$name.pub" >out 2>err
done
reload_keys
start_sshd block || { echo "Bail out! sshd does not start"; exit 99; }
TERM=xterm-256color
export TERM

# appears NAME FILE PATTERN: within ten seconds.
appears() {
	tries=0
	until grep -aqE -- "$3" "$2"; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || break
		sleep 0.1
	done
	[ $tries -lt 100 ]
	result $? "$1"
	[ $tries -lt 100 ] || { echo "# not in $2: $3"; tail -c 600 "$2" | tr -d '\033' | tr '\r' '\n' | sed 's/^/# /'; }
}

# gone NAME COMMAND ...: what the command prints becomes nothing, within ten seconds.
gone() {
	what=$1
	shift
	tries=0
	until [ -z "$("$@")" ]; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || break
		sleep 0.1
	done
	[ $tries -lt 100 ]
	result $? "$what"
}

processes() {
	pgrep -u "$account" -x closeout
}

second_process() {
	processes | sed 1d
}

# The ssh of the session: the child of its timeout, which is the child of the shell in the background.
client() {
	pgrep -P "$(pgrep -P "$session")"
}

# Till nothing more is written: what was sent has been handled.
quiet_for_a_moment() {
	before=-1
	tries=0
	until [ $tries = 40 ] || { [ "$(wc -c <screen)" = "$before" ] && [ "$before" != 0 ]; }; do
		before=$(wc -c <screen)
		tries=$((tries + 1))
		sleep 0.2
	done
}

begin() { # begin KEY: a session whose keys come from descriptor 9
	rm -f "$work/type"
	mkfifo "$work/type"
	host_seconds=${HOST_SECONDS:-60}
	HOST_SECONDS=$host_seconds host "$1" -tt -- <"$work/type" >screen 2>err &
	session=$!
	exec 9>"$work/type"
}

# ---- what a session is

begin inspector
appears screen__opens_over_ssh screen 'No reports yet'
pid=$(processes | head -n 1)
says confined__gains_no_privileges "/proc/$pid/status" '^NoNewPrivs:.1$'
if "$co" --version | grep -q '^system-call filter: yes'; then
	says confined__system_calls_are_filtered "/proc/$pid/status" '^Seccomp:.2$'
fi
says confined__dumps_no_core "/proc/$pid/limits" '^Max core file size +0 +0 '
says confined__memory_is_limited "/proc/$pid/limits" '^Max address space +536870912 +536870912 '
is confined__belongs_to_nobody_who_could_trace_it root "$(ls -ld "/proc/$pid/fd" | awk '{ print $3 }')"
is confined__terminal_is_closed_to_others crw------- \
	"$(find /dev/pts -user "$account" -exec ls -l {} + | awk '{ print $1 }' | sort -u)"
printf '\032' >&9
sleep 0.3
says confined__is_not_suspended "/proc/$pid/status" '^State:.[RSD]'

# ---- sharing

exits 0 sharing__somebody_else_adds_a_report host clerk -- "add report number=OIG-13-9 title='Seen by others' issued_on=2013-01-31"
appears sharing__it_is_on_the_open_screen screen 'Seen by others'

# ---- the line breaks

: >screen
printf 'n' >&9
appears draft__the_new_dialog_opens screen 'Enter Choose|New '
printf 'review' >&9
sleep 0.3
printf '\r' >&9
appears draft__a_form_opens screen 'Review series|Save'
printf 'Half a tit' >&9
sleep 1.2
kill -9 "$(client)"
exec 9>&-
wait $session 2>/dev/null
gone line__session_ends_with_it processes
is draft__lies_beside_the_database 1 "$(find "$open/data/drafts/inspector" -name "*.draft" -type f 2>/dev/null | wc -l | tr -d ' ')"
is draft__is_the_services_alone "-rw-------" "$(find "$open/data/drafts" -type f -exec ls -l {} + | cut -c1-10 | sort -u)"
begin clerk
appears draft__is_not_offered_to_others screen 'Seen by others'
[ "$(grep -ac 'Half a tit' screen)" = 0 ]
result $? draft__is_not_shown_to_others
printf 'Q' >&9
exec 9>&-
wait $session
is screen__ends_with_0 0 $?
begin inspector
appears draft__is_open_again screen 'Half a tit'
appears place__is_said screen 'Back where you were'

# ---- somebody else has it open

exits 0 presence__a_record_to_open host clerk -- "add report number=OIG-13-8 title='Open twice' issued_on=2013-01-30"
printf '\033' >&9
quiet_for_a_moment
printf 'Q' >&9
quiet_for_a_moment
printf 'y' >&9
exec 9>&-
wait $session
begin inspector
appears presence__first_screen screen 'Unfinished forms'
printf '\033' >&9
quiet_for_a_moment
printf '1' >&9
quiet_for_a_moment
printf 'G\r' >&9
appears presence__first_has_the_page screen 'Recs stated'
cp screen first.screen
exec 8>&9
first=$session
mv screen first
mv type first.type
begin clerk
appears presence__second_screen screen 'Open twice'
printf '1' >&9
quiet_for_a_moment
printf 'G\r' >&9
appears presence__second_is_told_of_the_first screen 'inspector has this open'
appears presence__first_is_told_of_the_second first 'clerk has this open'
printf 'Q' >&9
exec 9>&-
wait $session

# ---- the line hangs, and the person comes again: what the old session holds is taken over

session=$first
printf 'e' >&8
appears hang__the_form_opens first 'Edit OIG-13'
printf 'Typed before it hung' >&8
appears hang__what_is_typed_is_there first 'Typed before it hung'
frozen=$(client)
kill -STOP "$frozen"
begin inspector
appears hang__is_told_at_the_next_login screen 'open in another session'
printf '\033[B' >&9
quiet_for_a_moment
printf '\r' >&9
appears hang__taking_over_is_asked screen 'Take over'
printf 'y' >&9
appears hang__the_form_is_here_with_its_text screen 'Typed before it hung'
gone hang__the_old_session_is_gone second_process
kill -CONT "$frozen" 2>/dev/null
exec 8>&-
wait $first
printf '\033' >&9
quiet_for_a_moment
printf 'Q' >&9
quiet_for_a_moment
printf 'y' >&9
exec 9>&-
wait $session

# ---- a file comes from the person's own computer; no key opens a path here

begin inspector
appears attach__screen screen 'Unfinished forms'
printf '\033' >&9
quiet_for_a_moment
printf '1' >&9
quiet_for_a_moment
printf 'G\r' >&9
appears attach__page screen 'Recs stated'
printf '+' >&9
appears attach__shows_the_line_to_run screen "ssh $account@.* evidence add OIG-13-[0-9]+ - title=... < FILE"
ref=$(tr -d '\033' <screen | grep -aoE 'evidence add OIG-13-[0-9]+' | tail -n 1 | cut -d' ' -f3)
printf 'Proof from home\n' | host inspector -- "evidence add $ref - title='Proof from home' type=other" >out 2>err
is attach__is_taken_from_standard_input 0 $?
appears attach__shows_what_has_come screen 'has arrived'
appears attach__shows_the_evidence screen 'Proof from home'
# Typed there, a path is no path: keys of the page, and nothing of the file.
printf '\033+/etc/passwd\r' >&9
quiet_for_a_moment
[ "$(grep -ac 'root:' screen)" = 0 ]
result $? attach__opens_no_path
printf ':open a\r' >&9
quiet_for_a_moment
printf '\033\033\033' >&9
[ "$(grep -ac 'The path of' screen)" = 0 ]
result $? keys__none_asks_for_a_path
printf 'Q' >&9
quiet_for_a_moment
printf 'y' >&9
exec 9>&-
wait $session

# ---- nobody types

echo "idle_minutes = 1;" >"$keys/closeout.conf"
"$co" -c "$keys/closeout.conf" -d "$db" host keys -o "$keys/authorized_keys" 2>err
if [ -n "$SSH_SLOW" ]; then
	HOST_SECONDS=80 begin clerk
	appears idle__screen_opens screen 'Seen by others'
	sleep 31
	appears idle__is_announced screen 'this session ends in'
	sleep 28
	wait $session
	is idle__ends_with_0 0 $?
	appears idle__is_said screen 'nobody typed for 1 minutes'
	exec 9>&-
fi
exits 0 settings__of_the_forced_command_are_read host clerk -- list reports --format csv
exits 0 access__has_screen as_admin log --access --format csv
says access__says_which_were_screens out 'login,inspector,127.0.0.1,.*,screen,'
exits 0 verify__finds_it_sound as_admin verify
finish
