/* SPDX-License-Identifier: MIT */
/*
 * keys.c - the decoder: finds where a key, a sequence, a reply or a paste
 * ends. What a complete sequence means is in keytable.c.
 *
 * Every parse_ function looks at the bytes from k->at on and either takes
 * them (take()) or, if more must come, leaves them and says PARSE_MORE.
 * Once k->expired is set nothing more comes, and none may say PARSE_MORE.
 */
#include "term/keys.h"

#include <string.h>

#include "base/utf8.h"

#define ESC 0x1b
#define CAN 0x18
#define SUB 0x1a
#define BEL 0x07

#define CSI_MAX 64 /* a longer control sequence is swallowed to its end */

/*
 * How long to wait for the rest. A lone ESC is the Esc key, so people wait
 * for it; ESC and one more byte may be Alt with a key; the others are
 * sequences for sure and only end this way on a broken line.
 */
#define WAIT_ESC_MS 25
#define WAIT_SHORT_MS 200
#define WAIT_SEQUENCE_MS 1000

enum parse { PARSE_MORE, PARSE_IGNORE, PARSE_KEY, PARSE_PASTE };

void keys_init(struct keys *k)
{
	memset(k, 0, sizeof(*k));
	buf_init(&k->in);
	buf_init(&k->raw);
	buf_init(&k->paste);
}

void keys_release(struct keys *k)
{
	buf_release(&k->in);
	buf_release(&k->raw);
	buf_release(&k->paste);
}

void keys_learn(struct keys *k, const char *sequence, struct key key)
{
	size_t len = sequence ? strlen(sequence) : 0;
	struct keys_learned *l;

	if (len < 2 || len > KEYS_SEQUENCE_MAX || sequence[0] != ESC)
		return;
	if (k->learned_count == KEYS_LEARNED_MAX)
		return;
	l = &k->learned[k->learned_count++];
	memcpy(l->bytes, sequence, len);
	l->len = len;
	l->key = key;
}

void keys_feed(struct keys *k, const char *bytes, size_t len)
{
	if (k->at > 0) {
		buf_splice(&k->in, 0, k->at, "", 0);
		k->at = 0;
	}
	buf_add(&k->in, bytes, len);
	if (len > 0)
		k->expired = false;
}

static size_t left(const struct keys *k)
{
	return k->in.len - k->at;
}

static const unsigned char *here(const struct keys *k)
{
	return (const unsigned char *)k->in.s + k->at;
}

static void take(struct keys *k, size_t n)
{
	k->at += n;
	k->consumed += n;
}

static enum parse ignore(struct keys *k, size_t n)
{
	take(k, n);
	return PARSE_IGNORE;
}

static enum parse give(struct keys *k, size_t n, struct key key, bool alt, struct key *out)
{
	take(k, n);
	if (alt)
		key.mods |= KEYMOD_ALT;
	*out = key;
	return PARSE_KEY;
}

/* Bytes of the C1 control at p (as one byte or in UTF-8), whose 7-bit twin is "ESC final"; else 0. */
static size_t c1(const unsigned char *p, size_t len, unsigned char *final)
{
	if (len >= 1 && p[0] >= 0x80 && p[0] < 0xA0) {
		*final = (unsigned char)(p[0] - 0x40);
		return 1;
	}
	if (len >= 2 && p[0] == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0) {
		*final = (unsigned char)(p[1] - 0x40);
		return 2;
	}
	return 0;
}

/* ------------------------------------------------ strings: OSC, DCS, SOS, PM, APC */

/* True if the bytes are the start of a character whose rest is missing. */
static bool is_partial_character(const unsigned char *p, size_t len)
{
	size_t need = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;

	if (p[0] < 0xC2 || p[0] > 0xF4 || len >= need)
		return false;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xC0) != 0x80)
			return false;
	return true;
}

/* Ends the swallowing of a string, or takes what there is of it. */
static enum parse string_ends(struct keys *k, size_t n)
{
	k->state = KEYS_GROUND;
	return ignore(k, n);
}

/*
 * Swallows to BEL, ST, or what breaks a string off. Steps by characters:
 * the byte that is ST by itself also occurs inside of letters.
 */
