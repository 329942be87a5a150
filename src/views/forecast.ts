import type { Forecast } from '../compute/protocol/protocol';
import { formatInteger, significant } from '../text/numbers';

/** A forecast in words. */

export const forecastTitle = ({ network, data }: Forecast): string =>
  `${network} goes on with ${data} by itself`;

/** `NRMSE84 2.80e-4 over 50 places, each after 1,000 true values` */
export const forecastSummary = ({ errors, restarts, warmup, run }: Forecast): string =>
  `NRMSE${errors.length} ${significant(errors.at(-1))} over ${formatInteger(restarts)} ${restarts === 1 ? 'place' : 'places'}, after ${formatInteger(warmup)} true values${run === undefined ? '; freshly initialized' : ''}`;
