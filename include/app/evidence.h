/* SPDX-License-Identifier: MIT */
/*
 * evidence.h - proof: records of evidence with their content.
 *
 * A file becomes an evidence record and its content in one transaction. The
 * content is kept once however often it is attached; the record is withdrawn,
 * never deleted.
 */
#ifndef APP_EVIDENCE_H
#define APP_EVIDENCE_H

#include <stdio.h>

#include "app/assign.h"
#include "store/content.h"

/* Attaches a file to the record subject names. s: further fields, title among them. *ref gets the evidence's. */
int evidence_add(struct app *a, const char *subject, FILE *f, const char *name, const struct assign *s,
		 struct buf *ref, struct door_faults *faults, struct error *err);

/* What an evidence record says of its content. */
struct evidence {
	char ref[64], sha256[65], media_type[101], title[201];
	int64_t size;
	bool text;    /* it can be read as it is */
	bool present; /* its content is in this database */
};

/* FAIL_NO where the record has no content at all, only a location. */
int evidence_find(struct app *a, const char *ref, struct evidence *out, struct error *err);
int evidence_write(struct app *a, const struct evidence *e,
		   int (*write)(void *data, const char *bytes, size_t len), void *data, struct error *err);

/*
 * Reads every content again. see gets each evidence record with content:
 * error.kind 0 sound, FAIL_MISSING not in this database, FAIL_IO damaged.
 */
struct evidence_counts {
	int64_t sound, absent, damaged;
};
int evidence_check(struct app *a, void (*see)(void *data, const struct evidence *e, const struct error *state),
		   void *data, struct evidence_counts *counts, struct error *err);

#endif
