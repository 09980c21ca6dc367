#!/bin/sh
# SPDX-License-Identifier: MIT
# driver.sh - runs one test program for "make check" and counts the tests in it.
#
# A test program speaks TAP on stdout (cmocka does, told by
# CMOCKA_MESSAGE_OUTPUT; several groups in one program are fine). Each test
# becomes one result in the .trs file, so that the totals of "make check" and
# of tools/check are tests, not programs. A program that dies, hangs, leaks,
# ends with an error after its last test, or runs fewer tests than it announced,
# is a failure of its own. Every program gets an empty folder as HOME and TMPDIR.

name= log= trs= colour=no
while [ $# -gt 0 ]; do
	case $1 in
	--test-name) name=$2; shift 2 ;;
	--log-file) log=$2; shift 2 ;;
	--trs-file) trs=$2; shift 2 ;;
	--color-tests) colour=$2; shift 2 ;;
	--enable-hard-errors | --expect-failure) shift 2 ;;
	--) shift; break ;;
	*) break ;;
	esac
done

scratch=$(mktemp -d "${TMPDIR:-/tmp}/closeout-test.XXXXXX") || exit 99
trap 'chmod -R u+w "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM

HOME=$scratch TMPDIR=$scratch
export HOME TMPDIR
unset XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR
unset CLOSEOUT_DATABASE CLOSEOUT_DATADIR NO_COLOR COLUMNS LINES

timeout -k 5 "${TEST_TIMEOUT:-120}" "$@" >"$log" 2>&1 </dev/null
status=$?

awk -v status="$status" -v limit="${TEST_TIMEOUT:-120}" '
function result(kind, what) {
	count[kind]++
	print ":test-result: " kind " " what
}
/^[ \t]*1\.\.[0-9]+/ { sub(/^[ \t]*1\.\./, ""); planned += $1; next }
/^(not )?ok / {
	what = $0
	sub(/^(not )?ok [0-9]*( - )? */, "", what)
	if (what ~ /# *SKIP/)
		result("SKIP", what)
	else
		result($1 == "not" ? "FAIL" : "PASS", what)
	ran++
}
/^Bail out!/ { result("ERROR", $0); bailed = 1 }
END {
	if (status == 77 && !ran)
		result("SKIP", "the whole program")
	else if (status == 124 || status == 137)
		result("ERROR", "stopped after " limit " seconds")
	else if (status > 128)
		result("ERROR", "died of signal " status - 128)
	else if (status && !count["FAIL"] && !bailed)
		result("ERROR", "exit status " status)
	else if (!status && count["FAIL"])
		result("ERROR", "exit status 0 in spite of failures")
	if (status != 77 && !ran)
		result("ERROR", "ran no test")
	else if (ran < planned && status <= 128 && status != 124)
		result("ERROR", planned - ran " tests did not run")
	bad = count["FAIL"] + count["ERROR"]
	all = bad ? "FAIL" : count["PASS"] ? "PASS" : "SKIP"
	print ":global-test-result: " all
	print ":recheck: " (bad ? "yes" : "no")
	print ":copy-in-global-log: " (bad ? "yes" : "no")
	print "# " count["PASS"] + 0 " passed, " bad + 0 " failed"
}' "$log" >"$trs.new"
tally=$(sed -n 's/^# //p' "$trs.new")
verdict=$(sed -n 's/^:global-test-result: //p' "$trs.new")
on= off=
if [ "$colour" = yes ]; then
	off=$(printf '\033[m')
	case $verdict in
	PASS) on=$(printf '\033[32m') ;;
	FAIL) on=$(printf '\033[31m') ;;
	*) on=$(printf '\033[34m') ;;
	esac
fi
echo "$on$verdict$off: $name: $tally"
sed -nE 's/^:test-result: (FAIL|ERROR) /  \1 /p' "$trs.new" | tee -a "$log"
sed '/^#/d' "$trs.new" >"$trs"
rm -f "$trs.new"
