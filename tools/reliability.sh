# SPDX-License-Identifier: MIT
# reliability.sh - the promises with the figures of a release; for tools/bench, which calls it with
# "reliability" and, if that is not the checkout, the build folder.
#
# Prints RESULTS: a head that says where and when, and one line a promise. What fails is printed with
# the end of what it said, and the exit status is 1. CLOSEOUT_PROGRAMS names some of the programs alone,
# CLOSEOUT_PROOF one test of them (see tests/reliability/README).

build=$(cd "${2:-.}" && pwd) || exit 1
level=${CLOSEOUT_RELIABILITY:-release}
case $level in
release) rounds=100000 mutants=20000 ;;
ci) rounds=5000 mutants=2000 ;;
*) rounds=300 mutants=100 ;;
esac
run_quietly "the build" make -C "$build" closeout reliability-programs || exit 1
programs=${CLOSEOUT_PROGRAMS:-$(make -s -C "$build" reliability-programs | tail -n 1)}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/closeout-reliability.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
CLOSEOUT_RELIABILITY=$level CLOSEOUT_ROUNDS=$rounds CLOSEOUT_MUTANTS=$mutants
TEST_SRCDIR=$PWD TEST_BUILDDIR=$build CLOSEOUT=$build/closeout CMOCKA_MESSAGE_OUTPUT=TAP
HOME=$scratch TMPDIR=$scratch LC_ALL=C.UTF-8 TZ=UTC TERM=xterm-256color
export CLOSEOUT_RELIABILITY CLOSEOUT_ROUNDS CLOSEOUT_MUTANTS TEST_SRCDIR TEST_BUILDDIR CLOSEOUT \
	CMOCKA_MESSAGE_OUTPUT HOME TMPDIR LC_ALL TZ TERM
unset XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR CLOSEOUT_DATABASE CLOSEOUT_DATADIR

echo "# level $level, $(date -u +%Y-%m-%d), $("$CLOSEOUT" --version | sed -n '1p;2p' | tr '\n' ' ')"
echo "# $(uname -srm), $(nproc 2>/dev/null) processors"
echo "# promise | what was promised | figure | result | control"
bad=0
for program in $programs; do
	case $program in
	*.sh) set -- sh "$PWD/$program" ;;
	*) set -- "$build/$program" ;;
	esac
	if "$@" >"$scratch/out" 2>&1; then
		sed -n 's/^# RESULT //p' "$scratch/out"
	else
		echo "# FAILED: $program"
		tail -n 20 "$scratch/out" | sed 's/^/#   /'
		bad=1
	fi
done
exit $bad
