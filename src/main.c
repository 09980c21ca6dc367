/* SPDX-License-Identifier: MIT */
/* main.c - options, then the command; without one, how things stand. */
#include <locale.h>
#include <signal.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
	static char overview[] = "overview";
	char *no_command[] = { overview, NULL };
	struct app_options options = { 0 };
	int status;

	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_IGN); /* writers see EPIPE; the command line then ends quietly */
	status = cli_read_options(&options, &argc, &argv);
	if (status >= 0)
		return status;
	return argc ? cli_run(&options, argc, argv) : cli_run(&options, 1, no_command);
}
