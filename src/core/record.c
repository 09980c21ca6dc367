/* SPDX-License-Identifier: MIT */
/* record.c - looking things up in the record table. */
#include "core/record.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "core/tables.h"

#define TEXT_MAX       200
#define LONG_MAX_BYTES 65536
#define INT_LIMIT      1000000000
#define MONEY_LIMIT    INT64_C(1000000000000000) /* ten trillion, in cents */

const struct entity *const record_entities[ENTITY_MAX] = {
	[ENTITY_DATABASE] = &record_database,
	[ENTITY_OFFICE] = &record_office,
	[ENTITY_USER] = &record_user,
	[ENTITY_REVIEW_SERIES] = &record_review_series,
	[ENTITY_REPORT] = &record_report,
	[ENTITY_ADDRESSEE] = &record_addressee,
	[ENTITY_RECOMMENDATION] = &record_recommendation,
	[ENTITY_CORRESPONDENCE] = &record_correspondence,
	[ENTITY_LETTER_LINE] = &record_letter_line,
	[ENTITY_UPDATE] = &record_update,
	[ENTITY_EVIDENCE] = &record_evidence,
	[ENTITY_PLAN] = &record_plan,
	[ENTITY_MILESTONE] = &record_milestone,
	[ENTITY_DEPENDENCY] = &record_dependency,
	[ENTITY_BASELINE] = &record_baseline,
	[ENTITY_BASELINE_DATE] = &record_baseline_date,
	[ENTITY_KEY] = &record_key,
	[ENTITY_CORRECTIVE_ACTION] = &record_corrective_action,
	[ENTITY_EXTENSION] = &record_extension,
	[ENTITY_APPROVAL] = &record_approval,
	[ENTITY_CHECKLIST_LINE] = &record_checklist_line,
	[ENTITY_DELEGATION] = &record_delegation,
	[ENTITY_SERIES_TITLE] = &record_series_title,
	[ENTITY_POSITION] = &record_position,
	[ENTITY_COVERAGE] = &record_coverage,
	[ENTITY_ABSENCE] = &record_absence,
	[ENTITY_RISK] = &record_risk,
	[ENTITY_MAPPING] = &record_mapping,
	[ENTITY_SAVED_VIEW] = &record_saved_view,
};

/* Same name but for case, with "-" as good as "_". */
static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		char x = *a == '-' ? '_' : *a, y = *b == '-' ? '_' : *b;

		if (x != y && (((x ^ y) & ~0x20) || strncasecmp(&x, &y, 1) != 0))
			return false;
	}
	return *a == *b;
}

const struct entity *record_entity(enum entity_id id)
{
	return id > ENTITY_NONE && id < ENTITY_MAX ? record_entities[id] : NULL;
}

const struct entity *record_entity_by_name(const char *name)
{
	for (int i = 0; name && i < ENTITY_MAX; i++)
		if (same_name(record_entities[i]->name, name) ||
		    same_name(record_entities[i]->plural, name))
			return record_entities[i];
	return NULL;
}

const struct field *record_field(const struct entity *e, const char *name)
{
	/* As it is written in the table first: the program asks often, and people seldom write it otherwise. */
	for (int i = 0; name && i < e->n_fields; i++)
		if (e->fields[i].name[0] == name[0] && strcmp(e->fields[i].name, name) == 0)
			return &e->fields[i];
	for (int i = 0; name && i < e->n_fields; i++)
		if (((e->fields[i].name[0] ^ name[0]) & ~0x20) == 0 && same_name(e->fields[i].name, name))
			return &e->fields[i];
	return NULL;
}

int record_field_index(const struct entity *e, const struct field *f)
{
	return f >= e->fields && f < e->fields + e->n_fields ? (int)(f - e->fields) : -1;
}

bool record_stored(const struct field *f)
{
	return f->type != FIELD_LINES && !(f->flags & FIELD_DERIVED);
}

bool record_names_itself(const struct entity *e, const struct field *f)
{
	size_t len = strlen(f->name);

	return f->type == FIELD_TEXT && f->flags & FIELD_KEY && e->ref[0] == '{' &&
	       strncmp(e->ref + 1, f->name, len) == 0 && strcmp(e->ref + 1 + len, "}") == 0;
}

