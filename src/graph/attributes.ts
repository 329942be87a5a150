import type { Attributes } from './graph';

/** Reading attributes with ONNX's defaults. */

export function numberOf(attributes: Attributes, name: string, fallback: number): number {
  const value = attributes[name];
  return typeof value === 'number' ? value : fallback;
}

export const flagOf = (attributes: Attributes, name: string, fallback: boolean): boolean =>
  numberOf(attributes, name, fallback ? 1 : 0) !== 0;

export function textOf(attributes: Attributes, name: string, fallback: string): string {
  const value = attributes[name];
  return typeof value === 'string' ? value : fallback;
}

export function textsOf(attributes: Attributes, name: string): readonly string[] | undefined {
  const value = attributes[name];
  if (!Array.isArray(value)) return undefined;
  return (value as readonly unknown[]).map(String);
}

export function numbersOf(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes[name];
  if (value === undefined || typeof value === 'number' || typeof value === 'string')
    return undefined;
  return Array.from(value as ArrayLike<number | bigint>, Number);
}
