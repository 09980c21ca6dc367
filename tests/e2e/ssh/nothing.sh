#!/bin/sh
# SPDX-License-Identifier: MIT
# nothing.sh - there is no way from a session to another program: not by a symbol, not by a system call.

. "$(dirname "$0")/../cli/lib.sh"

# What starts programs, loads code, or asks a shell; fork alone is there, for "host keys".
banned='exec[lv][epv]*|execve|execveat|fexecve|system|popen|posix_spawn.*|dlopen|dlmopen|wordexp|vfork|getpass'
if command -v nm >/dev/null && nm -D "$co" >symbols 2>/dev/null && [ -s symbols ]; then
	is symbols__start_no_program '' "$(sed -n 's/.* U \([a-z_0-9]*\).*/\1/p' symbols | grep -xE "$banned" | tr '\n' ' ')"
	echo "# RESULT R14 | no way to another program | symbols and system calls of seven commands of a session | 0 that start programs, 0 processes, 0 sockets once the door is shut | test_host_seal: without the filter they work"
	says symbols__control_open symbols ' U (openat|open)(64)?@'
else
	echo "ok $((count += 1)) - symbols__start_no_program # SKIP no nm, or no dynamic symbols"
fi

if ! command -v strace >/dev/null || ! strace -f -o trace true 2>/dev/null; then
	echo "ok $((count += 1)) - calls__of_a_session # SKIP no strace"
	finish
fi
"$co" -d "$work/h.db" init --shared --admin anna >out 2>err
export SSH_ORIGINAL_COMMAND
for SSH_ORIGINAL_COMMAND in 'list users' 'export' 'add office code=A name=x' 'verify' 'doctor' 'search x' 'help'; do
	strace -f -o "trace.$SSH_ORIGINAL_COMMAND" "$co" -d "$work/h.db" host login --account anna --key SHA256:x >out 2>err </dev/null
done
cat trace.* >trace
is calls__one_program_a_session 7 "$(grep -c 'execve(' trace)"
is calls__no_process 0 "$(grep -cE ' (fork|vfork|clone|clone3)\(' trace)"
is calls__nothing_is_refused_that_is_needed 0 "$(grep -c 'EPERM' trace)"
# The system's log is the one connection, and it is made before the door is shut.
is calls__no_network 0 "$(grep -E ' (socket|connect)\(' trace | grep -vcE 'AF_UNIX')"
is calls__after_the_door_is_shut_no_socket 0 "$(awk -F '[ (]+' '
	/SECCOMP_SET_MODE_FILTER, 0,/ { shut[$1] = 1 }
	shut[$1] && ($2 == "socket" || $2 == "connect") { n++ }
	END { print n + 0 }' trace)"
finish
