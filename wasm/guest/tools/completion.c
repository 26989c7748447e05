// SPDX-License-Identifier: LGPL-2.1-or-later

#include "completion.h"

#include <editline/readline.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *rl_line_buffer;
rl_completion_func_t *rl_attempted_completion_function;
const char *rl_basic_word_break_characters = " ";
int rl_completion_append_character = ' ';
int rl_attempted_completion_over;
int rl_completion_type;

#define GAP 2

static void free_matches(char **matches)
{
	size_t i;

	for (i = 0; matches[i]; i++)
		free(matches[i]);
	free(matches);
}

static size_t common_length(const char *a, const char *b)
{
	size_t len = 0;

	while (a[len] && a[len] == b[len])
		len++;

	return len;
}

/* Without memory there are fewer matches: completion is a convenience. */
char **rl_completion_matches(const char *text, rl_compentry_func_t *generator)
{
	char **matches = calloc(2, sizeof(*matches)), **grown, *match;
	size_t n = 0, common = 0, len;

	if (!matches)
		return NULL;

	while ((match = generator(text, n > 0))) {
		grown = realloc(matches, (n + 3) * sizeof(*matches));
		if (!grown) {
			free(match);
			break;
		}
		matches = grown;
		len = n == 0 ? strlen(match) : common_length(matches[1], match);
		if (n == 0 || len < common)
			common = len;
		matches[++n] = match;
		matches[n + 1] = NULL;
	}

	if (n > 0)
		matches[0] = strndup(matches[1], common);
	if (n == 0 || !matches[0]) {
		free(matches);
		return NULL;
	}

	return matches;
}

/* In columns, filled from the top to the bottom, as shells do. */
static void print_matches(char **matches, size_t columns)
{
	size_t n = 0, widest = 0, width, per_row, rows, row, i;

	for (; matches[n]; n++) {
		width = utf8_columns(matches[n], strlen(matches[n]));
		if (width > widest)
			widest = width;
	}
	per_row = columns / (widest + GAP);
	if (per_row == 0)
		per_row = 1;
	rows = (n + per_row - 1) / per_row;

	for (row = 0; row < rows; row++) {
		putchar('\n');
		for (i = row; i < n; i += rows) {
			fputs(matches[i], stdout);
			if (i + rows >= n)
				break;
			width = utf8_columns(matches[i], strlen(matches[i]));
			for (; width < widest + GAP; width++)
				putchar(' ');
		}
	}
	putchar('\n');
}

void complete_word(struct line_buffer *line, bool list, size_t columns)
{
	size_t start = line->cursor, end = line->cursor;
	bool single;
	char append, *text, **matches;

	if (!rl_attempted_completion_function)
		return;

	while (start > 0 && !strchr(rl_basic_word_break_characters, line->text[start - 1]))
		start--;
	text = strndup(line->text + start, end - start);
	if (!text)
		return;

	rl_line_buffer = line->text;
	matches = rl_attempted_completion_function(text, start, end);
	free(text);
	if (!matches) {
		putchar('\a');
		return;
	}

	single = !matches[2];
	if (matches[0][0]) {
		line_remove(line, start, end);
		line_insert(line, matches[0], strlen(matches[0]));
	}
	if (single) {
		append = rl_completion_append_character;
		line_insert(line, &append, 1);
	} else if (list) {
		print_matches(matches + 1, columns);
	} else {
		putchar('\a');
	}
	free_matches(matches);
}
