/* SPDX-License-Identifier: MIT */
/*
 * fuzz_query.c - any bytes as a query: refused at a byte of the text with a
 * wish, or parsed into a tree whose own text gives the same text again.
 * Completion, sort orders and column lists read the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_tree(const struct query *q, size_t len)
{
	if (!q)
		return;
	must(q->from < q->to && q->to <= len);
	if (q->kind == QUERY_WORD)
		must(q->word[0] && utf8_valid(q->word, strlen(q->word), NULL));
	if (q->kind == QUERY_COMPARE)
		must((q->field != NULL) == (q->pseudo == QUERY_FIELD));
	check_tree(q->left, len);
	check_tree(q->right, len);
}

static void check_query(const struct entity *e, const char *text)
{
	struct query_context context = { .when = { .due = DATE_NONE } };
	AUTOARENA a = ARENA_INIT;
	AUTOBUF once = BUF_INIT;
	AUTOBUF twice = BUF_INIT;
	struct query *q = NULL;
	struct query_error at = { .at = 0 };
	struct error err = ERROR_INIT;

	date_from_ymd(2012, 11, 15, &context.when.today);
	if (query_parse(e, text, &context, &a, &q, &at, &err) != 0) {
		must(err.kind == FAIL_USAGE && at.at <= strlen(text) && at.expected[0]);
		must(utf8_valid(at.expected, strlen(at.expected), NULL));
		return;
	}
	check_tree(q, strlen(text));
	query_write(q, &once);
	if (once.len > 4096)
		return; /* shorthands and quotes can make it longer than may be typed */
	must(query_parse(e, once.s, &context, &a, &q, NULL, NULL) == 0);
	query_write(q, &twice);
	must(strcmp(once.s, twice.s) == 0);
}

static void count(void *data, const char *candidate, const char *help)
{
	(void)help;
	must(candidate[0] != '\0');
	++*(int *)data;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct entity *e;
	AUTOFREE char *text = NULL;
	struct columns columns;
	struct sort sort;
	size_t start;
	int n = 0;

	/* The first byte chooses the kind of record, the second the place of the cursor. */
	if (size < 2)
		return 0;
	e = record_entity((enum entity_id)(data[0] % ENTITY_MAX));
	text = mem_strndup((const char *)data + 2, size - 2);
	check_query(e, text);
	query_complete(e, text, data[1], &start, count, &n);
	must(start <= strlen(text) && start <= data[1]);
	if (columns_parse(e, text, &columns, NULL) == 0)
		must(columns.n > 0 && columns.n <= COLUMNS_MAX);
	if (sort_parse(e, text, &sort, NULL) == 0)
		must(sort.n <= SORT_MAX);
	return 0;
}
