/* SPDX-License-Identifier: MIT */
/*
 * clocks.c - the clocks of a recommendation as a function that queries call.
 *
 * rec_clock(what, today, fact, ...): what is 0 for the due date of the nearest
 * running clock, 1 for its name, 2 for the status in a word. The facts are
 * those of CLOCK_FACTS(), one expression each, in the order of enum fact.
 */
#include "store/clocks.h"

#include <string.h>

#include "store/clocks_private.h"
#include "store/store_private.h"

enum fact {
	FACT_ISSUED,
	FACT_ORIGINAL,
	FACT_CURRENT,
	FACT_IMPLEMENTED,
	FACT_SENT,
	FACT_CLOSED,
	FACT_RESPONSE,
	FACT_RESOLVED,
	FACT_STATUS,
	FACT_RESOLUTION,
	FACT_ACTION,
	FACT_SUB,
	FACT_WORK_STATE,
	FACT_WAITING,
	FACT_EXTENSIONS,
	FACT_MAX
};

void store_set_clocks(struct store *s, const struct deadline_rules *rules)
{
	s->rules = *rules;
}

const struct deadline_rules *store_clocks(const struct store *s)
{
	return &s->rules;
}

/* ---- facts from texts ------------------------------------------------------------------- */

static struct date day_of(const char *text)
{
	struct date d = DATE_NONE;

	if (text)
		date_parse_iso(text, strlen(text), &d);
	return d;
}

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static void read_facts(const char *const text[FACT_MAX], struct deadline_facts *f)
{
	const char *state = text[FACT_WORK_STATE];

	*f = (struct deadline_facts)DEADLINE_FACTS_INIT;
	f->issued_on = day_of(text[FACT_ISSUED]);
	f->original_target = day_of(text[FACT_ORIGINAL]);
	f->current_target = day_of(text[FACT_CURRENT]);
	f->implemented_on = day_of(text[FACT_IMPLEMENTED]);
	f->closeout_sent_on = day_of(text[FACT_SENT]);
	f->closed_on = day_of(text[FACT_CLOSED]);
	f->response_on = day_of(text[FACT_RESPONSE]);
	f->resolved_on = day_of(text[FACT_RESOLVED]);
	f->status_update_on = day_of(text[FACT_STATUS]);
	f->resolved = is(text[FACT_RESOLUTION], "resolved");
	f->closed = is(text[FACT_ACTION], "closed");
	f->on_hold = is(text[FACT_SUB], "on_hold");
	f->sent = is(state, "with_oig") || is(state, "done");
	f->reported = f->sent || is(state, "closeout_review") || is(state, "closeout_approved");
	f->waiting = text[FACT_WAITING] != NULL;
	f->extensions = text[FACT_EXTENSIONS] ? (int)strtol(text[FACT_EXTENSIONS], NULL, 10) : 0;
}

/* ---- the function ------------------------------------------------------------------------ */

enum what { WHAT_DUE, WHAT_CLOCK, WHAT_WORD };

/* What a list has room for: a clock's word, and where it has nothing to say the official status. */
static const char *status_word(const struct deadline_rules *r, const struct deadline_facts *f,
			       const struct deadline all[DEADLINE_MAX], struct date today)
{
	enum deadline_word w = deadline_word(r, f, all, today);

	if (w != DEADLINE_ON_TIME && w != DEADLINE_NO_DATE)
		return deadline_word_text(w);
	return f->resolved ? "OPEN" : "UNRESOLVED";
}

static void rec_clock(sqlite3_context *context, int n, sqlite3_value **args)
{
	const struct deadline_rules *rules = sqlite3_user_data(context);
	const char *text[FACT_MAX];
	struct deadline all[DEADLINE_MAX];
	const struct deadline *next;
	struct deadline_facts f;
	char due[DATE_TEXT];
	int what = sqlite3_value_int(args[0]);

	(void)n;
	for (int i = 0; i < FACT_MAX; i++)
		text[i] = (const char *)sqlite3_value_text(args[2 + i]);
	read_facts(text, &f);
	deadline_all(rules, &f, all);
	next = deadline_nearest(all);
	if (what == WHAT_WORD)
		sqlite3_result_text(context,
				    status_word(rules, &f, all,
						day_of((const char *)sqlite3_value_text(args[1]))),
				    -1, SQLITE_STATIC);
	else if (next && what == WHAT_CLOCK)
		sqlite3_result_text(context, deadline_name(next->kind), -1, SQLITE_STATIC);
	else if (next)
		sqlite3_result_text(context, date_format(next->due, due), -1, SQLITE_TRANSIENT);
}

int clocks_add(struct store *s, struct error *err)
{
	int rc = sqlite3_create_function_v2(s->db, "rec_clock", 2 + FACT_MAX,
					    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
					    &s->rules, rec_clock, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(s, rc, err);
}

/* ---- one recommendation -------------------------------------------------------------------- */

#define WAITING_CODE "(SELECT t.ref FROM office t WHERE t.id = r.waiting_on_office)"

int store_clock_facts(struct store *s, const char *uid, struct arena *a, struct deadline_facts *out,
		      struct error *err)
{
	static const char sql[] =
		"SELECT " CLOCK_FACTS("r") ", " WAITING_CODE
					   " FROM recommendation r WHERE r.uid = ?1";
	const char *text[FACT_MAX];
	int more;

	AUTOSTMT st = stmt_get(s, sql, err);
	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, uid);
	more = stmt_step(&st, err);
	if (more < 0)
		return s->failed;
	if (!more)
		return s->failed = error_set(err, FAIL_MISSING, "cannot read", uid, NULL,
					     "there is no such recommendation");
	for (int i = 0; i < FACT_MAX; i++)
		text[i] = (const char *)sqlite3_column_text(st.p, i);
	read_facts(text, out);
	out->waiting_on = stmt_dup_text(&st, FACT_MAX, a);
	return 0;
}
