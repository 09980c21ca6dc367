/* SPDX-License-Identifier: MIT */
/* command_line.c - the closeout command for what is on the screen. */
#include "app/command_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/paths.h"
#include "app/past.h"
#include "base/utf8.h"
#include "core/lifecycle.h"

#define WORDS_MAX ((int)(sizeof((struct command_line *)0)->words / sizeof(char *)))

#define MANY_MAX  60 /* references that a line names: a query takes 100 terms */

/* ---- words ---------------------------------------------------------------------------- */

static void add(struct command_line *c, const char *word)
{
	if (c->n < WORDS_MAX)
		c->words[c->n++] = arena_strdup(&c->arena, word);
}

static void add_option(struct command_line *c, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	add(c, name);
	add(c, value);
}

static void add_day(struct command_line *c, const char *name, struct date day)
{
	char text[DATE_TEXT];

	if (!date_is_none(day))
		add_option(c, name, date_format(day, text));
}

/* What a line needs to open the same database as the same person on the same day. */
static void add_session(const struct app *a, struct command_line *c)
{
	const struct app_options *o = &a->options;

	add(c, "closeout");
	if (o->host)
		return;
	if (o->database || getenv("CLOSEOUT_DATABASE"))
		add_option(c, "-d", a->database);
	add_option(c, "-c", o->config);
	if (o->user || (a->kind == APP_SAMPLE && strcmp(a->user, "inspector") != 0))
		add_option(c, "--user", a->user);
	add_option(c, "--today", o->today);
}

static void add_past(const struct app *a, struct command_line *c, bool known)
{
	if (!past_is(a))
		return;
	add_day(c, "--as-of", a->past.as_of);
	if (known)
		add_day(c, "--known-on", a->past.known_on);
}

/* ---- lists -------------------------------------------------------------------------------- */

