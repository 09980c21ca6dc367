/* SPDX-License-Identifier: MIT */
/*
 * run_cases.c - runs the cases of tests/e2e/cases, or those named.
 *
 * Speaks TAP: each case is one test. A case whose program is not built is
 * skipped. CASES (a pattern such as "form_*") runs only those that match.
 */
#include <fnmatch.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"

/* The file's name without folder and ending. */
static void name_of(const char *path, struct buf *dst)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	buf_add(dst, name, dot ? (size_t)(dot - name) : strlen(name));
}

static bool run_one(int number, const char *path, const char *name)
{
	enum case_result result = case_run(path);

	if (result == CASE_FAILED)
		printf("not ok %d - case__%s\n", number, name);
	else
		printf("ok %d - case__%s%s\n", number, name,
		       result == CASE_SKIPPED ? " # SKIP the program is not built" : "");
	fflush(stdout);
	return result != CASE_FAILED;
}

static int run_all(char *const paths[], size_t count)
{
	const char *wanted = getenv("CASES");
	int number = 0, failed = 0;

	for (size_t i = 0; i < count; i++) {
		AUTOBUF name = BUF_INIT;

		name_of(paths[i], &name);
		if (wanted == NULL || fnmatch(wanted, name.s, 0) == 0)
			failed += !run_one(++number, paths[i], name.s);
	}
	printf("1..%d\n", number);
	return failed > 0;
}

int main(int argc, char **argv)
{
	const char *source = getenv("TEST_SRCDIR");
	AUTOBUF pattern = BUF_INIT;
	glob_t found;
	int status;

	if (argc > 1)
		return run_all(argv + 1, (size_t)argc - 1);
	buf_addf(&pattern, "%s/tests/e2e/cases/*.case", source ? source : ".");
	if (glob(pattern.s, 0, NULL, &found) != 0) {
		printf("Bail out! no cases in %s\n", pattern.s);
		return 1;
	}
	status = run_all(found.gl_pathv, found.gl_pathc);
	globfree(&found);
	return status;
}
