# SPDX-License-Identifier: MIT
# common.sh - what tools/start and tools/check share: packages and builds.
#
# Both set "me" to their name and stand in the top folder of the checkout.

say() {
	echo "$me: $*" >&2
}

# run_quietly WHAT COMMAND ...: the output is shown only if the command fails.
run_quietly() {
	what=$1
	shift
	log=$(mktemp "${TMPDIR:-/tmp}/closeout-tools.XXXXXX") || return 1
	if "$@" >"$log" 2>&1 </dev/null; then
		rm -f "$log"
		return 0
	fi
	say "$what failed:"
	tail -n 60 "$log" >&2
	rm -f "$log"
	return 1
}

# Package, and the command or pkg-config module that shows it is there.
build_needs='
	build-essential cc
	build-essential make
	build-essential stdio.h
	autoconf autoreconf
	automake automake
	pkg-config pkg-config
	libncurses-dev ncursesw
	libsqlite3-dev sqlite3>=3.40
	libconfig-dev libconfig
	libutf8proc-dev libutf8proc
	libjansson-dev jansson
	libcsv-dev csv.h
	libssl-dev libcrypto
	libzstd-dev libzstd
	libseccomp-dev libseccomp'
test_needs='
	libcmocka-dev cmocka
	libvterm-dev vterm
	sqlite3 /usr/bin/sqlite3'
# The tests of a host over SSH run as root only, and nobody else wants an sshd for them.
ssh_needs='
	openssh-server /usr/sbin/sshd
	openssh-client /usr/bin/ssh
	procps /usr/bin/pgrep
	strace /usr/bin/strace'
[ "$(id -u)" != 0 ] || test_needs=$test_needs$ssh_needs

is_there() {
	case $1 in
	cc | make | autoreconf | automake | pkg-config) command -v "$1" >/dev/null ;;
	/*) [ -x "$1" ] ;;
	*.h) echo "#include <$1>" | cc -E - >/dev/null 2>&1 ;;
	*'>='*) pkg-config --exists "${1%%>=*} >= ${1##*>=}" 2>/dev/null ;;
	*) pkg-config --exists "$1" 2>/dev/null ;;
	esac
}

missing_packages() {
	echo "$1" | while read -r package sign; do
		[ -z "$package" ] || is_there "$sign" || echo "$package"
	done | sort -u
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

# install_missing NEEDS: fails with a sentence if something is missing and cannot be installed.
install_missing() {
	packages=$(missing_packages "$1" | tr '\n' ' ')
	[ -n "$packages" ] || return 0
	if ! command -v apt-get >/dev/null; then
		say "missing: $packages(Debian's names); install them and try again"
		return 1
	fi
	if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
		say "missing: $packages; as root: apt-get install $packages"
		return 1
	fi
	say "installing $packages"
	# sudo may ask for a password on the terminal: before its output is put aside.
	[ "$(id -u)" = 0 ] || sudo true || return 1
	if ! as_root apt-get -qq install -y --no-install-recommends $packages >/dev/null 2>&1 </dev/null; then
		run_quietly 'apt-get update' as_root apt-get -qq update || return 1
		run_quietly 'apt-get install' as_root apt-get -qq install -y --no-install-recommends \
			$packages || return 1
	fi
	packages=$(missing_packages "$1" | tr '\n' ' ')
	[ -z "$packages" ] || { say "still missing: $packages"; return 1; }
}

jobs() {
	getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1
}

# build FOLDER TARGETS [CONFIGURE-OPTION ...]: FOLDER is below build/.
build() {
	build_dir=build/$1
	targets=$2
	shift 2
	if [ ! -f configure ] || [ ! -f Makefile.in ]; then
		run_quietly autoreconf autoreconf -fi || return 1
	fi
	mkdir -p "$build_dir" || return 1
	if [ ! -f "$build_dir/Makefile" ] || [ "$(cat "$build_dir/options" 2>/dev/null)" != "$*" ]; then
		rm -f "$build_dir/options"
		(cd "$build_dir" && run_quietly configure ../../configure -q "$@") || return 1
		echo "$*" >"$build_dir/options"
	fi
	run_quietly make make -C "$build_dir" -s -j "$(jobs)" $targets
}
