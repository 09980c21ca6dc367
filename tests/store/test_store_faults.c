/* SPDX-License-Identifier: MIT */
/*
 * test_store_faults.c - disks that fail at the n-th call, for every n.
 *
 * A file system of our own (a SQLite VFS) stands between the store and the
 * disk and makes one call fail, once or from then on. Whatever fails: what was
 * reported saved is there, what was reported failed is not, nothing is half
 * there, and the file verifies afterwards.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cmocka.h>

#include "store_help.h"

#define REC ENTITY_RECOMMENDATION

/* ---- the failing file system ------------------------------------------------------- */

enum fault_kind {
	FAULT_READ,
	FAULT_WRITE,
	FAULT_SYNC,
	FAULT_TRUNCATE,
	FAULT_SHM,
	FAULT_OPEN,
	FAULT_MAX
};

static struct {
	int at;      /* the call that fails, counted from 1; 0: none does */
	int code;    /* with this */
	unsigned of; /* mask of kinds that count */
	bool lasting;
	int seen;
	bool fired;
} fault;

struct shim {
	sqlite3_file file;
	sqlite3_file *real;
};

static sqlite3_vfs shim_vfs, *real_vfs;

static bool fails(enum fault_kind kind)
{
	if (!fault.at || !(fault.of & 1u << kind))
		return false;
	fault.seen++;
	if (fault.seen != fault.at && !(fault.lasting && fault.seen > fault.at))
		return false;
	fault.fired = true;
	return true;
}

static sqlite3_file *real(sqlite3_file *f)
{
	return ((struct shim *)f)->real;
}

#define IO(f) real(f)->pMethods

static int shim_close(sqlite3_file *f)
{
	return IO(f)->xClose(real(f));
}
static int shim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return fails(FAULT_READ) ? SQLITE_IOERR_READ : IO(f)->xRead(real(f), to, n, at);
}
static int shim_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	if (!fails(FAULT_WRITE))
		return IO(f)->xWrite(real(f), from, n, at);
	/* Half of it may have reached the disk. */
	(void)IO(f)->xWrite(real(f), from, n / 2, at);
	return fault.code;
}
static int shim_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return fails(FAULT_TRUNCATE) ? SQLITE_IOERR_TRUNCATE : IO(f)->xTruncate(real(f), size);
}
static int shim_sync(sqlite3_file *f, int flags)
{
	return fails(FAULT_SYNC) ? SQLITE_IOERR_FSYNC : IO(f)->xSync(real(f), flags);
}
static int shim_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return IO(f)->xFileSize(real(f), size);
}
static int shim_lock(sqlite3_file *f, int level)
{
	return IO(f)->xLock(real(f), level);
}
static int shim_unlock(sqlite3_file *f, int level)
{
	return IO(f)->xUnlock(real(f), level);
}
static int shim_reserved(sqlite3_file *f, int *out)
{
	return IO(f)->xCheckReservedLock(real(f), out);
}
static int shim_control(sqlite3_file *f, int op, void *arg)
{
	return IO(f)->xFileControl(real(f), op, arg);
}
static int shim_sector(sqlite3_file *f)
{
	return IO(f)->xSectorSize(real(f));
}
static int shim_device(sqlite3_file *f)
{
	return IO(f)->xDeviceCharacteristics(real(f));
}
static int shim_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return fails(FAULT_SHM) ? SQLITE_IOERR_SHMMAP
				: IO(f)->xShmMap(real(f), page, size, extend, out);
}
static int shim_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	return IO(f)->xShmLock(real(f), at, n, flags);
}
static void shim_shm_barrier(sqlite3_file *f)
{
	IO(f)->xShmBarrier(real(f));
}
static int shim_shm_unmap(sqlite3_file *f, int remove_it)
{
	return IO(f)->xShmUnmap(real(f), remove_it);
}

static const sqlite3_io_methods shim_methods = {
	2,           shim_close,   shim_read,     shim_write,       shim_truncate,  shim_sync,
	shim_size,   shim_lock,    shim_unlock,   shim_reserved,    shim_control,   shim_sector,
	shim_device, shim_shm_map, shim_shm_lock, shim_shm_barrier, shim_shm_unmap, NULL,
	NULL,
};

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
	struct shim *shim = (struct shim *)f;
	int rc;

	(void)vfs;
	f->pMethods = NULL;
	if (fails(FAULT_OPEN))
		return SQLITE_CANTOPEN;
	shim->real = (sqlite3_file *)(shim + 1);
	rc = real_vfs->xOpen(real_vfs, name, shim->real, flags, out_flags);
	if (shim->real->pMethods)
		f->pMethods = &shim_methods;
	return rc;
}

