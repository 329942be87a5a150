import { notebookSettings } from '../settings';
import { overrideLet } from './lets';
import { overrideSetting } from './settings';
import { type Cells, letNames, type Override, unknownName } from './written';

export { OverrideError } from './written';

export type Overrides = Readonly<Record<string, string>>;

/**
 * Puts other values in place of settings and `let`s: `epochs` replaces the setting wherever it stands (or adds it where it
 * may stand), `width` the value of that `let`, `optimizer.rate` one argument of the word it names. Where a `let` has the
 * name of a setting, `let.NAME` means the `let`.
 */
export function applyOverrides(cells: Cells, overrides: Overrides): Cells {
  return Object.entries(overrides).reduce((result, [name, text]) => {
    const path = name.split('.');
    const says = path[0] === 'let' && path.length > 1;
    const [keyword, argument, ...rest] = says ? path.slice(1) : path;
    if (rest.length > 0) throw unknownName(name, result);
    const override: Override = { given: `--set ${name}=${text}`, name: keyword, argument, text };
    const entry = says ? undefined : notebookSettings.find(keyword);
    if (entry) return overrideSetting(override, entry, result);
    if (letNames(result).includes(keyword)) return overrideLet(override, result);
    throw unknownName(name, result);
  }, cells);
}
