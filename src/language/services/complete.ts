import type { IToken } from 'chevrotain';
import { quoted, stringValue } from '../literals';
import { Colon, endOf, Equals, is, startOf } from '../tokens';
import {
  type Entry,
  type Keyword,
  type Parameter,
  parameterNamed,
  type VerbEntry,
  type Vocabulary,
  wordsOf,
} from '../vocabulary';
import { type Context, type Place, placeAt } from './context';
import { entryMarkdown, parameterMarkdown, signature } from './describe';
import { exampleValues } from './exampleValues';
import { sampleHelp, splits } from './statements';
import {
  blockParameters,
  entriesIn,
  entryOf,
  isSetting,
  keywordsIn,
  namesHolding,
  namesOfOthers,
  parameterIn,
  type Tables,
} from './tables';

export interface Completion {
  readonly label: string;
  readonly kind:
    | 'keyword'
    | 'layer'
    | 'activation'
    | 'entry'
    | 'setting'
    | 'argument'
    | 'value'
    | 'network'
    | 'data'
    | 'block'
    | 'label'
    | 'text'
    | 'let';
  readonly detail: string;
  /** Markdown. */
  readonly documentation?: string;
  /** A snippet with TextMate placeholders (`${1:name}`, `$0`). */
  readonly insertText: string;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** What they replace: the word at the offset, or nothing. */
  readonly start: number;
  readonly end: number;
  /** Something has to stand here, so that they are wanted without being asked for. */
  readonly expected: boolean;
}

/** Where a line cannot end. */
const expecting: readonly Context['kind'][] = [
  ...(['subject', 'quantity', 'data', 'split', 'label', 'value', 'argument', 'text'] as const),
];

/** What can be written at an offset of a code cell. */
export function complete(source: string, offset: number, tables: Tables): Completions {
  const place = placeAt(source, offset, tables.vocabulary);
  const { context, word, text } = place;
  const { vocabulary } = tables;
  const visible = visibleIn(place, tables);
  if (text || context.kind === 'text') {
    const begun = text ? stringValue(source.slice(startOf(text), offset)) : '';
    return { items: ofTexts(place, begun, visible), ...rangeOf(text, offset), expected: true };
  }
  const items = fitted(
    itemsIn(context, visible).filter((item) => !isGiven(item, place, vocabulary)),
    place,
  );
  const expected = expecting.includes(context.kind);
  return {
    items,
    start: word ? startOf(word) : offset,
    end: word ? endOf(word) : offset,
    expected,
  };
}

/** Names of files, layers and tensors, where a text may be one. */
function ofTexts({ context, network }: Place, begun: string, tables: Tables): Completion[] {
  const kind =
    context.kind === 'text' ? context.of : parameterIn(context, tables.vocabulary)?.parameter.names;
  const of = context.kind === 'text' ? context.network : network;
  const texts = (kind && tables.texts?.(kind, of, begun)) ?? [];
  return texts.map((name) => plain('text', quoted(name), ''));
}

/** Whether it is set already, and may be set once only. */
function isGiven({ label, kind }: Completion, { given, context }: Place, vocabulary: Vocabulary) {
  if (kind === 'argument') {
    const callee = context.kind === 'argument' && entryOf(context.callee, vocabulary);
    const named = given.map((word) => (callee && parameterNamed(callee, word)) ?? word);
    return named.includes(label.slice(0, -1));
  }
  if (kind !== 'setting') return false;
  const entry = vocabulary.find('setting', label);
  const isRepeated = entry && isSetting(entry) && entry.repeats === true;
  return entry !== undefined && !isRepeated && wordsOf(entry).some((word) => given.includes(word));
}

/** The layers of the network or block around; inside a block its parameters are values too, and it cannot contain itself. */
function visibleIn({ block, network }: Place, all: Tables): Tables {
  const around = block === undefined ? `network ${network ?? ''}` : `block ${block}`;
  const labels = all.names.layersOf?.get(around) ?? all.names.labels;
  const tables = { ...all, names: { ...all.names, labels } };
  const { names } = tables;
  const found = names.blocks.find(({ name }) => name === block);
  if (!found) return tables;
  const blocks = names.blocks.filter((one) => one !== found);
  return { ...tables, names: { ...names, blocks, lets: [...found.parameters, ...names.lets] } };
}

