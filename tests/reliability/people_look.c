/* SPDX-License-Identifier: MIT */
/* people_look.c - sessions and drafts of a host, seen from outside. */
#include "people_look.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/draft_file.h"
#include "base/buf.h"

static bool is_session(const char *pid)
{
	char path[64], name[32] = "";
	FILE *f;

	snprintf(path, sizeof path, "/proc/%.20s/comm", pid);
	f = fopen(path, "re");
	if (f && !fgets(name, sizeof name, f))
		name[0] = '\0';
	if (f)
		fclose(f);
	return strcmp(name, "closeout\n") == 0;
}

/* Private memory of one, in KiB. */
static long private_kib(const char *pid)
{
	char path[64], line[256];
	long sum = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%.20s/smaps_rollup", pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "Private_", 8) == 0)
			sum += strtol(strchr(line, ':') + 1, NULL, 10);
	if (f)
		fclose(f);
	return sum;
}

int sessions(long *most)
{
	DIR *d = opendir("/proc");
	struct dirent *entry;
	int n = 0;

	while (d && (entry = readdir(d))) {
		if (entry->d_name[0] < '1' || entry->d_name[0] > '9' || !is_session(entry->d_name))
			continue;
		char path[300], line[1024] = "";
		snprintf(path, sizeof path, "/proc/%.20s/cmdline", entry->d_name);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t len = fd >= 0 ? read(fd, line, sizeof line - 1) : 0;
		if (fd >= 0)
			close(fd);
		const char *mine = getenv("PEOPLE_DB");
		if (len <= 0 || (mine && !memmem(line, (size_t)len, mine, strlen(mine))))
			continue;
		n++;
		long kib = most ? private_kib(entry->d_name) : 0;
		if (most && kib > *most)
			*most = kib;
	}
	if (d)
		closedir(d);
	return n;
}

bool read_draft(const char *drafts, int number, char *text, size_t size, pid_t *pid)
{
	char dir[400], path[700];
	struct dirent *entry;
	bool found = false;

	snprintf(dir, sizeof dir, "%s/p%d", drafts, number);
	DIR *d = opendir(dir);
	while (d && !found && (entry = readdir(d))) {
		struct draft_record record;
		struct draft_found draft = { .n = 0 };
		AUTOBUF bytes = BUF_INIT;
		char piece[65536];
		ssize_t n;

		if (!strstr(entry->d_name, ".draft") || strstr(entry->d_name, ".draft."))
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		while (fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0)
			buf_add(&bytes, piece, (size_t)n);
		if (fd >= 0)
			close(fd);
		draft_record_last(bytes.s, bytes.len, &record);
		if (!record.payload || !draft_payload_read(record.payload, record.len, &draft))
			continue;
		const char *title = draft_get(&draft, "text.title"), *process = draft_get(&draft, "pid");
		snprintf(text, size, "%s", title ? title : "");
		*pid = process ? (pid_t)strtol(process, NULL, 10) : 0;
		free(draft.pairs);
		found = true;
	}
	if (d)
		closedir(d);
	return found;
}

void clear_drafts(const char *drafts, int number)
{
	char dir[400], path[700];
	struct dirent *entry;

	snprintf(dir, sizeof dir, "%s/p%d", drafts, number);
	DIR *d = opendir(dir);
	while (d && (entry = readdir(d))) {
		snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(path);
	}
	if (d)
		closedir(d);
}

pid_t parent_of(pid_t pid)
{
	char path[64], line[512] = "";
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	f = fopen(path, "re");
	if (f && !fgets(line, sizeof line, f))
		line[0] = '\0';
	if (f)
		fclose(f);
	const char *at = strrchr(line, ')');
	return at ? (pid_t)strtol(at + 4, NULL, 10) : 0;
}
