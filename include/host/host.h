/* SPDX-License-Identifier: MIT */
/*
 * host.h - a session that sshd started for somebody: confined, from the first line of main() on.
 *
 * sshd runs "closeout [-d FILE] [-c FILE] host login --account NAME --key FP" for whoever has
 * the key. That command line is the administrator's, from a file of root's; everything else
 * (environment, terminal name, SSH_ORIGINAL_COMMAND) is a stranger's. host_enter() takes from
 * the environment what it needs and clears it, closes what was inherited, sets limits, and
 * splits the command that was asked for without any shell. When the database is open and the
 * account is taken, the seal (struct app_host) shuts the rest: no other files, no programs, no
 * network, no other process.
 */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <stdbool.h>

#include "app/app.h"
#include "base/buf.h"

/* One session. It outlives everything that uses options. */
struct host {
	struct app_options options; /* to open the database with */
	struct app_host who;        /* options.host points here */
	char **words;               /* argv of the command asked for: words[0] is "closeout" */
	int n_words;                /* 1: none was asked for, the screen is wanted */
	struct arena arena;
};

/* True if this is such a command line. Nothing else of the process has been looked at. */
bool host_is_login(int argc, char **argv);

/*
 * Confines the process and fills h. FAIL_USAGE: the forced command, or the command that was
 * asked for, cannot be read; nothing of it was run.
 */
int host_enter(struct host *h, int argc, char **argv, struct error *err);
void host_release(struct host *h);

/* "" or what is wrong with the terminal's name: it is checked before curses sees it. */
int host_check_terminal(struct error *err);

/* What confinement this build has, a line each, for --version. */
void host_versions(struct buf *out);

#endif
