/* SPDX-License-Identifier: MIT */
/* setup.c - what a machine needs to be the host: the plan, as a script, and carried out. */
#include "host/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/identity.h"
#include "base/mem.h"
#include "host/setup_private.h"

#define SSHD_FILE "/etc/ssh/sshd_config.d/closeout.conf"
#define SETTINGS CLOSEOUT_SYSCONFDIR "/closeout.conf"

static const char sshd_block[] =
	"# closeout: people come in with their key and reach closeout, nothing else.\n"
	"# Written by \"closeout host setup\". Ten people at once are dropped by sshd's own default.\n"
	"MaxStartups 50:30:200\n"
	"PermitUserEnvironment no\n"
	"StrictModes yes\n"
	"\n"
	"Match User %s\n"
	"    AuthorizedKeysFile %s\n"
	"    # or keys from a command, which must end with 0 and must not need the database:\n"
	"    # AuthorizedKeysFile none\n"
	"    # AuthorizedKeysCommand /usr/bin/cat %s\n"
	"    # AuthorizedKeysCommandUser nobody\n"
	"    AuthenticationMethods publickey\n"
	"    PasswordAuthentication no\n"
	"    KbdInteractiveAuthentication no\n"
	"    DisableForwarding yes\n"
	"    AllowAgentForwarding no\n"
	"    AllowTcpForwarding no\n"
	"    AllowStreamLocalForwarding no\n"
	"    PermitTunnel no\n"
	"    X11Forwarding no\n"
	"    PermitUserRC no\n"
	"    PermitTTY yes\n"
	"    SetEnv LANG=C.UTF-8 LC_ALL=C.UTF-8\n"
	"    MaxSessions 1\n"
	"    MaxAuthTries 3\n"
	"    ClientAliveInterval 15\n"
	"    ClientAliveCountMax 3\n"
	"    UnusedConnectionTimeout 30\n";

/* ---- the plan */

enum owner { OWNER_ROOT, OWNER_SERVICE };

struct folder {
	const char *path;
	enum owner owner;
	mode_t mode;
};

struct file {
	const char *path;
	struct buf text;
	mode_t mode;
};

struct plan {
	struct folder folders[4];
	struct file files[3];
	int n_folders, n_files;
	char *data; /* the folder of the database */
};

static void add_file(struct plan *p, const char *path, mode_t mode)
{
	p->files[p->n_files++] = (struct file){ path, BUF_INIT, mode };
}

static void make_plan(const struct host_setup *s, struct plan *p)
{
	const char *slash = strrchr(s->database, '/');

	*p = (struct plan){ .data = mem_strndup(s->database, (size_t)(slash - s->database)) };
	p->folders[p->n_folders++] = (struct folder){ CLOSEOUT_SYSCONFDIR, OWNER_ROOT, 0755 };
	p->folders[p->n_folders++] = (struct folder){ CLOSEOUT_HOSTDIR, OWNER_ROOT, 0755 };
	p->folders[p->n_folders++] = (struct folder){ p->data, OWNER_SERVICE, 0700 };
	add_file(p, SSHD_FILE, 0644);
	buf_addf(&p->files[0].text, sshd_block, s->account, host_keys_path(), host_keys_path());
	add_file(p, SETTINGS, 0644);
	buf_addf(&p->files[1].text, "# Settings of closeout for everybody on this host; see closeout.conf(5).\ndatabase = \"%s\";\n",
		 s->database);
	add_file(p, host_keys_path(), 0644);
	buf_adds(&p->files[2].text, "# Written anew by \"closeout host keys\".\n");
}

static void plan_release(struct plan *p)
{
	for (int i = 0; i < p->n_files; i++)
		buf_release(&p->files[i].text);
	mem_autofree(&p->data);
}

int host_setup_fill(struct host_setup *s, struct arena *a, struct error *err)
{
	if (!s->root)
		s->root = "";
	if (!s->account)
		s->account = "closeout";
	if (!s->database)
		s->database = CLOSEOUT_HOSTDIR "/data/closeout.db";
	if (!s->program)
		s->program = host_program(a);
	if (!s->program)
		return error_set(err, FAIL_IO, "host setup", NULL, NULL, "the path of the program cannot be told");
	if (!identity_name_ok(s->account) || strcmp(s->account, "root") == 0)
		return error_set(err, FAIL_DATA, "host setup", s->account, "closeout, for example",
				 "it cannot be the name of the service account");
	if (!host_plain_path(s->database) || !host_plain_path(s->program) || (*s->root && !host_plain_path(s->root)))
		return error_set(err, FAIL_DATA, "host setup",
				 !host_plain_path(s->database) ? s->database : *s->root ? s->root : s->program,
				 "use an absolute path of letters, digits and / . _ + -", "that path cannot stand in sshd's files");
	return 0;
}

/* ---- as a script */

static void print_steps(const struct host_setup *s, struct buf *out)
{
	buf_addf(out,
		 "\n# Then\n"
		 "sshd -t && systemctl reload ssh\n"
		 "# [ -e %s ] || sudo -u %s %s init --shared --key - <FILE.pub\n"
		 "# sudo -u %s %s user add NAME --role ROLE --office OFFICE --key - <FILE.pub\n"
		 "# %s host keys\n"
		 "# Everybody: ssh %s@HOST\n",
		 s->database, s->account, s->program, s->account, s->program, s->program, s->account);
}

