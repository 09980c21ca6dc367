# SPDX-License-Identifier: MIT
# attacks.sh - who attacks the host of closeout gets an error: . "$(dirname "$0")/attacks.sh"
#
# $config is one of three: strict, all of "host setup"'s block for everybody; debian, the
# package's own configuration, where the key's "restrict" alone holds; block, that with the
# block. A control key without "restrict" must get through where the attacks on the
# others do not, or this would prove nothing.

. "$(dirname "$0")/lib.sh"

mkdir -m 1777 "$open/drop"
drop=$open/drop/x
secret=$open/drop/secret
echo 'uid=0 is what this file says' >"$secret"
chmod 644 "$secret"
for name in root inspector control; do
	new_key $name
done
as_admin init --shared --key - <"$work/root.pub" >out 2>err || { cat err; exit 99; }
as_admin add office code=OPR name=Responsibility >out 2>err
for name in inspector control; do
	as_admin user add $name --role inspector --office OPR --key - <"$work/$name.pub" >out 2>err
done
reload_keys
# The control: everything but the forced command is allowed.
sed "/ control\$/s/^restrict,pty,//" "$keys/authorized_keys" >"$keys/new" && cat "$keys/new" >"$keys/authorized_keys"

# harmless NAME STATUS: what was tried gave an error, no shell, no file, and nobody's secret.
harmless() {
	got=$2
	tries_made=$((tries_made + 1))
	why=
	[ "$got" != 0 ] || why="exit status 0"
	[ "$got" != 124 ] || why="it went on"
	! grep -qE 'uid=[0-9]|root:[^ ]*:0:|SSH-2\.0|OPENSSH PRIVATE|PATH=' out err || why="it got through"
	[ ! -e "$drop" ] || why="a file was written"
	rm -f "$drop"
	[ -z "$why" ]
	result $? "$1"
	[ -z "$why" ] || { echo "# $why"; show; }
}

# attack NAME COMMAND: as the forced command gets it.
attack() {
	host inspector -- "$2" >out 2>err </dev/null
	harmless "${config}_$1" $?
}

commands() {
	attack env 'env'
	attack shell 'sh'
	attack shell_interactive 'bash -i'
	attack shell_by_path "/bin/sh -c id"
	attack semicolon "; id"
	attack semicolon_behind_a_command "list users nobody; touch $drop"
	attack substitution "\$(touch $drop; id)"
	attack backticks "\`touch $drop\`"
	attack and_then "list nothing && touch $drop || touch $drop"
	attack pipe "help nothing | tee $drop"
	attack redirection "help nothing > $drop"
	attack line_end "help nothing
id"
	attack rsync 'rsync --server --sender -vlogDtpre.iLsfxCIvu . /etc/passwd'
	attack scp_get 'scp -f /etc/passwd'
	attack scp_put "scp -t $drop"
	attack sftp_server '/usr/lib/openssh/sftp-server'
	attack internal_sftp 'internal-sftp'
	attack git "git-upload-pack '/etc'"
	attack function_definition '() { :;}; id'
	attack process_substitution "list users <(id; touch $drop)"
	attack here_document "list users <<x
id
x"
	attack variables 'list $HOME $PATH ${IFS}id'
}

