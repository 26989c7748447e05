import type { PluginLimit } from './limits.js';

/** A plugin that was stopped because it came to one of its limits. */
export class PluginLimitError extends Error {
  override readonly name = 'PluginLimitError';
  readonly code = 'PLUGIN_LIMIT';
  readonly limit: PluginLimit;

  constructor(plugin: string, limit: PluginLimit, detail: string) {
    super(`the plugin '${plugin}' came to its limit ${limit}: ${detail}`);
    this.limit = limit;
  }
}

/** A plugin that WebAssembly stopped: an abort, an access outside of its memory. */
export class PluginTrap extends Error {
  override readonly name = 'PluginTrap';
  readonly code = 'PLUGIN_TRAP';

  constructor(plugin: string, reason: string) {
    super(`the plugin '${plugin}' crashed: ${reason}`);
  }
}

/** A plugin that cannot be used any more: it has ended, or was closed. */
export class PluginEndedError extends Error {
  override readonly name = 'PluginEndedError';
  readonly code = 'PLUGIN_ENDED';

  constructor(plugin: string) {
    super(`the plugin '${plugin}' has ended: load it again to use it again`);
  }
}

/** A plugin that is still doing what it was told before: it does one thing at a time. */
export class PluginBusyError extends Error {
  override readonly name = 'PluginBusyError';
  readonly code = 'PLUGIN_BUSY';

  constructor(plugin: string) {
    super(
      `the plugin '${plugin}' is busy, and does one thing at a time: wait for that, or load another`,
    );
  }
}
