/* SPDX-License-Identifier: MIT */
/* screen_help.c - the sample records on a screen of cells, and golden files. */
#include "screen_help.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/render.h"

static void must(int rc, const struct error *err)
{
	char line[1200];

	if (rc)
		fail_msg("%s", error_line(err, line, sizeof line));
}

static int setup(void **state, bool database)
{
	struct shot *s = mem_alloc(sizeof *s);
	const char *folder = getenv("TMPDIR");
	struct error err = ERROR_INIT;
	static int count;

	setlocale(LC_ALL, "C.UTF-8");
	snprintf(s->path, sizeof s->path, "%s/screen-%ld-%d.db", folder ? folder : "/tmp",
		 (long)getpid(), ++count);
	struct app_options options = { .database = s->path };
	must(app_init(&s->app, &options, &err), &err);
	if (database) {
		must(app_create(&s->app, true, &err), &err);
		must(app_open(&s->app, &err), &err);
	}
	grid_init(&s->grid);
	must(screen_init(&s->screen, &s->app, &err), &err);
	screen_resize(&s->screen, 24, 80);
	screen_start(&s->screen);
	/* At this size the program begins with the reports; most tests are about recommendations. */
	if (database)
		screen_key(&s->screen, (struct key){ .code = KEYCODE_TAB });
	*state = s;
	return 0;
}

int shot_setup(void **state)
{
	return setup(state, true);
}

int shot_setup_nothing(void **state)
{
	return setup(state, false);
}

int shot_teardown(void **state)
{
	struct shot *s = *state;

	screen_release(&s->screen);
	app_release(&s->app);
	grid_release(&s->grid);
	unlink(s->path);
	free(s);
	return 0;
}

/* Time goes on by two seconds: what waits for a pause is read. */
static void settle(struct shot *s)
{
	s->now_us += 2000000;
	screen_tick(&s->screen, s->now_us, false);
}

void shot_size(struct shot *s, int rows, int cols)
{
	screen_resize(&s->screen, rows, cols);
}

void shot_ascii(struct shot *s, bool ascii)
{
	s->app.options.ascii = ascii;
}

void shot_keys(struct shot *s, const char *names)
{
	char name[KEY_NAME_MAX];
	struct key k;

	while (*names) {
		size_t len = strcspn(names, " ");

		snprintf(name, sizeof name, "%.*s", (int)len, names);
		if (len && !key_parse(name, &k))
			fail_msg("there is no key %s", name);
		if (len)
			screen_key(&s->screen, k);
		settle(s);
		names += len + (names[len] == ' ');
	}
}

void shot_type(struct shot *s, const char *text)
{
	size_t len = strlen(text), n;

	for (; len; text += n, len -= n) {
		struct key k = { .code = 0 };

		n = utf8_decode(text, len, &k.code);
		screen_key(&s->screen, k);
	}
	settle(s);
}

void shot_paste(struct shot *s, const char *text)
{
	screen_paste(&s->screen, text, strlen(text), 0);
	settle(s);
}

void shot_render(struct shot *s)
{
	grid_resize(&s->grid, s->screen.rows, s->screen.cols);
	ui_render(&s->screen, &s->grid);
}

const char *shot_line(struct shot *s, int row)
{
	static struct buf text = BUF_INIT;
	char *line, *end;

	buf_clear(&text);
	grid_dump(&s->grid, &text, NULL);
	for (line = text.s; row > 0 && (end = strchr(line, '\n')); row--)
		line = end + 1;
	line[strcspn(line, "\n")] = '\0';
	return line;
}

int shot_find(struct shot *s, const char *text)
{
	for (int row = 0; row < s->grid.rows; row++)
		if (strstr(shot_line(s, row), text))
			return row;
	return -1;
}

bool shot_shows(struct shot *s, const char *what)
{
	AUTOBUF text = BUF_INIT;

	shot_render(s);
	grid_dump(&s->grid, &text, NULL);
	return strstr(text.s, what) != NULL;
}

enum paint shot_paint(const struct shot *s, int row, int col)
{
	return (enum paint)s->grid.cells[row * s->grid.cols + col].paint;
}

/* ---- goldens -------------------------------------------------------------------------------- */

static void golden_path(const char *name, char *dst, size_t size)
{
	const char *folder = getenv("TEST_SRCDIR");

	snprintf(dst, size, "%s/tests/screen/golden/%s.txt", folder ? folder : ".", name);
}

static void golden_text(const struct shot *s, struct buf *out)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF paints = BUF_INIT;

	grid_dump(&s->grid, &text, &paints);
	buf_addf(out, "%dx%d, cursor %d,%d\n", s->grid.cols, s->grid.rows, s->grid.cursor_col,
		 s->grid.cursor_row);
	buf_adds(out, text.s);
	buf_adds(out, "---- paints ----\n");
	buf_adds(out, paints.s);
}

static void golden_write(const char *path, const struct buf *text)
{
	FILE *f = fopen(path, "w");

	if (!f)
		fail_msg("cannot write %s: %s", path, strerror(errno));
	fwrite(text->s, 1, text->len, f);
	assert_int_equal(fclose(f), 0);
}

static void golden_read(const char *path, struct buf *out)
{
	char bytes[4096];
	size_t n;
	FILE *f = fopen(path, "r");

	if (!f)
		fail_msg("cannot read %s: %s; \"make renew-goldens\" writes it", path,
			 strerror(errno));
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(out, bytes, n);
	fclose(f);
}

/* The first line that differs says more than two whole screens. */
static void compare(const char *name, const char *want, const char *have)
{
	int line = 1;

	while (*want && *want == *have) {
		line += *want == '\n';
		want++;
		have++;
	}
	if (*want == *have)
		return;
	fail_msg("%s: from line %d on it should be\n%.200s\nbut is\n%.200s", name, line, want,
		 have);
}

void shot_golden(struct shot *s, const char *name)
{
	const char *renew = getenv("RENEW_GOLDENS");
	char path[512];
	AUTOBUF have = BUF_INIT;
	AUTOBUF want = BUF_INIT;

	shot_render(s);
	golden_text(s, &have);
	golden_path(name, path, sizeof path);
	if (renew && *renew) {
		golden_write(path, &have);
		return;
	}
	golden_read(path, &want);
	compare(name, want.s, have.s);
}
