// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * readline() for gpioset's interactive mode: a line editor on a terminal, plain lines elsewhere, as
 * libedit has it.
 */

#include <editline/readline.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "completion.h"
#include "line_buffer.h"
#include "service.h"
#include "terminal.h"

#define NO_INPUT_PAUSE_MS 100

/* Where browsing the history has got to: history_length is the line being edited itself. */
struct browsing {
	int index;
	char *unfinished;
};

static void pause_for_input(void)
{
	struct timespec pause = { .tv_nsec = NO_INPUT_PAUSE_MS * 1000000 };

	nanosleep(&pause, NULL);
}

/*
 * At the end of its input gpioset asks again, at once and for ever. Here it waits instead: it goes on
 * holding its lines without using the processor, and serves whoever next writes to a named pipe.
 */
static char *read_plain(void)
{
	struct line_buffer line = { 0 };
	int key;
	char byte;

	line_insert(&line, "", 0);
	while ((key = terminal_byte()) != '\n') {
		if (key == KEY_END_OF_INPUT) {
			if (line.len > 0)
				break;
			if (isatty(STDIN_FILENO)) {
				free(line.text);
				return NULL;
			}
			pause_for_input();
			continue;
		}
		byte = key;
		line_insert(&line, &byte, 1);
	}

	return line.text;
}

static void browse(struct line_buffer *line, struct browsing *browsing, int step)
{
	int index = browsing->index + step;

	if (index < 0 || index > history_length) {
		putchar('\a');
		return;
	}
	if (browsing->index == history_length) {
		free(browsing->unfinished);
		browsing->unfinished = strdup(line->text);
	}
	browsing->index = index;
	if (index < history_length)
		line_replace(line, history_list()[index]->line);
	else if (browsing->unfinished)
		line_replace(line, browsing->unfinished);
}

static void erase_left(struct line_buffer *line, size_t to)
{
	line_remove(line, to, line->cursor);
}

static void erase_right(struct line_buffer *line, size_t to)
{
	line_remove(line, line->cursor, to);
}

static bool is_text(int key)
{
	return key >= ' ' && key < 256 && key != KEY_BACKSPACE;
}

static void insert_byte(struct line_buffer *line, int key)
{
	char byte = key;

	if (is_text(key))
		line_insert(line, &byte, 1);
}

/* Every key that changes the line or moves the cursor, and nothing else. */
static void edit(struct line_buffer *line, struct browsing *browsing, int key)
{
	switch (key) {
	case CTRL('A'):
	case KEY_HOME:
		line->cursor = 0;
		break;
	case CTRL('E'):
	case KEY_END:
		line->cursor = line->len;
		break;
	case CTRL('B'):
	case KEY_LEFT:
		line->cursor = line_left(line);
		break;
	case CTRL('F'):
	case KEY_RIGHT:
		line->cursor = line_right(line);
		break;
	case KEY_WORD_LEFT:
		line->cursor = line_word_left(line);
		break;
	case KEY_WORD_RIGHT:
		line->cursor = line_word_right(line);
		break;
	case CTRL('H'):
	case KEY_BACKSPACE:
		erase_left(line, line_left(line));
		break;
	case CTRL('D'):
	case KEY_DELETE:
		erase_right(line, line_right(line));
		break;
	case CTRL('W'):
		erase_left(line, line_word_left(line));
		break;
	case CTRL('K'):
		erase_right(line, line->len);
		break;
	case CTRL('U'):
		line_replace(line, "");
		break;
	case CTRL('P'):
	case KEY_UP:
		browse(line, browsing, -1);
		break;
	case CTRL('N'):
	case KEY_DOWN:
		browse(line, browsing, 1);
		break;
	case CTRL('L'):
		fputs("\x1b[H\x1b[2J", stdout);
		break;
	default:
		insert_byte(line, key);
	}
}

static char *read_edited(const char *prompt, size_t columns)
{
	struct browsing browsing = { .index = history_length };
	struct line_buffer line = { 0 };
	size_t room = columns > strlen(prompt) ? columns - strlen(prompt) : 0;
	bool drawn = false;
	int key = 0, previous;

	line_insert(&line, "", 0);
	while (line.text) {
		if (!drawn)
			terminal_draw(prompt, &line, columns);

		previous = key;
		key = terminal_key();
		if (key == '\r' || key == '\n')
			break;
		if (key == KEY_END_OF_INPUT || (key == CTRL('D') && line.len == 0)) {
			fputs("^D", stdout);
			free(line.text);
			line.text = NULL;
			break;
		}
		/* What is typed at the end needs no more than to be shown. */
		drawn = is_text(key) && line.cursor == line.len && line.len + 1 < room;
		if (drawn)
			putchar(key);
		if (key == '\t')
			complete_word(&line, previous == '\t', columns);
		else
			edit(&line, &browsing, key);
	}
	putchar('\n');
	free(browsing.unfinished);

	return line.text;
}

char *readline(const char *prompt)
{
	long long columns;
	char *line;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return read_plain();

	if (tool_service(&columns, "terminal raw") < 0) {
		fputs(prompt, stdout);
		return read_plain();
	}
	line = read_edited(prompt, columns);
	tool_service(NULL, "terminal cooked");

	return line;
}
