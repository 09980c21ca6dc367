/* SPDX-License-Identifier: MIT */
/*
 * merge.c - what of a change is still to be written when the record has moved on.
 *
 * Field by field: only mine changed: mine; only theirs: theirs; the same: fine;
 * both: a conflict, and nothing is written. The workflow fields of a record
 * are one: any foreign change to the group stops a change of it.
 */
#include <string.h>

#include "store/apply.h"

/* The newest entry of a record that touches one of some fields. */
struct touch {
	int64_t seq; /* 0: none */
	const char *actor, *recorded, *effective;
};

static void add_name(struct buf *json, const char *name)
{
	buf_adds(json, json->len ? "," : "[");
	buf_add_json(json, name, strlen(name));
}

/* The names a field stands for: itself, or its whole workflow group. */
static void add_group(struct buf *json, const struct entity *e, const struct field *f)
{
	if (!(f->flags & FIELD_WORKFLOW)) {
		add_name(json, f->name);
		return;
	}
	for (int i = 0; i < e->n_fields; i++)
		if (e->fields[i].flags & FIELD_WORKFLOW)
			add_name(json, e->fields[i].name);
}

/* names: a JSON array without its end. Looks after an entry, and after an effective day. */
static int last_touch(struct applying *p, const struct working *w, struct buf *names, int64_t after,
		      const char *later, struct arena *a, struct touch *out)
{
	AUTOSTMT st = stmt_get(
		p->s,
		"SELECT l.seq, l.actor, l.recorded, l.effective FROM log l WHERE l.entity = ?1 AND "
		"l.uid = ?2 "
		"AND l.seq > ?3 AND l.effective > ?4 AND EXISTS (SELECT 1 FROM "
		"json_each(l.changes) c "
		"WHERE c.key IN (SELECT n.value FROM json_each(?5) n)) ORDER BY l.seq DESC LIMIT 1",
		p->err);
	int more;

	if (!st.p)
		return p->s->failed;
	buf_addc(names, ']');
	stmt_text(&st, 1, w->c->entity->name);
	stmt_text(&st, 2, w->c->uid);
	stmt_int(&st, 3, after);
	stmt_text(&st, 4, later);
	stmt_text(&st, 5, names->s);
	more = stmt_step(&st, p->err);
	if (more < 0)
		return p->s->failed;
	*out = (struct touch){ .seq = 0 };
	if (more)
		*out = (struct touch){ sqlite3_column_int64(st.p, 0), stmt_dup_text(&st, 1, a),
				       stmt_dup_text(&st, 2, a), stmt_dup_text(&st, 3, a) };
	return 0;
}

static struct value value_now(const struct working *w, const struct field *f)
{
	if (f == &change_removed)
		return value_int(w->row.removed);
	return w->row.id ? w->row.values[record_field_index(w->c->entity, f)] : VALUE_NULL;
}

static int add_conflict(struct applying *p, const struct working *w, const struct change_field *f,
			struct touch *t)
{
	struct store_result *r = p->r;
	struct store_conflict *c;

	if (r->n_conflicts == STORE_CONFLICTS_MAX)
		return 0;
	if (!t->seq) {
		AUTOBUF names = BUF_INIT;
		int failed;

		add_name(&names, f->field->name);
		failed = last_touch(p, w, &names, 0, "", &r->arena, t);
		if (failed)
			return failed;
	}
	c = &r->conflicts[r->n_conflicts++];
	*c = (struct store_conflict){
		.entity = w->c->entity,
		.field = f->field,
		.base = f->has_old ? value_copy(&r->arena, f->old) : VALUE_NULL,
		.theirs = value_copy(&r->arena, value_now(w, f->field)),
		.mine = value_copy(&r->arena, f->new),
		.who = t->actor,
		.recorded = t->recorded,
	};
	memcpy(c->uid, w->c->uid, sizeof c->uid);
	return 0;
}

/* "removed" is 0 where a change says nothing. */
static struct value normal(const struct change_field *f, struct value v)
{
	return f->field == &change_removed && v.kind == VALUE_NONE ? value_int(0) : v;
}

/*
 * Has anybody touched what f stands for since the author looked? For fields
 * whose old value is known, comparing values tells; the workflow group and
 * fields set blindly need the log.
 */
static int moved_on(struct applying *p, struct working *w, const struct change_field *f,
		    struct touch *t)
{
	AUTOBUF names = BUF_INIT;

	if (!w->row.id || !w->c->base_version || w->row.version <= w->c->base_version ||
	    (f->has_old && !(f->field->flags & FIELD_WORKFLOW)))
		return 0;
	add_group(&names, w->c->entity, f->field);
	return last_touch(p, w, &names, w->c->base_version, "", &p->r->arena, t);
}

