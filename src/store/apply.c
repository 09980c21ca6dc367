/* SPDX-License-Identifier: MIT */
/*
 * apply.c - the one door for change: a batch becomes log entries and rows.
 *
 * Everything happens inside the write gate and one immediate transaction. A
 * batch is written whole or not at all.
 */
#include <string.h>

#include "store/apply.h"
#include "store/content_private.h"
#include "store/index.h"

static const char what[] = "cannot save";

void store_result_release(struct store_result *r)
{
	arena_release(&r->arena);
	*r = (struct store_result)STORE_RESULT_INIT;
}

int apply_where(struct applying *p, const struct working *w, const char *field)
{
	const char *ref = w->ref ? w->ref : w->row.ref;

	if (!p->err)
		return p->s->failed;
	if (ref)
		error_where(p->err, "%s%s%s", ref, field && *field ? ", " : "", field ? field : "");
	else
		error_where(p->err, "new %s%s%s", w->c->entity->name, field && *field ? ", " : "",
			    field ? field : "");
	error_what(p->err, what);
	return p->err->kind;
}

/* ---- checks ------------------------------------------------------------------ */

static int check_values(struct applying *p, const struct working *w)
{
	const struct entity *e = w->c->entity;

	/* What comes in pieces was read against its fields a moment ago, and is guarded by the file. */
	for (int i = 0; i < w->n_fields && !p->s->bulk; i++) {
		int failed = value_check(w->fields[i].field, w->fields[i].new, p->err);

		if (failed) {
			apply_where(p, w, w->fields[i].field->name);
			return failed;
		}
	}
	for (int i = 0; i < e->n_fields; i++)
		if ((e->fields[i].flags & FIELD_REQUIRED) && record_stored(&e->fields[i]) &&
		    w->after[i].kind == VALUE_NONE) {
			error_set(p->err, FAIL_DATA, what, NULL, "give it a value",
				  "%s is required", e->fields[i].label);
			apply_where(p, w, e->fields[i].name);
			return FAIL_DATA;
		}
	return 0;
}

/* A reference that comes round to itself is named by the milestones it runs through. */
static int check_circle(struct applying *p, const struct working *w)
{
	const struct entity *e = w->c->entity;
	const struct value *pred, *succ;
	const char *path;
	int found;

	if (e->id != ENTITY_DEPENDENCY || w->removed)
		return 0;
	pred = &w->after[record_field_index(e, record_field(e, "pred"))];
	succ = &w->after[record_field_index(e, record_field(e, "succ"))];
	if (pred->kind != VALUE_TEXT || succ->kind != VALUE_TEXT)
		return 0;
	found = circle_find(p->s, w->c->uid, pred->text, succ->text, &p->a, &path, p->err);
	if (found <= 0)
		return found ? p->s->failed : 0;
	error_set(p->err, FAIL_NO, what, NULL, "take one of these dependencies out first",
		  "it would close a circle: %s already come in this order", path);
	apply_where(p, w, "succ");
	return FAIL_NO;
}

/* No change takes effect after today. */
static int check_day(struct applying *p, struct date effective)
{
	char day[DATE_TEXT];

	if (!date_is_none(effective) && date_cmp(effective, p->today) <= 0)
		return 0;
	date_format(effective, day);
	return error_set(p->err, FAIL_NO, what, NULL, "give today or an earlier day",
			 "a change cannot take effect after today (%s)", *day ? day : "no day");
}

static int check_state(struct applying *p, const struct working *w)
{
	bool restores = false;

	if (w->c->add && w->row.id) {
		error_set(p->err, FAIL_CONFLICT, what, NULL, NULL, "the record exists already");
		apply_where(p, w, NULL);
		return FAIL_CONFLICT;
	}
	if (!w->c->add && !w->row.id)
		return error_set(p->err, FAIL_MISSING, what, w->c->uid, NULL, "there is no such %s",
				 w->c->entity->name);
	for (int i = 0; i < w->c->n_fields; i++)
		restores |= w->c->fields[i].field == &change_removed;
	if (w->row.removed && !restores && !p->b->strict) {
		error_set(p->err, FAIL_NO, what, NULL, "undo the removal first",
			  "the record has been removed");
		apply_where(p, w, NULL);
		return FAIL_NO;
	}
	return 0;
}

/* ---- one change -------------------------------------------------------------- */

const char *apply_day(const struct applying *p, const struct change *c, char dst[DATE_TEXT])
{
	if (c->reaches_back || c->dated)
		return date_format(c->effective, dst);
	return p->effective;
}