static enum parse parse_string(struct keys *k)
{
	const unsigned char *p = here(k);
	size_t len = left(k), i, n;

	for (i = 0; i < len; i += n) {
		bool unfinished = p[i] == ESC ? i + 1 == len : is_partial_character(p + i, len - i);
		uint32_t cp;

		if (unfinished && !k->expired)
			break;
		if (p[i] == BEL || p[i] == CAN || p[i] == SUB)
			return string_ends(k, i + 1);
		if (p[i] == ESC)
			return string_ends(k, i + 1 < len && p[i + 1] == '\\' ? i + 2 : i);
		n = utf8_decode((const char *)p + i, len - i, &cp);
		if (cp == 0x9c || (cp == UTF8_BAD && p[i] == 0x9c))
			return string_ends(k, i + n);
	}
	if (i > 0)
		return ignore(k, i);
	if (k->expired)
		k->state = KEYS_GROUND;
	return PARSE_MORE;
}

/* ------------------------------------------------ control sequences */

/* Swallows a control sequence that is too long to mean anything. */
static enum parse parse_long_csi(struct keys *k)
{
	const unsigned char *p = here(k);
	size_t len = left(k);

	for (size_t i = 0; i < len; i++) {
		bool final = p[i] >= 0x40 && p[i] <= 0x7e;

		if (!final && p[i] != ESC && p[i] != CAN && p[i] != SUB)
			continue;
		k->state = KEYS_GROUND;
		return ignore(k, p[i] == ESC ? i : i + 1);
	}
	if (len > 0)
		return ignore(k, len);
	if (k->expired)
		k->state = KEYS_GROUND;
	return PARSE_MORE;
}

/* One byte between introducer and final: a digit, a separator or junk. */
static void add_param(struct keys_sequence *seq, unsigned char c, bool *sub)
{
	int *param = &seq->params[seq->count > 0 ? seq->count - 1 : 0];

	if (c == ';') {
		*sub = false;
		if (seq->count == 0)
			seq->count = 1;
		seq->count++;
		if (seq->count > KEYS_PARAMS_MAX) {
			seq->count = KEYS_PARAMS_MAX;
			seq->junk = true;
		}
	} else if (c == ':') {
		*sub = true; /* details of the parameter that we do not need */
	} else if (c >= '0' && c <= '9') {
		if (seq->count == 0)
			seq->count = 1;
		if (!*sub && *param < 0x200000)
			*param = *param * 10 + (c - '0');
	} else {
		seq->junk = true;
	}
}

/*
 * Finds the end of the control sequence whose parameters start at p. Returns
 * the bytes up to and with the final, 0 if it is not there yet. *broken: it
 * was broken off, and nothing is meant.
 */
static size_t scan_sequence(const unsigned char *p, size_t len, struct keys_sequence *seq,
			    bool *broken)
{
	bool sub = false;

	*broken = false;
	for (size_t i = 0; i < len; i++) {
		/* rxvt: Shift with a key. In a reply it is followed by a final of its own. */
		bool shift = p[i] == '$' && seq->kind == '[' && seq->count == 1 && !seq->private;

		if (p[i] == ESC || p[i] == CAN || p[i] == SUB) {
			*broken = true;
			return p[i] == ESC ? i : i + 1;
		}
		if ((p[i] >= 0x40 && p[i] <= 0x7e) || shift) {
			seq->final = (char)p[i];
			return i + 1;
		}
		if (i == 0 && p[i] >= '<' && p[i] <= '?')
			seq->private = (char)p[i];
		else
			add_param(seq, p[i], &sub);
	}
	return 0;
}

static bool is_paste(const struct keys_sequence *seq)
{
	return seq->kind == '[' && seq->final == '~' && seq->count == 1 && seq->params[0] == 200 &&
	       !seq->private && !seq->junk;
}

/* A mouse report of the oldest kind: CSI M and three bytes. Never asked for. */
static bool is_mouse(const struct keys_sequence *seq)
{
	return seq->kind == '[' && seq->final == 'M' && seq->count == 0 && !seq->private &&
	       !seq->junk;
}

