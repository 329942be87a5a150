import type { Case } from './exported';

/** What consumers make wrong themselves; `test/peers/defects.py` has the smallest file that shows each. */
export interface Defect {
  readonly consumer: string;
  /** Its name in `defects.py`. */
  readonly defect: string;
  /** It shows in networks with this operator. */
  readonly operator: string;
  /** What the consumer answers to the smallest file. */
  readonly answer: RegExp;
}

const noConverter = (operator: string): Defect => ({
  ...{ consumer: 'onnx2torch', defect: operator, operator },
  answer: new RegExp(`Converter is not implemented .*'${operator}'`),
});

export const defects: readonly Defect[] = [
  {
    ...{ consumer: 'reference', defect: 'ConvTranspose in groups, of several samples' },
    operator: 'ConvTranspose',
    answer: /cannot reshape array/,
  },
  { consumer: 'reference', defect: 'LRN', operator: 'LRN', answer: /differs by/ },
  {
    ...{ consumer: 'reference', defect: 'RNN with Sigmoid', operator: 'RNN' },
    answer: /Unknown activation function 'Sigmoid'/,
  },
  { consumer: 'opencv', defect: 'RNN', operator: 'RNN', answer: /handleNode/ },
  {
    ...{ consumer: 'opencv', defect: 'GRU with the states of all steps', operator: 'GRU' },
    answer: /has the shape/,
  },
  ...['RNN', 'GRU', 'LSTM', 'GlobalMaxPool', 'GreaterOrEqual'].map(noConverter),
];

/** The defect that explains a failure, if one does. */
export const defectOf = (consumer: string, { operators }: Case): Defect | undefined =>
  defects.find((one) => one.consumer === consumer && operators.includes(one.operator));
