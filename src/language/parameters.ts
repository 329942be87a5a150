import type { BoundCall, EntryKind, Parameter } from './vocabulary';

/** Constructors for `Parameter`s; without `default` a parameter is required, `optional…` gives `undefined`. */

interface Limits {
  readonly minimum?: number;
  readonly above?: number;
  readonly maximum?: number;
}

type Options<T> = Limits & { readonly default?: T };

function parameter<T>(
  type: Parameter<T>['type'],
  summary: string,
  options: Options<T> & Partial<Parameter<T>> = {},
): Parameter<T> {
  return { type, summary, required: !('default' in options), ...options };
}

export const integer = (summary: string, options: Options<number> = {}) =>
  parameter<number>('integer', summary, options);

export const number = (summary: string, options: Options<number> = {}) =>
  parameter<number>('number', summary, options);

export const boolean = (summary: string, options: { default?: boolean } = {}) =>
  parameter<boolean>('boolean', summary, options);

export const string = (summary: string, options: { default?: string } = {}) =>
  parameter<string>('string', summary, options);

/** One text, or a list of them; always bound as a list. */
export const strings = (summary: string) => parameter<readonly string[]>('strings', summary);

/** One of the choices; any word where there are none. */
export const word = <W extends string>(
  summary: string,
  choices?: readonly W[],
  options: { default?: W } = {},
) => parameter<W>('word', summary, { ...options, ...(choices && { choices }) });

export const pair = (
  summary: string,
  options: Limits & { default?: readonly [number, number] } = {},
) => parameter<readonly [number, number]>('pair', summary, options);

export const integers = (summary: string, options: Limits & { default?: readonly number[] } = {}) =>
  parameter<readonly number[]>('integers', summary, options);

/** One number, or a list of them; always bound as a list. */
export const numbers = (summary: string, options: Limits & { default?: readonly number[] } = {}) =>
  parameter<readonly number[]>('numbers', summary, options);

export const entry = (
  summary: string,
  entryKind: EntryKind,
  options: { default?: BoundCall } = {},
) => parameter<BoundCall>('entry', summary, { ...options, entryKind });

/** Makes a parameter one that may be left out, bound as `undefined` then. */
export function optional<T>(base: Parameter<T>): Parameter<T | undefined> {
  return { ...base, required: false, default: undefined };
}

/** A parameter that had another name, which is still accepted. */
export const renamed = <T>(formerly: string, base: Parameter<T>): Parameter<T> => ({
  ...base,
  formerly,
});

/** A parameter whose value is the name of a layer, a file or a folder. */
export const naming = <T>(
  names: NonNullable<Parameter<T>['names']>,
  base: Parameter<T>,
): Parameter<T> => ({ ...base, names });