static void install(void)
{
	real_vfs = sqlite3_vfs_find(NULL);
	shim_vfs = *real_vfs;
	shim_vfs.pNext = NULL;
	shim_vfs.zName = "failing";
	shim_vfs.szOsFile = (int)sizeof(struct shim) + real_vfs->szOsFile;
	shim_vfs.xOpen = shim_open;
	assert_int_equal(sqlite3_vfs_register(&shim_vfs, 1), SQLITE_OK);
}

static void arm(unsigned kinds, int at, int code, bool lasting)
{
	fault.at = at;
	fault.of = kinds;
	fault.code = code;
	fault.lasting = lasting;
	fault.seen = 0;
	fault.fired = false;
}

static void disarm(void)
{
	fault.at = 0;
}

/* ---- one operation, failing at every call ------------------------------------------- */

static void copy_file(const char *from, const char *to)
{
	static char bytes[1 << 20];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t n;

	assert_true(in >= 0 && out >= 0);
	while ((n = read(in, bytes, sizeof bytes)) > 0)
		assert_int_equal(write(out, bytes, (size_t)n), n);
	close(in);
	close(out);
}

static void fresh_copy(const char *path)
{
	static const char *const endings[] = { "-wal", "-shm", ".lock" };
	char name[700];

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		snprintf(name, sizeof name, "%s%s", path, endings[i]);
		unlink(name);
	}
	copy_file(world.path, path);
}

/* Two changes and a renumbering in one batch: all of it, or none. */
static int save(struct store *s)
{
	struct edit e;
	int failed;

	edit_begin(&e, "set");
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "next_step", "saved");
	edit_set(&e, ENTITY_REPORT, world.report);
	edit_text(&e, "number", "OIG-12-999");
	failed = edit_apply(&e, s);
	edit_end(&e);
	return failed;
}

/* What is in the file when the disk works again: 1 the save, 0 not, and nothing in between. */
static bool is_saved(const char *path)
{
	struct store *s;
	bool saved;

	if (store_open(path, STORE_READ_WRITE, &s, &world.err) != 0)
		fail_msg("cannot be opened any more: %s", world.err.why);
	assert_verified(s);
	saved = strcmp(get(s, REC, world.rec1, "next_step"), "saved") == 0;
	assert_string_equal(ref_of(s, REC, world.rec2), saved ? "OIG-12-999/2" : "OIG-12-130/2");
	assert_string_equal(ref_of(s, ENTITY_REPORT, world.report),
			    saved ? "OIG-12-999" : "OIG-12-130");
	store_close(s);
	return saved;
}

/* Saves with the n-th call failing, for n = 1, 2, ... until no call fails. Returns how many there were. */
static int every_call(unsigned kinds, int code, bool lasting, bool from_open)
{
	const char *path = scratch_path("copy.db");
	char copy[700];
	int n = 0;

	snprintf(copy, sizeof copy, "%s", path);
	do {
		struct store *s = NULL;
		bool fired, unknown;
		int failed;

		fresh_copy(copy);
		if (from_open)
			arm(kinds, ++n, code, lasting);
		failed = store_open(copy, STORE_READ_WRITE, &s, &world.err);
		if (!from_open)
			arm(kinds, ++n, code, lasting);
		if (!failed)
			failed = save(s);
		fired = fault.fired;
		if (failed && world.err.kind != FAIL_IO && world.err.kind != FAIL_BUSY)
			fail_msg("call %d: kind %d, %s", n, world.err.kind, world.err.why);
		if (failed && !fired)
			fail_msg("call %d: failed without a fault: %s", n, world.err.why);
		/* The last sync of all: where the disk stays broken, nobody can know. */
		unknown = failed && strstr(world.err.next, "look whether it was saved");
		store_close(s);
		disarm();
		if (is_saved(copy) == (failed != 0) && !(unknown && lasting))
			fail_msg("call %d: reported %s, which is not so", n,
				 failed ? "failed" : "saved");
		if (!fired)
			return n - 1;
	} while (n < 2000);
	return n;
}

#define MASK(kind) (1u << (kind))

