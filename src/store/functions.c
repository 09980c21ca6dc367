/* SPDX-License-Identifier: MIT */
/*
 * functions.c - functions and a collation that our queries use.
 *
 * They belong to the connection and are SQLITE_DIRECTONLY: the schema never
 * uses them, so that any other program can read and guard the file.
 */
#include <string.h>

#include "base/bits.h"
#include "base/utf8.h"
#include "store/index.h"
#include "store/store_private.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* A word to look for, prepared once a statement. */
struct needle {
	char *low; /* in small letters */
	size_t len;
	size_t rare; /* where in it the letter is that few texts have */
	bool ascii;
	char text[];
};

static void needle_free(void *data)
{
	struct needle *n = data;

	free(n->low);
	free(n);
}

/* How rare a letter is in plain text: the higher the rarer. */
static int rarity(char low)
{
	static const char common[] = " etaoinshrdlcumwfgypbvk";
	const char *at = low ? strchr(common, low) : NULL;

	return at ? (int)(at - common) : (int)sizeof common;
}

static struct needle *needle_new(const char *text)
{
	size_t len = strlen(text);
	struct needle *n = mem_alloc(sizeof *n + len + 1);

	memcpy(n->text, text, len + 1);
	n->low = mem_strdup(text);
	n->len = len;
	n->ascii = true;
	for (size_t i = 0; i < len; i++) {
		n->low[i] = lower(text[i]);
		n->ascii &= !(text[i] & 0x80);
		if (rarity(n->low[i]) > rarity(n->low[n->rare]))
			n->rare = i;
	}
	return n;
}

static bool same_ascii(const char *s, const char *low, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (lower(s[i]) != low[i])
			return false;
	return true;
}

/* The next c or other from at on; end if there is none. *cache is where the last look for other ended. */
static const char *next_of(const char *at, const char *end, char c, char other, const char **cache)
{
	const char *first = memchr(at, c, (size_t)(end - at));

	if (other != c && *cache < at) {
		*cache = memchr(at, other, (size_t)(end - at));
		if (!*cache)
			*cache = end;
	}
	if (!first)
		first = end;
	return other != c && *cache < first ? *cache : first;
}

/* Looks at the places of its rarest letter alone. */
static bool ascii_in(const char *hay, size_t len, const struct needle *n)
{
	char c = n->low[n->rare], other = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
	const char *end = hay + len - (n->len - n->rare) + 1, *cache = hay + n->rare - 1;

	for (const char *at = hay + n->rare; (at = next_of(at, end, c, other, &cache)) < end; at++)
		if (same_ascii(at - n->rare, n->low, n->len))
			return true;
	return false;
}

static bool is_ascii(const char *s, size_t len)
{
	unsigned char high = 0;

	for (size_t i = 0; i < len; i++)
		high |= (unsigned char)s[i];
	return !(high & 0x80);
}

/* ASCII in ASCII by bytes; everything else by case folding. */
static bool contains(const char *hay, size_t len, const struct needle *n)
{
	if (!n->len || (n->ascii && n->len <= len && ascii_in(hay, len, n)))
		return true;
	/* "K" has a twin outside ASCII (the Kelvin sign), so only pure ASCII is decided by now. */
	return !is_ascii(hay, len) && utf8_contains(hay, n->text);
}

/* has_word(word, text, ...): 1 if any of the texts contains the word, ignoring case. */
static void has_word(sqlite3_context *context, int n, sqlite3_value **args)
{
	struct needle *needle = sqlite3_get_auxdata(context, 0);
	bool fresh = !needle, found = false;

	if (n < 1 || sqlite3_value_type(args[0]) == SQLITE_NULL)
		return;
	if (fresh)
		needle = needle_new((const char *)sqlite3_value_text(args[0]));
	for (int i = 1; i < n && !found; i++) {
		const char *hay = (const char *)sqlite3_value_text(args[i]);

		if (hay)
			found = contains(hay, (size_t)sqlite3_value_bytes(args[i]), needle);
	}
	sqlite3_result_int(context, found);
	/* Last, because SQLite may free it at once where the word is not a constant. */
	if (fresh)
		sqlite3_set_auxdata(context, 0, needle, needle_free);
}

