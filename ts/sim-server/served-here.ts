/**
 * The tokens of the sessions that this thread serves. Calls block until they are answered: those of a
 * client in the same thread never would be.
 */
export const servedHere = new Set<string>();
