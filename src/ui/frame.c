/* SPDX-License-Identifier: MIT */
/*
 * frame.c - the title line: where one is, who one is, which day it is.
 *
 * Everything on it can be said shortly. From the widest wording to the
 * shortest, the first that fits is taken; flags and day are never left out.
 */
#include "ui/ui_private.h"

#include <stdio.h>
#include <string.h>

#include "app/past.h"
#include "base/utf8.h"

/* ---- a line put together from pieces ------------------------------------------------------ */

#define PIECES_MAX 24

struct strip {
	struct buf text;
	int n;
	struct {
		size_t from;
		enum paint paint;
	} at[PIECES_MAX];
};

static void strip_init(struct strip *s)
{
	*s = (struct strip){ .n = 0 };
	buf_init(&s->text);
}

static void strip_add(struct strip *s, enum paint p, const char *text)
{
	if (!*text || s->n == PIECES_MAX)
		return;
	s->at[s->n].from = s->text.len;
	s->at[s->n++].paint = p;
	/* Filtered here, so that its width is known. */
	utf8_visible(&s->text, text, strlen(text), 0);
}

static int strip_cols(const struct strip *s)
{
	return utf8_width(s->text.s, s->text.len);
}

static int strip_put(const struct strip *s, struct area a, int col)
{
	int start = col;

	for (int i = 0; i < s->n; i++) {
		size_t end = i + 1 < s->n ? s->at[i + 1].from : s->text.len;

		col += area_put_len(a, 0, col, -1, s->at[i].paint, s->text.s + s->at[i].from,
				    end - s->at[i].from, true);
	}
	return col - start;
}

/* ---- what it says ---------------------------------------------------------------------------- */

const struct view *frame_body(const struct screen *s)
{
	for (int i = s->depth - 1; i >= 0; i--)
		if (!view_is_overlay(s->stack[i]->kind))
			return s->stack[i];
	return NULL;
}

static void add_who(const struct screen *s, bool role, struct strip *out)
{
	const struct app *a = s->app;
	const char *label = a->role ? role_label(a->role) : "";
	char text[96];

	if (!a->user[0])
		return;
	/* In a sample database an account is named by its role: once is enough. */
	if (role && *label && !utf8_contains(label, a->user))
		snprintf(text, sizeof text, "%s (%s)", a->user, label);
	else
		snprintf(text, sizeof text, "%s", a->user);
	strip_add(out, PAINT_TITLE, text);
}

enum naming { DATABASE_LEFT_OUT, DATABASE_BRIEF, DATABASE_FULL };

#define BRIEF_CELLS 12

/* Its title, else its file; briefly the first word of the title, or the file without its ending. */
static void add_database(const struct screen *s, enum naming how, struct strip *out)
{
	const struct app *a = s->app;
	const char *slash = a->database ? strrchr(a->database, '/') : NULL;
	const char *name = a->title[0] ? a->title : slash ? slash + 1 : a->database ? a->database : "closeout";
	size_t len = strlen(name);
	char brief[64];

	if (how == DATABASE_FULL) {
		strip_add(out, PAINT_TITLE, name);
		return;
	}
	if (a->title[0])
		len = strcspn(name, " ");
	else if (len > 3 && strcmp(name + len - 3, ".db") == 0)
		len -= 3;
	len = utf8_clip(name, len, BRIEF_CELLS, NULL);
	snprintf(brief, sizeof brief, "%.*s", (int)(len < sizeof brief ? len : 0), name);
	strip_add(out, PAINT_TITLE, brief);
}

static void add_flag(struct strip *out, const char *text)
{
	strip_add(out, PAINT_TITLE_ALERT, text);
	strip_add(out, PAINT_TITLE, " ");
}

/* READ-ONLY SAMPLE AS OF ... today */
static void add_day(const struct screen *s, bool words, struct strip *out)
{
	const struct app *a = s->app;
	static const char *const troubles[] = {
		[STORE_WELL] = "", [STORE_DISK_FULL] = "DISK FULL, READ-ONLY", [STORE_FAILED] = "DISK FAILED, READ-ONLY",
		[STORE_DAMAGED] = "DAMAGED, READ-ONLY", [STORE_REPLACED] = "REPLACED, READ-ONLY",
	};
	char day[DATE_TEXT], text[64];

	if (a->trouble)
		add_flag(out, troubles[a->trouble]);
	if (a->options.read_only)
		add_flag(out, "READ-ONLY");
	if (a->kind == APP_SAMPLE && a->store)
		add_flag(out, "SAMPLE");
	if (past_is(a)) {
		strip_add(out, PAINT_TITLE_ALERT, past_words(a, text));
		return;
	}
	date_format(a->today, day);
	if (a->today_is_real || !a->store) {
		strip_add(out, PAINT_TITLE, day);
		return;
	}
	snprintf(text, sizeof text, "%s%s", day,
		 !words           ? ""
		 : a->today_given ? " (given day)"
				  : " (sample's day)");
	strip_add(out, PAINT_TITLE_ALERT, text);
}

