/* SPDX-License-Identifier: MIT */
/*
 * keys.c - the file of keys that sshd reads: "restrict,pty,command=... TYPE KEY ACCOUNT".
 *
 * sshd hands the forced command to the service account's shell. So nothing
 * stands in it but words of plain letters; a path or name with anything else in
 * it is refused. What a key's owner wrote as its comment does not come here.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/identity.h"
#include "app/people.h"
#include "app/sshkey.h"
#include "base/mem.h"
#include "host/host_private.h"
#include "host/setup.h"

#define HEAD                                                                              \
	"# Who may log in, written by \"closeout host keys\". Do not edit: it is written anew.\n" \
	"# restrict,pty: no forwarding, no agent, no tunnel, no file of commands.\n"

const char *host_keys_path(void)
{
	return CLOSEOUT_SYSCONFDIR "/authorized_keys";
}

const char *host_default_database(void)
{
	return CLOSEOUT_HOSTDIR "/data/closeout.db";
}

const char *host_program(struct arena *a)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	struct stat st;

	if (n <= 0)
		return NULL;
	path[n] = '\0';
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? arena_strdup(a, path) : NULL;
}

/* No shell finds anything in it. */
bool host_plain_path(const char *path)
{
	return *path == '/' && strlen(path) < PATH_MAX &&
	       path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+-")] == '\0' &&
	       !strstr(path, "/../") && !strstr(path, "//");
}

static int check_path(const char *path, const char *what, struct error *err)
{
	if (!path || host_plain_path(path))
		return 0;
	return error_set(err, FAIL_DATA, "host keys", path, "move it to a path of letters, digits and / . _ + -",
			 "the path of the %s cannot stand in sshd's file", what);
}

static int check_paths(const struct host_keys *k, struct error *err)
{
	int failed = check_path(k->program ? k->program : "?", "program", err);

	if (!failed)
		failed = check_path(k->database, "database", err);
	return failed ? failed : check_path(k->config, "settings", err);
}

