#!/bin/sh
# SPDX-License-Identifier: MIT
# spdx.sh - every file that can hold a comment names its licence and says what it is.

. "$(dirname "$0")/lib.sh"

commented_files() {
	c_files src include tests
	for folder in tests m4 tools .ci themes man; do
		[ -d "$folder" ] || continue
		find "$folder" -name '*.sh' -o -name '*.awk' -o -name '*.m4' -o -name '*.conf' -o -name '*.theme' \
			-o -name '*.in' -o -path 'tools/*' -type f -o -path '.ci/*' -type f
	done
	ls configure.ac Makefile.am 2>/dev/null
}

unlicensed() {
	commented_files | while read -r f; do
		head -n 3 "$f" | grep -q 'SPDX-License-Identifier: MIT' ||
			echo "$f:1: no SPDX-License-Identifier: MIT in the first three lines"
	done
}

unnamed() {
	c_files src include tests | while read -r f; do
		sed -n 2,3p "$f" | grep -qF "$(basename "$f")" ||
			echo "$f:2: after the SPDX line a comment should begin \"$(basename "$f") - ...\""
	done
}

check spdx__every_file_names_the_licence unlicensed
check spdx__every_c_file_says_what_it_is unnamed
finish
