/* SPDX-License-Identifier: MIT */
/* screen_private.h - what the files of the screen share. Private to app. */
#ifndef APP_SCREEN_PRIVATE_H
#define APP_SCREEN_PRIVATE_H

#include "app/action.h"
#include "app/form_private.h"
#include "app/layout.h"
#include "app/screen.h"

/* The three panes and how the selection flows through them. */
void bench_init(struct bench *b, struct app *a);
void bench_release(struct bench *b);
void bench_read(struct bench *b); /* if it is still unread */
void bench_reload(struct bench *b, bool moved);
void bench_moved(struct screen *s, struct bench *b,
		 int pane);         /* dependants are read at the next pause */
void bench_settle(struct bench *b); /* reads what is stale now */
bool bench_is_stale(const struct bench *b);

/* Typed keys of the views that take text. Return false if the key is not theirs. */
bool filter_key(struct screen *s, struct list *l, struct key k);
bool seek_key(struct screen *s, struct list *l, struct key k);
bool form_key(struct screen *s, struct form *f, struct key k);
bool chooser_key(struct screen *s, struct chooser *c, struct key k);
bool prompt_key(struct screen *s, struct prompt *p, struct key k);

void chooser_init(struct chooser *c, const char *title);
void chooser_clear(struct chooser *c);
void chooser_release(struct chooser *c);
bool words_match(const char *hay, const char *words); /* every word occurs, in any order and case */
void chooser_window(struct chooser *c); /* what is marked is on the screen */
void text_scroll(struct text_page *t, int by);
int text_lines(const struct text_page *t);
/* By lines, or from one line that can be chosen to the next; and whole pages. More is added at the end. */
void text_move(struct screen *s, struct text_page *t, int lines, int pages);
void chooser_move(struct chooser *c, int by);
void chooser_fill_records(struct screen *s, struct chooser *c,
			  const struct entity *e); /* all records of a kind */
void chooser_accept(struct screen *s, struct chooser *c);

/* Offers at the start: make a database; unfinished forms. */
void first_run_push(struct screen *s);
void drafts_push(struct screen *s, bool quiet);
int drafts_left(const struct screen *s);

void help_push(struct screen *s);
void palette_push(struct screen *s);
void values_push(struct screen *s, struct form *f);
void facets_push(struct screen *s, struct list *l);
void views_push(struct screen *s, struct list *l);
void views_open_start(struct screen *s); /* the default view, if there is one */
void sort_push(struct screen *s, struct list *l);
void sort_said(struct screen *s, const struct list *l); /* how it is sorted now */
void errors_push(struct screen *s, struct form *f);
void messages_push(struct screen *s);
void plan_push(struct screen *s, const char *uid); /* uid NULL: the only plan */
void crosswalk_note(struct list *l); /* totals and problems below a list of positions */
/* then is called once everything is of that day, with data, which is freed; at once where the log is short. */
void past_open(struct screen *s, struct date day, void (*then)(struct screen *s, void *data), void *data);
bool past_tick(struct screen *s, bool busy);       /* true while a past is being folded up */
void past_left_view(struct screen *s);
bool past_escape(struct screen *s);                /* back to now; false if it is, or deeper in */
bool plan_escape(struct screen *s);                /* drops a what-if; false if there is none */
void history_push(struct screen *s, const struct entity *e, const char *uid);
void explain_push(struct screen *s, const struct entity *e, const char *uid, const struct field *f);
void explain_form_field(struct screen *s);         /* the field of the form on top */
void history_filter(struct screen *s);             /* asks what of the history to show */
bool history_escape(struct screen *s);             /* shows all of it again; false if it does */
void history_open(struct screen *s);               /* the record of the entry chosen, as it stood then */

/* Opens a form of a kind of record, on a record or new, and says what stands in the way. */
void form_push(struct screen *s, struct form *f, const struct error *err);
void offer_extensions(struct screen *s, const struct what_if_kept *kept, const char *reason); /* offer.c */
void form_saved(struct screen *s, struct form *f); /* message, ditto, offer, lists read again */

/* actions_life.c: actions of the life cycles on the record under the cursor. */
void life_start(struct screen *s, const struct life_rule *r);
void life_done(struct screen *s, const struct life_rule *r, const char *ref, int place, const char *effects,
	       const char *warnings);
void life_add_effects(struct buf *out, const char *effects, const char *ref);
bool life_needs_form(const struct life_rule *r); /* it asks for more than a word that may be left out */
bool life_asks_first(struct screen *s, struct form *f); /* a confirmation is open */
bool life_is_asking(const struct view *v);              /* whether screen.deed is to be done */
/* Asks that again, without an answer; false if it may not be done any more, or is done without a question. */
bool life_ask_again(struct screen *s, const struct life_rule *r, const struct deed_subject *at);
int life_form_place(struct screen *s, const struct form *f);
void form_finish(struct screen *s); /* saves the form on top and leaves it */

void become(struct screen *s, const char *name); /* acts as another account, where that is allowed */
void say_news(struct screen *s);                 /* what others did since one last looked */
/* actions_many.c: many records at once. */
void screen_note_opened(struct screen *s, const struct sheet *sheet);
bool bulk_of_form(struct screen *s, struct form *f); /* false: it is a form for one record */
/* The preview as it was when the line broke: of the form on top, or of an action on what is marked. Nothing is done. */
bool bulk_again(struct screen *s, const struct entity *e, const struct life_rule *r, bool opened_only);
bool bulk_tick(struct screen *s, struct view *v, bool busy); /* true while there is more to do */
void bulk_decide(struct screen *s, bool approve); /* what is marked */
bool many_marked(const struct screen *s); /* marks that are shown */
/* await.c: a file sent from elsewhere to a record that is seen on a host. */
void await_push(struct screen *s, const struct entity *e, const char *uid);
void await_look(struct screen *s); /* somebody else has committed */

void screen_count_waiting(struct screen *s);
void screen_count_in_pause(struct screen *s); /* where it was put off */
int screen_presence_tick(struct screen *s, int64_t now_us); /* ms until it wants to be called again, -1 */

/* Forms that other sessions of one's own have open: found, asked about, and opened here once they are let go. */
void take_over_find(const struct app *a, struct draft_list *out);
void take_over_push(struct screen *s, const char *path, const char *what);
int take_over_tick(struct screen *s, int64_t now_us);
bool take_over_asked(const struct screen *s); /* another session wants a form that is open here */
void draft_open(struct screen *s, const char *path); /* takes up an unfinished form */
void view_release(struct view *v);

#endif
