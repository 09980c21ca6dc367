/* SPDX-License-Identifier: MIT */
/*
 * index_pages.c - the rows of words, read from the pages of FTS5 themselves.
 *
 * FTS5's own cursor gives one row after another, each through all of its layers and
 * those of the statement around it: a word of a million rows takes a tenth of a
 * second. The rows lie in its pages as one list of differences, mostly of one byte,
 * and are read here as such, some thirty times as fast.
 *
 * The pages are those of version 4 of FTS5's file, as the head of its fts5_index.c
 * has them; for detail=none a row is followed by a zero where it was taken out, by two
 * where it was put in again. Newer segments come first, so that what they took out
 * is known when an older one still has it. Where anything is not as expected FTS5
 * itself is asked, which is slower and never wrong.
 */
#include <string.h>

#include "store/index.h"

#define PAGES_VERSION 4
#define STRUCTURE     10 /* the page that lists the segments */
#define SEGMENTS_MAX  2000
#define MAIN_PREFIX   '0' /* before every word */

/* Where one segment is being read: at a word, or behind the last one of a page. */
struct segment {
	int64_t id, first, last; /* its pages */
	int64_t page;            /* the one in bytes, 0: none */
	struct buf bytes;
	size_t leaf;             /* where its words end and the places of the words begin */
	size_t next, places;     /* of the next word, 0: none; and what follows in the places */
	struct buf word;
	size_t list, list_end;   /* the rows of the word, as far as they are on this page */
	bool on;
};

struct reading {
	struct store *s;
	struct segment *at; /* the newest first */
	int n;
	bool odd;           /* something is not as expected here */
	struct {
		int64_t *at;
		size_t n, cap, sorted;
	} gone;             /* rows that newer segments took out of the word */
	struct stmt all;    /* holds on to one state of the file */
	struct error *err;
};

/* ---- numbers ------------------------------------------------------------------------------ */

/* SQLite's: seven bits a byte, the highest first; the ninth has eight. 0: there is none. */
static size_t read_number(const uint8_t *p, const uint8_t *end, uint64_t *out)
{
	uint64_t v = 0;

	for (size_t i = 0; i < 9 && p + i < end; i++) {
		if (i == 8) {
			*out = v << 8 | p[i];
			return 9;
		}
		v = v << 7 | (p[i] & 0x7F);
		if (!(p[i] & 0x80)) {
			*out = v;
			return i + 1;
		}
	}
	return 0;
}

static const uint8_t *bytes_of(const struct buf *b)
{
	return (const uint8_t *)b->s;
}

/* A number of a page, or of the list of segments; at is moved on. */
static bool take(const struct buf *b, size_t end, size_t *at, uint64_t *out)
{
	size_t n = *at < end ? read_number(bytes_of(b) + *at, bytes_of(b) + end, out) : 0;

	*at += n;
	return n > 0;
}

/* ---- segments ----------------------------------------------------------------------------- */

static void add_segment(struct reading *r, size_t *cap, uint64_t id, uint64_t first, uint64_t last)
{
	struct segment *s;

	if (!first) /* all of it has gone into a newer one */
		return;
	MEM_GROW(r->at, *cap, (size_t)r->n + 1);
	s = &r->at[r->n++];
	*s = (struct segment){ .id = (int64_t)id, .first = (int64_t)first, .last = (int64_t)last };
	buf_init(&s->bytes);
	buf_init(&s->word);
}

static void turn_round(struct segment *s, int n)
{
	for (int i = 0; i < n / 2; i++) {
		struct segment t = s[i];

		s[i] = s[n - 1 - i];
		s[n - 1 - i] = t;
	}
}

/* Levels from the newest to the oldest; the segments of one from the oldest to the newest. */
static bool read_structure(struct reading *r, const struct buf *b)
{
	uint64_t levels, all, written, merging, n, id, first, last;
	size_t at = 4, cap = 0;

	if (!take(b, b->len, &at, &levels) || levels > 64 || !take(b, b->len, &at, &all) ||
	    all > SEGMENTS_MAX || !take(b, b->len, &at, &written))
		return false;
	for (uint64_t l = 0; l < levels; l++) {
		int before = r->n;

		if (!take(b, b->len, &at, &merging) || !take(b, b->len, &at, &n) || n > all)
			return false;
		for (uint64_t i = 0; i < n; i++) {
			if (!take(b, b->len, &at, &id) || !take(b, b->len, &at, &first) ||
			    !take(b, b->len, &at, &last) || id > 0xFFFF || last > INT32_MAX)
				return false;
			add_segment(r, &cap, id, first, last);
		}
		turn_round(r->at + before, r->n - before);
	}
	return at == b->len;
}

