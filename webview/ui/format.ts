import type { Measure, WireNumber } from '../../src/runs/events';
import * as numbers from '../../src/text/numbers';

/** The numbers of charts and tables, as they are everywhere (`text/numbers`) but with the signs a browser has: `−`, `∞`. */

const typeset = (text: string): string => text.replace(/^-/, '−').replace('Infinity', '∞');

export const toNumber = (value: WireNumber): number => Number(value);

/** A measured value: `0.0259`, `−3.10e-4`. */
export const formatValue = (value: WireNumber, digits?: number): string =>
  typeset(numbers.significant(value, digits));

/** A measure's number: a fraction in percent. */
export const formatMeasure = (
  measure: Pick<Measure, 'unit' | 'fold'>,
  value: WireNumber | undefined,
): string => typeset(numbers.formatMeasure(measure, value));

/** A number on an axis, without needless zeros: `0.25`, `1e-4`. */
export const formatTick = (value: number): string => typeset(numbers.formatNumber(value, 6));

/** `squared error` → `Squared error`. */
export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
