#!/bin/sh
# SPDX-License-Identifier: MIT
# link.sh - Makefile.am names every source and test, and core's tests link core and base alone.
#
# A library that core needs by mistake then breaks the link of core's tests. A
# test that includes headers of no other room is one of theirs.

. "$(dirname "$0")/lib.sh"

# Makefile.am with continued lines joined and blanks squeezed.
makefile=$(sed -e ':a' -e '/\\$/N; s/\\\n//; ta' Makefile.am | tr -s ' \t' ' ')

has_line() {
	printf '%s\n' "$makefile" | grep -qxF "$1" || echo "Makefile.am:1: expected: $1"
}

has_word() {
	printf '%s\n' "$makefile" | grep -qE "(^| )$1( |\$)"
}

core_alone() {
	has_line 'base_libs = libbase.a $(UTF8PROC_LIBS)'
	has_line 'core_libs = libcore.a $(JANSSON_LIBS) $(base_libs)'
	has_line 'base_test = $(base_libs) $(CMOCKA_LIBS)'
	has_line 'core_test = $(core_libs) $(CMOCKA_LIBS)'
}

lowest_room() {
	for f in tests/unit/*.c; do
		has_word "${f%.c}" || continue
		case $(echo $(sed -nE 's|^#include "([a-z]+)/.*|\1|p' "$f" | sort -u)) in
		base) lowest=base_test ;;
		core | 'base core') lowest=core_test ;;
		*) continue ;;
		esac
		has_line "$(echo "${f%.c}" | tr -c 'A-Za-z0-9\n' _)_LDADD = \$($lowest)"
	done
}

# A test nobody runs cannot fail.
forgotten() {
	for f in src/*.c src/*/*.[ch] tests/*/*.[ch]; do
		[ ! -f "$f" ] || has_word "${f%.c}" || has_word "$f" || echo "$f:1: is not in Makefile.am"
	done
}

check link__core_is_core_and_base_alone core_alone
check link__tests_link_the_lowest_room lowest_room
check link__every_source_is_in_the_makefile forgotten
finish
