/* SPDX-License-Identifier: MIT */
/* people.c - accounts and their login keys. */
#include "app/people.h"

#include <string.h>

#include "app/door.h"
#include "app/gather.h"
#include "app/listing_private.h"
#include "app/names.h"

/* ---- reading */

/* All records of a kind with these columns. */
static int read_all(struct app *a, enum entity_id kind, const char *wanted, struct arena *arena, struct rows *rows,
		    struct error *err)
{
	const struct entity *e = record_entity(kind);
	struct select s = { .entity = e, .today = a->today };
	struct columns c;
	struct ids ids = { 0 };
	int failed = columns_parse(e, wanted, &c, err);

	if (!failed)
		failed = store_ids(a->store, &s, &ids, err);
	if (!failed)
		failed = store_rows(a->store, &s, &c, ids.at, (int)ids.n, arena, rows, err);
	ids_release(&ids);
	return failed;
}

int people_keys(struct app *a, struct arena *arena, struct people_key **out, int *n, struct error *err)
{
	struct rows rows = { 0 };
	int failed = read_all(a, ENTITY_KEY, "uid,ref,account,public_key,fingerprint,revoked_on", arena, &rows, err);

	if (failed)
		return failed;
	*out = arena_alloc(arena, ((size_t)rows.n + 1) * sizeof **out);
	*n = rows.n;
	for (int i = 0; i < rows.n; i++) {
		const char **cell = &rows.cells[i * rows.n_columns];

		(*out)[i] = (struct people_key){ cell[0], cell[1], cell[2] ? cell[2] : "", cell[3] ? cell[3] : "",
						 cell[4] ? cell[4] : "", cell[5] };
	}
	return 0;
}

static int keys_of(const struct people_key *keys, int n, const char *account)
{
	int count = 0;

	for (int i = 0; i < n; i++)
		count += !keys[i].revoked && strcmp(keys[i].account, account) == 0;
	return count;
}

int people_accounts(struct app *a, struct arena *arena, struct people_account **out, int *n, struct error *err)
{
	struct rows rows = { 0 };
	struct people_key *keys;
	int n_keys, failed = people_keys(a, arena, &keys, &n_keys, err);

	if (!failed)
		failed = read_all(a, ENTITY_USER, "name,display_name,role,office,active", arena, &rows, err);
	if (failed)
		return failed;
	*out = arena_alloc(arena, ((size_t)rows.n + 1) * sizeof **out);
	*n = rows.n;
	for (int i = 0; i < rows.n && !failed; i++) {
		const char **cell = &rows.cells[i * rows.n_columns];
		struct people_account *p = &(*out)[i];

		*p = (struct people_account){ .name = cell[0] ? cell[0] : "", .display_name = cell[1],
					      .role = cell[2] ? cell[2] : "", .office = cell[3] };
		p->active = cell[4] && strcmp(cell[4], "no") != 0 && strcmp(cell[4], "0") != 0;
		p->keys = keys_of(keys, n_keys, p->name);
		failed = store_access_last(a->store, p->name, p->last_login, err);
	}
	return failed;
}

int people_usable_keys(struct app *a, struct arena *arena, struct people_key **out, int *n, struct error *err)
{
	struct people_account *accounts;
	struct people_key *keys;
	int n_accounts, n_keys, kept = 0, failed = people_accounts(a, arena, &accounts, &n_accounts, err);

	if (!failed)
		failed = people_keys(a, arena, &keys, &n_keys, err);
	if (failed)
		return failed;
	for (int i = 0; i < n_keys; i++)
		for (int k = 0; k < n_accounts && !keys[i].revoked; k++)
			if (accounts[k].active && strcmp(accounts[k].name, keys[i].account) == 0)
				keys[kept++] = keys[i];
	*out = keys;
	*n = kept;
	return 0;
}

/* ---- changing */

static struct door_field given(enum entity_id kind, const char *name, const char *text)
{
	return (struct door_field){ .field = record_field(record_entity(kind), name), .text = text };
}

static int commit(struct app *a, struct door_request *r, struct error *err)
{
	struct door_faults faults = { 0 };
	int failed = door_commit(a, r, NULL, &faults, err);

	door_faults_release(&faults);
	return failed;
}

static void show_ref(struct app *a, enum entity_id kind, const char *uid, struct buf *out)
{
	AUTOARENA arena = ARENA_INIT;

	buf_adds(out, store_ref(a->store, record_entity(kind), uid, &arena));
}

int people_add(struct app *a, const struct people_new *p, struct buf *keyed, struct error *err)
{
	struct door_field account[] = {
		given(ENTITY_USER, "name", p->name), given(ENTITY_USER, "role", p->role),
		given(ENTITY_USER, "office", p->office), given(ENTITY_USER, "display_name", p->display_name),
		given(ENTITY_USER, "title", p->title),
	};
	struct door_field key[] = { given(ENTITY_KEY, "public_key", p->key) };
	struct door_change changes[] = {
		{ .entity = record_entity(ENTITY_USER), .add = true, .fields = account, .n_fields = 5 },
		{ .entity = record_entity(ENTITY_KEY), .add = true, .fields = key, .n_fields = 1 },
	};
	struct door_request r = { .verb = "add", .effective = DATE_NONE, .changes = changes,
				  .n_changes = p->key ? 2 : 1 };
	int failed;

	clock_uuid(changes[0].uid);
	clock_uuid(changes[1].uid);
	changes[1].parent_field = record_field(record_entity(ENTITY_KEY), "account");
	changes[1].parent_uid = changes[0].uid;
	failed = commit(a, &r, err);
	if (!failed && p->key)
		show_ref(a, ENTITY_KEY, changes[1].uid, keyed);
	return failed;
}

