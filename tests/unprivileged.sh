#!/bin/sh
# SPDX-License-Identifier: MIT
# unprivileged.sh - runs a command as nobody when the tests run as root.
#
# For tests of what permissions refuse: root may read and write everything, so
# as root they would pass or fail for the wrong reason.
# Usage: unprivileged.sh COMMAND [ARGUMENT ...]

if [ "$(id -u)" != 0 ]; then
	exec "$@"
fi
if ! command -v setpriv >/dev/null; then
	echo "unprivileged.sh: setpriv is missing (package util-linux)" >&2
	exit 77
fi
exec setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "$@"
