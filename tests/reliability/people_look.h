/* SPDX-License-Identifier: MIT */
/* people_look.h - what people.c sees of a host from outside: its sessions, and the drafts they keep. */
#ifndef TESTS_PEOPLE_LOOK_H
#define TESTS_PEOPLE_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How many sessions of the database PEOPLE_DB there are; *most (or NULL) gets the largest private memory, in KiB. */
int sessions(long *most);

/* The newest draft of a person; false: there is none. Its title is put into text, its process into pid. */
bool read_draft(const char *drafts, int number, char *text, size_t size, pid_t *pid);
void clear_drafts(const char *drafts, int number);

pid_t parent_of(pid_t pid);

#endif
