import { limits } from '../limits';
import { parseCell } from '../parse';
import type { Location } from '../source';
import { type TextEdit, applied } from '../textEdit';
import { endOf, is, scan, startOf, Word } from '../tokens';
import type { Vocabulary } from '../vocabulary';
import { type Definition, indexSymbols, type Occurrence, type SymbolIndex } from './symbolIndex';

/** A notebook whose names are changed. */
export interface NamedNotebook {
  /** The texts of its code cells. */
  readonly sources: readonly string[];
  readonly index: SymbolIndex;
  readonly vocabulary: Vocabulary;
}

/** Why something cannot be renamed. */
export interface Refusal {
  readonly refusal: string;
}

/** The name at an offset, which can be changed. */
export interface Renamable {
  readonly location: Location;
  readonly name: string;
}

/** What a renaming at an offset would change. */
export function prepareRename(
  { sources, index }: NamedNotebook,
  cell: number,
  offset: number,
): Renamable | Refusal {
  const found = index.at(cell, offset);
  if (!found) {
    const word = wordAt(sources[cell] ?? '', offset);
    return word === undefined
      ? { refusal: 'There is no name here.' }
      : {
          refusal: `\`${word}\` is a word of the language or of a file, not a name of the notebook.`,
        };
  }
  const { location, definition } = found;
  const text = sources[cell].slice(location.start, location.end);
  if (definition.isUnnamed)
    return { refusal: 'This output has no name of its own; give it one: `output NAME: …`.' };
  if (text !== definition.name)
    return { refusal: `\`${text}\` always is the network’s input, whatever its name.` };
  return { location, name: text };
}

/** The edits that give the name at an offset another text, in all cells; or why that cannot be done. */
export function rename(
  notebook: NamedNotebook,
  cell: number,
  offset: number,
  newName: string,
): readonly TextEdit[] | Refusal {
  const prepared = prepareRename(notebook, cell, offset);
  const found = notebook.index.at(cell, offset);
  if ('refusal' in prepared || !found) return prepared as Refusal;
  const { definition } = found;
  const refusal = whyNotName(newName) ?? whyTaken(notebook.index, definition, newName);
  if (refusal !== undefined) return { refusal };
  const edits = notebook.index
    .of(definition)
    .filter(({ location }) => textOf(notebook.sources, location) === definition.name)
    .map(({ location }) => ({ location, text: newName }));
  return keepsMeanings(notebook, edits, definition, newName)
    ? edits
    : {
        refusal: `With the name \`${newName}\` some lines would mean something else; choose another one.`,
      };
}

function whyNotName(name: string): string | undefined {
  const { tokens, comments } = scan(name);
  const [token, ...more] = tokens;
  const isName = is(token, Word) && more.length === 0 && comments.length === 0;
  if (!isName || startOf(token) !== 0 || endOf(token) !== name.length)
    return 'A name is made of letters, digits and `_`, and does not begin with a digit.';
  if (name.length > limits.name) return `A name has at most ${limits.name} characters.`;
  return undefined;
}

/** Names that may not be given twice. */
const rooms: Readonly<Record<Definition['kind'], string>> = {
  data: 'data',
  network: 'network',
  block: 'block',
  let: 'let',
  parameter: 'parameter',
  input: 'layer',
  layer: 'layer',
  phase: 'phase',
};

function whyTaken(index: SymbolIndex, definition: Definition, name: string): string | undefined {
  if (name === definition.name) return undefined;
  const room = rooms[definition.kind];
  const others = [...index.definitions].filter(
    (other) =>
      other !== definition && rooms[other.kind] === room && other.within === definition.within,
  );
  // The only input may have the word for itself as its name.
  const isInput = definition.kind === 'input' && others.every(({ kind }) => kind !== 'input');
  const isTaken =
    others.some((other) => other.name === name) ||
    (room === 'layer' && ((name === 'input' && !isInput) || index.hasLayer(name, definition)));
  return isTaken ? `The name \`${name}\` is taken; choose another one.` : undefined;
}

/** Whether each name refers to the same definition once the texts are changed. */
function keepsMeanings(
  { sources, index, vocabulary }: NamedNotebook,
  edits: readonly TextEdit[],
  renamed: Definition,
  newName: string,
): boolean {
  const cells = applied(sources, edits).map(
    (text, cell) => parseCell(text, cell, vocabulary).statements,
  );
  const after = indexSymbols(cells, vocabulary);
  if (after.clashes !== index.clashes) return false;
  if (after.occurrences.length !== index.occurrences.length) return false;
  const sameWords = after.words.length === index.words.length;
  if (!sameWords || after.words.some(({ kind }, i) => kind !== index.words[i].kind)) return false;
  const counterparts = new Map<Definition, Definition>();
  return index.occurrences.every((was, i) => {
    const is = after.occurrences[i];
    const name = was.definition === renamed ? newName : was.definition.name;
    const known = counterparts.get(was.definition) ?? is.definition;
    counterparts.set(was.definition, known);
    return isCounterpart(was, is) && known === is.definition && is.definition.name === name;
  });
}

const isCounterpart = (was: Occurrence, is: Occurrence): boolean =>
  was.isDefinition === is.isDefinition &&
  was.location.cell === is.location.cell &&
  was.definition.kind === is.definition.kind &&
  was.definition.isUnnamed === is.definition.isUnnamed;

const textOf = (sources: readonly string[], { cell, start, end }: Location): string =>
  sources[cell].slice(start, end);

const wordAt = (source: string, offset: number): string | undefined =>
  scan(source).tokens.find(
    (token) => is(token, Word) && startOf(token) <= offset && offset <= endOf(token),
  )?.image;
