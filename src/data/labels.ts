import { DataError } from './dataset';

/** Labels of one file. */
interface LabelFile {
  readonly file: string;
  readonly labels: Uint8Array;
}

/**
 * Number of classes of labels 0, 1, …: as declared, else found in the training labels, among which every class up to
 * the largest must occur (0 may be missing: some sets count from 1). Throws `label-out-of-range`.
 */
export function countClasses(
  train: LabelFile,
  test: LabelFile | undefined,
  declared: number | undefined,
): number {
  const classes = declared ?? inferClasses(train);
  for (const part of test ? [train, test] : [train]) {
    const sample = part.labels.findIndex((label) => label >= classes);
    if (sample < 0) continue;
    throw new DataError(
      'label-out-of-range',
      `Label ${part.labels[sample]} of sample ${sample} in ${part.file} is out of range: expected 0 to ${classes - 1}, ` +
        (declared === undefined
          ? 'the labels of the training samples. Check the file, or give the number with `classes:`.'
          : `for \`classes: ${declared}\`. Correct the file or the number.`),
      part.file,
    );
  }
  return classes;
}

function inferClasses({ file, labels }: LabelFile): number {
  const seen = new Set(labels);
  const largest = Math.max(...seen);
  for (let label = largest - 1; label > 0; label--) {
    if (seen.has(label)) continue;
    throw new DataError(
      'label-out-of-range',
      `Label ${largest} of sample ${labels.indexOf(largest)} in ${file} looks out of range: no sample has label ${label}. ` +
        `Check the file; if the labels are right, write \`classes: ${largest + 1}\`.`,
      file,
    );
  }
  return largest + 1;
}
