/* SPDX-License-Identifier: MIT */
/*
 * keytable.c - which sequence means which key.
 *
 * Covers xterm and its kin, the Linux console, rxvt, screen, tmux, PuTTY,
 * and the two ways of sending modified characters (modifyOtherKeys, CSI u).
 * What else a terminal sends for a key comes from terminfo, see keys_learn().
 */
#include "term/keys.h"

struct letter {
	char final;
	uint32_t code;
	uint8_t mods;
};

static const struct letter csi_letters[] = {
	{ 'A', KEYCODE_UP, 0 },     { 'B', KEYCODE_DOWN, 0 },
	{ 'C', KEYCODE_RIGHT, 0 },  { 'D', KEYCODE_LEFT, 0 },
	{ 'E', KEYCODE_UNKNOWN, 0 }, /* the middle of the keypad */
	{ 'F', KEYCODE_END, 0 },    { 'H', KEYCODE_HOME, 0 },
	{ 'P', KEYCODE_F1, 0 },     { 'Q', KEYCODE_F1 + 1, 0 },
	{ 'R', KEYCODE_F1 + 2, 0 }, { 'S', KEYCODE_F1 + 3, 0 },
	{ 'Z', KEYCODE_TAB, KEYMOD_SHIFT },
	/* rxvt */
	{ 'a', KEYCODE_UP, KEYMOD_SHIFT },    { 'b', KEYCODE_DOWN, KEYMOD_SHIFT },
	{ 'c', KEYCODE_RIGHT, KEYMOD_SHIFT }, { 'd', KEYCODE_LEFT, KEYMOD_SHIFT },
	{ 0, 0, 0 },
};

static const struct letter ss3_letters[] = {
	{ 'A', KEYCODE_UP, 0 },     { 'B', KEYCODE_DOWN, 0 },
	{ 'C', KEYCODE_RIGHT, 0 },  { 'D', KEYCODE_LEFT, 0 },
	{ 'E', KEYCODE_UNKNOWN, 0 },
	{ 'F', KEYCODE_END, 0 },    { 'H', KEYCODE_HOME, 0 },
	{ 'P', KEYCODE_F1, 0 },     { 'Q', KEYCODE_F1 + 1, 0 },
	{ 'R', KEYCODE_F1 + 2, 0 }, { 'S', KEYCODE_F1 + 3, 0 },
	{ 'M', KEYCODE_ENTER, 0 },  { 'I', KEYCODE_TAB, 0 },
	{ 'X', '=', 0 },            { ' ', ' ', 0 },
	/* rxvt */
	{ 'a', KEYCODE_UP, KEYMOD_CTRL },    { 'b', KEYCODE_DOWN, KEYMOD_CTRL },
	{ 'c', KEYCODE_RIGHT, KEYMOD_CTRL }, { 'd', KEYCODE_LEFT, KEYMOD_CTRL },
	{ 0, 0, 0 },
};

/* The application keypad: SS3 j .. y. */
static const char keypad[] = "*+,-./0123456789";

/* CSI number ~. F13 to F20 are what terminals send for Shift with F1 to F8. */
static const struct {
	int number;
	uint32_t code;
	uint8_t mods;
} numbers[] = {
	{ 1, KEYCODE_HOME, 0 },        { 2, KEYCODE_INSERT, 0 },     { 3, KEYCODE_DELETE, 0 },
	{ 4, KEYCODE_END, 0 },         { 5, KEYCODE_PAGE_UP, 0 },    { 6, KEYCODE_PAGE_DOWN, 0 },
	{ 7, KEYCODE_HOME, 0 },        { 8, KEYCODE_END, 0 },
	{ 11, KEYCODE_F1, 0 },         { 12, KEYCODE_F1 + 1, 0 },    { 13, KEYCODE_F1 + 2, 0 },
	{ 14, KEYCODE_F1 + 3, 0 },     { 15, KEYCODE_F1 + 4, 0 },    { 17, KEYCODE_F1 + 5, 0 },
	{ 18, KEYCODE_F1 + 6, 0 },     { 19, KEYCODE_F1 + 7, 0 },    { 20, KEYCODE_F1 + 8, 0 },
	{ 21, KEYCODE_F1 + 9, 0 },     { 23, KEYCODE_F1 + 10, 0 },   { 24, KEYCODE_F1 + 11, 0 },
	{ 25, KEYCODE_F1, KEYMOD_SHIFT },     { 26, KEYCODE_F1 + 1, KEYMOD_SHIFT },
	{ 28, KEYCODE_F1 + 2, KEYMOD_SHIFT }, { 29, KEYCODE_F1 + 3, KEYMOD_SHIFT },
	{ 31, KEYCODE_F1 + 4, KEYMOD_SHIFT }, { 32, KEYCODE_F1 + 5, KEYMOD_SHIFT },
	{ 33, KEYCODE_F1 + 6, KEYMOD_SHIFT }, { 34, KEYCODE_F1 + 7, KEYMOD_SHIFT },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool keys_from_number(int number, struct key *out)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		if (numbers[i].number == number) {
			*out = (struct key){ .code = numbers[i].code, .mods = numbers[i].mods };
			return true;
		}
	}
	return false;
}