static int merge_field(struct applying *p, struct working *w, const struct change_field *f)
{
	struct value now = value_now(w, f->field), mine = normal(f, f->new),
		     base = normal(f, f->old);
	bool differs = w->row.id && f->has_old && !value_equal(base, now);
	bool same = value_equal(mine, now);
	struct touch t = { .seq = 0 };
	int failed;

	/* The author left it as it was: theirs stands. */
	if (f->has_old && value_equal(base, mine) && !p->b->strict)
		return 0;
	failed = moved_on(p, w, f, &t);
	if (failed)
		return failed;
	/* Two who do the same to the workflow did two things: a counter would count one. */
	if (same && !(differs && p->b->strict) && !(t.seq && (f->field->flags & FIELD_WORKFLOW)))
		return 0;
	if (differs || t.seq)
		return add_conflict(p, w, f, &t);
	w->fields[w->n_fields++] = (struct change_field){
		.field = f->field, .old = now, .new = mine, .has_old = true
	};
	return 0;
}

int merge_change(struct applying *p, struct working *w)
{
	const struct change *c = w->c;
	int failed = 0;

	if (w->row.id && c->base_version > w->row.version) {
		error_set(p->err, FAIL_CONFLICT, "cannot save", NULL,
			  "look at it again, then retry",
			  "version %lld was asked for, the record is at %lld",
			  (long long)c->base_version, (long long)w->row.version);
		apply_where(p, w, NULL);
		return FAIL_CONFLICT;
	}
	w->fields = arena_alloc(&p->a, (size_t)(c->n_fields + c->entity->n_fields + 1) *
					       sizeof *w->fields);
	for (int i = 0; i < c->n_fields && !failed; i++) {
		if (!record_stored(c->fields[i].field))
			return error_set(p->err, FAIL_BUG, "cannot save", c->fields[i].field->name,
					 NULL, "it is computed, not stored");
		failed = merge_field(p, w, &c->fields[i]);
	}
	return failed;
}

/*
 * The latest effective day of a record's entries. All of them have to be read, so what they came to is kept
 * for the next save of the same record: only what has been committed, which the log never loses.
 */
static int latest_day(struct applying *p, const struct working *w, const char **latest)
{
	struct latest_day *kept = &p->s->latest;
	bool known = kept->entity == w->c->entity && strcmp(kept->uid, w->c->uid) == 0;
	const char *newer;
	AUTOSTMT st = stmt_get(p->s,
			       "SELECT max(l.effective) FROM log l WHERE l.entity = ?1 AND l.uid = ?2 AND l.seq > ?3", p->err);

	if (!st.p)
		return p->s->failed;
	stmt_text(&st, 1, w->c->entity->name);
	stmt_text(&st, 2, w->c->uid);
	stmt_int(&st, 3, known ? kept->seq : 0);
	if (stmt_step(&st, p->err) < 0)
		return p->s->failed;
	newer = stmt_get_text(&st, 0);
	if (known && strcmp(kept->day, newer) > 0)
		newer = kept->day;
	*latest = arena_strdup(&p->a, newer);
	if (p->s->bulk || p->batch || strlen(newer) >= sizeof kept->day)
		return 0;
	*kept = (struct latest_day){ .entity = w->c->entity, .seq = w->row.version };
	memcpy(kept->uid, w->c->uid, sizeof kept->uid);
	memcpy(kept->day, *latest, strlen(*latest) + 1);
	return 0;
}

/* The day from which on there are entries of a record. */
static int first_day(struct applying *p, const struct working *w, const char **first)
{
	AUTOSTMT st = stmt_get(p->s, "SELECT l.effective FROM log l WHERE l.entity = ?1 AND l.uid = ?2 ORDER BY l.seq LIMIT 1",
			       p->err);

	if (!st.p)
		return p->s->failed;
	stmt_text(&st, 1, w->c->entity->name);
	stmt_text(&st, 2, w->c->uid);
	if (stmt_step(&st, p->err) < 0)
		return p->s->failed;
	*first = arena_strdup(&p->a, stmt_get_text(&st, 0));
	return 0;
}

int merge_check_effective(struct applying *p, const struct working *w)
{
	const char *verb = w->c->verb ? w->c->verb : p->b->verb;
	const char *first = "", *latest = "", *effective;
	AUTOBUF names = BUF_INIT;
	char day[DATE_TEXT];
	struct touch t;
	int failed;

	if (!w->row.id || (verb && strcmp(verb, "correct") == 0))
		return 0;
	effective = apply_day(p, w->c, day);
	failed = latest_day(p, w, &latest);
	if (!failed && strcmp(effective, latest) < 0)
		failed = first_day(p, w, &first);
	if (failed || strcmp(effective, latest) >= 0)
		return failed;
	for (int i = 0; i < w->n_fields; i++)
		add_group(&names, w->c->entity, w->fields[i].field);
	failed = last_touch(p, w, &names, 0, effective, &p->a, &t);
	if (failed || (!t.seq && strcmp(effective, first) >= 0))
		return failed;
	error_set(p->err, FAIL_NO, "cannot save", NULL, "record it as a correction",
		  "%s lies before %s, when the record was last changed there", effective,
		  t.seq ? t.effective : first);
	apply_where(p, w, NULL);
	return FAIL_NO;
}
