import { formatArgument } from '../language/formatCall';
import type { Location } from '../language/source';
import type { Entry, EntryKind, Parameter } from '../language/vocabulary';
import { notebookVocabulary } from '../program/vocabulary';
import { formatInteger } from '../text/numbers';
import { argumentOf, type WrittenCall } from './arguments';
import { blockNamed } from './blocks';
import type { FormContext } from './form';
import { problemIn, type FieldProblem } from './problems';

/** What a form needs to know of a call: its arguments as they are written, and what may be written. */

/** One argument of a call. */
export interface Field {
  readonly name: string;
  readonly type: Parameter<unknown>['type'] | 'expression';
  readonly summary: string;
  /** As it is written; absent where it is not. */
  readonly text?: string;
  /** What holds where nothing is written. */
  readonly byDefault?: string;
  readonly required: boolean;
  /** `1 or more`, `above 0`: what a number may be. */
  readonly limits?: string;
  /** It is a number, or sizes that one number stands for: how far it may go, step by step. */
  readonly step?: { readonly isWhole: boolean; readonly least?: number; readonly most?: number };
  readonly problem?: FieldProblem;
  /** The words it may be. */
  readonly choices?: readonly string[];
  /** What it may be one of, with what each is. */
  readonly entries?: readonly { readonly name: string; readonly summary: string }[];
}

/** The arguments of a layer, an activation or a block. */
export interface CallForm {
  readonly word: string;
  readonly summary: string;
  /** In Markdown. */
  readonly details?: string;
  readonly fields: readonly Field[];
}

/** The form of a call of a word of these kinds, or of a block of the notebook where these are layers. */
export function callForm(
  { cells, source, diagnostics }: FormContext,
  call: WrittenCall,
  kinds: readonly EntryKind[],
): CallForm {
  const word = call.name.text;
  const block = kinds.includes('layer') ? blockNamed(cells, word) : undefined;
  const entry = kinds
    .map((kind) => notebookVocabulary.find(kind, word))
    .find((found) => found !== undefined);
  const names = block
    ? block.parameters.map(({ text }) => text)
    : Object.keys(entry?.parameters ?? {});
  const textOf = (name: string) => {
    const given = argumentOf(call, name, names);
    return given && written(given.value.location, given.location);
  };
  const written = (value: Location, whole: Location) => {
    const problem = problemIn(diagnostics, whole);
    return { text: source.slice(value.start, value.end), ...(problem && { problem }) };
  };
  if (block || !entry)
    return {
      word,
      summary: block ? 'A block of this notebook.' : '',
      fields: names.map((name) => ({
        name,
        type: 'expression',
        summary: '',
        required: true,
        ...textOf(name),
      })),
    };
  return {
    word,
    summary: entry.summary,
    ...(entry.details !== undefined && { details: entry.details }),
    fields: fieldsOf(entry).map((field) => ({ ...field, ...textOf(field.name) })),
  };
}

/** The parameters of a word of the vocabulary as fields with nothing written. */
export const fieldsOf = ({ parameters }: Entry): Field[] =>
  Object.entries<Parameter<unknown>>(parameters).map(([name, parameter]) => {
    const limits = limitsOf(parameter);
    const { type, summary, required, choices, entryKind } = parameter;
    return {
      name,
      type,
      summary,
      required,
      ...(parameter.default !== undefined && {
        byDefault: formatArgument(parameter.default, parameter),
      }),
      ...(limits !== '' && { limits }),
      ...(isNumber(type) && { step: stepOf(parameter) }),
      ...(choices && { choices }),
      ...(entryKind !== undefined && {
        entries: notebookVocabulary
          .entries(entryKind)
          .map((each) => ({ name: each.name, summary: each.summary })),
      }),
    };
  });

function limitsOf({ minimum, above, maximum }: Parameter<unknown>): string {
  const low =
    above !== undefined
      ? `above ${bound(above)}`
      : minimum !== undefined
        ? `at least ${bound(minimum)}`
        : '';
  const high = maximum !== undefined ? `at most ${bound(maximum)}` : '';
  return [low, high].filter((each) => each !== '').join(', ');
}

const isNumber = (type: Parameter<unknown>['type']): boolean =>
  type === 'integer' || type === 'number' || type === 'pair';

function stepOf({ type, minimum, maximum }: Parameter<unknown>): NonNullable<Field['step']> {
  return {
    isWhole: type !== 'number',
    ...(minimum !== undefined && { least: minimum }),
    ...(maximum !== undefined && { most: maximum }),
  };
}

const bound = (value: number): string =>
  Number.isInteger(value) ? formatInteger(value) : String(value);