static bool is_fingerprint(const char *s)
{
	return strncmp(s, "SHA256:", 7) == 0 && strlen(s) == 50 &&
	       s[7 + strspn(s + 7, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+")] == '\0';
}

/* One line; false for what has no place in the file. */
static bool add_line(const struct host_keys *k, const char *account, const char *public_key, struct buf *out)
{
	AUTOARENA arena = ARENA_INIT;
	struct sshkey key;

	if (!identity_name_ok(account) || sshkey_read(public_key, strlen(public_key), &arena, &key, NULL) != 0 ||
	    !is_fingerprint(key.fingerprint))
		return false;
	buf_addf(out, "restrict,pty,command=\"exec %s", k->program);
	if (k->config)
		buf_addf(out, " -c %s", k->config);
	if (k->database)
		buf_addf(out, " -d %s", k->database);
	buf_addf(out, " host login --account %s --key %s\" %s %s\n", account, key.fingerprint, key.text, account);
	return true;
}

int host_keys_text(struct app *a, const struct host_keys *k, struct buf *out, int *n, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct people_key *keys;
	int all = 0, failed = check_paths(k, err);

	*n = 0;
	if (!failed)
		failed = people_usable_keys(a, &arena, &keys, &all, err);
	if (failed)
		return failed;
	buf_adds(out, HEAD);
	for (int i = 0; i < all; i++)
		*n += add_line(k, keys[i].account, keys[i].public_key, out);
	return 0;
}

/* ---- for somebody who is not the owner */

/* "account TYPE KEY" a line, or "!why" and nothing else. */
static int write_keys(int fd, const struct app_options *options)
{
	struct app app;
	struct error err = ERROR_INIT;
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF text = BUF_INIT;
	struct people_key *keys;
	int n = 0, failed = app_init(&app, options, &err);

	if (!failed)
		failed = identity_open(&app, &err);
	if (!failed)
		failed = people_usable_keys(&app, &arena, &keys, &n, &err);
	for (int i = 0; i < n && !failed; i++)
		buf_addf(&text, "%s %s\n", keys[i].account, keys[i].public_key);
	if (failed)
		buf_addf(&text, "!%s: %s", err.where, err.why);
	for (size_t at = 0; at < text.len;) {
		ssize_t wrote = write(fd, text.s + at, text.len - at);

		if (wrote < 0 && errno != EINTR)
			return 1;
		at += wrote > 0 ? (size_t)wrote : 0;
	}
	app_release(&app);
	return 0;
}

/* In the child: nothing is left of the caller's rights. */
static int become(const struct stat *owner)
{
	if (setgroups(0, NULL) != 0 || setresgid(owner->st_gid, owner->st_gid, owner->st_gid) != 0 ||
	    setresuid(owner->st_uid, owner->st_uid, owner->st_uid) != 0)
		return -1;
	return setuid(0) == 0 ? -1 : 0;
}

static void read_all(int fd, struct buf *out)
{
	char piece[4096];
	ssize_t n;

	while ((n = read(fd, piece, sizeof piece)) != 0) {
		if (n < 0 && errno != EINTR)
			return;
		if (n > 0 && out->len < 16u << 20)
			buf_add(out, piece, (size_t)n);
	}
}

static int ask_child(const struct app_options *options, const struct stat *owner, struct buf *said, struct error *err)
{
	int ends[2], status = 0;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set(err, FAIL_IO, "host keys", NULL, NULL, "%s", strerror(errno));
	child = fork();
	if (child == 0)
		_exit(become(owner) == 0 ? write_keys(ends[1], options) : 1);
	close(ends[1]);
	if (child > 0)
		read_all(ends[0], said);
	close(ends[0]);
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return error_set(err, FAIL_IO, "host keys", NULL, "the file of keys is as it was",
				 "the database could not be read as its owner");
	return 0;
}

static int read_answer(const struct buf *said, const struct host_keys *k, struct buf *out, int *n, struct error *err)
{
	const char *at = said->s, *end;

	if (*at == '!')
		return error_set(err, FAIL_BUSY, "host keys", NULL, "the file of keys is as it was", "%.400s", at + 1);
	buf_adds(out, HEAD);
	for (; (end = strchr(at, '\n')) != NULL; at = end + 1) {
		AUTOFREE char *line = mem_strndup(at, (size_t)(end - at));
		char *blank = strchr(line, ' ');

		if (!blank)
			continue;
		*blank = '\0';
		*n += add_line(k, line, blank + 1, out);
	}
	return 0;
}

int host_keys_as_owner(const struct app_options *options, const struct host_keys *k, struct buf *out, int *n,
		       struct error *err)
{
	AUTOBUF said = BUF_INIT;
	struct app app;
	struct stat owner;
	int failed = check_paths(k, err);

	*n = 0;
	if (!failed)
		failed = app_init(&app, options, err);
	if (failed)
		return failed;
	if (lstat(app.database, &owner) != 0)
		failed = error_set(err, FAIL_MISSING, "host keys", app.database, "closeout init --shared makes it", "%s",
				   strerror(errno));
	else if (!S_ISREG(owner.st_mode) || owner.st_uid == 0)
		failed = error_set(err, FAIL_DENIED, "host keys", app.database, "give it to the service account",
				   "it is no file of a service account");
	else
		failed = ask_child(options, &owner, &said, err);
	app_release(&app);
	return failed ? failed : read_answer(&said, k, out, n, err);
}

/* ---- putting it in its place */

static int cannot(const char *path, struct error *err)
{
	return error_set(err, FAIL_CREATE, "host keys", path, "run it as root", "%s", strerror(errno));
}

static bool write_out(int fd, const struct buf *text)
{
	for (size_t at = 0; at < text->len;) {
		ssize_t n = write(fd, text->s + at, text->len - at);

		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? (size_t)n : 0;
	}
	return fchmod(fd, 0644) == 0 && fsync(fd) == 0;
}

int host_keys_publish(const char *path, const struct buf *text, struct error *err)
{
	AUTOBUF tmp = BUF_INIT;
	const char *slash = strrchr(path, '/');
	AUTOFREE char *folder = slash ? mem_strndup(path, slash > path ? (size_t)(slash - path) : 1) : mem_strdup(".");
	int fd, failed = 0;

	buf_addf(&tmp, "%s.XXXXXX", path);
	fd = mkostemp(tmp.s, O_CLOEXEC);
	if (fd < 0)
		return cannot(path, err);
	if (!write_out(fd, text) || rename(tmp.s, path) != 0)
		failed = cannot(path, err);
	close(fd);
	if (failed) {
		unlink(tmp.s);
		return failed;
	}
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	return 0;
}
