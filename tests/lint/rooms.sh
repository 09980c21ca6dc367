#!/bin/sh
# SPDX-License-Identifier: MIT
# rooms.sh - includes follow the table in rooms.txt, and private headers stay private.

. "$(dirname "$0")/lib.sh"

# "room file:line header form" for every include, form being " or <; src/main.c is the room main.
includes() {
	c_files src include | xargs -r awk '
	/^[ \t]*#[ \t]*include[ \t]*["<]/ {
		room = FILENAME
		if (!sub(/^(src|include)\//, "", room) || !sub(/\/.*/, "", room))
			room = "main"
		header = $0
		sub(/^[^"<]*/, "", header)
		form = substr(header, 1, 1)
		header = substr(header, 2)
		sub(/[">].*/, "", header)
		print room, FILENAME ":" FNR, header, form
	}'
}

against_table() {
	printf '%s\n' "$all_includes" | awk -v table="$lint_dir/rooms.txt" '
	# True if header is in the list; "openssl/*" stands for all below it.
	function listed(header, list,    words, n, i) {
		n = split(list, words, " ")
		for (i = 1; i <= n; i++)
			if (words[i] == header || (words[i] ~ /\/\*$/ &&
			    index(header, substr(words[i], 1, length(words[i]) - 1)) == 1))
				return 1
		return 0
	}
	BEGIN {
		while ((getline line < table) > 0) {
			if (line ~ /^#/ || split(line, column, "|") < 4)
				continue
			room = column[1]
			gsub(/ /, "", room)
			rooms[room] = column[2]
			libraries[room] = column[3]
			forbidden[room] = column[4]
			guarded = guarded " " column[3]
		}
	}
	NF == 4 {
		room = $1
		header = $3
		if (!(room in rooms)) {
			print $2 ": the room " room " is not in tests/lint/rooms.txt"
			next
		}
		other = header
		sub(/\/.*/, "", other)
		if (other != header && $4 == "\"" && (other in rooms)) {
			if (other != room && !listed(other, rooms[room]) && !listed(header, rooms[room]))
				print $2 ": " room " may not include " header
		} else if (listed(header, guarded) && !listed(header, libraries[room])) {
			print $2 ": " room " may not use " header
		} else if (listed(header, forbidden[room])) {
			print $2 ": " room " may not use " header
		}
	}'
}

# A header in src/ROOM is for ROOM alone; one in include/ROOM shows nothing private.
private() {
	printf '%s\n' "$all_includes" | while read -r room where header form; do
		# One without a folder is main's own, and found by nobody else.
		if [ ! -f "src/$header" ] || [ -f "include/$header" ] || [ "$header" = "${header#*/}" ]; then
			continue
		fi
		case $where in
		include/*) echo "$where: a public header includes the private $header" ;;
		*) [ "$room" = "${header%%/*}" ] || echo "$where: $header is private to ${header%%/*}" ;;
		esac
	done
}

# Headers are named from the root of include or src, so that the table can be checked.
unnamed() {
	printf '%s\n' "$all_includes" | while read -r room where header form; do
		[ "$form" = '"' ] && [ "$header" != config.h ] || continue
		[ -f "include/$header" ] || [ -f "src/$header" ] ||
			echo "$where: $header is neither include/$header nor src/$header"
	done
}

all_includes=$(includes)
check rooms__include_only_what_the_table_allows against_table
check rooms__keep_private_headers_private private
check rooms__name_headers_with_their_room unnamed
finish
