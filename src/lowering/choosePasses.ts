import { passNames, type PassName } from './passes';

/**
 * The passes a text names: `all`, `none`, a list `a,b`, or all but some `-a,-b`. Throws a `RangeError` that lists the
 * passes when there is none of that name.
 */
export function choosePasses(text: string): readonly PassName[] {
  if (text === 'all') return passNames;
  if (text === 'none') return [];
  const words = text.split(',').map((word) => word.trim());
  const without = words.every((word) => word.startsWith('-'));
  const wanted = passesNamed(words.map((word) => (without ? word.slice(1) : word)));
  return passNames.filter((name) => wanted.includes(name) !== without);
}

/** The passes of these names, in the order in which they run. Throws a `RangeError` as `choosePasses` does. */
export function passesNamed(names: readonly string[]): readonly PassName[] {
  const unknown = names.find((name) => !(passNames as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new RangeError(`Unknown pass \`${unknown}\`. The passes are ${passNames.join(', ')}.`);
  return passNames.filter((name) => names.includes(name));
}
