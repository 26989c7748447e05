// SPDX-License-Identifier: LGPL-2.1-or-later
/* In the library, but used by nobody: it could not be linked. */

int not_anywhere(void);

int pattern_unused(void)
{
	return not_anywhere();
}
