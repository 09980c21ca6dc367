/* SPDX-License-Identifier: MIT */
/*
 * screen.h - everything the screen shows, as data.
 *
 * A stack of views over one struct app. Keys come in through screen_key(),
 * look up the action table (app/action.h) in the context of the view on top,
 * and change this data; the ui room renders it, const, into a grid. Nothing
 * here knows cells, colours or ncurses.
 */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include "app/app.h"
#include "app/bulk_view.h"
#include "app/columns_view.h"
#include "app/cover_view.h"
#include "app/edit.h"
#include "app/deed.h"
#include "app/form.h"
#include "app/inbox_view.h"
#include "app/list.h"
#include "app/overview_view.h"
#include "app/plan_view.h"
#include "app/sheet.h"
#include "base/key.h"

#define INBOX_NUMBER 6 /* of the views by number, where what waits is counted */

enum view_kind {
	VIEW_BENCH,    /* the workbench: three lists */
	VIEW_LIST,     /* one list, full size */
	VIEW_SHEET,    /* one record */
	VIEW_PLAN,     /* a plan: milestones and chart */
	VIEW_COVER,    /* coverage of functions by week */
	VIEW_INBOX,    /* what waits for me */
	VIEW_OVERVIEW, /* figures, each of which leads to a list */
	VIEW_FORM,
	VIEW_BULK,     /* what a bulk edit would do */
	VIEW_CHOOSER,  /* overlay: a list of things to choose from, filtered by typing */
	VIEW_COLUMNS,  /* overlay: the columns of the list below */
	VIEW_CONFIRM,  /* overlay: yes or no, default no */
	VIEW_PROMPT,   /* overlay: one line of text */
	VIEW_TEXT,     /* a page of text: print forms, explanations */
	VIEW_KIND_MAX
};

/* Contexts of the action table: which kind of view has the keys. */
enum context {
	CONTEXT_BENCH = 1 << 0,
	CONTEXT_LIST = 1 << 1,
	CONTEXT_SHEET = 1 << 2,
	CONTEXT_FORM = 1 << 3,
	CONTEXT_FILTER = 1 << 4,   /* the filter line of a list */
	CONTEXT_CHOOSER = 1 << 5,
	CONTEXT_CONFIRM = 1 << 6,
	CONTEXT_PROMPT = 1 << 7,
	CONTEXT_TEXT = 1 << 8,
	CONTEXT_CONFLICT = 1 << 9, /* a form with clashes to decide */
	CONTEXT_PLAN = 1 << 10,
	CONTEXT_COVER = 1 << 11,
	CONTEXT_INBOX = 1 << 12,
	CONTEXT_OVERVIEW = 1 << 13,
	CONTEXT_BULK = 1 << 14,
	CONTEXT_COLUMNS = 1 << 15,
	CONTEXT_SEEK = 1 << 16,    /* position to: what is typed */
	CONTEXT_ROWS = CONTEXT_BENCH | CONTEXT_LIST,
	CONTEXT_MARKS = CONTEXT_ROWS | CONTEXT_PLAN | CONTEXT_INBOX, /* lines are records that can be marked */
	/* the cursor is on a record */
	CONTEXT_RECORD = CONTEXT_ROWS | CONTEXT_SHEET | CONTEXT_PLAN | CONTEXT_COVER | CONTEXT_INBOX,
	CONTEXT_VIEWS = CONTEXT_RECORD | CONTEXT_OVERVIEW | CONTEXT_TEXT,
	CONTEXT_PAGES = CONTEXT_VIEWS | CONTEXT_BULK, /* what can be scrolled */
	CONTEXT_ANY = (1 << 17) - 1
};

struct screen;
struct chooser;
struct action;

struct choice_item {
	const char *text;      /* what is chosen */
	const char *detail;    /* beside it */
	const char *key;       /* key that does it directly, or NULL */
	const char *why_not;   /* greyed, with this reason; or NULL */
	const void *data;
	char uid[UUID_TEXT];
	int heading;           /* 1: a heading, cannot be chosen */
};

struct chooser {
	const char *title;
	const char *hint;      /* one line under the title; may be NULL */
	struct edit input;
	struct arena arena;    /* of the items */
	struct choice_item *items;
	int n_items, cap_items;
	int *shown;            /* indices of the items that match the input */
	int n_shown, cap_shown;
	int cursor, top, page; /* in shown */
	bool wide;             /* wants the full width */
	/* Fills items for the input, where there may be too many to hold; NULL: filtering is enough. */
	void (*refill)(struct screen *s, struct chooser *c);
	void (*chosen)(struct screen *s, struct chooser *c, const struct choice_item *item);
	void (*typed)(struct screen *s, struct chooser *c, const char *text); /* Enter with nothing shown; or NULL */
	const void *data;
	/* What it shows may take its time: called in pauses, true while there is more. */
	bool (*more)(struct screen *s, struct chooser *c);
	bool enter_waits; /* for what more will find */
	void (*turn)(struct screen *s, struct chooser *c, int step); /* Tab, Shift-Tab: something else to choose from */
	void (*drop)(void *own);                                     /* frees own with the chooser */
	void *own;
};

