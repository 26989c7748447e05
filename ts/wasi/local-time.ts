/**
 * Seconds that local time was, is or will be ahead of UTC at `utcSeconds` since 1970: what the
 * guest's localtime_r() adds. The time zone is JavaScript's: TZ, else the machine's.
 */
export function localTimeOffset(utcSeconds: string): number {
  const time = new Date(Number(utcSeconds) * 1000);
  const asUtc = Date.UTC(
    time.getFullYear(),
    time.getMonth(),
    time.getDate(),
    time.getHours(),
    time.getMinutes(),
    time.getSeconds(),
  );
  return Math.round((asUtc - time.getTime()) / 1000);
}
