/* SPDX-License-Identifier: MIT */
/*
 * log.c - the log: entries, their hash chain, listing.
 *
 * The hash of an entry is SHA-256, in 64 lower-case hexadecimal digits, over
 * these bytes:
 *
 *	"closeout log 1\n"
 *	the hash of the entry before as its 64 digits; 64 times "0" for the first
 *	then every column in this order: seq, recorded, effective, actor,
 *	acting_for, key_fp, session, batch, op_id, verb, entity, uid, schema,
 *	changes, reason; each as
 *		one byte 0x00 for null, or
 *		one byte 0x01, the length as 8 bytes, highest first, and the bytes
 *
 * Integers are decimal digits. Text is UTF-8 as stored. Because each column
 * says how long it is, no two entries have the same bytes.
 */
#include <stdio.h>
#include <string.h>

#include "store/digest.h"
#include "store/store_private.h"

static const char prefix[] = "closeout log 1\n";
static const char first_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";

struct hasher {
	struct buf bytes;
};

struct hasher *hasher_new(void)
{
	struct hasher *h = mem_alloc(sizeof *h);

	buf_init(&h->bytes);
	return h;
}

void hasher_free(struct hasher *h)
{
	if (!h)
		return;
	buf_release(&h->bytes);
	free(h);
}

static void hashed_bytes(struct buf *out, const char *bytes, size_t len)
{
	char head[9] = { 1 };

	for (int i = 0; i < 8; i++)
		head[1 + i] = (char)((uint64_t)len >> (56 - 8 * i) & 0xFF);
	buf_add(out, head, sizeof head);
	buf_add(out, bytes, len);
}

void hashed_text(struct buf *out, const char *text)
{
	if (text)
		hashed_bytes(out, text, strlen(text));
	else
		buf_addc(out, 0);
}

void hashed_int(struct buf *out, int64_t number)
{
	AUTOBUF digits = BUF_INIT;

	buf_addi(&digits, number);
	hashed_bytes(out, digits.s, digits.len);
}

struct buf *hasher_begin(struct hasher *h, const char *start, const char *previous)
{
	buf_clear(&h->bytes);
	buf_adds(&h->bytes, start);
	buf_adds(&h->bytes, *previous ? previous : first_hash);
	return &h->bytes;
}

void hasher_end(struct hasher *h, char out[65])
{
	struct digest d;

	digest_begin(&d);
	digest_add(&d, h->bytes.s, h->bytes.len);
	digest_end(&d, out);
}

void log_hash(struct hasher *h, const char *previous, const struct entry *e, char out[65])
{
	struct buf *b = hasher_begin(h, prefix, previous);

	hashed_int(b, e->seq);
	hashed_text(b, e->recorded);
	hashed_text(b, e->effective);
	hashed_text(b, e->actor);
	hashed_text(b, e->acting_for);
	hashed_text(b, e->key_fp);
	hashed_text(b, e->session);
	hashed_int(b, e->batch);
	hashed_text(b, e->op_id);
	hashed_text(b, e->verb);
	hashed_text(b, e->entity);
	hashed_text(b, e->uid);
	hashed_int(b, e->schema);
	hashed_text(b, e->changes);
	hashed_text(b, e->reason);
	hasher_end(h, out);
}

int log_newest(struct store *s, const char *sql, struct log_head *out, struct error *err)
{
	AUTOSTMT st = stmt_get(s, sql, err);
	int more;

	if (!st.p)
		return s->failed;
	more = stmt_step(&st, err);
	if (more < 0)
		return s->failed;
	*out = (struct log_head){ .seq = 0 };
	if (more) {
		out->seq = sqlite3_column_int64(st.p, 0);
		snprintf(out->recorded, sizeof out->recorded, "%s", stmt_get_text(&st, 1));
		snprintf(out->hash, sizeof out->hash, "%s", stmt_get_text(&st, 2));
	}
	return 0;
}

int log_head(struct store *s, struct log_head *out, struct error *err)
{
	return log_newest(s, "SELECT seq, recorded, hash FROM log ORDER BY seq DESC LIMIT 1", out, err);
}

