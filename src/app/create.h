/* SPDX-License-Identifier: MIT */
/* create.h - making a database from a request of first records. Private to app. */
#ifndef APP_CREATE_H
#define APP_CREATE_H

#include "app/door.h"

/*
 * Makes a->database with the records of r, a genesis request, in its first
 * batch. Kind, title, today and effective are those of g.
 */
int create_database(struct app *a, const struct store_genesis *g, const struct door_request *r, struct error *err);

/* Removes a database that was just made and could not be finished. */
void create_forget(const char *path);

#endif
