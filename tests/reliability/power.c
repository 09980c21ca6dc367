/* SPDX-License-Identifier: MIT */
/*
 * power.c - what a power cut leaves of files.
 *
 * The real file always has what was written last. For each sector that was written since the
 * last sync the bytes before are kept aside, with a mark for each byte that was written: the
 * disk is one that leaves the other bytes of a sector alone. Files are known by their inode,
 * because some get their names later, and their descriptors stay open until the power is back:
 * closing one would drop locks that SQLite holds.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "disk_private.h"

#define SECTOR 512
#define FILES_MAX 32

struct sector {
	int64_t number;
	unsigned char before[SECTOR];
	bool written[SECTOR];
};

struct powered {
	int fd;
	dev_t dev;
	ino_t ino;
	bool journal;
	int64_t synced_size;
	struct sector *sectors;
	size_t n, cap;
};

static struct powered files[FILES_MAX];
static int n_files;
static bool on, cut;
static int cut_at, calls;
static enum disk_sync mode;

void disk_power(int at, enum disk_sync sync)
{
	on = true;
	cut = false;
	cut_at = at;
	calls = 0;
	mode = sync;
}

bool disk_is_cut(void)
{
	return cut;
}

bool power_off(void)
{
	return on && cut;
}

static int64_t size_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? st.st_size : 0;
}

struct powered *power_open(const char *name, bool journal)
{
	struct powered *p;
	struct stat st;
	int fd;

	if (!on || !name || n_files == FILES_MAX || stat(name, &st) != 0)
		return NULL;
	for (int i = 0; i < n_files; i++)
		if (files[i].dev == st.st_dev && files[i].ino == st.st_ino)
			return &files[i];
	fd = open(name, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	p = &files[n_files++];
	*p = (struct powered){ .fd = fd, .dev = st.st_dev, .ino = st.st_ino, .journal = journal,
			       .synced_size = st.st_size };
	return p;
}

/* One more call; true when it is the one at which the power goes, and ever after. */
static bool goes(void)
{
	if (!on)
		return false;
	if (++calls == cut_at)
		cut = true;
	return cut;
}

/* ---- what is not synced ------------------------------------------------------------------- */

static struct sector *sector_of(struct powered *p, int64_t number)
{
	struct sector *s;

	/* The newest are the likeliest. */
	for (size_t i = p->n; i-- > 0;)
		if (p->sectors[i].number == number)
			return &p->sectors[i];
	if (p->n == p->cap) {
		p->cap = p->cap ? 2 * p->cap : 64;
		p->sectors = realloc(p->sectors, p->cap * sizeof *p->sectors);
		if (!p->sectors)
			abort();
	}
	s = &p->sectors[p->n++];
	*s = (struct sector){ .number = number };
	if (pread(p->fd, s->before, SECTOR, number * SECTOR) < 0)
		abort();
	return s;
}

static void remember(struct powered *p, int64_t n, int64_t at)
{
	for (int64_t i = at; i < at + n;) {
		struct sector *s = sector_of(p, i / SECTOR);
		int64_t end = (i / SECTOR + 1) * SECTOR;

		for (; i < end && i < at + n; i++)
			s->written[i % SECTOR] = true;
	}
}

enum power power_write(struct powered *p, int n, int64_t at)
{
	if (!p)
		return power_off() ? POWER_OFF : POWER_ON;
	if (goes()) {
		if (calls == cut_at)
			remember(p, n, at);
		return calls == cut_at ? POWER_GOES : POWER_OFF;
	}
	if (on)
		remember(p, n, at);
	return POWER_ON;
}

bool power_truncate(struct powered *p, int64_t size)
{
	int64_t now;

	if (!p)
		return !power_off();
	if (goes())
		return false;
	now = size_of(p->fd);
	if (on && size < now)
		remember(p, now - size, size);
	return true;
}

static void synced(struct powered *p)
{
	p->n = 0;
	p->synced_size = size_of(p->fd);
}

bool power_sync(struct powered *p)
{
	if (!p)
		return !power_off();
	if (goes())
		return false;
	if (on && (mode == DISK_SYNCS || (mode == DISK_SYNCS_NO_WAL && !p->journal)))
		synced(p);
	return true;
}

/* The store also syncs files by itself, before it gives them their name. */
int fsync(int fd)
{
	struct stat st;

	if (power_off())
		return -1;
	if (on && mode != DISK_SYNCS_NOTHING && fstat(fd, &st) == 0)
		for (int i = 0; i < n_files; i++)
			if (files[i].dev == st.st_dev && files[i].ino == st.st_ino)
				synced(&files[i]);
	return (int)syscall(SYS_fsync, fd);
}

/* ---- the power is back --------------------------------------------------------------------- */

static void settle_sector(struct powered *p, const struct sector *s, unsigned what)
{
	unsigned char bytes[SECTOR] = { 0 };

	if (what == 0 || pread(p->fd, bytes, SECTOR, s->number * SECTOR) < 0)
		return; /* it had reached the disk */
	for (int i = 0; i < SECTOR; i++)
		if (s->written[i])
			bytes[i] = what == 1 ? s->before[i] : 0;
	if (pwrite(p->fd, bytes, SECTOR, s->number * SECTOR) != SECTOR)
		abort();
}

static void settle(struct powered *p, uint64_t (*random)(void))
{
	int64_t size = size_of(p->fd), end = size;

	if (p->n || size != p->synced_size) {
		if (size != p->synced_size && random() % 2)
			end = p->synced_size;
		for (size_t i = 0; i < p->n; i++)
			settle_sector(p, &p->sectors[i], (unsigned)(random() % 3));
		if (ftruncate(p->fd, end) != 0)
			abort();
	}
	close(p->fd);
	free(p->sectors);
}

void disk_power_back(uint64_t (*random)(void))
{
	on = false;
	for (int i = 0; i < n_files; i++)
		settle(&files[i], random);
	n_files = 0;
	cut = false;
}
