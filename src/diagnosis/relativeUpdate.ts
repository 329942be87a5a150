import { median } from '../numerics/median';
import { fromWire } from '../runs/wireNumber';
import { formatNumber } from '../text/numbers';
import { weightLayers, type Facts } from './facts';

/** The middle of ‖Δw‖/‖w‖ over the layers' weights: the greatest such middle of all looks, as rates mostly fall. */
export function relativeUpdate(facts: Facts): number | undefined {
  const keys = new Set(weightLayers(facts).map(({ key }) => key));
  const looks = facts.record.examinations.flatMap(({ updates }) => {
    const ratios = updates.filter(({ key }) => keys.has(key)).map(({ ratio }) => fromWire(ratio));
    const middle = median(ratios);
    return middle === undefined ? [] : [middle];
  });
  return looks.length === 0 ? undefined : Math.max(...looks);
}

/** At which rate steps are made, for the end of a sentence. */
export const rateText = ({ record: { rate } }: Facts): string =>
  rate === undefined ? '' : ` at a rate of ${formatNumber(rate)}`;
