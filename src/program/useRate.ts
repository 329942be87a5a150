import { formatCall } from '../language/formatCall';
import type { Call, Expression, Setting } from '../language/syntax';
import type { BoundCall } from '../language/vocabulary';
import { optimizers } from '../learning/optimizers';
import { callOf } from './overrides/written';
import type { Program } from './program';
import { catalogue } from './catalogue';
import { addedSetting } from './settingEdit';
import { insertion, type TextEdit } from '../language/textEdit';
import { partWithRate } from './verbs/find';
import { lastTraining } from './verbs/train';

/** How to write a learning rate into the network's last `train`, or into the `let` its optimizer is; undefined when it is trained nowhere. */
export function rateEdit(
  program: Program,
  sources: readonly string[],
  network: string,
  rate: number,
): TextEdit | undefined {
  const { cells } = program;
  const training = cells
    .flat()
    .filter((statement) => statement.kind === 'action')
    .findLast(({ verb, subject }) => verb === 'train' && subject.text === network);
  if (!training) return undefined;
  const plan = lastTraining(program, network)?.plan;
  const part = plan && partWithRate(plan);
  const block = part?.phase === undefined ? undefined : phaseNamed(part.phase, training.settings);
  const optimizer = optimizerIn(block?.settings) ?? optimizerIn(training.settings);
  const [given] = optimizer?.phrase ?? [];
  if (!given) {
    const line = `optimizer ${withRate(part?.optimizer, rate)}`;
    return addedSetting(block ?? training, sources, line);
  }
  const call = callOf(given, cells);
  return call && inOptimizer(call, rate);
}

const phaseNamed = (name: string, settings: readonly Setting[]): Setting | undefined =>
  settings.find(({ keyword, label }) => keyword.text === 'phase' && label?.text === name);

const optimizerIn = (settings: readonly Setting[] = []): Setting | undefined =>
  settings.find(({ keyword }) => keyword.text === 'optimizer');

/** The optimizer that holds where none is written, with another rate: as short as it can be written. */
function withRate(usual: BoundCall | undefined, rate: number): string {
  const call = usual ?? optimizers.call('adam');
  const { parameters } = optimizers.of(call);
  const others = Object.entries(call.arguments).filter(
    ([name, value]) => name !== 'rate' && value !== parameters[name]?.default,
  );
  return formatCall({ name: call.name, arguments: { rate, ...Object.fromEntries(others) } });
}

function inOptimizer(given: Call, rate: number): TextEdit {
  const { end } = given.name.location;
  if (given.location.end === end) return insertion(given.location, end, `(rate: ${rate})`);
  const value = rateOf(given);
  if (value) return { location: value.location, text: String(rate) };
  const text = given.arguments.length > 0 ? `rate: ${rate}, ` : `rate: ${rate}`;
  return insertion(given.location, end + 1, text);
}

/** The argument that is the rate now, by name or by position. */
function rateOf({ name, arguments: given }: Call): Expression | undefined {
  const parameters = catalogue.find('optimizer', name.text)?.parameters ?? {};
  const order = Object.keys(parameters);
  return given.find((argument, i) => (argument.name?.text ?? order[i]) === 'rate')?.value;
}
