#!/bin/sh
# SPDX-License-Identifier: MIT
# nothing.sh - there is no way from a session to another program: not by a symbol, not by a system call.
#
# Every command that a session may run, and a session of the screen with every view, are traced. With the
# figures of check-long the whole suite of commands and cases is traced as well.

. "$(dirname "$0")/../cli/lib.sh"

# What starts programs, loads code, or asks a shell; fork alone is there, for "host keys".
banned='exec[lv][epv]*|execve|execveat|fexecve|system|popen|posix_spawn.*|dlopen|dlmopen|wordexp|vfork|getpass'
if command -v nm >/dev/null && nm -D "$co" >symbols 2>/dev/null && [ -s symbols ]; then
	is symbols__start_no_program '' "$(sed -n 's/.* U \([a-z_0-9]*\).*/\1/p' symbols | grep -xE "$banned" | tr '\n' ' ')"
	says symbols__control_open symbols ' U (openat|open)(64)?@'
else
	echo "ok $((count += 1)) - symbols__start_no_program # SKIP no nm, or no dynamic symbols"
fi

if ! command -v strace >/dev/null || ! strace -f -o trace true 2>/dev/null; then
	echo "ok $((count += 1)) - calls__of_a_session # SKIP no strace"
	finish
fi

# ---- commands of a session

"$co" -d "$work/h.db" init --shared --admin anna >out 2>err
SUDO_USER=anna "$co" -d "$work/h.db" user add ben --role clerk >out 2>err
printf 'code,name\nX,Ten\n' >rows.csv
export SSH_ORIGINAL_COMMAND
while read -r SSH_ORIGINAL_COMMAND; do
	name=${SSH_ORIGINAL_COMMAND%% *}
	strace -f -o "trace.$name" "$co" -d "$work/h.db" host login --account anna --key SHA256:x >out 2>err <rows.csv
	echo "$name" >>traced
done <<'END'
add office code=A name=x
checkpoint
completion bash
deadlines
do --list A
doctor
evidence list
export
help
import offices -
inbox
list users
log
overview
plan
redo
report overview
search x
set A name=y
show A
undo
verify
version
why A
END
unset SSH_ORIGINAL_COMMAND
cat trace.* >trace
programs=$(wc -l <traced | tr -d ' ')
is calls__one_program_a_session "$programs" "$(grep -c 'execve(' trace)"
is calls__no_process 0 "$(grep -cE ' (fork|vfork|clone|clone3)\(' trace)"
is calls__nothing_is_refused_that_is_needed 0 "$(grep -c 'EPERM' trace)"
# The system's log is the one connection, and it is made before the door is shut.
no_network() { # no_network NAME FILE
	is "$1" 0 "$(grep -E ' (socket|connect)\(' "$2" | grep -vcE 'AF_UNIX')"
}
shut() { # shut NAME FILE
	is "$1" 0 "$(awk -F '[ (]+' '
	/SECCOMP_SET_MODE_FILTER, 0,/ { shut[$1] = 1 }
	shut[$1] && ($2 == "socket" || $2 == "connect") { n++ }
	END { print n + 0 }' "$2")"
}
no_network calls__no_network trace
shut calls__after_the_door_is_shut_no_socket trace

# All that a session may run has been: the commands that are allowed are those that are not refused.
"$co" help >all 2>&1
missing=
for name in $(sed -n '/^usage/,$ s/^  \([a-z][a-z]*\) .*/\1/p' all | sort -u); do
	grep -qx "$name" traced && continue
	for words in "$name" "$name x"; do
		SSH_ORIGINAL_COMMAND=$words "$co" -d "$work/h.db" host login --account anna --key SHA256:x >out 2>err </dev/null
		got=$?
		[ $got != 77 ] || break
	done
	[ $got = 77 ] || missing="$missing $name"
done
is calls__of_every_command_that_is_allowed '' "$missing"

# ---- a session of the screen

