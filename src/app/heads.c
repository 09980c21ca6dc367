/* SPDX-License-Identifier: MIT */
/*
 * heads.c - the heads of the logs, told to the world outside the file.
 *
 * They go to the system's log when a checkpoint or a backup is made, when a file is
 * restored, and when a session on a host ends in which the log grew: so a host that
 * forwards its log has a head of every working day where nobody who owns the file can
 * reach it.
 */
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "app/access.h"
#include "app/keep.h"

int keep_checkpoint(struct app *a, struct checkpoint *out, struct error *err)
{
	int failed = store_heads(a->store, out, err);

	if (failed)
		error_what(err, "checkpoint");
	return failed;
}

static void tell(const struct checkpoint *c, const char *occasion)
{
	access_open_system_log();
	if (access_system_log_open())
		syslog(LOG_INFO, "head occasion=%s database=%s entry=%lld hash=%s recorded=%s access-entry=%lld access-hash=%s",
		       occasion, c->database, (long long)c->entry, c->hash, c->recorded, (long long)c->access_entry,
		       c->access_hash);
}

void keep_tell_heads(struct app *a, const char *occasion)
{
	struct checkpoint c;

	if (a->store && store_heads(a->store, &c, NULL) == 0)
		tell(&c, occasion);
}

void keep_session_begins(struct app *a)
{
	(void)store_head(a->store, &a->first_head, NULL, NULL);
}

void keep_session_ends(struct app *a)
{
	int64_t head;

	if (!a->store || !a->options.host || !a->first_head)
		return;
	if (store_head(a->store, &head, NULL, NULL) == 0 && head > a->first_head)
		keep_tell_heads(a, "session");
}
