import type { Location } from '../language/source';
import type { ActionStatement, Call, Expression } from '../language/syntax';
import { callOf } from './overrides/written';
import type { Program } from './program';
import { catalogue } from './catalogue';

export interface TextEdit {
  readonly location: Location;
  readonly text: string;
}

/** How to write a learning rate into the network's last `train`, or into the `let` its optimizer is; undefined when it is trained nowhere. */
export function rateEdit(
  { cells }: Program,
  sources: readonly string[],
  network: string,
  rate: number,
): TextEdit | undefined {
  const training = cells
    .flat()
    .filter((statement) => statement.kind === 'action')
    .findLast(({ verb, subject }) => verb === 'train' && subject.text === network);
  if (!training) return undefined;
  const optimizer = training.settings.find(({ keyword }) => keyword.text === 'optimizer');
  const [given] = optimizer?.phrase ?? [];
  if (!given) return newOptimizer(training, sources, rate);
  const call = callOf(given, cells);
  return call && inOptimizer(call, rate);
}

function inOptimizer(given: Call, rate: number): TextEdit {
  const { end } = given.name.location;
  if (given.location.end === end) return insert(given.location, end, `(rate: ${rate})`);
  const value = rateOf(given);
  if (value) return { location: value.location, text: String(rate) };
  const text = given.arguments.length > 0 ? `rate: ${rate}, ` : `rate: ${rate}`;
  return insert(given.location, end + 1, text);
}

/** The argument that is the rate now, by name or by position. */
function rateOf({ name, arguments: given }: Call): Expression | undefined {
  const parameters = catalogue.find('optimizer', name.text)?.parameters ?? {};
  const order = Object.keys(parameters);
  return given.find((argument, i) => (argument.name?.text ?? order[i]) === 'rate')?.value;
}

function newOptimizer(
  { location, settings }: ActionStatement,
  sources: readonly string[],
  rate: number,
): TextEdit {
  const line = `optimizer adam(rate: ${rate})`;
  const [first] = settings;
  if (first) return insert(location, first.location.start, `${line}\n  `);
  const source = sources[location.cell] ?? '';
  return source.slice(0, location.end).endsWith('}')
    ? insert(location, location.end - 1, `\n  ${line}\n`)
    : insert(location, location.end, ` {\n  ${line}\n}`);
}

const insert = ({ cell }: Location, at: number, text: string): TextEdit => ({
  location: { cell, start: at, end: at },
  text,
});
