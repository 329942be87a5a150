import { LanguageError } from '../../language/source';
import type { Action } from '../program';
import type { Verb } from '../verb';
import { whyNoText } from '../whyNoText';
import { plannedOn } from './subjects';
import { lastTraining } from './train';

/** `generate`: how much, how freely, and after what. */
export interface GeneratePlan {
  readonly network: string;
  /** The data named in the text, else that of the network's last `train`. */
  readonly data?: string;
  readonly length: number;
  readonly temperature: number;
  readonly prompt?: string;
}

export interface GenerateAction extends Action {
  readonly kind: 'generate';
  readonly plan: GeneratePlan;
}

const usual = { length: 300, temperature: 0.8 };

export const generateVerb: Verb<GenerateAction> = {
  kind: 'verb',
  name: 'generate',
  summary: 'Lets a network write a text: each character it draws is its next input.',
  details:
    'For networks that give the probabilities of the next character, of data made of text (`source text`). They read the last characters of ' +
    'what is written so far, as many as a sample has; at first those of the test text, or a `prompt` behind them. A character is drawn by its ' +
    'probability to the power $1/T$, with the temperature $T$; the same seed draws the same text. Without settings `length 300`, `temperature 0.8`.',
  example: 'generate Net {\n  length 500\n  temperature 0.5\n}',
  snippet: 'generate ${1:Net} {\n\tlength ${2:500}\n}',
  parameters: {},
  subject: 'network',
  clauses: [
    {
      name: 'on',
      takes: 'data',
      summary: 'The text to go on with; that of the last training when left out.',
      example: 'generate Net on book',
      snippet: 'on ',
    },
  ],
  result: 'generated',
  bind(statement, clauses, binding) {
    const planned = plannedOn(statement, clauses, binding, usual);
    return planned && { kind: 'generate', ...planned };
  },
  dataOf: ({ plan }, program) => plan.data ?? lastTraining(program, plan.network)?.data.name,
  dataErrors({ network, location }, data, probe) {
    const unfit = whyNoText(network, data, probe);
    return unfit === undefined ? [] : [new LanguageError('no-text', unfit, location)];
  },
};