/* The next entry of the log. Its texts live as long as the change. */
void apply_entry(struct applying *p, const struct working *w, struct entry *out)
{
	const struct batch *b = p->b;
	char *day = arena_alloc(&p->a, DATE_TEXT), *hash = arena_alloc(&p->a, sizeof p->head.hash);

	*out = (struct entry){
		.seq = p->head.seq + 1,
		.recorded = p->recorded,
		.effective = apply_day(p, w->c, day),
		.actor = b->actor,
		.acting_for = b->acting_for,
		.key_fp = b->key_fp,
		.session = b->session,
		.op_id = p->batch ? NULL : b->op_id,
		.verb = w->c->verb ? w->c->verb : b->verb,
		.entity = w->c->entity->name,
		.uid = w->c->uid,
		.schema = schema_version,
		.reason = b->reason,
	};
	buf_clear(&p->changes);
	change_write(w->fields, w->n_fields, &p->changes);
	out->batch = p->batch ? p->batch : out->seq;
	out->changes = arena_strndup(&p->a, p->changes.s, p->changes.len);
	log_hash(p->s->hasher, p->head.hash, out, hash);
	out->hash = hash;
}

void apply_went_in(struct applying *p, const struct entry *e)
{
	p->head.seq = e->seq;
	memcpy(p->head.hash, e->hash, sizeof p->head.hash);
	p->batch = e->batch;
}

static int write_entry(struct applying *p, const struct working *w, int64_t *seq)
{
	struct entry e;
	int failed;

	apply_entry(p, w, &e);
	failed = log_insert(p->s, &e, p->err);
	if (failed) {
		if (failed == FAIL_DENIED)
			error_where(p->err, "account %s", p->b->actor);
		else
			apply_where(p, w, NULL);
		return failed;
	}
	apply_went_in(p, &e);
	*seq = e.seq;
	return 0;
}

/* Lays what changes over the row as it is. */
static void overlay(struct applying *p, struct working *w)
{
	const struct entity *e = w->c->entity;

	w->after = arena_alloc(&p->a, (size_t)e->n_fields * sizeof *w->after);
	if (w->row.id)
		memcpy(w->after, w->row.values, (size_t)e->n_fields * sizeof *w->after);
	w->removed = w->row.removed;
	for (int i = 0; i < w->n_fields; i++) {
		if (w->fields[i].field == &change_removed)
			w->removed = w->fields[i].new.kind == VALUE_INT && w->fields[i].new.number;
		else
			w->after[record_field_index(e, w->fields[i].field)] = w->fields[i].new;
	}
}

static int apply_checked(struct applying *p, struct working *w)
{
	int failed = check_values(p, w);

	if (!failed)
		failed = apply_check_targets(p, w);
	if (!failed)
		failed = apply_make_ref(p, w);
	if (!failed)
		failed = check_circle(p, w);
	if (!failed)
		failed = merge_check_effective(p, w);
	return failed;
}

/* The field a guard of the file complained about, if it was one. */
static const char *guarded_field(const struct error *err, const struct entity *e)
{
	const struct field *f = record_field(e, err->where);

	return f ? f->name : NULL;
}

int apply_look(struct applying *p, struct working *w)
{
	const struct change *c = w->c;
	int conflicts = p->r->n_conflicts;
	/* A new record of an import has an identity made a moment ago, and the file guards it too. */
	int failed = p->s->bulk && c->add ? 0 : row_load(p->s, c->entity, c->uid, &p->a, &w->row, p->err);

	if (!failed && c->dated)
		failed = check_day(p, c->effective);
	if (!failed)
		failed = check_state(p, w);
	if (!failed)
		failed = merge_change(p, w);
	if (failed || p->r->n_conflicts > conflicts)
		return failed;
	overlay(p, w);
	w->writes = c->add || w->n_fields;
	if (c->add)
		failed = apply_fill(p, w);
	return failed || !w->writes ? failed : apply_checked(p, w);
}

static int apply_change(struct applying *p, const struct change *c)
{
	struct working w = { .c = c };
	int64_t seq;
	int failed = apply_look(p, &w);

	if (failed || !w.writes)
		return failed;
	failed = write_entry(p, &w, &seq);
	if (failed)
		return failed;
	failed = apply_write(p, &w, seq);
	if (failed)
		apply_where(p, &w, guarded_field(p->err, c->entity));
	return failed;
}

/* ---- the batch --------------------------------------------------------------- */

