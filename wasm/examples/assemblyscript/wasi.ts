// SPDX-License-Identifier: LGPL-2.1-or-later
/* The little of WASI that a plugin wants: arguments, output, an exit status. */

@external('wasi_snapshot_preview1', 'args_sizes_get')
declare function args_sizes_get(count: usize, size: usize): u16;

@external('wasi_snapshot_preview1', 'args_get')
declare function args_get(pointers: usize, buffer: usize): u16;

@external('wasi_snapshot_preview1', 'fd_write')
declare function fd_write(fd: u32, parts: usize, count: u32, written: usize): u16;

@external('wasi_snapshot_preview1', 'proc_exit')
declare function proc_exit(status: u32): void;

const STDOUT = 1;
const STDERR = 2;
const FAILURE = 1;

const words = memory.data(16, 4);

function write(fd: u32, line: string): void {
  const text = String.UTF8.encode(line + '\n');
  store<usize>(words, changetype<usize>(text), 0);
  store<u32>(words, text.byteLength, 4);
  fd_write(fd, words, 1, words + 8);
}

/** Writes a line on standard output. */
export function print(line: string): void {
  write(STDOUT, line);
}

/** Ends the program with a message where a call returned a negated errno; hands on any other result. */
export function expect(what: string, result: i32): i32 {
  if (result < 0) {
    write(STDERR, what + ': errno ' + (-result).toString());
    proc_exit(FAILURE);
  }
  return result;
}

/** The program's arguments, its name first. */
export function programArguments(): string[] {
  args_sizes_get(words, words + 4);
  const count = load<i32>(words);
  const pointers = new StaticArray<usize>(count);
  const buffer = new StaticArray<u8>(load<i32>(words, 4));
  args_get(changetype<usize>(pointers), changetype<usize>(buffer));
  const found: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const end = changetype<usize>(buffer) + buffer.length;
    found.push(String.UTF8.decodeUnsafe(pointers[i], end - pointers[i], true));
  }
  return found;
}

/** What the compiler calls where it would throw: asconfig.json names it. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const place = (file ? file : '?') + ':' + line.toString() + ':' + column.toString();
  write(STDERR, place + ': ' + (message ? message : 'aborted'));
  unreachable();
}
