import { type Evaluation, evaluation } from '../../compute/protocol/protocol';
import { formatInteger, formatPercent, significant } from '../../text/numbers';
import { visible } from '../../text/visible';
import type { ResultView } from '../resultView';
import { type Column, type Emphasize, table } from '../table';

/** Pairs of confused classes in the text. */
const mostPairs = 10;

export const evaluationView: ResultView<Evaluation> = {
  kind: 'evaluation',
  schema: evaluation,
  line: (found) => ({ event: 'evaluated', network: found.network, report: withoutImages(found) }),
  text: (found, { strong }) =>
    `${[heading(found), ...classesText(found, strong), ...valuesText(found, strong), unitsText(found, strong)].join('\n\n')}\n`,
};

/** Thumbnails are for people. */
function withoutImages({ classes, values, hardest, ...found }: Evaluation): Evaluation {
  const plain = <E>({ examples }: { examples: E[] }) => ({ examples });
  return {
    ...found,
    ...(classes && {
      classes: {
        ...classes,
        hardest: plain(classes.hardest),
        confident: plain(classes.confident),
      },
    }),
    ...(values && { values: { ...values, worst: plain(values.worst) } }),
    ...(hardest && { hardest: plain(hardest) }),
  };
}

function heading({ network, data, split, run, step, samples, answers, loss }: Evaluation): string {
  const from = run === undefined ? 'freshly initialized' : `run ${run}, step ${step}`;
  const steps = answers === samples ? '' : `, ${formatInteger(answers)} answers`;
  const mean = loss ? `, ${loss.name} ${significant(loss.mean, 4)}` : '';
  const what = `${data}.${split}: ${formatInteger(samples)} samples${steps}${mean}`;
  return `${network} (${visible(from)})\n${visible(what)}`;
}

const right = (title: string): Column => ({ title, align: 'right' });

function classesText({ classes }: Evaluation, emphasize: Emphasize): string[] {
  if (!classes) return [];
  const { names, perClass, macro, topK, calibration, roc, confused } = classes;
  const summary = [
    ...topK.map((share, i) => `${i === 0 ? 'accuracy' : `top-${i + 1}`} ${formatPercent(share)}`),
    ...(calibration ? [`calibration error ${formatPercent(calibration.error)}`] : []),
    ...(roc ? [`ROC area ${significant(roc.area)}`] : []),
  ];
  const scores = table(
    [{ title: 'class' }, ...['precision', 'recall', 'F1', 'support', 'predicted'].map(right)],
    [
      ...perClass.map(({ precision, recall, f1, support, predicted }, i) => [
        names[i],
        ...[precision, recall, f1].map((score) => formatPercent(score)),
        ...[support, predicted].map(formatInteger),
      ]),
      [
        'macro average',
        ...[macro.precision, macro.recall, macro.f1].map((score) => formatPercent(score)),
      ],
    ],
    emphasize,
  );
  const pairs = table(
    [{ title: 'true class' }, { title: 'taken for' }, right('answers')],
    confused
      .slice(0, mostPairs)
      .map(({ truth, predicted, count }) => [names[truth], names[predicted], formatInteger(count)]),
    emphasize,
  );
  return [summary.join('  '), scores, ...(confused.length > 0 ? [pairs] : [])];
}

function valuesText({ values }: Evaluation, emphasize: Emphasize): string[] {
  if (!values) return [];
  const rows = values.targets.map(({ name, rmse, mae, r2, bias, quantiles }) => [
    name,
    ...[rmse, mae, r2, bias, quantiles[0], quantiles.at(-1)].map((value) => significant(value)),
  ]);
  const columns = ['RMSE', 'MAE', 'R²', 'bias', 'residual 5%', '95%'].map(right);
  return [table([{ title: 'target' }, ...columns], rows, emphasize)];
}

function unitsText({ units }: Evaluation, emphasize: Emphasize): string {
  const number = (count: number | undefined) => (count === undefined ? '–' : formatInteger(count));
  return table(
    [{ title: 'layer' }, ...['units', 'dead', 'saturated', 'redundant'].map(right)],
    units.map(({ layer, units, dead, saturated, redundant }) => [
      layer,
      ...[units, dead, saturated, redundant].map(number),
    ]),
    emphasize,
  );
}
