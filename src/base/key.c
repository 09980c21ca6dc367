/* SPDX-License-Identifier: MIT */
/*
 * key.c - keys by name.
 */
#include "base/key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* The one name of each special key, in the order of enum key_code. */
static const char *const special_names[] = {
	"Enter", "Tab", "Esc", "Backspace", "Delete", "Insert", "Up", "Down", "Left", "Right",
	"Home", "End", "PgUp", "PgDn", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9",
	"F10", "F11", "F12", "Unknown",
};
_Static_assert(sizeof special_names / sizeof special_names[0] == KEYCODE_MAX - KEYCODE_SPECIAL,
	       "every special key has a name");

/* Other spellings that people write; only read, never shown. */
static const struct {
	const char *name;
	uint32_t code;
} spellings[] = {
	{ "Space", ' ' },
	{ "Return", KEYCODE_ENTER },
	{ "Escape", KEYCODE_ESC },
	{ "Del", KEYCODE_DELETE },
	{ "Ins", KEYCODE_INSERT },
	{ "PageUp", KEYCODE_PAGE_UP },
	{ "PageDown", KEYCODE_PAGE_DOWN },
};

/* In the order they are shown. */
static const struct {
	const char *prefix;
	uint8_t mod;
} mod_prefixes[] = {
	{ "Ctrl-", KEYMOD_CTRL },
	{ "Alt-", KEYMOD_ALT },
	{ "Shift-", KEYMOD_SHIFT },
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

bool key_equal(struct key a, struct key b)
{
	return a.code == b.code && a.mods == b.mods;
}

static bool is_ascii_letter(uint32_t code)
{
	return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

/* A character that can be a key: no control, no surrogate. */
static bool is_character(uint32_t code)
{
	return code >= 0x20 && code < KEYCODE_SPECIAL && !(code >= 0x7F && code <= 0x9F) &&
	       !(code >= 0xD800 && code <= 0xDFFF);
}

const char *key_text(struct key k, char dst[KEY_NAME_MAX])
{
	char text[16] = "";
	uint32_t code = k.code;
	size_t at = 0;

	if (code == ' ') {
		snprintf(text, sizeof text, "Space");
	} else if (is_character(code)) {
		if ((k.mods & KEYMOD_CTRL) && code >= 'a' && code <= 'z')
			code -= 'a' - 'A';
		text[utf8_encode(code, text)] = '\0';
	} else if (code >= KEYCODE_SPECIAL && code < KEYCODE_MAX) {
		snprintf(text, sizeof text, "%s", special_names[code - KEYCODE_SPECIAL]);
	}
	dst[0] = '\0';
	if (!text[0])
		return dst;
	for (size_t i = 0; i < COUNT(mod_prefixes); i++)
		if (k.mods & mod_prefixes[i].mod)
			at += (size_t)snprintf(dst + at, KEY_NAME_MAX - at, "%s",
					       mod_prefixes[i].prefix);
	snprintf(dst + at, KEY_NAME_MAX - at, "%s", text);
	return dst;
}

/* Takes "Ctrl-" and the like off *name. False if one stands twice. */
static bool parse_mods(const char **name, uint8_t *mods)
{
	bool found;

	do {
		found = false;
		for (size_t i = 0; i < COUNT(mod_prefixes); i++) {
			size_t len = strlen(mod_prefixes[i].prefix);

			if (strncasecmp(*name, mod_prefixes[i].prefix, len) != 0)
				continue;
			if (*mods & mod_prefixes[i].mod)
				return false;
			*mods |= mod_prefixes[i].mod;
			*name += len;
			found = true;
		}
	} while (found);
	return true;
}

static uint32_t parse_code(const char *name)
{
	size_t len = strlen(name);
	uint32_t cp;

	if (len == 0)
		return KEYCODE_NONE;
	if (utf8_decode(name, len, &cp) == len)
		return cp != ' ' && is_character(cp) ? cp : KEYCODE_NONE;
	for (uint32_t i = 0; i < KEYCODE_UNKNOWN - KEYCODE_SPECIAL; i++)
		if (strcasecmp(name, special_names[i]) == 0)
			return KEYCODE_SPECIAL + i;
	for (size_t i = 0; i < COUNT(spellings); i++)
		if (strcasecmp(name, spellings[i].name) == 0)
			return spellings[i].code;
	return KEYCODE_NONE;
}

/* What a terminal sends for these is the other key, so a binding to them must mean that. */
static void resolve_ctrl(struct key *k)
{
	static const struct {
		char letter;
		uint32_t code;
	} same[] = { { 'i', KEYCODE_TAB }, { 'm', KEYCODE_ENTER }, { '[', KEYCODE_ESC } };

	if (is_ascii_letter(k->code))
		k->code |= 0x20;
	for (size_t i = 0; i < COUNT(same); i++) {
		if (k->code == (uint32_t)same[i].letter) {
			k->code = same[i].code;
			k->mods &= (uint8_t)~KEYMOD_CTRL;
		}
	}
}

bool key_parse(const char *name, struct key *out)
{
	struct key k = { KEYCODE_NONE, KEYMOD_NONE };

	if (!name || !parse_mods(&name, &k.mods))
		return false;
	k.code = parse_code(name);
	if (k.code == KEYCODE_NONE)
		return false;
	if (k.code < KEYCODE_SPECIAL) {
		if (k.mods & KEYMOD_SHIFT) /* a terminal sends the shifted character instead */
			return false;
		if ((k.mods & KEYMOD_CTRL) && k.code > 0x7E)
			return false;
		if (k.mods & KEYMOD_CTRL)
			resolve_ctrl(&k);
	}
	*out = k;
	return true;
}

int key_parse_sequence(const char *names, struct key keys[KEY_SEQUENCE_MAX])
{
	struct key found[KEY_SEQUENCE_MAX];
	char name[KEY_NAME_MAX];
	int count = 0;

	if (!names)
		return 0;
	for (;;) {
		size_t len;

		names += strspn(names, " ");
		len = strcspn(names, " ");
		if (!len)
			break;
		if (count == KEY_SEQUENCE_MAX || len >= sizeof name)
			return 0;
		memcpy(name, names, len);
		name[len] = '\0';
		if (!key_parse(name, &found[count]))
			return 0;
		count++;
		names += len;
	}
	memcpy(keys, found, (size_t)count * sizeof found[0]);
	return count;
}

bool key_is_text(struct key k)
{
	return k.mods == KEYMOD_NONE && is_character(k.code);
}
