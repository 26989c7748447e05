// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * getopt_long() as the tools know it on Linux: glibc's messages, which WASI's libc words differently,
 * and options ending at the first argument that is none (all the tools ask for that with '+').
 */

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "service.h"

char *optarg;
int optind = 1, opterr = 1, optopt = '?';

/* The rest of a cluster of short options, "xyz" after the "-t" of "-txyz". */
static char *cluster;

/* The host has to know before the tool touches anything (daemon.c). */
static void announce(const struct option *option)
{
	if (strcmp(option->name, "daemonize") == 0)
		tool_service(NULL, "detach");
}

static int same_meaning(const struct option *a, const struct option *b)
{
	return a->has_arg == b->has_arg && a->flag == b->flag && a->val == b->val;
}

/* Finds an option by its name or by the beginning of it. NULL, with a message, unless it is one. */
static const struct option *find_long(const char *prog, const char *text, size_t name_len,
				      const struct option *longopts)
{
	const struct option *option, *found = NULL;
	int ambiguous = 0;

	for (option = longopts; option->name; option++) {
		if (strncmp(option->name, text, name_len) != 0)
			continue;
		if (strlen(option->name) == name_len)
			return option;
		if (!found)
			found = option;
		else if (!same_meaning(found, option))
			ambiguous = 1;
	}

	if (!found) {
		fprintf(stderr, "%s: unrecognized option '--%s'\n", prog, text);
		return NULL;
	}
	if (!ambiguous)
		return found;

	fprintf(stderr, "%s: option '--%s' is ambiguous; possibilities:", prog, text);
	for (option = longopts; option->name; option++) {
		if (strncmp(option->name, text, name_len) == 0)
			fprintf(stderr, " '--%s'", option->name);
	}
	fprintf(stderr, "\n");

	return NULL;
}

static int parse_long(int argc, char *const argv[], const struct option *longopts, int *longind)
{
	const char *text = argv[optind++] + 2;
	const struct option *option;
	char *value = strchr(text, '=');

	option = find_long(argv[0], text, value ? (size_t)(value - text) : strlen(text), longopts);
	if (!option)
		return '?';

	if (option->has_arg == no_argument && value) {
		fprintf(stderr, "%s: option '--%s' doesn't allow an argument\n", argv[0],
			option->name);
		return '?';
	}
	if (option->has_arg == required_argument && !value && optind >= argc) {
		fprintf(stderr, "%s: option '--%s' requires an argument\n", argv[0], option->name);
		return '?';
	}

	if (value)
		optarg = value + 1;
	else if (option->has_arg == required_argument)
		optarg = argv[optind++];

	if (longind)
		*longind = option - longopts;
	announce(option);
	if (!option->flag)
		return option->val;
	*option->flag = option->val;

	return 0;
}

static int parse_short(int argc, char *const argv[], const char *shortopts,
		       const struct option *longopts)
{
	const char *known;
	char letter = *cluster++;

	known = letter == ':' || letter == '+' ? NULL : strchr(shortopts, letter);
	if (*cluster == '\0')
		optind++;
	optopt = letter;

	if (!known) {
		fprintf(stderr, "%s: invalid option -- '%c'\n", argv[0], letter);
		return '?';
	}

	if (known[1] == ':') {
		if (*cluster != '\0') {
			optarg = cluster;
			optind++;
		} else if (optind < argc) {
			optarg = argv[optind++];
		} else {
			fprintf(stderr, "%s: option requires an argument -- '%c'\n", argv[0],
				letter);
			return '?';
		}
		cluster = NULL;
	}

	for (; longopts->name; longopts++) {
		if (!longopts->flag && longopts->val == letter)
			announce(longopts);
	}

	return letter;
}

int getopt_long(int argc, char *const argv[], const char *shortopts, const struct option *longopts,
		int *longind)
{
	optarg = NULL;

	if (cluster && *cluster != '\0')
		return parse_short(argc, argv, shortopts, longopts);

	if (optind >= argc || argv[optind][0] != '-' || argv[optind][1] == '\0')
		return -1;

	if (argv[optind][1] != '-') {
		cluster = argv[optind] + 1;
		return parse_short(argc, argv, shortopts, longopts);
	}

	if (argv[optind][2] == '\0') {
		optind++;
		return -1;
	}

	return parse_long(argc, argv, longopts, longind);
}