words() {
	attack program_itself 'closeout list users'
	attack host_keys "host keys -o $drop"
	attack host_setup 'host setup --apply'
	attack host_login 'host login --account root --key x'
	attack another_login '-d / host login --account root'
	attack key_add "key add inspector $secret"
	attack user_add 'user add eve --role admin'
	attack init "-d $drop init --shared"
	attack backup "backup $drop"
	attack restore "restore $secret"
	attack import_document "import $secret"
	attack import_file "import reports $secret"
	attack import_file_behind_dashes "import reports -- $secret"
	attack export_file "export -o $drop"
	attack export_file_together "export users --output=$drop"
	attack list_file "list users -o$drop"
	attack value_file "set OPR name=@$secret"
	attack value_file_add "add office code=X name=@$secret"
	attack evidence_file "evidence add OPR $secret title=x"
	attack skip_bad "import reports - --skip-bad $drop"
	attack exclusive 'import reports - --exclusive'
	attack database "-d $secret list users"
	attack database_behind "list users --database=$secret"
	attack settings "-c $secret list users"
	attack account '--user root list users'
	attack account_behind 'list users --user=root'
	attack another_day '--today 2012-01-01 list users'
	attack theme '--theme ../../x list users'
	attack for_somebody_else 'add office code=Y name=y --as root'
	attack quote "list 'users"
	attack backslash 'list users \'
	attack long "$(printf '%5000s' x | tr ' ' a)"
	attack not_text "$(printf 'list \377\376')"
	attack escape "$(printf 'help \033]0;owned\007')"
	attack nothing ' '
	attack exactly_too_long "list users $(printf '%4086s' x | tr ' ' a)"
	attack c1_control "$(printf 'help \302\2332J')"
	attack delete "$(printf 'help \177')"
	attack bidi_option "$(printf 'list users --output\342\200\256=x')"
	attack carriage_return "$(printf 'help\r; id')"
	attack home_folder 'import reports ~/x'
	attack wildcard "import reports /etc/*"
	attack doctor_elsewhere "doctor -d /etc/passwd"
	attack checkpoint_file "verify --checkpoint /etc/passwd"
	attack report_file "report overview --output $drop"
	attack evidence_out "evidence cat E-1 $drop"
	attack at_file_in_an_action "do submit M0.1 reason=@$secret"
	attack own_environment 'import reports /proc/self/environ'
	attack open_file 'import reports /dev/fd/3'
	attack standard_input_by_path 'import reports /dev/stdin'
	attack format_string 'list users --columns %n%n%s'
	attack search_path "-d $drop/../secret --theme $secret list users"
}

terminals() {
	for name in ../../x "$(printf '%5000s' x | tr ' ' a)" "$(printf 'x\033[2J')" "$secret" '$(id)'; do
		i=$((i + 1))
		TERM=$name host inspector -tt -- >out 2>err </dev/null
		harmless "${config}_terminal_name_$i" $?
	done
	TERM=xterm host inspector -tt -- sh >out 2>err </dev/null
	harmless "${config}_terminal_with_a_shell" $?
}

# tunnel KEY OPTION ...: the connection with its forwardings, in the background.
tunnel() {
	who=$1
	shift
	host "$who" -f -N -M -S "$work/ctl" "$@" -- >out 2>err </dev/null
}

tunnel_ends() {
	ssh -S "$work/ctl" -O exit 127.0.0.1 2>/dev/null
}

free=$((port + 10001))

forwardings() {
	tunnel "$1" -L "127.0.0.1:$free:127.0.0.1:$port"
	ssh-keyscan -T 2 -p "$free" 127.0.0.1 2>/dev/null | grep -c ssh-ed25519 >"$work/leak_local"
	tunnel_ends
	# The client listens in any case; what counts is whether anything comes through.
	tunnel "$1" -D "127.0.0.1:$free"
	"$TEST_BUILDDIR/tests/e2e/socks" "$free" "$port" 2>/dev/null | grep -c SSH-2 >"$work/leak_dynamic"
	tunnel_ends
	HOST_SECONDS=2 host "$1" -N -o ExitOnForwardFailure=yes -R "127.0.0.1:$free:127.0.0.1:$port" -- >out 2>err </dev/null
	echo $? >"$work/leak_remote"
	HOST_SECONDS=2 host "$1" -N -o ExitOnForwardFailure=yes -R "$open/drop/sock:127.0.0.1:$port" -- >out 2>err </dev/null
	echo $? >"$work/leak_unix"
	[ ! -S "$open/drop/sock" ] || echo made >"$work/leak_unix"
	rm -f "$open/drop/sock"
	HOST_SECONDS=3 host "$1" -W "127.0.0.1:$port" -- >out 2>err </dev/null
	grep -c SSH-2 out >"$work/leak_jump"
	agent "$1"
}

# The agent's socket is there as long as a session is; this one waits for its standard input.
agent() {
	rm -f "$work/sshd.log.new"
	mkfifo "$work/wait"
	HOST_AGENT=$work/agent host "$1" -A -- add office code=Q name=- <"$work/wait" >out 2>err &
	session=$!
	exec 9>"$work/wait"
	tries=0
	until [ $tries = 30 ] || grep -q 'Starting session: forced-command' "$work/sshd.log.new" 2>/dev/null; do
		tail -n +"$((log_lines + 1))" "$work/sshd.log" >"$work/sshd.log.new"
		tries=$((tries + 1))
		sleep 0.1
	done
	find /tmp -maxdepth 2 -name 'agent.*' -user "$account" 2>/dev/null | wc -l | tr -d ' ' >"$work/leak_agent"
	exec 9>&-
	wait $session
	rm -f "$work/wait"
}

