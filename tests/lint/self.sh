#!/bin/sh
# SPDX-License-Identifier: MIT
# self.sh - every check of the other lint scripts can fail.
#
# Each case is a small tree with one thing wrong in it, and the check that must
# find it. A check without a case here is a failure too.

. "$(dirname "$0")/lib.sh"

tree=$(mktemp -d "${TMPDIR:-/tmp}/closeout-lint.XXXXXX") || exit 99
trap 'rm -rf "$tree"' EXIT

# A tree in which nothing is wrong.
good_tree() {
	rm -rf "$tree"
	for room in base core store config exchange app ui term host cli; do
		mkdir -p "$tree/src/$room" "$tree/include/$room"
	done
	mkdir -p "$tree/tests/unit" "$tree/tools"
	cp Makefile.am "$tree/Makefile.am"
	put include/base/error.h
	put include/store/store.h
	put src/store/private.h
}

# put FILE [LINE ...]: a file that is right but for the lines given.
put() {
	f=$1
	shift
	{
		echo '/* SPDX-License-Identifier: MIT */'
		echo "/* $(basename "$f") - a file of a test. */"
		for line in "$@"; do
			printf '%s\n' "$line"
		done
	} >"$tree/$f"
}

# finds CHECK: the script of that name reports it as failed.
finds() {
	script=${1%%__*}
	sh "$lint_dir/$script.sh" "$tree" >"$tree.out" 2>&1
	grep -q "^not ok [0-9]* - $1\$" "$tree.out" || echo "$1 found nothing: $2"
	rm -f "$tree.out"
}

many() { # many COUNT TEXT
	i=0
	while [ $i -lt "$1" ]; do
		echo "$2"
		i=$((i + 1))
	done
}

rooms() {
	good_tree
	put src/core/a.c '#include "store/store.h"'
	finds rooms__include_only_what_the_table_allows 'core includes store'
	good_tree
	put src/app/a.c '#include <sqlite3.h>'
	finds rooms__include_only_what_the_table_allows 'app uses sqlite3.h'
	good_tree
	put src/core/a.c '#include <unistd.h>'
	finds rooms__include_only_what_the_table_allows 'core uses unistd.h'
	good_tree
	put include/term/a.h '#include "ui/view.h"'
	finds rooms__include_only_what_the_table_allows 'term includes more of ui than the grid'
	good_tree
	put src/ui/a.c '  #  include   <openssl/evp.h>'
	finds rooms__include_only_what_the_table_allows 'ui uses openssl'
	good_tree
	put src/app/a.c '#include "store/private.h"'
	finds rooms__keep_private_headers_private 'app includes a private header of store'
	good_tree
	put include/store/a.h '#include "store/private.h"'
	finds rooms__keep_private_headers_private 'a public header includes a private one'
	good_tree
	put src/store/a.c '#include "private.h"'
	finds rooms__name_headers_with_their_room 'a header without its room'
}

banned() {
	good_tree
	put src/app/a.c 'int f(void) { return sprintf (b, "x"); }'
	finds banned__functions_are_not_called 'sprintf'
	good_tree
	put src/core/a.c '/* no */ char *p = malloc(3); /* no */'
	finds banned__functions_are_not_called 'malloc in core'
	good_tree
	put src/app/a.c 'const char *q = "SELECT id FROM report";'
	finds banned__sql_stays_in_the_store 'SELECT in app'
	good_tree
	put src/app/a.c "/* see $(cd "$tree" && pwd -P)/notes */"
	finds banned__no_path_of_this_machine 'the path of the tree'
}

spdx() {
	good_tree
	echo 'int x;' >"$tree/src/core/a.c"
	finds spdx__every_file_names_the_licence 'C without SPDX'
	finds spdx__every_c_file_says_what_it_is 'C without a name'
	good_tree
	echo '#!/bin/sh' >"$tree/tools/a"
	finds spdx__every_file_names_the_licence 'a tool without SPDX'
}

style() {
	good_tree
	put src/core/a.c "$(many 16 '	' | tr -d '\n')x"
	finds style__lines_fit_the_screen '16 tabs'
	good_tree
	put src/core/a.c 'int x; '
	finds style__lines_fit_the_screen 'a blank at the end'
	good_tree
	put src/core/a.c "$(many 600 'int x;')"
	finds style__files_fit_600_lines '602 lines'
	good_tree
	put src/core/a.c 'int f(void)' '{' "$(many 81 '	g();')" '}'
	finds style__functions_fit_80_lines '81 lines'
	good_tree
	printf '#!/bin/sh\n# SPDX-License-Identifier: MIT\nif\n' >"$tree/tools/a"
	finds style__scripts_are_posix_sh 'a script that does not parse'
	good_tree
	printf '#!/bin/bash\n' >"$tree/tools/a"
	finds style__scripts_are_posix_sh 'a script for another shell'
}

link() {
	good_tree
	sed 's/^core_libs = libcore.a/& libstore.a/' Makefile.am >"$tree/Makefile.am"
	finds link__core_is_core_and_base_alone 'core_libs with the store'
	good_tree
	put tests/unit/a_test.c '#include "core/query.h"'
	echo 'unit_tests = tests/unit/a_test' >"$tree/Makefile.am"
	finds link__tests_link_the_lowest_room 'a test of core that links everything'
	good_tree
	put tests/unit/a_test.c
	finds link__every_source_is_in_the_makefile 'a test that is not run'
	good_tree
	put src/core/no_such_source.c
	finds link__every_source_is_in_the_makefile 'a source that is not built'
}

clean() {
	good_tree
	for script in rooms banned spdx style; do
		sh "$lint_dir/$script.sh" "$tree" | grep '^not ok'
	done
}

# Every check has a case above.
complete() {
	sed -nE 's/^check ([a-z0-9_]+).*/\1/p' "$lint_dir"/*.sh | grep -v '^self__' | while read -r name; do
		grep -q "finds $name" "$lint_dir/self.sh" || echo "self.sh has no case for $name"
	done
}

check self__rooms_can_fail rooms
check self__banned_can_fail banned
check self__spdx_can_fail spdx
check self__style_can_fail style
check self__link_can_fail link
check self__a_good_tree_passes clean
check self__every_check_has_a_case complete
finish
