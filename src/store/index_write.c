/* SPDX-License-Identifier: MIT */
/*
 * index_write.c - keeping the search index current.
 *
 * FTS5 takes a word of a row out only when told which, so the text of a row is kept
 * when it is about to change, and what differs afterwards is written. All of a batch is
 * written at its end: FTS5 puts what it holds to disk at every savepoint, and every
 * statement with guards makes one.
 */
#include <string.h>

#include "store/index.h"

#define KNOWN_WORDS 65536 /* slots; words met before need not be listed again */
#define OLDS_MAX    500   /* changed rows kept until they are written */
#define FILL_ROWS   8192  /* rows indexed by one statement */
#define KNOWN_FROM  64    /* rows from which it pays to know the words met before */

struct old {
	int64_t row;
	const struct entity *entity;
	int64_t id;
	const char *text;
};

struct run { /* added rows */
	const struct entity *entity;
	int64_t from, to;
};

struct index {
	bool looked, there;
	bool listing; /* words met now are to be listed */
	uint64_t *known;
	struct buf fresh; /* words to list, each ended by NUL */
	struct old *olds;
	size_t n_olds, cap_olds;
	struct run *runs;
	size_t n_runs, cap_runs;
	struct arena texts;
};

const char *const index_tables[] = {
	"CREATE VIRTUAL TABLE \"search\" USING fts5(text, content='', columnsize=0, detail=none, "
	"tokenize='ascii tokenchars _')",
	"CREATE TABLE \"search_word\" (term TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
	NULL,
};

struct index *index_new(void)
{
	struct index *x = mem_alloc(sizeof *x);

	buf_init(&x->fresh);
	return x;
}

void index_free(struct index *x)
{
	if (!x)
		return;
	buf_release(&x->fresh);
	free(x->known);
	free(x->olds);
	free(x->runs);
	arena_release(&x->texts);
	free(x);
}

bool index_there(struct store *s)
{
	int64_t found = 0;

	if (s->index->looked)
		return s->index->there;
	/* Where it cannot be asked (no memory), it is taken to be there: left out, it would no longer agree. */
	if (db_int(s, "SELECT count(*) FROM sqlite_schema WHERE name IN ('search', 'search_word')", NULL, 0, &found,
		   NULL) != 0)
		return true;
	s->index->there = found == 2;
	s->index->looked = true;
	return s->index->there;
}

void index_look_again(struct store *s)
{
	s->index->looked = false;
}

/* ---- the list of words ---------------------------------------------------------------- */

static uint64_t hash_word(const char *mark, const char *word, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ (unsigned char)*mark;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)word[i]) * UINT64_C(1099511628211);
	h ^= h >> 29;
	return h ? h : 1;
}

void index_note_word(struct store *s, const char *mark, const char *word, size_t len)
{
	struct index *x = s->index;

	if (!x->listing)
		return;
	if (x->known) {
		uint64_t h = hash_word(mark, word, len), *slot = &x->known[h % KNOWN_WORDS];

		if (*slot == h)
			return;
		*slot = h;
	}
	buf_adds(&x->fresh, mark);
	buf_add(&x->fresh, word, len);
	buf_addc(&x->fresh, '\0');
}

static int list_words(struct store *s, struct error *err)
{
	struct buf *fresh = &s->index->fresh;
	AUTOSTMT st = stmt_get(s, "INSERT OR IGNORE INTO search_word (term) VALUES (?1)", err);
	int failed = st.p ? 0 : s->failed;

	for (size_t at = 0; at < fresh->len && !failed; at += strlen(fresh->s + at) + 1) {
		stmt_text(&st, 1, fresh->s + at);
		failed = stmt_run(&st, err);
	}
	buf_clear(fresh);
	return failed;
}

/* ---- what waits to be written ------------------------------------------------------------ */

static bool waits(const struct index *x, const struct entity *e, int64_t id)
{
	for (size_t i = x->n_runs; i-- > 0;)
		if (x->runs[i].entity == e && x->runs[i].from <= id && id <= x->runs[i].to)
			return true;
	for (size_t i = x->n_olds; i-- > 0;)
		if (x->olds[i].id == id && x->olds[i].entity == e)
			return true;
	return false;
}

