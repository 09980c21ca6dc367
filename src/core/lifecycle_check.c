/* SPDX-License-Identifier: MIT */
/*
 * lifecycle_check.c - whether the life cycles make sense.
 *
 * Names in the table are words; this is the one place that does not believe
 * them. It also holds the record table to the rules: a workflow field names
 * the actions that set it, and those are all there are.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/lifecycle_rules.h"
#include "core/tables.h"

static char finding[512];

static const char *wrong(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));

static const char *wrong(const char *what, const char *format, ...)
{
	char why[384];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof why, format, args);
	va_end(args);
	snprintf(finding, sizeof finding, "%s: %s", what, why);
	return finding;
}

/* Verbs that set workflow fields and are no action on a record. */
static bool is_verb(const char *word)
{
	return life_by_action(word) || strcmp(word, "evidence-add") == 0 || strcmp(word, "add") == 0 || strcmp(word, "set") == 0 ||
	       strcmp(word, "import") == 0;
}

static int words_in(const char *list)
{
	char word[128];
	int n = 0;

	while ((list = life_word(list, word, sizeof word)))
		n++;
	return n;
}

/* ---- rules ------------------------------------------------------------------------- */

static const char *check_words(const struct life_rule *r, const struct entity *e)
{
	if (!r->label || !*r->label || !r->help || !*r->help || !r->from || !r->to || !r->roles)
		return wrong(r->action, "label, help, from, to or roles are missing");
	if (!(r->flags & LIFE_ANY_RECORD) != (r->entity != ENTITY_NONE))
		return wrong(r->action, "is for one kind of record, or for any");
	if (e && life_find(e, r->action) != r)
		return wrong(r->action, "is there twice on %s", e->plural);
	return r->roles & ~(unsigned)ROLE_ALL ? wrong(r->action, "unknown roles") : NULL;
}

static bool is_state(const struct entity *e, const struct life_rule *r, const char *word)
{
	const struct field *f = record_field(e, r->moves);

	if (strcmp(word, "*") == 0 || strcmp(word, "=") == 0)
		return true;
	if (f->type == FIELD_BOOL)
		return strcmp(word, "0") == 0 || strcmp(word, "1") == 0;
	return record_choice(f, word) != NULL;
}

static const char *check_states(const struct life_rule *r, const struct entity *e)
{
	const char *lists[] = { r->from, r->to };
	char word[128];

	if (!r->moves)
		return NULL;
	if (!e || !record_field(e, r->moves) || !(record_field(e, r->moves)->flags & FIELD_WORKFLOW))
		return wrong(r->action, "%s is no workflow field", r->moves);
	if (words_in(r->to) != 1 && words_in(r->to) != words_in(r->from))
		return wrong(r->action, "from and to do not go together");
	for (int i = 0; i < 2; i++)
		for (const char *at = lists[i]; (at = life_word(at, word, sizeof word));)
			if (!is_state(e, r, word))
				return wrong(r->action, "%s is no state of %s", word, r->moves);
	return NULL;
}

static const char *check_when(const struct life_rule *r, const struct entity *e)
{
	const char *equals = r->when ? strchr(r->when, '=') : NULL;
	const struct field *f;
	char name[64];

	if (!r->when)
		return NULL;
	snprintf(name, sizeof name, "%.*s", equals ? (int)(equals - r->when) : 0, r->when);
	f = e ? record_field(e, name) : NULL;
	return f && record_choice(f, equals + 1) ? NULL : wrong(r->action, "when %s", r->when);
}

static const char *check_asks(const struct life_rule *r, const struct entity *e)
{
	const struct entity *on = e ? e : record_entity(ENTITY_RECOMMENDATION);
	struct life_asked ask;

	for (const char *at = r->asks; (at = life_next_ask(at, &ask));) {
		const struct field *f = life_ask(r, on, ask.name);

		if (!f || !record_stored(f))
			return wrong(r->action, "asks for %s, which is nothing", ask.name);
		if (ask.will_do && f != record_field(on, ask.name))
			return wrong(r->action, "%s is not of the record", ask.name);
	}
	return NULL;
}

static const char *check_value(const struct life_rule *r, const struct field *f, const char *word)
{
	if (!*word || strcmp(word, "+1") == 0)
		return f->type == FIELD_INT || !*word ? NULL : wrong(r->action, "%s cannot count", f->name);
	if (strcmp(word, "today") == 0 || strcmp(word, "extension") == 0)
		return f->type == FIELD_DATE ? NULL : wrong(r->action, "%s is no date", f->name);
	if (strcmp(word, "actor") == 0)
		return f->type == FIELD_REF && f->target == ENTITY_USER ? NULL : wrong(r->action, "%s is no account", f->name);
	if (f->type == FIELD_DATE)
		return strcmp(word, "letter") == 0 || *word == '$' ? NULL : wrong(r->action, "%s=%s", f->name, word);
	return *word == '$' || record_choice(f, word) ? NULL : wrong(r->action, "%s=%s", f->name, word);
}