void host_setup_print(const struct host_setup *s, struct buf *out)
{
	struct plan p;

	make_plan(s, &p);
	buf_addf(out,
		 "#!/bin/sh -e\n"
		 "# Makes this machine the host of closeout. Run it as root, or: closeout host setup --apply\n"
		 "\n"
		 "# The service account owns the database. sshd runs each session's command with its shell,\n"
		 "# so it has one, but no password ('*'; '!' would be a locked account) and no home of its own.\n"
		 "getent passwd %s >/dev/null ||\n"
		 "\tuseradd --system --user-group --home-dir %s --no-create-home --shell /bin/sh --password '*' %s\n\n",
		 s->account, CLOSEOUT_HOSTDIR, s->account);
	for (int i = 0; i < p.n_folders; i++) {
		const char *owner = p.folders[i].owner == OWNER_SERVICE ? s->account : "root";

		buf_addf(out, "install -d -o %s -g %s -m %04o %s\n", owner, owner, (unsigned)p.folders[i].mode,
			 p.folders[i].path);
	}
	for (int i = 0; i < p.n_files; i++)
		buf_addf(out, "\n[ -e %s ] || cat >%s <<'END'\n%sEND\nchmod %04o %s\n", p.files[i].path, p.files[i].path,
			 p.files[i].text.s, (unsigned)p.files[i].mode, p.files[i].path);
	print_steps(s, out);
	plan_release(&p);
}

/* ---- carried out */

struct doing {
	const struct host_setup *s;
	uid_t uid;
	gid_t gid;
	void (*tell)(void *data, const char *line);
	void *data;
	struct error *err;
};

static void tell(struct doing *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void tell(struct doing *d, const char *format, ...)
{
	AUTOBUF line = BUF_INIT;
	va_list args;

	va_start(args, format);
	buf_vaddf(&line, format, args);
	va_end(args);
	d->tell(d->data, line.s);
}

static int cannot(struct doing *d, const char *path)
{
	return error_set(d->err, FAIL_CREATE, "host setup", path, "mend that and run it again", "%s", strerror(errno));
}

static void below(const struct doing *d, const char *path, struct buf *out)
{
	buf_addf(out, "%s%s", d->s->root, path);
}

/* The folders above it are root's and everybody may pass. */
static int make_above(struct doing *d, char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0755) != 0 && errno != EEXIST)
			return cannot(d, path);
		*slash = '/';
	}
	return 0;
}

static int make_folder(struct doing *d, const struct folder *f)
{
	AUTOBUF path = BUF_INIT;
	uid_t uid = f->owner == OWNER_SERVICE ? d->uid : 0;
	gid_t gid = f->owner == OWNER_SERVICE ? d->gid : 0;
	struct stat st;
	bool there;

	below(d, f->path, &path);
	if (make_above(d, path.s) != 0)
		return d->err->kind;
	there = mkdir(path.s, f->mode) != 0;
	if (there && errno != EEXIST)
		return cannot(d, path.s);
	if (lstat(path.s, &st) != 0 || !S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return cannot(d, path.s);
	}
	if (lchown(path.s, uid, gid) != 0 || chmod(path.s, f->mode) != 0)
		return cannot(d, path.s);
	tell(d, "%s %s (%s, %04o)", there ? "settled" : "made", path.s,
	     f->owner == OWNER_SERVICE ? d->s->account : "root",
	     (unsigned)f->mode);
	return 0;
}

static int make_file(struct doing *d, const struct file *f)
{
	AUTOBUF path = BUF_INIT;
	struct stat st;
	int fd;
	bool written;

	below(d, f->path, &path);
	if (make_above(d, path.s) != 0)
		return d->err->kind;
	if (lstat(path.s, &st) == 0) {
		tell(d, "left %s as it is", path.s);
		return 0;
	}
	fd = open(path.s, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, f->mode);
	if (fd < 0)
		return cannot(d, path.s);
	written = write(fd, f->text.s, f->text.len) == (ssize_t)f->text.len && fchmod(fd, f->mode) == 0 &&
		  fsync(fd) == 0;
	if (close(fd) != 0 || !written)
		return cannot(d, path.s);
	tell(d, "wrote %s", path.s);
	return 0;
}

static int settle_account(struct doing *d)
{
	struct service found;
	bool made = false;
	int failed = service_find(d->s->root, d->s->account, &found, d->err);

	if (failed == FAIL_MISSING) {
		failed = service_make(d->s->root, d->s->account, CLOSEOUT_HOSTDIR, &found, d->err);
		made = true;
	}
	if (failed)
		return failed;
	if (found.uid == 0)
		return error_set(d->err, FAIL_DENIED, "host setup", d->s->account, "choose another name",
				 "the service account cannot be root");
	d->uid = found.uid;
	d->gid = found.gid;
	tell(d, "%s account %s (uid %lu)", made ? "made" : "found", d->s->account, (unsigned long)found.uid);
	if (!found.usable_shell)
		tell(d, "its shell lets nobody in: usermod --shell /bin/sh %s", d->s->account);
	return 0;
}

int host_setup_apply(const struct host_setup *s, void (*see)(void *data, const char *line), void *data,
		     struct error *err)
{
	struct doing d = { .s = s, .tell = see, .data = data, .err = err };
	struct plan p;
	int failed = 0;

	if (geteuid() != 0)
		return error_set(err, FAIL_DENIED, "host setup", "--apply", "run it as root, or run the script that it prints",
				 "only root can do that");
	umask(022);
	make_plan(s, &p);
	failed = settle_account(&d);
	for (int i = 0; i < p.n_folders && !failed; i++)
		failed = make_folder(&d, &p.folders[i]);
	for (int i = 0; i < p.n_files && !failed; i++)
		failed = make_file(&d, &p.files[i]);
	plan_release(&p);
	return failed;
}
