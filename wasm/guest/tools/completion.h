/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef TOOL_COMPLETION_H
#define TOOL_COMPLETION_H

#include <stdbool.h>
#include <stddef.h>

#include "line_buffer.h"

/*
 * Completes the word before the cursor. Where several words fit, it inserts what they have in common
 * and, with `list`, prints them below the line.
 */
void complete_word(struct line_buffer *line, bool list, size_t columns);

#endif
