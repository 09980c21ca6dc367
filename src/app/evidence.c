/* SPDX-License-Identifier: MIT */
/* evidence.c - files attached as proof, and their content out again. */
#include "app/evidence.h"

#include <stdio.h>
#include <string.h>

#include "app/gather.h"
#include "app/names.h"

#define ACTION "evidence-add"

/* ---- in ------------------------------------------------------------------------------ */

struct attaching {
	struct arena arena;
	struct door_field fields[32];
	int n;
	const struct entity *e;
};

static int put(struct attaching *t, const char *name, const char *text, struct error *err)
{
	const struct field *f = names_field(t->e, name, err);

	if (!f)
		return error_what(err, "evidence");
	if (t->n == (int)(sizeof t->fields / sizeof *t->fields))
		return error_set(err, FAIL_USAGE, "evidence", name, NULL, "too many fields");
	t->fields[t->n++] = (struct door_field){ .field = f, .text = text };
	return 0;
}

/* "memo.pdf" where no title was given. */
static const char *title_of(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

static int fill(struct attaching *t, const char *subject, const char *name, const struct assign *s,
		const struct content *c, struct error *err)
{
	bool titled = false;
	int failed = put(t, "subject", subject, err);

	for (int i = 0; i < s->n && !failed; i++) {
		titled |= strcmp(s->at[i].name, "title") == 0;
		failed = put(t, s->at[i].name, s->at[i].text, err);
	}
	if (!failed && !titled)
		failed = put(t, "title", title_of(name), err);
	if (!failed)
		failed = put(t, "sha256", c->sha256, err);
	if (!failed)
		failed = put(t, "size", arena_printf(&t->arena, "%lld", (long long)c->size), err);
	return failed ? failed : put(t, "media_type", c->media_type, err);
}

static int send(struct app *a, struct attaching *t, const struct assign *s, const struct content *c, struct buf *ref,
		struct door_faults *faults, struct error *err)
{
	struct store_result result = STORE_RESULT_INIT;
	struct door_change change = { .entity = t->e, .add = true, .fields = t->fields, .n_fields = t->n };
	struct door_request r = { .verb = ACTION, .action = ACTION, .reason = s->reason, .effective = DATE_NONE,
				  .changes = &change, .n_changes = 1, .content = c };
	int failed;

	clock_uuid(change.uid);
	failed = s->dry_run ? door_check(a, &r, faults, err) : door_commit(a, &r, &result, faults, err);
	if (!failed && !s->dry_run)
		buf_adds(ref, store_ref(a->store, t->e, change.uid, &t->arena));
	store_result_release(&result);
	return failed;
}

int evidence_add(struct app *a, const char *subject, FILE *f, const char *name, const struct assign *s,
		 struct buf *ref, struct door_faults *faults, struct error *err)
{
	struct attaching t = { .arena = ARENA_INIT, .e = record_entity(ENTITY_EVIDENCE) };
	struct store_found found;
	struct content c;
	int failed = names_record(a, subject, &found, err);

	if (failed)
		return error_what(err, "evidence");
	failed = content_read(&c, f, name, CONTENT_LIMIT, err);
	if (failed)
		return failed;
	failed = fill(&t, subject, name, s, &c, err);
	if (!failed)
		failed = send(a, &t, s, &c, ref, faults, err);
	content_release(&c);
	arena_release(&t.arena);
	return failed;
}

/* ---- out ------------------------------------------------------------------------------- */

static const char *text_of(const struct record *r, const char *name)
{
	struct value v = r->values[record_field_index(r->entity, record_field(r->entity, name))];

	return v.kind == VALUE_TEXT ? v.text : "";
}

static void describe(struct app *a, const struct record *r, struct evidence *e)
{
	const struct field *size = record_field(r->entity, "size");
	struct content_info info;

	*e = (struct evidence){ .size = r->values[record_field_index(r->entity, size)].number };
	snprintf(e->ref, sizeof e->ref, "%s", r->ref);
	snprintf(e->sha256, sizeof e->sha256, "%s", text_of(r, "sha256"));
	snprintf(e->media_type, sizeof e->media_type, "%s", text_of(r, "media_type"));
	snprintf(e->title, sizeof e->title, "%s", text_of(r, "title"));
	e->text = strncmp(e->media_type, "text/", 5) == 0;
	e->present = store_content_find(a->store, e->sha256, &info);
}

int evidence_find(struct app *a, const char *ref, struct evidence *out, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct store_found found;
	struct record r;
	int failed = store_find(a->store, ref, ENTITY_EVIDENCE, false, &found, err);

	if (!failed)
		failed = store_get(a->store, found.entity, found.uid, a->today, &arena, &r, err);
	if (failed)
		return error_what(err, "evidence");
	if (!*text_of(&r, "sha256"))
		return error_set(err, FAIL_NO, "evidence", r.ref, NULL, "nothing is attached; it is kept at: %s",
				 *text_of(&r, "location") ? text_of(&r, "location") : "(not said)");
	describe(a, &r, out);
	return 0;
}

int evidence_write(struct app *a, const struct evidence *e,
		   int (*write)(void *data, const char *bytes, size_t len), void *data, struct error *err)
{
	int failed = store_content_write(a->store, e->sha256, write, data, err);

	if (failed && err)
		error_where(err, "%s", e->ref);
	return failed;
}

int evidence_check(struct app *a, void (*see)(void *data, const struct evidence *e, const struct error *state),
		   void *data, struct evidence_counts *counts, struct error *err)
{
	const struct gather_from from = { .app = a, .store = a->store, .today = a->today };
	const struct gather_query q = { .entity = ENTITY_EVIDENCE, .where = "sha256:any", .columns = "ref", .sort = "ref" };
	AUTOARENA arena = ARENA_INIT;
	struct rows rows;
	int failed = gather_rows(&from, &q, &arena, &rows, err);

	*counts = (struct evidence_counts){ .sound = 0 };
	for (int i = 0; !failed && i < rows.n; i++) {
		struct error state = ERROR_INIT;
		struct evidence e;

		failed = evidence_find(a, gather_cell(&rows, i, 0), &e, err);
		if (failed)
			break;
		evidence_write(a, &e, NULL, NULL, &state);
		counts->sound += !state.kind;
		counts->absent += state.kind == FAIL_MISSING;
		counts->damaged += state.kind && state.kind != FAIL_MISSING;
		see(data, &e, &state);
	}
	return failed;
}
