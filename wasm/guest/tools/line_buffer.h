/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef TOOL_LINE_BUFFER_H
#define TOOL_LINE_BUFFER_H

#include <stddef.h>

/* The line being edited: UTF-8, always NUL-terminated. Positions are bytes, between characters. */
struct line_buffer {
	char *text;
	size_t len;
	size_t cursor;
	size_t size;
};

void line_insert(struct line_buffer *line, const char *bytes, size_t len);
/* Removes what is between two positions; the cursor ends up at `from`. */
void line_remove(struct line_buffer *line, size_t from, size_t to);
/* Replaces everything; the cursor goes to the end. */
void line_replace(struct line_buffer *line, const char *text);

/* The position one character, or one word, away from the cursor. */
size_t line_left(const struct line_buffer *line);
size_t line_right(const struct line_buffer *line);
size_t line_word_left(const struct line_buffer *line);
size_t line_word_right(const struct line_buffer *line);

/* How many characters, one column each, there are in these bytes. */
size_t utf8_columns(const char *bytes, size_t len);

#endif