# appears PATTERN: on the screen, within some seconds.
appears() {
	tries=0
	until grep -aqE -- "$1" screen 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || return 1
		sleep 0.1
	done
}

if command -v script >/dev/null; then
	mkfifo keys
	TERM=xterm-256color script -qec "strace -f -o trace.screen $co -d $work/h.db host login --account anna --key SHA256:x" \
		/dev/null <keys >screen 2>err &
	session=$!
	exec 9>keys
	appears 'Reports|reports'
	result $? screen__opens
	# Every view, the pages and questions over them, and a record with what can be done with it.
	for k in 1 2 3 4 6 7 8 0 '?' q ':' list; do printf %s "$k" >&9; done
	printf '\r1/x\r\033' >&9
	for k in c q s q v q F q Y q @; do printf %s "$k" >&9; done
	printf '\003gcgr' >&9
	printf '1nS-1\023' >&9
	printf '\003\003yQ' >&9
	tries=0
	while kill -0 $session 2>/dev/null && [ $tries -lt 100 ]; do
		printf '\003Q' >&9
		sleep 0.1
		tries=$((tries + 1))
	done
	exec 9>&-
	wait $session
	is screen__one_program 1 "$(grep -c 'execve(' trace.screen)"
	is screen__no_process 0 "$(grep -cE ' (fork|vfork|clone|clone3)\(' trace.screen)"
	is screen__nothing_is_refused_that_is_needed 0 "$(grep -c 'EPERM' trace.screen)"
	no_network screen__no_network trace.screen
	shut screen__after_the_door_is_shut_no_socket trace.screen
else
	echo "ok $((count += 1)) - screen__one_program # SKIP no script"
fi

# ---- the whole suite

# The tracer hangs on from behind, so that whoever is signalled is the program.
traced_suite() {
	mkdir -m 1777 traces
	cat >wrap <<END
#!/bin/sh
exec strace -D -f -qq --seccomp-bpf -e trace=execve,execveat,fork,vfork,clone,clone3,socket,connect,ptrace \\
	-o $work/traces/\$\$ "$co" "\$@"
END
	chmod 755 wrap
	CLOSEOUT=$work/wrap "$TEST_BUILDDIR/tests/e2e/run_cases" >cases.out 2>&1
	for script in "$TEST_SRCDIR"/tests/e2e/cli/[a-z]*.sh; do
		case $script in
		*/lib.sh | */hardening.sh | */nobody.sh) continue ;;
		esac
		CLOSEOUT=$work/wrap sh "$script" >>cases.out 2>&1
	done
}

case ${CLOSEOUT_RELIABILITY:-quick} in
quick) echo "# the whole suite is traced by check-long" ;;
*)
	traced_suite
	processes=$(find traces -type f | wc -l | tr -d ' ')
	cat traces/* >trace.all
	[ "$processes" -gt 1000 ]
	result $? suite__is_traced
	echo "# $processes processes, $(grep -c '^ok' cases.out) tests passed and $(grep -c '^not ok' cases.out) did not while traced"
	is suite__one_program_each "$processes" "$(grep -c 'execve(' trace.all)"
	is suite__no_other_program 0 "$(grep 'execve' trace.all | grep -vcF "\"$co\"")"
	# host keys asks the owner of the database by a process of the owner's.
	is suite__no_process 0 "$(grep -lE '(^|[^a-z])(fork|vfork|clone|clone3)\(' traces/* | while read -r f; do
		grep -q '"host", "keys"\|"keys"' "$f" || echo "$f"; done | wc -l | tr -d ' ')"
	no_network suite__no_network trace.all
	is suite__nobody_is_traced_by_it 0 "$(grep -c ' ptrace(' trace.all)"
	suite=", $processes processes of the whole suite"
	;;
esac
echo "# RESULT R14 | no way to another program | symbols, $programs commands of a session, a session of the screen with every view$suite | 0 that start programs, 0 processes, 0 sockets once the door is shut | test_host_seal: without the filter they work"
finish
