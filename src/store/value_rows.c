/* SPDX-License-Identifier: MIT */
/*
 * value_rows.c - "INSERT ... SELECT c0, c1 FROM value_rows(?1)": rows of a parameter.
 *
 * A statement costs some microseconds to begin and to end, whatever it writes, and what it may have to take
 * back is copied each time. So rows of an import are written many by one. The table belongs to the
 * connection, and the schema cannot use it.
 */
#include "store/store_private.h"

#define COLUMNS 90 /* of the widest record */
#define TYPE    "value_rows"

struct cursor {
	sqlite3_vtab_cursor base;
	const struct value_rows *rows;
	int at;
};

static int connect_table(sqlite3 *db, void *data, int n, const char *const *args, sqlite3_vtab **out, char **why)
{
	AUTOBUF sql = BUF_INIT;
	int rc;

	(void)data, (void)n, (void)args, (void)why;
	buf_adds(&sql, "CREATE TABLE t (");
	for (int i = 0; i < COLUMNS; i++)
		buf_addf(&sql, "c%d, ", i);
	buf_adds(&sql, "of HIDDEN)");
	rc = sqlite3_declare_vtab(db, sql.s);
	if (rc == SQLITE_OK)
		rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
	if (rc == SQLITE_OK)
		*out = mem_alloc(sizeof **out);
	return rc;
}

static int disconnect_table(sqlite3_vtab *t)
{
	free(t);
	return SQLITE_OK;
}

/* The one constraint there is says which rows. */
static int best_index(sqlite3_vtab *t, sqlite3_index_info *info)
{
	(void)t;
	for (int i = 0; i < info->nConstraint; i++) {
		if (info->aConstraint[i].iColumn != COLUMNS || !info->aConstraint[i].usable ||
		    info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
			continue;
		info->aConstraintUsage[i].argvIndex = 1;
		info->aConstraintUsage[i].omit = 1;
		return SQLITE_OK;
	}
	return SQLITE_CONSTRAINT;
}

static int open_cursor(sqlite3_vtab *t, sqlite3_vtab_cursor **out)
{
	struct cursor *c = mem_alloc(sizeof *c);

	(void)t;
	*out = &c->base;
	return SQLITE_OK;
}

static struct cursor *cursor_of(sqlite3_vtab_cursor *base)
{
	return (struct cursor *)base; /* it is its first member */
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
	free(cursor_of(base));
	return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int number, const char *name, int n, sqlite3_value **args)
{
	struct cursor *c = cursor_of(base);

	(void)number, (void)name;
	c->rows = n ? sqlite3_value_pointer(args[0], TYPE) : NULL;
	c->at = 0;
	return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *base)
{
	cursor_of(base)->at++;
	return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base)
{
	const struct cursor *c = cursor_of(base);

	return !c->rows || c->at >= c->rows->n;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int i)
{
	const struct cursor *c = cursor_of(base);
	struct value v = i < c->rows->columns ? c->rows->at[c->at][i] : VALUE_NULL;

	if (v.kind == VALUE_INT)
		sqlite3_result_int64(context, v.number);
	else if (v.kind == VALUE_TEXT)
		sqlite3_result_text(context, v.text, -1, SQLITE_STATIC);
	return SQLITE_OK;
}

static int row_id(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
	*out = cursor_of(base)->at;
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.xConnect = connect_table,
	.xBestIndex = best_index,
	.xDisconnect = disconnect_table,
	.xOpen = open_cursor,
	.xClose = close_cursor,
	.xFilter = filter,
	.xNext = next_row,
	.xEof = at_end,
	.xColumn = column,
	.xRowid = row_id,
};

int value_rows_module(struct store *s)
{
	return sqlite3_create_module_v2(s->db, "value_rows", &module, NULL, NULL);
}

void value_rows_columns(int n, struct buf *sql)
{
	for (int i = 0; i < n; i++)
		buf_addf(sql, "%sc%d", i ? ", " : "", i);
	buf_adds(sql, " FROM value_rows (?1)");
}

void stmt_value_rows(struct stmt *st, int at, struct value_rows *rows)
{
	sqlite3_bind_pointer(st->p, at, rows, TYPE, NULL);
}