static int clash(struct applying *p)
{
	const struct store_conflict *c = &p->r->conflicts[0];
	AUTOBUF name = BUF_INIT;

	ref_name(p->s, c->entity, c->uid, &name);
	error_set(p->err, FAIL_CONFLICT, what, NULL, "look at it again, then retry",
		  "%s changed it meanwhile (%s)%s", c->who ? c->who : "somebody",
		  c->recorded ? c->recorded : "",
		  p->r->n_conflicts > 1 ? ", and other fields too" : "");
	error_where(p->err, "%s, %s", name.s, c->field->name);
	return FAIL_CONFLICT;
}

static int prepare(struct applying *p)
{
	char now[CLOCK_STAMP];
	int failed = log_head(p->s, &p->head, p->err);

	if (failed)
		return failed;
	if (!p->b->actor || (!p->b->verb && !p->b->n_changes))
		return error_set(p->err, FAIL_BUG, what, NULL, NULL,
				 "a batch needs an actor and a verb");
	/* The clock may have been set back; the log goes on. */
	clock_stamp(clock_ms(), now);
	memcpy(p->recorded, strcmp(now, p->head.recorded) < 0 ? p->head.recorded : now, sizeof now);
	date_format(p->b->effective, p->effective);
	return check_day(p, p->b->effective);
}

static bool has_removals(const struct batch *b)
{
	for (int i = 0; i < b->n_changes; i++)
		for (int f = 0; f < b->changes[i].n_fields; f++)
			if (b->changes[i].fields[f].field == &change_removed)
				return true;
	return false;
}

/*
 * One change of a batch that comes in pieces: one that fails leaves nothing behind and is told, and
 * the others go on. Only a failure of the machine ends it.
 */
int apply_or_tell(struct applying *p, int i)
{
	struct store *s = p->s;
	struct index_mark mark = index_mark(s);
	struct log_head head = p->head;
	int64_t batch = p->batch;
	int failed = bulk_mark(s, "SAVEPOINT change", p->err);

	if (failed)
		return failed;
	failed = apply_change(p, &p->b->changes[i]);
	if (!failed && p->r->n_conflicts)
		failed = clash(p);
	if (!failed)
		return bulk_mark(s, "RELEASE change", p->err);
	if (s->broken || sqlite3_get_autocommit(s->db))
		return failed;
	p->head = head;
	p->batch = batch;
	index_back_to(s, &mark);
	p->r->n_conflicts = 0;
	if (bulk_mark(s, "ROLLBACK TO change", NULL) || bulk_mark(s, "RELEASE change", NULL))
		return failed;
	return bulk_tell(s, i, failed, p->err);
}

/* What is told of a change that waits in a group needs its texts, so they are let go with the group. */
static int apply_one(struct applying *p, int i)
{
	struct store *s = p->s;
	int failed = s->bulk ? group_take(p, i) : apply_change(p, &p->b->changes[i]);

	if (failed && p->r->bad_change < 0)
		p->r->bad_change = i;
	else if (!failed && !s->bulk && index_much_waits(s))
		failed = index_flush(s, p->err);
	if (!group_waits(p->group))
		arena_clear(&p->a);
	return failed;
}

static void release(struct applying *p)
{
	arena_release(&p->a);
	buf_release(&p->changes);
	free(p->group);
}

int apply_changes(struct store *s, const struct batch *b, struct store_result *r, struct error *err)
{
	struct error spare = ERROR_INIT;
	struct applying p = {
		.s = s, .b = b, .r = r, .err = err ? err : &spare, .batch = s->bulk_batch,
		.today = clock_today(),
	};
	int failed = prepare(&p);

	p.removes = has_removals(b);
	if (s->bulk)
		p.group = group_new();
	for (int i = 0; i < b->n_changes && !failed; i++)
		failed = apply_one(&p, i);
	if (!failed && p.group)
		failed = group_write(&p);
	if (!failed && r->n_conflicts)
		failed = clash(&p);
	for (int i = 0; i < b->n_changes && !failed && p.removes; i++) {
		failed = apply_check_links(&p, &b->changes[i]);
		if (failed)
			r->bad_change = i;
		arena_clear(&p.a);
	}
	release(&p);
	if (failed)
		return failed;
	r->batch = p.batch;
	r->head = p.head.seq;
	return 0;
}

/* ---- transaction and gate ---------------------------------------------------- */

/* The file under our name may be another one since: what is written here would join the wrong journal. */
bool store_moved(struct store *s)
{
	int moved = 0;

	return sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}

