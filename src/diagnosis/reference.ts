import { diagnoses } from './diagnoses';

/** The page of the reference that lists the diagnoses. */
export function diagnosesPage(): string {
  const introduction =
    'What the product says of a training that does not learn as it should: in the cell, the inspector, the terminal, the list of runs and at ' +
    'the lines concerned. How much has been *learned* is how far the answers to training samples are from those of the best constant answer ' +
    '(0%) towards being all right (100%): of classes by accuracy, of values by the variance that is explained. Layers are looked at over 512 ' +
    'training samples, after the first ten steps, after epochs 1, 2, 4, 8, … and at the end. `--json` has each look (`examined`) and what ' +
    'follows from it (`verdicts`).';
  const sections = diagnoses.map(
    ({ name, title, condition, explanation, source }) =>
      `## ${title}\n\n\`${name}\`. ${explanation}\n\n- When: ${condition}\n- Source: ${source}`,
  );
  return `${[origin, '# Diagnoses', introduction, ...sections].join('\n\n')}\n`;
}

const origin = '<!-- Generated from the table of diagnoses by `npm run docs`. -->';
