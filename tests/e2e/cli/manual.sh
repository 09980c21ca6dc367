#!/bin/sh
# SPDX-License-Identifier: MIT
# manual.sh - closeout(1) is what the program says of itself, and help puts examples first.

. "$(dirname "$0")/lib.sh"

top=${TEST_SRCDIR:?}

sh "$top/tools/manual.sh" "$co" "$top/man/closeout.1.in" >closeout.1 2>err
cmp closeout.1 "$top/man/closeout.1" >/dev/null
same=$?
result $same manual__is_fresh
[ $same = 0 ] || echo "# renew it: make renew-manual"

if command -v mandoc >/dev/null; then
	mandoc -T lint -W error closeout.1 >out 2>&1
	quiet manual__is_mdoc out
fi

"$co" help >all
for command in $(sed -n '/^usage:/,/^$/d; /^  [a-z]* .*/s/^  \([a-z]*\) .*/\1/p' all | sort -u); do
	[ "$command" = closeout ] && continue
	exits 0 "help__explains_$command" "$co" help "$command"
	case $(head -n 1 out) in
	'  closeout '*) result 0 "help__${command}_begins_with_an_example" ;;
	*) result 1 "help__${command}_begins_with_an_example" ;;
	esac
done
[ $count -gt 20 ]
result $? help__lists_the_commands
exits 0 help__explains_a_kind "$co" help recommendation
says help__says_who_sets_a_status out 'record-closure'
exits 0 help__lists_kinds "$co" help entities
exits 0 help__explains_queries "$co" help query
exits 2 help__of_nothing "$co" help nothing
finish
