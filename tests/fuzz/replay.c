/* SPDX-License-Identifier: MIT */
/*
 * replay.c - runs a fuzz target on files instead of under libFuzzer.
 *
 * Usage: fuzz_NAME [FILE or FOLDER ...]; without any, the corpus
 * tests/fuzz/corpus/NAME. Every file is tried as it is, cut short at many
 * lengths, and with bytes changed by a seeded generator, so that "make check"
 * also walks the neighbourhood of the corpus. One TAP line per file; a crash
 * is followed by the file and the step that led to it.
 */
#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Present in a sanitizer build only. */
extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

#define FILE_LIMIT (1 << 20)
#define CUTS 256
#define MUTATIONS 256

static uint8_t input[FILE_LIMIT];
static char step[4352] = "# before the first input\n"; /* what runs now */
static unsigned tests, failures;

static void say_step(void)
{
	if (write(STDOUT_FILENO, step, strlen(step)) < 0)
		_exit(1);
}

static void on_signal(int signal_number)
{
	say_step();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void watch_for_death(void)
{
	static const int deadly[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM };

	if (__sanitizer_set_death_callback) {
		__sanitizer_set_death_callback(say_step);
		signal(SIGTERM, on_signal);
		return;
	}
	for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
		signal(deadly[i], on_signal);
}

/* xorshift64*: the same bytes on every machine. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(0x2545F4914F6CDD1D);
}

/* The target gets a heap copy of exact size, so that ASan sees a read past the end. */
static void run(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void run_cut(const char *path, size_t size)
{
	size_t cuts = size < CUTS ? size : CUTS;

	for (size_t i = 0; i < cuts; i++) {
		snprintf(step, sizeof step, "# in %s cut to %zu bytes\n", path, i * size / cuts);
		run(input, i * size / cuts);
	}
}

static void run_mutated(const char *path, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	for (uint64_t seed = 1; size && seed <= MUTATIONS; seed++) {
		uint64_t state = seed;
		uint64_t changes = 1 + next_random(&state) % 4;

		memcpy(copy, input, size);
		while (changes--) {
			uint64_t r = next_random(&state);

			copy[r % size] = (uint8_t)(r >> 48);
		}
		snprintf(step, sizeof step, "# in %s changed by seed %llu\n", path,
			 (unsigned long long)seed);
		run(copy, size);
	}
	free(copy);
}

static void replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t size;

	tests++;
	if (!f) {
		failures++;
		printf("not ok %u - %s cannot be read\n", tests, path);
		return;
	}
	size = fread(input, 1, sizeof input, f);
	fclose(f);
	snprintf(step, sizeof step, "# in %s\n", path);
	run(input, size);
	run_cut(path, size);
	run_mutated(path, size);
	printf("ok %u - %s\n", tests, path);
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void replay(const char *path)
{
	struct dirent **entries;
	struct stat st;
	int count;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		replay_file(path);
		return;
	}
	count = scandir(path, &entries, not_hidden, alphasort);
	for (int i = 0; i < count; i++) {
		char name[4096];

		snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
		replay(name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

/* tests/fuzz/fuzz_query replays tests/fuzz/corpus/query. */
static void replay_corpus(const char *program)
{
	const char *root = getenv("TEST_SRCDIR");
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;
	char path[4096];

	if (strncmp(name, "fuzz_", 5) == 0)
		name += 5;
	snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s", root ? root : ".", name);
	replay(path);
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	watch_for_death();
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc == 1)
		replay_corpus(argv[0]);
	if (!tests) {
		printf("not ok 1 - the corpus is empty\n");
		return 1;
	}
	printf("1..%u\n", tests);
	return failures != 0;
}
