/* SPDX-License-Identifier: MIT */
/* split.c - a command line into words, without a shell. */
#include "host/split.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

static int refuse(struct error *err, const char *why)
{
	return error_set(err, FAIL_USAGE, "command", NULL, "\"help\" lists the commands; no shell reads this line", "%s", why);
}

static bool is_control(unsigned char c)
{
	return (c < 0x20 && c != '\t') || c == 0x7F;
}

/* C0 and DEL; C1 are two bytes in UTF-8. */
static const char *wrong_bytes(const char *line, size_t len)
{
	if (len > HOST_LINE_MAX)
		return "it has more than 4096 bytes";
	if (!utf8_valid(line, len, NULL))
		return "it is not UTF-8 text";
	for (size_t i = 0; i < len; i++) {
		if (is_control((unsigned char)line[i]))
			return "it holds control characters or line ends";
		if ((unsigned char)line[i] == 0xC2 && (unsigned char)line[i + 1] < 0xA0)
			return "it holds control characters or line ends";
	}
	return NULL;
}

/* Reads one word at *at. Returns NULL, or what is wrong. */
static const char *read_word(const char *line, size_t len, size_t *at, struct buf *out)
{
	char quote = 0;

	for (; *at < len; ++*at) {
		char c = line[*at];

		if (!quote && (c == ' ' || c == '\t'))
			break;
		if (quote ? c == quote : c == '\'' || c == '"') {
			quote = quote ? 0 : c;
			continue;
		}
		if (c == '\\' && quote != '\'') {
			char next = *at + 1 < len ? line[*at + 1] : 0;

			if (!next)
				return "a backslash stands at its end";
			if (!quote || next == '"' || next == '\\')
				c = line[++*at];
		}
		buf_addc(out, c);
	}
	return quote ? "a quote does not end" : NULL;
}

int host_split(const char *line, size_t len, struct arena *a, char ***words, int *n, struct error *err)
{
	const char *wrong = wrong_bytes(line, len);
	char **out;
	size_t at = 0;
	int count = 0;

	if (wrong)
		return refuse(err, wrong);
	out = arena_alloc(a, (len / 2 + 2) * sizeof *out);
	while (at < len) {
		AUTOBUF word = BUF_INIT;

		if (line[at] == ' ' || line[at] == '\t') {
			at++;
			continue;
		}
		wrong = read_word(line, len, &at, &word);
		if (wrong)
			return refuse(err, wrong);
		out[count++] = arena_strndup(a, word.s, word.len);
	}
	*words = out;
	*n = count;
	return 0;
}
