/* SPDX-License-Identifier: MIT */
/* session_help.c - sessions of the real program for the proofs about them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session_help.h"

#include "base/clock.h"
#include "base/mem.h"

int figure(int quick, int ci, int release)
{
	const char *text = getenv("CLOSEOUT_RELIABILITY");

	if (text && strcmp(text, "release") == 0)
		return release;
	return text && strcmp(text, "ci") == 0 ? ci : quick;
}

void only(void)
{
	cmocka_set_test_filter(getenv("CLOSEOUT_PROOF"));
}

static uint64_t seed = UINT64_C(88172645463325252);

uint32_t chance(uint32_t n)
{
	static bool begun;
	const char *given = begun ? NULL : getenv("CLOSEOUT_TEST_SEED");

	if (given)
		seed = (uint64_t)strtoll(given, NULL, 10) * 2 + 1;
	begun = true;
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 11) % n);
}

const char *words(const char *format, ...)
{
	static char text[8][400];
	static int at;
	va_list args;

	at = (at + 1) % 8;
	va_start(args, format);
	vsnprintf(text[at], sizeof text[at], format, args);
	va_end(args);
	return text[at];
}

void say_result(const char *promise, const char *tried, const char *result, const char *control)
{
	print_message("# RESULT %s | %s | %s | %s\n", promise, tried, result, control);
}

/* ---- the world ------------------------------------------------------------------------------ */

char world_dir[256], world_db[300];

static const char *program(void)
{
	const char *path = getenv("CLOSEOUT");

	assert_non_null(path);
	return path;
}

static void spawn_quietly(const char *const argv[], int *status)
{
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		for (int i = 0; i < 3; i++)
			dup2(null, i);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, status, 0), pid);
	*status = WIFSIGNALED(*status) ? 128 + WTERMSIG(*status) : WEXITSTATUS(*status);
}

int command(int64_t *took_us, const char *first, ...)
{
	const char *argv[24] = { program(), "-d", world_db, first };
	int64_t start = clock_monotonic_us();
	int n = 4, status;
	va_list args;

	va_start(args, first);
	while (n < 23 && (argv[n] = va_arg(args, const char *)))
		n++;
	va_end(args);
	argv[n] = NULL;
	spawn_quietly(argv, &status);
	if (took_us)
		*took_us = clock_monotonic_us() - start;
	return status;
}

int world_begin(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(world_dir, sizeof world_dir, "%s/world-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(world_dir))
		return -1;
	snprintf(world_db, sizeof world_db, "%s/sample.db", world_dir);
	return command(NULL, "init", "--sample", NULL);
}

int world_end(void **state)
{
	const char *argv[] = { "/bin/rm", "-rf", world_dir, NULL };
	int status;

	(void)state;
	spawn_quietly(argv, &status);
	return 0;
}

/* ---- sessions ----------------------------------------------------------------------------------- */

struct pty *session_start(int n, int rows, int cols, bool drafts)
{
	const char *argv[] = { program(), "-d", world_db, NULL };
	/* Where drafts cannot be written a file stands in the way. */
	const char *env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC", "CLOSEOUT_TEST_IDLE=1",
			      words("HOME=%s/%d", world_dir, n),
			      drafts ? words("XDG_STATE_HOME=%s/%d", world_dir, n) : words("XDG_STATE_HOME=%s", world_db),
			      getenv("ASAN_OPTIONS") ? words("ASAN_OPTIONS=%s", getenv("ASAN_OPTIONS")) : "A=1", NULL };

	mkdir(words("%s/%d", world_dir, n), 0700);
	struct pty *p = pty_start(argv, env, rows, cols, NULL);
	assert_true(pty_settle(p));
	return p;
}

bool session_keys(struct pty *p, const char *names)
{
	AUTOFREE char *copy = mem_strdup(names);
	char *rest = copy, *name;

	while ((name = strsep(&rest, " ")))
		if (*name && (!pty_key(p, name) || !pty_settle(p)))
			return false;
	return true;
}

void session_type(struct pty *p, const char *text)
{
	pty_text(p, text);
	pty_settle(p);
}

/* ---- drafts --------------------------------------------------------------------------------------- */

static bool drafts_folder(int n, char *dst, size_t size)
{
	const char *above = words("%s/%d/closeout/drafts", world_dir, n);
	DIR *d = opendir(above);
	struct dirent *entry;
	bool found = false;

	while (d && !found && (entry = readdir(d)))
		if (entry->d_name[0] != '.') {
			snprintf(dst, size, "%s/%s", above, entry->d_name);
			found = true;
		}
	if (d)
		closedir(d);
	return found;
}

const char *draft_text(int n, const char *field, size_t *count)
{
	static char text[4096];
	struct draft_list l = { .n = 0 };
	char dir[400];

	text[0] = '\0';
	if (drafts_folder(n, dir, sizeof dir))
		draft_find(dir, &l);
	if (count)
		*count = l.n;
	const char *found = l.n ? draft_get(&l.at[0], words("text.%s", field)) : NULL;
	if (found)
		snprintf(text, sizeof text, "%s", found);
	draft_list_release(&l);
	return text;
}

void drafts_clear(int n)
{
	struct draft_list l = { .n = 0 };
	char dir[400];

	if (drafts_folder(n, dir, sizeof dir))
		draft_find(dir, &l);
	for (size_t i = 0; i < l.n; i++)
		draft_forget(&l.at[i]);
	draft_list_release(&l);
}

bool nothing_is_locked(int n)
{
	struct draft_list l = { .n = 0 };
	char dir[400];
	int fd = open(words("%s.lock", world_db), O_RDWR | O_CLOEXEC);
	bool free = fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0;

	if (fd >= 0)
		close(fd);
	if (drafts_folder(n, dir, sizeof dir))
		draft_find_held(dir, &l);
	free = free && l.n == 0;
	draft_list_release(&l);
	return free;
}

int64_t process_ms(pid_t pid)
{
	char line[1024] = "";
	FILE *f = fopen(words("/proc/%ld/stat", (long)pid), "re");
	unsigned long user = 0, system = 0;
	char *at = f && fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;

	if (f)
		fclose(f);
	if (!at)
		return -1;
	/* Behind the name: the state, ten numbers, then the two. */
	for (int i = 0; i < 12 && at; i++)
		at = strchr(at + 1, ' ');
	if (!at)
		return -1;
	user = strtoul(at, &at, 10);
	system = strtoul(at, NULL, 10);
	return (int64_t)(user + system) * 1000 / sysconf(_SC_CLK_TCK);
}
