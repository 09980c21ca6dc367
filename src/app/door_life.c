/* SPDX-License-Identifier: MIT */
/*
 * door_life.c - what the life cycles leave behind and nobody edits over: dates of what has happened,
 * and letters whose outcomes are recorded.
 */
#include <string.h>

#include "app/door_work.h"
#include "app/gather.h"
#include "core/lifecycle.h"

static bool moved(struct door_work *w, int i, const struct field *f)
{
	const struct door_record *rec = &w->records[i];
	int k = record_field_index(w->r->changes[i].entity, f);

	return rec->given[k] && (!rec->before.entity || !value_equal(rec->before.values[k], rec->after[k]));
}

static bool corrects(struct door_work *w, int i)
{
	const char *verb = w->r->changes[i].verb ? w->r->changes[i].verb : w->r->verb;

	return w->r->genesis || strcmp(verb, "correct") == 0;
}

void door_rule_past(struct door_work *w, int i)
{
	const struct entity *e = w->r->changes[i].entity;
	char today[DATE_TEXT];

	date_format(w->app->today, today);
	/* A report may be keyed in before its day: the body hands it over first. Its form says how far off that is. */
	for (int k = 0; k < e->n_fields && !w->r->genesis && e->id != ENTITY_REPORT; k++) {
		const struct field *f = &e->fields[k];
		const struct value *v = &w->records[i].after[k];

		if (f->flags & FIELD_NEWEST && v->kind == VALUE_TEXT && moved(w, i, f) && strcmp(v->text, today) > 0)
			door_fault(w, i, f, FAIL_DATA, "give a day that has come; what is planned is a target or a next step",
				   "%s is after today (%s)", v->text, today);
	}
}

/* A name that reads as the reference of something else would make both ambiguous. */
void door_rule_name(struct door_work *w, int i)
{
	const struct entity *e = w->r->changes[i].entity;

	for (int k = 0; k < e->n_fields; k++) {
		const struct field *f = &e->fields[k];
		const struct value *v = &w->records[i].after[k];

		if (!record_names_itself(e, f) || v->kind != VALUE_TEXT || !moved(w, i, f))
			continue;
		if (record_reads_as(v->text))
			door_fault(w, i, f, FAIL_DATA, "choose another", "%s reads as the reference of a %s", v->text,
				   record_reads_as(v->text)->name);
		else if (strpbrk(v->text, "/:"))
			door_fault(w, i, f, FAIL_DATA, "choose another",
				   "%s has a / or a :, which stand between the parts of a reference", v->text);
	}
}

/* ---- texts ---------------------------------------------------------------------------------- */

struct keyed {
	struct door_work *w;
	bool mine_today;
};

/* The newest entry that gave the text. */
static bool see_text(void *data, const struct entry *e)
{
	struct keyed *k = data;
	char today[DATE_TEXT];

	if (!strstr(e->changes, "\"text\":["))
		return true;
	date_format(k->w->app->today, today);
	k->mine_today = strcmp(e->actor, k->w->app->user) == 0 && strcmp(e->effective, today) == 0;
	return false;
}

void door_rule_verbatim(struct door_work *w, int i)
{
	const struct door_record *rec = &w->records[i];
	const struct entity *e = w->r->changes[i].entity;
	const struct field *text = record_field(e, "text");
	struct log_filter f = { .entity = e, .uid = w->r->changes[i].uid, .from = DATE_NONE, .to = DATE_NONE,
				.newest_first = true };
	struct keyed k = { .w = w };
	struct value was, status;

	if (!rec->before.entity || corrects(w, i) || w->app->kind == APP_PERSONAL || !moved(w, i, text))
		return;
	was = rec->before.values[record_field_index(e, text)];
	status = rec->before.values[record_field_index(e, record_field(e, "text_status"))];
	if (was.kind == VALUE_NONE || status.kind != VALUE_TEXT || strcmp(status.text, "verbatim") != 0)
		return;
	if (store_log(w->app->store, &f, see_text, &k, NULL) != 0 || k.mine_today)
		return;
	door_fault(w, i, text, FAIL_DENIED,
		   "an administrator corrects it with \"do correct\", a supervisor confirms; who keyed it in may mend it the same day",
		   "the text is quoted word for word from the report");
}

/* ---- the rights of accounts ---------------------------------------------------------------- */

static bool administers(const struct entity *e, const struct value *values)
{
	struct value role = values[record_field_index(e, record_field(e, "role"))];
	struct value active = values[record_field_index(e, record_field(e, "active"))];

	return role.kind == VALUE_TEXT && strcmp(role.text, "admin") == 0 && active.kind == VALUE_INT && active.number;
}

