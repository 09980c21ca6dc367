/* SPDX-License-Identifier: MIT */
/* output.c - where rows, talk and errors go. */
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "cli/cli_private.h"

/* Nothing reaches a terminal unfiltered, whatever it came from. */
static void put(FILE *to, const char *text, size_t len)
{
	AUTOBUF clean = BUF_INIT;

	utf8_visible(&clean, text, len, UTF8_KEEP_LF);
	fwrite(clean.s, 1, clean.len, to);
}

int cli_error(const struct error *e)
{
	char line[1400];

	error_line(e, line, sizeof line);
	fputs("closeout: ", stderr);
	put(stderr, line, strlen(line));
	putc('\n', stderr);
	return e->kind;
}

void cli_say(const char *format, ...)
{
	AUTOBUF text = BUF_INIT;
	va_list args;

	va_start(args, format);
	buf_vaddf(&text, format, args);
	va_end(args);
	put(stderr, text.s, text.len);
}

void cli_print(const char *format, ...)
{
	AUTOBUF text = BUF_INIT;
	va_list args;

	va_start(args, format);
	buf_vaddf(&text, format, args);
	va_end(args);
	put(stdout, text.s, text.len);
}

int cli_flush(struct cli *c)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	if (errno == EPIPE)
		return -1; /* nobody reads us any more */
	return error_set(&c->err, FAIL_IO, c->command->name, "standard output", NULL, "it cannot be written: %s",
			 strerror(errno));
}

/* ---- rows */

static int terminal_width(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

static int choose_format(struct cli *c, enum sink_format fallback, enum sink_format *out)
{
	const char *name = c->given[CLI_FORMAT];
	const char *names[SINK_FORMAT_MAX];
	const char *near;
	char next[80];

	*out = fallback;
	if (!name)
		return 0;
	*out = sink_format_by_name(name);
	if (*out != SINK_FORMAT_MAX)
		return 0;
	for (int i = 0; i < SINK_FORMAT_MAX; i++)
		names[i] = sink_format_name((enum sink_format)i);
	near = nearest_name(name, names, SINK_FORMAT_MAX);
	if (near)
		snprintf(next, sizeof next, "did you mean %s?", near);
	return error_set(&c->err, FAIL_USAGE, c->command->name, "--format",
			 near ? next : "say table, csv, tsv, json, ndjson or lines", "\"%s\" is no format", name);
}

static int cannot_create(struct cli *c, const char *path)
{
	return error_set(&c->err, FAIL_CREATE, c->command->name, path, "name another file", "%s", strerror(errno));
}

/* True if that path is the database itself or one of the files SQLite keeps beside it. */
static bool is_database(const struct cli *c, const struct stat *st)
{
	static const char *const parts[] = { "", "-wal", "-shm", "-journal", ".lock" };
	struct stat own;

	for (size_t i = 0; c->app.database && i < sizeof parts / sizeof *parts; i++) {
		AUTOBUF name = BUF_INIT;

		buf_addf(&name, "%s%s", c->app.database, parts[i]);
		if (stat(name.s, &own) == 0 && own.st_dev == st->st_dev && own.st_ino == st->st_ino)
			return true;
	}
	return false;
}

/* Where the kernel shows an open file, to give it a name. */
static void shown_as(int fd, char dst[40])
{
	snprintf(dst, 40, "/proc/self/fd/%d", fd);
}

/* A file in the folder of path that has no name yet: whoever is killed leaves nothing. -1: not on this file system. */
static int open_nameless(const char *path)
{
	const char *slash = strrchr(path, '/');
	AUTOFREE char *folder = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup(".");
	char shown[40];
	int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);

	shown_as(fd, shown);
	if (fd < 0 || access(shown, F_OK) == 0)
		return fd;
	close(fd);
	return -1;
}

/* A regular file appears whole or not at all; a device or pipe is written as it is. */
static int open_file(struct cli *c, const char *path, struct cli_out *out)
{
	struct stat st;
	AUTOBUF tmp = BUF_INIT;
	int fd;

	if (stat(path, &st) == 0 && is_database(c, &st))
		return error_set(&c->err, FAIL_CREATE, c->command->name, path, "give another name",
				 "that is the database itself");
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		out->file = fopen(path, "we");
		return out->file ? 0 : cannot_create(c, path);
	}
	buf_addf(&tmp, "%s.XXXXXX", path);
	fd = open_nameless(path);
	out->nameless = fd >= 0;
	if (fd < 0)
		fd = mkostemp(tmp.s, O_CLOEXEC);
	out->file = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out->file)
		return cannot_create(c, path);
	out->tmp = buf_detach(&tmp, NULL);
	return 0;
}

int cli_out_open(struct cli *c, enum sink_format fallback, struct cli_out *out)
{
	const char *path = c->given[CLI_OUTPUT];
	struct output *o = &out->output;
	int failed;

	*out = (struct cli_out){ 0 };
	failed = choose_format(c, fallback, &o->format);
	if (failed)
		return failed;
	o->sink.csv_safe = cli_has(c, CLI_CSV_SAFE);
	o->sink.ascii = c->options->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (path && strcmp(path, "-") != 0) {
		failed = open_file(c, path, out);
		out->path = mem_strdup(path);
		o->sink.target = (struct out_target){ .file = out->file, .name = out->path };
		return failed;
	}
	o->sink.target.file = stdout;
	o->sink.terminal = isatty(STDOUT_FILENO);
	o->sink.width = o->sink.terminal ? terminal_width() : 0;
	return 0;
}

/* A name beside the one it is to have, which rename() then gives it: a link replaces nothing. */
static bool give_name(struct cli_out *out)
{
	char shown[40], *end = out->tmp + strlen(out->tmp) - 6;

	shown_as(fileno(out->file), shown);
	for (int i = 0; i < 100; i++) {
		snprintf(end, 7, "%06x", (unsigned)((clock_monotonic_us() + i * 4099) & 0xFFFFFF));
		if (linkat(AT_FDCWD, shown, AT_FDCWD, out->tmp, AT_SYMLINK_FOLLOW) == 0) {
			out->nameless = false;
			return true;
		}
		if (errno != EEXIST)
			break;
	}
	return false;
}

static int finish_file(struct cli *c, struct cli_out *out, int failed)
{
	bool written = fflush(out->file) == 0 && (!out->tmp || fsync(fileno(out->file)) == 0);

	if (out->nameless && written && !failed)
		written = give_name(out);
	if (fclose(out->file) != 0 || !written)
		failed = failed ? failed : error_set(&c->err, FAIL_IO, c->command->name, out->path, NULL, "%s",
						     strerror(errno));
	if (!failed && out->tmp && rename(out->tmp, out->path) != 0)
		failed = cannot_create(c, out->path);
	if (failed && out->tmp && !out->nameless) /* what has no name is gone by itself */
		unlink(out->tmp);
	return failed;
}

int cli_out_close(struct cli *c, struct cli_out *out, int failed)
{
	if (out->file)
		failed = finish_file(c, out, failed);
	free(out->path);
	free(out->tmp);
	if (failed && out->output.reader_gone)
		return -1; /* whoever read us is content; see cli_run() */
	return failed;
}
