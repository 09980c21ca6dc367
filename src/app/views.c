/* SPDX-License-Identifier: MIT */
/* views.c - saved views: finding, saving, sharing, taking out. */
#include "app/views.h"

#include <stdio.h>
#include <string.h>

#include "app/door.h"
#include "app/gather.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"

#define VIEWS_MAX 2000

enum { REF, NAME, OWNER, KIND, QUERY, COLUMNS, SORT, SHARED, START };

static const struct entity *views(void)
{
	return record_entity(ENTITY_SAVED_VIEW);
}

/* ---- finding ------------------------------------------------------------------------- */

static const char *cell(const struct rows *r, int i, int column)
{
	const char *text = gather_cell(r, i, column);

	return text ? text : "";
}

static void take(const struct app *a, const struct rows *r, int i, struct saved_view *v)
{
	*v = (struct saved_view){
		.ref = cell(r, i, REF), .name = cell(r, i, NAME), .owner = cell(r, i, OWNER), .kind = cell(r, i, KIND),
		.query = cell(r, i, QUERY), .columns = cell(r, i, COLUMNS), .sort = cell(r, i, SORT),
		.shared = strcmp(cell(r, i, SHARED), "1") == 0, .start = strcmp(cell(r, i, START), "1") == 0,
	};
	v->mine = strcmp(v->owner, a->user) == 0;
	snprintf(v->uid, sizeof v->uid, "%s", r->uids[i] ? r->uids[i] : "");
}

int views_list(struct app *a, const struct entity *e, struct arena *arena, struct saved_view **out, int *n,
	       struct error *err)
{
	struct gather_from from = { a, a->store, a->today };
	struct gather_query q = { .entity = ENTITY_SAVED_VIEW,
				  .columns = "ref,name,owner,kind,query,columns,sort,shared,start",
				  .where = "is:mine or shared:yes", .sort = "name", .limit = VIEWS_MAX };
	struct rows rows;
	int failed = gather_rows(&from, &q, arena, &rows, err);

	*n = 0;
	if (failed)
		return failed;
	*out = arena_alloc(arena, (size_t)rows.n * sizeof **out + 1);
	for (int mine = 1; mine >= 0; mine--)
		for (int i = 0; i < rows.n; i++) {
			struct saved_view v;

			take(a, &rows, i, &v);
			if (v.uid[0] && v.mine == (mine == 1) && (!e || strcmp(v.kind, e->plural) == 0))
				(*out)[(*n)++] = v;
		}
	return 0;
}

bool views_same_name(const char *a, const char *b)
{
	AUTOBUF x = BUF_INIT;
	AUTOBUF y = BUF_INIT;

	utf8_fold(&x, a, strlen(a));
	utf8_fold(&y, b, strlen(b));
	return strcmp(x.s, y.s) == 0;
}

static int no_such(const struct entity *e, const char *name, const struct saved_view *all, int n, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	const char **names = arena_alloc(&arena, (size_t)n * sizeof *names + 1);
	const char *near;

	for (int i = 0; i < n; i++)
		names[i] = all[i].name;
	near = nearest_name(name, names, (size_t)n);
	return error_set(err, FAIL_MISSING, "view", name,
			 near ? arena_printf(&arena, "did you mean \"%s\"?", near)
			      : "\"closeout list saved_views\" shows those there are",
			 "there is no view of that name%s%s", e ? " of " : "", e ? e->plural : "");
}

int views_find(struct app *a, const struct entity *e, const char *name, struct arena *arena, struct saved_view *out,
	       struct error *err)
{
	struct saved_view *all;
	int n, failed = views_list(a, e, arena, &all, &n, err);

	for (int i = 0; i < n && !failed; i++)
		if (views_same_name(all[i].name, name) || views_same_name(all[i].ref, name)) {
			*out = all[i];
			return 0;
		}
	return failed ? failed : no_such(e, name, all, n, err);
}

bool views_start(struct app *a, struct arena *arena, struct saved_view *out)
{
	struct select any = { .entity = views(), .today = a->today };
	struct saved_view *all;
	int64_t there = 0;
	int n;

	/* Asked before the first frame, where most people have none: whether there is any costs less. */
	if (store_count(a->store, &any, &there, NULL) != 0 || !there ||
	    views_list(a, NULL, arena, &all, &n, NULL) != 0)
		return false;
	for (int i = 0; i < n; i++)
		if (all[i].mine && all[i].start) {
			*out = all[i];
			return true;
		}
	return false;
}

/* ---- changing -------------------------------------------------------------------------- */

static void put(struct door_change *c, const char *field, const char *text)
{
	c->fields[c->n_fields++] = (struct door_field){ .field = record_field(views(), field), .text = text };
}

static int send(struct app *a, const char *verb, struct door_change *changes, int n, struct error *err)
{
	struct door_request r = { .verb = verb, .effective = DATE_NONE, .changes = changes, .n_changes = n };
	int failed = door_commit(a, &r, NULL, NULL, err);

	if (failed)
		error_what(err, "view");
	return failed;
}

static struct door_change change_of(const struct saved_view *v, struct door_field *fields)
{
	struct door_change c = { .entity = views(), .fields = fields };

	memcpy(c.uid, v->uid, sizeof c.uid);
	return c;
}

int views_save(struct app *a, const struct saved_view *v, struct error *err)
{
	struct door_field fields[8];
	struct door_change c = change_of(v, fields);

	if (!v->uid[0]) {
		c.add = true;
		clock_uuid(c.uid);
		put(&c, "name", v->name);
		put(&c, "kind", v->kind);
		put(&c, "shared", v->shared ? "yes" : "no");
	}
	put(&c, "query", v->query);
	put(&c, "columns", v->columns);
	put(&c, "sort", v->sort);
	return send(a, c.add ? "add" : "set", &c, 1, err);
}

int views_rename(struct app *a, const struct saved_view *v, const char *name, struct error *err)
{
	struct door_field field[1];
	struct door_change c = change_of(v, field);

	put(&c, "name", name);
	return send(a, "set", &c, 1, err);
}

int views_share(struct app *a, const struct saved_view *v, bool shared, struct error *err)
{
	struct door_field field[1];
	struct door_change c = change_of(v, field);

	put(&c, "shared", shared ? "yes" : "no");
	return send(a, "set", &c, 1, err);
}

int views_set_start(struct app *a, const struct saved_view *v, bool start, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct saved_view *all;
	struct door_change *changes;
	int n, k = 0, failed = views_list(a, NULL, &arena, &all, &n, err);

	if (failed)
		return failed;
	changes = arena_alloc(&arena, ((size_t)n + 1) * sizeof *changes);
	for (int i = 0; i < n; i++) {
		bool is = strcmp(all[i].uid, v->uid) == 0;

		if (!all[i].mine || (!is && !all[i].start))
			continue;
		changes[k] = change_of(&all[i], arena_alloc(&arena, sizeof(struct door_field)));
		put(&changes[k++], "start", is && start ? "yes" : "no");
	}
	return send(a, "set", changes, k, err);
}

int views_remove(struct app *a, const struct saved_view *v, struct error *err)
{
	struct door_change c = change_of(v, NULL);

	c.remove = true;
	return send(a, "set", &c, 1, err);
}
