#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs WASI programs that use GPIO lines, by Wasmtime and on Linux's own GPIO chips.

    python3 gpio_host.py PROGRAM.wasm [ARGUMENT...]

A program is what `libgpiod-wasm cc` has compiled, or gpio-tools.wasm, whose first argument names the tool. Wasmtime
answers its calls of WASI, this file the seven of gpio_host.h. It needs Python 3.10 and the package `wasmtime`.

The program may use all lines of all chips that this process may open, and sees nothing else of the machine: it opens
no other device, uses no descriptor but those it was given here, and finds no file outside of /dev and /sys. It has
standard input and output, and no other file, no environment and no network.
"""

import errno
import fcntl
import os
import select
import signal
import stat
import struct
import sys

from wasmtime import Caller, Engine, ExitTrap, FuncType, Linker, Memory, Module, Store, Trap, ValType, WasiConfig

CHIP_NAMES = "/sys/bus/gpio/devices"
VISIBLE = ("/dev/", "/sys/")
PATH_MAX = 4096
READ_MAX = 65536  # where a guest has room for more, the rest is for its next read

POLLFD = struct.Struct("<ihh")  # struct gpio_host_pollfd
STAT = struct.Struct("<III")  # struct gpio_host_stat
POLL_ALWAYS = select.POLLERR | select.POLLHUP
POLL_MAX = 1024
POLL_MS_MAX = 2**31 - 1

GPIO_IOC_MAGIC = 0xB4
# GPIO_V2_GET_LINE_IOCTL, and the two of version 1: the last member of their structs is a new descriptor.
GIVES_DESCRIPTOR = {0xC250B407, 0xC030B404, 0xC16CB403}


def failure(number: int) -> OSError:
    return OSError(number, os.strerror(number))


class GuestMemory:
    """The guest's memory, for as long as one call: afterwards the guest may let it grow, and it may move."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.memory = caller.get("memory")

    def check(self, pointer: int, length: int) -> None:
        size = self.memory.data_len(self.caller) if isinstance(self.memory, Memory) else -1
        if pointer + length > size:
            raise failure(errno.EFAULT)

    def read(self, pointer: int, length: int) -> bytearray:
        self.check(pointer, length)
        return self.memory.read(self.caller, pointer, pointer + length)

    def write(self, pointer: int, data: bytes) -> None:
        self.check(pointer, len(data))
        if data:
            self.memory.write(self.caller, data, pointer)


def real_path(memory: GuestMemory, pointer: int, length: int, follow: bool = True) -> str:
    """Where a path of the guest leads; the last part of it only where `follow` says so."""
    memory.check(pointer, length)
    if length >= PATH_MAX:
        raise failure(errno.ENAMETOOLONG)
    path = os.fsdecode(bytes(memory.read(pointer, length)))
    if "\0" in path:
        raise failure(errno.EINVAL)
    # A WASI program has no current folder: what does not begin with a slash is not there either.
    path = os.path.normpath(path)
    if not path.startswith(VISIBLE):
        raise failure(errno.ENOENT)
    if follow:
        real = os.path.realpath(path, strict=True)
    else:
        real = os.path.join(os.path.realpath(os.path.dirname(path), strict=True), os.path.basename(path))
    if not real.startswith(VISIBLE):
        raise failure(errno.ENOENT)
    return real


def is_gpio_chip(path: str) -> bool:
    """By the rule of libgpiod."""
    found = os.stat(path)
    if not stat.S_ISCHR(found.st_mode):
        return False
    device = f"{os.major(found.st_rdev)}:{os.minor(found.st_rdev)}"
    return os.path.realpath(f"/sys/dev/char/{device}/subsystem") == "/sys/bus/gpio"


