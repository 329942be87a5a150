import * as l10n from '@vscode/l10n';
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
  const from =
    run === undefined ? l10n.t('freshly initialized') : l10n.t('run {0}, step {1}', run, step);
  const what = [
    l10n.t('{0}: {1} samples', `${data}.${split}`, formatInteger(samples)),
    ...(answers === samples ? [] : [l10n.t('{0} answers', formatInteger(answers))]),
    ...(loss ? [`${loss.name} ${significant(loss.mean, 4)}`] : []),
  ].join(', ');
  return `${network} (${visible(from)})\n${visible(what)}`;
}

const right = (title: string): Column => ({ title, align: 'right' });

function classesText({ classes }: Evaluation, emphasize: Emphasize): string[] {
  if (!classes) return [];
  const { names, perClass, macro, topK, calibration, roc, confused } = classes;
  const summary = [
    ...topK.map((share, i) =>
      i === 0
        ? l10n.t('accuracy {0}', formatPercent(share))
        : l10n.t('top-{0} {1}', i + 1, formatPercent(share)),
    ),
    ...(calibration ? [l10n.t('calibration error {0}', formatPercent(calibration.error))] : []),
    ...(roc ? [l10n.t('ROC area {0}', significant(roc.area))] : []),
  ];
  const scores = table(
    [
      { title: l10n.t('class') },
      ...[
        l10n.t('precision'),
        l10n.t('recall'),
        l10n.t('F1'),
        l10n.t('support'),
        l10n.t('predicted'),
      ].map(right),
    ],
    [
      ...perClass.map(({ precision, recall, f1, support, predicted }, i) => [
        names[i],
        ...[precision, recall, f1].map((score) => formatPercent(score)),
        ...[support, predicted].map(formatInteger),
      ]),
      [
        l10n.t('macro average'),
        ...[macro.precision, macro.recall, macro.f1].map((score) => formatPercent(score)),
      ],
    ],
    emphasize,
  );
  const pairs = table(
    [{ title: l10n.t('true class') }, { title: l10n.t('taken for') }, right(l10n.t('answers'))],
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
  const columns = [
    l10n.t('RMSE'),
    l10n.t('MAE'),
    'R²',
    l10n.t('bias'),
    l10n.t('residual 5%'),
    '95%',
  ].map(right);
  return [table([{ title: l10n.t('target') }, ...columns], rows, emphasize)];
}

function unitsText({ units }: Evaluation, emphasize: Emphasize): string {
  const number = (count: number | undefined) => (count === undefined ? '–' : formatInteger(count));
  return table(
    [
      { title: l10n.t('layer') },
      ...[l10n.t('units'), l10n.t('dead'), l10n.t('saturated'), l10n.t('redundant')].map(right),
    ],
    units.map(({ layer, units, dead, saturated, redundant }) => [
      layer,
      ...[units, dead, saturated, redundant].map(number),
    ]),
    emphasize,
  );
}
