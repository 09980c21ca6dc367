/* SPDX-License-Identifier: MIT */
/*
 * keymap.c - which key does what where.
 *
 * Built from the action table's default keys, then the settings: keys named
 * there for an action replace its defaults. Two actions may share a key as long
 * as their contexts do not overlap; a clash in the settings is a warning and
 * the earlier binding stays.
 */
#include "app/action.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"

struct binding {
	const struct action *action;
	struct key keys[KEY_SEQUENCE_MAX];
	int n;
	char name[KEY_NAME_MAX * KEY_SEQUENCE_MAX];
};

struct keymap {
	struct binding *at;
	size_t n, cap;
};

static bool starts_with(const struct binding *b, const struct key *keys, int n)
{
	if (b->n < n)
		return false;
	for (int i = 0; i < n; i++)
		if (!key_equal(b->keys[i], keys[i]))
			return false;
	return true;
}

static const struct binding *clash(const struct keymap *m, const struct action *a,
				   const struct key *keys, int n)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->at[i];

		if (!(b->action->contexts & a->contexts) || b->action == a)
			continue;
		if (starts_with(b, keys, n < b->n ? n : b->n))
			return b;
	}
	return NULL;
}

static void bind_key(struct keymap *m, const struct action *a, const struct key *keys, int n)
{
	MEM_GROW(m->at, m->cap, m->n + 1);
	struct binding *b = &m->at[m->n++];
	size_t at = 0;

	*b = (struct binding){ .action = a, .n = n };
	for (int i = 0; i < n; i++) {
		char name[KEY_NAME_MAX];

		b->keys[i] = keys[i];
		at += (size_t)snprintf(b->name + at, sizeof b->name - at, "%s%s", i ? " " : "",
				       key_text(keys[i], name));
	}
}

/* The table's own keys are checked by a test; here they are only taken. */
static void bind_defaults(struct keymap *m, const struct action *a)
{
	const char *s = a->keys;
	struct key keys[KEY_SEQUENCE_MAX];
	char one[64];

	while (s && *s) {
		size_t len = strcspn(s, "|");

		snprintf(one, sizeof one, "%.*s", (int)len, s);
		int n = key_parse_sequence(one, keys);
		if (n)
			bind_key(m, a, keys, n);
		s += len + (s[len] == '|');
	}
}

static bool in_settings(const struct settings *settings, const char *id)
{
	for (size_t i = 0; i < settings->key_count; i++)
		if (strcmp(settings->keys[i].action, id) == 0)
			return true;
	return false;
}

static void warn_unknown(const struct settings_key *k, struct warnings *w)
{
	const char *names[512];
	size_t n = action_count() < 512 ? action_count() : 512;

	for (size_t i = 0; i < n; i++)
		names[i] = action_at(i)->id;
	const char *near = nearest_name(k->action, names, n);
	warnings_add(w, "%s:%d: keys: no action is called \"%s\"%s%s%s", k->file, k->line,
		     k->action, near ? ", did you mean \"" : "", near ? near : "",
		     near ? "\"?" : "");
}

static void bind_setting(struct keymap *m, const struct settings_key *k, struct warnings *w)
{
	const struct action *a = action_by_id(k->action);
	struct key keys[KEY_SEQUENCE_MAX];

	if (!a) {
		warn_unknown(k, w);
		return;
	}
	if (!k->key[0])
		return;
	int n = key_parse_sequence(k->key, keys);
	if (!n) {
		warnings_add(
			w, "%s:%d: keys: %s: \"%s\" is no key; names are like j, Ctrl-S, F10, PgDn",
			k->file, k->line, k->action, k->key);
		return;
	}
	const struct binding *other = clash(m, a, keys, n);
	if (other) {
		warnings_add(
			w,
			"%s:%d: keys: %s is already the key of \"%s\"; give that action another one first",
			k->file, k->line, k->key, other->action->id);
		return;
	}
	bind_key(m, a, keys, n);
}

struct keymap *keymap_new(const struct settings *settings, struct warnings *w)
{
	struct keymap *m = mem_alloc(sizeof *m);

	for (size_t i = 0; i < action_count(); i++)
		if (!settings || !in_settings(settings, action_at(i)->id))
			bind_defaults(m, action_at(i));
	for (size_t i = 0; settings && i < settings->key_count; i++)
		bind_setting(m, &settings->keys[i], w);
	return m;
}

void keymap_free(struct keymap *m)
{
	if (m)
		free(m->at);
	free(m);
}

enum keymap_answer keymap_find(const struct keymap *m, unsigned context, const struct key *keys,
			       int n, const struct action **out)
{
	enum keymap_answer answer = KEYMAP_NONE;

	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->at[i];

		if (!(b->action->contexts & context) || !starts_with(b, keys, n))
			continue;
		if (b->n == n) {
			*out = b->action;
			return KEYMAP_FOUND;
		}
		answer = KEYMAP_MORE;
	}
	return answer;
}

const char *keymap_key(const struct keymap *m, const struct action *a, int n)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].action == a && n-- == 0)
			return m->at[i].name;
	return NULL;
}