static int begin(struct reading *r)
{
	AUTOBUF b = BUF_INIT;
	int64_t version;
	int more, failed;

	r->all = stmt_get(r->s, "SELECT block FROM search_data WHERE id = ?1", r->err);
	if (!r->all.p)
		return r->s->failed;
	stmt_int(&r->all, 1, STRUCTURE);
	more = stmt_step(&r->all, r->err);
	if (more < 0)
		return r->s->failed;
	if (more)
		buf_add(&b, sqlite3_column_blob(r->all.p, 0), (size_t)sqlite3_column_bytes(r->all.p, 0));
	failed = db_int(r->s, "SELECT v FROM search_config WHERE k = 'version'", NULL, 0, &version, r->err);
	r->odd = !more || version != PAGES_VERSION || !read_structure(r, &b);
	return failed;
}

static void end(struct reading *r)
{
	for (int i = 0; i < r->n; i++) {
		buf_release(&r->at[i].bytes);
		buf_release(&r->at[i].word);
	}
	free(r->at);
	free(r->gone.at);
	stmt_done(&r->all);
}

/* ---- words -------------------------------------------------------------------------------- */

/* The rows of a segment's word end where the next word begins. */
static bool next_word(struct segment *s)
{
	uint64_t keep = 0, more, step;
	size_t at = s->next;
	bool first = s->word.len == 0;

	s->on = false;
	if (!at)
		return true;
	if ((!first && !take(&s->bytes, s->leaf, &at, &keep)) || !take(&s->bytes, s->leaf, &at, &more) ||
	    keep > s->word.len || more > s->leaf - at || keep + more == 0)
		return false;
	buf_cut(&s->word, (size_t)keep);
	buf_add(&s->word, s->bytes.s + at, (size_t)more);
	s->list = at + (size_t)more;
	s->on = true;
	if (s->places >= s->bytes.len) {
		s->next = 0;
		s->list_end = s->leaf;
		return true;
	}
	if (!take(&s->bytes, s->bytes.len, &s->places, &step) || step > s->leaf - s->next)
		return false;
	s->next += (size_t)step;
	s->list_end = s->next;
	return s->list <= s->list_end;
}

/* Where the content of a page ends, and its first word begins (0: it has none). */
static bool look_at_page(const struct buf *b, size_t *leaf, size_t *first, size_t *places)
{
	uint64_t at = 0;

	if (b->len < 4)
		return false;
	*leaf = (size_t)bytes_of(b)[2] << 8 | bytes_of(b)[3];
	*places = *leaf;
	if (*leaf < 4 || *leaf > b->len)
		return false;
	if (*leaf < b->len && (!take(b, b->len, places, &at) || at < 4 || at >= *leaf))
		return false;
	*first = (size_t)at;
	return true;
}

static int load_page(struct reading *r, struct segment *s, int64_t page)
{
	AUTOSTMT st = stmt_get(r->s, "SELECT block FROM search_data WHERE id = ?1", r->err);
	int more;

	if (!st.p)
		return r->s->failed;
	stmt_int(&st, 1, s->id << 37 | page);
	more = stmt_step(&st, r->err);
	if (more < 0)
		return r->s->failed;
	buf_clear(&s->bytes);
	if (more)
		buf_add(&s->bytes, sqlite3_column_blob(st.p, 0), (size_t)sqlite3_column_bytes(st.p, 0));
	s->page = page;
	buf_clear(&s->word);
	r->odd |= !look_at_page(&s->bytes, &s->leaf, &s->next, &s->places) || !next_word(s);
	return 0;
}

/* The page that a word can begin on. */
static int page_of(struct reading *r, const struct segment *s, const struct buf *word, int64_t *page)
{
	AUTOSTMT st = stmt_get(r->s,
			       "SELECT pgno >> 1 FROM search_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term "
			       "DESC LIMIT 1",
			       r->err);
	int more;

	if (!st.p)
		return r->s->failed;
	stmt_int(&st, 1, s->id);
	sqlite3_bind_blob(st.p, 2, word->s, (int)word->len, SQLITE_STATIC);
	more = stmt_step(&st, r->err);
	*page = more > 0 ? sqlite3_column_int64(st.p, 0) : s->first;
	if (*page < s->first)
		*page = s->first;
	r->odd |= *page > s->last;
	return more < 0 ? r->s->failed : 0;
}

static int compare(const struct buf *a, const struct buf *b)
{
	int order = memcmp(a->s, b->s, a->len < b->len ? a->len : b->len);

	return order ? order : (a->len > b->len) - (a->len < b->len);
}

static void go_to_word(struct reading *r, struct segment *s, const struct buf *word)
{
	while (s->on && !r->odd && compare(&s->word, word) < 0)
		r->odd |= !next_word(s);
}

