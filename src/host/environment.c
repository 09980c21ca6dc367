/* SPDX-License-Identifier: MIT */
/*
 * environment.c - a session's environment: cleared, and set to what we say.
 *
 * sshd lets LANG and any LC_x through where AcceptEnv says so, and always TERM.
 * Everything a library might read (TERMINFO, TERMINFO_DIRS, HOME for ~/.terminfo,
 * SQLITE_TMPDIR, OPENSSL_CONF, LOCPATH, TZDIR) is gone afterwards.
 */
#include <ctype.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "host/host_private.h"

#define TERM_MAX 64

/* A name and nothing else: no path, no escape. */
static bool is_terminal_name(const char *s)
{
	size_t len = s ? strlen(s) : 0;

	return len > 0 && len <= TERM_MAX && isalnum((unsigned char)*s) &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-")] == '\0';
}

static bool is_number(const char *s)
{
	size_t len = s ? strlen(s) : 0;

	return len > 0 && len <= 4 && s[strspn(s, "0123456789")] == '\0';
}

/* "203.0.113.9 51234 198.51.100.1 22": the first word, where it is an address. */
static const char *read_address(struct arena *a)
{
	const char *s = getenv("SSH_CONNECTION");
	size_t len = s ? strcspn(s, " ") : 0;

	if (!len || len > 64 || strspn(s, "0123456789abcdefABCDEF.:%") < len)
		return NULL;
	return arena_strndup(a, s, len);
}

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
}

void environment_clear(struct environment *out, struct arena *a)
{
	char *term = arena_strdup(a, getenv("TERM"));
	char *columns = arena_strdup(a, getenv("COLUMNS")), *lines = arena_strdup(a, getenv("LINES"));
	const char *no_color = getenv("NO_COLOR");
	bool plain = no_color && *no_color;

	out->command = arena_strdup(a, getenv("SSH_ORIGINAL_COMMAND"));
	out->address = read_address(a);
	clearenv();
	set("PATH", "/usr/bin:/bin");
	set("HOME", "/nonexistent");
	set("LANG", "C.UTF-8");
	set("LC_ALL", "C.UTF-8");
	set("TERM", is_terminal_name(term) ? term : NULL);
	set("COLUMNS", is_number(columns) ? columns : NULL);
	set("LINES", is_number(lines) ? lines : NULL);
	set("NO_COLOR", plain ? "1" : NULL);
	setlocale(LC_ALL, "C.UTF-8");
}

int host_check_terminal(struct error *err)
{
	if (getenv("TERM"))
		return 0;
	return error_set(err, FAIL_USAGE, "screen", "TERM", "set TERM to what your terminal is, for example xterm",
			 "the name of your terminal is missing, or none");
}
