/* SPDX-License-Identifier: MIT */
/*
 * import_later.c - rows that name a record which comes further on in a long file.
 *
 * Of a file that is read in pieces such a row cannot be written with its own piece. It
 * is kept as it stands in the file, in a file without a name beside the database, and
 * taken when the others are in: the last piece of what waits first, because
 * a register that names what follows does so all the way down, then the other way
 * round, as long as each time fewer are left. What then still waits names nothing.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/import_private.h"
#include "app/names.h"
#include "base/mem.h"

/* In front of the bytes of a row. */
struct kept {
	struct import_place place;
	uint64_t len;
};

struct waiting {
	FILE *file;
	struct waiting_piece {
		off_t at;
		int rows;
		size_t bytes;
	} *pieces;
	int n, cap;
	int64_t rows;
	bool failed;
	uint64_t *names; /* hashes of the references of its rows; in order when they are taken */
	size_t n_names, cap_names;
};

struct import_later {
	struct waiting now, next; /* those that are taken, and those that go on waiting */
	int taken;                /* pieces of now */
	bool backwards;
	int64_t began;            /* rows when this round began */
};

bool import_may_wait(const struct reading_rows *r)
{
	bool one_piece = r->ended && !r->before && !r->later;

	return !one_piece && !r->last_call && !r->im->genesis;
}

bool import_names_own_kind(const struct reading_rows *r, int row)
{
	const struct door_change *c = &r->changes[r->rows[row].first];

	for (int k = 0; k < c->n_fields; k++)
		if (c->fields[k].text && c->fields[k].field->type == FIELD_REF &&
		    c->fields[k].field->target == r->im->entity->id)
			return true;
	return false;
}

int64_t import_later_rows(const struct reading_rows *r)
{
	return r->later ? r->later->next.rows : 0;
}

/* ---- keeping */

static FILE *nameless_file(struct reading_rows *r)
{
	char *folder = arena_strdup(&r->arena, r->app->database), *slash = strrchr(folder, '/');
	FILE *f = NULL;
	int fd;

	if (slash)
		*slash = '\0';
	fd = open(slash && slash != folder ? folder : "/", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		f = fdopen(fd, "w+");
	if (fd >= 0 && !f)
		close(fd);
	return f ? f : tmpfile();
}

/* The piece that the next row goes into. */
static struct waiting_piece *last_piece(struct waiting *w)
{
	struct waiting_piece *p = w->n ? &w->pieces[w->n - 1] : NULL;

	if (p && p->rows < IMPORT_PIECE && p->bytes < IMPORT_PIECE_BYTES)
		return p;
	MEM_GROW(w->pieces, w->cap, w->n + 1);
	p = &w->pieces[w->n++];
	*p = (struct waiting_piece){ .at = ftello(w->file) };
	return p;
}

/* It is read again later, and what is wrong with it is found again then. */
static void forget_problems(struct reading_rows *r, int row)
{
	int to = 0;

	for (int i = 0; i < r->n_problems; i++)
		if (r->problems[i].row != row)
			r->problems[to++] = r->problems[i];
	r->faults -= r->n_problems - to;
	r->n_problems = to;
	r->rows[row].bad = false;
}

/* References are read without regard to case. */
static uint64_t hash(const char *ref)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *ref; ref++)
		h = (h ^ (unsigned char)(*ref >= 'a' && *ref <= 'z' ? *ref - 32 : *ref)) * UINT64_C(1099511628211);
	return h;
}