struct key keys_from_char(uint32_t cp)
{
	static const struct key special[] = {
		[0x00] = { ' ', KEYMOD_CTRL },
		[0x08] = { KEYCODE_BACKSPACE, 0 },
		[0x09] = { KEYCODE_TAB, 0 },
		[0x0a] = { KEYCODE_ENTER, 0 },
		[0x0d] = { KEYCODE_ENTER, 0 },
		[0x1b] = { KEYCODE_ESC, 0 },
		[0x1f] = { '_', KEYMOD_CTRL },
	};

	if (cp < COUNT(special) && special[cp].code != KEYCODE_NONE)
		return special[cp];
	if (cp < 0x1b)
		return (struct key){ .code = 'a' + cp - 1, .mods = KEYMOD_CTRL };
	if (cp < 0x20)
		return (struct key){ .code = cp + 0x40, .mods = KEYMOD_CTRL };
	if (cp == 0x7f)
		return (struct key){ .code = KEYCODE_BACKSPACE };
	return (struct key){ .code = cp };
}

/* The modifier parameter of xterm: 1 + Shift 1 + Alt 2 + Ctrl 4 + Meta 8. */
static uint8_t mods_from_param(int param)
{
	unsigned bits = param > 1 && param <= 16 ? (unsigned)param - 1 : 0;

	return (uint8_t)((bits & 1 ? KEYMOD_SHIFT : 0) | (bits & 10 ? KEYMOD_ALT : 0) |
			 (bits & 4 ? KEYMOD_CTRL : 0));
}

/* A character with modifiers spelled out: modifyOtherKeys or CSI u. */
static bool from_code(int cp, int param, struct key *out)
{
	uint8_t mods = mods_from_param(param);
	struct key key;

	if (cp <= 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF) || (cp >= 0x80 && cp < 0xA0))
		return false;
	key = keys_from_char((uint32_t)cp);
	if (key.code < KEYCODE_SPECIAL)
		mods &= (uint8_t)~KEYMOD_SHIFT;
	if ((mods & KEYMOD_CTRL) && key.code >= 'A' && key.code <= 'Z')
		key.code += 'a' - 'A';
	key.mods |= mods;
	*out = key;
	return true;
}

static bool from_tilde(const struct keys_sequence *seq, struct key *out)
{
	if (seq->count == 3 && seq->params[0] == 27)
		return from_code(seq->params[2], seq->params[1], out);
	if (seq->count == 0 || seq->params[0] >= 200) /* 200 and 201 stand round a paste */
		return false;
	if (!keys_from_number(seq->params[0], out))
		*out = (struct key){ .code = KEYCODE_UNKNOWN };
	if (seq->count > 1)
		out->mods |= mods_from_param(seq->params[1]);
	return true;
}

/* rxvt ends the number with ^ for Ctrl, $ for Shift, @ for both. */
static bool from_rxvt(const struct keys_sequence *seq, struct key *out)
{
	if (seq->count != 1 || !keys_from_number(seq->params[0], out))
		return false;
	if (seq->final != '$')
		out->mods |= KEYMOD_CTRL;
	if (seq->final != '^')
		out->mods |= KEYMOD_SHIFT;
	return true;
}

static bool from_letter(const struct letter *table, const struct keys_sequence *seq,
			struct key *out)
{
	for (; table->final != 0; table++) {
		if (table->final != seq->final)
			continue;
		/* With other parameters it is a reply: where the cursor is, and the like. */
		if (seq->count > 0 &&
		    (seq->count != 2 || seq->params[0] != 1 || table->final >= 'a'))
			return false;
		*out = (struct key){ .code = table->code, .mods = table->mods };
		if (seq->count == 2)
			out->mods |= mods_from_param(seq->params[1]);
		return true;
	}
	return false;
}

bool keys_from_sequence(const struct keys_sequence *seq, struct key *out)
{
	if (seq->private != 0 || seq->junk)
		return false;
	if (seq->kind == 'L') {
		*out = (struct key){ .code = KEYCODE_F1 + (uint32_t)(seq->final - 'A') };
		return seq->final >= 'A' && seq->final <= 'E';
	}
	if (seq->kind == 'O') {
		if (seq->final >= 'j' && seq->final <= 'y') {
			*out = (struct key){ .code = (unsigned char)keypad[seq->final - 'j'] };
			return true;
		}
		return from_letter(ss3_letters, seq, out);
	}
	switch (seq->final) {
	case '~':
		return from_tilde(seq, out);
	case '^':
	case '$':
	case '@':
		return from_rxvt(seq, out);
	case 'u':
		return seq->count > 0 &&
		       from_code(seq->params[0], seq->count > 1 ? seq->params[1] : 1, out);
	default:
		return from_letter(csi_letters, seq, out);
	}
}
