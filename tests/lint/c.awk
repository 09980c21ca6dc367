# SPDX-License-Identifier: MIT
# c.awk - C without comments: prints "file:line: text" for lines with text left.
#
# want=code gives the code with the contents of strings and characters taken
# out; want=strings gives the contents of strings alone.

FNR == 1 { in_comment = 0 }

function split_line(line,    code, strings, mark, rest, literal) {
	code = strings = ""
	while (line != "") {
		if (in_comment) {
			if (!(RSTART = index(line, "*/")))
				break
			line = substr(line, RSTART + 2)
			in_comment = 0
			continue
		}
		if (!match(line, /["'\/]/)) {
			code = code line
			break
		}
		code = code substr(line, 1, RSTART - 1)
		mark = substr(line, RSTART, 1)
		rest = substr(line, RSTART + 1)
		if (mark == "/" && substr(rest, 1, 1) == "*") {
			in_comment = 1
			line = substr(rest, 2)
		} else if (mark == "/" && substr(rest, 1, 1) == "/") {
			break
		} else if (mark == "/") {
			code = code mark
			line = rest
		} else {
			match(rest, mark == "\"" ? "^([^\"\\\\]|\\\\.)*" : "^([^'\\\\]|\\\\.)*")
			literal = substr(rest, 1, RLENGTH)
			line = substr(rest, RLENGTH + 2)
			code = code mark mark
			if (mark == "\"")
				strings = strings literal " "
		}
	}
	return want == "strings" ? strings : code
}

{
	text = split_line($0)
	if (text ~ /[^ \t]/)
		print FILENAME ":" FNR ": " text
}