/* Is there an active account of that role, other than this one? */
static bool another(struct door_work *w, const char *role, const char *uid)
{
	struct gather_from from = { w->app, w->app->store, w->app->today };
	const char *where = arena_printf(&w->arena, "role:%s active:yes", role);
	struct gather_query q = { .entity = ENTITY_USER, .where = where, .columns = "ref" };
	struct rows rows;

	if (gather_rows(&from, &q, &w->arena, &rows, NULL) != 0)
		return false;
	for (int i = 0; i < rows.n; i++)
		if (strcmp(rows.uids[i], uid) != 0)
			return true;
	return false;
}

static bool by_two_persons(struct door_work *w, int i)
{
	return w->r->genesis || w->r->changes[i].by_rule || w->app->kind == APP_PERSONAL;
}

bool door_grants_alone(struct door_work *w, int i)
{
	const struct door_record *rec = &w->records[i];
	const struct entity *e = w->r->changes[i].entity;

	return e->id == ENTITY_USER && !by_two_persons(w, i) && administers(e, rec->after) &&
	       !(rec->before.entity && administers(e, rec->before.values)) && !another(w, "supervisor", w->app->user_uid);
}

void door_rule_rights(struct door_work *w, int i)
{
	const struct door_record *rec = &w->records[i];
	const struct entity *e = w->r->changes[i].entity;
	const struct field *role = record_field(e, "role");
	bool was = rec->before.entity && administers(e, rec->before.values), is = administers(e, rec->after);
	AUTOBUF next = BUF_INIT;

	if (was && !is && !another(w, "admin", w->r->changes[i].uid))
		door_fault(w, i, moved(w, i, role) ? role : record_field(e, "active"), FAIL_NO,
			   "make somebody else an administrator first", "it is the last active administrator");
	if (by_two_persons(w, i))
		return;
	buf_addf(&next, "\"closeout do grant %s role=%s\" asks for it", rec->before.entity ? rec->name : "NAME",
		 door_after(w, i, "role")->kind == VALUE_TEXT ? door_after(w, i, "role")->text : "admin");
	if (rec->before.entity && strcmp(w->r->changes[i].uid, w->app->user_uid) == 0 && moved(w, i, role))
		door_fault(w, i, role, FAIL_DENIED, next.s, "nobody changes their own role alone; a second person confirms it");
	else if (is && !was && !door_grants_alone(w, i))
		door_fault(w, i, role, FAIL_DENIED, rec->before.entity ? next.s : "add it with another role, then use the action grant",
			   "the rights of an administrator take a second person");
}

/* One gives away one's own duties, never gets another's by one's own hand. */
void door_rule_delegation(struct door_work *w, int i)
{
	const struct entity *e = w->r->changes[i].entity;
	const struct value *from = door_after(w, i, "from_user"), *to = door_after(w, i, "to_user");
	struct error why = ERROR_INIT;

	if (w->r->genesis || w->r->changes[i].by_rule || from->kind != VALUE_TEXT || to->kind != VALUE_TEXT ||
	    !life_may_delegate(w->app->role, w->app->user_uid, from->text, to->text, &why))
		return;
	door_fault_error(w, i, *why.where ? record_field(e, why.where) : NULL, &why);
}

/* ---- letters ------------------------------------------------------------------------------ */

static void refuse(struct door_work *w, int i, const char *const *fields, const char *why)
{
	const struct entity *e = w->r->changes[i].entity;

	for (; *fields; fields++) {
		const struct field *f = record_field(e, *fields);

		if (moved(w, i, f))
			door_fault(w, i, f, FAIL_DENIED, "an administrator corrects it with \"do correct\", a supervisor confirms",
				   "%s", why);
	}
}

/* A letter that did something is the proof of it. */
void door_rule_letter(struct door_work *w, int i)
{
	static const char *const fixed[] = { "direction", "dated_on", NULL };
	struct gather_from from = { w->app, w->app->store, w->app->today };
	struct gather_query q = { .entity = ENTITY_LETTER_LINE, .parent = "letter", .parent_uid = w->r->changes[i].uid,
				  .where = "recorded_on:any", .columns = "ref" };
	struct rows rows;

	if (w->r->changes[i].add || corrects(w, i) || (!door_given(w, i, fixed[0]) && !door_given(w, i, fixed[1])) ||
	    gather_rows(&from, &q, &w->arena, &rows, NULL) != 0 || !rows.n)
		return;
	refuse(w, i, fixed, "an outcome of the letter is recorded");
}

void door_rule_letter_line(struct door_work *w, int i)
{
	static const char *const fixed[] = { "letter", "recommendation", "outcome", "closure_reason", "new_target", NULL };
	const struct record *before = &w->records[i].before;
	const struct field *recorded = record_field(w->r->changes[i].entity, "recorded_on");

	if (!before->entity || corrects(w, i) ||
	    before->values[record_field_index(before->entity, recorded)].kind == VALUE_NONE)
		return;
	refuse(w, i, fixed, "its outcome is recorded");
}
