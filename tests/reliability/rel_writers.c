/* SPDX-License-Identifier: MIT */
/*
 * rel_writers.c - promises R1, R3, R4: many writers at once, killed at any moment, fair to each
 * other, and no commit while a checkpoint runs.
 *
 * A writer reports a save only when it is done: its number in the log and its text. Whatever
 * happens to the writer, that entry has that text ever after.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "disk.h"
#include "base/mem.h"
#include "rel_help.h"

#define REC "OIG-12-130/1"
#define WRITERS_MAX 32

/* What a writer reports through its pipe. */
struct report {
	int64_t seq;
	int n;
	int writer;
};

static struct shared {
	struct disk_locks locks;
	int64_t longest_us[WRITERS_MAX];
	int failed;
} *shared;

static char folder[300], path[400], gate[420];

static int begin(void **state)
{
	rel_seed();
	if (help_sample(state) != 0)
		return -1;
	rel_close();
	snprintf(path, sizeof path, "%s", help.path);
	snprintf(folder, sizeof folder, "%s", help.folder);
	snprintf(gate, sizeof gate, "%s.lock", path);
	memset(shared, 0, sizeof *shared);
	return 0;
}

static int64_t entries(void)
{
	int64_t head;

	assert_int_equal(help_open("inspector"), 0);
	head = help_head();
	rel_close();
	return head;
}

static void assert_sound(void)
{
	AUTOBUF found = BUF_INIT;

	assert_int_equal(help_open("inspector"), 0);
	if (!rel_verified(&found))
		fail_msg("%s", found.s);
	rel_close();
}

/* ---- one writer ---------------------------------------------------------------------------- */

static int save(int writer, int n)
{
	static const char *const fields[] = { "next_step", "due_wording" };
	AUTOBUF words = BUF_INIT;

	buf_addf(&words, "%s=save %d of writer %d", fields[writer % 2], n, writer);
	return help_set(writer % 4 < 2 ? REC : "OIG-12-130/2", words.s, NULL);
}

static void write_on(int writer, int times, int fd, bool report_first)
{
	int64_t *longest = &shared->longest_us[writer % WRITERS_MAX];

	if (help_open("inspector") != 0)
		_exit(2);
	for (int n = 0; n != times; n++) {
		struct report r = { .n = n, .writer = writer };
		int64_t start, took;

		if (report_first) {
			r.seq = help_head() + 1;
			if (write(fd, &r, sizeof r) != sizeof r)
				_exit(4);
		}
		start = clock_monotonic_us();
		if (save(writer, n) != 0) {
			fprintf(stderr, "writer %d: %s\n", writer, help.err.why);
			__atomic_add_fetch(&shared->failed, 1, __ATOMIC_RELAXED);
			continue;
		}
		took = clock_monotonic_us() - start;
		if (took > *longest)
			*longest = took;
		r.seq = help_head();
		if (!report_first && fd >= 0 && write(fd, &r, sizeof r) != sizeof r)
			_exit(4);
	}
	rel_close();
	_exit(0);
}

static pid_t start(int writer, int times, int *fd, bool report_first)
{
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		close(ends[0]);
		write_on(writer, times, ends[1], report_first);
	}
	close(ends[1]);
	*fd = ends[0];
	return child;
}

/* ---- R1: killed ----------------------------------------------------------------------------- */

struct heard {
	struct report *at;
	size_t n, cap;
};

static void hear(int fd, struct heard *h)
{
	struct report r;

	while (read(fd, &r, sizeof r) == sizeof r) {
		MEM_GROW(h->at, h->cap, h->n + 1);
		h->at[h->n++] = r;
	}
}

struct checking {
	const struct heard *heard;
	unsigned char *found; /* by index */
};

/* help_head() may already be somebody else's entry: a save is that of its writer and number. */
static bool see(void *data, const struct entry *e)
{
	struct checking *c = data;
	int n, writer;
	const char *at = NULL;
	char *end;

	/* The new value comes behind the old one. */
	for (const char *p = e->changes; (p = strstr(p, "save ")) != NULL; p++)
		at = p;
	if (!at)
		return true;
	n = (int)strtol(at + 5, &end, 10);
	if (strncmp(end, " of writer ", 11) != 0)
		return true;
	writer = (int)strtol(end + 11, NULL, 10);
	for (size_t i = 0; i < c->heard->n; i++)
		if (c->heard->at[i].n == n && c->heard->at[i].writer == writer)
			c->found[i] = 1;
	return true;
}

static int by_writer(const void *a, const void *b)
{
	const struct report *x = a, *y = b;

	if (x->writer != y->writer)
		return (x->writer > y->writer) - (x->writer < y->writer);
	return (x->n > y->n) - (x->n < y->n);
}

