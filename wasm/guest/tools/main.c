// SPDX-License-Identifier: LGPL-2.1-or-later
/* Six tools in one program. Each upstream file is compiled with its own name for main(). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int tool_main(int argc, char **argv);

tool_main gpiodetect_main, gpioget_main, gpioinfo_main, gpiomon_main, gpionotify_main,
	gpioset_main;

static const struct tool {
	const char *name;
	tool_main *main;
} tools[] = {
	{ "gpiodetect", gpiodetect_main },
	{ "gpioget", gpioget_main },
	{ "gpioinfo", gpioinfo_main },
	{ "gpiomon", gpiomon_main },
	{ "gpionotify", gpionotify_main },
	{ "gpioset", gpioset_main },
};

#define NUM_TOOLS (sizeof(tools) / sizeof(tools[0]))

static const struct tool *find_tool(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t i;

	for (i = 0; i < NUM_TOOLS; i++) {
		if (strcmp(tools[i].name, name) == 0)
			return &tools[i];
	}

	return NULL;
}

/* As in glibc: what does not go to a terminal is written when this is full, not line by line. */
static void buffer_stdout(void)
{
	static char buffer[4096];

	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
}

/* Runs as the tool that argv[0] names, else as the one that the first argument names. */
int main(int argc, char **argv)
{
	const struct tool *tool = argc > 0 ? find_tool(argv[0]) : NULL;
	size_t i;

	if (!tool && argc > 1) {
		tool = find_tool(argv[1]);
		argc--;
		argv++;
	}
	if (tool) {
		buffer_stdout();
		return tool->main(argc, argv);
	}

	fprintf(stderr, "gpio-tools: name one of these tools:");
	for (i = 0; i < NUM_TOOLS; i++)
		fprintf(stderr, " %s", tools[i].name);
	fprintf(stderr, "\n");

	return EXIT_FAILURE;
}