/* ---- tabs --------------------------------------------------------------------------------------- */

static const struct {
	int number;
	const char *name, *brief;
	bool rare; /* has a tab only while it is shown or something waits there, so that the others fit */
} tabs[] = {
	{ 0, "Bench", "Bench", false },   { 1, "Reports", "Reports", false }, { 2, "Recs", "Recs", false },
	{ 3, "Plan", "Plan", false },     { 4, "Positions", "Pos", false },   { 6, "Inbox", "Inbox", true },
	{ 7, "Overview", "Over", false }, { 8, "History", "Hist", false },
};

/* The brackets take the place of the blanks around, so that nothing moves when another tab is shown. */
static void add_tab(struct strip *out, bool active, int number, const char *name)
{
	char text[160];

	if (number >= 0)
		snprintf(text, sizeof text, "%c%d%s%s%c", active ? '[' : ' ', number,
			 *name ? " " : "", name, active ? ']' : ' ');
	else
		snprintf(text, sizeof text, "%c%s%c", active ? '[' : ' ', name, active ? ']' : ' ');
	strip_add(out, active ? PAINT_TAB_ACTIVE : PAINT_TAB, text);
}

static int active_tab(const struct screen *s)
{
	for (int i = s->depth - 1; i >= 0; i--)
		if (s->stack[i]->number >= 0)
			return s->stack[i]->number;
	return -1;
}

enum tab_style {
	TABS_FULL,    /* names of all views; and of the panes, where one is shown at a time */
	TABS_BRIEF,   /* shorter names */
	TABS_PANES,   /* only the panes, with what is in the one that is shown */
	TABS_PANE,    /* only the pane that is shown */
	TABS_NUMBERS, /* the numbers of all views, the name of the one that is shown */
	TABS_ONE,     /* only the one that is shown */
	TABS_NONE
};

static void add_panes(const struct screen *s, const struct bench *b, enum tab_style style,
		      struct strip *out)
{
	bool brief = style >= TABS_PANES;

	strip_add(out, PAINT_TAB, style <= TABS_PANES ? " 0 Bench:" : " 0 ");
	for (int i = 0; i < BENCH_PANES; i++) {
		AUTOBUF title = BUF_INIT;

		if (style > TABS_PANES && i != b->focus)
			continue;
		bench_pane_title(b, i, brief, s->app->options.ascii, &title);
		/* Of panes that are not shown only the name, when it is tight. */
		if ((brief && i != b->focus) || style == TABS_ONE)
			buf_cut(&title, strcspn(title.s, " "));
		add_tab(out, i == b->focus, -1, title.s);
	}
}

/* How much waits is said wherever there is room for any tab; the other rare ones show when they are on. */
static bool tab_seen(const struct screen *s, size_t i, bool on, bool bench, enum tab_style style)
{
	bool waits = tabs[i].number == INBOX_NUMBER && s->waiting;

	if (bench && (on || style > TABS_BRIEF))
		return !on && waits && style < TABS_ONE;
	if (on || waits)
		return on || style < TABS_ONE;
	return !tabs[i].rare && style != TABS_PANE && style != TABS_ONE;
}

static void add_tabs(const struct screen *s, enum tab_style style, struct strip *out)
{
	const struct view *v = frame_body(s);
	const struct bench *b = v && v->kind == VIEW_BENCH && v->bench.single ? &v->bench : NULL;
	int active = active_tab(s);

	if (style == TABS_NONE || !s->app->store)
		return;
	if (b)
		add_panes(s, b, style, out);
	for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
		bool on = tabs[i].number == active;
		char name[32];

		if (!tab_seen(s, i, on, b, style))
			continue;
		snprintf(name, sizeof name, "%s", style == TABS_BRIEF ? tabs[i].brief : tabs[i].name);
		if (style == TABS_NUMBERS && !on && !(tabs[i].number == INBOX_NUMBER && s->waiting))
			name[0] = '\0';
		if (tabs[i].number == INBOX_NUMBER && s->waiting)
			snprintf(name + strlen(name), sizeof name - strlen(name), "%s%d", *name ? " " : "",
				 s->waiting);
		add_tab(out, on, tabs[i].number, name);
	}
}

/* ---- the line -------------------------------------------------------------------------------------- */

struct wording {
	enum naming database;
	bool role, who, words;
	enum tab_style tabs;
};