/* The number of the newest save each writer reported, looked for among its entries: those before follow. */
static size_t count_lost(struct heard *h)
{
	struct log_filter all = { .from = DATE_NONE, .to = DATE_NONE };
	struct heard last = { .n = 0 };
	struct checking c = { .heard = &last };
	size_t lost = 0;

	qsort(h->at, h->n, sizeof *h->at, by_writer);
	for (size_t i = 0; i < h->n; i++)
		if (i + 1 == h->n || h->at[i + 1].writer != h->at[i].writer) {
			MEM_GROW(last.at, last.cap, last.n + 1);
			last.at[last.n++] = h->at[i];
		}
	c.found = calloc(last.n + 1, 1);
	assert_int_equal(help_open("inspector"), 0);
	assert_int_equal(store_log(help.app.store, &all, see, &c, &help.err), 0);
	rel_close();
	for (size_t i = 0; i < last.n; i++)
		lost += !c.found[i];
	free(c.found);
	free(last.at);
	return lost;
}

/* Eight writers; one after the other is killed, at any moment, and another one begins. */
static size_t kill_writers(int kills, bool report_first, size_t *saves)
{
	enum { WRITERS = 8 };
	struct heard heard = { .n = 0 };
	pid_t children[WRITERS];
	int fds[WRITERS], next = 0, status;
	size_t lost;

	for (int i = 0; i < WRITERS; i++)
		children[i] = start(next++, -1, &fds[i], report_first);
	for (int k = 0; k < kills + WRITERS; k++) {
		int i = k < kills ? rel_pick(WRITERS) : k - kills;

		if (k < kills)
			usleep((useconds_t)rel_pick(6000));
		kill(children[i], SIGKILL);
		waitpid(children[i], &status, 0);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		hear(fds[i], &heard);
		close(fds[i]);
		if (k < kills)
			children[i] = start(next++, -1, &fds[i], report_first);
		if (k % 500 == 499)
			assert_sound();
	}
	lost = count_lost(&heard);
	*saves = heard.n;
	free(heard.at);
	return lost;
}

static void saves__survive_killed_writers(void **state)
{
	int kills = rel_figure(80, 1000, 20000);
	size_t saves, lost = kill_writers(kills, false, &saves);

	(void)state;
	assert_int_equal(lost, 0);
	assert_int_equal(shared->failed, 0);
	assert_sound();
	assert_true(saves > (size_t)kills / 8);
	rel_result("R1", "what was reported saved survives the death of any process",
		   rel_words("%d kills of 8 writers, %zu saves reported", kills, saves), "0 lost, 0 in part, chain whole",
		   "see R1c");
}

/* Writers that report before they have saved must be found out. */
static void control__reports_before_the_save_are_found_out(void **state)
{
	size_t saves, lost = kill_writers(60, true, &saves);

	(void)state;
	assert_true(lost > 0);
	rel_result("R1c", "control: reported before it is saved", rel_words("60 kills, %zu reports", saves),
		   rel_words("%zu writers lost their last", lost), "is the control");
}

/* ---- R3: locks ------------------------------------------------------------------------------- */

/* Most saves change nothing: they take the locks and write no page, so there can be many. */
static void lock_on(int writer, int times)
{
	char line[1200];

	disk_watch(gate, &shared->locks);
	if (help_open("inspector") != 0)
		_exit(2);
	for (int n = 0; n < times; n++) {
		int failed;

		/* Four who do nothing else wait long at times, on a machine that has other work. */
		do
			failed = n % 8 ? help_set(REC, "topic=staffing", NULL) : save(writer, n);
		while (failed == FAIL_BUSY);
		if (failed) {
			print_error("save %d: %s\n", n, error_line(&help.err, line, sizeof line));
			_exit(3);
		}
	}
	rel_close();
	_exit(0);
}

/* A save looks at the whole history of its record, so no record is to become too old. */
static void begin_anew(void **state)
{
	struct disk_locks so_far = shared->locks;

	assert_sound();
	assert_int_equal(help_end(state), 0);
	assert_int_equal(begin(state), 0);
	shared->locks = so_far;
}

static void locks__are_taken_behind_the_gate_only(void **state)
{
	enum { PROCESSES = 4 };
	int64_t want = rel_figure(2000, 50000, 1000000);
	pid_t children[PROCESSES];
	int status;

	for (int round = 1; shared->locks.taken < want; round++) {
		if (round % 4 == 0)
			begin_anew(state);
		for (int i = 0; i < PROCESSES; i++) {
			children[i] = fork();
			if (!children[i])
				lock_on(i, 1000);
		}
		for (int i = 0; i < PROCESSES; i++) {
			assert_int_equal(waitpid(children[i], &status, 0), children[i]);
			assert_int_equal(status, 0);
		}
	}
	assert_int_equal(shared->locks.ungated, 0);
	assert_sound();
	rel_result("R3", "no commit while a checkpoint runs",
		   rel_words("%lld locks for writing and checkpoints", (long long)shared->locks.taken),
		   rel_words("0 writes or checkpoints without the gate (%lld times a reader looked again under the lock)",
			     (long long)shared->locks.looks),
		   "see R3c");
}

