import type { SplitName } from '../../data/dataset';
import { networkHash } from '../../network/networkHash';
import type { Look } from '../inspect/look';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import { userError } from '../wire/error';

/** All that what is found out about a split depends on, within a run. */
export const aboutSplit = (
  {
    network,
    plan,
    data,
    dataset,
    trained,
  }: Omit<Look, 'trained'> & { trained?: { run: string; step: number } | undefined },
  split: SplitName,
) => ({
  ...{ network: networkHash(network), loss: plan.loss, rule: plan.rule },
  ...{ data: data.name, dataHash: dataset.hash, split },
  ...{ run: trained?.run, step: trained?.step },
});

export const keyOf = ({ path }: AnalyzedNotebook, about: object): string =>
  JSON.stringify([path, about]);

/** Throws a `CoreError` where a split is empty. */
export function expectSamples({ data, dataset }: Look, split: SplitName, to: string): void {
  if (dataset.splits[split].count > 0) return;
  throw userError('no-sample', `\`${data.name}.${split}\` is empty: there is nothing to ${to}.`);
}

export const countsOf = ({ dataset: { splits } }: Look) => ({
  ...{ train: splits.train.count, validation: splits.validation.count, test: splits.test.count },
});
