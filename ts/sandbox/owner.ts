import { harmless } from './struct-text.js';

const MAX_NAME = 20;

/** Throws TypeError for what cannot be the name of a sandbox: it goes before its guests' consumers. */
export function checkOwner(name: unknown): asserts name is string {
  if (typeof name === 'string' && /^[\x21-\x7e]+$/.test(name) && name.length <= MAX_NAME) return;
  throw new TypeError(`name has to be 1 to ${MAX_NAME} ASCII characters without spaces`);
}

/** What the outside sees as the consumer of a line: whose it is, then what the guest calls itself. */
export function consumerOutside(owner: string, consumer: string): string {
  return consumer === '' ? owner : `${owner}:${harmless(consumer)}`;
}
