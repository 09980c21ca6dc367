/* SPDX-License-Identifier: MIT */
/*
 * keys.h - bytes of a terminal become keys and pastes.
 *
 * Pure: no terminal, no clock. The caller feeds bytes as they come, asks
 * for events until there is none, and, when keys_wait_ms() says that a
 * sequence is unfinished and nothing came for that long, calls
 * keys_timeout(). Whatever arrives, no byte of an escape sequence or of a
 * terminal's reply becomes text.
 */
#ifndef TERM_KEYS_H
#define TERM_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "term/term.h"

#define KEYS_PASTE_MAX ((size_t)1 << 20) /* bytes of one paste; the rest is counted and dropped */
#define KEYS_LEARNED_MAX 32
#define KEYS_SEQUENCE_MAX 16

enum keys_state { KEYS_GROUND, KEYS_IN_CSI, KEYS_IN_STRING, KEYS_IN_PASTE };

/* A sequence that this terminal sends for a key, as terminfo says. */
struct keys_learned {
	char bytes[KEYS_SEQUENCE_MAX];
	size_t len;
	struct key key;
};

struct keys {
	struct buf in;
	size_t at;              /* bytes of in already decoded */
	uint64_t consumed;      /* all bytes ever decoded */
	enum keys_state state;  /* KEYS_IN_CSI, KEYS_IN_STRING: swallowing to the end of one */
	bool expired;           /* nothing more is coming: decide about what is there */
	bool quiet;             /* a pause inside a paste */
	struct buf raw, paste;  /* as it came; as it is handed out */
	size_t dropped;
	char paste_end[8];      /* what ends the paste */
	size_t paste_end_len;
	struct keys_learned learned[KEYS_LEARNED_MAX];
	size_t learned_count;
};

void keys_init(struct keys *k);
void keys_release(struct keys *k);

/* Sequences that do not start with ESC, or are too long, are left out. */
void keys_learn(struct keys *k, const char *sequence, struct key key);

void keys_feed(struct keys *k, const char *bytes, size_t len);

/* The next TERM_KEY or TERM_PASTE; false when more bytes are needed. */
bool keys_next(struct keys *k, struct term_event *ev);

/* How long to wait for the rest of something unfinished; -1: nothing is. */
int keys_wait_ms(const struct keys *k);
void keys_timeout(struct keys *k);

/* Appends s with line ends as LF, without controls and invalid bytes; returns how many bytes. */
size_t keys_filter_paste(struct buf *dst, const char *s, size_t len);

/* ------------------------------------------------ tables, keytable.c */

#define KEYS_PARAMS_MAX 4

/* A control sequence: CSI or SS3. */
struct keys_sequence {
	char kind;       /* '[': CSI, 'O': SS3, 'L': CSI [, the Linux console's F1 to F5 */
	char private;    /* one of "<=>?" or 0 */
	char final;
	bool junk;       /* has intermediates or bytes that do not belong there */
	int params[KEYS_PARAMS_MAX];
	int count;       /* of parameters given */
};

/* True if a key is meant; else it is a reply or nothing we know, and is ignored. */
bool keys_from_sequence(const struct keys_sequence *seq, struct key *out);
/* The key for one character, which may be a control character. */
struct key keys_from_char(uint32_t cp);
/* The key of a number in "CSI number ~"; false if there is none. */
bool keys_from_number(int number, struct key *out);

#endif