class GpioHost:
    """The seven calls for one guest. Pointers and lengths are unsigned; what fails raises an OSError."""

    def __init__(self) -> None:
        self.descriptors: set[int] = set()

    def check_descriptor(self, fd: int) -> None:
        if fd not in self.descriptors:
            raise failure(errno.EBADF)

    def open(self, memory: GuestMemory, path: int, path_len: int) -> int:
        real = real_path(memory, path, path_len)
        # To open another device may be enough to start something: a watchdog, a tape.
        if not is_gpio_chip(real):
            raise failure(errno.ENODEV)
        fd = os.open(real, os.O_RDWR | os.O_CLOEXEC)
        self.descriptors.add(fd)
        return fd

    def close(self, memory: GuestMemory, fd: int) -> int:
        self.check_descriptor(fd)
        self.descriptors.remove(fd)
        os.close(fd)
        return 0

    def ioctl(self, memory: GuestMemory, fd: int, request: int, arg: int, arg_len: int) -> int:
        size = request >> 16 & 0x3FFF
        if request >> 8 & 0xFF != GPIO_IOC_MAGIC or size == 0:
            raise failure(errno.ENOTTY)
        if arg_len != size:
            raise failure(errno.EINVAL)
        self.check_descriptor(fd)
        data = memory.read(arg, size)
        result = fcntl.ioctl(fd, request, data)
        if request in GIVES_DESCRIPTOR:
            self.descriptors.add(struct.unpack_from("<i", data, size - 4)[0])
        memory.write(arg, data)
        return result

    def read(self, memory: GuestMemory, fd: int, buf: int, length: int) -> int:
        self.check_descriptor(fd)
        memory.check(buf, length)  # before it is too late: what is read is gone
        data = os.read(fd, min(length, READ_MAX))
        memory.write(buf, data)
        return len(data)

    def poll(self, memory: GuestMemory, fds: int, count: int, timeout_ns: int) -> int:
        memory.check(fds, count * POLLFD.size)
        if count > POLL_MAX:
            raise failure(errno.EINVAL)
        entries = list(POLLFD.iter_unpack(memory.read(fds, count * POLLFD.size)))
        wanted: dict[int, int] = {}
        for fd, events, _ in entries:
            if fd in self.descriptors:
                wanted[fd] = wanted.get(fd, 0) | events & 0xFFFF
            elif fd >= 0:
                timeout_ns = 0  # one that is not open is ready at once
        poller = select.poll()
        for fd, events in wanted.items():
            poller.register(fd, events)
        # Rounded up: no wait is too short.
        found = dict(poller.poll(None if timeout_ns < 0 else min(-(-timeout_ns // 10**6), POLL_MS_MAX)))

        ready = 0
        for index, (fd, events, _) in enumerate(entries):
            revents = found.get(fd, 0) & (events | POLL_ALWAYS)
            if fd >= 0 and fd not in self.descriptors:
                revents = select.POLLNVAL
            memory.write(fds + index * POLLFD.size, POLLFD.pack(fd, events, revents))
            ready += revents != 0
        return ready

    def stat(self, memory: GuestMemory, path: int, path_len: int, follow: int, out: int, out_len: int) -> int:
        memory.check(out, out_len)
        if out_len < STAT.size:
            raise failure(errno.EINVAL)
        found = os.lstat(real_path(memory, path, path_len, follow != 0))
        memory.write(out, STAT.pack(found.st_mode, os.major(found.st_rdev), os.minor(found.st_rdev)))
        return 0

    def realpath(self, memory: GuestMemory, path: int, path_len: int, out: int, out_len: int) -> int:
        memory.check(out, out_len)
        real = os.fsencode(real_path(memory, path, path_len))
        if len(real) > out_len:
            raise failure(errno.ENAMETOOLONG)
        memory.write(out, real)
        return len(real)


# What WebAssembly passes as i32 and i64 arrives signed. "I" is an i32 that is none: a pointer, a length, a request.
CALLS = {"open": "II", "close": "i", "ioctl": "iIII", "read": "iII", "poll": "IIq", "stat": "IIiII", "realpath": "IIII"}
VALUE_TYPES = {"i": ValType.i32(), "I": ValType.i32(), "q": ValType.i64()}


def define_gpio_host(linker: Linker, host: GpioHost) -> None:
    """Answers gpio_host_v1 for what the linker instantiates."""
    for name, types in CALLS.items():

        def call(caller: Caller, *values: int, name: str = name, types: str = types) -> int:
            arguments = [value & 0xFFFFFFFF if type == "I" else value for value, type in zip(values, types)]
            try:
                return getattr(host, name)(GuestMemory(caller), *arguments)
            except OSError as error:
                return -(error.errno or errno.EIO)

        signature = FuncType([VALUE_TYPES[type] for type in types], [ValType.i32()])
        linker.define_func("gpio_host_v1", name, signature, call, access_caller=True)


def main(program: str, *arguments: str) -> int:
    # The program knows no signals: they end it as they end any other, and the kernel takes back its lines.
    for number in (signal.SIGINT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)

    wasi = WasiConfig()
    wasi.argv = [os.path.basename(program), *arguments]
    wasi.inherit_stdin()
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    # The tools look for chips in /dev. Here they find the names alone, and no device that WASI could open.
    if os.path.isdir(CHIP_NAMES):
        wasi.preopen_dir(CHIP_NAMES, "/dev", fs_mutable=False)

    engine = Engine()
    store = Store(engine)
    store.set_wasi(wasi)
    linker = Linker(engine)
    linker.define_wasi()
    define_gpio_host(linker, GpioHost())
    try:
        instance = linker.instantiate(store, Module.from_file(engine, program))
        instance.exports(store)["_start"](store)
    except ExitTrap as end:
        return end.code
    except Trap as trap:
        print(f"{program}: {trap}", file=sys.stderr)
        return 128 + signal.SIGABRT
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"Usage: {sys.argv[0]} PROGRAM.wasm [ARGUMENT...]")
    sys.exit(main(*sys.argv[1:]))