int store_check_version(struct store *s, struct error *err)
{
	int64_t version;
	int failed = 0;

	if (store_moved(s))
		failed = error_set(err, FAIL_BUSY, what, s->path, "leave and start closeout again",
				   "the database was replaced meanwhile");
	if (!failed)
		failed = db_int(s, "PRAGMA user_version", NULL, 0, &version, err);
	if (!failed && version != schema_version)
		failed = error_set(err, FAIL_BUSY, what, s->path, "leave and start closeout again",
				   "closeout was updated meanwhile");
	return failed;
}

/* A repeat of an operation that is already in the log changes nothing. */
int store_find_repeat(struct store *s, const char *op_id, struct store_result *r,
		       struct error *err)
{
	int failed;

	if (!op_id)
		return 0;
	failed = db_int(s, "SELECT batch FROM log WHERE op_id = ?1", op_id, 0, &r->batch, err);
	r->repeated = !failed && r->batch;
	return failed;
}

static int apply_in_transaction(struct store *s, const struct batch *b, struct store_result *r,
				struct error *err)
{
	int failed = store_check_version(s, err);

	if (!failed)
		failed = store_find_repeat(s, b->op_id, r, err);
	if (!failed && r->repeated)
		return store_head(s, &r->head, NULL, err);
	if (!failed)
		failed = apply_changes(s, b, r, err);
	if (!failed)
		failed = index_flush(s, err);
	return failed || !s->incoming ? failed : content_insert(s, s->incoming, err);
}

/*
 * The last step failed: a sync, after everything was written. Nobody sees the
 * change now, but recovery after a crash would take what is in the journal
 * for saved. Emptying the journal makes it never have been; by a connection of
 * its own, because ours is not to be trusted any more. The gate is held.
 */
static void forget_failed_commit(struct store *s, struct error *err)
{
	sqlite3 *db = NULL;
	int rc = sqlite3_open_v2(s->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	/* Only a connection that has read something knows of the journal. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_close(db);
	if (rc != SQLITE_OK && err)
		error_set(err, err->kind, what, s->path,
			  "open the database again and look whether it was saved before you repeat "
			  "it",
			  "the disk failed at the last step (%s)", sqlite3_errstr(rc));
}

int db_commit_or_roll_back(struct store *s, int failed, struct error *err)
{
	bool committing = !failed;

	if (!failed)
		failed = db_exec(s, "COMMIT", err);
	s->writing = false;
	if (failed && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	if (failed)
		index_forget(s);
	if (failed && committing && s->broken && s->gate.held)
		forget_failed_commit(s, err);
	return failed;
}

#define BULK 500 /* changes; with more, pages are written less often if more of them are kept */

static void set_cache(struct store *s, const char *pragma)
{
	s->maintenance = true;
	(void)db_exec(s, pragma, NULL);
	s->maintenance = false;
	sqlite3_db_release_memory(s->db);
}

static int apply_in_gate(struct store *s, const struct batch *b, struct store_result *r,
			 struct error *err)
{
	int failed = db_begin(s, err);

	if (failed)
		return failed;
	failed = apply_in_transaction(s, b, r, err);
	failed = db_commit_or_roll_back(s, failed, err);
	if (failed)
		r->batch = r->head = 0;
	else if (s->wal_pages > STORE_WAL_PAGES)
		store_checkpoint_on(s);
	return failed;
}

void apply_bulk_cache(struct store *s, bool on)
{
	set_cache(s, on ? "PRAGMA cache_size = -26624" : "PRAGMA cache_size = -2000");
}

int store_writable(struct store *s, struct error *err)
{
	if (s->folded)
		return error_set(err, FAIL_NO, what, NULL, "go back to today",
				 "the past cannot be changed");
	if (s->read_only)
		return error_set(err, FAIL_NO, what, s->path, "open it without --read-only",
				 "it is open for reading only");
	if (s->broken)
		return error_set(err, FAIL_IO, what, s->path, "open the database again",
				 "an earlier read or write failed");
	return space_check(s, err);
}

int store_apply(struct store *s, const struct batch *b, struct store_result *r, struct error *err)
{
	int failed;

	store_result_release(r);
	if (s->bulk)
		return bulk_piece(s, b, r, err);
	db_end_look(s);
	failed = store_writable(s, err);
	if (!failed)
		failed = gate_take(&s->gate, b->actor ? b->actor : "somebody", STORE_GATE_MS, err);
	if (failed)
		return failed;
	if (b->n_changes > BULK)
		apply_bulk_cache(s, true);
	failed = apply_in_gate(s, b, r, err);
	gate_leave(&s->gate);
	if (b->n_changes > BULK)
		apply_bulk_cache(s, false);
	return failed;
}
