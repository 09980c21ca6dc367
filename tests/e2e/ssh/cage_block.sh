#!/bin/sh
# SPDX-License-Identifier: MIT
# cage_block.sh - attacks on a host with the block that "host setup" writes into Debian's configuration.

config=block
. "$(dirname "$0")/attacks.sh"

words
terminals
line
afterwards
says block_refusals_are_noted access 'refusal,inspector,127.0.0.1,.*host keys -o'
[ "$(grep -c ',refusal,inspector,' access)" -ge 15 ]
result $? block_notes_refusals
finish