static int begin(void **state)
{
	disarm();
	if (scratch_begin(state) != 0)
		return -1;
	store_close(world.s);
	world.s = NULL;
	return 0;
}

static void save__survives_every_failing_write(void **state)
{
	int n = every_call(MASK(FAULT_WRITE), SQLITE_IOERR_WRITE, false, false);

	(void)state;
	print_message("# %d writes\n", n);
	assert_true(n > 5);
	assert_int_equal(every_call(MASK(FAULT_WRITE), SQLITE_IOERR_WRITE, true, false), n);
}

static void save__survives_a_full_disk_at_every_write(void **state)
{
	(void)state;
	assert_true(every_call(MASK(FAULT_WRITE), SQLITE_FULL, false, false) > 5);
	assert_true(every_call(MASK(FAULT_WRITE), SQLITE_FULL, true, false) > 5);
}

static void save__survives_every_failing_sync(void **state)
{
	(void)state;
	assert_true(every_call(MASK(FAULT_SYNC), 0, false, false) > 0);
	assert_true(every_call(MASK(FAULT_SYNC), 0, true, false) > 0);
}

static void save__survives_every_failing_read(void **state)
{
	(void)state;
	assert_true(every_call(MASK(FAULT_READ), 0, false, false) > 0);
	assert_true(every_call(MASK(FAULT_READ), 0, true, false) > 0);
}

static void open__survives_every_failing_call(void **state)
{
	unsigned all = MASK(FAULT_MAX) - 1;

	(void)state;
	assert_true(every_call(all, SQLITE_IOERR_WRITE, false, true) > 10);
	assert_true(every_call(all, SQLITE_IOERR_WRITE, true, true) > 10);
}

/* After an I/O error the connection is not used again, even when the disk works. */
static void store__does_not_go_on_after_an_io_error(void **state)
{
	struct store *s;

	(void)state;
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &s, &world.err), 0);
	arm(MASK(FAULT_SYNC), 1, 0, false);
	assert_int_equal(save(s), FAIL_IO);
	disarm();
	assert_int_equal(save(s), FAIL_IO);
	assert_string_equal(world.err.next, "open the database again");
	store_close(s);
	assert_false(is_saved(world.path));
}

/* ---- making and copying ------------------------------------------------------------------ */

static void create__leaves_nothing_behind_when_it_fails(void **state)
{
	struct store_genesis g = { .kind = "personal",
				   .today = DATE_NONE,
				   .effective = day("2012-01-01") };
	unsigned kinds = MASK(FAULT_WRITE) | MASK(FAULT_SYNC) | MASK(FAULT_TRUNCATE);
	char path[700];
	bool fired;
	int n = 0;

	(void)state;
	snprintf(path, sizeof path, "%s", scratch_path("new.db"));
	do {
		int failed;

		/* Every seventh call: a new database is some hundred pages. */
		arm(kinds, n += 7, SQLITE_FULL, false);
		failed = store_create(path, &g, &world.err);
		fired = fault.fired;
		disarm();
		if (failed) {
			assert_true(fired);
			assert_int_not_equal(access(path, F_OK), 0);
		} else {
			struct store *s;

			assert_int_equal(store_open(path, STORE_READ_WRITE, &s, &world.err), 0);
			assert_verified(s);
			store_close(s);
			unlink(path);
		}
	} while (fired);
	assert_true(n > 50);
}

static void backup__that_fails_leaves_no_file(void **state)
{
	struct store *s;
	char path[700];
	bool fired;
	int n = 0;

	(void)state;
	snprintf(path, sizeof path, "%s", scratch_path("b.db"));
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &s, &world.err), 0);
	do {
		int failed;

		arm(MASK(FAULT_WRITE), n += 11, SQLITE_FULL, false);
		failed = store_backup(s, path, NULL, &world.err);
		fired = fault.fired;
		disarm();
		assert_int_equal(failed != 0, fired);
		assert_int_equal(access(path, F_OK) == 0, !failed);
	} while (fired);
	store_close(s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(save__survives_every_failing_write),
		T(save__survives_a_full_disk_at_every_write),
		T(save__survives_every_failing_sync),
		T(save__survives_every_failing_read),
		T(open__survives_every_failing_call),
		T(store__does_not_go_on_after_an_io_error),
		T(create__leaves_nothing_behind_when_it_fails),
		T(backup__that_fails_leaves_no_file),
	};

	install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
