/* SPDX-License-Identifier: MIT */
/*
 * document.h - the whole database as one JSON document, log included, and back again.
 *
 * The same database gives the same bytes: nothing in the document says when it
 * was made. Reading it fills an empty database; its tables are rebuilt from the
 * log and must come to the records that the document lists.
 */
#ifndef APP_WHOLE_DOCUMENT_H
#define APP_WHOLE_DOCUMENT_H

#include <stdio.h>

#include "app/app.h"
#include "exchange/out.h"

/* FAIL_CONFLICT if somebody wrote meanwhile. reader_gone may be NULL. */
int document_export(struct app *a, const struct out_target *target, bool *reader_gone, struct error *err);
/* The same with the content of evidence, in parts; document_export() leaves only its hashes. */
int document_export_evidence(struct app *a, const struct out_target *target, bool *reader_gone, struct error *err);
/* How many contents of evidence are not in the database: a document may have left them out. */
int document_absent(struct store *s, struct date today, int64_t *absent, struct error *err);

/*
 * FAIL_CREATE unless the database holds nothing but what made it; FAIL_DATA
 * where the document is damaged or its records do not follow from its log.
 * *entries gets the number of log entries.
 */
int document_import(struct app *a, FILE *file, const char *name, int64_t *entries, struct error *err);

/*
 * A document checked where there is no database of it: the chain of its log, the checkpoint
 * (or NULL), and then whether its records are those that its log gives, in a database made
 * for that and removed. Tells each problem; *problems counts them. file is read from its
 * beginning; a pipe is copied aside first.
 */
struct document_state {
	int64_t entries;
	char hash[65];     /* of the newest entry */
	char recorded[CLOCK_STAMP];
};
int document_verify(FILE *file, const char *name, const struct checkpoint *c,
		    void (*see)(void *data, const char *where, const char *what), void *data, int64_t *problems,
		    struct document_state *state, struct error *err);

#endif
