/* SPDX-License-Identifier: MIT */
/*
 * fuzz_keys.c - any bytes, in pieces of any size, into the key decoder: text
 * is always printable, pastes are always clean, and nothing stays behind.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "term/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_key(struct key key)
{
	char name[KEY_NAME_MAX];

	must(key.code != KEYCODE_NONE && key.code < KEYCODE_MAX);
	must(key_text(key, name)[0] != '\0');
	if (key.code < KEYCODE_SPECIAL)
		must(key.code >= 0x20 && !(key.code >= 0x7f && key.code < 0xA0));
}

static void check_events(struct keys *k)
{
	struct term_event ev;

	while (keys_next(k, &ev)) {
		if (ev.type == TERM_KEY) {
			check_key(ev.key);
			continue;
		}
		must(ev.type == TERM_PASTE && ev.paste_len <= KEYS_PASTE_MAX);
		must(utf8_storable(ev.paste, ev.paste_len, true, NULL));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keys k;
	size_t n;

	keys_init(&k);
	keys_learn(&k, "\033[M", (struct key){ .code = KEYCODE_F1 });
	keys_learn(&k, "\033[224z", (struct key){ .code = KEYCODE_F1 + 1 });
	for (size_t i = 0; i < size; i += n) {
		/* The first byte of each piece says how long it is, and whether a pause follows. */
		n = 1 + data[i] % 7;
		n = n < size - i ? n : size - i;
		keys_feed(&k, (const char *)data + i, n);
		check_events(&k);
		if (data[i] % 16 == 3 && keys_wait_ms(&k) >= 0) {
			keys_timeout(&k);
			check_events(&k);
		}
		must(k.in.len - k.at <= 256);
	}
	for (int rounds = 0; keys_wait_ms(&k) >= 0; rounds++) {
		must(rounds < 8);
		keys_timeout(&k);
		check_events(&k);
	}
	must(k.consumed <= size && (k.state == KEYS_IN_PASTE || k.consumed == size));
	keys_release(&k);
	return 0;
}
