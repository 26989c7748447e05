/** How many single-character edits lead from one text to the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * Those of `candidates` that someone who wrote `text` may have meant, the likeliest first. Case does
 * not count, nor what follows a space, as in a BeagleBone's 'P9_12 [gpmc_ben1]'; empty where nothing
 * comes close.
 */
export function nearest(text: string, candidates: Iterable<string>, most = 3): string[] {
  const wanted = text.toLowerCase();
  const limit = Math.max(2, Math.floor(text.length / 2));
  return [...new Set(candidates)]
    .map((candidate) => {
      const word = candidate.toLowerCase();
      const edits = word.startsWith(`${wanted} `) ? 0 : distance(wanted, word);
      return { candidate, edits };
    })
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
