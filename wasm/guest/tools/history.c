// SPDX-License-Identifier: LGPL-2.1-or-later
/* The lines entered so far: stifle_history() says how many are kept. */

#include <editline/readline.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

int history_length;

static HIST_ENTRY **entries;
static int max_entries = INT_MAX;

static void drop_oldest(void)
{
	free((char *)entries[0]->line);
	free(entries[0]);
	memmove(entries, entries + 1, history_length * sizeof(*entries));
	history_length--;
}

HIST_ENTRY **history_list(void)
{
	return entries;
}

void stifle_history(int max)
{
	max_entries = max;
	while (history_length > max_entries)
		drop_oldest();
}

int add_history(const char *line)
{
	HIST_ENTRY **grown = realloc(entries, (history_length + 2) * sizeof(*entries));
	HIST_ENTRY *entry = malloc(sizeof(*entry));
	char *copy = strdup(line);

	if (grown)
		entries = grown;
	if (!grown || !entry || !copy) {
		free(entry);
		free(copy);
		return -1;
	}

	entry->line = copy;
	entries[history_length++] = entry;
	entries[history_length] = NULL;
	if (history_length > max_entries)
		drop_oldest();

	return 0;
}
