/* SPDX-License-Identifier: MIT */
/*
 * examine.c - a file that cannot even be opened: what is wrong with it, and on which page.
 *
 * Reads the bytes without SQLite: the header, whether all pages are there, and the pages the
 * schema lies on, since without it nothing else can be found. The rest is for verify, once
 * the file opens. Nobody in this process has the file open meanwhile.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/verify.h"

#define HEADER      100
#define PAGES_MAX   2000 /* of the schema; it has some dozens */
#define DEPTH_MAX   20
#define BYTES_AT_ID 68
#define BYTES_AT_VERSION 60

struct examined {
	struct verifying v; /* only tells problems */
	int fd;
	int64_t size;
	int64_t page_size, pages; /* as the header says */
	int seen;
	unsigned char page[65536];
};

static unsigned big16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static int64_t big32(const unsigned char *p)
{
	return (int64_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

static void page_problem(struct examined *x, int64_t page, const char *what)
{
	AUTOBUF where = BUF_INIT;

	buf_addf(&where, "page %lld", (long long)page);
	verify_problem(&x->v, where.s, "%s", what);
}

/* ---- the header ---------------------------------------------------------------------- */

static bool is_tree(unsigned char type)
{
	return type == 2 || type == 5 || type == 10 || type == 13;
}

/* The first page may be what is damaged: then some other page still looks like one of ours. */
static bool was_database(struct examined *x)
{
	int trees = 0, n = 0;

	if (x->size < 2 * 4096 || x->size % 4096)
		return false;
	for (int64_t at = 4096; at < x->size && n < 200; at += 4096, n++)
		if (pread(x->fd, x->page, 12, at) == 12 && is_tree(x->page[0]) && big16(x->page + 3) < 2048 &&
		    big16(x->page + 5) <= 4096)
			trees++;
	return trees > n / 4;
}

/* False: it never was a database of ours, or nothing more can be read of it. */
static bool check_header(struct examined *x)
{
	unsigned char h[HEADER];
	ssize_t n = pread(x->fd, h, sizeof h, 0);

	if (n < HEADER || memcmp(h, "SQLite format 3", 16) != 0) {
		if (was_database(x))
			page_problem(x, 1, "its header is not that of a database");
		return false;
	}
	x->page_size = big16(h + 16) == 1 ? 65536 : big16(h + 16);
	x->pages = big32(h + 28);
	if (big32(h + BYTES_AT_ID) != STORE_APPLICATION_ID && !was_database(x))
		return false;
	if (big32(h + BYTES_AT_ID) == STORE_APPLICATION_ID && big32(h + BYTES_AT_VERSION) > STORE_VERSION_MAX)
		page_problem(x, 1, "bytes 60 to 63 of the file give a schema number that there is not");
	if (x->page_size < 512 || (x->page_size & (x->page_size - 1))) {
		page_problem(x, 1, "its header gives a size of pages that there is not");
		return false;
	}
	return true;
}

static bool check_size(struct examined *x)
{
	AUTOBUF what = BUF_INIT;
	int64_t there = x->size / x->page_size;

	if (there >= x->pages)
		return true;
	buf_addf(&what, "the file ends before it: %lld of %lld pages are there", (long long)there, (long long)x->pages);
	page_problem(x, there + 1, what.s);
	return false;
}

/* ---- the pages of the schema --------------------------------------------------------------- */

/* What is wrong with a page of a table, or NULL. */
static const char *wrong_page(const struct examined *x, const unsigned char *p, int header)
{
	unsigned cells = big16(p + 3), content = big16(p + 5);
	unsigned first = (unsigned)header + (p[0] == 5 ? 12 : 8) + 2 * cells;

	if (p[0] != 5 && p[0] != 13)
		return "it is not a page of a table";
	if (first > x->page_size || (content && content < first) || content > x->page_size)
		return "its cells do not fit into it";
	return NULL;
}

static void walk(struct examined *x, int64_t number, int depth)
{
	int64_t children[600];
	int header = number == 1 ? HEADER : 0, n = 0;
	const unsigned char *p = x->page + header;
	const char *wrong;

	if (number < 1 || depth > DEPTH_MAX || ++x->seen > PAGES_MAX)
		return;
	if (pread(x->fd, x->page, (size_t)x->page_size, (number - 1) * x->page_size) != x->page_size)
		return page_problem(x, number, "the schema goes on there, and it is not there");
	wrong = wrong_page(x, p, header);
	if (wrong)
		return page_problem(x, number, wrong);
	if (p[0] == 13)
		return;
	for (unsigned i = 0; i < big16(p + 3) && n < 599; i++) {
		unsigned at = big16(p + 12 + 2 * i);

		if (at + 4 > x->page_size)
			return page_problem(x, number, "its cells do not fit into it");
		children[n++] = big32(x->page + at);
	}
	children[n++] = big32(p + 8);
	for (int i = 0; i < n; i++)
		walk(x, children[i], depth + 1);
}

int64_t store_examine(const char *path, void (*see)(void *data, const struct store_problem *p), void *data)
{
	struct examined *x = mem_alloc(sizeof *x);
	struct stat st;
	int64_t problems;

	x->v = (struct verifying){ .see = see, .data = data };
	x->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (x->fd >= 0 && fstat(x->fd, &st) == 0 && S_ISREG(st.st_mode)) {
		x->size = st.st_size;
		if (check_header(x) && check_size(x))
			walk(x, 1, 0);
	}
	if (x->fd >= 0)
		close(x->fd);
	problems = x->v.n;
	free(x);
	return problems;
}
