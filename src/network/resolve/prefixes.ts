/** `/block1`, `/block1/conv` of `/block1/conv/Conv`; the parts of `block1.conv` without a slash. */
export function prefixes(name: string): string[] {
  const separator = name.includes('/') ? '/' : '.';
  const parts = name.split(separator);
  return parts.map((_, i) => parts.slice(0, i).join(separator)).filter((prefix) => prefix !== '');
}
