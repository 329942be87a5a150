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
        title={`ROC of ${name}`}
        description={`ROC curve of ${name}: true positive rate over false positive rate at all thresholds; the area under it is ${significant(roc.area)}.`}
        x={{ label: 'false positive rate', range: [0, 1] }}
        y={{ label: 'true positive rate', range: [0, 1] }}
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
        Area under the curve {significant(roc.area)}; the dashed line is what guessing gives.
      </p>
      <Disclosure summary="ROC table">
        {() => (
          <DataTable
            caption={`ROC of ${name}`}
            hideCaption
            rows={roc.points}
            rowKey={(_, i) => i}
            columns={[
              {
                title: 'Threshold',
                numeric: true,
                cell: ({ threshold }) => (threshold === undefined ? '–' : formatValue(threshold)),
              },
              {
                title: 'False positive rate',
                numeric: true,
                cell: ({ falsePositive }) => formatPercent(falsePositive, 1),
              },
              {
                title: 'True positive rate',
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
