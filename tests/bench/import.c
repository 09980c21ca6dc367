/* SPDX-License-Identifier: MIT */
/*
 * import.c - an import beside the least that the same rows cost.
 *
 *	bench_import CLOSEOUT DATABASE CSV SCRATCH
 *
 * runs "CLOSEOUT -d DATABASE import recommendations CSV --exclusive", and then, in the same run and from
 * the same rows, one prepared INSERT in a loop into the same table with the same indexes in the file
 * SCRATCH (no log, no guards, nothing checked), and the search index by itself. Prints seconds and their
 * ratio, by the clock and by the processor: on a busy machine the second says more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "base/clock.h"
#include "store/store.h"

#define CHUNK 5000 /* rows that are held; reading them is not measured */

struct spent {
	double wall, cpu;
};

static struct spent now(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (struct spent){ (double)clock_monotonic_us() / 1e6,
			       (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
				       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6 };
}

static void add_since(struct spent *sum, struct spent start)
{
	struct spent end = now();

	sum->wall += end.wall - start.wall;
	sum->cpu += end.cpu - start.cpu;
}

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bench_import: %s: %s\n", what, why);
	exit(1);
}

/* ---- the import */

static struct spent run_import(char **argv, long *kib)
{
	char *const words[] = { argv[1], (char[]){ "-d" }, argv[2], (char[]){ "import" }, (char[]){ "recommendations" },
				argv[3], (char[]){ "--exclusive" }, NULL };
	double start = (double)clock_monotonic_us() / 1e6;
	struct rusage u;
	int status;
	pid_t child = fork();

	if (child == 0) {
		execv(words[0], words);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &u) < 0 || !WIFEXITED(status) || WEXITSTATUS(status))
		die("the import", "it failed");
	*kib = u.ru_maxrss;
	return (struct spent){ (double)clock_monotonic_us() / 1e6 - start,
			       (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
				       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6 };
}

/* ---- the same rows, bare */

static void run(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		die(sql, why ? why : sqlite3_errmsg(db));
}

static sqlite3 *open_file(const char *path, int flags)
{
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK)
		die(path, "it cannot be opened");
	return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(db));
	return st;
}

/* The table and its indexes as the database has them, written as it is written there. */
static sqlite3 *make_scratch(sqlite3 *from, const char *path)
{
	sqlite3 *to;
	sqlite3_stmt *st = prepare(from, "SELECT sql FROM sqlite_schema WHERE tbl_name = 'recommendation' AND sql IS NOT NULL "
					 "AND type IN ('table', 'index') ORDER BY type DESC");

	unlink(path);
	to = open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	run(to, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -26624; "
		"PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = OFF");
	while (sqlite3_step(st) == SQLITE_ROW)
		run(to, (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return to;
}

static sqlite3_stmt *insert_for(sqlite3 *to, int columns)
{
	AUTOBUF sql = BUF_INIT;

	buf_adds(&sql, "INSERT INTO recommendation VALUES (?");
	for (int i = 1; i < columns; i++)
		buf_adds(&sql, ", ?");
	buf_addc(&sql, ')');
	return prepare(to, sql.s);
}

static struct spent bare_loop(const char *database, const char *path)
{
	sqlite3 *from = open_file(database, SQLITE_OPEN_READONLY), *to = make_scratch(from, path);
	sqlite3_stmt *rows = prepare(from, "SELECT * FROM recommendation ORDER BY id"), *insert;
	int columns = sqlite3_column_count(rows), n;
	sqlite3_value **held = calloc((size_t)CHUNK * (size_t)columns, sizeof *held);
	struct spent sum = { 0, 0 }, start;

	insert = insert_for(to, columns);
	run(to, "BEGIN IMMEDIATE");
	do {
		for (n = 0; n < CHUNK && sqlite3_step(rows) == SQLITE_ROW; n++)
			for (int c = 0; c < columns; c++)
				held[n * columns + c] = sqlite3_value_dup(sqlite3_column_value(rows, c));
		start = now();
		for (int i = 0; i < n; i++) {
			for (int c = 0; c < columns; c++)
				sqlite3_bind_value(insert, c + 1, held[i * columns + c]);
			if (sqlite3_step(insert) != SQLITE_DONE)
				die("the bare loop", sqlite3_errmsg(to));
			sqlite3_reset(insert);
		}
		add_since(&sum, start);
		for (int i = 0; i < n * columns; i++)
			sqlite3_value_free(held[i]);
	} while (n == CHUNK);
	start = now();
	run(to, "COMMIT");
	run(to, "PRAGMA wal_checkpoint(TRUNCATE)");
	add_since(&sum, start);
	sqlite3_finalize(rows);
	sqlite3_finalize(insert);
	sqlite3_close(from);
	sqlite3_close(to);
	free(held);
	return sum;
}

/* ---- the search index by itself */

static struct spent build_index(const char *database)
{
	struct error err = ERROR_INIT;
	struct spent sum = { 0, 0 }, start;
	struct store *s;

	if (store_open(database, STORE_READ_WRITE, &s, &err) != 0)
		die(database, err.why);
	start = now();
	if (store_reindex(s, &err) != 0)
		die("the search index", err.why);
	add_since(&sum, start);
	store_close(s);
	return sum;
}

int main(int argc, char **argv)
{
	struct spent import, bare, index;
	long kib;

	if (argc != 5)
		die("usage", "bench_import CLOSEOUT DATABASE CSV SCRATCH");
	import = run_import(argv, &kib);
	bare = bare_loop(argv[2], argv[4]);
	index = build_index(argv[2]);
	printf("%-42s %8s %8s\n", "", "clock", "CPU");
	printf("%-42s %7.1fs %7.1fs   %ld MiB at most\n", "closeout import", import.wall, import.cpu, kib / 1024);
	printf("%-42s %7.1fs %7.1fs\n", "one prepared INSERT in a loop, indexes too", bare.wall, bare.cpu);
	printf("%-42s %7.1fs %7.1fs\n", "the search index by itself", index.wall, index.cpu);
	printf("%-42s %7.2fx %7.2fx\n", "ratio to both", import.wall / (bare.wall + index.wall),
	       import.cpu / (bare.cpu + index.cpu));
	unlink(argv[4]);
	return 0;
}