/* Words come in their order, so that a page is read once for all that are on it. */
static int find_word(struct reading *r, struct segment *s, const struct buf *word, bool *found)
{
	int64_t page = 0;
	int failed = 0;

	go_to_word(r, s, word);
	if (!s->on && !r->odd) {
		failed = page_of(r, s, word, &page);
		if (!failed && !r->odd && page != s->page)
			failed = load_page(r, s, page);
		if (!failed)
			go_to_word(r, s, word);
	}
	*found = !failed && !r->odd && s->on && compare(&s->word, word) == 0;
	return failed;
}

/* ---- rows --------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void take_out(struct reading *r, int64_t row)
{
	MEM_GROW(r->gone.at, r->gone.cap, r->gone.n + 1);
	r->gone.at[r->gone.n++] = row;
}

/* Taken out by a newer segment. */
static bool is_gone(const struct reading *r, int64_t row)
{
	return r->gone.sorted && bsearch(&row, r->gone.at, r->gone.sorted, sizeof row, by_number);
}

static void put_row(struct bits *rows, uint32_t id)
{
	if (id / 64 < rows->n)
		rows->at[id / 64] |= UINT64_C(1) << (id % 64);
	else
		bits_put(rows, id);
}

/* A list of rows, or the part of one that is on a page; *row is the last one before it. */
static bool read_rows(struct reading *r, const uint8_t *p, const uint8_t *end, int64_t *row,
		      struct bits rows[ENTITY_MAX])
{
	while (p < end) {
		uint64_t step = *p;
		size_t n = step < 0x80 ? 1 : read_number(p, end, &step);
		bool there = true;

		if (!n || !step || step > INT64_MAX - (uint64_t)*row)
			return false;
		p += n;
		*row += (int64_t)step;
		if (*row >> 32 >= ENTITY_MAX)
			return false;
		if (p < end && !*p) {
			there = p + 1 < end && !p[1];
			p += there ? 2 : 1;
		}
		if (!there)
			take_out(r, *row);
		else if (!is_gone(r, *row))
			put_row(&rows[*row >> 32], (uint32_t)*row);
	}
	return true;
}

/* A long list goes on at the beginning of the next pages, up to their first word. */
static int read_on(struct reading *r, const struct segment *s, struct bits rows[ENTITY_MAX])
{
	AUTOBUF page = BUF_INIT;
	int64_t number = s->page;
	int more = 0;

	AUTOSTMT st = stmt_get(r->s, "SELECT block FROM search_data WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
			       r->err);
	if (!st.p)
		return r->s->failed;
	stmt_int(&st, 1, s->id << 37 | (number + 1));
	stmt_int(&st, 2, s->id << 37 | s->last);
	for (bool open = true; open && !r->odd && number < s->last;) {
		size_t leaf, first, places;
		int64_t row = 0;

		more = stmt_step(&st, r->err);
		if (more <= 0)
			break;
		buf_clear(&page);
		buf_add(&page, sqlite3_column_blob(st.p, 0), (size_t)sqlite3_column_bytes(st.p, 0));
		number++;
		if (!look_at_page(&page, &leaf, &first, &places)) {
			r->odd = true;
			break;
		}
		r->odd |= !read_rows(r, bytes_of(&page) + 4, bytes_of(&page) + (first ? first : leaf), &row, rows);
		open = !first;
	}
	return more < 0 ? r->s->failed : 0;
}

/* The rows of a word, in all segments. */
static int read_word(struct reading *r, const struct buf *word, struct bits rows[ENTITY_MAX])
{
	int failed = 0;

	r->gone.n = r->gone.sorted = 0;
	for (int i = 0; i < r->n && !failed && !r->odd; i++) {
		struct segment *s = &r->at[i];
		bool found;
		int64_t row = 0;

		failed = find_word(r, s, word, &found);
		if (failed || !found)
			continue;
		r->odd |= !read_rows(r, bytes_of(&s->bytes) + s->list, bytes_of(&s->bytes) + s->list_end, &row, rows);
		if (!s->next && !r->odd)
			failed = read_on(r, s, rows);
		if (r->gone.n > r->gone.sorted)
			qsort(r->gone.at, r->gone.n, sizeof *r->gone.at, by_number);
		r->gone.sorted = r->gone.n;
	}
	return failed;
}

int index_pages_rows(struct store *s, const struct index_term *terms, size_t n, struct bits own[ENTITY_MAX],
		     struct bits refs[ENTITY_MAX], bool *known, struct error *err)
{
	struct reading r = { .s = s, .err = err };
	AUTOBUF word = BUF_INIT;
	int failed;

	*known = false;
	/* What a transaction has written may not be in the pages yet. */
	if (!sqlite3_get_autocommit(s->db))
		return 0;
	failed = begin(&r);
	for (size_t i = 0; i < n && !failed && !r.odd; i++) {
		buf_clear(&word);
		buf_addc(&word, MAIN_PREFIX);
		buf_adds(&word, terms[i].text);
		failed = read_word(&r, &word, terms[i].of_ref && refs ? refs : own);
	}
	*known = !failed && !r.odd;
	end(&r);
	return failed;
}
