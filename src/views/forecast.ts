import type { WireNumber } from '../runs/events';
import { counted, formatInteger, formatPercent, significant } from '../text/numbers';
import type { Forecast } from './payloads';

/** A forecast in words. */

export const forecastTitle = ({ network, data }: Forecast): string =>
  `${network} goes on with ${data} by itself`;

/** `NRMSE84 2.80e-4 over 50 places, each after 1,000 true values` */
export const forecastSummary = ({ errors, restarts, warmup, run }: Forecast): string =>
  `NRMSE${errors.length} ${significant(errors.at(-1))} over ${counted(restarts, 'place')}, ${restarts === 1 ? '' : 'each '}after ${formatInteger(warmup)} true values${run === undefined ? '; freshly initialized' : ''}`;

/** What the error at the horizon means: `84 steps ahead, the error is 1.65% of the standard deviation of the series.` */
export function forecastMeaning({ errors }: Forecast): string {
  const ahead = `${counted(errors.length, 'step')} ahead`;
  const error = errors.at(-1);
  const lost = errors.findIndex((value) => typeof value !== 'number');
  if (lost >= 0)
    return `The forecast diverges: at step ${formatInteger(lost + 1)} it is no number any more.`;
  if (typeof error !== 'number') return 'Nothing was forecast.';
  if (error >= 1)
    return `${ahead}, the error is ${significant(error)} times the standard deviation of the series: its mean would be no worse a forecast.`;
  return `${ahead}, the error is ${share(error)} of the standard deviation of the series.`;
}

/** `1.65%`; less than a hundredth of a percent with as many digits as it takes. */
const share = (fraction: number): string =>
  fraction >= 1e-4 || fraction === 0
    ? formatPercent(fraction)
    : `${significant(100 * fraction, 2)}%`;

/** Forecast − truth at each step, as far as both are numbers. */
export const residuals = ({ truth, outputs }: Forecast): readonly (number | null)[] =>
  truth.map((value, i) => {
    const output = finite(outputs[i]);
    return output === null ? null : output - value;
  });

/** A number that can be drawn. */
export const finite = (value: WireNumber | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
