/* SPDX-License-Identifier: MIT */
/* deed_list.c - what can be done with a record, and why the rest cannot. */
#include <stdio.h>
#include <string.h>

#include "app/deed_private.h"
#include "app/may.h"

static void fill(struct deed_case *c, const struct deed_people *people, const struct life_rule *r,
		struct deed_option *out)
{
	AUTOBUF warnings = BUF_INIT;
	int as;

	*out = (struct deed_option){ .rule = r, .warnings = "" };
	if (!may_write(c->app, &out->why))
		return;
	deed_case_rule(c, r);
	c->facts.menu = true; /* nothing is given yet: what is asked for is no reason against it */
	as = deed_case_possible(c, people, &warnings, &out->why);
	if (as < 0)
		return;
	out->possible = true;
	out->why = (struct error)ERROR_INIT;
	out->warnings = arena_strdup(c->arena, warnings.s);
	if (*people->at[as].scope)
		snprintf(out->acting_for, sizeof out->acting_for, "%s", people->at[as].name);
}

int deed_option(struct app *a, const struct entity *e, const char *uid, const struct life_rule *r, struct arena *arena,
		struct deed_option *out, struct error *err)
{
	struct deed_people people;
	struct deed_case c;
	int failed = deed_case_init(&c, a, e, uid, arena, err);

	if (!failed)
		failed = deed_people(a, NULL, &people, err);
	if (!failed)
		fill(&c, &people, r, out);
	return failed;
}

int deed_options(struct app *a, const struct entity *e, const char *uid, struct arena *arena, struct deed_option **out,
		 int *n, struct error *err)
{
	struct deed_people people;
	struct deed_case c;
	const struct life_rule *r;
	int failed = deed_case_init(&c, a, e, uid, arena, err), count = 0;

	if (!failed)
		failed = deed_people(a, NULL, &people, err);
	if (failed)
		return failed;
	while (life_of(e, (size_t)count))
		count++;
	*out = arena_alloc(arena, (size_t)count * sizeof **out + 1);
	for (*n = 0; (r = life_of(e, (size_t)*n)); (*n)++)
		fill(&c, &people, r, &(*out)[*n]);
	return 0;
}

const struct life_rule *deed_decision(struct app *a, const struct entity *e, const char *uid, bool approve)
{
	AUTOARENA arena = ARENA_INIT;
	struct deed_case c;
	const struct life_rule *r;

	if (deed_case_init(&c, a, e, uid, &arena, NULL) != 0 || !c.facts.submitted_action)
		return NULL;
	for (size_t i = 0; (r = life_of(e, i)); i++)
		if (r->flags & LIFE_DECIDES && !(r->flags & LIFE_APPROVES) != approve &&
		    life_has(r->about, c.facts.submitted_action))
			return r;
	return NULL;
}

/* ---- what it asks for, in words ------------------------------------------------------------ */

static void add_asks(const struct life_rule *r, bool required, struct buf *out)
{
	struct life_asked ask;
	const char *between = "";

	for (const char *at = r->asks; (at = life_next_ask(at, &ask));) {
		if ((ask.required && !ask.will_do) != required)
			continue;
		buf_addf(out, "%s%s", between, ask.name);
		between = ", ";
	}
}

void deed_asks(const struct life_rule *r, const struct entity *e, struct buf *out)
{
	AUTOBUF must = BUF_INIT;
	AUTOBUF may = BUF_INIT;

	(void)e;
	add_asks(r, true, &must);
	add_asks(r, false, &may);
	if (r->flags & LIFE_ANY_FIELD)
		buf_addf(&must, "%sany field", must.len ? ", " : "");
	if (must.len)
		buf_addf(out, "asks for %s", must.s);
	if (may.len)
		buf_addf(out, "%s%s", must.len ? "; takes " : "takes ", may.s);
}
