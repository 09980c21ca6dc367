#!/bin/sh
# SPDX-License-Identifier: MIT
# hardening.sh - the built program has what the flags of compiler and linker promise.
#
# Skipped for builds with sanitizers and with --disable-hardening, which have other flags.

. "$(dirname "$0")/lib.sh"

command -v readelf >/dev/null || { echo "1..0 # SKIP readelf is missing"; exit 77; }
make=${TEST_BUILDDIR:?}/Makefile
grep -q '^OUR_CFLAGS.*-fstack-protector-strong' "$make" || { echo "1..0 # SKIP built without hardening"; exit 77; }
grep -q '^#define WITH_SANITIZERS' "$TEST_BUILDDIR/config.h" && { echo "1..0 # SKIP built with sanitizers"; exit 77; }

readelf -hldW "$co" >elf
readelf --dyn-syms -W "$co" >symbols

says program__is_position_independent elf 'Type: *DYN'
says relocations__are_read_only_after_start elf 'GNU_RELRO'
says relocations__are_all_made_at_start elf 'BIND_NOW|Flags: NOW'
says stack__is_not_executable elf 'GNU_STACK.* RW  *0x'
is segments__none_is_writable_and_executable 0 "$(grep -c 'LOAD.* RWE ' elf)"
says stack__is_guarded symbols '__stack_chk_fail'
says copies__are_checked symbols '__memcpy_chk'
says prints__are_checked symbols '__v?snprintf_chk'
is loader__knows_no_path_of_ours 0 "$(grep -cE 'RPATH|RUNPATH' elf)"
for flag in -fstack-clash-protection -ftrivial-auto-var-init=zero -fPIE; do
	says "flags__have_$flag" "$make" "^OUR_CFLAGS.*$flag"
done
says flags__fortify_at_the_highest_level "$make" 'FORTIFY_SOURCE=3'

# No program is started and no code is loaded by anything in it.
is symbols__start_no_program '' "$(grep -oE ' (system|popen|posix_spawnp?|exec[lv]p?e?|execvpe|fexecve|dlopen)@' symbols | sort -u)"
finish
