#!/bin/sh
# SPDX-License-Identifier: MIT
# cage_debian.sh - attacks on a host whose sshd is as Debian brings it, and the control that leaks.

config=debian
. "$(dirname "$0")/attacks.sh"

line
is control__without_restrict_leaks 'local=1 dynamic=1 remote=124 unix=made jump=1 agent=1 ' "$(leaks control)"
host control -- env >out 2>err </dev/null
harmless control__forced_command_alone_still_holds $?
afterwards
finish