/** Where an argument has its colon already, only the name is replaced. */
function fitted(items: readonly Completion[], { next, word }: Place): readonly Completion[] {
  if (!word || !is(next, Colon, Equals)) return items;
  return items
    .filter(({ kind }) => kind !== 'let' && kind !== 'value' && kind !== 'entry')
    .map((item) =>
      item.kind === 'argument' ? { ...item, insertText: item.label.replace(/:$/, '') } : item,
    );
}

/** A text with its quotes, nothing where none has begun. */
const rangeOf = (text: IToken | undefined, offset: number) =>
  text ? { start: startOf(text), end: endOf(text) } : { start: offset, end: offset };

function itemsIn(context: Context, tables: Tables): Completion[] {
  const { vocabulary, names } = tables;
  const entries = entriesIn(context, vocabulary);
  const keywords = keywordsIn(context, vocabulary).map(ofKeyword);
  switch (context.kind) {
    case 'statement':
      return [...keywords, ...(entries as readonly VerbEntry[]).map(ofVerb)];
    case 'quantity':
    case 'clause':
    case 'model':
      return keywords;
    case 'subject':
      return ofNames('network', names.networks);
    case 'data':
      return ofNames('data', names.data);
    case 'split':
      return ofNames('value', splits);
    case 'layer':
      return [
        ...entries.map((entry) => ofEntry(entry, 'layer')),
        ...names.blocks.map(ofBlock),
        ...keywords,
        ...(context.model && !context.labelled ? modelSettingsOf(vocabulary) : []),
      ];
    case 'activation':
      return [
        ...entries.map((entry) => ofEntry(entry, 'activation')),
        ...ofNames('let', namesHolding('activation', tables)),
        ...keywords,
      ];
    case 'label':
      return ofNames('label', names.labels);
    case 'setting':
      return entries.map((entry) => ofEntry(entry, 'setting'));
    case 'value':
      return [...ofValue(context, tables), ...behindSetting(context, tables)];
    case 'argument':
      if (context.name === undefined)
        return [...ofValue(context, tables), ...ofArguments(context, tables)];
      return blockParameters(context.callee, tables)?.includes(context.name)
        ? ofBlockValues(tables)
        : ofValue(context, tables);
    case 'expression':
      return [
        ...ofNames('let', context.words ? names.lets : namesOfOthers(tables)),
        ...entries.map((entry) => ofEntry(entry, 'entry')),
      ];
    case 'text':
    case 'nothing':
      return [];
  }
}

/** `frozen` and `cut`, which stand among the layers of a network from a file. */
const modelSettingsOf = (vocabulary: Tables['vocabulary']): Completion[] =>
  entriesIn({ kind: 'setting', within: 'network' }, vocabulary).map((entry) => ({
    ...ofEntry(entry, 'setting'),
    insertText: `${entry.name} "$1"`,
  }));

/** The values a parameter takes. */
function ofValue(context: Context, tables: Tables): Completion[] {
  const { vocabulary, names } = tables;
  const { parameter, name } = parameterIn(context, vocabulary) ?? {};
  switch (parameter?.type) {
    case undefined:
    case 'string':
    case 'strings':
      return [];
    case 'entry':
      return [
        ...entriesIn(context, vocabulary).map((entry) => ofEntry(entry, 'entry')),
        ...ofNames('let', namesHolding(parameter.entryKind ?? '', tables)),
      ];
    case 'word':
      if (!parameter.choices) return ofNames('label', names.labels);
      return parameter.choices.map((choice) => plain('value', choice, name ?? ''));
    case 'boolean':
      return ['true', 'false'].map((each) => plain('value', each, name ?? ''));
    case 'integer':
    case 'number':
    case 'pair':
    case 'integers':
    case 'numbers':
    case 'table':
      return [
        ...(parameter.choices ?? []).map((choice) => plain('value', choice, name ?? '')),
        ...ofNames('let', namesOfOthers(tables)),
      ];
  }
}

