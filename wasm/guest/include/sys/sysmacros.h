/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Device numbers. The guest's own stat() fills st_rdev with makedev(), so the packing is private:
 * the major number in the upper half, the minor in the lower.
 */
#ifndef GPIO_GUEST_SYS_SYSMACROS_H
#define GPIO_GUEST_SYS_SYSMACROS_H

#define makedev(major, minor) \
	((dev_t)(((unsigned long long)(major) << 32) | (unsigned int)(minor)))
#define major(dev) ((unsigned int)((unsigned long long)(dev) >> 32))
#define minor(dev) ((unsigned int)((unsigned long long)(dev)))

#endif