static int text_of(struct store *s, const struct entity *e, int64_t id, struct arena *a,
		   const char **out, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int more;

	buf_adds(&sql, "SELECT ");
	index_text_sql(e, &sql);
	buf_addf(&sql, " FROM \"%s\" r WHERE r.id = ?1", e->name);
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	stmt_int(&st, 1, id);
	more = stmt_step(&st, err);
	if (more < 0)
		return s->failed;
	*out = more ? stmt_dup_text(&st, 0, a) : NULL;
	return 0;
}

int index_before(struct store *s, const struct entity *e, int64_t id, struct error *err)
{
	struct index *x = s->index;
	struct old old = { index_row(e, id), e, id, NULL };
	int failed;

	if (!index_there(s) || waits(x, e, id))
		return 0;
	failed = text_of(s, e, id, &x->texts, &old.text, err);
	if (failed || !old.text)
		return failed;
	MEM_GROW(x->olds, x->cap_olds, x->n_olds + 1);
	x->olds[x->n_olds++] = old;
	return 0;
}

void index_added(struct store *s, const struct entity *e, int64_t id)
{
	struct index *x = s->index;
	struct run *last = x->n_runs ? &x->runs[x->n_runs - 1] : NULL;

	if (last && last->entity == e && last->to + 1 == id) {
		last->to = id;
		return;
	}
	MEM_GROW(x->runs, x->cap_runs, x->n_runs + 1);
	x->runs[x->n_runs++] = (struct run){ e, id, id };
}

bool index_much_waits(const struct store *s)
{
	return s->index->n_olds >= OLDS_MAX;
}

struct index_mark index_mark(const struct store *s)
{
	const struct index *x = s->index;

	return (struct index_mark){ x->n_olds, x->n_runs,
				    x->n_runs ? x->runs[x->n_runs - 1].to : 0 };
}

void index_back_to(struct store *s, const struct index_mark *mark)
{
	struct index *x = s->index;

	x->n_olds = mark->olds;
	x->n_runs = mark->runs;
	if (x->n_runs)
		x->runs[x->n_runs - 1].to = mark->to;
}

static void clear(struct index *x)
{
	x->n_olds = x->n_runs = 0;
	arena_clear(&x->texts);
}

void index_forget(struct store *s)
{
	struct index *x = s->index;

	clear(x);
	buf_clear(&x->fresh);
	if (x->known)
		memset(x->known, 0, KNOWN_WORDS * sizeof *x->known);
}

/* ---- writing ------------------------------------------------------------------------------ */

static int write_row(struct store *s, const char *sql, int64_t row, const char *text,
		     struct error *err)
{
	AUTOSTMT st = stmt_get(s, sql, err);

	if (!st.p)
		return s->failed;
	stmt_int(&st, 1, row);
	stmt_text(&st, 2, text);
	return stmt_run(&st, err);
}

/* A choice is not listed: the record table has them all. */
static void list_new(struct store *s, const char *words)
{
	s->index->listing = true;
	while (*words) {
		size_t len = strcspn(words, " ");
		bool choice = strncmp(words, INDEX_CHOICE, strlen(INDEX_CHOICE)) == 0;

		if (!choice || (len == strlen(INDEX_LONG) && memcmp(words, INDEX_LONG, len) == 0))
			index_note_word(s, "", words, len);
		words += len + (words[len] == ' ');
	}
	s->index->listing = false;
}

static int write_change(struct store *s, const struct old *old, struct error *err)
{
	AUTOBUF gone = BUF_INIT, come = BUF_INIT;
	const char *text;
	int failed = text_of(s, old->entity, old->id, &s->index->texts, &text, err);

	if (failed || !index_diff(old->text, text ? text : "", &s->index->texts, &gone, &come))
		return failed;
	failed = write_row(s, "INSERT INTO search (search, rowid, text) VALUES ('delete', ?1, ?2)",
			   old->row, gone.s, err);
	if (failed || !text)
		return failed;
	list_new(s, come.s);
	return write_row(s, "INSERT INTO search (rowid, text) VALUES (?1, ?2)", old->row, come.s, err);
}

