/* SPDX-License-Identifier: MIT */
/* hits.c - the rows a query with words finds, as a set. */
#include "store/hits.h"

#include "store/index.h"
#include "store/words.h"

#define DENSE 3 /* one row in so many: quicker found on the way than one by one */

struct hits {
	struct store *s;
	struct select q;
	bool asked; /* the index was */
	bool known; /* candidates says something */
	bool dense; /* so many of them that all rows are gone through */
	bool complete;
	struct bits candidates, found;
	int64_t at, last; /* ids looked at, and to be looked at */
};

bool hits_help(struct store *s, const struct select *q)
{
	return q->where && !q->parent_field && !q->limit && index_there(s);
}

struct hits *hits_new(struct store *s, const struct select *q)
{
	struct hits *h = mem_alloc(sizeof *h);

	h->s = s;
	h->q = *q;
	return h;
}

void hits_free(struct hits *h)
{
	if (!h)
		return;
	bits_release(&h->candidates);
	bits_release(&h->found);
	free(h);
}

const struct bits *hits_rows(const struct hits *h)
{
	return &h->found;
}

const struct bits *hits_candidates(const struct hits *h)
{
	return h->known ? &h->candidates : NULL;
}

static int ask(struct hits *h, struct error *err)
{
	struct query_words words;
	AUTOBUF sql = BUF_INIT;
	int64_t last;
	bool exact;
	int failed = words_find(h->s, h->q.entity, h->q.where, &words, err);

	buf_addf(&sql, "SELECT max(id) FROM \"%s\"", h->q.entity->name);
	if (!failed)
		failed = db_int(h->s, sql.s, NULL, 0, &last, err);
	if (failed)
		return failed;
	h->last = last;
	h->known = words_rows(&words, h->q.where, (uint32_t)last + 1, &h->candidates, &exact);
	h->complete = h->known && exact;
	h->dense = h->known && bits_count(&h->candidates) > (size_t)(last / DENSE);
	if (h->complete)
		bits_or(&h->found, &h->candidates);
	h->asked = true;
	return 0;
}

/* The next rows to look at, as a condition or as a list; moves next on. */
static int look(struct hits *h, int most, int64_t *next, struct error *err)
{
	AUTOBUF json = BUF_INIT;
	struct query_words words;
	struct compiled c;
	int failed = words_find(h->s, h->q.entity, h->q.where, &words, err), into;

	if (failed)
		return failed;
	compiled_init(&c, h->q.today);
	c.words = &words;
	if (h->dense)
		c.within = &h->candidates;
	if (h->known && !h->dense) {
		*next = words_json(&h->candidates, h->at, most, &json);
		c.among = compiled_bind(&c, value_text(json.s));
	} else {
		*next = h->at + most > h->last ? -1 : h->at + most;
	}
	into = compiled_bind(&c, VALUE_NULL);
	buf_addf(&c.sql, "SELECT gather_rows(?%d, r.id)", into);
	compile_from(&c, &h->q);
	if (!c.among) {
		int from = compiled_bind(&c, value_int(h->at));

		buf_addf(&c.sql, " AND r.id BETWEEN ?%d AND ?%d", from,
			 compiled_bind(&c, value_int(h->at + most - 1)));
	}
	{
		AUTOSTMT st = stmt_get(h->s, c.sql.s, err);
		if (st.p) {
			compiled_apply(&c, &st);
			/* Ids without a kind go to the first set; what was found before a key came stays. */
			sqlite3_bind_pointer(st.p, into, &h->found, "kinds", NULL);
		}
		if (!st.p || stmt_step(&st, err) < 0)
			failed = h->s->failed;
	}
	compiled_release(&c);
	return failed;
}

int hits_step(struct hits *h, int most, bool *done, struct error *err)
{
	int64_t next = 0;
	int failed = 0;

	if (!h->asked) {
		failed = ask(h, err);
	} else if (!h->complete) {
		failed = look(h, most, &next, err);
		if (!failed) {
			h->at = next;
			h->complete = next < 0;
		}
	}
	*done = !failed && h->complete;
	return failed;
}

int hits_sorted(struct hits *h, struct ids *out, struct error *err)
{
	AUTOBUF json = BUF_INIT;
	struct compiled c;
	int more = -1;

	compiled_init(&c, h->q.today);
	words_json(&h->found, 0, INT32_MAX, &json);
	buf_adds(&c.sql, "SELECT r.id FROM json_each(?2) j CROSS JOIN ");
	(void)compiled_bind(&c, value_text(json.s));
	buf_addf(&c.sql, "\"%s\" r ON r.id = j.value WHERE r.removed = 0", h->q.entity->name);
	compile_order(&c, h->q.entity, &h->q.sort);
	{
		AUTOSTMT st = stmt_get(h->s, c.sql.s, err);
		if (st.p)
			compiled_apply(&c, &st);
		out->n = 0;
		while (st.p && (more = stmt_step(&st, err)) > 0) {
			MEM_GROW(out->at, out->cap, out->n + 1);
			out->at[out->n++] = sqlite3_column_int(st.p, 0);
		}
	}
	compiled_release(&c);
	return more < 0 ? h->s->failed : 0;
}