static void note_name(struct reading_rows *r, struct waiting *w, int row)
{
	AUTOBUF ref = BUF_INIT;

	if (!names_reference(r->im->entity, import_typed_text, &r->changes[r->rows[row].first], &ref))
		return;
	MEM_GROW(w->names, w->cap_names, w->n_names + 1);
	w->names[w->n_names++] = hash(ref.s);
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

bool import_later_has(const struct reading_rows *r, const char *ref)
{
	uint64_t h = hash(ref);

	return r->later && r->last_call &&
	       bsearch(&h, r->later->now.names, r->later->now.n_names, sizeof h, by_number);
}

void import_later_put(struct reading_rows *r, int row)
{
	struct import_row *at = &r->rows[row];
	struct kept kept = { { at->line, at->number }, at->raw_len };
	struct waiting_piece *p;
	struct waiting *w;

	if (!r->later)
		r->later = mem_alloc(sizeof *r->later);
	w = &r->later->next;
	if (!w->file)
		w->file = nameless_file(r);
	at->later = true;
	forget_problems(r, row);
	w->rows++;
	note_name(r, w, row);
	if (!w->file) {
		w->failed = true;
		return;
	}
	p = last_piece(w);
	p->rows++;
	p->bytes += at->raw_len;
	if (fwrite(&kept, sizeof kept, 1, w->file) != 1 || fwrite(at->raw, 1, at->raw_len, w->file) != at->raw_len)
		w->failed = true;
}

/* ---- taking them again */

/* What was read of the file, as a file of its own: a header, or an array of what stood in one. */
static bool read_kept(struct reading_rows *r, struct waiting *w, const struct waiting_piece *p, bool array,
		      struct import_place *places, struct buf *text)
{
	if (fflush(w->file) != 0 || fseeko(w->file, p->at, SEEK_SET) != 0)
		return false;
	buf_addf(text, "%s", array ? "[" : r->raw_header);
	for (int i = 0; i < p->rows; i++) {
		struct kept kept;

		if (fread(&kept, sizeof kept, 1, w->file) != 1)
			return false;
		places[i] = kept.place;
		buf_adds(text, !array ? "\n" : i ? "," : "");
		buf_reserve(text, kept.len);
		if (fread(text->s + text->len, 1, kept.len, w->file) != kept.len)
			return false;
		text->len += kept.len;
		text->s[text->len] = '\0';
	}
	buf_adds(text, array ? "]" : "\n");
	return true;
}

/* What is kept is UTF-8, whatever the file was; what was written twice is still so. */
static int take_kept(struct reading_rows *r, const struct buf *text, bool array, const struct import_place *places,
		     int n, struct error *err)
{
	FILE *f = fmemopen(text->s, text->len, "r");
	struct source_options o;
	int failed = import_source_options(r, &o, err);

	if (!failed && !f)
		failed = error_set(err, FAIL_IO, "import", r->im->name, NULL, "not enough memory");
	if (o.encoding == SOURCE_LATIN1 || o.encoding == SOURCE_WINDOWS_1252 || o.encoding == SOURCE_UTF16)
		o.encoding = SOURCE_UTF8;
	o.member = NULL;
	o.separator = array ? 0 : r->separator;
	if (!failed)
		failed = source_open(&r->source, array ? SOURCE_JSON : r->im->format, f, &o, err);
	for (int i = 0; i < n && !failed; i++) {
		r->again = &places[i];
		if (!import_read_row(r, &failed, err))
			break;
	}
	r->again = NULL;
	source_close(r->source);
	r->source = NULL;
	if (f)
		fclose(f);
	return failed;
}

static void empty(struct waiting *w)
{
	w->n = 0;
	w->rows = 0;
	w->n_names = 0;
	if (w->file && (fseeko(w->file, 0, SEEK_SET) != 0 || ftruncate(fileno(w->file), 0) != 0))
		w->failed = true;
}

/* The next round, the other way round. */
static void turn(struct reading_rows *r, struct import_later *l)
{
	struct waiting done = l->now;

	r->last_call = l->next.rows == l->began;
	l->now = l->next;
	l->next = done;
	empty(&l->next);
	if (l->now.n_names)
		qsort(l->now.names, l->now.n_names, sizeof *l->now.names, by_number);
	l->began = l->now.rows;
	l->backwards = !l->backwards;
	l->taken = 0;
}

bool import_later_next(struct reading_rows *r, int *failed, struct error *err)
{
	bool array = r->im->format == SOURCE_JSON || r->im->format == SOURCE_NDJSON;
	struct import_later *l = r->later;
	struct import_place *places;
	const struct waiting_piece *p;
	AUTOBUF text = BUF_INIT;

	if (l && l->taken == l->now.n && l->next.rows)
		turn(r, l);
	if (!l || (l->taken == l->now.n && !l->now.failed))
		return false;
	p = &l->now.pieces[l->backwards ? l->now.n - 1 - l->taken : l->taken];
	l->taken++;
	places = l->now.failed ? NULL : arena_alloc(&r->of_rows, (size_t)p->rows * sizeof *places);
	if (!places || !read_kept(r, &l->now, p, array, places, &text))
		*failed = error_set(err, FAIL_IO, "import", r->app->database, "free some space beside it, then try again",
				    "rows that name later ones cannot be put aside");
	else
		*failed = take_kept(r, &text, array, places, p->rows, err);
	return !*failed;
}

static void release(struct waiting *w)
{
	if (w->file)
		fclose(w->file);
	free(w->pieces);
	free(w->names);
}

void import_later_free(struct import_later *later)
{
	if (!later)
		return;
	release(&later->now);
	release(&later->next);
	free(later);
}
