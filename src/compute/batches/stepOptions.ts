import type { Dataset } from '../../data/dataset';
import type { StepOptions } from '../../learning/step';

/** What a step is built for, from the data. */
export const stepOptions = (dataset: Dataset, batch: number): StepOptions => ({
  batch,
  normalization: dataset.normalization,
  targets: { kind: dataset.target.kind, count: dataset.target.names.length },
});
