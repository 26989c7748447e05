import { ERRNO } from './errno.js';
import type { GuestMemory } from './guest-memory.js';
import type { FdWatch, HostCalls, Kernel } from './kernel.js';
import { type LinuxAddon, loadLinuxAddon, WatchControl } from './linux-addon.js';
import { playOnThisThread, playOnThread } from './linux-player.js';
import { fs } from './node-modules.js';
import type { Playing, Train, TrainEnd } from './player.js';

const NS_PER_S = 1_000_000_000n;
/** The longest limit that 32-bit machines can express: 68 years. */
const MAX_SECONDS = 0x7fff_ffffn;

let kernel: Kernel | undefined;

/**
 * The machine's own kernel: real GPIO chips. One per thread; it loads the native addon when first asked
 * for.
 *
 * Calls behave as the system calls do: `read` and `poll` block the whole thread where nothing is there,
 * and a signal ends `poll` with -EINTR even where Node has a handler for it (which runs later). A watch
 * blocks nothing.
 *
 * @throws Error where this is not Linux, or the addon is missing or cannot be loaded; the message says
 * what to do.
 */
export function linuxKernel(): Kernel {
  kernel ??= new LinuxKernel(loadLinuxAddon());
  return kernel;
}

class LinuxKernel implements Kernel {
  readonly name = 'linux';
  readonly #addon: LinuxAddon;

  constructor(addon: LinuxAddon) {
    this.#addon = addon;
  }

  attach(memory: GuestMemory): HostCalls {
    return hostCalls(this.#addon, memory);
  }

  devices(): readonly string[] {
    // A link such as Raspberry Pi OS has for an older number of a chip would list that chip twice.
    const entries = fs().readdirSync('/dev', { withFileTypes: true });
    return entries.filter((entry) => entry.isCharacterDevice()).map((entry) => entry.name);
  }

  /**
   * The descriptor stays as blocking as it was. Closing it through any guest of this thread ends the
   * watch; closing it behind the guests' back (fs.closeSync) while it is watched is an error, as
   * everywhere in Node. A condition without POLLIN (POLLHUP | POLLERR: the chip was unplugged) is
   * reported once and pauses the watch. While paused it does not keep the process alive. -ENOSYS where
   * the runtime has Node-API but no libuv.
   */
  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    // Bun has the symbols, and ends the process when they are called.
    if (process.versions.bun !== undefined) return -ERRNO.ENOSYS;
    const watch = this.#addon.watch(fd, onReady);
    return watch < 0 ? watch : new LinuxWatch(this.#addon, watch);
  }

  /**
   * On a thread of its own, named gpio-play, which inherits this thread's scheduling policy and takes no
   * signals. `fd` has to come from a guest of this thread (-EBADF otherwise); closing it through one
   * stops the train first. -EINVAL for steps, rounds or arrays that make no sense or are too short.
   */
  play(fd: number, train: Train, onEnd: (end: TrainEnd) => void): Playing | number {
    return playOnThread(this.#addon, fd, train, onEnd);
  }

  /** Nothing but the train's end ends it: neither a signal's handler nor worker.terminate(). */
  playSync(fd: number, train: Train): TrainEnd {
    return playOnThisThread(this.#addon, fd, train);
  }
}

class LinuxWatch implements FdWatch {
  readonly #addon: LinuxAddon;
  readonly #watch: number;

  constructor(addon: LinuxAddon, watch: number) {
    this.#addon = addon;
    this.#watch = watch;
  }

  pause(): void {
    this.#addon.control(this.#watch, WatchControl.pause);
  }

  resume(): void {
    this.#addon.control(this.#watch, WatchControl.resume);
  }

  ref(): void {
    this.#addon.control(this.#watch, WatchControl.ref);
  }

  unref(): void {
    this.#addon.control(this.#watch, WatchControl.unref);
  }

  close(): void {
    this.#addon.control(this.#watch, WatchControl.close);
  }
}

function hostCalls(addon: LinuxAddon, memory: GuestMemory): HostCalls {
  const guest = addon.attach();
  const { block } = guest;
  let bound: Uint8Array | undefined;

  /** A grown memory may have moved: the addon must never see a pointer before the new place. */
  const rebind = (): void => {
    const bytes = memory.bytes;
    if (bytes !== bound) {
      guest.bind(bytes);
      bound = bytes;
    }
  };
  const result = (): number => block[0] as number;

  return {
    open(path, pathLen) {
      rebind();
      block[0] = path;
      block[1] = pathLen;
      guest.open();
      return result();
    },
    close(fd) {
      block[0] = fd;
      guest.close();
      return result();
    },
    ioctl(fd, request, arg, argLen) {
      if (((request >>> 16) & 0x3fff) !== argLen) return -ERRNO.EINVAL;
      rebind();
      block[0] = fd;
      block[1] = request;
      block[2] = arg;
      guest.ioctl();
      return result();
    },
    read(fd, buf, len) {
      rebind();
      block[0] = fd;
      block[1] = buf;
      block[2] = len;
      guest.read();
      return result();
    },
    poll(fds, count, timeoutNs) {
      rebind();
      const seconds = timeoutNs / NS_PER_S;
      block[0] = fds;
      block[1] = count;
      block[2] = timeoutNs < 0n ? -1 : Number(seconds < MAX_SECONDS ? seconds : MAX_SECONDS);
      block[3] = timeoutNs < 0n ? 0 : Number(timeoutNs % NS_PER_S);
      guest.poll();
      return result();
    },
    stat(path, pathLen, follow, out, outLen) {
      rebind();
      block[0] = path;
      block[1] = pathLen;
      block[2] = follow;
      block[3] = out;
      block[4] = outLen;
      guest.stat();
      return result();
    },
    realpath(path, pathLen, out, outLen) {
      rebind();
      block[0] = path;
      block[1] = pathLen;
      block[2] = out;
      block[3] = outLen;
      guest.realpath();
      return result();
    },
  };
}
