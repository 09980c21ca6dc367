/* SPDX-License-Identifier: MIT */
/*
 * rows.c - made-up registers of any size, the same bytes every time.
 *
 *	bench_rows offices|reports|recommendations N
 *
 * prints CSV for N recommendations (RECS_A_REPORT to a report) as import takes it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECS_A_REPORT 40
#define COUNT(a)      (sizeof(a) / sizeof *(a))

static const char *const offices[][3] = {
	{ "ICE", "U.S. Immigration and Customs Enforcement", "head" },
	{ "OPR", "Office of Professional Responsibility", "opr" },
	{ "ERO", "Enforcement and Removal Operations", "other" },
	{ "OCFO", "Office of the Chief Financial Officer", "other" },
	{ "OTD", "Office of Training and Development", "other" },
	{ "OSLTC", "Office of State, Local and Tribal Coordination", "other" },
};

/* Common words come first and are drawn more often, as in any language. */
static const char *const words[] = {
	"the",           "of",
	"and",           "to",
	"that",          "for",
	"with",          "program",
	"office",        "training",
	"policy",        "review",
	"ensure",        "develop",
	"establish",     "implement",
	"procedures",    "guidance",
	"agency",        "inspections",
	"supervision",   "documentation",
	"agreements",    "standards",
	"officers",      "field",
	"controls",      "report",
	"performance",   "measures",
	"study",         "oversight",
	"monitoring",    "data",
	"system",        "detention",
	"facilities",    "contract",
	"records",       "compliance",
	"evaluate",      "assess",
	"resources",     "staffing",
	"headquarters",  "jurisdictions",
	"delegation",    "authority",
	"complaints",    "community",
	"stakeholders",  "transfer",
	"medical",       "interpreters",
	"hotline",       "database",
	"validation",    "reconcile",
	"inventory",     "firearms",
	"surveillance",  "biometric",
	"warrants",      "adjudication",
	"reimbursement", "procurement",
	"encryption",    "telework",
	"quarterly",     "zeppelin",
};

/* xorshift64*: no state but a number, so that row N is the same in every file. */
static uint64_t draw(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717);
}

static unsigned below(uint64_t *state, unsigned n)
{
	return (unsigned)((draw(state) >> 33) % n);
}

static void put_words(uint64_t *state, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		unsigned most = 1 + below(state, (unsigned)COUNT(words));
		const char *word = words[below(state, most)];

		printf("%s%s", i ? " " : "", word);
	}
}

static void put_date(uint64_t *state, unsigned from, unsigned years)
{
	unsigned year = from + below(state, years), month = 1 + below(state, 12);
	unsigned day = 1 + below(state, 28);

	printf("%04u-%02u-%02u", year, month, day);
}

static void put_offices(void)
{
	puts("code,name,kind,parent,has_accounts");
	for (size_t i = 0; i < COUNT(offices); i++)
		printf("%s,\"%s\",%s,%s,no\n", offices[i][0], offices[i][1], offices[i][2],
		       i ? "ICE" : "");
}

static void put_reports(long n)
{
	puts("number,title,agency,issued_on,type,stated_rec_count");
	for (long i = 0; i * RECS_A_REPORT < n; i++) {
		uint64_t state = (uint64_t)(i + 1) * UINT64_C(0x9E3779B97F4A7C15);
		long left = n - i * RECS_A_REPORT;

		printf("OIG-%02ld-%ld,", 1 + i / 1000, 1 + i % 1000);
		put_words(&state, 7);
		fputs(",oig,", stdout);
		put_date(&state, 1993, 20);
		printf(",inspection,%ld\n", left < RECS_A_REPORT ? left : (long)RECS_A_REPORT);
	}
}

static void put_recommendations(long n)
{
	puts("report,number,text,to_office,owner_office,concurrence,original_target,next_step");
	for (long i = 0; i < n; i++) {
		uint64_t state = (uint64_t)(i + 7) * UINT64_C(0xD1B54A32D192ED03);
		long report = i / RECS_A_REPORT;

		for (int warm = 0; warm < 4; warm++)
			(void)draw(&state);
		printf("OIG-%02ld-%ld,%ld,\"", 1 + report / 1000, 1 + report % 1000,
		       1 + i % RECS_A_REPORT);
		put_words(&state, 18 + below(&state, 24));
		printf(".\",ICE,%s,%s,", offices[1 + below(&state, 5)][0],
		       below(&state, 5) ? "concur" : "pending");
		put_date(&state, 2011, 3);
		putchar(',');
		if (!below(&state, 3))
			put_words(&state, 5);
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	long n = argc == 3 ? strtol(argv[2], NULL, 10) : 0;

	if (n <= 0) {
		fputs("usage: bench_rows offices|reports|recommendations N\n", stderr);
		return 2;
	}
	if (strcmp(argv[1], "offices") == 0)
		put_offices();
	else if (strcmp(argv[1], "reports") == 0)
		put_reports(n);
	else
		put_recommendations(n);
	return fflush(stdout) ? 1 : 0;
}
