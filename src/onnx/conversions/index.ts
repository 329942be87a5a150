import { operatorTable } from '../../graph/operators';
import { attentionConversions } from './attention';
import { axisConversions } from './axes';
import { newestOpset, type Conversion } from './conversion';
import { definitions, notUnderstood } from './definitions';
import { einsumConversions } from './einsum';
import { elementwiseConversions } from './elementwise';
import { mlConversions } from './ml';
import { normalizationConversions } from './normalization';
import { quantizationConversions } from './quantization';
import { recurrentConversions } from './recurrent';
import { positionConversions } from './positions';
import { resamplingConversions } from './resampling';
import { windowConversions } from './windows';

/** The oldest and newest opsets models may use. */
export const readableOpsets = { oldest: 7, newest: newestOpset };

export const conversions: readonly Conversion[] = [
  ...axisConversions,
  ...windowConversions,
  ...resamplingConversions,
  ...elementwiseConversions,
  ...normalizationConversions,
  ...recurrentConversions,
  ...quantizationConversions,
  ...attentionConversions,
  ...positionConversions,
  ...einsumConversions,
  ...mlConversions,
];

/** The conversion of an operator as an opset has it, if it needs one. */
export const conversionOf = (operator: string, version: number): Conversion | undefined =>
  conversions.find(
    (entry) => entry.operator === operator && entry.from <= version && version <= entry.to,
  );

/** The newest version of ONNX's file format that was read; it came with opset 25. */
export const newestFormat = 13;

/** Reasons why an operator cannot be read: unknown, or known only as other opsets have it. */
export function unreadable(operator: string, version: number): string | undefined {
  if (!Object.hasOwn(definitions, operator)) return operator;
  const changed = notUnderstood[operator] ?? Infinity;
  if (version >= changed) return `${operator} of opset ${version} (supported up to ${changed - 1})`;
  if (operator === 'Constant' || conversionOf(operator, version)) return undefined;
  const first = conversions
    .filter((entry) => entry.operator === operator && entry.from > version)
    .reduce((least, { from }) => Math.min(least, from), Infinity);
  const entry = operatorTable.get(operator);
  const since = Math.min(first, entry?.domain === '' ? entry.since : Infinity);
  if (since <= version) return undefined;
  if (since === Infinity) return operator;
  return `${operator} of opset ${version} (supported from ${since})`;
}
