/* SPDX-License-Identifier: MIT */
/*
 * case_words.c - the words of a line of a case.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "case.h"

void words_free(struct words *w)
{
	for (int i = 0; i < w->count; i++)
		free(w->word[i]);
	*w = (struct words){ .count = 0 };
}

/* The value of $NAME; NULL if there is none. */
static const char *value_of(struct test_case *c, const char *name, char *dst, size_t size)
{
	static const struct { const char *name, *from; } places[] = {
		{ "SRC", "TEST_SRCDIR" }, { "BUILD", "TEST_BUILDDIR" },
	};

	if (strcmp(name, "TMP") == 0)
		return c->tmp;
	if (strcmp(name, "PROGRAM") == 0)
		return c->program.s;
	if (strcmp(name, "DB") == 0) {
		snprintf(dst, size, "%s/case.db", c->tmp);
		return dst;
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(name, places[i].name) == 0)
			return getenv(places[i].from) ? getenv(places[i].from) : getcwd(dst, size);
	for (int i = 0; i < c->env_count; i++)
		if (strncmp(c->env[i], name, strlen(name)) == 0 && c->env[i][strlen(name)] == '=')
			return c->env[i] + strlen(name) + 1;
	return NULL;
}

/* Replaces the variable at s ("$NAME"); returns the bytes taken, 0 if it is no name. */
static size_t expand_one(struct test_case *c, struct buf *dst, const char *s, size_t len)
{
	char name[64], path[512];
	const char *value;
	size_t n = 1;

	while (n < len && n < sizeof(name) && (isalnum((unsigned char)s[n]) || s[n] == '_'))
		n++;
	if (n == 1)
		return 0;
	memcpy(name, s + 1, n - 1);
	name[n - 1] = '\0';
	value = value_of(c, name, path, sizeof(path));
	if (value == NULL) {
		case_fail(c, "$%s has no value", name);
		return 0;
	}
	buf_adds(dst, value);
	return n;
}

bool words_expand(struct test_case *c, struct buf *dst, const char *text, size_t len)
{
	buf_clear(&c->why);
	for (size_t i = 0; i < len;) {
		size_t n = text[i] == '$' ? expand_one(c, dst, text + i, len - i) : 0;

		if (c->why.len > 0)
			return false;
		if (n == 0)
			buf_addc(dst, text[i]);
		i += n ? n : 1;
	}
	return true;
}

/* Reads the quoted string at s (behind its quote); returns what follows it, NULL if it has no end. */
static const char *read_quoted(struct test_case *c, const char *s, struct buf *dst)
{
	static const char names[] = "nte\"\\$", values[] = "\n\t\033\"\\$";

	while (*s != '"') {
		const char *escape;
		size_t n;

		if (*s == '\0') {
			case_fail(c, "a string without its end");
			return NULL;
		}
		if (*s != '\\') {
			n = *s == '$' ? expand_one(c, dst, s, strlen(s)) : 0;
			if (n == 0)
				buf_addc(dst, *s);
			s += n ? n : 1;
			continue;
		}
		escape = s[1] != '\0' ? strchr(names, s[1]) : NULL;
		if (escape == NULL) {
			case_fail(c, "an escape of no meaning: \\%c", s[1]);
			return NULL;
		}
		buf_addc(dst, values[escape - names]);
		s += 2;
	}
	return s + 1;
}

bool words_read(struct test_case *c, const char *line, struct words *w)
{
	buf_clear(&c->why);
	for (line += strspn(line, " \t"); *line != '\0'; line += strspn(line, " \t")) {
		AUTOBUF word = BUF_INIT;

		if (w->count == CASE_WORDS_MAX)
			return case_fail(c, "too many words");
		/* A quote within a word too: text="a phrase". */
		while (*line != '\0' && *line != ' ' && *line != '\t') {
			size_t n = strcspn(line, " \t\"");

			/* A lone one is a sign like any other: keys " */
			bool alone = strchr(line + 1, '"') == NULL &&
				     (word.len > 0 || line[1] == '\0' || line[1] == ' ');
			if (*line == '"' && !alone) {
				line = read_quoted(c, line + 1, &word);
				if (line == NULL)
					return false;
				continue;
			}
			n = n ? n : 1;
			if (!words_expand(c, &word, line, n))
				return false;
			line += n;
		}
		if (c->why.len > 0)
			return false;
		w->word[w->count++] = mem_strdup(word.s);
	}
	return true;
}