struct confirm {
	char title[96];
	char *text;            /* object and effect, several lines */
	bool yes;              /* the button with focus; starts at no */
	void (*confirmed)(struct screen *s, void *data);
	void *data;
};

struct prompt {
	char title[96];
	char hint[160];
	struct edit input;
	char error[1200];
	/* Returns false to stay open (error says why). */
	bool (*entered)(struct screen *s, struct prompt *p, const char *text);
	void *data;
};

/* A line of a page of text that can be chosen, and what it stands for. */
struct text_mark {
	int line;
	int64_t id;
};

struct text_page {
	char title[96];
	struct buf text;
	int top, page;
	bool headed;       /* lines that begin without a blank are headings */
	bool can_filter;   /* only what matches can be shown, see filter */
	char filter[200];  /* "": all */
	char shown[40];    /* "12 entries shown" */
	/* What it shows can change: makes the text again. NULL: never. */
	void (*refill)(struct screen *s, struct text_page *t);
	/* Called when the end comes into view: adds what follows. NULL: that is all. */
	void (*more)(struct screen *s, struct text_page *t);
	struct text_mark *marks;
	int n_marks, cap_marks, mark;  /* mark: the one chosen */
	void (*drop)(void *data); /* what data holds; NULL: nothing */
	void *data; /* freed with the view */
};

#define BENCH_PANES 3
struct bench {
	struct list pane[BENCH_PANES]; /* reports, recommendations, milestones */
	int focus;
	bool zoomed;
	bool single;                   /* set by the layout: one pane at a time */
	bool unread;                   /* nothing of it has been shown yet, see bench_init() */
	bool stale[BENCH_PANES];       /* waits for a pause in typing to be read again */
	char plan_ref[64];             /* the plan shown in the third */
};

struct view {
	enum view_kind kind;
	int number;                    /* 0..8 for the numbered views, -1 */
	const struct action *by;       /* what opened it, or NULL */
	union {
		struct bench bench;
		struct list list;
		struct sheet sheet;
		struct plan_view plan;
		struct cover_view cover;
		struct inbox_view inbox;
		struct overview_view overview;
		struct form *form;
		struct bulk_view bulk;
		struct chooser chooser;
		struct columns_view columns;
		struct confirm confirm;
		struct prompt prompt;
		struct text_page text;
	};
};

enum level { LEVEL_INFO, LEVEL_GOOD, LEVEL_WARNING, LEVEL_ERROR };

struct message {
	enum level level;
	char text[768];
};

#define SCREEN_DEPTH 24
#define SCREEN_MESSAGES 100

struct presence;
struct keymap; /* key -> action, from the action table and the settings */

