/* SPDX-License-Identifier: MIT */
/*
 * import_refs.c - records that a register names in its own way.
 *
 * By another field (report.title), offices also by their full name; and offices
 * that are not there are made on the way, where that was asked for. A register
 * names the same few a thousand times, so answers are kept.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/import_private.h"
#include "base/clock.h"
#include "base/mem.h"

/* An answer: the reference for a text; NULL: leave the text to the door. */
struct answer {
	const struct field *by; /* NULL: as it stands */
	enum entity_id target;
	char *text;
	char *ref;
	const char *why;        /* not NULL: it names none, or several */
};

#define SLOTS 1024 /* answers kept; a text takes the place of another */

struct import_cache {
	struct answer slots[SLOTS];
};

void import_cache_free(struct import_cache *cache)
{
	for (int i = 0; cache && i < SLOTS; i++) {
		free(cache->slots[i].text);
		free(cache->slots[i].ref);
	}
	free(cache);
}

static struct answer *slot_of(struct reading_rows *r, const struct import_cell *c, bool *known)
{
	const struct import_target *t = c->target;
	uint64_t h = UINT64_C(14695981039346656037) ^ (uintptr_t)t->by ^ (uint64_t)t->field->target;
	struct answer *a;

	if (!r->cache)
		r->cache = mem_alloc(sizeof *r->cache);
	for (const char *p = c->text; *p; p++)
		h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
	a = &r->cache->slots[(h ^ h >> 32) % SLOTS];
	*known = a->text && a->by == t->by && a->target == t->field->target && strcmp(a->text, c->text) == 0;
	if (*known)
		return a;
	free(a->text);
	free(a->ref);
	*a = (struct answer){ .by = t->by, .target = t->field->target, .text = mem_strdup(c->text) };
	return a;
}

/* The records whose field has exactly that text, up to two; the reference of the first. */
static int find_by(struct reading_rows *r, const struct entity *e, const struct field *by, const char *text,
		   char **ref)
{
	struct value v = value_text(text);
	struct query q = { .kind = QUERY_COMPARE, .field = by, .compare = QUERY_EQUAL, .values = &v, .n_values = 1 };
	struct select s = { .entity = e, .where = &q, .today = r->app->today };
	struct columns c = { .n = 2, .at = { { .pseudo = QUERY_FIELD, .field = by }, { .pseudo = QUERY_REF } } };
	AUTOARENA arena = ARENA_INIT;
	struct ids ids = { 0 };
	struct rows rows = { 0 };
	int hits = 0;

	if (store_ids(r->app->store, &s, &ids, NULL) == 0 &&
	    store_rows(r->app->store, &s, &c, ids.at, ids.n > 64 ? 64 : (int)ids.n, &arena, &rows, NULL) == 0)
		for (int i = 0; i < rows.n; i++) {
			const char *is = rows.cells[2 * i], *its = rows.cells[2 * i + 1];

			if (!is || !its || strcasecmp(is, text) != 0 || hits++)
				continue;
			*ref = mem_strdup(its);
		}
	ids_release(&ids);
	return hits;
}

/* ---- offices that are not there yet */

static bool looks_like_code(const char *text)
{
	size_t len = strlen(text), plain = 0;

	for (const char *p = text; *p; p++)
		plain += isalnum((unsigned char)*p) || strchr("-_&./", *p);
	return len >= 1 && len <= 24 && plain == len;
}

/* An office that was made for an earlier row of the file. */
static bool made_already(const struct reading_rows *r, const char *code)
{
	size_t len = strlen(code);

	for (int i = 0; i < r->made.n; i++)
		if (strncasecmp(r->made.at[i], code, len) == 0 && r->made.at[i][len] == ' ')
			return true;
	return false;
}

static bool taken(struct reading_rows *r, const char *code)
{
	struct store_found found;

	return made_already(r, code) || store_find(r->app->store, code, ENTITY_OFFICE, true, &found, NULL) == 0;
}

/* A code for an office known by its name: the first letters of its words, and a number where that is taken. */
static const char *make_code(struct reading_rows *r, const char *name)
{
	static const char *const small[] = { "of", "the", "and", "for", "to", "in", "on", "at", "a", "an" };
	AUTOBUF code = BUF_INIT;
	size_t base;

	for (const char *p = name; *p && code.len < 16;) {
		size_t len = strcspn(p, " ,;:/()&.-");
		bool skip = len == 0 || !isalnum((unsigned char)*p);

		for (size_t i = 0; i < sizeof small / sizeof *small; i++)
			skip = skip || (strlen(small[i]) == len && strncasecmp(small[i], p, len) == 0);
		if (!skip)
			buf_addc(&code, (char)toupper((unsigned char)*p));
		p += len + (p[len] != '\0');
	}
	if (code.len < 2) {
		buf_clear(&code);
		buf_adds(&code, "OFFICE");
	}
	base = code.len;
	for (int i = 2; taken(r, code.s); i++) {
		buf_cut(&code, base);
		buf_addf(&code, "-%d", i);
	}
	return arena_strdup(&r->arena, code.s);
}