static const char *check_sets(const struct life_rule *r, const struct entity *e)
{
	char word[128];

	for (const char *at = r->sets; (at = life_word(at, word, sizeof word));) {
		char *equals = strchr(word, '='), *only = strchr(word, '?');
		const struct field *f;
		const char *why;

		if (!equals)
			return wrong(r->action, "sets %s", word);
		*equals = '\0';
		if (only)
			*only++ = '\0';
		f = e ? record_field(e, word) : NULL;
		if (!f)
			return wrong(r->action, "sets %s, which is no field", word);
		if (only && !life_ask(r, e, only) && !life_input(only))
			return wrong(r->action, "%s is never given", only);
		why = check_value(r, f, equals + 1);
		if (why)
			return why;
	}
	return NULL;
}

static const char *check_flags(const struct life_rule *r, const struct entity *e)
{
	unsigned acts = r->flags & (LIFE_SUBMITS | LIFE_DECIDES | LIFE_RECALLS | LIFE_TWO_PERSONS);
	char word[64];

	if (acts & (acts - 1))
		return wrong(r->action, "submits, decides, recalls or takes two persons: one of them");
	if (!(acts & (LIFE_DECIDES | LIFE_RECALLS)) != !r->about)
		return wrong(r->action, "what it is about and deciding go together");
	if (!(acts & (LIFE_SUBMITS | LIFE_TWO_PERSONS)) != !(r->deciders || r->flags & LIFE_NAMED))
		return wrong(r->action, "submitting and deciders go together");
	if (r->deciders & ROLE_ADMIN && r->entity != ENTITY_USER)
		return wrong(r->action, "an administrator has no approvals, but of accounts");
	if (r->flags & LIFE_SUBMITS && !life_approval_of(r, e))
		return wrong(r->action, "nothing approves it");
	for (const char *at = r->about; (at = life_word(at, word, sizeof word));)
		if (!life_by_action(word))
			return wrong(r->action, "is about %s, which is no action", word);
	return NULL;
}

/* Who decides never has submitted it; a no always says why; a decision in favour binds. */
static const char *check_guards(const struct life_rule *r, const struct entity *e)
{
	bool other = false, same = false;
	struct life_asked ask;
	bool comment = false;

	(void)e;
	for (int i = 0; i < LIFE_GUARDS && r->guards[i]; i++) {
		if (!life_guard_name(r->guards[i]) || !*life_guard_text(r->guards[i]))
			return wrong(r->action, "guard %d has no name or text", (int)r->guards[i]);
		other = other || r->guards[i] == GUARD_NOT_SUBMITTER;
		same = same || r->guards[i] == GUARD_UNCHANGED;
	}
	for (const char *at = r->asks; (at = life_next_ask(at, &ask));)
		comment = comment || (strcmp(ask.name, "comment") == 0 && ask.required);
	if (r->flags & LIFE_DECIDES && !other)
		return wrong(r->action, "could be done by who submitted it");
	if (r->flags & LIFE_APPROVES && !same)
		return wrong(r->action, "does not bind to what was submitted");
	if (r->flags & LIFE_DECIDES && !(r->flags & LIFE_APPROVES) && !comment)
		return wrong(r->action, "a no needs a comment");
	return NULL;
}

static const char *check_rule(const struct life_rule *r)
{
	static const char *(*const checks[])(const struct life_rule *, const struct entity *) = {
		check_words, check_states, check_when, check_asks, check_sets, check_flags, check_guards,
	};
	const struct entity *e = record_entity(r->entity);

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		const char *why = checks[i](r, e);

		if (why)
			return why;
	}
	return NULL;
}

/* ---- the record table ------------------------------------------------------------------ */

static const char *check_field(const struct entity *e, const struct field *f)
{
	const struct life_rule *r;
	char word[64];

	if (!(f->flags & FIELD_WORKFLOW))
		return NULL;
	for (const char *at = f->by; (at = life_word(at, word, sizeof word));)
		if (!is_verb(word))
			return wrong(e->name, "%s is set by %s, which is no action", f->name, word);
	for (size_t i = 0; (r = life_of(e, i)); i++)
		if (!(r->flags & LIFE_ANY_FIELD) && r->entity == e->id && life_sets(r, f->name) &&
		    !life_has(f->by, r->action))
			return wrong(e->name, "%s is set by %s and does not say so", f->name, r->action);
	return NULL;
}

const char *life_check(void)
{
	const struct life_rule *r;
	const char *why = NULL;

	for (size_t i = 0; !why && (r = life_at(i)); i++)
		why = check_rule(r);
	for (int i = 0; !why && i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		for (int j = 0; !why && j < e->n_fields; j++)
			why = check_field(e, &e->fields[j]);
	}
	return why;
}