static void start_paste(struct keys *k, size_t intro)
{
	memcpy(k->paste_end, here(k), intro);
	memcpy(k->paste_end + intro, "201~", 4);
	k->paste_end_len = intro + 4;
	k->state = KEYS_IN_PASTE;
	k->quiet = false;
	k->dropped = 0;
	buf_clear(&k->raw);
}

/* intro bytes at k->at introduce a control sequence of this kind. */
static enum parse parse_sequence(struct keys *k, size_t intro, char kind, bool alt, struct key *out)
{
	const unsigned char *p = here(k) + intro;
	size_t len = left(k) - intro, n;
	struct keys_sequence seq = { .kind = kind };
	bool broken;
	struct key key;

	n = scan_sequence(p, len, &seq, &broken);
	if (n == 0 && !broken) {
		if (len > CSI_MAX)
			k->state = KEYS_IN_CSI;
		else if (!k->expired)
			return PARSE_MORE;
		return ignore(k, intro + len);
	}
	if (broken)
		return ignore(k, intro + n);
	if (kind == '[' && n == 1 && seq.final == '[')
		return len > 1 || k->expired ? parse_sequence(k, intro + 1, 'L', alt, out) :
						PARSE_MORE;
	if (is_mouse(&seq)) {
		if (len < n + 3 && !k->expired)
			return PARSE_MORE;
		return ignore(k, intro + (len < n + 3 ? len : n + 3));
	}
	if (is_paste(&seq)) {
		if (alt)
			take(k, 1);
		start_paste(k, alt ? intro - 1 : intro);
		return ignore(k, (alt ? intro - 1 : intro) + n);
	}
	if (!keys_from_sequence(&seq, &key))
		return ignore(k, intro + n);
	return give(k, intro + n, key, alt, out);
}

/* ------------------------------------------------ pastes */

static void add_raw(struct keys *k, size_t n)
{
	size_t room = KEYS_PASTE_MAX - k->raw.len;
	size_t kept = n < room ? n : room;

	buf_add(&k->raw, here(k), kept);
	k->dropped += n - kept;
	take(k, n);
}

static enum parse end_paste(struct keys *k)
{
	k->state = KEYS_GROUND;
	buf_clear(&k->paste);
	k->dropped += keys_filter_paste(&k->paste, k->raw.s, k->raw.len);
	return PARSE_PASTE;
}

static enum parse parse_paste(struct keys *k)
{
	const unsigned char *p = here(k);
	size_t len = left(k), n = 0;

	/* If the end of a paste got lost on the line, Ctrl-C after a pause is the way out. */
	if (k->quiet && len > 0 && p[0] == 0x03)
		return end_paste(k);
	if (len == 0)
		return PARSE_MORE;
	while (n < len && p[n] != (unsigned char)k->paste_end[0])
		n++;
	if (n == 0) {
		size_t have = len < k->paste_end_len ? len : k->paste_end_len;

		if (memcmp(p, k->paste_end, have) == 0 && have < k->paste_end_len)
			return PARSE_MORE;
		if (memcmp(p, k->paste_end, have) == 0) {
			take(k, have);
			return end_paste(k);
		}
		n = 1;
	} else {
		k->quiet = false;
	}
	add_raw(k, n);
	return PARSE_IGNORE;
}

/* ------------------------------------------------ single keys */

/* The character behind skip bytes. */
static enum parse parse_character(struct keys *k, size_t skip, bool alt, struct key *out)
{
	const unsigned char *p = here(k) + skip;
	size_t len = left(k) - skip, n;
	uint32_t cp;

	if (is_partial_character(p, len))
		return k->expired ? ignore(k, skip + len) : PARSE_MORE;
	n = utf8_decode((const char *)p, len, &cp);
	if (cp == UTF8_BAD || (cp >= 0x80 && cp < 0xA0))
		return ignore(k, skip + n);
	return give(k, skip + n, keys_from_char(cp), alt, out);
}

static enum parse parse_learned(struct keys *k, struct key *out)
{
	for (size_t i = 0; i < k->learned_count; i++) {
		const struct keys_learned *l = &k->learned[i];

		if (left(k) >= l->len && memcmp(here(k), l->bytes, l->len) == 0)
			return give(k, l->len, l->key, false, out);
	}
	for (size_t i = 0; i < k->learned_count; i++) {
		const struct keys_learned *l = &k->learned[i];

		if (left(k) < l->len && !k->expired && memcmp(here(k), l->bytes, left(k)) == 0)
			return PARSE_MORE;
	}
	return PARSE_IGNORE;
}

