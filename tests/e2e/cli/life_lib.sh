# SPDX-License-Identifier: MIT
# life_lib.sh - what tests of life cycles share: the sample in s.db, acted on by an account on a day.

as() { # as USER TODAY ARGUMENTS ...
	u=$1 day=$2
	shift 2
	"$co" -d s.db --user "$u" --today "$day" "$@"
}

field() { # field REF FIELD
	"$co" -d s.db show "$1" --format json | tr ',' '\n' | sed -n "s/^{*\"$2\":\"*\([^\"}]*\)\"*}*\$/\1/p" | head -n 1
}

"$co" -d s.db init --sample >out 2>err

# One letter, five recommendations, five outcomes.
cat >lines.json <<'END'
[{"recommendation":"OIG-11-119/12","outcome":"close","closure_reason":"implemented"},
 {"recommendation":"OIG-11-119/13","outcome":"more","note":"the roster"},
 {"recommendation":"OIG-12-130/1","outcome":"hold"},
 {"recommendation":"OIG-12-130/2","outcome":"withdraw","note":"no plan yet"},
 {"recommendation":"OIG-10-63/1","outcome":"no_change"}]
END