/* "report:OIG-12-130" where the list shows only what belongs to that record. */
static void add_parent(const struct list *l, struct command_line *c)
{
	bool plain = l->parent_ref[strspn(l->parent_ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-./")] == '\0';

	if (l->parent_field && l->parent_ref[0])
		add(c, arena_printf(&c->arena, plain ? "%s:%s" : "%s:\"%s\"", l->parent_field->name, l->parent_ref));
}

static void of_list(const struct list *l, struct command_line *c)
{
	AUTOBUF columns = BUF_INIT;
	AUTOBUF usual = BUF_INIT;
	AUTOBUF sort = BUF_INIT;
	struct columns own;
	const char *filter = l->query_bad ? "" : edit_text(&l->filter);
	bool dash = *filter == '-';

	add(c, "list");
	add(c, l->entity->plural);
	columns_write(&l->columns, &columns);
	if (columns_parse(l->entity, l->entity->columns, &own, NULL) == 0)
		columns_write(&own, &usual);
	if (strcmp(columns.s, usual.s) != 0)
		add_option(c, "--columns", columns.s);
	sort_write(&l->sort, &sort);
	add_option(c, "--sort", sort.s);
	add_past(l->app, c, true);
	if (dash)
		add(c, "--");
	/* Either-or is one term beside the other. */
	if (l->parent_field && l->query && l->query->kind == QUERY_OR)
		add(c, arena_printf(&c->arena, "(%s)", filter));
	else if (*filter)
		add(c, filter);
	add_parent(l, c);
}

/* ---- forms ---------------------------------------------------------------------------------- */

/* A value as it is typed: one that begins with @ or is a single - would be read from a file. */
static void add_value(struct command_line *c, const char *name, const char *text)
{
	const char *before = *text == '@' ? "@" : "";

	if (strcmp(text, "-") != 0)
		add(c, arena_printf(&c->arena, "%s=%s%s", name, before, text));
}

static void add_fields(const struct form *f, struct command_line *c)
{
	for (int i = 0; i < f->n_fields; i++) {
		const struct form_field *ff = &f->fields[i];
		const char *text = edit_text(&ff->edit), *base = ff->base ? ff->base : "";

		if (ff->lines || ff->locked)
			continue;
		if (f->n_many && strcmp(text, "-") == 0 && !f->rule)
			add(c, arena_printf(&c->arena, "%s=", ff->field->name));
		else if (f->adding || f->rule || f->n_many ? *text != '\0' : strcmp(text, base) != 0)
			add_value(c, ff->field->name, text);
	}
}

/* Many by their references; a preview comes first there as well. */
static void add_many(const struct form *f, struct command_line *c)
{
	AUTOBUF where = BUF_INIT;

	buf_adds(&where, "ref:");
	for (int i = 0; i < f->n_many; i++) {
		const char *ref = store_ref(f->app->store, f->entity, f->many[i], &c->arena);

		buf_addf(&where, "%s%s", i ? "," : "", ref ? ref : "");
	}
	add(c, "set");
	add(c, f->entity->plural);
	add_option(c, "--where", where.s);
	add_fields(f, c);
	add(c, "--dry-run");
}

static void of_form(const struct form *f, struct command_line *c)
{
	if (f->n_many && !f->rule) {
		add_many(f, c);
		return;
	}
	if (f->rule) {
		add(c, "do");
		add(c, f->rule->action);
	} else {
		add(c, f->adding ? "add" : "set");
	}
	if (f->adding)
		add(c, f->entity->name);
	for (int i = 0; i < f->n_many && c->n < WORDS_MAX / 2; i++) {
		const char *ref = store_ref(f->app->store, f->entity, f->many[i], &c->arena);

		if (f->rule && ref)
			add(c, ref);
	}
	if (!f->adding && !f->n_many)
		add(c, f->ref);
	add_fields(f, c);
}

/* ---- the other views ---------------------------------------------------------------------------- */

static void of_plan(const struct plan_view *v, struct command_line *c)
{
	add(c, "plan");
	if (v->loaded)
		add(c, v->plan.ref);
	if (v->compared >= 0)
		add_option(c, "--baseline", arena_printf(&c->arena, "%lld", (long long)v->compared));
	add_past(v->app, c, false);
	if (!v->what.n)
		return;
	/* Behind "--" a change such as -2w is no option. */
	add(c, "--");
	add(c, "what-if");
	for (const char *at = v->what.said.s; *at;) {
		size_t len = strcspn(at, " ,;");

		if (len)
			add(c, arena_strndup(&c->arena, at, len));
		at += len + (at[len] != '\0');
	}
}

static bool of_text(const struct view *v, struct command_line *c)
{
	static const char history[] = "History of ";

	if (v->number == 8) {
		add(c, "log");
		return true;
	}
	if (strncmp(v->text.title, history, sizeof history - 1) != 0)
		return false;
	add(c, "log");
	add(c, v->text.title + sizeof history - 1);
	return true;
}

static const struct view *body(const struct screen *s)
{
	for (int i = s->depth - 1; i >= 0; i--)
		if (!view_is_overlay(s->stack[i]->kind))
			return s->stack[i];
	return NULL;
}

static bool of_view(const struct screen *s, const struct view *v, struct command_line *c)
{
	switch (v->kind) {
	case VIEW_BENCH:
		of_list(&v->bench.pane[v->bench.focus], c);
		return true;
	case VIEW_LIST:
		of_list(&v->list, c);
		return true;
	case VIEW_SHEET:
		add(c, "show");
		add(c, v->sheet.record.ref);
		add_past(s->app, c, false);
		return !v->sheet.gone;
	case VIEW_PLAN:
		of_plan(&v->plan, c);
		return true;
	case VIEW_COVER:
		add(c, "report");
		add(c, "coverage");
		return true;
	case VIEW_INBOX:
		add(c, "inbox");
		return true;
	case VIEW_OVERVIEW:
		add(c, "overview");
		add_past(s->app, c, false);
		return true;
	case VIEW_FORM:
		of_form(v->form, c);
		return !v->form->in_conflict && v->form->n_many <= MANY_MAX;
	case VIEW_TEXT:
		return of_text(v, c);
	default:
		return false;
	}
}

bool command_line_of(const struct screen *s, struct command_line *c)
{
	const struct view *v = body(s);

	*c = (struct command_line){ .arena = ARENA_INIT };
	if (!v || !s->app->store)
		return false;
	add_session(s->app, c);
	return of_view(s, v, c) && c->n < WORDS_MAX;
}

void command_line_release(struct command_line *c)
{
	arena_release(&c->arena);
}

/* ---- quoting ---------------------------------------------------------------------------------------- */

void command_line_quote(const char *word, struct buf *out)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,@%+-";

	if (*word && !word[strspn(word, plain)]) {
		buf_adds(out, word);
		return;
	}
	buf_addc(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			buf_adds(out, "'\\''");
		else
			buf_addc(out, *word);
	}
	buf_addc(out, '\'');
}

void command_line_shell(const struct command_line *c, int cols, struct buf *out)
{
	int used = 0;

	for (int i = 0; i < c->n; i++) {
		AUTOBUF word = BUF_INIT;
		int width;

		command_line_quote(c->words[i], &word);
		width = utf8_width(word.s, word.len);
		if (i && cols && used + 1 + width + 2 > cols) {
			buf_adds(out, " \\\n    ");
			used = 4;
		} else if (i) {
			buf_addc(out, ' ');
			used++;
		}
		buf_adds(out, word.s);
		used += width;
	}
}

/* The address one came to: the third word of SSH_CONNECTION. */
static const char *server_of(struct arena *a)
{
	const char *at = getenv("SSH_CONNECTION");

	for (int i = 0; at && i < 2; i++) {
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
	return at && *at ? arena_strndup(a, at, strcspn(at, " ")) : NULL;
}

bool command_line_ssh(const struct screen *s, const struct command_line *c, struct buf *out)
{
	const struct app_host *host = s->app->options.host;
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF remote = BUF_INIT;
	const char *server = host ? NULL : server_of(&arena), *user = getenv("USER");

	if (!host && !server)
		return false;
	/* A session on a host begins with the command; elsewhere a shell reads the line once more. */
	for (int i = host ? 1 : 0; i < c->n; i++) {
		if (remote.len)
			buf_addc(&remote, ' ');
		command_line_quote(c->words[i], &remote);
	}
	buf_adds(out, "ssh ");
	if (host)
		app_ssh_address(s->app, out);
	else
		buf_addf(out, "%s%s%s", user ? user : "", user ? "@" : "", server);
	buf_addc(out, ' ');
	command_line_quote(remote.s, out);
	return true;
}
