import * as l10n from '@vscode/l10n';
import type { Evaluation } from '../../src/views/evaluation';
import { formatInteger, formatPercent } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { Plot } from './plot';

type Calibration = NonNullable<NonNullable<Evaluation['classes']>['calibration']>;

/** The reliability diagram: how often answers of some confidence are right. */
export function CalibrationView({ calibration }: { readonly calibration: Calibration }) {
  const { bins, error } = calibration;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return (
    <div>
      <Plot
        title={l10n.t('Calibration')}
        description={l10n.t(
          'Reliability diagram: accuracy over confidence in {0} bins; the expected calibration error is {1}.',
          bins.length,
          formatPercent(error),
        )}
        x={{ label: l10n.t('confidence'), range: [0, 1] }}
        y={{ label: l10n.t('accuracy'), range: [0, 1] }}
      >
        {(scales) => (
          <>
            {bins.map(({ from, to, count, accuracy }) =>
              accuracy === undefined ? null : (
                <rect
                  key={from}
                  class="dnn-mark-bar"
                  x={scales.x(from) + 0.5}
                  width={scales.x(to) - scales.x(from) - 1}
                  y={scales.y(accuracy)}
                  height={scales.y(0) - scales.y(accuracy)}
                  fill-opacity={0.35 + 0.65 * Math.sqrt(count / most)}
                >
                  <title>
                    {l10n.t(
                      '{0} answers, {1} right',
                      formatInteger(count),
                      formatPercent(accuracy, 1),
                    )}
                  </title>
                </rect>
              ),
            )}
            <line
              class="dnn-mark-ideal"
              x1={scales.x(0)}
              y1={scales.y(0)}
              x2={scales.x(1)}
              y2={scales.y(1)}
            />
          </>
        )}
      </Plot>
      <p class="dnn-muted">
        {l10n.t(
          'Expected calibration error {0}. Bars end at the dashed line where confidence is the chance of being right; fainter bars stand for fewer answers.',
          formatPercent(error),
        )}
      </p>
      <Disclosure summary={l10n.t('Calibration table')}>
        {() => (
          <DataTable
            caption={l10n.t('Accuracy by confidence')}
            hideCaption
            rows={bins}
            rowKey={({ from }) => from}
            columns={[
              {
                title: l10n.t('Confidence'),
                cell: ({ from, to }) => `${formatPercent(from, 0)} – ${formatPercent(to, 0)}`,
              },
              {
                title: l10n.t('Answers'),
                numeric: true,
                cell: ({ count }) => formatInteger(count),
              },
              {
                title: l10n.t('Mean confidence'),
                numeric: true,
                cell: ({ confidence }) => formatPercent(confidence, 1),
              },
              {
                title: l10n.t('Accuracy'),
                numeric: true,
                cell: ({ accuracy }) => formatPercent(accuracy, 1),
              },
            ]}
          />
        )}
      </Disclosure>
    </div>
  );
}
