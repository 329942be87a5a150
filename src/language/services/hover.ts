import { Colon, endOf, Equals, is, startOf } from '../tokens';
import {
  type EntryKind,
  type Keyword,
  type Parameter,
  parameterNamed,
  wordsOf,
} from '../vocabulary';
import { formatExpression } from '../formatExpression';
import { type Context, type Place, placeAt } from './context';
import { codeBlock, entryMarkdown, parameterMarkdown, signature } from './describe';
import { chainHelp } from './statements';
import {
  blockParameters,
  entriesIn,
  entryOf,
  heldWord,
  keywordsIn,
  parameterIn,
  type Tables,
} from './tables';

export interface Hover {
  /** Markdown. */
  readonly contents: string;
  readonly start: number;
  readonly end: number;
}

/** Explains the word at an offset: a layer, activation, setting, argument, value or keyword. */
export function hoverAt(source: string, offset: number, tables: Tables): Hover | undefined {
  const place = placeAt(source, offset, tables.vocabulary);
  const { word } = place;
  const contents = word && explain(place, word.image, tables);
  return contents ? { contents, start: startOf(word), end: endOf(word) } : undefined;
}

function explain({ context, next }: Place, word: string, tables: Tables) {
  const { vocabulary } = tables;
  const named = (help: readonly Keyword[]) => {
    const found = help.find(({ name }) => name === word);
    return found && `${found.summary}\n\n\`\`\`dnn\n${found.example}\n\`\`\``;
  };
  const isName = is(next, Colon, Equals);
  if (context.kind === 'argument' && isName && !context.name) {
    const callee = entryOf(context.callee, vocabulary);
    const name = callee && parameterNamed(callee, word);
    return name && parameterMarkdown(name, callee.parameters[name] as Parameter<unknown>);
  }
  if (context.kind === 'layer' && isName) return word === 'output' ? named(chainHelp) : undefined;
  const held = nameMarkdown(word, context, tables);
  if (held !== undefined) return held;
  const entry = [
    ...entriesIn(context, vocabulary),
    ...(context.kind === 'layer' && context.model
      ? entriesIn({ kind: 'setting', within: 'network' }, vocabulary)
      : []),
  ].find((known) => wordsOf(known).includes(word));
  if (entry) return entryMarkdown(entry);
  const found = parameterIn(context, vocabulary);
  return found?.parameter.choices?.includes(word)
    ? parameterMarkdown(found.name, found.parameter)
    : named(keywordsIn(context, vocabulary));
}

/** What a `let` is, where its name stands for a value; with the entry it holds. */
function nameMarkdown(word: string, context: Context, { vocabulary, names }: Tables) {
  const value = names.values?.get(word);
  const holder = heldWord(word, names);
  const kinds = kindsAt(context, vocabulary);
  const entry = kinds.flatMap((kind) => (holder && vocabulary.find(kind, holder)) ?? []).at(0);
  const isHidden = !entry && kinds.some((kind) => vocabulary.find(kind, word));
  if (!value || kinds.length === 0 || isHidden) return undefined;
  const text = codeBlock(`let ${word} = ${formatExpression(value)}`);
  return entry ? `${text}\n\n${entryMarkdown(entry)}` : text;
}

/** The kinds of words that a name may hold at a place; none where names of values do not stand. */
function kindsAt(context: Context, vocabulary: Tables['vocabulary']): readonly EntryKind[] {
  switch (context.kind) {
    case 'layer':
    case 'activation':
      return ['activation'];
    case 'expression':
      return vocabulary.valueKinds;
    case 'value':
    case 'argument': {
      const kind = parameterIn(context, vocabulary)?.parameter.entryKind;
      return kind === undefined ? vocabulary.valueKinds : [kind];
    }
    default:
      return [];
  }
}

export interface SignatureHelp {
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  readonly parameters: readonly {
    readonly label: string;
    /** Where it stands in the signature. */
    readonly range: readonly [start: number, end: number];
    readonly documentation: string;
  }[];
  readonly activeParameter: number;
}

/** The arguments of the call an offset is in the parentheses of. */
export function signatureAt(
  source: string,
  offset: number,
  tables: Tables,
): SignatureHelp | undefined {
  const { context } = placeAt(source, offset, tables.vocabulary);
  if (context.kind !== 'argument') return undefined;
  const { callee, name, position, given } = context;
  const entry = entryOf(callee, tables.vocabulary);
  const parameters = entry
    ? Object.entries<Parameter<unknown>>(entry.parameters).map(([label, parameter]) => ({
        label,
        documentation: parameterMarkdown(label, parameter),
      }))
    : blockParameters(callee, tables)?.map((label) => ({ label, documentation: '' }));
  if (!parameters) return undefined;
  const active = parameters.findIndex(({ label }, i) =>
    name === undefined ? i >= position && !given.includes(label) : label === name,
  );
  const label = entry
    ? signature(entry)
    : `${callee.name}(${parameters.map((each) => each.label).join(', ')})`;
  return {
    label,
    documentation: entry?.summary ?? '',
    parameters: placed(parameters, label),
    activeParameter: Math.max(0, active),
  };
}

/** Parameters with their places in a signature, where they follow one another behind `(`. */
function placed<P extends { readonly label: string }>(parameters: readonly P[], text: string) {
  let from = text.indexOf('(');
  return parameters.map((parameter) => {
    const found = text.slice(from).search(new RegExp(`(?<=[( ])${parameter.label}(?=[:,)])`, 'u'));
    const start = from + Math.max(0, found);
    from = start + parameter.label.length;
    return { ...parameter, range: [start, from] as const };
  });
}