static void control__a_write_past_the_gate_is_found_out(void **state)
{
	int64_t found;
	sqlite3 *db;

	(void)state;
	disk_watch(gate, &shared->locks);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE past_the_gate (x)", NULL, NULL, NULL), SQLITE_OK);
	found = shared->locks.ungated;
	assert_true(found > 0);
	assert_int_equal(sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL), SQLITE_OK);
	assert_true(shared->locks.ungated > found);
	sqlite3_close(db);
	disk_watch(gate, NULL);
	rel_result("R3c", "control: a write and a checkpoint past the gate", "1 each", "both found", "is the control");
}

/* ---- R4: fairness ------------------------------------------------------------------------------ */

static int64_t longest_wait(void)
{
	int64_t longest = 0;

	for (int i = 0; i < WRITERS_MAX; i++)
		longest = shared->longest_us[i] > longest ? shared->longest_us[i] : longest;
	return longest;
}

static void run_all(int each, void (*child)(int writer, int times))
{
	pid_t children[WRITERS_MAX];
	int status;

	for (int i = 0; i < WRITERS_MAX; i++) {
		children[i] = fork();
		if (!children[i])
			child(i, each);
	}
	for (int i = 0; i < WRITERS_MAX; i++) {
		waitpid(children[i], &status, 0);
		assert_int_equal(status, 0);
	}
}

static void writer(int i, int times)
{
	write_on(i, times, -1, false);
}

/* For the control: the longest wait behind the gate, and how long a save holds it. */
static int64_t behind_the_gate_us = 1000000, held_us = 3000;

static void saves__of_many_are_all_there_and_wait_their_turn(void **state)
{
	int each = rel_figure(25, 500, 500);
	int64_t before = entries(), longest, start_us = clock_monotonic_us();

	(void)state;
	run_all(each, writer);
	held_us = (clock_monotonic_us() - start_us) / (WRITERS_MAX * each);
	longest = behind_the_gate_us = longest_wait();
	assert_int_equal(shared->failed, 0);
	assert_int_equal(entries() - before, WRITERS_MAX * each);
	assert_sound();
	print_message("# the longest save took %lld ms\n", (long long)longest / 1000);
	if (rel_level() == REL_RELEASE)
		assert_true(longest <= 1000000);
	rel_result("R4", "saves are fair", rel_words("%d processes x %d saves without pause", WRITERS_MAX, each),
		   rel_words("%d changes, chain whole, 0 failed, longest wait %lld ms", WRITERS_MAX * each,
			     (long long)longest / 1000),
		   "see R4c");
}

/* The same with the waiting that SQLite brings, each holding the lock as long as a save does. */
static void plain_writer(int i, int times)
{
	char name[420];
	sqlite3 *db;

	snprintf(name, sizeof name, "%s.plain", path);
	if (sqlite3_open(name, &db) != SQLITE_OK)
		_exit(2);
	sqlite3_busy_timeout(db, 5000);
	for (int n = 0; n < times; n++) {
		int64_t start_us = clock_monotonic_us(), took;
		int rc = sqlite3_exec(db, "BEGIN IMMEDIATE; INSERT INTO t VALUES (randomblob(400))", NULL, NULL, NULL);

		if (rc == SQLITE_OK && rel_level() == REL_RELEASE)
			usleep((useconds_t)held_us);
		if (rc == SQLITE_OK)
			rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
		if (rc != SQLITE_OK)
			__atomic_add_fetch(&shared->failed, 1, __ATOMIC_RELAXED);
		if (!sqlite3_get_autocommit(db))
			sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
		took = clock_monotonic_us() - start_us;
		if (took > shared->longest_us[i])
			shared->longest_us[i] = took;
	}
	sqlite3_close(db);
	_exit(0);
}

static void control__the_waiting_of_sqlite_is_not_fair(void **state)
{
	int each = rel_figure(25, 500, 500);
	char name[420];
	sqlite3 *db;

	(void)state;
	snprintf(name, sizeof name, "%s.plain", path);
	assert_int_equal(sqlite3_open(name, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (x)", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	run_all(each, plain_writer);
	/* So few writers that "make check" starts for so short may be lucky. */
	if (rel_level() == REL_RELEASE)
		assert_true(shared->failed > 0 || longest_wait() > 2 * behind_the_gate_us);
	rel_result("R4c", "control: the same without the gate", rel_words("%d processes x %d", WRITERS_MAX, each),
		   rel_words("%d refused as busy, longest wait %lld ms", shared->failed, (long long)longest_wait() / 1000),
		   "is the control");
	for (int i = 0; i < 3; i++)
		unlink(rel_words("%s%s", name, i == 0 ? "" : i == 1 ? "-wal" : "-shm"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, help_end)
	const struct CMUnitTest tests[] = {
		T(saves__survive_killed_writers),
		T(control__reports_before_the_save_are_found_out),
		T(locks__are_taken_behind_the_gate_only),
		T(control__a_write_past_the_gate_is_found_out),
		T(saves__of_many_are_all_there_and_wait_their_turn),
		T(control__the_waiting_of_sqlite_is_not_fair),
	};

	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return 99;
	disk_install();
	rel_only();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
