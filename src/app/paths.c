/* SPDX-License-Identifier: MIT */
/* paths.c - where closeout keeps and finds its files. */
#include "app/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static char *joined(const char *folder, const char *tail)
{
	struct buf b = BUF_INIT;

	if (!folder)
		return NULL;
	buf_addf(&b, "%s/%s", folder, tail);
	return buf_detach(&b, NULL);
}

/* Below an XDG folder, or below HOME where that is not set. */
static char *personal(const char *variable, const char *below_home, const char *tail)
{
	const char *folder = environment(variable);
	const char *home = environment("HOME");

	if (folder && *folder == '/')
		return joined(folder, tail);
	if (!home)
		return NULL;
	AUTOFREE char *base = joined(home, below_home);

	return joined(base, tail);
}

char *app_system_settings(void)
{
	return mem_strdup(CLOSEOUT_SYSCONFDIR "/closeout.conf");
}

char *app_user_settings(const struct app *a)
{
	if (a->options.config)
		return mem_strdup(a->options.config);
	return a->options.host ? NULL : personal("XDG_CONFIG_HOME", ".config", "closeout/closeout.conf");
}

void app_theme_dirs(char *dirs[APP_THEME_DIRS])
{
	AUTOFREE char *data = app_data_override();

	dirs[0] = personal("XDG_CONFIG_HOME", ".config", "closeout/themes");
	dirs[1] = joined(data, "themes");
	dirs[2] = mem_strdup(CLOSEOUT_DATADIR "/themes");
}

char *app_data_override(void)
{
	return mem_strdup(environment("CLOSEOUT_DATADIR"));
}

char *app_state_dir(void)
{
	return personal("XDG_STATE_HOME", ".local/state", "closeout");
}

static char *default_database(const struct app *a)
{
	AUTOBUF set = BUF_INIT;

	if (environment("CLOSEOUT_DATABASE"))
		return mem_strdup(environment("CLOSEOUT_DATABASE"));
	settings_database(&a->settings, environment("HOME"), &set);
	if (set.len)
		return mem_strdup(set.s);
	if (a->options.host)
		return mem_strdup(CLOSEOUT_HOSTDIR "/data/closeout.db");
	return personal("XDG_DATA_HOME", ".local/share", "closeout/closeout.db");
}

int app_database_path(const struct app *a, char **out, struct error *err)
{
	AUTOFREE char *path = a->options.database ? mem_strdup(a->options.database) : default_database(a);
	AUTOFREE char *cwd = NULL;

	if (a->options.database && !*path)
		return error_set(err, FAIL_USAGE, "options", "--database", "name a file", "it is empty");
	if (!path || !*path)
		return error_set(err, FAIL_CONFIG, "cannot tell where the database is", NULL,
				 "name it with --database FILE", "HOME is not set");
	if (*path == '/') {
		*out = mem_strdup(path);
		return 0;
	}
	cwd = getcwd(NULL, 0);
	if (!cwd)
		return error_set(err, FAIL_IO, "cannot tell where the database is", path,
				 "name it with a path that begins with /", "%s", strerror(errno));
	*out = joined(cwd, strncmp(path, "./", 2) == 0 ? path + 2 : path);
	return 0;
}

int app_make_folder_of(const char *path, struct error *err)
{
	AUTOFREE char *folder = mem_strdup(path);

	for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		int why = mkdir(folder, 0700) != 0 ? errno : 0;

		if (why && why != EEXIST && access(folder, F_OK) != 0)
			return error_set(err, FAIL_CREATE, "cannot make the folder", folder,
					 "choose another place", "%s", strerror(why));
		*slash = '/';
	}
	return 0;
}
