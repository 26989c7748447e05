// SPDX-License-Identifier: LGPL-2.1-or-later

#include "line_buffer.h"

#include <stdlib.h>
#include <string.h>

static int continues(char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Without memory the line stays as it was, as if the key had not been pressed. */
static int make_room(struct line_buffer *line, size_t len)
{
	size_t size = line->size ? line->size : 128;
	char *grown;

	while (size < line->len + len + 1)
		size *= 2;
	if (size == line->size)
		return 0;

	grown = realloc(line->text, size);
	if (!grown)
		return -1;
	line->text = grown;
	line->size = size;

	return 0;
}

void line_insert(struct line_buffer *line, const char *bytes, size_t len)
{
	if (make_room(line, len) < 0)
		return;

	memmove(line->text + line->cursor + len, line->text + line->cursor,
		line->len - line->cursor);
	memcpy(line->text + line->cursor, bytes, len);
	line->cursor += len;
	line->len += len;
	line->text[line->len] = '\0';
}

void line_remove(struct line_buffer *line, size_t from, size_t to)
{
	memmove(line->text + from, line->text + to, line->len - to);
	line->len -= to - from;
	line->cursor = from;
	line->text[line->len] = '\0';
}

void line_replace(struct line_buffer *line, const char *text)
{
	line_remove(line, 0, line->len);
	line_insert(line, text, strlen(text));
}

size_t line_left(const struct line_buffer *line)
{
	size_t at = line->cursor;

	while (at > 0 && continues(line->text[--at]))
		;

	return at;
}

size_t line_right(const struct line_buffer *line)
{
	size_t at = line->cursor;

	if (at < line->len)
		at++;
	while (at < line->len && continues(line->text[at]))
		at++;

	return at;
}

size_t line_word_left(const struct line_buffer *line)
{
	size_t at = line->cursor;

	while (at > 0 && line->text[at - 1] == ' ')
		at--;
	while (at > 0 && line->text[at - 1] != ' ')
		at--;

	return at;
}

size_t line_word_right(const struct line_buffer *line)
{
	size_t at = line->cursor;

	while (at < line->len && line->text[at] == ' ')
		at++;
	while (at < line->len && line->text[at] != ' ')
		at++;

	return at;
}

size_t utf8_columns(const char *bytes, size_t len)
{
	size_t columns = 0, i;

	for (i = 0; i < len; i++)
		columns += !continues(bytes[i]);

	return columns;
}
