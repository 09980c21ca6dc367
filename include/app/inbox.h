/* SPDX-License-Identifier: MIT */
/*
 * inbox.h - what waits for whoever is acting: to decide, returned, to answer, moved by others, soon due, unfinished.
 *
 * Computed from the records when asked for; nothing is kept of it.
 */
#ifndef APP_INBOX_H
#define APP_INBOX_H

#include "app/listing.h"

/* X(NAME, "name", "Label") in the order they are shown. */
#define INBOX_LIST(X)                            \
	X(APPROVE, "approve", "To approve")      \
	X(RETURNED, "returned", "Returned to me") \
	X(ANSWER, "answer", "To answer")         \
	X(MOVED, "moved", "Date moved")          \
	X(DUE, "due", "Due soon")                \
	X(DRAFT, "draft", "Unfinished")

enum inbox_kind {
#define INBOX_ENUM(id, name, label) INBOX_##id,
	INBOX_LIST(INBOX_ENUM)
#undef INBOX_ENUM
	INBOX_KIND_MAX
};

struct inbox_item {
	enum inbox_kind kind;
	const struct entity *entity; /* what is to be looked at; NULL for a draft */
	const char *uid, *ref, *title;
	const char *approval_uid, *approval; /* APPROVE, RETURNED: reference of the approval; else NULL */
	const char *what;            /* "Submit as done, by classifier" */
	const char *why_not;         /* APPROVE: why it cannot be approved as it is; or NULL */
	struct date since, due;      /* DATE_NONE: none */
	const char *path;            /* DRAFT */
};

#define INBOX_MOST 500 /* of one sort that are listed; count says how many there are */

struct inbox {
	struct arena arena;
	struct inbox_item *at;
	int n, cap;
	int count[INBOX_KIND_MAX];
};

/* quick: only what waits for a person, not what is due or unfinished. */
int inbox_read(struct app *a, bool quick, struct inbox *out, struct error *err);
void inbox_release(struct inbox *b);

/* How many of them wait for this person: to approve, returned, to answer. */
int inbox_waiting(const struct inbox *b);

const char *inbox_label(enum inbox_kind k);

int inbox_write(struct app *a, struct output *o, int64_t *rows, struct error *err);

#endif
