#!/bin/sh
# SPDX-License-Identifier: MIT
# nobody.sh - what somebody else on the machine may not do. As root it becomes nobody for that.

. "$(dirname "$0")/lib.sh"

as_nobody="sh ${TEST_SRCDIR:?}/tests/unprivileged.sh"

if [ "$(id -u)" != 0 ]; then
	echo "1..0 # SKIP only root can become somebody else"
	exit 77
fi

open=$(mktemp -d /tmp/closeout-nobody.XXXXXX) || exit 99
trap 'rm -rf "$work" "$open"' EXIT
chmod 755 "$open"
mkdir "$open/theirs"
chmod 777 "$open/theirs"
# The build may be in a folder that nobody else may enter.
cp "$co" "$open/closeout"
co=$open/closeout
HOME=$open/theirs
export HOME

"$co" -d "$open/mine.db" init >/dev/null 2>&1
exits 69 database_of_another__cannot_be_opened $as_nobody "$co" -d "$open/mine.db" list reports
is database_of_another__is_said_in_one_line 1 "$(wc -l <err | tr -d ' ')"
exits 73 folder_of_another__takes_no_database $as_nobody "$co" -d "$open/new.db" init
exits 0 own__database_can_be_made $as_nobody "$co" -d "$open/theirs/own.db" init
exits 1 own__database_can_be_read $as_nobody "$co" -d "$open/theirs/own.db" list reports
exits 0 own__account_is_the_login $as_nobody "$co" -d "$open/theirs/own.db" list users
says own__account_is_nobody out '^nobody +personal'

# The file is handed over, the account in it is not.
chown 65534:65534 "$open"/mine.db*
mv "$open"/mine.db* "$open/theirs/"
exits 77 login__that_is_no_account_is_refused $as_nobody "$co" -d "$open/theirs/mine.db" list reports
finish