const struct entity *record_reads_as(const char *text)
{
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entities[i];
		size_t len = strcspn(e->ref, "{");

		if (e->flags & ENTITY_NUMBERED && strncasecmp(text, e->ref, len) == 0 && text[len] &&
		    !text[len + strspn(text + len, "0123456789")])
			return e;
	}
	return NULL;
}

bool record_any_fits(const struct field *f, const struct entity *e)
{
	return e->flags & ENTITY_SUBJECT || f->flags & FIELD_EVERY;
}

const struct field *record_parent(const struct entity *e)
{
	for (int i = 0; i < e->n_fields; i++)
		if (e->fields[i].flags & FIELD_PARENT)
			return &e->fields[i];
	return NULL;
}

const struct choice *record_choice(const struct field *f, const char *name)
{
	for (const struct choice *c = f->choices; name && c && c->name; c++)
		if (same_name(c->name, name))
			return c;
	return NULL;
}

int64_t record_max(const struct field *f)
{
	static const int64_t defaults[FIELD_TYPE_MAX] = {
		[FIELD_TEXT] = TEXT_MAX,   [FIELD_LONG] = LONG_MAX_BYTES,
		[FIELD_INT] = INT_LIMIT,   [FIELD_MONEY] = MONEY_LIMIT,
		[FIELD_BOOL] = 1,          [FIELD_DATE] = 10,
		[FIELD_CHOICE] = TEXT_MAX, [FIELD_REF] = TEXT_MAX,
		[FIELD_ANY] = TEXT_MAX,
	};

	return f->max ? f->max : defaults[f->type];
}

int64_t record_min(const struct field *f)
{
	return f->flags & FIELD_DERIVED && !f->min ? -record_max(f) : f->min;
}

bool record_is_pseudo(const char *name)
{
	return name && (strcasecmp(name, "ref") == 0 || strcasecmp(name, "version") == 0 ||
			strcasecmp(name, "uid") == 0);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* A run of digits becomes its length as one character, then itself: longer numbers are larger. */
const char *record_natural_key(const char *ref, char *dst, size_t size)
{
	size_t n = 0;

	while (*ref && n + 1 < size) {
		size_t run = 0;

		if (!is_digit(*ref)) {
			dst[n++] = upper(*ref++);
			continue;
		}
		while (*ref == '0' && is_digit(ref[1]))
			ref++;
		while (is_digit(ref[run]))
			run++;
		dst[n++] = (char)('0' + (run < 70 ? run : 70));
		while (run-- && n + 1 < size)
			dst[n++] = *ref++;
	}
	while (*ref && n && (dst[n - 1] & 0x80) && !utf8_valid(dst, n, NULL))
		n--; /* cut short within a character */
	if (size)
		dst[n] = '\0';
	return dst;
}

/* One {…} of a pattern: the field, and the field of the record it refers to. */
static bool ref_fields(const struct entity *e, const char *s, size_t len, struct ref_part *part)
{
	char name[64], *dot;

	if (!len || len >= sizeof name)
		return false;
	memcpy(name, s, len);
	name[len] = '\0';
	dot = strchr(name, '.');
	if (dot)
		*dot++ = '\0';
	part->field = record_field(e, name);
	if (!part->field || (dot && part->field->type != FIELD_REF))
		return false;
	part->of_target = dot ? record_field(record_entity(part->field->target), dot) : NULL;
	return !dot || part->of_target;
}

int record_ref_parts(const struct entity *e, const char *pattern,
		     struct ref_part parts[REF_PARTS_MAX])
{
	int n = 0;

	while (*pattern) {
		struct ref_part part = { .literal = pattern, .len = strcspn(pattern, "{}") };

		if (n == REF_PARTS_MAX || *pattern == '}')
			return -1;
		if (*pattern == '{') {
			size_t len = strcspn(pattern + 1, "{}");

			if (pattern[1 + len] != '}' || !ref_fields(e, pattern + 1, len, &part))
				return -1;
			part.literal = NULL;
			part.len = len + 2;
		}
		pattern += part.len;
		parts[n++] = part;
	}
	return n;
}
