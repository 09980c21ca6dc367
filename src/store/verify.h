/* SPDX-License-Identifier: MIT */
/* verify.h - checking a file, step by step. Private to store. */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "store/replay.h"

struct verifying {
	struct store *s;
	void (*see)(void *data, const struct store_problem *p);
	void *data;
	int64_t n;
	struct error *err;
};

void verify_problem(struct verifying *v, const char *where, const char *what, ...)
	__attribute__((format(printf, 3, 4)));

/* verify_schema.c: what the file says it is, against what this version makes. */
int verify_schema(struct verifying *v);
extern bool verify_keeps_schema; /* for whoever verifies thousands of files: what this version makes is made once */
int verify_index(struct verifying *v); /* verify_index.c: the search index says what the tables say */
/* access.c: the chain of the access log */
int verify_access(struct verifying *v);
/* content.c: every content read again and hashed */
int verify_content(struct verifying *v);
/* verify_rows.c: the rows of e against the log, record by record. */
int verify_rows(struct verifying *v, const struct entity *e);
/* verify_unread.c: after a page of a table could not be read; each is told by its name. */
void verify_unread_records(struct verifying *v, const struct entity *e);
/* table: log or access. Returns the number of the entry after the last unread one; 0: none was found. */
int64_t verify_unread_entries(struct verifying *v, const char *table);

#endif
