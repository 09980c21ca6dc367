#!/bin/sh
# SPDX-License-Identifier: MIT
# cage_strict.sh - attacks on a host whose sshd allows nothing but sessions.

config=strict
. "$(dirname "$0")/attacks.sh"

commands
terminals
line
connection
afterwards
finish
