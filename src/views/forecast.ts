import * as l10n from '@vscode/l10n';
import type { WireNumber } from '../runs/events';
import { formatInteger, formatPercent, plural, significant } from '../text/numbers';
import type { Forecast } from './payloads';

/** A forecast in words. */

export const forecastTitle = ({ network, data }: Forecast): string =>
  l10n.t('{0} goes on with {1} by itself', network, data);

/** `NRMSE84 2.80e-4 over 50 places, each after 1,000 true values` */
export function forecastSummary({ errors, restarts, warmup, run }: Forecast): string {
  const measured = [errors.length, significant(errors.at(-1)), formatInteger(warmup)];
  const told = plural(
    restarts,
    l10n.t('NRMSE{0} {1} over 1 place, after {2} true values', ...measured),
    l10n.t('NRMSE{0} {1} over {3} places, each after {2} true values', ...measured, restarts),
  );
  return run === undefined ? `${told}; ${l10n.t('freshly initialized')}` : told;
}

/** What the error at the horizon means: `84 steps ahead, the error is 1.65% of the standard deviation of the series.` */
export function forecastMeaning({ errors }: Forecast): string {
  const steps = errors.length;
  const error = errors.at(-1);
  const lost = errors.findIndex((value) => typeof value !== 'number');
  if (lost >= 0)
    return l10n.t(
      'The forecast diverges: at step {0} it is no number any more.',
      formatInteger(lost + 1),
    );
  if (typeof error !== 'number') return l10n.t('Nothing was forecast.');
  if (error >= 1)
    return plural(
      steps,
      l10n.t(
        '1 step ahead, the error is {0} times the standard deviation of the series: its mean would be no worse a forecast.',
        significant(error),
      ),
      l10n.t(
        '{0} steps ahead, the error is {1} times the standard deviation of the series: its mean would be no worse a forecast.',
        formatInteger(steps),
        significant(error),
      ),
    );
  return plural(
    steps,
    l10n.t('1 step ahead, the error is {0} of the standard deviation of the series.', share(error)),
    l10n.t(
      '{0} steps ahead, the error is {1} of the standard deviation of the series.',
      formatInteger(steps),
      share(error),
    ),
  );
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
