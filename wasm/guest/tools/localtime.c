// SPDX-License-Identifier: LGPL-2.1-or-later

#include "gpio_tools.h"
#include "service.h"

/* As on a Linux without time zone data, local time is UTC where the host knows no time zone. */
struct tm *tool_localtime_r(const time_t *utc, struct tm *out)
{
	long long ahead = 0;
	time_t local;

	if (tool_service(&ahead, "localtime %lld", (long long)*utc) < 0)
		ahead = 0;

	local = *utc + ahead;
	if (!gmtime_r(&local, out))
		return NULL;
	out->tm_gmtoff = ahead;

	return out;
}
