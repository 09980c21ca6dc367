/* SPDX-License-Identifier: MIT */
/* main.c - options, then the command, or without one the screen. */
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "cli/cli.h"
#include "loop.h"

/* A missing database is no failure here: the screen offers to make one. */
static int open_app(struct app *a, const struct app_options *options, struct error *err)
{
	int rc = app_init(a, options, err);

	if (rc)
		return rc;
	rc = app_open(a, err);
	return rc == FAIL_MISSING && !a->store && !options->user ? 0 : rc;
}

static int screen(const struct app_options *options)
{
	struct app app;
	struct error err = ERROR_INIT;
	int rc;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		error_set(&err, FAIL_USAGE, "screen", NULL,
			  "use a command, such as overview; closeout help lists them",
			  "input and output are not a terminal");
		return cli_error(&err);
	}
	rc = open_app(&app, options, &err);
	if (rc == 0)
		rc = loop(&app, &err);
	app_release(&app);
	return rc ? cli_error(&err) : 0;
}

int main(int argc, char **argv)
{
	struct app_options options = { 0 };
	int status;

	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_IGN); /* writers see EPIPE; the command line then ends quietly */
	status = cli_read_options(&options, &argc, &argv);
	if (status >= 0)
		return status;
	return argc ? cli_run(&options, argc, argv) : screen(&options);
}
