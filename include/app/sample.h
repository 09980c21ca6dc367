/* SPDX-License-Identifier: MIT */
/*
 * sample.h - the sample records: the real review series, and an illustrative plan around it.
 *
 * The files of data/sample are compiled in; where CLOSEOUT_DATADIR is set they
 * are read from its data/sample instead. manifest.csv says which file is loaded
 * by whom and from which day on; each goes through the ordinary import.
 */
#ifndef APP_SAMPLE_H
#define APP_SAMPLE_H

#include "app/app.h"

/* Makes a sample database at a->database; nothing is left behind where that fails. */
int sample_create(struct app *a, struct error *err);

#endif
