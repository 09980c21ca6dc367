/* SPDX-License-Identifier: MIT */
/* keep.c - looking after the file: verify, backup, versions. */
#include "app/keep.h"


#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef BUILT_WITH
#define BUILT_WITH "?"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0"
#endif

struct seen {
	void (*see)(void *data, const char *where, const char *what);
	void *data;
};

static void see_problem(void *data, const struct store_problem *p)
{
	struct seen *s = data;

	s->see(s->data, p->where, p->what);
}

int keep_verify(struct app *a, void (*see)(void *data, const char *where, const char *what), void *data,
		int64_t *problems, struct error *err)
{
	struct seen s = { see, data };

	return store_verify(a->store, see_problem, &s, problems, err);
}

int64_t keep_examine(struct app *a, void (*see)(void *data, const char *where, const char *what), void *data)
{
	struct seen s = { see, data };

	return store_examine(a->database, see_problem, &s);
}

int keep_verify_checkpoint(struct app *a, const struct checkpoint *c,
			   void (*see)(void *data, const char *where, const char *what), void *data,
			   int64_t *problems, struct error *err)
{
	struct seen s = { see, data };

	return store_verify_checkpoint(a->store, c, see_problem, &s, problems, err);
}

int keep_reindex(struct app *a, struct error *err)
{
	return store_reindex(a->store, err);
}

int keep_head(struct app *a, int64_t *entries, char hash[65], struct error *err)
{
	return store_head(a->store, entries, hash, err);
}

void keep_versions(struct buf *out)
{
	buf_addf(out, "closeout %s\n", PACKAGE_VERSION);
	buf_addf(out, "%s\n", store_library());
	buf_addf(out, "built with %s\n", BUILT_WITH);
	buf_addf(out, "schema %d\n", RECORD_SCHEMA);
}
