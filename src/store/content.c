/* SPDX-License-Identifier: MIT */
/*
 * content.c - the content of evidence in the database.
 *
 * Two tables, filled once and never changed: triggers refuse every update,
 * delete and second insert, so that a bare SQL shell cannot exchange a proof.
 */
#include <string.h>
#include <zstd.h>

#include "store/content_private.h"
#include "store/verify.h"

#define WINDOW_MAX 23 /* 8 MiB: a hostile file must not ask for more memory than that */

const char content_table[] =
	"CREATE TABLE \"content\" (sha256 TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, stored INTEGER NOT "
	"NULL, parts INTEGER NOT NULL, "
	"CONSTRAINT \"sha256: must be 64 hexadecimal digits\" "
	"CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'), "
	"CONSTRAINT \"size: must be above 0\" CHECK (size > 0 AND stored > 0), "
	"CONSTRAINT \"parts: must be above 0\" CHECK (parts > 0)) STRICT";

const char content_part_table[] =
	"CREATE TABLE \"content_part\" (sha256 TEXT NOT NULL REFERENCES \"content\" (sha256), number INTEGER NOT "
	"NULL, bytes BLOB NOT NULL, PRIMARY KEY (sha256, number), "
	"CONSTRAINT \"bytes: must be at most 1 MiB\" CHECK (length(bytes) BETWEEN 1 AND 1048576)) STRICT";

static const char *const triggers[] = {
	"CREATE TRIGGER \"content_insert\" BEFORE INSERT ON \"content\" BEGIN SELECT CASE WHEN EXISTS (SELECT 1 "
	"FROM \"content\" t WHERE t.sha256 = NEW.sha256) THEN RAISE (ABORT, 'a content is stored once') END; END",
	"CREATE TRIGGER \"content_part_insert\" BEFORE INSERT ON \"content_part\" BEGIN SELECT CASE WHEN EXISTS "
	"(SELECT 1 FROM \"content_part\" t WHERE t.sha256 = NEW.sha256 AND t.number = NEW.number) THEN RAISE "
	"(ABORT, 'a content is stored once') WHEN NEW.number NOT BETWEEN 1 AND coalesce((SELECT t.parts FROM "
	"\"content\" t WHERE t.sha256 = NEW.sha256), 0) THEN RAISE (ABORT, 'number: is no part of the content') "
	"END; END",
	"CREATE TRIGGER \"content_update\" BEFORE UPDATE ON \"content\" BEGIN SELECT RAISE (ABORT, 'a content is "
	"never changed'); END",
	"CREATE TRIGGER \"content_delete\" BEFORE DELETE ON \"content\" BEGIN SELECT RAISE (ABORT, 'a content is "
	"never taken out'); END",
	"CREATE TRIGGER \"content_part_update\" BEFORE UPDATE ON \"content_part\" BEGIN SELECT RAISE (ABORT, 'a "
	"content is never changed'); END",
	"CREATE TRIGGER \"content_part_delete\" BEFORE DELETE ON \"content_part\" BEGIN SELECT RAISE (ABORT, 'a "
	"content is never taken out'); END",
};

int content_guards(schema_emit emit, void *data, struct error *err)
{
	int failed = 0;

	for (size_t i = 0; i < sizeof triggers / sizeof *triggers && !failed; i++)
		failed = emit(data, triggers[i], err);
	return failed;
}

/* ---- in ------------------------------------------------------------------------------ */

static int insert_head(struct store *s, const char *sha256, const struct content_info *info, struct error *err)
{
	AUTOSTMT st = stmt_get(s, "INSERT INTO content (sha256, size, stored, parts) VALUES (?1, ?2, ?3, ?4)", err);

	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, sha256);
	stmt_int(&st, 2, info->size);
	stmt_int(&st, 3, info->stored);
	stmt_int(&st, 4, info->parts);
	return stmt_run(&st, err);
}

static int insert_part(struct store *s, const char *sha256, int number, const char *bytes, size_t len,
		       struct error *err)
{
	AUTOSTMT st = stmt_get(s, "INSERT INTO content_part (sha256, number, bytes) VALUES (?1, ?2, ?3)", err);

	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, sha256);
	stmt_int(&st, 2, number);
	sqlite3_bind_blob(st.p, 3, bytes, (int)len, SQLITE_STATIC);
	return stmt_run(&st, err);
}

bool store_content_find(struct store *s, const char *sha256, struct content_info *out)
{
	AUTOSTMT st = stmt_get(s, "SELECT size, stored, parts FROM content WHERE sha256 = ?1", NULL);

	if (!st.p)
		return false;
	stmt_text(&st, 1, sha256);
	if (stmt_step(&st, NULL) <= 0)
		return false;
	*out = (struct content_info){ .size = sqlite3_column_int64(st.p, 0), .stored = sqlite3_column_int64(st.p, 1),
				      .parts = sqlite3_column_int(st.p, 2) };
	return true;
}

int content_insert(struct store *s, const struct content *c, struct error *err)
{
	struct content_info info;
	int failed;

	if (store_content_find(s, c->sha256, &info))
		return 0;
	info = (struct content_info){ .size = c->size, .parts = c->n_parts };
	for (int i = 0; i < c->n_parts; i++)
		info.stored += (int64_t)c->parts[i].len;
	failed = insert_head(s, c->sha256, &info, err);
	for (int i = 0; i < c->n_parts && !failed; i++)
		failed = insert_part(s, c->sha256, i + 1, c->parts[i].s, c->parts[i].len, err);
	return failed;
}

int store_apply_content(struct store *s, const struct batch *b, const struct content *c, struct store_result *r,
			struct error *err)
{
	int failed;

