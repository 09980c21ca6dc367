#!/bin/sh
# SPDX-License-Identifier: MIT
# settings.sh - R26: bad settings and themes are a message, never an end, a hang, or silence.

. "$(dirname "$0")/../e2e/cli/lib.sh"

db=$work/settings.db
conf=$work/bad.conf
"$co" -d "$db" init --sample >out 2>err || exit 99
cases=0 hung=0 crashed=0 silent=0 ended=0

# libconfig itself does not free what it holds of a text it cannot read.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export ASAN_OPTIONS

# run FILE: the program with these settings says what is wrong with them and works on.
run() {
	cases=$((cases + 1))
	timeout 10 "$co" -d "$db" -c "$1" list offices --format csv --columns ref --limit 1 >out 2>err </dev/null
	got=$?
	case $got in
	124) hung=$((hung + 1)) && echo "# hung: $what" ;;
	0) ;;
	*)
		if [ $got -gt 127 ]; then
			crashed=$((crashed + 1))
		else
			ended=$((ended + 1))
		fi
		echo "# status $got: $what"
		;;
	esac
	[ -s err ] || { silent=$((silent + 1)) && echo "# silent: $what"; }
	[ "$(tr -d '\012\040-\176\200-\377' <err | wc -c)" = 0 ] || { crashed=$((crashed + 1)) && echo "# control bytes: $what"; }
}

bad() {
	what=$*
	printf "$1\n" >"$conf"
	run "$conf"
}

# ---- values: of the wrong type, out of range, too long, misspelt

for value in 3000000000 99999999999999999999 -1 -99999999999999999999 1.5 '"15"' true '[1]' '(1)' '{ a = 1; }' 0x7fffffffffffffffL \
	9223372036854775808L 0777777777777777777777777; do
	bad "idle_minutes = $value;"
done
for value in 0 13 -5 '"january"' 2.0 false; do
	bad "fiscal = { start_month = $value; };"
done
for value in 0 -1 400000 '"x"' 1e9; do
	bad "payperiod = { days = $value; };"
done
for value in '"2013-02-30"' '"0000-00-00"' '"tomorrow"' 20130101 '"9999999999999-01-01"' '""'; do
	bad "payperiod = { anchor = $value; };"
done
for value in '"nothing"' 7 true '""' '"workbench "' '["last"]'; do
	bad "start = $value;"
done
for value in '"ymd"' 1 '"MDY "'; do
	bad "date_order = $value;"
done
for value in '"sometimes"' 2; do
	bad "color = $value;"
done
for value in '"yes"' 7 '{}'; do
	bad "ascii = $value;"
done
for value in '"../../etc/passwd"' '"/etc/passwd"' '"nosuch"' 7 '""' '"a b"' '"default.theme/.."' '"%%s%%n"'; do
	bad "theme = $value;"
done
for value in '(7)' '("2013-02-30")' '({ date = 7; })' '"x"' '({ date = "x"; name = 1; })' '7'; do
	bad "holidays = $value;"
done
for value in '7' '{ edit = 7; }' '{ edit = "Ctrl-Shift-Hyper-Q"; }' '{ edit = ""; }' '{ edit = "a b c d e f g"; }'; do
	bad "keys = $value;"
done
for value in 7 '{ name = 7; }' '{ nosuch = 1; }'; do
	bad "agency = $value;"
done
for name in idle_minute Idle_Minutes nonsense a_b_c; do
	bad "$name = 1;"
done

# ---- not settings at all

for text in '@include "/etc/passwd"' '@include "/etc"' '  @include "x"' '@include "'"$conf"'"' '=' '{' '}' '"' '/*' ';;;;' 'a = ' 'a = (' \
	'a = [1, "x"];' 'theme = "unended' 'theme = "a" "b' '\001\002\003' 'a = 1;\n\200\201\n' 'theme = "\377\376";' \
	'\357\273\277\357\273\277theme = 1;' 'idle_minutes 15' 'idle_minutes = 15 start = "last" x' 'a.b.c = 1;' '1 = 2;' '"a" = 1;' \
	'a = 1; a = 2;' 'start = "last"; start = "inbox";' '@' '@@' 'theme = @x;'; do
	bad "$text"
done
what="a NUL byte" && printf 'idle_minutes = 15;\000theme = 1;\n' >"$conf" && run "$conf"
what="nested deeply" && awk 'BEGIN { for (i = 0; i < 20000; i++) printf "a = { "; }' >"$conf" && run "$conf"
what="a long string" && awk 'BEGIN { printf "theme = \""; for (i = 0; i < 60000; i++) printf "a"; print "\";" }' >"$conf" && run "$conf"
what="too large" && awk 'BEGIN { for (i = 0; i < 200000; i++) print "# a line that says nothing" }' >"$conf" && run "$conf"
what="a megabyte of one line" && awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "x" }' >"$conf" && run "$conf"

# ---- not files

rm -f "$conf"
what="missing" && run "$conf"
what="a folder" && mkdir "$conf" && run "$conf" && rmdir "$conf"
what="a fifo" && mkfifo "$conf" && run "$conf" && rm "$conf"
what="a loop of links" && ln -s "$conf" "$conf" && run "$conf" && rm "$conf"
what="a device" && run /dev/zero
what="a terminal" && run /dev/tty
what="an empty name" && run ""

# ---- themes

mkdir -p "$work/config/closeout/themes"
theme() {
	what="theme: $*"
	printf "$1\n" >"$work/config/closeout/themes/mine.theme"
	echo 'theme = "mine";' >"$conf"
	XDG_CONFIG_HOME=$work/config run "$conf"
}
for text in 'text = 7;' 'text = { fg = 999; };' 'text = { fg = "\\033[31m"; };' 'nosuch = { fg = 1; };' 'text = { attrs = ["blink"]; };' \
	'text = { fg = -2; };' 'text = { fg = 3000000000; };' '{' '@include "/etc/passwd"' 'text = { attrs = 7; };' '\000' 'text = { nosuch = 1; };'; do
	theme "$text"
done

result $((cases < 100)) settings__there_are_a_hundred_cases
is settings__none_hangs 0 $hung
is settings__none_crashes 0 $crashed
is settings__none_ends_the_program 0 $ended
is settings__none_is_passed_over_in_silence 0 $silent

# ---- the control: what is right is silent, and does what it says

printf 'idle_minutes = 30;\nstart = "last";\nascii = true;\n' >"$conf"
what=right
silent=0
run "$conf" >/dev/null
is control__what_is_right_is_silent 1 $silent
echo "# RESULT R26 | bad settings are a message | $cases bad settings and themes | 0 hung, 0 crashed, 0 ended, 0 silent | what is right is silent"
finish
