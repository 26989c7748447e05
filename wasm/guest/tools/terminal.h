/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef TOOL_TERMINAL_H
#define TOOL_TERMINAL_H

#include <stddef.h>

#include "line_buffer.h"

enum key {
	/* Smaller values are bytes as typed: control characters, ASCII, UTF-8. */
	KEY_END_OF_INPUT = 256,
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_WORD_LEFT,
	KEY_WORD_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_DELETE,
	KEY_UNKNOWN,
};

#define CTRL(letter) ((letter) & 0x1f)
#define KEY_ESCAPE 0x1b
#define KEY_BACKSPACE 0x7f

/* One byte of standard input, or KEY_END_OF_INPUT. All output so far is shown first. */
int terminal_byte(void);
/* One key: escape sequences as a whole. */
int terminal_key(void);

/* Draws prompt and line over the current row and puts the cursor in its place. */
void terminal_draw(const char *prompt, const struct line_buffer *line, size_t columns);

#endif
