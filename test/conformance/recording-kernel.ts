import type { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { FdWatch, HostCalls, Kernel } from '../../ts/kernel/kernel.js';
import { ioctlOf } from '../../ts/kernel/uapi.js';

/** A kernel that notes the name of each call and ioctl, and forwards it. */
export class RecordingKernel implements Kernel {
  readonly #kernel: Kernel;
  #calls: string[] = [];

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get name(): string {
    return this.#kernel.name;
  }

  /** The calls since it was last asked: 'open', 'GPIO_V2_GET_LINE_IOCTL', 'read', 'watch', ... */
  take(): string[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  attach(memory: GuestMemory): HostCalls {
    const calls = this.#kernel.attach(memory);
    const note = (name: string): void => {
      this.#calls.push(name);
    };
    return {
      open(path, pathLen) {
        note('open');
        return calls.open(path, pathLen);
      },
      close(fd) {
        note('close');
        return calls.close(fd);
      },
      ioctl(fd, request, arg, argLen) {
        note(ioctlOf(request)?.name ?? `ioctl ${request}`);
        return calls.ioctl(fd, request, arg, argLen);
      },
      read(fd, buf, len) {
        note('read');
        return calls.read(fd, buf, len);
      },
      poll(fds, count, timeoutNs) {
        note('poll');
        return calls.poll(fds, count, timeoutNs);
      },
      stat(path, pathLen, follow, out, outLen) {
        note('stat');
        return calls.stat(path, pathLen, follow, out, outLen);
      },
      realpath(path, pathLen, out, outLen) {
        note('realpath');
        return calls.realpath(path, pathLen, out, outLen);
      },
    };
  }

  devices(): readonly string[] {
    this.#calls.push('devices');
    return this.#kernel.devices();
  }

  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    this.#calls.push('watch');
    return this.#kernel.watch(fd, onReady);
  }
}
