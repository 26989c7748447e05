// SPDX-License-Identifier: LGPL-2.1-or-later
/* The calls of wasm/gpio_host.h that gpio.ts makes. Each returns a negated Linux errno where it fails. */

export const POLLIN: i16 = 1;

@external('gpio_host_v1', 'open')
export declare function host_open(path: usize, path_len: u32): i32;

@external('gpio_host_v1', 'close')
export declare function host_close(fd: i32): i32;

@external('gpio_host_v1', 'ioctl')
export declare function host_ioctl(fd: i32, request: u32, arg: usize, arg_len: u32): i32;

@external('gpio_host_v1', 'read')
export declare function host_read(fd: i32, buf: usize, len: u32): i32;

@external('gpio_host_v1', 'poll')
export declare function host_poll(fds: usize, n: u32, timeout_ns: i64): i32;
