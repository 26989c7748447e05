/**
 * Leaves out as many items as it can of a list that `fails`, so that what is left still does. Tries
 * halves first, then ever smaller parts.
 */
export function shrink<T>(items: readonly T[], fails: (items: readonly T[]) => boolean): T[] {
  let kept = [...items];
  for (
    let size = Math.ceil(kept.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < kept.length; ) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (without.length < kept.length && fails(without)) kept = without;
      else at += size;
    }
  }
  return kept;
}
