import { formatInteger } from '../text/numbers';
import { DataError } from './dataset';

/** More would be no classes but values: a target is a row with a number for each. */
export const mostClasses = 65_536;

/** Labels of one file. */
interface LabelFile {
  readonly file: string;
  readonly labels: Uint8Array | Int32Array | Float32Array;
}

/** Whether a step is one without a class. */
export const isAbsent = (label: number): boolean => label === -1 || Number.isNaN(label);

/**
 * Number of classes of labels 0, 1, …: as declared, else found in the training labels, among which every class up to
 * the largest must occur (0 may be missing: some sets count from 1). With `steps`, samples have so many labels each, and a step
 * may be without. Throws `label-out-of-range`.
 */
export function countClasses(
  train: LabelFile,
  test: LabelFile | undefined,
  declared: number | undefined,
  steps?: number,
): number {
  const classes = declared ?? inferClasses(train, steps);
  for (const part of test ? [train, test] : [train]) {
    const place = part.labels.findIndex(
      (label) => !(steps && isAbsent(label)) && (!isLabel(label) || label >= classes),
    );
    if (place < 0) continue;
    throw new DataError(
      'label-out-of-range',
      `Label ${part.labels[place]} of ${placeOf(place, steps)} in ${part.file} is out of range: expected 0 to ${classes - 1}, ` +
        (declared === undefined
          ? 'the labels of the training samples. Check the file, or give the number with `classes:`.'
          : `for \`classes: ${declared}\`. Correct the file or the number.`),
      part.file,
    );
  }
  return classes;
}

const isLabel = (label: number): boolean => Number.isInteger(label) && label >= 0;

const placeOf = (place: number, steps: number | undefined): string =>
  steps === undefined
    ? `sample ${place}`
    : `step ${place % steps} of sample ${Math.floor(place / steps)}`;

function inferClasses({ file, labels }: LabelFile, steps: number | undefined): number {
  const seen = new Set<number>(labels);
  const refuse = (label: number, why: string) =>
    new DataError(
      'label-out-of-range',
      `Label ${label} of ${placeOf(labels.indexOf(label), steps)} in ${file} ${why}`,
      file,
    );
  let largest = 0;
  for (const label of seen) {
    if (steps && isAbsent(label)) continue;
    if (!isLabel(label))
      throw refuse(
        label,
        'is no class; expected whole numbers from 0' + (steps ? ', or −1 for none.' : '.'),
      );
    largest = Math.max(largest, label);
  }
  if (largest >= mostClasses) {
    throw refuse(
      largest,
      `is too large: there can be ${formatInteger(mostClasses)} classes. Is it a label?`,
    );
  }
  for (let label = largest - 1; label > 0; label--) {
    if (seen.has(label)) continue;
    throw refuse(
      largest,
      `looks out of range: no sample has label ${label}. ` +
        `Check the file; if the labels are right, write \`classes: ${largest + 1}\`.`,
    );
  }
  return largest + 1;
}
