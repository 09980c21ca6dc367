/* SPDX-License-Identifier: MIT */
/*
 * schedule_net.h - random plans, and their dates computed the slow way.
 *
 * The reference knows no numbers of working days and no backward pass. It
 * walks from day to day: a date is the first day on which nothing forbids it,
 * tried again for all milestones until nothing changes. What can be slipped is
 * found by slipping it, one day after the other, until something moves that
 * must not.
 */
#ifndef SCHEDULE_NET_H
#define SCHEDULE_NET_H

#include "core_help.h"

#include "core/schedule.h"

#define NODES 12
#define EDGES 24
#define DAY_0 15600 /* 2012-09-17 */
#define NO    DATE_NONE_DAY
#define RANGE 6000 /* days to either side of day 0 that the reference knows */

struct net {
	struct calendar calendar;
	struct date closures[12];
	struct schedule_milestone m[NODES];
	struct schedule_dependency d[EDGES];
	struct schedule_input in;
	char names[NODES][24];
	bool by_gate[NODES];
	int32_t date[NODES];
	int32_t finish;
	int32_t late[NODES];
	bool works[2 * RANGE];
};

extern uint64_t net_seed;
uint32_t net_random(uint32_t n); /* 0 .. n - 1 */
bool net_one_in(uint32_t n);
void net_make(struct net *n, bool forecasts);

bool net_starts_pay(const struct net *n, int32_t day);
bool net_counts(const struct net *n, size_t i);
int32_t net_walk(const struct net *n, int32_t day, int32_t count);
int32_t net_working_between(const struct net *n, int32_t from, int32_t to);
int32_t net_given(const struct net *n, size_t i); /* the date that is given, or NO */
int32_t net_asked(const struct net *n, size_t i, const int32_t *date);
int32_t net_first_fitting(const struct net *n, size_t i, int32_t day);

/* All dates, with that of one milestone forced (forced below 0: none); returns the last. */
int32_t net_settle(const struct net *n, int forced, int32_t day, int32_t *date);
void net_settle_gate(struct net *n);

enum net_keep { KEEP_FINISH, KEEP_ALL };

int32_t net_slip_while(const struct net *n, size_t i, enum net_keep what);
int32_t net_certified(const struct net *n, size_t i);
int32_t net_window_end(const struct net *n, size_t i);
int32_t net_latest(const struct net *n, size_t i); /* that keeps the limits; NO: there is none */

#endif
