/* SPDX-License-Identifier: MIT */
/*
 * scan.c - how long SQLite takes to look for a piece of text in every recommendation.
 *
 *	scan ROUNDS DATABASE WORDS
 *
 * prints for each word (parted by commas) of one or two letters minimum, median and maximum of a
 * count with LIKE, as bench prints a filter by that word: what such a filter is measured by.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/clock.h"

#define ROUNDS_MAX 50
#define SHORT      2 /* letters; longer ones come from an index */

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Milliseconds, or below 0. */
static double once(sqlite3 *db, const char *like)
{
	sqlite3_stmt *st = NULL;
	int64_t started = clock_monotonic_us();
	int rc = sqlite3_prepare_v2(db, "SELECT count(*) FROM recommendation WHERE removed = 0 AND text LIKE ?1", -1, &st,
				    NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(st, 1, like, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? (double)(clock_monotonic_us() - started) / 1000 : -1;
}

static int scan(sqlite3 *db, const char *word, int rounds)
{
	double at[ROUNDS_MAX];
	char like[8], name[40];

	snprintf(like, sizeof like, "%%%s%%", word);
	for (int i = 0; i < rounds; i++) {
		at[i] = once(db, like);
		if (at[i] < 0) {
			fprintf(stderr, "scan: %s\n", sqlite3_errmsg(db));
			return 1;
		}
	}
	qsort(at, (size_t)rounds, sizeof at[0], by_size);
	snprintf(name, sizeof name, "filter %s, all", word);
	printf("  %-24s%.2f / %.2f / %.2f ms\n", name, at[0], at[rounds / 2], at[rounds - 1]);
	return 0;
}

int main(int argc, char **argv)
{
	sqlite3 *db = NULL;
	int failed = 0, rounds;

	if (argc != 4) {
		fputs("usage: scan ROUNDS DATABASE WORDS\n", stderr);
		return 2;
	}
	rounds = (int)strtol(argv[1], NULL, 10);
	if (rounds < 1 || rounds > ROUNDS_MAX)
		rounds = 5;
	if (sqlite3_open_v2(argv[2], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
		fprintf(stderr, "scan: %s\n", sqlite3_errmsg(db));
		return 1;
	}
	puts("sqlite");
	for (const char *s = argv[3]; *s && !failed;) {
		size_t len = strcspn(s, ",");
		char word[SHORT + 1] = "";

		if (len > 0 && len <= SHORT) {
			memcpy(word, s, len);
			failed = scan(db, word, rounds);
		}
		s += len + (s[len] == ',');
	}
	sqlite3_close(db);
	return failed;
}
