/* SPDX-License-Identifier: MIT */
/*
 * schedule_order.c - predecessors before successors, circles by name, and
 * what the outcome of the first gate cancels.
 */
#include "core/schedule_parts.h"

#include <stdlib.h>

#include "base/mem.h"

#define CIRCLE_SHOWN 12 /* names of a circle that a message has room for */

/* Counting sort of the dependencies by one of their ends. */
static void link_up(const struct schedule *s, struct schedule_links *links, bool by_succ)
{
	links->first = mem_alloc((s->n + 2) * sizeof *links->first);
	links->edge = mem_alloc((s->n_dependencies + 1) * sizeof *links->edge);
	for (size_t e = 0; e < s->n_dependencies; e++) {
		const struct schedule_dependency *d = &s->dependencies[e];

		links->first[(by_succ ? d->succ : d->pred) + 2]++;
	}
	for (size_t i = 2; i < s->n + 2; i++)
		links->first[i] += links->first[i - 1];
	for (size_t e = 0; e < s->n_dependencies; e++) {
		const struct schedule_dependency *d = &s->dependencies[e];

		links->edge[links->first[(by_succ ? d->succ : d->pred) + 1]++] = (int32_t)e;
	}
}

void schedule_links_build(struct schedule *s)
{
	link_up(s, &s->in, true);
	link_up(s, &s->out, false);
}

/* A predecessor of i that the sort left over: there is one for everything left over. */
static int32_t left_over_pred(const struct schedule *s, enum schedule_gate gate,
			      const int32_t *waits, int32_t i)
{
	for (int32_t k = s->in.first[i]; k < s->in.first[i + 1]; k++) {
		const struct schedule_dependency *d = &s->dependencies[s->in.edge[k]];

		if (schedule_edge_applies(d, gate) && waits[d->pred] > 0)
			return d->pred;
	}
	return i;
}

static void write_circle(const struct schedule *s, const int32_t *circle, size_t n, struct buf *out)
{
	size_t lowest = 0;

	for (size_t i = 1; i < n; i++)
		if (circle[i] < circle[lowest])
			lowest = i;
	/* It was walked backward: from the lowest down is forward. */
	for (size_t k = 0; k <= n; k++) {
		if (n > CIRCLE_SHOWN && k == CIRCLE_SHOWN / 2) {
			buf_addf(out, " > ... (%zu more)", n - CIRCLE_SHOWN);
			k = n - CIRCLE_SHOWN / 2;
		}
		buf_adds(out, k ? " > " : "");
		buf_adds(out, schedule_name(s, circle[(lowest + 2 * n - k) % n]));
	}
}

/* Walks backward among what is left over until it comes to where it was. */
static int report_circle(const struct schedule *s, enum schedule_gate gate, const int32_t *waits,
			 struct error *err)
{
	int32_t *walk = mem_alloc(s->n * sizeof *walk), *at = mem_alloc(s->n * sizeof *at);
	AUTOBUF words = BUF_INIT;
	int32_t i = 0, n = 0;

	while (waits[i] <= 0)
		i++;
	for (; !at[i]; i = left_over_pred(s, gate, waits, i)) {
		walk[n++] = i;
		at[i] = n;
	}
	write_circle(s, walk + at[i] - 1, (size_t)(n - at[i] + 1), &words);
	error_set(err, FAIL_NO, "cannot schedule", schedule_name(s, i),
		  "take out one of these dependencies", "%s wait for each other in a circle",
		  words.s);
	free(walk);
	free(at);
	return FAIL_NO;
}

int schedule_order(const struct schedule *s, enum schedule_gate gate, int32_t *order,
		   struct error *err)
{
	int32_t *waits = mem_alloc((s->n + 1) * sizeof *waits);
	size_t done = 0, ready = 0;
	int fail = FAIL_NONE;

	for (size_t e = 0; e < s->n_dependencies; e++)
		waits[s->dependencies[e].succ] += schedule_edge_applies(&s->dependencies[e], gate);
	for (size_t i = 0; i < s->n; i++)
		if (!waits[i])
			order[ready++] = (int32_t)i;
	for (; done < ready; done++) {
		int32_t i = order[done];

		for (int32_t k = s->out.first[i]; k < s->out.first[i + 1]; k++) {
			const struct schedule_dependency *d = &s->dependencies[s->out.edge[k]];

			if (schedule_edge_applies(d, gate) && !--waits[d->succ])
				order[ready++] = d->succ;
		}
	}
	if (ready < s->n)
		fail = report_circle(s, gate, waits, err);
	free(waits);
	return fail;
}

/*
 * With the outcome "none" all that follows the gate is cancelled, but for
 * what an if_none dependency leads to, and what follows from that alone.
 */
void schedule_mark_gate(struct schedule *s)
{
	int32_t *queue;
	bool *seen, *kept;
	size_t done = 0, n = 0;

	for (size_t i = 0; i < s->n; i++)
		s->by_gate[i] = false;
	if (s->gate != SCHEDULE_GATE_NONE)
		return;
	queue = mem_alloc((s->n + 1) * sizeof *queue);
	seen = mem_alloc(s->n + 1);
	kept = mem_alloc(s->n + 1);
	for (size_t e = 0; e < s->n_dependencies; e++) {
		const struct schedule_dependency *d = &s->dependencies[e];

		if (d->applies != SCHEDULE_IF_NONE)
			continue;
		kept[d->succ] = true;
		if (!seen[d->pred])
			queue[n++] = d->pred;
		seen[d->pred] = true;
	}
	for (; done < n; done++) {
		for (int32_t k = s->out.first[queue[done]]; k < s->out.first[queue[done] + 1];
		     k++) {
			int32_t i = s->dependencies[s->out.edge[k]].succ;

			if (seen[i] || kept[i])
				continue;
			seen[i] = true;
			queue[n++] = i;
			s->by_gate[i] = s->milestones[i].status != SCHEDULE_DONE &&
					s->milestones[i].status != SCHEDULE_CANCELLED;
		}
	}
	free(queue);
	free(seen);
	free(kept);
}
