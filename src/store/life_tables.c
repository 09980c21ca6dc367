/* SPDX-License-Identifier: MIT */
/*
 * life_tables.c - the rules of the life cycles as tables in the file.
 *
 * Written with the schema and never changed: anybody can look what the file lets
 * pass, and its guards (guards_life.c) hold every entry of the log to it.
 */
#include <stdio.h>
#include <string.h>

#include "core/lifecycle.h"
#include "store/store_private.h"

#define RULES_MAX 128

/* In life_rule the marks are 0 or 1; scope is what a delegation has to cover. */
const struct life_table life_tables[] = {
	{ "life_rule", "verb TEXT NOT NULL, entity TEXT NOT NULL, moves TEXT, only_field TEXT, only_value TEXT, scope TEXT NOT NULL, "
		       "owner INTEGER NOT NULL, adder INTEGER NOT NULL, submits INTEGER NOT NULL, decides INTEGER NOT NULL, "
		       "approves INTEGER NOT NULL, recalls INTEGER NOT NULL, waits INTEGER NOT NULL, final INTEGER NOT NULL, "
		       "proof INTEGER NOT NULL, completer INTEGER NOT NULL, PRIMARY KEY (verb, entity)" },
	{ "life_role", "entity TEXT NOT NULL, verb TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (entity, verb, role)" },
	{ "life_state", "entity TEXT NOT NULL, verb TEXT NOT NULL, state TEXT NOT NULL, next TEXT, "
			"PRIMARY KEY (entity, verb, state)" },
	{ "life_about", "entity TEXT NOT NULL, verb TEXT NOT NULL, action TEXT NOT NULL, again INTEGER NOT NULL, "
			"role TEXT NOT NULL, PRIMARY KEY (entity, verb, action, again, role)" },
	{ "life_field", "entity TEXT NOT NULL, field TEXT NOT NULL, verb TEXT NOT NULL, start TEXT, "
			"PRIMARY KEY (entity, field, verb)" },
};
const size_t life_n_tables = sizeof life_tables / sizeof *life_tables;

int life_tables_make(struct store *s, struct error *err)
{
	AUTOBUF sql = BUF_INIT;

	for (size_t i = 0; i < life_n_tables; i++)
		buf_addf(&sql, "CREATE TABLE IF NOT EXISTS \"%s\" (%s) STRICT, WITHOUT ROWID;", life_tables[i].name,
			 life_tables[i].columns);
	return db_exec(s, sql.s, err);
}

struct filling {
	struct store *s;
	const struct entity *e;
	struct error *err;
	int failed;
};

static void insert(struct filling *f, const char *table, const char *const *cells, int n)
{
	AUTOBUF sql = BUF_INIT;

	if (f->failed)
		return;
	buf_addf(&sql, "INSERT OR IGNORE INTO \"%s\" VALUES (", table);
	for (int i = 0; i < n; i++)
		buf_addf(&sql, "%s?%d", i ? ", " : "", i + 1);
	buf_addc(&sql, ')');
	AUTOSTMT st = stmt_get(f->s, sql.s, f->err);
	if (!st.p) {
		f->failed = f->s->failed;
		return;
	}
	for (int i = 0; i < n; i++)
		stmt_text(&st, i + 1, cells[i]);
	f->failed = stmt_run(&st, f->err);
}

static void insert_roles(struct filling *f, const char *verb, unsigned roles)
{
	for (unsigned bit = 1; bit < ROLE_ALL; bit <<= 1)
		if (roles & bit & ~(unsigned)ROLE_PERSONAL)
			insert(f, "life_role", (const char *[]){ f->e->name, verb, role_name(bit) }, 3);
}

/* One word of a blank separated list; the rest, NULL at its end. */
static const char *word(const char *list, char dst[64])
{
	size_t len;

	if (!list)
		return NULL;
	list += strspn(list, " ");
	len = strcspn(list, " ");
	snprintf(dst, 64, "%.*s", (int)len, list);
	return len ? list + len : NULL;
}

static bool has_guard(const struct life_rule *r, enum life_guard g)
{
	for (int i = 0; i < LIFE_GUARDS && r->guards[i]; i++)
		if (r->guards[i] == g)
			return true;
	return false;
}

static const char *scope_of(const struct life_rule *r)
{
	return life_in_scope("approvals", r) ? "approvals" : life_in_scope("letters", r) ? "letters" : "work";
}

static const char *mark(unsigned set)
{
	return set ? "1" : "0";
}

static void insert_rule(struct filling *f, const struct life_rule *r)
{
	const char *equals = r->when ? strchr(r->when, '=') : NULL;
	char field[64] = "";

	if (equals)
		snprintf(field, sizeof field, "%.*s", (int)(equals - r->when), r->when);
	insert(f, "life_rule",
	       (const char *[]){ r->action, f->e->name, r->moves, equals ? field : NULL, equals ? equals + 1 : NULL,
				 scope_of(r), mark(r->flags & LIFE_OWNER), mark(r->flags & LIFE_ADDER),
				 mark(r->flags & LIFE_SUBMITS), mark(r->flags & LIFE_DECIDES),
						mark(r->flags & LIFE_APPROVES),
				 mark(r->flags & LIFE_RECALLS), mark(r->flags & LIFE_TWO_PERSONS),
				 mark(r->flags & LIFE_IRREVERSIBLE),
				 mark(has_guard(r, GUARD_EVIDENCE) && !(r->flags & LIFE_LETTER)),
				 mark(has_guard(r, GUARD_NOT_COMPLETER)) },
	       16);
}