/** A setting that lists layers takes their labels, and the sample to look at. */
function behindSetting(
  context: Extract<Context, { kind: 'value' }>,
  { vocabulary, names }: Tables,
): Completion[] {
  const entry = entryOf(context.setting, vocabulary);
  if (!entry || !isSetting(entry) || !entry.listsLayers) return [];
  const on = entry.namesSample ? [ofKeyword(sampleHelp)] : [];
  return [...ofNames('label', names.labels), ...on];
}

function ofArguments(
  { callee, given, position }: Extract<Context, { kind: 'argument' }>,
  tables: Tables,
): Completion[] {
  const { vocabulary } = tables;
  const ofBlock = blockParameters(callee, tables);
  if (ofBlock && !entryOf(callee, vocabulary)) {
    const missing = ofBlock.filter((name, i) => i >= position && !given.includes(name));
    return [
      ...missing.map((name) => ({
        ...plain('argument', `${name}:`, `of the block ${callee.name}`),
        insertText: `${name}: `,
      })),
      ...ofBlockValues(tables),
    ];
  }
  const parameters = Object.entries<Parameter<unknown>>(
    entryOf(callee, vocabulary)?.parameters ?? {},
  );
  return parameters
    .filter(([name], i) => i >= position && !given.includes(name))
    .map(([name, parameter]) => ({
      label: `${name}:`,
      kind: 'argument',
      detail: parameter.summary,
      documentation: parameterMarkdown(name, parameter),
      insertText: `${name}: `,
    }));
}

/** What a parameter of a block takes: any value. */
const ofBlockValues = ({ vocabulary, names }: Tables): Completion[] => [
  ...ofNames('let', names.lets),
  ...vocabulary.valueKinds
    .flatMap((kind) => vocabulary.entries(kind))
    .map((entry) => ofEntry(entry, 'entry')),
];

const ofEntry = (entry: Entry, kind: Completion['kind']): Completion => ({
  label: entry.name,
  kind,
  detail: signature(entry),
  documentation: entryMarkdown(entry),
  insertText: snippet(entry),
});

const ofBlock = ({ name, parameters }: Tables['names']['blocks'][number]): Completion => ({
  ...plain('block', name, `block ${name}(${parameters.join(', ')})`),
  insertText:
    parameters.length === 0
      ? name
      : `${name}(${parameters.map((each, i) => `\${${i + 1}:${each}}`).join(', ')})`,
});

/** The name with a placeholder for each required argument: the first by position, the others by name. */
function snippet(entry: Entry): string {
  const { kind, name, parameters } = entry;
  const required = Object.entries<Parameter<unknown>>(parameters).filter(
    ([, parameter]) => parameter.required,
  );
  if (kind === 'branch') return `${name} {\n\t{ $1 }\n\t{ $2 }\n}`;
  const usual = exampleValues(entry);
  const place = (key: string, i: number, without: string): string => {
    const value = usual.get(key) ?? without;
    return value === '' ? `\${${i + 1}}` : `\${${i + 1}:${escaped(value)}}`;
  };
  if (kind === 'setting') {
    if (Object.keys(parameters).length === 0) return name;
    const values = required.map(([key, { type, choices }], i) =>
      type === 'entry' ? `$${i + 1}` : place(key, i, choices?.[0] ?? key),
    );
    return `${name} ${values.join(' ')}`;
  }
  if (required.length === 0) return name;
  const args = required.map(([key], i) =>
    i === 0 ? place(key, i, key) : `${key}: ${place(key, i, '')}`,
  );
  return `${name}(${args.join(', ')})`;
}

const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

const ofVerb = (entry: VerbEntry): Completion => ({
  ...ofKeyword(entry),
  documentation: entryMarkdown(entry),
});

const ofKeyword = ({ name, summary, example, snippet: insertText }: Keyword): Completion => ({
  label: name,
  kind: 'keyword',
  detail: summary,
  documentation: `\`\`\`dnn\n${example}\n\`\`\``,
  insertText,
});

const plain = (kind: Completion['kind'], label: string, detail: string): Completion => ({
  label,
  kind,
  detail,
  insertText: kind === 'text' ? escaped(label) : label,
});

const ofNames = (kind: Completion['kind'], names: readonly string[]) =>
  names.map((name) => plain(kind, name, kind === 'value' ? '' : kind));
