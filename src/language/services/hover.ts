import { Colon, endOf, Equals, is, startOf } from '../tokens';
import { type Keyword, type Parameter, wordsOf } from '../vocabulary';
import { type Place, placeAt } from './context';
import { entryMarkdown, parameterMarkdown, signature } from './describe';
import { chainHelp } from './statements';
import {
  blockParameters,
  entriesIn,
  entryOf,
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

function explain({ context, next }: Place, word: string, { vocabulary }: Tables) {
  const named = (help: readonly Keyword[]) => {
    const found = help.find(({ name }) => name === word);
    return found && `${found.summary}\n\n\`\`\`dnn\n${found.example}\n\`\`\``;
  };
  const isName = is(next, Colon, Equals);
  if (context.kind === 'argument' && isName && !context.name) {
    const parameter = entryOf(context.callee, vocabulary)?.parameters[word] as
      Parameter<unknown> | undefined;
    return parameter && parameterMarkdown(word, parameter);
  }
  if (context.kind === 'layer' && isName) return word === 'output' ? named(chainHelp) : undefined;
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

export interface SignatureHelp {
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  readonly parameters: readonly { readonly label: string; readonly documentation: string }[];
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
  return {
    label: entry
      ? signature(entry)
      : `${callee.name}(${parameters.map(({ label }) => label).join(', ')})`,
    documentation: entry?.summary ?? '',
    parameters,
    activeParameter: Math.max(0, active),
  };
}