	s->incoming = c;
	failed = store_apply(s, b, r, err);
	s->incoming = NULL;
	return failed;
}

int store_content_take(struct store *s, const char *sha256, const struct content_info *info, int number,
		       const char *bytes, size_t len, struct error *err)
{
	int failed = number == 1 ? insert_head(s, sha256, info, err) : 0;

	return failed ? failed : insert_part(s, sha256, number, bytes, len, err);
}

/* ---- out ------------------------------------------------------------------------------- */

int store_content_parts(struct store *s, const char *sha256,
			int (*see)(void *data, int number, const char *bytes, size_t len), void *data,
			struct error *err)
{
	AUTOSTMT st = stmt_get(s, "SELECT number, bytes FROM content_part WHERE sha256 = ?1 ORDER BY number", err);
	int more, failed = 0;

	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, sha256);
	while (!failed && (more = stmt_step(&st, err)) != 0) {
		if (more < 0)
			return s->failed;
		failed = see(data, sqlite3_column_int(st.p, 0), sqlite3_column_blob(st.p, 1),
			     (size_t)sqlite3_column_bytes(st.p, 1));
	}
	return failed;
}

struct unpacking {
	ZSTD_DStream *stream;
	char *out;
	struct digest digest;
	struct content_info info, seen; /* what the table says, and what there is */
	int (*write)(void *data, const char *bytes, size_t len);
	void *data;
	bool damaged;
	size_t left; /* of the stream, as zstd says; 0: it has ended */
};

static int unpack_part(void *data, int number, const char *bytes, size_t len)
{
	struct unpacking *u = data;
	ZSTD_inBuffer in = { bytes, len, 0 };
	bool full;

	u->damaged |= number != ++u->seen.parts;
	u->seen.stored += (int64_t)len;
	do {
		ZSTD_outBuffer out = { u->out, ZSTD_DStreamOutSize(), 0 };
		int failed;

		u->left = ZSTD_decompressStream(u->stream, &out, &in);
		u->seen.size += (int64_t)out.pos;
		u->damaged |= ZSTD_isError(u->left) || u->seen.size > u->info.size;
		if (u->damaged)
			return FAIL_IO;
		digest_add(&u->digest, u->out, out.pos);
		failed = u->write && out.pos ? u->write(u->data, u->out, out.pos) : 0;
		if (failed)
			return failed;
		full = out.pos == out.size;
	} while (in.pos < in.size || full);
	return 0;
}

static int unpack(struct store *s, const char *sha256, struct unpacking *u, struct error *err)
{
	char found[65];
	int failed;

	u->left = 1;
	u->stream = ZSTD_createDStream();
	u->out = mem_alloc(ZSTD_DStreamOutSize());
	if (!u->stream || ZSTD_isError(ZSTD_DCtx_setParameter(u->stream, ZSTD_d_windowLogMax, WINDOW_MAX)))
		abort();
	digest_begin(&u->digest);
	failed = store_content_parts(s, sha256, unpack_part, u, err);
	digest_end(&u->digest, found);
	ZSTD_freeDStream(u->stream);
	free(u->out);
	u->damaged |= !failed && (u->left || strcmp(found, sha256) != 0 || u->seen.size != u->info.size ||
				  u->seen.stored != u->info.stored || u->seen.parts != u->info.parts);
	return failed;
}

int store_content_write(struct store *s, const char *sha256, int (*write)(void *data, const char *bytes, size_t len),
			void *data, struct error *err)
{
	struct unpacking u = { .write = write, .data = data };
	int failed;

	if (!store_content_find(s, sha256, &u.info))
		return error_set(err, FAIL_MISSING, "evidence", sha256, "take it from the database it was exported from",
				 "its content is not in this database");
	failed = unpack(s, sha256, &u, err);
	if (u.damaged)
		return error_set(err, FAIL_IO, "evidence", sha256, "restore the newest backup beside this file",
				 "its content is damaged: it does not come to its hash");
	return failed;
}

/* ---- verify ------------------------------------------------------------------------------ */

static int verify_one(struct verifying *v, const char *sha256)
{
	struct unpacking u = { .write = NULL };
	AUTOBUF where = BUF_INIT;
	int failed;

	buf_addf(&where, "content %.16s...", sha256);
	if (!store_content_find(v->s, sha256, &u.info))
		return v->s->failed;
	failed = unpack(v->s, sha256, &u, v->err);
	if (u.damaged)
		verify_problem(v, where.s, "does not come to its hash: it was changed after it was stored");
	return u.damaged ? 0 : failed;
}

static int see_each(struct verifying *v, const char *sql, int (*see)(struct verifying *v, const char *sha256))
{
	AUTOSTMT st = stmt_get(v->s, sql, v->err);
	int more, failed = 0;

	if (!st.p)
		return v->s->failed;
	while (!failed && (more = stmt_step(&st, v->err)) != 0)
		failed = more < 0 ? v->s->failed : see(v, stmt_get_text(&st, 0));
	return failed;
}

static int say_unknown(struct verifying *v, const char *sha256)
{
	AUTOBUF where = BUF_INIT;

	buf_addf(&where, "content %.16s...", sha256);
	verify_problem(v, where.s, "belongs to no evidence");
	return 0;
}

int verify_content(struct verifying *v)
{
	int failed = see_each(v, "SELECT sha256 FROM content ORDER BY sha256", verify_one);

	if (failed)
		return failed;
	return see_each(v,
			"SELECT c.sha256 FROM content c WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.sha256 = "
			"c.sha256) ORDER BY c.sha256",
			say_unknown);
}
