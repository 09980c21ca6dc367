/* SPDX-License-Identifier: MIT */
/*
 * paths.h - where closeout keeps and finds its files.
 *
 * The XDG base directories, HOME as their fallback, and CLOSEOUT_DATADIR over
 * the folder of the installation. Relative XDG paths are ignored, as their
 * specification says. What is returned is the caller's to free; NULL means
 * there is no such place (no HOME).
 */
#ifndef APP_PATHS_H
#define APP_PATHS_H

#include "app/app.h"

char *app_system_settings(void);
char *app_user_settings(const struct app *a); /* --config, or the file of the person's own */

/* Folders of *.theme files, first one first; entries may be NULL. */
#define APP_THEME_DIRS 3
void app_theme_dirs(char *dirs[APP_THEME_DIRS]);

/* The folder with "data" and "themes" in it that CLOSEOUT_DATADIR names; NULL: not set. */
char *app_data_override(void);

/* $XDG_STATE_HOME/closeout; drafts and the last view lie below it. */
char *app_state_dir(void);

/* The absolute path of the database: see app_init(). FAIL_CONFIG where none can be told. */
int app_database_path(const struct app *a, char **out, struct error *err);

/* Makes the folder a file is to lie in, and those above it, mode 0700. */
int app_make_folder_of(const char *path, struct error *err);

#endif
