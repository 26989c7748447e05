// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Going into the background. A wasm instance cannot fork, so the host does it ahead of time: when the
 * option is parsed (getopt.c) it may start the whole program over in a process of its own, and here
 * that process parts from its terminal and lets the one that the user started exit.
 */

#include "gpio_tools.h"
#include "service.h"

int daemon(int nochdir, int noclose)
{
	return tool_service(NULL, "daemon %d %d", nochdir, noclose);
}