/* row_in(rows, id): 1 if the id is among the rows of a parameter. */
static void row_in(sqlite3_context *context, int n, sqlite3_value **args)
{
	const struct bits *rows = sqlite3_value_pointer(args[0], "rows");

	(void)n;
	sqlite3_result_int(context, rows && bits_has(rows, (uint32_t)sqlite3_value_int64(args[1])));
}

/* gather_ids(ids, id): appends all of them, which is quicker than a step a row. */
static void gather_id(sqlite3_context *context, int n, sqlite3_value **args)
{
	struct ids **to = sqlite3_aggregate_context(context, sizeof *to);

	(void)n;
	if (to && !*to)
		*to = sqlite3_value_pointer(args[0], "ids");
	if (!to || !*to)
		return;
	MEM_GROW((*to)->at, (*to)->cap, (*to)->n + 1);
	(*to)->at[(*to)->n++] = sqlite3_value_int(args[1]);
}

static void gather_end(sqlite3_context *context)
{
	sqlite3_result_null(context);
}

static void natural_key(sqlite3_context *context, int n, sqlite3_value **args)
{
	const char *ref = (const char *)sqlite3_value_text(args[0]);
	AUTOBUF key = BUF_INIT;

	(void)n;
	if (ref)
		sqlite3_result_text(context, ref_sort_key(ref, &key), -1, SQLITE_TRANSIENT);
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static int compare_numbers(const char **a, const char *a_end, const char **b, const char *b_end)
{
	const char *x, *y;
	int order = 0;

	while (*a < a_end && **a == '0')
		(*a)++;
	while (*b < b_end && **b == '0')
		(*b)++;
	x = *a;
	y = *b;
	while (*a < a_end && digit(**a) && *b < b_end && digit(**b)) {
		if (!order)
			order = (**a > **b) - (**a < **b);
		(*a)++;
		(*b)++;
	}
	if (*a < a_end && digit(**a))
		order = 1;
	else if (*b < b_end && digit(**b))
		order = -1;
	(void)x;
	(void)y;
	return order;
}

/* Text as people sort it: case ignored, numbers by their value. */
static int natural(void *data, int a_len, const void *a_text, int b_len, const void *b_text)
{
	const char *a = a_text, *a_end = a + a_len, *b = b_text, *b_end = b + b_len;
	int order;

	(void)data;
	while (a < a_end && b < b_end) {
		if (digit(*a) && digit(*b)) {
			order = compare_numbers(&a, a_end, &b, b_end);
		} else {
			order = (unsigned char)lower(*a) - (unsigned char)lower(*b);
			a++;
			b++;
		}
		if (order)
			return order;
	}
	order = (a < a_end) - (b < b_end);
	if (order || a_len != b_len)
		return order ? order : a_len - b_len;
	return memcmp(a_text, b_text, (size_t)a_len);
}

int functions_add(struct store *s, struct error *err)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
	int rc = sqlite3_create_function_v2(s->db, "has_word", -1, flags, NULL, has_word, NULL,
					    NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(s->db, "natural_key", 1, flags, NULL, natural_key,
						NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(s->db, "row_in", 2, flags, NULL, row_in, NULL, NULL,
						NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(s->db, "gather_ids", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL,
						NULL, gather_id, gather_end, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_collation_v2(s->db, "NATURAL_TEXT", SQLITE_UTF8, NULL, natural,
						 NULL);
	if (rc == SQLITE_OK)
		rc = value_rows_module(s);
	if (rc != SQLITE_OK || index_functions(s, err) != 0)
		return rc != SQLITE_OK ? db_fail(s, rc, err) : s->failed;
	return clocks_add(s, err);
}
