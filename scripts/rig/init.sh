#!/bin/sh
# First process of the rig. Its root is the host's, read-only; the folder it lies in tells it what
# to do: "mounts" (lines of ro or rw, a space, a host folder to be seen at its own path) and
# "command" (a shell script). The command's standard output goes to the kernel's second console,
# its standard error to the third, its exit status into the file "status" beside.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Newer util-linux splits options by itself, but hostfs takes its path as a bare option.
export LIBMOUNT_FORCE_MOUNT2=always

host_folder=${0%/*}

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t configfs configfs /sys/kernel/config
mount -t debugfs debugfs /sys/kernel/debug
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir /dev/pts /dev/shm
mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
ln -s /proc/self/fd /dev/fd
ln -s /proc/self/fd/0 /dev/stdin
ln -s /proc/self/fd/1 /dev/stdout
ln -s /proc/self/fd/2 /dev/stderr
ip link set lo up 2>/dev/null

rig=/run/rig
mkdir "$rig"
mount -t hostfs -o "$host_folder" none "$rig"
while read -r mode folder; do
	mkdir -p "$folder" 2>/dev/null
	mount -t hostfs -o "$mode,$folder" none "$folder" || echo "cannot mount $folder" >&2
done <"$rig/mounts"

# Pipes between the command and the consoles: on a terminal, programs behave in other ways.
stty -F /dev/tty1 raw -echo
stty -F /dev/tty2 raw -echo
mkfifo /run/stdout /run/stderr
cat </run/stdout >/dev/tty1 &
copy_stdout=$!
cat </run/stderr >/dev/tty2 &
copy_stderr=$!

sh "$rig/command" </dev/null >/run/stdout 2>/run/stderr
status=$?

# What is still running would keep the pipes open.
for process in /proc/[0-9]*; do
	pid=${process#/proc/}
	case $pid in
	1 | $copy_stdout | $copy_stderr) ;;
	*) [ -e "$process/exe" ] && kill -KILL "$pid" 2>/dev/null ;;
	esac
done
wait "$copy_stdout" "$copy_stderr"

echo "$status" >"$rig/status"
sync
# Power off by reboot(2): the halt command is not installed everywhere, perl-base is.
perl -e 'syscall 169, 0xfee1dead, 672274793, 0x4321fedc'
