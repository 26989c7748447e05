// SPDX-License-Identifier: LGPL-2.1-or-later
/* Keys in, escape sequences out: the common ground of VT100 and all that came after. */

#include "terminal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Byte by byte, so that whoever shares the input finds all that comes after the last line. */
int terminal_byte(void)
{
	unsigned char byte;

	fflush(stdout);
	return read(STDIN_FILENO, &byte, 1) == 1 ? byte : KEY_END_OF_INPUT;
}

/* "ESC [ 1 ; 5 C": parameters, then what the sequence means. Modifiers other than none are words. */
static int control_sequence(void)
{
	int first = 0, modified = 0, number = 0, byte;

	for (;;) {
		byte = terminal_byte();
		if (byte >= '0' && byte <= '9') {
			number = number * 10 + byte - '0';
		} else if (byte == ';') {
			first = number;
			number = 0;
			modified = 1;
		} else {
			break;
		}
	}
	if (!modified)
		first = number;

	switch (byte) {
	case 'A':
		return KEY_UP;
	case 'B':
		return KEY_DOWN;
	case 'C':
		return modified ? KEY_WORD_RIGHT : KEY_RIGHT;
	case 'D':
		return modified ? KEY_WORD_LEFT : KEY_LEFT;
	case 'H':
		return KEY_HOME;
	case 'F':
		return KEY_END;
	case '~':
		if (first == 1 || first == 7)
			return KEY_HOME;
		if (first == 4 || first == 8)
			return KEY_END;
		return first == 3 ? KEY_DELETE : KEY_UNKNOWN;
	case KEY_END_OF_INPUT:
		return KEY_END_OF_INPUT;
	default:
		return KEY_UNKNOWN;
	}
}

int terminal_key(void)
{
	int byte = terminal_byte();

	if (byte != KEY_ESCAPE)
		return byte;

	switch (byte = terminal_byte()) {
	case '[':
	case 'O':
		return control_sequence();
	case 'b':
		return KEY_WORD_LEFT;
	case 'f':
		return KEY_WORD_RIGHT;
	case KEY_END_OF_INPUT:
		return KEY_END_OF_INPUT;
	default:
		return KEY_UNKNOWN;
	}
}

/* The position some columns after `from`. */
static size_t advance(const struct line_buffer *line, size_t from, size_t columns)
{
	struct line_buffer at = *line;

	for (at.cursor = from; columns > 0 && at.cursor < at.len; columns--)
		at.cursor = line_right(&at);

	return at.cursor;
}

/* A line wider than the terminal is scrolled sideways, so that the cursor always shows. */
void terminal_draw(const char *prompt, const struct line_buffer *line, size_t columns)
{
	size_t prompt_columns = utf8_columns(prompt, strlen(prompt));
	size_t room = columns > prompt_columns + 1 ? columns - prompt_columns - 1 : 1;
	size_t cursor_column = utf8_columns(line->text, line->cursor);
	size_t hidden = cursor_column > room ? cursor_column - room : 0;
	size_t start = advance(line, 0, hidden);
	size_t end = advance(line, start, room);

	printf("\r%s", prompt);
	fwrite(line->text + start, end - start, 1, stdout);
	printf("\x1b[K\r\x1b[%zuC", prompt_columns + cursor_column - hidden);
}
