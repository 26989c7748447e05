/*
 * The worker: one simulated machine. Everything that it loads lies beside it.
 */
import { preset, presetNames } from '../sim/presets/presets.js';
import { Machine } from './machine/machine.js';
import { engineSuspends } from './machine/suspension.js';
import type { MachineMessage, PageMessage } from './protocol.js';

/** A worker's global scope, as far as it is used: TypeScript is told of a page's only. */
interface WorkerScope {
  postMessage(message: MachineMessage): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<PageMessage>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  addEventListener(
    type: 'unhandledrejection',
    listener: (event: PromiseRejectionEvent) => void,
  ): void;
}

const scope = globalThis as unknown as WorkerScope;

async function compiled(name: string): Promise<WebAssembly.Module> {
  const url = new URL(name, import.meta.url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} cannot be loaded: ${response.status}`);
  // Not compileStreaming(): plain servers may not know the type of .wasm files.
  return WebAssembly.compile(await response.arrayBuffer());
}

async function modules(): Promise<{ libgpiod: WebAssembly.Module; tools: WebAssembly.Module }> {
  const [libgpiod, tools] = await Promise.all([
    compiled('libgpiod.wasm'),
    compiled(engineSuspends ? 'gpio-tools.wasm' : 'gpio-tools-asyncify.wasm'),
  ]);
  return { libgpiod, tools };
}

const machine = new Machine(modules(), (message) => scope.postMessage(message));

scope.addEventListener('message', ({ data }) => machine.receive(data));
scope.addEventListener('error', (event) => {
  event.preventDefault();
  machine.failed(event.error ?? event.message);
});
scope.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  machine.failed(event.reason);
});

scope.postMessage({
  type: 'presets',
  presets: presetNames.map((name) => ({ name, model: preset(name).model })),
});
