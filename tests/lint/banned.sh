#!/bin/sh
# SPDX-License-Identifier: MIT
# banned.sh - no banned function, no SQL outside the store, no path of somebody's machine.

. "$(dirname "$0")/lib.sh"

functions() {
	c_text code src include tests | awk -v table="$lint_dir/banned.txt" '
	function begins_with_one_of(file, list,    words, n, i) {
		n = split(list, words, " ")
		for (i = 1; i <= n; i++)
			if (index(file, words[i]) == 1)
				return 1
		return 0
	}
	BEGIN {
		while ((getline line < table) > 0) {
			if (line ~ /^#/ || split(line, column, "|") < 4)
				continue
			name = column[1]
			gsub(/ /, "", name)
			where[name] = column[2]
			except[name] = column[3]
			instead[name] = column[4]
		}
	}
	{
		file = $1
		sub(/:.*/, "", file)
		text = $0
		sub(/^[^ ]* /, "", text)
		while (match(text, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
			name = substr(text, RSTART, RLENGTH - 1)
			gsub(/[ \t]/, "", name)
			before = RSTART > 1 ? substr(text, RSTART - 1, 1) : ""
			text = substr(text, RSTART + RLENGTH)
			if (before == "." || before == ">" || !(name in where))
				continue
			if (begins_with_one_of(file, where[name]) && !begins_with_one_of(file, except[name]))
				print $1 " " name "() is banned; use" instead[name]
		}
	}'
}

# Capital letters: a sentence may say "select", a statement shouts.
sql() {
	c_text strings src include | grep -v '^src/store/' |
		grep -E '(^|[^A-Z_])(SELECT .* FROM |INSERT (OR [A-Z]+ )?INTO |UPDATE .* SET |DELETE FROM |(CREATE|DROP|ALTER) (TABLE|INDEX|TRIGGER|VIEW)|PRAGMA |BEGIN (IMMEDIATE|EXCLUSIVE|TRANSACTION)|ROLLBACK|SAVEPOINT )' |
		sed 's/$/ <- SQL belongs in src\/store/'
}

# Every file of the tree that is not made by autotools, make or git.
own_files() {
	find . \( -name .git -o -name build -o -name build-aux -o -name autom4te.cache -o -name .deps \) \
		-prune -o -type f ! -name 'config.[hls]*' ! -name configure ! -name 'configure~' \
		! -name Makefile ! -name Makefile.in ! -name aclocal.m4 ! -name '*.log' ! -name '*.trs' \
		! -name '*.[oa]' -print
}

# A path of this checkout, or of a home, works nowhere else.
paths() {
	top=$(pwd -P)
	first=${top#/}
	first=/${first%%/*}/
	case $first in
	/bin/ | /boot/ | /build/ | /dev/ | /etc/ | /home/ | /media/ | /mnt/ | /opt/ | /root/ | /run/ | /srv/ | /tmp/ | /usr/ | /var/)
		first=$top/ ;;
	esac
	own_files | grep -v '^./tests/lint/' |
		xargs grep -nIE "(^|[^[:alnum:]_.~)}-])$first|/home/[a-z]+/|/root/"
}

check banned__functions_are_not_called functions
check banned__sql_stays_in_the_store sql
check banned__no_path_of_this_machine paths
finish
