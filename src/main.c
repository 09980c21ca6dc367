/* SPDX-License-Identifier: MIT */
/* main.c - options, then the command, or without one the screen. */
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "app/access.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "host/host.h"
#include "loop.h"

/* A missing database is no failure here, but on a host: the screen offers to make one. */
static int open_app(struct app *a, const struct app_options *options, struct error *err)
{
	int rc = app_init(a, options, err);

	if (rc)
		return rc;
	rc = app_open(a, err);
	return rc == FAIL_MISSING && !a->store && !options->user && !options->host ? 0 : rc;
}

static int screen(const struct app_options *options)
{
	struct app app = { 0 };
	struct error err = ERROR_INIT;
	int rc = 0;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		error_set(&err, FAIL_USAGE, "screen", NULL,
			  "use a command, such as overview; closeout help lists them",
			  "input and output are not a terminal");
		return cli_error(&err);
	}
	if (options->host)
		rc = host_check_terminal(&err);
	if (rc == 0)
		rc = open_app(&app, options, &err);
	if (rc == 0 && options->refused) {
		rc = error_set(&err, FAIL_DENIED, "screen", options->refused, "leave it out",
			       "that option may not be given in a session on a host");
		access_note(&app, ACCESS_REFUSAL, NULL, options->refused);
	}
	if (rc == 0)
		rc = loop(&app, &err);
	app_release(&app);
	return rc ? cli_error(&err) : 0;
}

static int command_or_screen(struct app_options *options, int argc, char **argv)
{
	int status = cli_read_options(options, &argc, &argv);

	if (status >= 0)
		return status;
	return argc ? cli_run(options, argc, argv) : screen(options);
}

/* Somebody whom sshd let in: first of all the process is confined. */
static int session_on_host(int argc, char **argv)
{
	struct host h;
	struct error err = ERROR_INIT;
	int status = host_enter(&h, argc, argv, &err);

	status = status ? cli_error(&err) : command_or_screen(&h.options, h.n_words, h.words);
	host_release(&h);
	return status;
}

int main(int argc, char **argv)
{
	struct app_options options = { 0 };

	mem_give_back();
	signal(SIGPIPE, SIG_IGN); /* writers see EPIPE; the command line then ends quietly */
	if (host_is_login(argc, argv))
		return session_on_host(argc, argv);
	/* No other category is asked for, and each is a file to open. */
	setlocale(LC_CTYPE, "");
	return command_or_screen(&options, argc, argv);
}
