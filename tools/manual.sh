#!/bin/sh
# SPDX-License-Identifier: MIT
# manual.sh - prints closeout(1): man/closeout.1.in with the tables that the program itself prints.
#
# Usage: tools/manual.sh CLOSEOUT FRAME, for instance
#
#	tools/manual.sh build/check/closeout man/closeout.1.in >man/closeout.1

closeout=$1 frame=$2

tables=$("$closeout" help --man) || exit 1
printf '%s\n' "$tables" | awk '
NR == FNR {
	if (/^@/)
		name = $0
	else
		text[name] = text[name] $0 "\n"
	next
}
/^\.\\" closeout\.1\.in/ { print ".\\\" closeout.1 - made by tools/manual.sh from closeout.1.in and the program; do not edit."; next }
/^@/ {
	if (!($0 in text)) {
		print "manual.sh: the program has no table " $0 > "/dev/stderr"
		exit 1
	}
	printf "%s", text[$0]
	next
}
{ print }' - "$frame"
