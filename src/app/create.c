/* SPDX-License-Identifier: MIT */
/* create.c - making a database. */
#include "app/create.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "app/door_work.h"
#include "app/identity.h"
#include "app/paths.h"
#include "app/people.h"
#include "app/sample.h"
#include "base/utf8.h"

int create_database(struct app *a, const struct store_genesis *g, const struct door_request *r, struct error *err)
{
	struct app maker = *a; /* the calendar still points into a, which outlives it */
	struct store_genesis genesis = *g;
	struct door_faults faults = { 0 };
	struct door_work w;
	int failed;

	maker.store = NULL;
	if (!date_is_none(g->today))
		maker.today = g->today;
	door_work_init(&w, &maker, r, &faults);
	failed = door_prepare(&w);
	if (failed)
		*err = door_first_fault(&faults)->error;
	genesis.changes = w.changes;
	genesis.n_changes = r->n_changes;
	if (!failed)
		failed = app_make_folder_of(a->database, err);
	if (!failed)
		failed = store_create(a->database, &genesis, err);
	door_work_release(&w);
	door_faults_release(&faults);
	return failed;
}

void create_forget(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm", ".lock" };

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		AUTOBUF file = BUF_INIT;

		buf_addf(&file, "%s%s", path, tails[i]);
		unlink(file.s);
	}
}

/* The person's name as the system knows it, where it is fit for a record. */
static const char *full_name(const char *login, char dst[128])
{
	const struct passwd *pw = getpwuid(geteuid());
	const char *name = pw && pw->pw_gecos ? pw->pw_gecos : "";
	size_t len = strcspn(name, ",");

	if (!len || len >= 128 || !utf8_storable(name, len, false, NULL))
		return login;
	memcpy(dst, name, len);
	dst[len] = '\0';
	return dst;
}

static int create_personal(struct app *a, struct error *err)
{
	const struct entity *user = record_entity(ENTITY_USER);
	char login[33], name[128];
	struct store_genesis genesis = { .kind = "personal", .today = DATE_NONE, .effective = a->today };
	struct door_change account = { .entity = user, .add = true };
	struct door_request r = { .verb = "init", .effective = a->today, .genesis = true, .changes = &account,
				  .n_changes = 1 };

	identity_login(login);
	struct door_field fields[] = {
		{ .field = record_field(user, "name"), .text = login },
		{ .field = record_field(user, "display_name"), .text = full_name(login, name) },
		{ .field = record_field(user, "role"), .text = role_name(ROLE_PERSONAL) },
	};

	clock_uuid(account.uid);
	account.fields = fields;
	account.n_fields = sizeof fields / sizeof *fields;
	return create_database(a, &genesis, &r, err);
}

int app_create(struct app *a, bool sample, struct error *err)
{
	return sample ? sample_create(a, err) : create_personal(a, err);
}

int app_create_shared(struct app *a, const struct people_new *admin, struct error *err)
{
	const struct entity *user = record_entity(ENTITY_USER), *keys = record_entity(ENTITY_KEY);
	struct store_genesis genesis = { .kind = "shared", .today = DATE_NONE, .effective = a->today };
	struct door_field account[] = {
		{ .field = record_field(user, "name"), .text = admin->name },
		{ .field = record_field(user, "display_name"), .text = admin->display_name },
		{ .field = record_field(user, "role"), .text = role_name(ROLE_ADMIN) },
	};
	struct door_field key[] = { { .field = record_field(keys, "public_key"), .text = admin->key } };
	struct door_change changes[] = {
		{ .entity = user, .add = true, .fields = account, .n_fields = 3 },
		{ .entity = keys, .add = true, .fields = key, .n_fields = 1 },
	};
	struct door_request r = { .verb = "init", .effective = a->today, .genesis = true, .changes = changes,
				  .n_changes = admin->key ? 2 : 1 };

	if (!identity_account_ok(admin->name))
		return error_set(err, FAIL_DATA, "init", admin->name, "letters, digits, . _ and -, beginning with a letter",
				 "it cannot be the name of an account");
	clock_uuid(changes[0].uid);
	clock_uuid(changes[1].uid);
	changes[1].parent_field = record_field(keys, "account");
	changes[1].parent_uid = changes[0].uid;
	return create_database(a, &genesis, &r, err);
}
