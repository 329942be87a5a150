import type { Probe, SourceData } from '../source';
import { isSequential, type TableValues } from './parameters';
import { featureShape } from './samples';

/** What is known of samples that are there. */
export const probeOf = ({ inputShape, target, train, test }: SourceData): Probe => ({
  inputShape,
  kind: target.kind,
  targets: target.names.length,
  ...(target.steps !== undefined && { steps: target.steps }),
  samples: { train: train.count, test: test.count },
});

/** What the head of a table tells; undefined where only all of it can tell the shape of a sample. Throws `DataError`. */
export function tableProbe(
  found: {
    readonly features: number;
    readonly targets: number;
    /** Whether the target is of words. */
    readonly words: boolean;
    /** Classes that a header names. */
    readonly classes?: number;
  },
  values: TableValues,
  file: string,
): Probe | undefined {
  const { features, targets, words, classes } = found;
  const { steps, task } = values;
  const shape = featureShape(features, values, file);
  if (isSequential(values) && steps === undefined) return undefined;
  const shaped =
    steps === undefined ? { inputShape: shape } : { inputShape: [steps, features], steps };
  if (task === 'values' || targets > 1) return { ...shaped, kind: 'values', targets };
  if (classes !== undefined) return { ...shaped, kind: 'classes', targets: classes };
  return { ...shaped, kind: words || task === 'classes' ? 'classes' : undefined };
}
