import { formatNumber } from '../../text/numbers';
import { settingEdit } from '../../program/settingEdit';
import { rateEdit } from '../../program/useRate';
import { partWithRate } from '../../program/verbs/find';
import type { Repair, RepairContext } from './repair';

/** Changes of the settings of a training and of its data. */

/** Writes a setting of the training. */
export function train({ training, sources }: RepairContext, title: string, line: string): Repair {
  return { title, edits: [settingEdit(training, sources, line)] };
}

/** Writes a setting of its data; undefined where these are declared elsewhere. */
export function ofData(
  { data, sources }: RepairContext,
  title: string,
  line: string,
): Repair | undefined {
  return data && { title, edits: [settingEdit(data, sources, line)] };
}

/** Standardizes inputs that are read as they are; undefined where the data say how. */
export const normalizeInputs = (context: RepairContext): Repair | undefined =>
  context.data?.settings.some(({ keyword }) => keyword.text === 'normalize')
    ? undefined
    : ofData(context, 'Normalize the inputs', 'normalize standard');

/** The rate of the training as it is written; undefined where its optimizer takes none. */
export function writtenRate({ plan }: RepairContext): number | undefined {
  const rate = partWithRate(plan)?.optimizer.arguments.rate;
  return typeof rate === 'number' ? rate : undefined;
}

/** Other learning rates: the one that a search has found, then multiples of the present one; none where there is no rate. */
export function changeRate(
  context: RepairContext,
  ...factors: readonly number[]
): readonly Repair[] {
  const { program, sources, network, foundRate } = context;
  const now = writtenRate(context);
  if (now === undefined) return [];
  const to = (rate: number, title: string): Repair[] => {
    const edit = rateEdit(program, sources, network.name, rate);
    return edit ? [{ title, edits: [edit] }] : [];
  };
  const scaled = factors.flatMap((factor) => {
    const rate = Number((now * factor).toPrecision(2));
    const verb = factor < 1 ? 'Lower' : 'Raise';
    return to(rate, `${verb} the learning rate from ${formatNumber(now)} to ${formatNumber(rate)}`);
  });
  return foundRate === undefined || foundRate === now
    ? scaled
    : [
        ...to(
          foundRate,
          `Use the learning rate ${formatNumber(foundRate)}, found by \`find rate\``,
        ),
        ...scaled,
      ];
}

/** Trains for more epochs. */
export function moreEpochs(context: RepairContext, factor: number): Repair {
  const epochs = Math.ceil(context.plan.epochs * factor);
  return train(context, `Train for ${epochs} epochs`, `epochs ${epochs}`);
}
