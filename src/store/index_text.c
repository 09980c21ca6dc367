/* SPDX-License-Identifier: MIT */
/* index_text.c - the words of a record, as the search index has them. */
#include <string.h>

#include "base/utf8.h"
#include "store/index.h"

/* Signs and blanks outside ASCII that part words: Latin-1 signs, punctuation, CJK punctuation. */
static bool parts_words(uint32_t cp)
{
	return (cp >= 0x80 && cp <= 0xBF && cp != 0xAA && cp != 0xB5 && cp != 0xBA) ||
	       (cp >= 0x2000 && cp <= 0x206F) || (cp >= 0x3000 && cp <= 0x303F) || cp == UTF8_BAD;
}

static bool ascii_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

void index_words(const char *folded, size_t len,
		 void (*see)(void *data, const char *word, size_t len), void *data)
{
	size_t from = 0, at = 0;

	while (at < len) {
		size_t step = 1;
		bool letter;

		if (folded[at] & 0x80) {
			uint32_t cp;

			step = utf8_decode(folded + at, len - at, &cp);
			letter = !parts_words(cp);
		} else {
			letter = ascii_letter((unsigned char)folded[at]);
		}
		if (!letter && at > from)
			see(data, folded + from, at - from);
		at += step;
		if (!letter)
			from = at;
	}
	if (at > from)
		see(data, folded + from, at - from);
}

/* ---- search_text(reference, text, ...) ---------------------------------------------- */

struct writing {
	struct store *s;
	struct buf *out;
	const char *mark;
};

static void add_word(void *data, const char *word, size_t len)
{
	struct writing *w = data;
	const char *mark = w->mark;

	if (len > INDEX_WORD_MAX) {
		mark = "";
		word = INDEX_LONG;
		len = strlen(INDEX_LONG);
	}
	if (w->out->len)
		buf_addc(w->out, ' ');
	buf_adds(w->out, mark);
	buf_add(w->out, word, len);
	index_note_word(w->s, mark, word, len);
}

static void search_text(sqlite3_context *context, int n, sqlite3_value **args)
{
	AUTOBUF out = BUF_INIT, folded = BUF_INIT;
	struct writing w = { .s = sqlite3_user_data(context), .out = &out, .mark = INDEX_REF };

	for (int i = 0; i < n; i++) {
		const char *text = (const char *)sqlite3_value_text(args[i]);

		if (text) {
			buf_clear(&folded);
			utf8_fold(&folded, text, (size_t)sqlite3_value_bytes(args[i]));
			index_words(folded.s, folded.len, add_word, &w);
		}
		w.mark = "";
	}
	sqlite3_result_text(context, out.s, (int)out.len, SQLITE_TRANSIENT);
}

/* gather_rows(kinds, number): puts all of them into the set of their kind. */
static void gather_row(sqlite3_context *context, int n, sqlite3_value **args)
{
	struct bits **to = sqlite3_aggregate_context(context, sizeof *to);
	int64_t row = sqlite3_value_int64(args[1]);

	(void)n;
	if (to && !*to)
		*to = sqlite3_value_pointer(args[0], "kinds");
	if (to && *to && row >= 0 && row >> 32 < ENTITY_MAX)
		bits_put(&(*to)[row >> 32], (uint32_t)row);
}

static void gather_end(sqlite3_context *context)
{
	sqlite3_result_null(context);
}

int index_functions(struct store *s, struct error *err)
{
	int rc = sqlite3_create_function_v2(s->db, "search_text", -1,
					    SQLITE_UTF8 | SQLITE_DIRECTONLY, s, search_text, NULL,
					    NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(s->db, "gather_rows", 2,
						SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, NULL,
						gather_row, gather_end, NULL);
	return rc == SQLITE_OK ? 0 : db_fail(s, rc, err);
}

const char *index_choice(struct arena *a, const struct field *f, const char *choice)
{
	return arena_printf(a, INDEX_CHOICE "%s" INDEX_CHOICE "%s", f->name, choice);
}

void index_text_sql(const struct entity *e, struct buf *out)
{
	buf_adds(out, "search_text(r.ref");
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];

		if (record_stored(f) && (f->type == FIELD_TEXT || f->type == FIELD_LONG))
			buf_addf(out, ", r.\"%s\"", f->name);
	}
	buf_addc(out, ')');
	buf_adds(out, " || CASE WHEN r.removed THEN ' " INDEX_REMOVED "' ELSE '' END");
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];

		if (record_stored(f) && f->type == FIELD_CHOICE)
			buf_addf(out,
				 " || coalesce(' " INDEX_CHOICE "%s" INDEX_CHOICE
				 "' || r.\"%s\", '')",
				 f->name, f->name);
	}
}
