#!/bin/sh
# SPDX-License-Identifier: MIT
# valgrind.sh - closeout under valgrind, for "make check-valgrind": what it finds makes the run fail with 99.
exec valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
	--num-callers=20 "${TEST_BUILDDIR:?}/closeout" "$@"
