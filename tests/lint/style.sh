#!/bin/sh
# SPDX-License-Identifier: MIT
# style.sh - the limits a reviewer should not have to count: columns, lines, functions, scripts.

. "$(dirname "$0")/lib.sh"

# Columns, not bytes: a tab goes to the next multiple of 8, UTF-8 tails count nothing. A line with
# a string in it may reach 140: strings stay whole, so that a message can be searched for.
long_lines() {
	c_files src include tests | xargs -r env LC_ALL=C awk '
	{
		text = $0
		gsub(/[\200-\277]/, "", text)
		while (i = index(text, "\t"))
			text = substr(text, 1, i - 1) substr("        ", 1, 8 - (i - 1) % 8) substr(text, i + 1)
		limit = text ~ /"/ ? 140 : 120
		if (length(text) > limit)
			print FILENAME ":" FNR ": " length(text) " columns, " limit " are allowed"
		if ($0 ~ /[ \t]$/)
			print FILENAME ":" FNR ": blanks at the end of the line"
	}'
}

long_files() {
	c_files src include tests | while read -r f; do
		lines=$(wc -l <"$f")
		[ "$lines" -le 600 ] || echo "$f:600: $lines lines, 600 are allowed"
	done
}

# A function is what stands between "{" and "}" in the first column.
long_functions() {
	c_files src tests | xargs -r awk '
	FNR == 1 { start = 0 }
	/^\{/ { start = FNR }
	/^\}/ {
		if (start && FNR - start - 1 > 80)
			print FILENAME ":" start ": a function of " FNR - start - 1 " lines, 80 are allowed"
		start = 0
	}'
}

# Nothing needs an interpreter other than sh.
scripts() {
	find tests tools .ci -type f 2>/dev/null | while read -r f; do
		case $(head -n 1 "$f" | LC_ALL=C tr -cd ' -~') in
		'#!/bin/sh') sh -n "$f" 2>&1 || echo "$f:1: does not parse" ;;
		'#!'*) echo "$f:1: only #!/bin/sh is allowed" ;;
		esac
	done
}

check style__lines_fit_the_screen long_lines
check style__files_fit_600_lines long_files
check style__functions_fit_80_lines long_functions
check style__scripts_are_posix_sh scripts
finish
