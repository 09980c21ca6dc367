/* SPDX-License-Identifier: MIT */
/* content_read.c - a file on its way into the database: hashed, compressed, cut into parts. */
#include <errno.h>
#include <string.h>
#include <zstd.h>

#include "base/utf8.h"
#include "store/content_private.h"

#define LEVEL 3
#define PIECE 65536
#define LOOK  4096 /* first bytes by which the kind is guessed */

/* ---- what it is --------------------------------------------------------------------- */

static const struct {
	const char *start;
	size_t len;
	const char *type;
} kinds[] = {
	{ "%PDF-", 5, "application/pdf" },
	{ "\x89PNG\r\n\x1a\n", 8, "image/png" },
	{ "\xff\xd8\xff", 3, "image/jpeg" },
	{ "GIF8", 4, "image/gif" },
	{ "PK\x03\x04", 4, "application/zip" },
};

/* Text is UTF-8 without control characters; a character cut at the end of the look is forgiven. */
static bool is_text(const char *bytes, size_t len, bool whole)
{
	size_t bad = len;

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)bytes[i] < 32 && !strchr("\t\n\r\f", bytes[i]))
			return false;
	return utf8_valid(bytes, len, &bad) || (!whole && len - bad < 4);
}

static const char *guess(const struct buf *look, bool whole)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (look->len >= kinds[i].len && memcmp(look->s, kinds[i].start, kinds[i].len) == 0)
			return kinds[i].type;
	return is_text(look->s, look->len, whole) ? "text/plain" : "application/octet-stream";
}

/* ---- compressing ---------------------------------------------------------------------- */

struct packing {
	struct content *c;
	ZSTD_CStream *stream;
	char *out; /* one part being filled */
	size_t used;
};

static void end_part(struct packing *p)
{
	struct content *c = p->c;

	c->parts = mem_realloc(c->parts, (size_t)c->n_parts + 1, sizeof *c->parts);
	buf_init(&c->parts[c->n_parts]);
	buf_add(&c->parts[c->n_parts++], p->out, p->used);
	p->used = 0;
}

static void pack(struct packing *p, const char *bytes, size_t len, bool end)
{
	ZSTD_inBuffer in = { bytes, len, 0 };
	size_t left;

	do {
		ZSTD_outBuffer out = { p->out, CONTENT_PART_MAX, p->used };

		left = ZSTD_compressStream2(p->stream, &out, &in, end ? ZSTD_e_end : ZSTD_e_continue);
		if (ZSTD_isError(left))
			abort(); /* it only fails where memory is gone */
		p->used = out.pos;
		if (p->used == CONTENT_PART_MAX)
			end_part(p);
	} while (in.pos < in.size || (end && left));
	if (end && p->used)
		end_part(p);
}

static int too_long(const char *name, int64_t limit, struct error *err)
{
	return error_set(err, FAIL_DATA, "evidence", name, "say where it is kept instead: location=...",
			 "it has more than %lld MiB", (long long)(limit >> 20));
}

static int read_all(struct packing *p, struct digest *d, struct buf *look, FILE *f, const char *name, int64_t limit,
		    struct error *err)
{
	AUTOFREE char *piece = mem_alloc(PIECE);
	size_t n;

	while ((n = fread(piece, 1, PIECE, f)) > 0) {
		p->c->size += (int64_t)n;
		if (p->c->size > limit)
			return too_long(name, limit, err);
		digest_add(d, piece, n);
		if (look->len < LOOK)
			buf_add(look, piece, n < LOOK - look->len ? n : LOOK - look->len);
		pack(p, piece, n, false);
	}
	if (ferror(f))
		return error_set(err, FAIL_IO, "evidence", name, NULL, "it cannot be read: %s", strerror(errno));
	if (!p->c->size)
		return error_set(err, FAIL_DATA, "evidence", name, "give the file that is the proof", "it is empty");
	pack(p, NULL, 0, true);
	return 0;
}

int content_read(struct content *c, FILE *f, const char *name, int64_t limit, struct error *err)
{
	struct packing p = { .c = c, .stream = ZSTD_createCStream(), .out = mem_alloc(CONTENT_PART_MAX) };
	struct digest d;
	AUTOBUF look = BUF_INIT;
	int failed;

	*c = (struct content){ .size = 0 };
	if (!p.stream || ZSTD_isError(ZSTD_CCtx_setParameter(p.stream, ZSTD_c_compressionLevel, LEVEL)))
		abort();
	digest_begin(&d);
	failed = read_all(&p, &d, &look, f, name, limit, err);
	digest_end(&d, c->sha256);
	c->media_type = guess(&look, c->size <= LOOK);
	ZSTD_freeCStream(p.stream);
	free(p.out);
	if (failed)
		content_release(c);
	return failed;
}

void content_release(struct content *c)
{
	for (int i = 0; i < c->n_parts; i++)
		buf_release(&c->parts[i]);
	free(c->parts);
	*c = (struct content){ .size = 0 };
}
