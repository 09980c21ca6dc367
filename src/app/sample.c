/* SPDX-License-Identifier: MIT */
/* sample.c - the sample records: read from where they are, loaded in the order of the manifest. */
#include "app/sample.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/create.h"
#include "app/import_private.h"
#include "app/names.h"
#include "app/paths.h"
#include "app/sample_data.h"
#include "base/mem.h"

/* One line of the manifest. */
struct sample_step {
	const char *file, *entity, *actor, *effective, *reason;
	bool update;
};

struct sample {
	struct app *app;
	struct arena arena;
	struct sample_step *steps;
	int n, cap;
	const char *title;
	struct date today;
};

/* ---- files */

static FILE *open_builtin(const char *name)
{
	AUTOBUF path = BUF_INIT;

	buf_addf(&path, "data/sample/%s", name);
	for (const struct sample_file *s = sample_files; s->name; s++) {
		FILE *f;

		if (strcmp(s->name, path.s) != 0)
			continue;
		/* fmemopen() over our own bytes would need them not to be const. */
		f = fmemopen(NULL, s->len + 1, "w+");
		if (f) {
			fwrite(s->bytes, 1, s->len, f);
			rewind(f);
		}
		return f;
	}
	errno = ENOENT;
	return NULL;
}

static FILE *open_file(const char *name, struct error *err)
{
	AUTOFREE char *folder = app_data_override();
	AUTOBUF path = BUF_INIT;
	FILE *f;

	if (folder) {
		buf_addf(&path, "%s/data/sample/%s", folder, name);
		f = fopen(path.s, "re");
	} else {
		f = open_builtin(name);
	}
	if (!f)
		error_set(err, FAIL_MISSING, "cannot read the sample records", folder ? path.s : name,
			  "set CLOSEOUT_DATADIR to the folder that has data/sample, or unset it", "%s", strerror(errno));
	return f;
}

static enum source_format format_of(const char *name)
{
	enum source_format f = source_format_by_file(name);

	return f == SOURCE_FORMAT_MAX ? SOURCE_CSV : f;
}

/* Calls take with every row of a file of the sample. */
static int each_row(struct sample *s, const char *name, int (*take)(struct sample *s, const struct source_row *row),
		    struct error *err)
{
	struct source_options options = { .name = name };
	const struct source_row *row;
	struct source *source;
	enum source_result result = SOURCE_END;
	FILE *f = open_file(name, err);
	int failed;

	if (!f)
		return err->kind;
	failed = source_open(&source, format_of(name), f, &options, err);
	if (!failed) {
		while ((result = source_next(source, &row, err)) == SOURCE_GOOD && !failed)
			failed = take(s, row);
		source_close(source);
	}
	fclose(f);
	if (!failed && result != SOURCE_END)
		failed = err->kind;
	return failed;
}

static const char *cell(struct sample *s, const struct source_row *row, const char *name)
{
	const struct source_cell *c = source_cell(row, name);

	return c ? arena_strdup(&s->arena, c->text) : NULL;
}

static int take_step(struct sample *s, const struct source_row *row)
{
	const char *mode = cell(s, row, "mode");

	MEM_GROW(s->steps, s->cap, s->n + 1);
	s->steps[s->n++] = (struct sample_step){
		.file = cell(s, row, "file"), .entity = cell(s, row, "entity"), .actor = cell(s, row, "actor"),
		.effective = cell(s, row, "effective"), .reason = cell(s, row, "reason"),
		.update = mode && strcmp(mode, "update") == 0,
	};
	return 0;
}

static int take_database(struct sample *s, const struct source_row *row)
{
	const char *today = cell(s, row, "today");

	s->title = cell(s, row, "title");
	if (today)
		date_parse_iso(today, strlen(today), &s->today);
	return 0;
}

/* ---- loading */

static int make_import(const struct sample_step *step, struct import *im, struct error *err)
{
	*im = (struct import){ .name = step->file, .update = step->update, .reason = step->reason, .genesis = true,
			       .actor = step->actor, .effective = DATE_NONE };
	if (!step->file || !step->entity || !step->actor || !step->effective ||
	    !date_parse_iso(step->effective, strlen(step->effective), &im->effective))
		return error_set(err, FAIL_DATA, "sample records", "manifest.csv", NULL,
				 "a line lacks its file, entity, actor or date");
	im->entity = names_entity(step->entity, err);
	im->format = format_of(step->file);
	if (!im->entity)
		return err->kind;
	im->file = open_file(step->file, err);
	return im->file ? 0 : err->kind;
}

static bool is_genesis(const struct sample_step *step)
{
	return step->actor && strcmp(step->actor, "closeout") == 0;
}

/* The steps of "closeout" together are the first batch: offices and accounts. */
static int first_batch(struct sample *s, struct error *err)
{
	struct store_genesis genesis = { .kind = "sample", .title = s->title, .today = s->today };
	struct import im = { 0 }, each;
	struct reading_rows rows;
	struct door_request r;
	int failed = 0;

	import_begin(&rows, s->app, &im);
	for (int i = 0; i < s->n && !failed; i++) {
		if (!is_genesis(&s->steps[i]))
			continue;
		failed = make_import(&s->steps[i], &each, err);
		if (failed)
			break;
		rows.im = &each;
		rows.n_columns = 0;
		genesis.effective = each.effective;
		failed = import_read(&rows, err);
		if (!failed && rows.faults)
			failed = error_set(err, FAIL_BUG, "sample records", s->steps[i].file, NULL, "%s",
					   rows.problems[0].why);
		fclose(each.file);
	}
	import_order(&rows, true);
	r = import_request(&rows);
	r.verb = "init";
	r.genesis = true;
	r.effective = genesis.effective;
	if (!failed)
		failed = create_database(s->app, &genesis, &r, err);
	import_end(&rows);
	return failed;
}

/* The first thing that is wrong with a row says more than how many are. */
static void keep_first(void *data, const struct error *e)
{
	struct error *first = data;

	if (!first->kind)
		*first = *e;
}

static int load_step(struct app *maker, const struct sample_step *step, struct error *err)
{
	struct error first = ERROR_INIT;
	struct import_result result;
	struct import im;
	int failed = make_import(step, &im, err);

	if (failed)
		return failed;
	im.fault = keep_first;
	im.data = &first;
	failed = import_rows(maker, &im, &result, err);
	fclose(im.file);
	if (failed && first.kind)
		*err = first;
	return failed;
}

static int load(struct sample *s, struct error *err)
{
	struct app maker = *s->app; /* acts for those whom the manifest names */
	int failed;

	maker.kind = APP_SAMPLE;
	maker.today = s->today;
	failed = store_open(maker.database, STORE_READ_WRITE, &maker.store, err);
	for (int i = 0; i < s->n && !failed; i++)
		if (!is_genesis(&s->steps[i]))
			failed = load_step(&maker, &s->steps[i], err);
	store_close(maker.store);
	if (failed)
		create_forget(maker.database);
	return failed;
}

int sample_create(struct app *a, struct error *err)
{
	struct sample s = { .app = a, .arena = ARENA_INIT, .today = DATE_NONE };
	int failed = each_row(&s, "manifest.csv", take_step, err);

	if (!failed)
		failed = each_row(&s, "database.csv", take_database, err);
	if (!failed)
		failed = first_batch(&s, err);
	if (!failed)
		failed = load(&s, err);
	free(s.steps);
	arena_release(&s.arena);
	return failed;
}