int log_insert(struct store *s, const struct entry *e, struct error *err)
{
	const char *texts[] = { e->recorded,   e->effective, e->actor,
				e->acting_for, e->key_fp,    e->session };
	AUTOSTMT st =
		stmt_get(s,
			 "INSERT INTO log (" LOG_COLUMNS ") VALUES "
			 "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
			 err);

	if (!st.p)
		return s->failed;
	stmt_int(&st, 1, e->seq);
	for (int i = 0; i < 6; i++)
		stmt_text(&st, 2 + i, texts[i]);
	stmt_int(&st, 8, e->batch);
	stmt_text(&st, 9, e->op_id);
	stmt_text(&st, 10, e->verb);
	stmt_text(&st, 11, e->entity);
	stmt_text(&st, 12, e->uid);
	stmt_int(&st, 13, e->schema);
	stmt_text(&st, 14, e->changes);
	stmt_text(&st, 15, e->reason);
	stmt_text(&st, 16, e->hash);
	return stmt_run(&st, err);
}

void log_read(struct stmt *st, struct entry *out)
{
	*out = (struct entry){
		.seq = sqlite3_column_int64(st->p, 0),
		.recorded = stmt_get_text(st, 1),
		.effective = stmt_get_text(st, 2),
		.actor = stmt_get_text(st, 3),
		.acting_for = stmt_opt_text(st, 4),
		.key_fp = stmt_opt_text(st, 5),
		.session = stmt_opt_text(st, 6),
		.batch = sqlite3_column_int64(st->p, 7),
		.op_id = stmt_opt_text(st, 8),
		.verb = stmt_get_text(st, 9),
		.entity = stmt_get_text(st, 10),
		.uid = stmt_get_text(st, 11),
		.schema = sqlite3_column_int64(st->p, 12),
		.changes = stmt_get_text(st, 13),
		.reason = stmt_opt_text(st, 14),
		.hash = stmt_get_text(st, 15),
	};
}

int store_head(struct store *s, int64_t *seq, char hash[65], struct error *err)
{
	struct log_head head;
	int failed = log_head(s, &head, err);

	if (failed)
		return failed;
	if (seq)
		*seq = head.seq;
	if (hash)
		memcpy(hash, head.hash, 65);
	return 0;
}

/* ---- listing ----------------------------------------------------------------- */

static void filter_sql(const struct log_filter *f, struct buf *sql)
{
	buf_adds(sql, "SELECT " LOG_COLUMNS " FROM log WHERE 1");
	if (f->entity)
		buf_adds(sql, " AND entity = ?1");
	if (f->uid)
		buf_adds(sql, " AND uid = ?2");
	if (f->actor)
		buf_adds(sql, " AND actor = ?3");
	if (f->verb)
		buf_adds(sql, " AND verb = ?4");
	/* A batch is one run of entries: where it ends needs no index. */
	if (f->batch)
		buf_adds(sql, " AND seq >= ?5 AND seq < coalesce((SELECT min(t.seq) FROM log t "
			      "WHERE t.batch > ?5 AND "
			      "t.seq = t.batch), 9223372036854775807)");
	if (f->after_seq)
		buf_adds(sql, " AND seq > ?6");
	if (f->before_seq)
		buf_adds(sql, " AND seq < ?9");
	if (!date_is_none(f->from))
		buf_adds(sql, " AND effective >= ?7");
	if (!date_is_none(f->to))
		buf_adds(sql, " AND effective <= ?8");
	buf_addf(sql, " ORDER BY seq%s", f->newest_first ? " DESC" : "");
	if (f->limit)
		buf_addf(sql, " LIMIT %lld", (long long)f->limit);
}

int store_log(struct store *s, const struct log_filter *f,
	      bool (*see)(void *data, const struct entry *e), void *data, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	char from[DATE_TEXT], to[DATE_TEXT];
	struct entry e;
	int more;

	filter_sql(f, &sql);
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	/* Numbers that the statement does not use are out of range and ignored. */
	stmt_text(&st, 1, f->entity ? f->entity->name : NULL);
	stmt_text(&st, 2, f->uid);
	stmt_text(&st, 3, f->actor);
	stmt_text(&st, 4, f->verb);
	stmt_int(&st, 5, f->batch);
	stmt_int(&st, 6, f->after_seq);
	stmt_text(&st, 7, date_format(f->from, from));
	stmt_text(&st, 8, date_format(f->to, to));
	stmt_int(&st, 9, f->before_seq);
	while ((more = stmt_step(&st, err)) > 0) {
		log_read(&st, &e);
		if (!see(data, &e))
			break;
	}
	return more < 0 ? s->failed : 0;
}

bool store_actor(struct store *s, int64_t seq, char *dst, size_t size)
{
	AUTOSTMT st = stmt_get(s, "SELECT actor FROM log WHERE seq = ?1", NULL);

	if (!st.p)
		return false;
	stmt_int(&st, 1, seq);
	if (stmt_step(&st, NULL) <= 0)
		return false;
	snprintf(dst, size, "%s", stmt_get_text(&st, 0));
	return true;
}
