import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { GridCanvas } from '../featureMaps/gridCanvas';
import { paint } from '../featureMaps/paint';
import { formatValue } from '../ui/format';
import { headName, shortName } from './headName';
import { isRead, type ReadingProps } from './reading';
import { stepName } from './steps';

/** What a step reads: a row for each head, a column for each step. */
export function ReadSteps({ reading, coloursOf, onQuery }: ReadingProps) {
  const { steps, heads } = reading;
  const { count } = steps;
  const [readout, setReadout] = useState('');
  const pixels = useMemo(() => {
    const all = new Uint8ClampedArray(4 * heads.length * count);
    heads.forEach(({ head, shares }, i) => {
      const shown = shares.map((share, step) => (isRead(reading, step) ? share : NaN));
      all.set(paint(shown, coloursOf(head)), 4 * i * count);
    });
    return all;
  }, [reading, coloursOf]);
  // No row so flat that its colour cannot be seen.
  const height = `${heads.length * Math.max(12, Math.min(20, 320 / heads.length))}px`;
  return (
    <div class="dnn-read-steps">
      <div class="dnn-units-scale dnn-muted" aria-hidden="true" style={{ height }}>
        <span>{shortName('mean')}</span>
        <span>{shortName(heads.length - 2)}</span>
      </div>
      <div>
        <div class="dnn-sequence-map" style={{ height }}>
          <GridCanvas
            label={l10n.t('What each head reads')}
            width={count}
            height={heads.length}
            pixels={pixels}
            describe={({ x, y }) => {
              const { head, shares } = heads[y] ?? { head: 'mean' as const };
              const share = formatValue(shares?.[x] ?? NaN);
              return l10n.t('{0}, step {1}: {2}', headName(head), stepName(steps, x), share);
            }}
            onReadout={setReadout}
            onPick={({ x }) => onQuery(x)}
            pickFor={l10n.t('Click, or press Enter, to see what this step reads')}
          />
        </div>
        <div class="dnn-units-axis dnn-muted" aria-hidden="true">
          <span>{l10n.t('step 0')}</span>
          <span>{count - 1}</span>
        </div>
        <p class="dnn-map-readout">{readout}</p>
      </div>
    </div>
  );
}
