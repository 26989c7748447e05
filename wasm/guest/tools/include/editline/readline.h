/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The part of libedit's readline interface that gpioset's interactive mode uses. */
#ifndef EDITLINE_READLINE_H
#define EDITLINE_READLINE_H

typedef char *rl_compentry_func_t(const char *text, int state);
typedef char **rl_completion_func_t(const char *text, int start, int end);

typedef struct _hist_entry {
	const char *line;
} HIST_ENTRY;

/* What is being edited, for completion functions. */
extern char *rl_line_buffer;

extern rl_completion_func_t *rl_attempted_completion_function;
extern const char *rl_basic_word_break_characters;
/* Follows a word that is complete. */
extern int rl_completion_append_character;
/* Set by completion functions; there is nothing else here to fall back on. */
extern int rl_attempted_completion_over;
extern int rl_completion_type;

/* The next line of input without its newline, to be freed by the caller; NULL at the end of input. */
char *readline(const char *prompt);

/* All that `generator` yields for text: [0] is what they have in common. NULL where there is none. */
char **rl_completion_matches(const char *text, rl_compentry_func_t *generator);

extern int history_length;
/* Oldest first, NULL at the end. */
HIST_ENTRY **history_list(void);
int add_history(const char *line);
void stifle_history(int max);

#endif
