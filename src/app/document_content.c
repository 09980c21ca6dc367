/* SPDX-License-Identifier: MIT */
/* document_content.c - the content of evidence in a document: its stored parts, each one element. */
#include "app/document.h"
#include "app/document_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "exchange/document.h"
#include "store/content.h"

/* ---- out ----------------------------------------------------------------------------- */

struct putting {
	struct document_writer *w;
	const char *sha256;
	struct content_info info;
	struct buf line;
	struct error *err;
};

static int put_part(void *data, int number, const char *bytes, size_t len)
{
	struct putting *p = data;

	buf_clear(&p->line);
	buf_addf(&p->line, "{\"sha256\":\"%s\",\"size\":%lld,\"stored\":%lld,\"parts\":%d,\"number\":%d,\"bytes\":\"",
		 p->sha256, (long long)p->info.size, (long long)p->info.stored, p->info.parts, number);
	base64_add(&p->line, bytes, len);
	buf_adds(&p->line, "\"}");
	return document_element(p->w, p->line.s, p->line.len, p->err);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The hashes of all evidence, taken out or not, in their order; some stand there twice. */
static int hashes(struct store *s, struct date today, struct arena *arena, const char ***out, int *n, struct error *err)
{
	const struct entity *e = record_entity(ENTITY_EVIDENCE);
	struct select q = { .entity = e, .today = today, .removed = true };
	struct columns c = { .n = 1, .at = { { .pseudo = QUERY_FIELD, .field = record_field(e, "sha256") } } };
	struct ids ids = { 0 };
	struct rows rows;
	int failed = store_ids(s, &q, &ids, err);

	if (!failed)
		failed = store_rows(s, &q, &c, ids.at, (int)ids.n, arena, &rows, err);
	ids_release(&ids);
	if (failed)
		return failed;
	*out = arena_alloc(arena, ((size_t)rows.n + 1) * sizeof **out);
	*n = 0;
	for (int i = 0; i < rows.n; i++)
		if (rows.cells[i])
			(*out)[(*n)++] = rows.cells[i];
	qsort(*out, (size_t)*n, sizeof **out, by_text);
	return 0;
}

int document_content(struct store *s, struct date today, bool with_bytes, struct document_writer *w, struct error *err)
{
	struct putting p = { .w = w, .line = BUF_INIT, .err = err };
	AUTOARENA arena = ARENA_INIT;
	const char **all = NULL;
	int n = 0, failed = document_section(w, NULL, "content", err);

	if (!failed && with_bytes)
		failed = hashes(s, today, &arena, &all, &n, err);
	for (int i = 0; i < n && !failed; i++) {
		p.sha256 = all[i];
		if ((i && strcmp(all[i], all[i - 1]) == 0) || !store_content_find(s, p.sha256, &p.info))
			continue;
		failed = store_content_parts(s, p.sha256, put_part, &p, err);
	}
	buf_release(&p.line);
	return failed;
}

int document_absent(struct store *s, struct date today, int64_t *absent, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct content_info info;
	const char **all = NULL;
	int n = 0, failed = hashes(s, today, &arena, &all, &n, err);

	*absent = 0;
	for (int i = 0; i < n && !failed; i++)
		*absent += (!i || strcmp(all[i], all[i - 1]) != 0) && !store_content_find(s, all[i], &info);
	return failed;
}

/* ---- in ------------------------------------------------------------------------------- */

static const char *text_of(const struct source_row *row, const char *name)
{
	const struct source_cell *c = source_cell(row, name);

	return c && c->text ? c->text : "";
}

static int64_t number_of(const struct source_row *row, const char *name)
{
	return strtoll(text_of(row, name), NULL, 10);
}

int document_take_content(struct store *s, const struct source_row *row, struct error *err)
{
	const char *sha256 = text_of(row, "sha256"), *text = text_of(row, "bytes");
	struct content_info info = { .size = number_of(row, "size"), .stored = number_of(row, "stored"),
				     .parts = (int)number_of(row, "parts") };
	int number = (int)number_of(row, "number"), failed;
	AUTOBUF bytes = BUF_INIT;

	if (!base64_read(&bytes, text, strlen(text)))
		return error_set(err, FAIL_DATA, "import", sha256, "export it again from where it came from",
				 "part %d of an evidence content is not base64", number);
	failed = store_content_take(s, sha256, &info, number, bytes.s, bytes.len, err);
	if (!failed && number == info.parts)
		failed = store_content_write(s, sha256, NULL, NULL, err);
	if (failed && err)
		err->kind = FAIL_DATA;
	return failed ? FAIL_DATA : 0;
}