static int write_run(struct store *s, const struct run *run, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int failed = 0;

	if (run->to - run->from > KNOWN_FROM && !s->index->known)
		s->index->known = mem_alloc(KNOWN_WORDS * sizeof *s->index->known);
	buf_addf(&sql, "INSERT INTO search (rowid, text) SELECT ?1 + r.id, ");
	index_text_sql(run->entity, &sql);
	buf_addf(&sql, " FROM \"%s\" r WHERE r.id BETWEEN ?2 AND ?3 ORDER BY r.id",
		 run->entity->name);
	for (int64_t from = run->from; from <= run->to && !failed; from += FILL_ROWS) {
		AUTOSTMT st = stmt_get(s, sql.s, err);

		if (!st.p)
			return s->failed;
		stmt_int(&st, 1, index_row(run->entity, 0));
		stmt_int(&st, 2, from);
		stmt_int(&st, 3, from + FILL_ROWS - 1 < run->to ? from + FILL_ROWS - 1 : run->to);
		failed = stmt_run(&st, err);
		if (!failed)
			failed = list_words(s, err);
	}
	return failed;
}

/*
 * What is written in pieces lies in as many parts, and saves would have to join them for thousands of saves to come:
 * twice the pages each. Done at once it takes a second for a million rows. Worth it where most is new.
 */
static int join_parts(struct store *s, const struct run *run, struct error *err)
{
	int64_t rows = run->to - run->from + 1;

	if (rows <= FILL_ROWS || rows < run->to / 4)
		return 0;
	AUTOSTMT st = stmt_get(s, "INSERT INTO search (search) VALUES ('optimize')", err);
	return st.p ? stmt_run(&st, err) : s->failed;
}

int index_flush(struct store *s, struct error *err)
{
	struct index *x = s->index;
	int failed = 0;

	if (!index_there(s)) {
		clear(x);
		return 0;
	}
	for (size_t i = 0; i < x->n_olds && !failed; i++)
		failed = write_change(s, &x->olds[i], err);
	x->listing = true;
	for (size_t i = 0; i < x->n_runs && !failed; i++)
		failed = write_run(s, &x->runs[i], err);
	for (size_t i = 0; i < x->n_runs && !failed; i++)
		failed = join_parts(s, &x->runs[i], err);
	if (!failed)
		failed = list_words(s, err);
	clear(x);
	x->listing = false;
	return failed;
}

int index_fill(struct store *s, struct error *err)
{
	struct run widest = { NULL, 1, 0 };
	int failed = 0;

	index_look_again(s);
	index_forget(s);
	s->index->listing = true;
	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		struct run run = { record_entity((enum entity_id)i), 1, 0 };
		AUTOBUF sql = BUF_INIT;

		buf_addf(&sql, "SELECT max(id) FROM \"%s\"", run.entity->name);
		failed = db_int(s, sql.s, NULL, 0, &run.to, err);
		if (!failed && run.to)
			failed = write_run(s, &run, err);
		if (run.to > widest.to)
			widest = run;
	}
	if (!failed)
		failed = join_parts(s, &widest, err);
	s->index->listing = false;
	return failed ? failed : list_words(s, err);
}

int index_renew(struct store *s, struct error *err)
{
	int failed;

	db_forget_statements(s);
	failed = db_exec(s, "DROP TABLE IF EXISTS \"search\"; DROP TABLE IF EXISTS \"search_word\"",
			 err);
	if (!failed)
		failed = schema_search(s, schema_version, err);
	return failed ? failed : index_fill(s, err);
}

int store_reindex(struct store *s, struct error *err)
{
	int failed = store_writable(s, err);

	if (!failed)
		failed = gate_take(&s->gate, "closeout (search index)", STORE_GATE_MS, err);
	if (failed)
		return failed;
	failed = db_begin(s, err);
	if (!failed) {
		s->maintenance = true;
		failed = store_check_version(s, err);
		if (!failed)
			failed = index_renew(s, err);
		failed = db_commit_or_roll_back(s, failed, err);
		s->maintenance = false;
		index_look_again(s);
		db_forget_statements(s);
	}
	if (!failed && s->wal_pages > STORE_WAL_PAGES)
		store_checkpoint(s);
	gate_leave(&s->gate);
	return failed;
}
