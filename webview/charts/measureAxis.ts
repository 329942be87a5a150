import type { Measure } from '../../src/views/payloads';
import { formatPercent } from '../../src/text/numbers';
import { formatTick, formatValue } from '../ui/format';
import { decades, roundUp } from './scale';
import type { AlignedSeries } from './trainingData';

/** No logarithmic axis has a place for what is below zero. */
export const isNegative = ({ columns }: AlignedSeries): boolean =>
  columns.some((column) => column.some((value) => value !== null && value < 0));

/** A fraction is drawn from 0% or above to 100%; other numbers linearly from 0, or in decades. */
export function measureAxis({ unit }: Measure, isLog: boolean) {
  if (unit === 'fraction')
    return {
      logarithmic: false,
      yRange: (min: number): [number, number] => [Math.max(0, Math.floor(min * 5) / 5), 1],
      formatY: (value: number) => formatPercent(value, 1),
      formatTick: (value: number) => `${formatTick(100 * value)}%`,
    };
  return {
    logarithmic: isLog,
    yRange: isLog
      ? decades
      : (min: number, max: number): [number, number] => [
          min < 0 ? -roundUp(-min) : 0,
          max > 0 || min >= 0 ? roundUp(max) : 0,
        ],
    formatY: (value: number) => formatValue(value),
    formatTick,
  };
}
