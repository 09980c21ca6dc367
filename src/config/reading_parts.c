/* SPDX-License-Identifier: MIT */
/* reading_parts.c - settings that are groups or lists: clocks, closures, keys. */
#include <string.h>

#include "base/key.h"
#include "base/mem.h"
#include "config/reading.h"
#include "config/settings_table.h"

static const char *const clock_parts[] = { "length", "unit", "roll" };
static const char *const closure_parts[] = { "date", "name" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A part of row's value that is unknown, or known and not usable. */
static void refuse_part(struct reading *r, const struct setting *row, const config_setting_t *at,
			const char *const *names, size_t n)
{
	AUTOBUF domain = BUF_INIT;
	char hint[READING_HINT];
	const char *name = config_setting_name(at);
	bool known = false;

	for (size_t i = 0; i < n; i++)
		known = known || !strcmp(name, names[i]);
	setting_domain(row, &domain);
	if (known)
		reading_warn(r, at, "%s.%s is not usable; %s is %s", row->path, name, row->path, domain.s);
	else
		reading_warn(r, at, "%s has no %s%s", row->path, name, reading_hint(name, names, n, hint));
}

static bool read_clock_part(const struct setting *row, const config_setting_t *at,
			    struct settings_clock *c)
{
	const char *name = config_setting_name(at);
	unsigned choice;

	if (!strcmp(name, "length"))
		return value_int(at, row->min, row->max, &c->length);
	if (!strcmp(name, "unit") && value_choice(at, settings_units, &choice)) {
		c->unit = choice;
		return true;
	}
	if (!strcmp(name, "roll") && value_choice(at, settings_rolls, &choice)) {
		c->roll = choice;
		return true;
	}
	return false;
}

/*
 * Length and unit belong together: 90 days with the 90 misread must not
 * become 6 days. So a clock with any fault in it stays as it was.
 */
void read_clock(struct reading *r, const struct setting *row, const config_setting_t *at)
{
	struct settings_clock *field = (void *)((char *)r->s + row->offset);
	struct settings_clock c = *field;
	bool good = true;

	if (!config_setting_is_group(at)) {
		reading_refuse(r, row, at);
		return;
	}
	for (int i = 0; i < config_setting_length(at); i++) {
		const config_setting_t *part = reading_elem(at, (unsigned)i);

		if (read_clock_part(row, part, &c))
			continue;
		refuse_part(r, row, part, clock_parts, COUNT(clock_parts));
		good = false;
	}
	if (good)
		*field = c;
}

static bool read_closure(struct reading *r, const struct setting *row, const config_setting_t *at,
			 struct date *date, const char **name)
{
	if (!config_setting_is_group(at))
		return value_date(at, date);
	for (int i = 0; i < config_setting_length(at); i++) {
		const config_setting_t *part = reading_elem(at, (unsigned)i);
		const char *which = config_setting_name(part);

		if (!strcmp(which, "date") && value_date(part, date))
			continue;
		if (!strcmp(which, "name") && reading_text(part, 100, name) && **name)
			continue;
		refuse_part(r, row, part, closure_parts, COUNT(closure_parts));
	}
	return !date_is_none(*date);
}

static void add_closure(struct settings *s, struct date date, const char *name)
{
	size_t at = 0;

	while (at < s->closure_count && date_cmp(s->closures[at].date, date) < 0)
		at++;
	if (at == s->closure_count || date_cmp(s->closures[at].date, date) != 0) {
		MEM_GROW(s->closures, s->closure_cap, s->closure_count + 1);
		memmove(s->closures + at + 1, s->closures + at,
			(s->closure_count - at) * sizeof(s->closures[0]));
		s->closure_count++;
	}
	s->closures[at] = (struct settings_closure){ .date = date, .name = name };
}

/* A bare date stands for a closure without a name worth telling. */
void read_closures(struct reading *r, const struct setting *row, const config_setting_t *at)
{
	if (!config_setting_is_list(at) && !config_setting_is_array(at)) {
		reading_refuse(r, row, at);
		return;
	}
	for (int i = 0; i < config_setting_length(at); i++) {
		const config_setting_t *one = reading_elem(at, (unsigned)i);
		struct date date = DATE_NONE;
		const char *name = "closed";

		if (read_closure(r, row, one, &date, &name))
			add_closure(r->s, date, reading_keep(r, name));
		else
			reading_warn(r, one, "%s: entry %d has no usable date and is left out",
				     row->path, i + 1);
	}
}

static void drop_keys(struct settings *s, const char *action)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->key_count; i++)
		if (strcmp(s->keys[i].action, action) != 0)
			s->keys[kept++] = s->keys[i];
	s->key_count = kept;
}

static void add_key(struct reading *r, const config_setting_t *at, const char *action,
		    const char *key)
{
	struct settings *s = r->s;

	MEM_GROW(s->keys, s->key_cap, s->key_count + 1);
	s->keys[s->key_count++] = (struct settings_key){
		.action = arena_strdup(&s->arena, action),
		.key = arena_strdup(&s->arena, key),
		.file = arena_strdup(&s->arena, r->file),
		.line = config_setting_source_line(at),
	};
}

static bool usable_key(struct reading *r, const struct setting *row, const config_setting_t *at,
		       const char *action, const char **key)
{
	struct key keys[KEY_SEQUENCE_MAX];

	if (reading_text(at, 100, key) && key_parse_sequence(*key, keys) > 0)
		return true;
	reading_warn(r, at, "%s.%s: %s is not a key; keys are written \"j\", \"Ctrl-S\", \"F10\", \"g g\"",
		     row->path, action,
		     config_setting_get_string(at) ? config_setting_get_string(at) : "this");
	return false;
}

/* The old keys of the action go only when there is a sound new one or none is wanted. */
static void read_action(struct reading *r, const struct setting *row, const config_setting_t *at)
{
	const char *action = config_setting_name(at), *key;
	int n = config_setting_is_array(at) || config_setting_is_list(at)
			? config_setting_length(at) : -1;
	bool dropped = false;

	if (n == 0) {
		drop_keys(r->s, action);
		add_key(r, at, action, "");
	}
	for (int i = 0; i < (n < 0 ? 1 : n); i++) {
		const config_setting_t *one = n < 0 ? at : reading_elem(at, (unsigned)i);

		if (!usable_key(r, row, one, action, &key))
			continue;
		if (!dropped)
			drop_keys(r->s, action);
		dropped = true;
		add_key(r, one, action, key);
	}
}

void read_keys(struct reading *r, const struct setting *row, const config_setting_t *at)
{
	if (!config_setting_is_group(at)) {
		reading_refuse(r, row, at);
		return;
	}
	for (int i = 0; i < config_setting_length(at); i++)
		read_action(r, row, reading_elem(at, (unsigned)i));
}