/* What "ESC second" (or its C1 twin) introduces; intro bytes are taken up by it. */
static enum parse parse_introduced(struct keys *k, size_t intro, unsigned char second, bool alt,
				   struct key *out)
{
	bool eight_bit = here(k)[0] != ESC;
	bool alone = left(k) == intro;

	if (strchr("[OPX^_]", second) == NULL || second == '\0')
		return eight_bit ? ignore(k, intro) : parse_character(k, intro - 1, true, out);
	if (alone && !k->expired)
		return PARSE_MORE;
	if (alone) /* Alt with a key after all */
		return eight_bit ? ignore(k, intro) : parse_character(k, intro - 1, true, out);
	if (second == '[' || second == 'O')
		return parse_sequence(k, intro, (char)second, alt, out);
	k->state = KEYS_IN_STRING;
	return ignore(k, intro);
}

static enum parse parse_escape(struct keys *k, struct key *out)
{
	const unsigned char *p = here(k);
	size_t len = left(k);
	enum parse learned = parse_learned(k, out);

	if (learned != PARSE_IGNORE)
		return learned;
	if (len == 1)
		return k->expired ? give(k, 1, keys_from_char(ESC), false, out) : PARSE_MORE;
	if (p[1] != ESC)
		return parse_introduced(k, 2, p[1], false, out);
	/* Two of them: Alt with a function key, as rxvt sends it, or Esc pressed twice. */
	if (len == 2 && !k->expired)
		return PARSE_MORE;
	if (len > 3 && (p[2] == '[' || p[2] == 'O'))
		return parse_introduced(k, 3, p[2], true, out);
	if (len == 3 && !k->expired && (p[2] == '[' || p[2] == 'O'))
		return PARSE_MORE;
	return give(k, 1, keys_from_char(ESC), false, out);
}

static enum parse parse_ground(struct keys *k, struct key *out)
{
	unsigned char second;
	size_t intro;

	if (left(k) == 0)
		return PARSE_MORE;
	if (here(k)[0] == ESC)
		return parse_escape(k, out);
	intro = c1(here(k), left(k), &second);
	if (intro > 0)
		return parse_introduced(k, intro, second, false, out);
	return parse_character(k, 0, false, out);
}

static enum parse parse(struct keys *k, struct key *out)
{
	switch (k->state) {
	case KEYS_IN_STRING:
		return parse_string(k);
	case KEYS_IN_CSI:
		return parse_long_csi(k);
	case KEYS_IN_PASTE:
		return parse_paste(k);
	default:
		return parse_ground(k, out);
	}
}

bool keys_next(struct keys *k, struct term_event *ev)
{
	enum parse result;

	*ev = (struct term_event){ .type = TERM_NOTHING };
	do
		result = parse(k, &ev->key);
	while (result == PARSE_IGNORE);
	if (result == PARSE_MORE)
		return false;
	ev->type = result == PARSE_KEY ? TERM_KEY : TERM_PASTE;
	if (result == PARSE_PASTE) {
		ev->paste = k->paste.s;
		ev->paste_len = k->paste.len;
		ev->paste_dropped = k->dropped;
	}
	return true;
}

int keys_wait_ms(const struct keys *k)
{
	const unsigned char *p = here(k);
	size_t len = left(k);

	if (k->state == KEYS_IN_PASTE)
		return k->quiet ? -1 : WAIT_SEQUENCE_MS;
	if (k->state != KEYS_GROUND)
		return WAIT_SEQUENCE_MS;
	if (len == 0)
		return -1;
	if (p[0] == ESC && (len == 1 || (len == 2 && p[1] == ESC)))
		return WAIT_ESC_MS;
	return len <= 3 ? WAIT_SHORT_MS : WAIT_SEQUENCE_MS;
}

void keys_timeout(struct keys *k)
{
	if (k->state == KEYS_IN_PASTE)
		k->quiet = true;
	else
		k->expired = true;
}
