/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Included ahead of every file of upstream's tools (-include), which are compiled as they are: what
 * they expect of Linux beyond what any program here gets (gpio_program.h).
 */
#ifndef GPIO_TOOLS_H
#define GPIO_TOOLS_H

#include <sys/stat.h>
#include <time.h>

#include "gpio_program.h"

/* WASI's own lstat() sees only the folders a program was given, and no device numbers. */
#define lstat(path, out) gpio_guest_lstat(path, out)

/* WASI's libc has no time zones. */
struct tm *tool_localtime_r(const time_t *utc, struct tm *out);
#define localtime_r(utc, out) tool_localtime_r(utc, out)

/* A wasm instance cannot fork: see daemon.c. */
int daemon(int nochdir, int noclose);

#endif
