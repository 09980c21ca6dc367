# SPDX-License-Identifier: MIT
# lib.sh - what every lint script starts with: . "$(dirname "$0")/lib.sh"
#
# A lint script looks at the tree named by its first argument (the source tree
# when there is none). "check NAME COMMAND ..." runs a command or function that
# prints findings, one "file:line: what is wrong" a line, and turns them into
# one TAP line: nothing found is ok. "finish" ends the script.

lint_dir=$(cd "$(dirname "$0")" && pwd)
cd "${1:-${TEST_SRCDIR:-$lint_dir/../..}}" || exit 99
lint_count=0
lint_failed=0

check() {
	lint_name=$1
	shift
	lint_count=$((lint_count + 1))
	lint_found=$("$@")
	if [ -z "$lint_found" ]; then
		echo "ok $lint_count - $lint_name"
	else
		echo "not ok $lint_count - $lint_name"
		printf '%s\n' "$lint_found" | sed 's/^/# /'
		lint_failed=1
	fi
}

finish() {
	echo "1..$lint_count"
	exit $lint_failed
}

# The C files below the folders named, but for generated ones; a folder may be missing.
c_files() {
	for folder in "$@"; do
		[ -d "$folder" ] && find "$folder" -name '*.[ch]' ! -name sample_data.c
	done | sort
}

# "file:line: text" of C files, comments gone; $1 is "code" (strings emptied) or "strings" (only they).
c_text() {
	what=$1
	shift
	c_files "$@" | xargs -r awk -v want="$what" -f "$lint_dir/c.awk"
}
