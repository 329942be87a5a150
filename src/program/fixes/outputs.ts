import type { LayerStatement, NetworkDeclaration } from '../../language/syntax';
import type { Probe } from '../../data/source';
import { elements } from '../../shape/elements';
import { chainStatements } from '../chainStatements';
import { settingEdit } from '../settingEdit';
import { insertion } from '../../language/textEdit';
import { isAt, isWithin, type Fix, type FixContext, type FixKind } from './fix';
import { indentationAt, statementAfter } from './lines';

/** A network without an output gets one that suits the data it is trained on. */
export const missingOutput: FixKind = {
  codes: ['no-output'],
  async propose({ location }, context) {
    const network = networkAround(location, context);
    const last = network?.body.at(-1);
    if (!network || !last) return [];
    const source = context.sources[location.cell] ?? '';
    const line = outputFor(await dataOf(network, context));
    const added: Fix = {
      title: `Add \`${line}\``,
      edits: [statementAfter(source, last.location, line)],
    };
    if (last.kind !== 'layer' || last.output) return [added];
    const { label } = last;
    const start = last.call.location.start;
    const place = { ...location, start: label?.location.start ?? start, end: start };
    const turned: Fix = {
      title: `Make \`${label?.text ?? last.call.name.text}\` the output`,
      edits: [{ location: place, text: label ? `output ${label.text}: ` : 'output: ' }],
    };
    return [added, turned];
  },
};

/** A head with the wrong number of units, or with maps where a row is wanted. */
export const headSize: FixKind = {
  codes: ['head-size', 'head-shape', 'loss-head'],
  async propose({ location, code }, context) {
    const head = chainStatements(context.program)
      .filter((line) => line.kind === 'layer')
      .find((line) => line.output && isAt(line.location, location));
    const network = head && networkAround(head.location, context);
    if (!head || !network) return [];
    const data = await dataOf(network, context);
    const wanted = data?.targets;
    if (code === 'head-size') return wanted === undefined ? [] : withUnits(head, wanted);
    const lines = ['flatten', ...(wanted === undefined ? [] : [`dense(${wanted})`])];
    return lines.map((line) => withRow(head, line, context));
  },
};

/** An autoencoder that is compared with the targets of the data instead of its input. */
export const autoencoders: FixKind = {
  codes: ['loss-head', 'head-size', 'head-shape', 'loss-targets'],
  propose({ location }, { program, sources }) {
    const network = [...program.networks.values()].find(
      (each) => isWithin(location, each.location) || trains(each.name),
    );
    function trains(name: string): boolean {
      return trainingsOf(name, program).some((each) => isWithin(location, each.location));
    }
    const [head] = network?.outputs ?? [];
    if (!network || !head || elements(head.shape) !== elements(network.input.shape)) return [];
    const edits = trainingsOf(network.name, program).map((training) =>
      settingEdit(training, sources, 'loss reconstruction'),
    );
    return [{ title: 'Train with `loss reconstruction`', edits }];
  },
};

const trainingsOf = (name: string, { cells }: FixContext['program']) =>
  cells
    .flat()
    .filter((statement) => statement.kind === 'action')
    .filter(({ verb, subject }) => verb === 'train' && subject.text === name);

const networkAround = (
  location: LayerStatement['location'],
  { program }: FixContext,
): NetworkDeclaration | undefined =>
  program.cells
    .flat()
    .filter((statement) => statement.kind === 'network')
    .find((network) => isWithin(location, network.location));

/** What a network is trained on, as far as it is known; the only data there is where it is not trained. */
async function dataOf(
  { name }: NetworkDeclaration,
  { program, probe }: FixContext,
): Promise<Probe | undefined> {
  const [training] = trainingsOf(name.text, program);
  const said = training?.clauses.find(({ keyword }) => keyword.text === 'on')?.value;
  const only = program.data.size === 1 ? [...program.data.keys()] : [];
  const [data] = said?.kind === 'reference' ? said.path.map(({ text }) => text) : only;
  return data === undefined ? undefined : probe(data);
}

function outputFor({ kind = 'classes', targets = 10, steps }: Partial<Probe> = {}): string {
  const layer = steps === undefined ? 'dense' : 'step_dense';
  return `output: ${layer}(${targets})${kind === 'classes' ? ' softmax' : ''}`;
}

function withUnits({ call }: LayerStatement, units: number): readonly Fix[] {
  const [first] = call.arguments;
  if (!first) return [];
  const edits = [{ location: first.value.location, text: String(units) }];
  return [{ title: `Change \`${call.name.text}\` to ${units} units`, edits }];
}

/** Makes a line of its own of what gives the maps, with a head of one row behind it. */
function withRow({ location, call }: LayerStatement, line: string, { sources }: FixContext): Fix {
  const source = sources[location.cell] ?? '';
  const head = source.slice(location.start, call.location.start);
  const indentation = indentationAt(source, location.start);
  const lineBreak = indentation === undefined ? '; ' : `\n${indentation}`;
  return {
    title: `Insert \`${line}\` for the output`,
    edits: [
      { location: { ...location, end: call.location.start }, text: '' },
      insertion(location, call.location.end, `${lineBreak}${head}${line}`),
    ],
  };
}