leaks() {
	log_lines=$(wc -l <"$work/sshd.log")
	forwardings "$1"
	for what in local dynamic remote unix jump agent; do
		printf '%s ' "$what=$(cat "$work/leak_$what")"
	done
}

line() {
	is "${config}_forwardings_are_refused" 'local=0 dynamic=0 remote=255 unix=255 jump=0 agent=0 ' "$(leaks inspector)"
	host inspector -s -- sftp >out 2>err </dev/null
	harmless "${config}_subsystem" $?
	timeout 10 sftp -F /dev/null -P "$port" -i "$work/inspector" -o UserKnownHostsFile="$work/known_hosts" -o BatchMode=yes \
		-o IdentitiesOnly=yes "$account@127.0.0.1:$secret" "$drop" >out 2>err </dev/null
	harmless "${config}_sftp" $?
	for how in '' -O; do
		timeout 10 scp $how -F /dev/null -P "$port" -i "$work/inspector" -o UserKnownHostsFile="$work/known_hosts" \
			-o BatchMode=yes -o IdentitiesOnly=yes "$account@127.0.0.1:$secret" "$drop" >out 2>err </dev/null
		harmless "${config}_scp$how" $?
	done
	HOST_ENV=DISPLAY=:9 host inspector -X -- env >out 2>err </dev/null
	harmless "${config}_x11" $?
	HOST_ENV=DISPLAY=:9 host inspector -Y -- env >out 2>err </dev/null
	harmless "${config}_x11_trusted" $?
	HOST_SECONDS=5 host inspector -w any:any -- env >out 2>err </dev/null
	harmless "${config}_tunnel_device" $?
	# What is sent of the environment changes nothing.
	host inspector -o "SetEnv=SSH_ORIGINAL_COMMAND='list users' LD_PRELOAD=$secret ENV=$secret BASH_ENV=$secret \
CLOSEOUT_DATABASE=$secret TERMINFO=$open/drop LC_TERMINFO=x LC_ALL=../../x LANG=x" -- list offices --format csv >out 2>err
	is "${config}_environment_is_not_ours" 0 $?
	says "${config}_environment_changes_nothing" out '^OPR,'
}

# Only one session a connection, and none that holds it with nothing.
connection() {
	rm -f "$work/sshd.log.new"
	mkfifo "$work/wait"
	host inspector -M -S "$work/ctl" -- add office code=Q name=- <"$work/wait" >out 2>err &
	session=$!
	exec 9>"$work/wait"
	tries=0
	until [ $tries = 30 ] || ssh -S "$work/ctl" -O check 127.0.0.1 2>/dev/null; do
		tries=$((tries + 1))
		sleep 0.1
	done
	host inspector -S "$work/ctl" -o ControlMaster=no -o BatchMode=yes -- list users >out 2>err </dev/null
	# The client may then log in anew, which is a connection of its own.
	grep -q 'refused' err || grep -q 'no more sessions' "$work/sshd.log"
	result $? "${config}_second_session_is_refused"
	exec 9>&-
	wait $session
	rm -f "$work/wait"
	HOST_SECONDS=15 host inspector -N -- >out 2>err </dev/null
	[ $? != 124 ]
	result $? "${config}_connection_for_nothing_is_closed"
}

eval "$(ssh-agent -a "$work/agent" 2>/dev/null)" >/dev/null
agent_pid=$SSH_AGENT_PID
unset SSH_AUTH_SOCK
i=0
tries_made=0


start_sshd "$config" || { echo "Bail out! sshd does not start with $config"; exit 99; }
exits 0 "${config}_honest_command_works" host inspector -- list users --format csv

# What is left after all of it.
afterwards() {
	echo "# RESULT R13 | the cage holds, $config sshd | $tries_made attempts and six forwardings | 0 passed | a key without restrict leaks all six"
	stop_sshd
	exits 0 "${config}_database_is_sound" as_admin verify
	as_admin list users --format csv >out
	is "${config}_nobody_was_added" 4 "$(wc -l <out | tr -d ' ')"
	as_admin log --access --format csv >access
	is "${config}_no_escape_in_the_access_log" 0 "$(tr -cd '\033' <access | wc -c | tr -d ' ')"
}
