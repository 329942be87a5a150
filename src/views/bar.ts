/** A bar of eighths of a character, `width` characters at `fraction` 1. */
export function bar(fraction: number, width = 24): string {
  const eighths = Number.isFinite(fraction) ? Math.round(8 * width * Math.min(1, fraction)) : 0;
  const rest = eighths % 8;
  const parts = ' ▏▎▍▌▋▊▉';
  return '█'.repeat(Math.floor(eighths / 8)) + (rest > 0 ? parts[rest] : '');
}
