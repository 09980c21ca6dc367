/* SPDX-License-Identifier: MIT */
/* help_actions.c - the actions of the life cycles in words, from their table: for help and the manual. */
#include <string.h>

#include "app/deed.h"
#include "app/may.h"
#include "cli/cli_private.h"

static void states(const char *list, struct buf *out)
{
	const char *between = "";

	while (list && *list) {
		size_t len = strcspn(list, " ");

		buf_adds(out, between);
		if (len == 1 && *list == '*')
			buf_adds(out, "any other");
		else if (len == 1 && *list == '=')
			buf_adds(out, "the same");
		else
			buf_add(out, list, len);
		between = ", ";
		list += len;
		list += strspn(list, " ");
	}
}

static void who(const struct life_rule *r, struct buf *out)
{
	may_roles(r->roles, out);
	if (r->flags & LIFE_OWNER)
		buf_adds(out, ", the record's owner");
	if (r->flags & LIFE_ADDER)
		buf_adds(out, ", who added it");
}

static void second_person(const struct life_rule *r, struct buf *out)
{
	if (!(r->flags & (LIFE_SUBMITS | LIFE_TWO_PERSONS)))
		return;
	buf_adds(out, r->flags & LIFE_TWO_PERSONS ? " Confirmed by: " : " Decided by: ");
	if (r->flags & LIFE_NAMED)
		buf_adds(out, "the approvers the record names");
	else
		may_roles(r->deciders, out);
	if (r->deciders_again) {
		buf_adds(out, "; from the second time on: ");
		may_roles(r->deciders_again, out);
	}
	buf_addc(out, '.');
}

static void guards(const struct life_rule *r, struct buf *out)
{
	const char *before = " Refused or warned where: ";

	for (int i = 0; i < LIFE_GUARDS && r->guards[i]; i++) {
		buf_addf(out, "%s%s%s", before, life_guard_text(r->guards[i]),
			 life_guard_warns(r, r->guards[i]) ? " (a warning)" : "");
		before = "; ";
	}
	if (*before == ';')
		buf_addc(out, '.');
}

void cli_action_words(const struct life_rule *r, struct buf *out)
{
	AUTOBUF asks = BUF_INIT;

	buf_adds(out, r->help);
	if (r->moves) {
		buf_addf(out, " Where %s is ", r->moves);
		states(r->from, out);
		if (strcmp(r->to, "=") != 0) {
			buf_adds(out, "; leads to ");
			states(r->to, out);
		}
		buf_addc(out, '.');
	}
	buf_adds(out, " Who: ");
	who(r, out);
	buf_addc(out, '.');
	second_person(r, out);
	deed_asks(r, record_entity(r->entity), &asks);
	if (asks.len)
		buf_addf(out, " %c%s.", asks.s[0] - 'a' + 'A', asks.s + 1);
	guards(r, out);
	if (r->flags & LIFE_IRREVERSIBLE)
		buf_adds(out, " It is not undone, only corrected.");
}

static const char *kind_of(const struct life_rule *r)
{
	return r->entity == ENTITY_NONE ? "any record" : record_entity(r->entity)->name;
}

int cli_help_actions(void)
{
	const struct life_rule *r;

	for (size_t i = 0; (r = life_at(i)); i++)
		cli_print("  %-18s %-15s %s\n", r->action, kind_of(r), r->help);
	cli_print("\n\"closeout do --list REF\" shows what is possible now, \"closeout help approve\" explains one.\n");
	return 0;
}

bool cli_help_action(const char *action)
{
	const struct life_rule *r;
	bool found = false;

	for (size_t i = 0; (r = life_at(i)); i++) {
		AUTOBUF text = BUF_INIT;

		if (strcmp(r->action, action) != 0)
			continue;
		if (!found)
			cli_print("  closeout do %s REF\n", action);
		cli_print("\n%s: %s\n", kind_of(r), r->label);
		cli_action_words(r, &text);
		cli_wrapped(text.s, 2);
		found = true;
	}
	return found;
}
