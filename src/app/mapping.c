/* SPDX-License-Identifier: MIT */
/* mapping.c - the options of an import as the text of a record, and back. */
#include "app/mapping.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

struct import_option {
	const char *name;
	const char **text; /* or */
	bool *flag;
	char between; /* entries of a list, a line each */
	bool given;   /* said beside the mapping: stands */
};

#define OPTIONS 13

static void options_of(struct import *im, struct import_option out[OPTIONS])
{
	const struct import_option all[OPTIONS] = {
		{ "map", &im->map, NULL, ',', false }, { "map-values", &im->values, NULL, ';', false },
		{ "none", &im->none, NULL, 0, false }, { "ignore", &im->ignore, NULL, ',', false },
		{ "date-format", &im->dates, NULL, 0, false }, { "create", &im->create, NULL, 0, false },
		{ "encoding", &im->encoding, NULL, 0, false }, { "separator", &im->separator, NULL, 0, false },
		{ "rows", &im->rows, NULL, 0, false }, { "key", &im->key, NULL, 0, false },
		{ "ragged", NULL, &im->ragged, 0, false }, { "csv-safe", NULL, &im->csv_safe, 0, false },
		{ "update", NULL, &im->update, 0, false },
	};

	memcpy(out, all, sizeof all);
	for (int i = 0; i < OPTIONS; i++)
		out[i].given = out[i].text && *out[i].text;
}

/* ---- text */

/* A line each: a map is long. A backslash takes the meaning from what separates, as on the command line. */
static void write_text(const struct import_option *o, struct buf *out)
{
	const char *p = *o->text;

	do {
		buf_addf(out, "%s%s ", out->len ? "\n" : "", o->name);
		for (; *p && *p != o->between; p++) {
			if (*p == '\\' && p[1])
				buf_addc(out, *p++);
			buf_addc(out, *p);
		}
		p += *p != '\0';
	} while (*p);
}

static void write_options(const struct import *im, struct buf *out)
{
	struct import copy = *im;
	struct import_option all[OPTIONS];

	options_of(&copy, all);
	for (int i = 0; i < OPTIONS; i++) {
		if (all[i].text && *all[i].text)
			write_text(&all[i], out);
		if (all[i].flag && *all[i].flag)
			buf_addf(out, "%s%s", out->len ? "\n" : "", all[i].name);
	}
}

static int bad_line(const char *name, const char *line, struct error *err)
{
	error_set(err, FAIL_DATA, "import", NULL, "one option a line, as behind import: encoding latin-1",
		  "\"%.80s\" is no option of an import", line);
	return error_where(err, "mapping %s", name);
}

/* What was said beside it stands. */
static int read_line(const char *line, const struct import_option all[OPTIONS], const char *name, struct arena *arena,
		     struct error *err)
{
	size_t len;

	line += strspn(line, " -");
	len = strcspn(line, " ");
	for (int i = 0; i < OPTIONS && len; i++) {
		const char *rest = line + len + strspn(line + len, " ");

		if (strlen(all[i].name) != len || strncmp(all[i].name, line, len) != 0)
			continue;
		if (all[i].flag)
			*all[i].flag = true;
		else if (!*rest)
			return bad_line(name, line, err);
		else if (!all[i].given)
			*all[i].text = *all[i].text && all[i].between
					       ? arena_printf(arena, "%s%c%s", *all[i].text, all[i].between, rest) : rest;
		return 0;
	}
	return *line ? bad_line(name, line, err) : 0;
}

static int read_options(const char *text, const char *name, struct arena *arena, struct import *im, struct error *err)
{
	struct import_option all[OPTIONS];
	int failed = 0;

	options_of(im, all);
	while (!failed && *text) {
		size_t len = strcspn(text, "\n");

		failed = read_line(arena_strndup(arena, text, len), all, name, arena, err);
		text += len + (text[len] == '\n');
	}
	return failed;
}

/* ---- records */

static const char *text_of(const struct record *r, const char *field)
{
	const struct value *v = &r->values[record_field_index(r->entity, record_field(r->entity, field))];

	return v->kind == VALUE_TEXT ? v->text : "";
}

int mapping_load(struct app *a, const char *name, struct arena *arena, struct import *im, struct error *err)
{
	const struct entity *e = record_entity(ENTITY_MAPPING);
	struct store_found found;
	struct record r;
	int failed = store_find(a->store, name, ENTITY_MAPPING, false, &found, err);

	if (!failed)
		failed = store_get(a->store, e, found.uid, a->today, arena, &r, err);
	if (failed) {
		error_what(err, "import");
		return failed;
	}
	if (record_entity_by_name(text_of(&r, "kind")) != im->entity)
		return error_set(err, FAIL_DATA, "import", name, "\"closeout list mappings\" shows them all",
				 "it is a mapping of %s", text_of(&r, "kind"));
	return read_options(text_of(&r, "options"), name, arena, im, err);
}

int mapping_check(struct app *a, const char *name, const struct import *im, struct error *err)
{
	struct store_found found;
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("-_.", name[i]))
			len = 0;
	if (len < 1 || len > 40)
		return error_set(err, FAIL_DATA, "import", "--save-mapping", "letters, digits, - _ and . up to 40",
				 "\"%.60s\" cannot be the name of a mapping", name);
	if (im->dry_run)
		return error_set(err, FAIL_USAGE, "import", "--save-mapping", "leave one of them out",
				 "a dry run writes nothing");
	if (store_find(a->store, name, ENTITY_MAPPING, true, &found, NULL) == 0)
		return error_set(err, FAIL_CREATE, "import", name,
				 "take another name, or change that one: closeout set NAME options=...",
				 "there is a mapping of that name already");
	return 0;
}

int mapping_save(struct app *a, const char *name, const struct import *im, struct error *err)
{
	const struct entity *e = record_entity(ENTITY_MAPPING);
	AUTOBUF text = BUF_INIT;
	struct door_field fields[] = {
		{ .field = record_field(e, "name"), .text = name },
		{ .field = record_field(e, "kind"), .text = im->entity->name },
		{ .field = record_field(e, "options") },
	};
	struct door_change change = { .entity = e, .add = true, .fields = fields, .n_fields = 3 };
	struct door_request r = { .verb = "add", .effective = DATE_NONE, .changes = &change, .n_changes = 1 };

	write_options(im, &text);
	if (!text.len)
		return error_set(err, FAIL_NO, "import", "--save-mapping", NULL, "no option was given that could be kept");
	fields[2].text = text.s;
	clock_uuid(change.uid);
	return door_commit(a, &r, NULL, NULL, err);
}
