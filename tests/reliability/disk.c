/* SPDX-License-Identifier: MIT */
/* disk.c - the shim between SQLite and the disk: failing calls, and locks. Power is in power.c. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "disk_private.h"

static sqlite3_vfs shim_vfs, *real_vfs;

static struct {
	int at, code;
	unsigned of;
	bool armed, lasting, fired, lies;
	int seen;
} fault;

static struct {
	const char *gate;
	struct disk_locks *counts;
	bool bare; /* the lock of writers is held, the gate is not */
} watch;

/* ---- calls that fail ------------------------------------------------------------------ */

static bool fails(enum disk_call kind)
{
	if (!fault.armed || !(fault.of & 1u << kind))
		return false;
	fault.seen++;
	if (!fault.at || (fault.seen != fault.at && !(fault.lasting && fault.seen > fault.at)))
		return false;
	fault.fired = true;
	return true;
}

void disk_arm(unsigned kinds, int at, int code, bool lasting)
{
	fault.armed = true;
	fault.at = at;
	fault.of = kinds;
	fault.code = code;
	fault.lasting = lasting;
	fault.seen = 0;
	fault.fired = false;
}

void disk_disarm(void)
{
	fault.armed = false;
}

bool disk_fired(void)
{
	return fault.fired;
}

int disk_calls(void)
{
	return fault.seen;
}

void disk_lies(bool on)
{
	fault.lies = on;
}

/* ---- locks ------------------------------------------------------------------------------- */

void disk_watch(const char *gate, struct disk_locks *counts)
{
	watch.gate = gate;
	watch.counts = counts;
}

/* True if this process holds the gate: nobody else can take it, and it is signed by us. */
static bool gate_is_ours(void)
{
	char text[160] = "", mine[40];
	int fd = open(watch.gate, O_RDWR | O_CLOEXEC);
	bool free_now;

	if (fd < 0)
		return false;
	free_now = flock(fd, LOCK_EX | LOCK_NB) == 0;
	if (pread(fd, text, sizeof text - 1, 0) < 0)
		text[0] = '\0';
	close(fd);
	snprintf(mine, sizeof mine, "(process %ld,", (long)getpid());
	return !free_now && strstr(text, mine);
}

#define TAKEN (SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE)
#define LEFT (SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE)

static void count(int64_t *n)
{
	__atomic_add_fetch(n, 1, __ATOMIC_RELAXED);
}

/* Slot 0 is held by who writes, slot 1 by who makes a checkpoint. */
static void watch_lock(int at, int n, int flags)
{
	if (!watch.counts || at + n < 1 || at > 1)
		return;
	if (at == 0 && (flags & LEFT) == LEFT)
		watch.bare = false;
	if ((flags & TAKEN) != TAKEN)
		return;
	count(&watch.counts->taken);
	if (gate_is_ours())
		return;
	watch.bare = at == 0 && n == 1;
	count(watch.bare ? &watch.counts->looks : &watch.counts->ungated);
}

static void watch_write(void)
{
	if (!watch.counts || !watch.bare)
		return;
	watch.bare = false;
	count(&watch.counts->ungated);
}

/* ---- the file system ------------------------------------------------------------------------- */

static sqlite3_file *real(sqlite3_file *f)
{
	return ((struct shim *)f)->real;
}

#define IO(f) real(f)->pMethods
#define POWER(f) ((struct shim *)f)->power

static int shim_close(sqlite3_file *f)
{
	return IO(f)->xClose(real(f));
}

static int shim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return fails(DISK_READ) || power_off() ? SQLITE_IOERR_READ : IO(f)->xRead(real(f), to, n, at);
}

static int shim_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	enum power power = power_write(POWER(f), n, at);

	watch_write();
	if (power != POWER_ON) {
		if (power == POWER_GOES)
			(void)IO(f)->xWrite(real(f), from, n, at);
		return SQLITE_IOERR_WRITE;
	}
	if (!fails(DISK_WRITE))
		return IO(f)->xWrite(real(f), from, n, at);
	/* Half of it may have reached the disk. */
	(void)IO(f)->xWrite(real(f), from, n / 2, at);
	return fault.lies ? SQLITE_OK : fault.code;
}

static int shim_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	watch_write();
	if (!power_truncate(POWER(f), size))
		return SQLITE_IOERR_TRUNCATE;
	return fails(DISK_TRUNCATE) ? SQLITE_IOERR_TRUNCATE : IO(f)->xTruncate(real(f), size);
}

static int shim_sync(sqlite3_file *f, int flags)
{
	if (!power_sync(POWER(f)))
		return SQLITE_IOERR_FSYNC;
	return fails(DISK_SYNC) ? SQLITE_IOERR_FSYNC : IO(f)->xSync(real(f), flags);
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
	return fails(DISK_SHM) ? SQLITE_IOERR_SHMMAP : IO(f)->xShmMap(real(f), page, size, extend, out);
}

static int shim_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	int rc = IO(f)->xShmLock(real(f), at, n, flags);

	if (rc == SQLITE_OK)
		watch_lock(at, n, flags);
	return rc;
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
	shim->power = NULL;
	if (fails(DISK_OPEN) || power_off())
		return SQLITE_CANTOPEN;
	shim->real = (sqlite3_file *)(shim + 1);
	rc = real_vfs->xOpen(real_vfs, name, shim->real, flags, out_flags);
	if (rc == SQLITE_OK && !(flags & SQLITE_OPEN_DELETEONCLOSE))
		shim->power = power_open(name, flags & SQLITE_OPEN_WAL);
	if (shim->real->pMethods)
		f->pMethods = &shim_methods;
	return rc;
}

void disk_install(void)
{
	real_vfs = sqlite3_vfs_find(NULL);
	shim_vfs = *real_vfs;
	shim_vfs.pNext = NULL;
	shim_vfs.zName = "failing";
	shim_vfs.szOsFile = (int)sizeof(struct shim) + real_vfs->szOsFile;
	shim_vfs.xOpen = shim_open;
	sqlite3_vfs_register(&shim_vfs, 1);
}