/* Each state with the one it leads to; "=" leads nowhere, or to what was asked for. */
static void insert_states(struct filling *f, const struct life_rule *r)
{
	const char *to = r->to;
	char from[64], next[64] = "=";
	int words = 0;

	for (const char *at = r->to; (at = word(at, next)); words++)
		;
	for (const char *at = r->from; r->moves && (at = word(at, from));) {
		if (words > 1)
			to = word(to, next);
		else
			word(r->to, next);
		insert(f, "life_state",
		       (const char *[]){ f->e->name, r->action, from, strcmp(next, "=") == 0 ? NULL : next }, 4);
	}
}

/*
 * What a verb is about: the submission itself has verb and action alike, with whoever may decide
 * it. "*" as role: whom the approval waits for.
 */
static void insert_deciders(struct filling *f, const struct life_rule *r)
{
	for (int again = 0; again < 2; again++) {
		unsigned mask = again && r->deciders_again ? r->deciders_again : r->deciders;

		if (r->flags & LIFE_NAMED)
			insert(f, "life_about", (const char *[]){ f->e->name, r->action, r->action, mark((unsigned)again), "*" }, 5);
		for (unsigned bit = 1; bit < ROLE_ALL; bit <<= 1)
			if (mask & bit)
				insert(f, "life_about",
				       (const char *[]){ f->e->name, r->action, r->action, mark((unsigned)again),
						role_name(bit) }, 5);
	}
}

static void insert_about(struct filling *f, const struct life_rule *r)
{
	char action[64];

	if (r->flags & (LIFE_SUBMITS | LIFE_TWO_PERSONS))
		insert_deciders(f, r);
	for (const char *at = r->about; (at = word(at, action));)
		insert(f, "life_about", (const char *[]){ f->e->name, r->action, action, "0", "" }, 5);
}

/* With no verb: what stands in the log where a new record has the field as it starts; "" may be anything. */
static void insert_start(struct filling *f, const struct field *field)
{
	AUTOBUF text = BUF_INIT;

	if (field->flags & FIELD_INITIAL) {
		insert(f, "life_field", (const char *[]){ f->e->name, field->name, "", "" }, 4);
		return;
	}
	buf_addf(&text, "\"%s\":[null,", field->name);
	if (!field->initial)
		buf_adds(&text, "nothing");
	else if (field->type == FIELD_BOOL)
		buf_adds(&text, strcmp(field->initial, "yes") == 0 ? "1]" : "0]");
	else if (field->type == FIELD_INT)
		buf_addf(&text, "%s]", field->initial);
	else
		buf_addf(&text, "\"%s\"]", field->initial);
	insert(f, "life_field", (const char *[]){ f->e->name, field->name, "", text.s }, 4);
}

static void insert_fields(struct filling *f)
{
	for (int i = 0; i < f->e->n_fields; i++) {
		const struct field *field = &f->e->fields[i];
		char verb[64];

		if (!(field->flags & FIELD_WORKFLOW))
			continue;
		insert_start(f, field);
		if (field->flags & FIELD_IMPORT)
			insert(f, "life_field", (const char *[]){ f->e->name, field->name, "import", NULL }, 4);
		insert(f, "life_field", (const char *[]){ f->e->name, field->name, "correct", NULL }, 4);
		for (const char *at = field->by; (at = word(at, verb));)
			insert(f, "life_field", (const char *[]){ f->e->name, field->name, verb, NULL }, 4);
	}
}

/* The rules of a kind of record, each once. */
int life_rules_of(const struct entity *e, const struct life_rule **out, int max)
{
	const struct life_rule *r;
	int n = 0;

	for (size_t i = 0; (r = life_at(i)) && n < max; i++)
		if (life_find(e, r->action) == r)
			out[n++] = r;
	return n;
}

/* Fields that not everybody sets who edits the record: "set.outcome". */
static void insert_writers(struct filling *f)
{
	for (int i = 0; i < f->e->n_fields; i++) {
		AUTOBUF verb = BUF_INIT;

		buf_addf(&verb, "set.%s", f->e->fields[i].name);
		if (f->e->fields[i].writers)
			insert_roles(f, verb.s, f->e->fields[i].writers);
	}
}

static void fill_entity(struct filling *f)
{
	const struct life_rule *rules[RULES_MAX];
	int n = life_rules_of(f->e, rules, RULES_MAX);

	insert_roles(f, "add", f->e->add_roles);
	insert_roles(f, "set", f->e->edit_roles);
	insert_writers(f);
	insert_fields(f);
	for (int i = 0; i < n; i++) {
		insert_rule(f, rules[i]);
		insert_roles(f, rules[i]->action, rules[i]->roles);
		insert_states(f, rules[i]);
		insert_about(f, rules[i]);
	}
}

int life_tables_fill(struct store *s, int version, struct error *err)
{
	struct filling f = { .s = s, .err = err };
	AUTOBUF sql = BUF_INIT;

	for (size_t i = 0; i < life_n_tables; i++)
		buf_addf(&sql, "DELETE FROM \"%s\";", life_tables[i].name);
	f.failed = db_exec(s, sql.s, err);
	for (int i = 0; i < ENTITY_MAX && !f.failed; i++) {
		f.e = schema_entities[i];
		if (f.e->since <= version)
			fill_entity(&f);
	}
	return f.failed;
}