struct screen {
	struct app *app;
	struct view *stack[SCREEN_DEPTH]; /* [0] is the start view; NULL app->store: only overlays */
	int depth;
	int rows, cols;
	struct keymap *keymap;
	struct key pending[KEY_SEQUENCE_MAX]; /* keys of a sequence so far */
	int n_pending;
	struct message message;           /* shown in the footer until the next key */
	struct message log[SCREEN_MESSAGES]; /* all of them, newest at log_n - 1 modulo */
	int log_n;
	bool quit;
	bool redraw;                      /* something changed since the last frame */
	bool repaint;                     /* the user asked for the whole screen again */
	bool suspend;                     /* the user asked for Ctrl-Z */
	bool reading;                     /* a long list is being read in the pauses */
	int64_t data_version;
	int64_t next_poll_us, next_try_us, stale_since_us, now_us;
	int64_t count_us;              /* how long the last count of what waits took */
	bool count_later;              /* it is to be counted in a pause */
	bool counted;                  /* it was, once */
	int64_t key_us;                /* when a key came last */
	int64_t opened_ms;                /* when the screen was opened */
	/* The record saved last, by entity, for ditto: text by field index. */
	char **ditto[ENTITY_MAX];
	/* The action that is being asked about, or its menu's record. */
	struct screen_deed {
		const struct life_rule *rule;
		struct deed_subject at;
	} deed;
	int past_depth;                   /* how deep it was when the past was entered: Esc leaves it there */
	bool past_goes;                   /* it is left with the view that is at that depth */
	/* Which records were opened, at which version: what many are decided at once by. */
	struct screen_opened {
		char uid[UUID_TEXT];
		int64_t version;
	} *opened;
	int n_opened, cap_opened;
	char view_ref[24];                /* the saved view that is being renamed */
	int waiting;                      /* how many things wait for whoever is acting */
	/* Whether something waits about the record the cursor is on: asked once a record, not once a frame. */
	struct screen_waits {
		struct rows about;     /* approvals that wait, their subjects; read once a reload */
		struct arena arena;
		bool read;
		char uid[UUID_TEXT];
		bool yes;
	} *waits;
	struct taking {                   /* a form that another session of one's own is asked to let go */
		char wanted[512];         /* while it is asked whether */
		char path[512];           /* "": none */
		int64_t until_us, next_us;
	} taking;
	struct {
		bool stirred;             /* something may have changed since it was written */
		int64_t next_us;
		struct buf *last;         /* as written */
	} place;                          /* see place.h */
	bool taken;                       /* ended, since another session of one's own asked for a form */
	bool left_alone, idle_warned;     /* ended, or soon, since nobody types */
	struct presence *presence;        /* who else has open what is open here, see app/presence.h */
	char others[160];                 /* that in words, about the page that is seen; "" nobody */
	char others_of[UUID_TEXT];
	bool others_edit;                 /* somebody edits it */
	int64_t next_look_us;
	char offered[192];                /* "F11 adds its 16 recommendations", see action "accept-offer" */
	void (*offer)(struct screen *s);
	char offer_uid[UUID_TEXT];
	char offer_office[64];
};

int screen_init(struct screen *s, struct app *a, struct error *err);
void screen_release(struct screen *s);

/* The first view: the workbench, the first-run offer, and the drafts found. */
void screen_start(struct screen *s);

void screen_resize(struct screen *s, int rows, int cols);
void screen_key(struct screen *s, struct key k);
void screen_paste(struct screen *s, const char *text, size_t len, size_t dropped);

/* Timers: returns milliseconds until it wants to be called again, -1: only after a key. busy: more keys wait. */
int screen_tick(struct screen *s, int64_t now_us, bool busy);

/* True if nothing is waiting for a pause: what is drawn next is what stays. */
bool screen_settled(const struct screen *s);

/*
 * A session on a host ends when nobody types for so many minutes (0: never), and says so
 * before. Sets quit and left_alone. Milliseconds until the next word is due; -1: none is.
 */
int screen_idle_tick(struct screen *s, int minutes, int64_t last_key_us, int64_t now_us);

/* The connection ends: everything typed goes to disk. */
void screen_save_drafts(struct screen *s);

/* The end: also where one is goes to disk. cut_off: not of one's own will. */
void screen_end(struct screen *s, bool cut_off);

/* ---- for actions ---------------------------------------------------------- */

void screen_say(struct screen *s, enum level level, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void screen_fail(struct screen *s, const struct error *err);

struct view *screen_top(struct screen *s);              /* with the keys; NULL: none */
const struct view *screen_top_const(const struct screen *s);
struct view *screen_push(struct screen *s, enum view_kind kind); /* zeroed; the caller fills it */
void screen_pop(struct screen *s);
bool view_is_overlay(enum view_kind k);
unsigned screen_context(const struct screen *s);
struct list *screen_list(struct screen *s);             /* the list with focus; NULL: none */
const struct list *screen_list_const(const struct screen *s);

/* The record the cursor is on; false if there is none. */
bool screen_subject(const struct screen *s, const struct entity **e, char uid[UUID_TEXT]);

void screen_open_record(struct screen *s, const struct entity *e, const char *uid);
void screen_open_view(struct screen *s, int number);
void screen_reload(struct screen *s);                   /* data changed: everything visible is read again */
void screen_refresh(struct screen *s);                  /* the same where no record came, went or moved */
bool screen_unsaved(const struct screen *s);

/* Fills dst with "Reports > OIG-12-130 > OIG-12-130/1", the way back. */
void screen_path(const struct screen *s, char *dst, size_t size);

struct chooser *chooser_push(struct screen *s, const char *title);
void chooser_add(struct chooser *c, const char *text, const char *detail, const void *data);
void chooser_filter(struct screen *s, struct chooser *c); /* after input or items changed */
void confirm_push(struct screen *s, const char *title, const char *text,
		  void (*confirmed)(struct screen *, void *), void *data);
struct prompt *prompt_push(struct screen *s, const char *title, const char *hint, const char *text);
struct text_page *text_push(struct screen *s, const char *title);

#endif