/* A record of its own, put in front of the rows that name it: it stays where such a row is bad. */
static const char *make_office(struct reading_rows *r, const char *text, int for_row)
{
	const struct entity *e = record_entity(ENTITY_OFFICE);
	const char *code = looks_like_code(text) ? arena_strdup(&r->arena, text) : make_code(r, text);
	struct import_row *row;
	struct door_change *c;
	int at = r->n_rows;

	MEM_GROW(r->rows, r->cap_rows, r->n_rows + 1);
	row = &r->rows[r->n_rows++];
	*row = (struct import_row){ .where = r->rows[for_row].where, .line = r->rows[for_row].line, .made = true,
				    .number = r->rows[for_row].number, .first = r->n_changes, .n_changes = 1 };
	c = import_new_change(r, e, 2, at);
	import_add_field(r, c, record_field(e, "code"), code);
	import_add_field(r, c, record_field(e, "name"), text);
	import_word(r, &r->made, arena_printf(&r->arena, "%s  %s", code, text));
	return code;
}

/* ---- answering */

static void answer_by(struct reading_rows *r, const struct import_cell *c, struct answer *a)
{
	const struct entity *e = record_entity(c->target->field->target);
	int hits = find_by(r, e, c->target->by, c->text, &a->ref);

	if (!hits)
		a->why = "names none";
	else if (hits > 1)
		a->why = "names several";
}

static void answer_office(struct reading_rows *r, const struct import_cell *c, struct answer *a)
{
	const struct entity *e = record_entity(ENTITY_OFFICE);
	struct store_found found;
	int hits;

	if (r->im->entity == e || made_already(r, c->text) ||
	    store_find(r->app->store, c->text, ENTITY_OFFICE, false, &found, NULL) == 0)
		return;
	hits = find_by(r, e, record_field(e, "name"), c->text, &a->ref);
	if (hits > 1)
		a->why = "is the name of several offices";
	else if (!hits && r->rules.create_offices && !import_like_none(c->text))
		a->ref = mem_strdup(make_office(r, c->text, c->row));
}

void import_names_none(struct reading_rows *r, const struct import_named *n, const char *why)
{
	import_problem(r, &(struct import_problem){
		.row = n->row, .name = n->column, .column = n->number, .field = n->field, .line = r->rows[n->row].line,
		.kind = FAIL_MISSING, .why = arena_printf(&r->of_rows, "\"%.80s\" %s", n->text, why),
		.next = "add that record first, or name it otherwise with --map-values" });
}

/* One of the file's own kind may stand further on in it: an answer is not kept, nor is there always one. */
static bool own_kind(struct reading_rows *r, struct import_cell *c, struct import_named *n)
{
	AUTOFREE char *ref = NULL;
	int hits = find_by(r, r->im->entity, n->by, c->text, &ref);

	if (hits > 1) {
		import_names_none(r, n, "names several");
		return false;
	}
	if (hits) {
		c->text = arena_strdup(&r->of_rows, ref);
		return true;
	}
	n->text = arena_strdup(&r->of_rows, c->text);
	n->column = arena_strdup(&r->of_rows, n->column);
	MEM_GROW(r->named, r->cap_named, r->n_named + 1);
	r->named[r->n_named++] = *n;
	return true;
}

bool import_reference(struct reading_rows *r, struct import_cell *c)
{
	const struct import_target *t = c->target;
	bool office = t->field->target == ENTITY_OFFICE, known;
	struct import_named n = { .row = c->row, .field = t->field, .by = t->by, .text = c->text,
				  .column = c->column ? c->column->name : t->field->name,
				  .number = c->column ? c->column->number : 0 };
	struct answer *a;

	if (!r->app->store || (!t->by && !office))
		return true;
	if (t->by && t->field->target == r->im->entity->id)
		return own_kind(r, c, &n);
	a = slot_of(r, c, &known);
	if (!known && t->by)
		answer_by(r, c, a);
	else if (!known)
		answer_office(r, c, a);
	if (a->why) {
		import_names_none(r, &n, a->why);
		return false;
	}
	if (a->ref)
		c->text = arena_strdup(&r->of_rows, a->ref);
	return true;
}
