#!/bin/sh
# SPDX-License-Identifier: MIT
# pages.sh - what people read: overview, a record, lists, the log, as golden files.
#
# RENEW_GOLDENS=1 writes them anew; read the difference like code.

. "$(dirname "$0")/lib.sh"

golden=${TEST_SRCDIR:?}/tests/e2e/cli/golden

page() { # page NAME WORD ...: the output of closeout WORD ... is golden/NAME.txt
	name=$1
	shift
	"$co" -d s.db "$@" >out 2>err </dev/null
	[ -z "$RENEW_GOLDENS" ] || cp out "$golden/$name.txt"
	diff "$golden/$name.txt" out >difference 2>&1
	same=$?
	result $same "page__$name"
	[ $same = 0 ] || sed 's/^/# /' difference | head -n 40
}

"$co" -d s.db init --sample >/dev/null 2>&1

page overview overview
page overview-2011 overview --as-of 2011-12-31
page recommendation show OIG-12-130/1
page report show OIG-11-119 --as-of 2011-12-31
page letter show C-2
page plan show RECLASS-FY13
page milestone show M0.2
page open list recommendations is:open
page milestones list milestones --columns ref,forecast,duration,baseline,slip,state,title
page log log OIG-12-130/1
page search search classification study
page entities help entities
page help help
finish
