import * as l10n from '@vscode/l10n';
import type { Evaluation } from '../../src/views/evaluation';
import { formatPercent, significant } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { pathOf, Plot } from './plot';

type Roc = NonNullable<NonNullable<Evaluation['classes']>['roc']>;

/** The ROC curve of the second of two classes. */
export function RocView({ roc, name }: { readonly roc: Roc; readonly name: string }) {
  const points = roc.points.map(
    ({ falsePositive, truePositive }) => [falsePositive, truePositive] as const,
  );
  return (
    <div>
      <Plot
        title={l10n.t('ROC of {0}', name)}
        description={l10n.t(
          'ROC curve of {0}: true positive rate over false positive rate at all thresholds; the area under it is {1}.',
          name,
          significant(roc.area),
        )}
        x={{ label: l10n.t('false positive rate'), range: [0, 1] }}
        y={{ label: l10n.t('true positive rate'), range: [0, 1] }}
      >
        {(scales) => (
          <>
            <line
              class="dnn-mark-ideal"
              x1={scales.x(0)}
              y1={scales.y(0)}
              x2={scales.x(1)}
              y2={scales.y(1)}
            />
            <path class="dnn-mark-line" d={pathOf(points, scales)} />
          </>
        )}
      </Plot>
      <p class="dnn-muted">
        {l10n.t(
          'Area under the curve {0}; the dashed line is what guessing gives.',
          significant(roc.area),
        )}
      </p>
      <Disclosure summary={l10n.t('ROC table')}>
        {() => (
          <DataTable
            caption={l10n.t('ROC of {0}', name)}
            hideCaption
            rows={roc.points}
            rowKey={(_, i) => i}
            columns={[
              {
                title: l10n.t('Threshold'),
                numeric: true,
                cell: ({ threshold }) => (threshold === undefined ? '–' : formatValue(threshold)),
              },
              {
                title: l10n.t('False positive rate'),
                numeric: true,
                cell: ({ falsePositive }) => formatPercent(falsePositive, 1),
              },
              {
                title: l10n.t('True positive rate'),
                numeric: true,
                cell: ({ truePositive }) => formatPercent(truePositive, 1),
              },
            ]}
          />
        )}
      </Disclosure>
    </div>
  );
}