#define FULL  DATABASE_FULL
#define BRIEF DATABASE_BRIEF
#define NONE  DATABASE_LEFT_OUT

static const struct wording wordings[] = {
	{ FULL, true, true, true, TABS_FULL },     { FULL, true, true, false, TABS_FULL },
	{ BRIEF, true, true, false, TABS_FULL },   { BRIEF, true, true, false, TABS_BRIEF },
	{ BRIEF, true, true, false, TABS_PANES },  { BRIEF, true, true, false, TABS_NUMBERS },
	{ NONE, true, true, false, TABS_BRIEF },   { NONE, true, true, false, TABS_PANES },
	{ NONE, true, true, false, TABS_NUMBERS }, { NONE, false, true, false, TABS_NUMBERS },
	{ NONE, false, true, false, TABS_PANE },   { NONE, false, false, false, TABS_PANE },
	{ NONE, false, true, false, TABS_ONE },    { NONE, false, false, false, TABS_ONE },
	{ NONE, false, false, false, TABS_NONE },
};

struct title {
	struct strip left, tabs, right;
};

static void title_release(struct title *t)
{
	buf_release(&t->left.text);
	buf_release(&t->tabs.text);
	buf_release(&t->right.text);
}

static void title_make(const struct screen *s, const struct wording *w, struct title *t)
{
	strip_init(&t->left);
	strip_init(&t->tabs);
	strip_init(&t->right);
	if (w->database != DATABASE_LEFT_OUT)
		add_database(s, w->database, &t->left);
	if (w->database != DATABASE_LEFT_OUT && w->who && s->app->user[0])
		strip_add(&t->left, PAINT_TITLE, text_dot(s->app->options.ascii));
	if (w->who)
		add_who(s, w->role, &t->left);
	add_tabs(s, w->tabs, &t->tabs);
	add_day(s, w->words, &t->right);
}

static int title_cols(const struct title *t)
{
	/* One cell at both ends and one between; tabs bring their own. */
	return strip_cols(&t->left) + strip_cols(&t->tabs) + strip_cols(&t->right) + 2 +
	       (t->tabs.n ? 0 : 1);
}

/* The end of the way back matters most: what does not fit is cut off at its beginning. */
static const char *path_tail(const char *path, int cols)
{
	const char *tail = path, *next;

	while (utf8_width(tail, strlen(tail)) + (tail > path ? 2 : 0) > cols &&
	       (next = strstr(tail, " > ")))
		tail = next + 3;
	return tail;
}

static void put_path(const struct screen *s, struct area line, int cols)
{
	char path[512];
	int col = 1;

	screen_path(s, path, sizeof path);
	const char *tail = path_tail(path, cols);
	if (tail > path)
		col += area_putf(line, 0, col, cols, PAINT_TITLE, "%s ",
				 glyph_text(s->app->options.ascii, GLYPH_ELLIPSIS));
	area_put(line, 0, col, cols - col + 1, PAINT_TAB_ACTIVE, tail);
}

/* On a page that is no numbered view, the way back stands where the tabs are else. */
static void title_path(const struct screen *s, struct area line)
{
	struct strip right;
	int cols;

	for (int level = 0; level < 4; level++) {
		strip_init(&right);
		if (level < 2 && s->app->user[0]) {
			add_database(s, DATABASE_BRIEF, &right);
			strip_add(&right, PAINT_TITLE, text_dot(s->app->options.ascii));
		}
		if (level < 3)
			add_who(s, level < 2, &right);
		if (level < 3)
			strip_add(&right, PAINT_TITLE, "  ");
		add_day(s, level < 1, &right);
		cols = line.cols - strip_cols(&right) - 3;
		if (cols >= line.cols / 2 || level == 3)
			break;
		buf_release(&right.text);
	}
	put_path(s, line, cols > 0 ? cols : 0);
	strip_put(&right, line, line.cols - strip_cols(&right) - 1);
	buf_release(&right.text);
}

void frame_title(const struct screen *s, struct area line)
{
	const struct view *v = frame_body(s);
	struct title t;

	area_fill(line, 0, 0, line.cols, PAINT_TITLE);
	if (v && v->number < 0) {
		title_path(s, line);
		return;
	}
	for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
		title_make(s, &wordings[i], &t);
		if (title_cols(&t) <= line.cols || i + 1 == sizeof wordings / sizeof *wordings)
			break;
		title_release(&t);
	}
	int used = strip_put(&t.left, line, 1);
	int right = line.cols - strip_cols(&t.right) - 1;
	strip_put(&t.tabs, line, 1 + used + (title_cols(&t) < line.cols));
	strip_put(&t.right, line, right > 0 ? right : 0);
	title_release(&t);
}
