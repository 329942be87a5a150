import { evaluate } from '../language/evaluate';
import { quoted } from '../language/literals';
import { unknownWord } from '../language/nearest';
import { LanguageError } from '../language/source';
import type { ActionStatement, Expression, Name } from '../language/syntax';
import type { Network } from '../network/network';
import type { Resolved } from './resolved';
import { BoundSettings } from './bindSettings';
import type { Definitions } from './definitions';
import type { InspectPlan } from './program';
import type { Report } from './report';

const splits = ['train', 'validation', 'test'] as const;

type Sample = Pick<InspectPlan, 'data' | 'split' | 'index' | 'sampleLocation'>;

/** An `inspect` action as a plan; without settings it measures everything. */
export function planInspection(
  action: ActionStatement,
  network: Network,
  data: string | undefined,
  resolved: Resolved,
  definitions: Definitions,
  report: Report,
): InspectPlan | undefined {
  const bound = new BoundSettings('inspect', action.settings, definitions.scope, report);
  if (!bound.complete) return undefined;
  const all = action.settings.length === 0;
  const sample: Sample = { index: 0, ...(data !== undefined && { data }) };
  const plan = bound.plan({ network: network.name, gradients: all, activations: all });
  const features = bound.text('features');
  if (!features) return { ...plan, ...sample, features: [] };

  const on = features.phrase.findIndex((part) => isWord(part, 'on'));
  const named = on < 0 ? features.phrase : features.phrase.slice(0, on);
  const ids = new Set(network.layers.map(({ id }) => id));
  const layers = report.attempt(() => layerNames(named, network.name, ids));
  const target = on < 0 ? undefined : features.phrase[on + 1];
  const at = target
    ? report.attempt(() => sampleOf(target, resolved, definitions))
    : on < 0 && sample;
  if (on >= 0 && !target) {
    const message = 'say which sample: `on digits.test[7]`';
    report.error('missing-sample', message, features.phrase[on].location);
  }
  return layers && at ? { ...plan, ...sample, ...at, features: layers } : undefined;
}

/** Labels of layers, as they are written. */
export const layerNames = (
  phrase: readonly Expression[],
  network: string,
  ids: ReadonlySet<string>,
): readonly string[] => phrase.map((part) => layerName(part, network, ids));

const isWord = (part: Expression, text: string) =>
  part.kind === 'reference' && part.path.length === 1 && part.path[0].text === text;

/** `C1`, `inception_1.conv_2`; nodes of a file have any names: `"/block1/conv/Conv"`. */
function layerName(part: Expression, network: string, ids: ReadonlySet<string>): string {
  const { location } = part;
  if (part.kind !== 'reference' && part.kind !== 'string') {
    throw new LanguageError('wrong-type', 'expected the label of a layer', location);
  }
  const text = part.kind === 'string' ? part.value : part.path.map((name) => name.text).join('.');
  const name: Name = { text, location };
  if (ids.has(text)) return text;
  const { code, message, fix } = unknownWord('layer', name, ids, { of: network });
  const word = (label: string) => (part.kind === 'string' ? quoted(label) : label);
  const replaced = fix && { ...fix, replacement: word(fix.replacement) };
  throw new LanguageError(code, message, location, replaced);
}

/** `digits.test[7]`, `digits[7]`, `digits.test`. */
function sampleOf(part: Expression, { data }: Resolved, { scope }: Definitions): Sample {
  if (part.kind !== 'reference') {
    const message = 'say which sample: `digits.test[7]`';
    throw new LanguageError('wrong-type', message, part.location);
  }
  const [name, split] = part.path;
  if (!data.has(name.text)) throw unknownWord('data', name, data.keys());
  const chosen = splits.find((known) => known === (split?.text ?? 'test'));
  if (!chosen) throw unknownWord('split', split, splits, { of: name.text });
  const index = part.index ? evaluate(part.index, scope) : 0;
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0) {
    return { data: name.text, split: chosen, index, sampleLocation: part.location };
  }
  const message = 'a sample is a whole number, counted from 0';
  throw new LanguageError('wrong-type', message, part.index!.location);
}
