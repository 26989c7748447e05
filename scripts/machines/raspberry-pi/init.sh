#!/bin/busybox sh
# First process of an emulated Raspberry Pi: runs the program on the console, and says how it has ended.
PATH=/bin:/usr/bin
export PATH
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /tmp
# What the kernel has to say from here on would fall into the middle of the program's lines.
dmesg -n 1
stty raw -echo

cd /program || exit
echo '== start'
node program.mjs 2>&1
echo "== end $?"
sleep 1d
