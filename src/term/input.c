/* SPDX-License-Identifier: MIT */
/*
 * input.c - waiting, reading, and the order of events.
 *
 * A new size comes first, since what follows is drawn for it; then what was
 * typed; then that it is time to leave, so that no key typed before is lost.
 */
#include "term/private.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"

#define READ_SIZE 4096

static void lost(struct term *t)
{
	t->hangup = true;
	t->last_read = true;
	signals_deadline();
}

static void take_signals(struct term *t)
{
	unsigned seen = signals_take();

	if (seen & SIGNAL_HANGUP)
		t->hangup = true;
	if (seen & SIGNAL_TERMINATE)
		t->terminate = true;
	if (seen & SIGNAL_CONTINUE)
		output_return();
	if (seen & (SIGNAL_RESIZE | SIGNAL_CONTINUE))
		t->resized = true;
}

/* Reads what there is. False if there is nothing, now or ever. */
static bool read_input(struct term *t)
{
	struct pollfd fd = { .fd = TERM_IN, .events = POLLIN };
	char bytes[READ_SIZE];
	ssize_t n;

	if (t->last_read || poll(&fd, 1, 0) <= 0)
		return false;
	if (!(fd.revents & POLLIN)) {
		lost(t);
		return false;
	}
	n = read(TERM_IN, bytes, sizeof(bytes));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	if (n <= 0) { /* readable, and nothing to read: the other end is gone */
		lost(t);
		return false;
	}
	keys_feed(&t->keys, bytes, (size_t)n);
	t->last_input_us = clock_monotonic_us();
	t->starved = false;
	/* Whoever asked us to leave must not be kept waiting by somebody who types on. */
	t->last_read = t->hangup || t->terminate;
	return true;
}

/* Milliseconds until an unfinished sequence is given up; -1: there is none. */
static int patience_ms(const struct term *t)
{
	int wait = keys_wait_ms(&t->keys);
	int64_t gone = (clock_monotonic_us() - t->last_input_us) / 1000;

	if (wait < 0)
		return -1;
	return gone >= wait ? 0 : (int)(wait - gone);
}

static bool next_key(struct term *t, struct term_event *ev)
{
	do {
		if (keys_next(&t->keys, ev))
			return true;
	} while (read_input(t));
	t->starved = true;
	if (patience_ms(t) != 0)
		return false;
	keys_timeout(&t->keys);
	return keys_next(&t->keys, ev);
}

static bool give_size(struct term *t, struct term_event *ev)
{
	if (!t->resized || t->hangup)
		return false;
	t->resized = false;
	t->key_turn = true;
	t->changed = true;
	term_fit(t);
	ev->type = TERM_RESIZE;
	return true;
}

bool term_next(struct term *t, struct term_event *ev)
{
	*ev = (struct term_event){ .type = TERM_NOTHING };
	take_signals(t);
	/* A key between two sizes: dragging a window must not keep them waiting. */
	if (!t->key_turn && give_size(t, ev))
		return true;
	t->key_turn = false;
	if (next_key(t, ev) || give_size(t, ev))
		return true;
	if ((t->hangup || t->terminate) && !t->last_given) {
		t->last_given = true;
		ev->type = t->hangup ? TERM_HANGUP : TERM_TERMINATE;
		return true;
	}
	return false;
}

/* True if term_next() has something to say that needs no more input. */
static bool is_due(const struct term *t)
{
	if ((t->hangup || t->terminate) && !t->last_given)
		return true;
	/* A lone Esc is one as soon as nothing has followed it for long enough: whoever is at work looks here. */
	return t->resized || (!t->starved && t->keys.in.len > t->keys.at) || patience_ms(t) == 0;
}

bool term_pending(struct term *t)
{
	struct pollfd fd = { .fd = TERM_IN, .events = POLLIN };

	take_signals(t);
	return is_due(t) || (!t->last_read && poll(&fd, 1, 0) > 0);
}

bool term_wait(struct term *t, int extra_fd, int timeout_ms)
{
	struct pollfd fds[] = {
		{ .fd = t->last_read ? -1 : TERM_IN, .events = POLLIN },
		{ .fd = signals_fd(), .events = POLLIN },
		{ .fd = extra_fd, .events = POLLIN },
	};
	int patience;

	take_signals(t);
	if (is_due(t))
		return true;
	patience = patience_ms(t);
	if (patience >= 0 && (timeout_ms < 0 || patience < timeout_ms))
		timeout_ms = patience;
	if (poll(fds, 3, timeout_ms) < 0)
		return true; /* a signal: its byte is in the pipe */
	return fds[0].revents != 0 || fds[1].revents != 0;
}
