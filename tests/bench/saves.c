/* SPDX-License-Identifier: MIT */
/*
 * saves.c - saves in a loop, beside the least that the disk takes for them.
 *
 *	bench_saves DATABASE REFERENCE FIELD N
 *
 * changes FIELD of one record N times through the door, as a form or "closeout set" does: all checks, the log
 * and the search index included, each save durable before the next begins. In between, in turns and in the
 * same folder: a bare write and fdatasync of one page, and of as many bytes as a save wrote; and one prepared
 * UPDATE with one prepared INSERT into a log, committed durably, in a file that has nothing else. Prints
 * milliseconds a save by the clock and by the processor, and the share that a save comes to of each of the
 * others: 1 is as quick.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <sqlite3.h>

#include "app/assign.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"

#define TURN      50 /* saves, before it is the others' turn */
#define PAGE      4096
#define DISK      "floor.tmp"
#define BARE      "bare.tmp"
#define BARE_TEXT "what has to be done next, in some words of a sentence"

struct spent {
	double wall, cpu;
	long n;
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bench_saves: %s: %s\n", what, why);
	exit(1);
}

static struct spent now(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (struct spent){ (double)clock_monotonic_us() / 1e3,
			       (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
				       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3, 0 };
}

static void add_since(struct spent *sum, struct spent start, long n)
{
	struct spent end = now();

	sum->wall += end.wall - start.wall;
	sum->cpu += end.cpu - start.cpu;
	sum->n += n;
}

/* Bytes that this process gave to write(), whatever file they went to. */
static long long written(void)
{
	FILE *in = fopen("/proc/self/io", "re");
	char line[80];
	long long n = 0;

	while (in && fgets(line, sizeof line, in))
		if (strncmp(line, "wchar:", 6) == 0)
			n = strtoll(line + 6, NULL, 10);
	if (in)
		fclose(in);
	return n;
}

/* ---- the door */

struct door_loop {
	struct app app;
	struct app_options options;
	const char *ref, *field;
	int done;
	long long bytes;
};

static void save(struct door_loop *d)
{
	char text[80];
	struct assignment at = { d->field, text };
	struct assign s = { .at = &at, .n = 1 };
	struct error err = ERROR_INIT;
	AUTOBUF shown = BUF_INIT;
	bool changed = false;

	snprintf(text, sizeof text, "step %d of what has to be done next", d->done++);
	if (assign_set(&d->app, d->ref, &s, &shown, &changed, NULL, &err) != 0)
		die(d->ref, err.why);
	if (!changed)
		die(d->ref, "nothing changed");
}

static void save_some(struct door_loop *d, int n, struct spent *sum)
{
	long long before = written();
	struct spent start = now();

	for (int i = 0; i < n; i++)
		save(d);
	add_since(sum, start, n);
	d->bytes += written() - before;
}

/* ---- the disk alone: the same bytes, over what is there already, as a journal is written again */

static void disk_some(int n, size_t bytes, struct spent *sum)
{
	char *piece = mem_alloc(bytes);
	int fd = open(DISK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	off_t at = 0;

	if (fd < 0)
		die(DISK, "it cannot be opened");
	struct spent start = now();
	for (int i = 0; i < n; i++, at += (off_t)bytes)
		if (pwrite(fd, piece, bytes, at) != (ssize_t)bytes || fdatasync(fd) != 0)
			die(DISK, "it cannot be written");
	add_since(sum, start, n);
	close(fd);
	free(piece);
}

/* ---- one row and one row of a log */

struct bare {
	sqlite3 *db;
	sqlite3_stmt *begin, *update, *log, *commit;
};

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(db));
	return st;
}

static void bare_open(struct bare *b)
{
	unlink(BARE);
	if (sqlite3_open_v2(BARE, &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK ||
	    sqlite3_exec(b->db,
			 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
			 "CREATE TABLE r (id INTEGER PRIMARY KEY, version INTEGER, text TEXT) STRICT;"
			 "CREATE TABLE log (seq INTEGER PRIMARY KEY, changes TEXT, hash TEXT) STRICT;"
			 "INSERT INTO r VALUES (1, 0, '')",
			 NULL, NULL, NULL) != SQLITE_OK)
		die(BARE, "it cannot be made");
	b->begin = prepare(b->db, "BEGIN IMMEDIATE");
	b->update = prepare(b->db, "UPDATE r SET version = version + 1, text = ?1 WHERE id = 1");
	b->log = prepare(b->db, "INSERT INTO log (changes, hash) VALUES (?1, ?1)");
	b->commit = prepare(b->db, "COMMIT");
}

static void run(struct bare *b, sqlite3_stmt *st)
{
	if (sqlite3_bind_parameter_count(st))
		sqlite3_bind_text(st, 1, BARE_TEXT, -1, SQLITE_STATIC);
	if (sqlite3_step(st) != SQLITE_DONE)
		die(BARE, sqlite3_errmsg(b->db));
	sqlite3_reset(st);
}

static void bare_some(struct bare *b, int n, struct spent *sum)
{
	struct spent start = now();

	for (int i = 0; i < n; i++) {
		run(b, b->begin);
		run(b, b->update);
		run(b, b->log);
		run(b, b->commit);
	}
	add_since(sum, start, n);
}

static void bare_close(struct bare *b)
{
	sqlite3_finalize(b->begin);
	sqlite3_finalize(b->update);
	sqlite3_finalize(b->log);
	sqlite3_finalize(b->commit);
	sqlite3_close(b->db);
	unlink(BARE);
}

/* ---- */

static void print(const char *what, const struct spent *s, const struct spent *save)
{
	double wall = s->wall / (double)s->n, of = save->wall / (double)save->n;

	printf("  %-42s %6.3f ms, processor %6.3f ms", what, wall, s->cpu / (double)s->n);
	if (s != save)
		printf("   share %.2f", wall / of);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct door_loop d = { .done = 0 };
	struct spent save = { 0 }, page = { 0 }, disk = { 0 }, bare = { 0 };
	struct error err = ERROR_INIT;
	struct bare b;
	int n = argc == 5 ? (int)strtol(argv[4], NULL, 10) : 0;

	if (n < 1)
		die("usage", "bench_saves DATABASE REFERENCE FIELD N");
	d.ref = argv[2];
	d.field = argv[3];
	d.options.database = argv[1];
	if (app_init(&d.app, &d.options, &err) != 0 || app_open(&d.app, &err) != 0)
		die(argv[1], err.why);
	bare_open(&b);
	save_some(&d, TURN, &(struct spent){ 0 }); /* the first ones make what the others use */
	d.bytes = 0;
	while (save.n < n) {
		save_some(&d, TURN, &save);
		disk_some(TURN, PAGE, &page);
		disk_some(TURN, (size_t)(d.bytes / save.n), &disk);
		bare_some(&b, TURN, &bare);
	}
	print("a save in a loop", &save, &save);
	print("write and fdatasync of one page", &page, &save);
	print("write and fdatasync of its bytes", &disk, &save);
	print("one UPDATE and one INSERT, committed", &bare, &save);
	printf("  %-42s %lld bytes\n", "written by a save", d.bytes / save.n);
	bare_close(&b);
	unlink(DISK);
	app_release(&d.app);
	return 0;
}
