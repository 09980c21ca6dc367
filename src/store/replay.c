/* SPDX-License-Identifier: MIT */
/* replay.c - from the log to the tables: how the past, a loaded document and verify read it. */
#include <stdio.h>
#include <string.h>

#include "store/replay.h"

/* ---- the chain -------------------------------------------------------------------------- */

static bool is_day(const char *text)
{
	struct date d;

	return date_parse_iso(text, strlen(text), &d);
}

const char *chain_next(struct chain *c, struct hasher *h, const struct entry *e,
		       struct buf *scratch)
{
	char hash[65];

	buf_clear(scratch);
	if (e->seq != c->head.seq + 1)
		buf_addf(scratch, "it follows entry %lld: entries are missing or out of order",
			 (long long)c->head.seq);
	else if (strlen(e->recorded) != CLOCK_STAMP - 1 ||
		 strcmp(e->recorded, c->head.recorded) < 0)
		buf_adds(scratch, "its time of recording is before the entry above, or no time");
	else if (!is_day(e->effective))
		buf_adds(scratch, "its effective day is no day");
	else if (e->batch != e->seq && e->batch != c->batch)
		buf_adds(scratch, "it does not belong to the batch above");
	else if (!replay_entity(e))
		buf_addf(scratch, "it is about a kind of record that is not known: %s", e->entity);
	log_hash(h, c->head.hash, e, hash);
	if (!scratch->len && strcmp(hash, e->hash) != 0)
		buf_adds(scratch, "its hash does not fit: it, or the one before, was changed after "
				  "it was written");
	c->head.seq = e->seq;
	c->batch = e->batch;
	snprintf(c->head.hash, sizeof c->head.hash, "%s", e->hash);
	snprintf(c->head.recorded, sizeof c->head.recorded, "%s", e->recorded);
	return scratch->len ? scratch->s : NULL;
}

const struct entity *replay_entity(const struct entry *e)
{
	const struct entity *found = record_entity_by_name(e->entity);

	return found && strcmp(found->name, e->entity) == 0 ? found : NULL;
}

/* ---- rows -------------------------------------------------------------------------------- */

static int refuse(const struct entry *e, struct error *err)
{
	AUTOBUF why = BUF_INIT;

	buf_adds(&why, err ? err->why : "");
	return error_set(err, FAIL_DATA, "cannot read the log", NULL, NULL, "entry %lld: %s",
			 (long long)e->seq, why.s);
}

static int check_targets(struct store *s, const struct entry *e, const struct change_field *fields,
			 int n, struct error *err)
{
	for (int i = 0; i < n; i++) {
		const struct field *f = fields[i].field;

		if (f->type == FIELD_REF && fields[i].new.kind == VALUE_TEXT &&
		    !store_id(s, record_entity(f->target), fields[i].new.text))
			return error_set(err, FAIL_DATA, "cannot read the log", NULL, NULL,
					 "entry %lld: %s refers to a record that does not exist",
					 (long long)e->seq, f->name);
	}
	return 0;
}

static void add_param(const struct field *f, int at, struct buf *sql)
{
	if (f->type == FIELD_REF)
		buf_addf(sql, "(SELECT t.id FROM \"%s\" t WHERE t.uid = ?%d)",
			 record_entity(f->target)->name, at);
	else
		buf_addf(sql, "?%d", at);
}

/* ?1 uid, ?2 version, then the fields. Until ref_all() the uid stands in for the reference. */
static void write_sql(const struct entity *e, bool first, const struct change_field *fields, int n,
		      struct buf *sql)
{
	buf_addf(sql,
		 first ? "INSERT INTO \"%s\" (uid, version, ref, sort_key"
		       : "UPDATE \"%s\" SET version = ?2",
		 e->name);
	for (int i = 0; i < n; i++) {
		buf_addf(sql, ", \"%s\"", fields[i].field->name);
		if (!first) {
			buf_adds(sql, " = ");
			add_param(fields[i].field, i + 3, sql);
		}
	}
	if (!first) {
		buf_adds(sql, " WHERE uid = ?1");
		return;
	}
	buf_adds(sql, ") VALUES (?1, ?2, ?1, ?1");
	for (int i = 0; i < n; i++) {
		buf_adds(sql, ", ");
		add_param(fields[i].field, i + 3, sql);
	}
	buf_addc(sql, ')');
}

int replay_entry(struct store *s, const struct entry *e, bool first, enum replay_missing missing,
		 struct arena *a, struct error *err)
{
	const struct entity *entity = replay_entity(e);
	struct change_field *fields;
	AUTOBUF sql = BUF_INIT;
	int n, failed;

	if (!entity || e->schema > schema_version)
		return error_set(err, FAIL_DATA, "cannot read the log", NULL, "update closeout",
				 "entry %lld was made by a newer closeout", (long long)e->seq);
	if (change_read(entity, e->changes, a, &fields, &n, err) != 0)
		return refuse(e, err);
	failed = missing == REPLAY_REFUSE ? check_targets(s, e, fields, n, err) : 0;
	if (failed)
		return failed;
	write_sql(entity, first, fields, n, &sql);
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, e->uid);
	stmt_int(&st, 2, e->seq);
	for (int i = 0; i < n; i++)
		stmt_value(&st, i + 3, fields[i].new);
	return stmt_run(&st, err);
}