int people_key_add(struct app *a, const char *account, const char *line, struct buf *ref, struct error *err)
{
	struct door_field fields[] = { given(ENTITY_KEY, "account", account), given(ENTITY_KEY, "public_key", line) };
	struct door_change change = { .entity = record_entity(ENTITY_KEY), .add = true, .fields = fields,
				      .n_fields = 2 };
	struct door_request r = { .verb = "add", .effective = DATE_NONE, .changes = &change, .n_changes = 1 };
	int failed;

	clock_uuid(change.uid);
	failed = commit(a, &r, err);
	if (!failed)
		show_ref(a, ENTITY_KEY, change.uid, ref);
	return failed;
}

static int find_key(struct app *a, const char *which, struct arena *arena, struct people_key *out, struct error *err)
{
	struct people_key *keys;
	int n, failed = people_keys(a, arena, &keys, &n, err);

	if (failed)
		return failed;
	for (int i = 0; i < n; i++)
		if (strcmp(keys[i].fingerprint, which) == 0 || strcasecmp(keys[i].ref, which) == 0) {
			*out = keys[i];
			return 0;
		}
	return error_set(err, FAIL_MISSING, "key", which, "\"closeout key list\" shows them", "there is no such key");
}

int people_key_revoke(struct app *a, const char *which, const char *reason, struct buf *who, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct door_field fields[] = { given(ENTITY_KEY, "revoked_on", "today") };
	struct door_change change = { .entity = record_entity(ENTITY_KEY), .fields = fields, .n_fields = 1 };
	struct door_request r = { .verb = "set", .reason = reason, .effective = DATE_NONE, .changes = &change,
				  .n_changes = 1 };
	struct people_key key = { 0 };
	int failed = find_key(a, which, &arena, &key, err);

	if (failed)
		return failed;
	if (key.revoked)
		return error_set(err, FAIL_NO, "key", key.ref, NULL, "it was revoked on %s already", key.revoked);
	memcpy(change.uid, key.uid, sizeof change.uid);
	failed = commit(a, &r, err);
	if (!failed)
		buf_adds(who, key.account);
	return failed;
}

/* ---- rows */

/* "bob to 2013-01-05, carol to ...": for whom an account acts today; NULL: for nobody. */
static const char *acts_for(const struct rows *delegations, const char *account, struct arena *arena)
{
	AUTOBUF out = BUF_INIT;

	for (int i = 0; i < delegations->n; i++)
		if (strcmp(gather_cell(delegations, i, 0), account) == 0)
			buf_addf(&out, "%s%s to %s", out.len ? ", " : "", gather_cell(delegations, i, 1),
				 gather_cell(delegations, i, 2));
	return out.len ? arena_strdup(arena, out.s) : NULL;
}

static int delegations_today(struct app *a, struct arena *arena, struct rows *out, struct error *err)
{
	const struct gather_from from = { .app = a, .store = a->store, .today = a->today };
	const struct gather_query q = { .entity = ENTITY_DELEGATION, .where = "starts_on<=today ends_on>=today",
					.columns = "to_user,from_user,ends_on", .sort = "ref" };

	return gather_rows(&from, &q, arena, out, err);
}

int people_write(struct app *a, struct output *o, int64_t *rows, struct error *err)
{
	static const struct sink_column columns[] = {
		{ "ref", "Account", SINK_TYPE_TEXT },	  { "role", "Role", SINK_TYPE_TEXT },
		{ "office", "Office", SINK_TYPE_TEXT },	  { "display_name", "Name", SINK_TYPE_TEXT },
		{ "active", "Active", SINK_TYPE_BOOL },	  { "keys", "Keys", SINK_TYPE_INT },
		{ "last_login", "Last login", SINK_TYPE_TEXT }, { "acts_for", "Acts for", SINK_TYPE_TEXT },
	};
	AUTOARENA arena = ARENA_INIT;
	struct people_account *all;
	struct sink *sink = NULL;
	struct rows delegations = { 0 };
	int n = 0, failed = people_accounts(a, &arena, &all, &n, err);

	if (!failed)
		failed = delegations_today(a, &arena, &delegations, err);
	if (!failed)
		failed = sink_open(&sink, o->format, columns, sizeof columns / sizeof *columns, &o->sink, err);
	for (int i = 0; i < n && !failed; i++) {
		const struct people_account *p = &all[i];
		const char *cells[] = { p->name, p->role, p->office, p->display_name, p->active ? "1" : "0",
					arena_printf(&arena, "%d", p->keys), *p->last_login ? p->last_login : NULL,
					acts_for(&delegations, p->name, &arena) };

		failed = sink_row(sink, cells, err);
		*rows += !failed;
	}
	return listing_close(sink, o, failed, err);
}
