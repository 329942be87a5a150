import { formatArgument } from '../language/formatCall';
import type {
  BranchStatement,
  Call,
  ChainStatement,
  LayerStatement,
  Statement,
} from '../language/syntax';
import type { Entry, Parameter } from '../language/vocabulary';
import { notebookVocabulary } from '../program/vocabulary';
import { argumentOf } from './arguments';
import { blockNamed } from './blocks';
import type { Path } from './chain';
import { labelIn } from './labels';

/** What a form needs to know of a statement: its arguments as they are written, and what may be written. */

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

export interface StatementForm {
  readonly path: Path;
  readonly kind: ChainStatement['kind'];
  /** As it is written. */
  readonly text: string;
  readonly label?: string;
  readonly isOutput: boolean;
  /** The operator with its arguments. */
  readonly call?: CallForm;
  /** The activations as they are written, and the arguments of each. */
  readonly activations?: { readonly text: string; readonly calls: readonly CallForm[] };
  /** The layers it says it reads. */
  readonly from?: readonly string[];
  /** The sizes of an input or the count of a repeat. */
  readonly shape?: string;
  /** It uses a block of the notebook. */
  readonly block?: string;
}

/** The form of a statement of a network or block. */
export function formOf(
  { cells, source }: { readonly cells: readonly (readonly Statement[])[]; readonly source: string },
  statement: ChainStatement,
  path: Path,
): StatementForm {
  const written = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
  const label = labelIn(statement)?.text;
  const common = {
    path,
    kind: statement.kind,
    text: written(statement.location),
    isOutput: statement.kind === 'layer' && statement.output !== undefined,
    ...(label !== undefined && { label }),
  };
  switch (statement.kind) {
    case 'input': {
      const [first] = statement.shape;
      const last = statement.shape.at(-1);
      const shape = first && last ? source.slice(first.location.start, last.location.end) : '';
      return { ...common, shape };
    }
    case 'repeat':
      return { ...common, shape: written(statement.count.location) };
    case 'layer':
    case 'branch':
      return { ...common, ...operatorForm(statement) };
  }

  function operatorForm({ call, activations, from }: LayerStatement | BranchStatement) {
    const [first] = activations;
    const last = activations.at(-1);
    const block = blockNamed(cells, call.name.text);
    return {
      call: callForm(call),
      activations: {
        text: first && last ? source.slice(first.location.start, last.location.end) : '',
        calls: activations.map((each) => callForm(each)),
      },
      ...(from && { from: from.map(({ text }) => text) }),
      ...(block && { block: block.name.text }),
    };
  }

  function callForm(call: Call): CallForm {
    const word = call.name.text;
    const block = blockNamed(cells, word);
    const entry = ['layer', 'branch', 'activation']
      .map((kind) => notebookVocabulary.find(kind, word))
      .find((found) => found !== undefined);
    const names = block
      ? block.parameters.map(({ text }) => text)
      : Object.keys(entry?.parameters ?? {});
    const textOf = (name: string) => {
      const given = argumentOf(call, name, names);
      return given && { text: written(given.value.location) };
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
    above !== undefined ? `above ${above}` : minimum !== undefined ? `at least ${minimum}` : '';
  const high = maximum !== undefined ? `at most ${maximum}` : '';
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
