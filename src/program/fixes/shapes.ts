import { parameterNamed } from '../../language/vocabulary';
import type { BranchStatement, Call, ChainStatement } from '../../language/syntax';
import { chainStatements } from '../chainStatements';
import { insertion, type TextEdit } from '../../language/textEdit';
import { notebookVocabulary } from '../vocabulary';
import { isAt, type Fix, type FixKind } from './fix';
import { statementAfter } from './lines';

/** A window that is larger than what it slides over, branches that give different shapes, samples of another shape. */
export const shapes: FixKind = {
  codes: ['shape-mismatch'],
  async propose({ location }, { program, sources, probe }) {
    const source = sources[location.cell] ?? '';
    const statement = chainStatements(program).find((each) =>
      isAt('call' in each ? each.call.location : each.location, location),
    );
    switch (statement?.kind) {
      case 'layer':
        return padded([statement.call]);
      case 'branch':
        return [...padded(callsIn(statement)), flattened(statement, source)];
      case 'input': {
        const [first] = statement.shape;
        const last = statement.shape.at(-1);
        const network = [...program.networks.values()].find((each) =>
          isAt(each.input.location, location),
        );
        const trained = program.actions.filter((action) => action.network === network);
        const names = trained.flatMap((action) => ('data' in action ? [action.data] : []));
        const data = [...program.data.values()].find((plan) => names.includes(plan));
        const shape = (data && (await probe(data.name)))?.inputShape;
        if (!first || !last || !shape) return [];
        const sizes = shape.join(', ');
        const place = { ...location, start: first.location.start, end: last.location.end };
        return [
          {
            title: `Change the input to \`[${sizes}]\``,
            edits: [{ location: place, text: sizes }],
          },
        ];
      }
      case 'repeat':
      case undefined:
        return [];
    }
  },
};

/** Lets windows keep the size of what they slide over. */
function padded(calls: readonly Call[]): readonly Fix[] {
  const edits = calls.flatMap((call) => padding(call) ?? []);
  return edits.length === 0 ? [] : [{ title: 'Set `padding: same`', edits }];
}

function padding({ name, arguments: given, location }: Call): TextEdit | undefined {
  const entry = notebookVocabulary.find('layer', name.text);
  if (!entry?.parameters.padding?.choices?.includes('same')) return undefined;
  const nameOf = ({ name: said }: Call['arguments'][number]) =>
    said && parameterNamed(entry, said.text);
  const present = given.find((argument) => nameOf(argument) === 'padding');
  if (present) return { location: present.value.location, text: 'same' };
  const last = given.at(-1);
  return last
    ? insertion(location, last.location.end, ', padding: same')
    : insertion(location, name.location.end, '(padding: same)');
}

/** One row of numbers from each branch. */
function flattened({ branches }: BranchStatement, source: string): Fix {
  const edits = branches.flatMap((branch) => {
    const last = branch.at(-1);
    return last ? [statementAfter(source, last.location, 'flatten')] : [];
  });
  return { title: 'Insert `flatten` at the end of each branch', edits };
}

const callsIn = ({ branches }: BranchStatement): readonly Call[] =>
  branches.flat().flatMap((line: ChainStatement): readonly Call[] => {
    if (line.kind === 'branch') return callsIn(line);
    return line.kind === 'layer' ? [line.call] : [];
  });
