import { checkKernel } from './check-kernel.js';
import {
  argumentText,
  changesText,
  flagsText,
  quoted,
  readArgument,
  structText,
} from './describe.js';
import { errnoName } from './errno.js';
import {
  GPIO_V2_GET_LINE_IOCTL,
  gpio_v2_line_event,
  gpio_v2_line_info_changed,
  gpio_v2_line_request,
} from './generated/uapi.js';
import type { GuestMemory } from './guest-memory.js';
import type { FdWatch, HostCalls, Kernel } from './kernel.js';
import { POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLPRI } from './kernel.js';
import { safely } from './safely.js';
import { ioctlOf, readStruct } from './uapi.js';
import { decodeUtf8 } from './utf8.js';

const pollFlags = {
  POLLIN,
  POLLPRI,
  POLLERR,
  POLLHUP,
  POLLNVAL,
};
/** Set in a request number where the kernel reads the argument: linux/ioctl.h's direction bit. */
const IOC_WRITE = 0x40000000;

/**
 * A kernel that forwards every call and logs it on one line, as strace does:
 * `ioctl(5, GPIO_V2_GET_LINE_IOCTL, {offsets:[17], consumer:"x", ...}) = 0 {fd:6}`. What a call
 * wrote follows its result. For debugging: a traced call is some hundred times slower.
 *
 * @param output - Where lines go; by default to standard error. What it throws is an uncaught exception: it
 * must not pass through the guest.
 */
export function trace(kernel: Kernel, output: (line: string) => void = console.error): Kernel {
  checkKernel(kernel);
  const log = (line: string): void => safely(() => output(line));
  return {
    name: kernel.name,
    time: kernel.time,
    attach: (memory) => traceCalls(kernel.attach(memory), memory, log),
    devices() {
      const names = kernel.devices();
      log(`devices() = ${names.join(' ')}`);
      return names;
    },
    watch: (fd, onReady) => traceWatch(kernel, fd, onReady, log),
  };
}

/** 0, 3, or -16 EBUSY. */
function resultText(result: number): string {
  return result < 0 ? `${result} ${errnoName(result)}` : `${result}`;
}

function traceCalls(calls: HostCalls, memory: GuestMemory, log: (line: string) => void): HostCalls {
  /** Line requests: what is read from them are edge events, else info events. */
  const requests = new Set<number>();

  const text = (pointer: number, length: number): string => {
    if (!memory.contains(pointer >>> 0, length >>> 0)) return address(pointer);
    const start = pointer >>> 0;
    return quoted(decodeUtf8(memory.bytes.subarray(start, start + (length >>> 0))));
  };

  const done = (call: string, result: number, wrote = ''): number => {
    log(`${call} = ${resultText(result)}${wrote === '' ? '' : ` ${wrote}`}`);
    return result;
  };

  const ioctl = (fd: number, request: number, arg: number, argLen: number): number => {
    const known = ioctlOf(request);
    const at = arg >>> 0;
    // Not argLen: what is decoded is as long as the request says.
    if (known === undefined || !memory.contains(at, (request >>> 16) & 0x3fff)) {
      const name = known?.name ?? address(request);
      return done(`ioctl(${fd}, ${name}, ${address(arg)})`, calls.ioctl(fd, request, arg, argLen));
    }
    const before = readArgument(memory.view, at, known.argument);
    const given = (request & IOC_WRITE) === 0 ? '' : `, ${argumentText(before, known.argument)}`;
    const result = calls.ioctl(fd, request, arg, argLen);
    const after = readArgument(memory.view, at, known.argument);
    if (result >= 0 && request >>> 0 === GPIO_V2_GET_LINE_IOCTL) {
      requests.add(readStruct(memory.view, at, gpio_v2_line_request).fd);
    }
    const wrote = changesText(before, after, known.argument);
    return done(`ioctl(${fd}, ${known.name}${given})`, result, wrote);
  };

  const events = (fd: number, buf: number, length: number): string => {
    const layout = requests.has(fd) ? gpio_v2_line_event : gpio_v2_line_info_changed;
    const texts: string[] = [];
    for (let at = 0; at + layout.size <= length; at += layout.size) {
      texts.push(structText(readStruct(memory.view, (buf >>> 0) + at, layout), layout));
    }
    return `[${texts.join(', ')}]`;
  };

  const pollFds = (fds: number, count: number, field: 'events' | 'revents'): string => {
    const { view } = memory;
    const texts = Array.from({ length: count }, (_, i) => {
      const at = (fds >>> 0) + i * 8;
      const conditions = view.getUint16(at + (field === 'events' ? 4 : 6), true);
      return `${view.getInt32(at, true)}:${flagsText(conditions, pollFlags)}`;
    });
    return `[${texts.join(', ')}]`;
  };

  return {
    open: (path, length) => done(`open(${text(path, length)})`, calls.open(path, length)),
    close(fd) {
      requests.delete(fd);
      return done(`close(${fd})`, calls.close(fd));
    },
    ioctl,
    read(fd, buf, length) {
      const result = calls.read(fd, buf, length);
      return done(`read(${fd}, ${length})`, result, result > 0 ? events(fd, buf, result) : '');
    },
    poll(fds, count, timeoutNs) {
      if (!memory.contains(fds >>> 0, count * 8)) {
        return done(`poll(${address(fds)}, ${count})`, calls.poll(fds, count, timeoutNs));
      }
      const asked = pollFds(fds, count, 'events');
      const result = calls.poll(fds, count, timeoutNs);
      const ready = result > 0 ? pollFds(fds, count, 'revents') : '';
      return done(`poll(${asked}, ${timeoutNs} ns)`, result, ready);
    },
    stat(path, length, follow, out, outLength) {
      const result = calls.stat(path, length, follow, out, outLength);
      const call = `${follow === 0 ? 'lstat' : 'stat'}(${text(path, length)})`;
      if (result < 0) return done(call, result);
      const word = (i: number): number => memory.view.getUint32((out >>> 0) + i * 4, true);
      return done(call, result, `{mode:0${word(0).toString(8)}, rdev:${word(1)}:${word(2)}}`);
    },
    realpath(path, length, out, outLength) {
      const result = calls.realpath(path, length, out, outLength);
      return done(`realpath(${text(path, length)})`, result, result > 0 ? text(out, result) : '');
    },
  };
}

function address(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

function traceWatch(
  kernel: Kernel,
  fd: number,
  onReady: (revents: number) => void,
  log: (line: string) => void,
): FdWatch | number {
  const watch = kernel.watch(fd, (revents) => {
    log(`watch(${fd}) is ready: ${flagsText(revents, pollFlags)}`);
    onReady(revents);
  });
  if (typeof watch === 'number') {
    log(`watch(${fd}) = ${resultText(watch)}`);
    return watch;
  }
  log(`watch(${fd})`);
  const logged = (what: keyof FdWatch) => (): void => {
    log(`watch(${fd}).${what}()`);
    watch[what]();
  };
  return {
    pause: logged('pause'),
    resume: logged('resume'),
    ref: logged('ref'),
    unref: logged('unref'),
    close: logged('close'),
  };
}
