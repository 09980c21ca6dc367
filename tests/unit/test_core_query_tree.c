/* SPDX-License-Identifier: MIT */
/*
 * test_core_query_tree.c - writing a query and parsing it gives the same tree,
 * for trees made up by a seeded generator.
 */
#include "core_help.h"

#include "core/query_parts.h"

#define TREES 3000

static struct arena arena = ARENA_INIT;
static struct parser parser; /* for its arena alone */
static const struct entity *entity;
static uint64_t seed;
static int terms;

/* xorshift64*: the same trees on every machine. */
static unsigned pick(unsigned n)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (unsigned)((seed * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % n;
}

static struct query *make(enum query_kind kind)
{
	struct query *q = arena_alloc(&arena, sizeof *q);

	q->kind = kind;
	return q;
}

static struct query *make_word(void)
{
	static const char *const words[] = { "study", "287(g)", "x-y", "\xc3\xa9t\xc3\xa9", "1:2", "a,b" };
	static const char *const phrases[] = { "and", "a b", "is:open", "\"\\\"", "\\", "-x", "(", " ", "no: \"x\"" };
	struct query *q = make(QUERY_WORD);

	terms++;
	q->phrase = pick(2);
	q->word = q->phrase ? phrases[pick(COUNT(phrases))] : words[pick(COUNT(words))];
	return q;
}

static struct value make_value(const struct field *f)
{
	static const char *const texts[] = {
		"x", "none", "any", "me", "a b", "a,b", "\"", "a\\b", "..", "OIG-12-130/1", "M2.3>M2.4", ">x",
		"<x", "=x", "-x", "(", "a)", "\xc3\xa9", "and", "is:open", "two\nlines", "$5", "a..b",
	};
	char iso[DATE_TEXT];
	int n = 0;

	switch (f->type) {
	case FIELD_INT:
		return value_int((int)pick(20000) - 10000);
	case FIELD_MONEY:
		return value_int(((int)pick(20000) - 10000) * INT64_C(12345));
	case FIELD_BOOL:
		return value_int(pick(2));
	case FIELD_DATE:
		return value_text(arena_strdup(&arena, date_format((struct date){ (int32_t)pick(80000) }, iso)));
	case FIELD_CHOICE:
		while (f->choices[n].name)
			n++;
		return value_text(f->choices[pick((unsigned)n)].name);
	default:
		return value_text(texts[pick(COUNT(texts))]);
	}
}

static bool in_order(const struct field *f, const struct value *v)
{
	return f->type == FIELD_DATE ? strcmp(v[0].text, v[1].text) <= 0 : v[0].number <= v[1].number;
}

static void make_values(struct query *q, const struct field *f)
{
	q->n_values = q->compare == QUERY_EQUAL ? 1 + (int)pick(3) : q->compare == QUERY_RANGE ? 2 : 1;
	q->values = arena_alloc(&arena, 4 * sizeof *q->values);
	do {
		for (int i = 0; i < q->n_values; i++)
			q->values[i] = make_value(f);
	} while (q->compare == QUERY_RANGE && !in_order(f, q->values));
	if (q->compare == QUERY_EQUAL && query_takes_me(f) && !pick(4))
		q->n_values = 0; /* "me", and nobody is */
	terms += q->n_values;
}

static struct query *make_compare(void)
{
	struct query *q = make(QUERY_COMPARE);
	const struct field *f;

	q->pseudo = pick(8) ? QUERY_FIELD : (enum query_pseudo)(QUERY_REF + pick(3));
	do {
		q->field = q->pseudo == QUERY_FIELD ? &entity->fields[pick((unsigned)entity->n_fields)] : NULL;
	} while (q->field && q->field->type == FIELD_LINES);
	f = query_like(q->pseudo, q->field);
	q->compare = query_ordered(f) ? (enum query_compare)pick(QUERY_RANGE + 1) : QUERY_EQUAL;
	if (q->field && !pick(4))
		q->compare = pick(2) || record_choice(f, "none") ? QUERY_ANY : QUERY_NONE;
	if (q->compare != QUERY_ANY && q->compare != QUERY_NONE)
		make_values(q, f);
	terms++;
	return q;
}

static struct query *make_tree(int depth)
{
	struct query_list list = { .n = 0 };
	enum query_kind kind = pick(2) ? QUERY_AND : QUERY_OR;
	struct query *q;

	if (!depth || !pick(3))
		return pick(3) ? make_compare() : pick(6) ? make_word() : make(QUERY_NEW);
	if (!pick(4)) {
		q = make(QUERY_NOT);
		q->left = make_tree(depth - 1);
		return q;
	}
	for (int n = 2 + (int)pick(3); n; n--)
		query_list_add(&list, kind, make_tree(depth - 1));
	return query_list_join(&parser, &list, kind);
}

static bool same_tree(const struct query *a, const struct query *b)
{
	if (!a || !b || a->kind != b->kind)
		return a == b;
	if (a->kind == QUERY_WORD)
		return a->phrase == b->phrase && strcmp(a->word, b->word) == 0;
	if (a->kind != QUERY_COMPARE)
		return same_tree(a->left, b->left) && same_tree(a->right, b->right);
	if (a->pseudo != b->pseudo || a->field != b->field || a->compare != b->compare ||
	    a->n_values != b->n_values)
		return false;
	for (int i = 0; i < a->n_values; i++)
		if (!value_equal(a->values[i], b->values[i]))
			return false;
	return true;
}

static void writing_and_parsing__gives_the_same_tree(void **state)
{
	struct query_context nobody = { .when = sample_when() };
	int tried = 0;

	(void)state;
	for (uint64_t number = 1; tried < TREES; number++) {
		struct query *tree, *again = NULL;
		struct error err = ERROR_INIT;
		AUTOBUF text = BUF_INIT;

		seed = number * 7919;
		terms = 0;
		entity = record_entities[pick(ENTITY_MAX)];
		parser.arena = &arena;
		tree = make_tree(5);
		query_write(tree, &text);
		if (terms <= QUERY_TERMS_MAX / 2 && text.len <= QUERY_TEXT_MAX) {
			tried++;
			if (query_parse(entity, text.s, &nobody, &arena, &again, NULL, &err) != 0)
				fail_msg("seed %d: %s\n%s", (int)number, text.s, err.why);
			if (!same_tree(tree, again))
				fail_msg("seed %d: %s is another tree", (int)number, text.s);
		}
		arena_clear(&arena);
	}
	arena_release(&arena);
}

static void positions__lie_within_the_text_and_within_each_other(void **state)
{
	static const char text[] = "a (b or -is:problem) due<today \"c d\" or text:x,y";
	struct query_context context = sample_context();
	const struct query *stack[64] = { NULL };
	int n = 0;
	struct query *q;

	(void)state;
	entity = record_entity(ENTITY_RECOMMENDATION);
	assert_int_equal(query_parse(entity, text, &context, &arena, &q, NULL, NULL), 0);
	for (stack[n++] = q; n;) {
		const struct query *top = stack[--n];
		const struct query *parts[] = { top->left, top->right };

		assert_true(top->from < top->to && top->to <= sizeof text - 1);
		for (int i = 0; i < 2; i++) {
			if (!parts[i])
				continue;
			assert_true(parts[i]->from >= top->from && parts[i]->to <= top->to);
			stack[n++] = parts[i];
		}
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writing_and_parsing__gives_the_same_tree),
		cmocka_unit_test(positions__lie_within_the_text_and_within_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
