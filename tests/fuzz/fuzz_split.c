/* SPDX-License-Identifier: MIT */
/* fuzz_split.c - any bytes as the command line of a session, and as a login key. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/sshkey.h"
#include "base/utf8.h"
#include "host/split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What comes out as words has no more bytes than what went in, and is text without controls. */
static void check_words(const char *line, size_t len, struct arena *a)
{
	struct error err = ERROR_INIT;
	char **words;
	size_t all = 0;
	int n;

	if (host_split(line, len, a, &words, &n, &err) != 0) {
		if (err.kind != FAIL_USAGE || !*err.why)
			abort();
		return;
	}
	for (int i = 0; i < n; i++) {
		all += strlen(words[i]) + (i > 0);
		for (const char *p = words[i]; *p; p++)
			if (((unsigned char)*p < 0x20 && *p != '\t') || *p == 0x7F)
				abort();
	}
	if (words[n] || all > len)
		abort();
}

/* A key that is taken is taken again from what was made of it, and is the same one. */
static void check_key(const char *line, size_t len, struct arena *a)
{
	struct error err = ERROR_INIT;
	struct sshkey key, again;

	if (sshkey_read(line, len, a, &key, &err) != 0) {
		if (err.kind != FAIL_DATA || !*err.why)
			abort();
		return;
	}
	if (strchr(key.text, '\n') || strlen(key.comment) > SSHKEY_COMMENT_MAX)
		abort();
	if (sshkey_read(key.text, strlen(key.text), a, &again, &err) != 0 ||
	    strcmp(again.fingerprint, key.fingerprint) != 0 || strcmp(again.text, key.text) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTOARENA a = ARENA_INIT;
	char *line = malloc(size + 1);

	if (!line)
		abort();
	memcpy(line, data, size);
	line[size] = '\0';
	check_words(line, size, &a);
	check_key(line, size, &a);
	free(line);
	return 0;
}
