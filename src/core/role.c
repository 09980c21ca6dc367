/* SPDX-License-Identifier: MIT */
/* role.c - names of roles. */
#include "core/role.h"

#include <stddef.h>
#include <strings.h>

static const struct {
	const char *name, *label;
} roles[ROLE_MAX] = {
#define ROLE_ROW(id, name, label, help) [ROLE_##id##_BIT] = { name, label },
	ROLE_LIST(ROLE_ROW)
#undef ROLE_ROW
};

unsigned role_by_name(const char *name)
{
	for (int i = 0; name && i < ROLE_MAX; i++)
		if (strcasecmp(roles[i].name, name) == 0)
			return 1u << i;
	return ROLE_NONE;
}

/* The bit's place, or -1 where role is not exactly one known bit. */
static int role_bit(unsigned role)
{
	for (int i = 0; i < ROLE_MAX; i++)
		if (role == 1u << i)
			return i;
	return -1;
}

const char *role_name(unsigned role)
{
	int bit = role_bit(role);

	return bit < 0 ? "?" : roles[bit].name;
}

const char *role_label(unsigned role)
{
	int bit = role_bit(role);

	return bit < 0 ? "?" : roles[bit].label;
}
