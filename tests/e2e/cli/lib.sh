# SPDX-License-Identifier: MIT
# lib.sh - what every test of the command line starts with: . "$(dirname "$0")/lib.sh"
#
# Runs in an empty folder of its own, with $co as the program. Each of these
# makes one TAP line:
#
#	exits STATUS NAME COMMAND ...     the exit status; output goes to out, err
#	says NAME FILE PATTERN            FILE (out or err) has a line that matches
#	quiet NAME FILE                   FILE is empty
#	is NAME WANT GOT                  two texts are equal
#
# "finish" ends the script. In a pipe the status that counts is the last one's.

co=${CLOSEOUT:?the program to test}
[ -x "$co" ] || { echo "Bail out! $co cannot be run"; exit 99; }
count=0
bad=0

work=$(mktemp -d "${TMPDIR:-/tmp}/closeout-cli.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99

result() { # result STATUS NAME
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		bad=1
	fi
}

show() {
	for f in out err; do
		[ ! -s $f ] || sed "s/^/# $f: /" $f | head -n 20
	done
}

exits() {
	want=$1 name=$2
	shift 2
	"$@" >out 2>err </dev/null
	got=$?
	[ "$got" = "$want" ]
	result $? "$name"
	[ "$got" = "$want" ] || { echo "# exit status $got, not $want"; show; }
}

says() {
	grep -qE -- "$3" "$2"
	found=$?
	result $found "$1"
	[ $found = 0 ] || { echo "# no line of $2 matches $3"; show; }
}

quiet() {
	[ ! -s "$2" ]
	empty=$?
	result $empty "$1"
	[ $empty = 0 ] || show
}

is() {
	[ "$2" = "$3" ]
	same=$?
	result $same "$1"
	[ $same = 0 ] || { echo "# want: $2"; echo "#  got: $3"; }
}

finish() {
	echo "1..$count"
	exit $bad
}
