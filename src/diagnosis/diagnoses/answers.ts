import { fromWire } from '../../runs/wireNumber';
import { formatPercent, significant } from '../../text/numbers';
import type { Diagnosis } from '../diagnosis';
import { hasEnded, lastLook, sum, type Facts } from '../facts';
import { advice, known } from '../repairs/repair';
import { ofData } from '../repairs/settings';

/** What a network answers, beside what is right. */

const classesOf = (facts: Facts) => {
  const answers = lastLook(facts)?.answers;
  return answers?.kind === 'classes' ? answers : undefined;
};

/** Samples of a class from which something follows. */
const fewSamples = 8;

export const classCollapse: Diagnosis = {
  name: 'class_collapse',
  title: 'Classes are never answered',
  condition: 'A class with its fair share of the training samples is never given as the answer.',
  explanation: 'Samples of these classes are all taken for others.',
  source: 'Buda, Maki and Mazurowski (2018)',
  after: 'anything',
  find(facts) {
    const answers = classesOf(facts);
    if (!answers || !hasEnded(facts)) return undefined;
    const { names, truth, given } = answers;
    const total = sum(truth);
    const expected = 0.3 * (total / names.length);
    const never = names.filter(
      (_, i) => given[i] === 0 && truth[i] >= Math.max(fewSamples, expected),
    );
    if (never.length === 0) return undefined;
    const most = given.indexOf(Math.max(...given));
    return {
      level: 'problem',
      outcome: 'never answers some classes',
      evidence:
        `Of ${total} training samples none was taken for ${list(never)}, though there are ${sum(names.map((name, i) => (never.includes(name) ? truth[i] : 0)))} of them; ` +
        `“${names[most]}” was the answer to ${formatPercent(given[most] / total, 0)}.`,
    };
  },
  repairs: (_, context) =>
    known([
      ofData(context, 'Balance the classes', 'transform balance'),
      advice(`See which rates suit: \`find rate of ${context.network.name}\``),
    ]),
};

/** Names in quotes, the first few of them. */
const list = (names: readonly string[]): string =>
  names
    .slice(0, 4)
    .map((name) => `“${name}”`)
    .join(', ') + (names.length > 4 ? ` and ${names.length - 4} more` : '');

/** Whether each step of a sequence has a class: none can be left out or repeated, and some characters are rare in any text. */
const answersSteps = ({ network: { outputs } }: Facts): boolean => outputs[0].shape.length > 1;

export const unbalancedData: Diagnosis = {
  name: 'unbalanced_data',
  title: 'Unbalanced classes',
  condition:
    'Of the classes of whole samples one has a fifth of the samples of the largest one or fewer, and is right less than 60% as often as all samples.',
  explanation: 'A class with few samples adds little to the loss, so the network neglects it.',
  source: 'Buda, Maki and Mazurowski (2018)',
  find(facts) {
    const answers = classesOf(facts);
    if (!answers || !hasEnded(facts) || answersSteps(facts)) return undefined;
    const { names, truth, right } = answers;
    const most = Math.max(...truth);
    const share = (i: number): number => right[i] / truth[i];
    const rare = names
      .map((_, i) => i)
      .filter((i) => truth[i] >= 5 && truth[i] * 5 <= most)
      .sort((a, b) => share(a) - share(b));
    const overall = sum(right) / sum(truth);
    const [worst] = rare;
    if (worst === undefined || share(worst) > 0.6 * overall) return undefined;
    return {
      level: 'warning',
      outcome: 'neglects a class',
      evidence: `${truth[worst]} of ${sum(truth)} training samples are “${names[worst]}”, ${formatPercent(share(worst), 0)} of them right; of all samples ${formatPercent(overall, 0)} are.`,
    };
  },
  repairs: (_, context) =>
    known([
      ofData(context, 'Balance the classes', 'transform balance'),
      ofData(context, 'Repeat the samples of small classes', 'transform balance(repeat)'),
    ]),
};

export const unfitOutput: Diagnosis = {
  name: 'unfit_output',
  title: 'The output cannot reach its targets',
  condition: '5% of the target values lie outside of what the activation of the output can give.',
  explanation: 'The activation of the output ends where some of the targets do not.',
  source: 'Bishop, *Neural Networks for Pattern Recognition* (1995), chapter 6',
  find(facts) {
    const answers = lastLook(facts)?.answers;
    if (answers?.kind !== 'values' || !answers.ends || answers.beyond < 0.05) return undefined;
    const [low, high] = answers.ends.map(fromWire);
    const [head] = facts.network.outputs;
    const last = head.activations.at(-1)?.call.name ?? head.entry.name;
    return {
      level: 'problem',
      outcome: 'cannot reach its targets',
      evidence: `${formatPercent(answers.beyond, 0)} of the targets lie outside of what \`${last}\` gives, ${range(low, high)}.`,
      layers: [head.id],
    };
  },
  repairs: () => [
    advice('Let the output be linear: remove its activation'),
    advice('Scale the targets into the range of the output'),
  ],
};

const range = (low: number, high: number): string =>
  high === Infinity
    ? `${significant(low, 2)} and more`
    : `${significant(low, 2)} to ${significant(high, 2)}`;
