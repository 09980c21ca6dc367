#!/bin/sh
# SPDX-License-Identifier: MIT
# embed.sh - files as C, for what closeout must have even when it is not installed.
#
# Usage: embed.sh HEADER TYPE ARRAY FOLDER FILE ...
#
# Prints C that includes HEADER and defines "const struct TYPE ARRAY[]" with
# { name, bytes, length } for each FILE, in the order given and ended by a NULL
# name. FILE is relative to FOLDER and is its own name. The bytes are followed
# by a NUL that the length does not count.

header=$1 type=$2 array=$3 folder=$4
shift 4

echo '/* Made by tools/embed.sh: do not edit. */'
printf '#include "%s"\n' "$header"
n=0
for f in "$@"; do
	[ -r "$folder/$f" ] || { echo "embed.sh: $folder/$f cannot be read" >&2; exit 1; }
	printf '\nstatic const char file_%d[] = {\n' $n
	LC_ALL=C od -An -v -to1 "$folder/$f" | sed "s/ *\([0-7][0-7]*\)/'\\\\\1',/g"
	printf '0 };\n'
	n=$((n + 1))
done
printf '\nconst struct %s %s[] = {\n' "$type" "$array"
n=0
for f in "$@"; do
	printf '\t{ "%s", file_%d, sizeof file_%d - 1 },\n' "$f" $n $n
	n=$((n + 1))
done
printf '\t{ (const char *)0, (const char *)0, 0 }\n};\n'
