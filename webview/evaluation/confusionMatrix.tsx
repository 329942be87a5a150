import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { formatInteger, formatPercent } from '../../src/text/numbers';
import { colourAt, textOn } from '../ui/colourMap';
import { Segmented } from '../ui/segmented';
import { useTheme, type Theme } from '../ui/theme';

interface ConfusionMatrixProps {
  readonly names: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly selected?: { readonly truth: number; readonly predicted: number } | undefined;
  readonly onSelect: (truth: number, predicted: number) => void;
}

type Shown = 'counts' | 'percent';

/**
 * Counts by true and predicted class, as a grid: arrow keys, Home and End move, Enter or a click shows the samples of a cell. Right
 * answers are blue by their share of the row, mistakes red by their share compared with the greatest.
 */
export function ConfusionMatrix({ names, counts, selected, onSelect }: ConfusionMatrixProps) {
  const [shown, setShown] = useState<Shown>('counts');
  const [current, setCurrent] = useState({ truth: 0, predicted: 0 });
  const cells = useRef(new Map<string, HTMLElement | null>());
  const theme = useTheme();
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const share = (truth: number, predicted: number) =>
    (counts[truth]?.[predicted] ?? 0) / (totals[truth] || 1);
  const worst = Math.max(
    ...counts.flatMap((row, truth) => row.map((_, j) => (j === truth ? 0 : share(truth, j)))),
  );
  const last = names.length - 1;
  const move = (event: KeyboardEvent, truth: number, predicted: number) => {
    const to = {
      ArrowUp: [truth - 1, predicted],
      ArrowDown: [truth + 1, predicted],
      ArrowLeft: [truth, predicted - 1],
      ArrowRight: [truth, predicted + 1],
      Home: [event.ctrlKey ? 0 : truth, 0],
      End: [event.ctrlKey ? last : truth, last],
    }[event.key];
    const target = to && cells.current.get(to.join());
    if (target) {
      event.preventDefault();
      target.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(truth, predicted);
    }
  };
  return (
    <div class="dnn-confusion">
      <div class="dnn-toolbar">
        <Segmented
          label={l10n.t('Numbers')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'counts', text: l10n.t('Counts') },
            { value: 'percent', text: l10n.t('Percent of row') },
          ]}
        />
        <span class="dnn-muted">{l10n.t('Choose a cell to see its samples.')}</span>
      </div>
      <div class="dnn-table-scroll">
        <table class="dnn-confusion-grid" role="grid" aria-label={l10n.t('Confusion matrix')}>
          <thead>
            <tr>
              <th scope="col" class="dnn-confusion-corner">
                {l10n.t('true ↓ predicted →')}
              </th>
              {names.map((name, i) => (
                <th key={i} scope="col" title={name}>
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, truth) => (
              <tr key={truth}>
                <th scope="row" title={names[truth]}>
                  <span>{names[truth]}</span>
                </th>
                {row.map((count, predicted) => {
                  const isSelected = selected?.truth === truth && selected.predicted === predicted;
                  const isCurrent = current.truth === truth && current.predicted === predicted;
                  return (
                    <td
                      key={predicted}
                      ref={(element) => void cells.current.set(`${truth},${predicted}`, element)}
                      role="gridcell"
                      tabIndex={isCurrent ? 0 : -1}
                      aria-selected={isSelected}
                      class={count === 0 ? 'dnn-none' : undefined}
                      style={
                        count === 0
                          ? undefined
                          : colours(theme, share(truth, predicted), truth === predicted, worst)
                      }
                      title={l10n.t(
                        '{0} taken for {1}: {2} of {3}',
                        names[truth],
                        names[predicted],
                        formatInteger(count),
                        formatInteger(totals[truth] ?? 0),
                      )}
                      onFocus={() => setCurrent({ truth, predicted })}
                      onKeyDown={(event) => move(event, truth, predicted)}
                      onClick={(event) => {
                        event.currentTarget.focus();
                        onSelect(truth, predicted);
                      }}
                    >
                      {shown === 'counts'
                        ? formatInteger(count)
                        : formatPercent(share(truth, predicted), 1)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="dnn-muted">
        {l10n.t(
          'Blue: right, by share of the row. Red: mistakes, compared with the most frequent one.',
        )}
      </p>
    </div>
  );
}

/** From the middle of the map, which is the colour of the page, to its blue end for right answers and to its red one for mistakes. */
function colours({ kind }: Theme, share: number, isRight: boolean, worst: number) {
  const map = kind === 'dark' ? 'divergingDark' : 'diverging';
  const position = isRight ? 0.5 - share / 2 : 0.5 + (0.1 + (0.9 * share) / (worst || 1)) / 2;
  return { background: colourAt(map, position), color: textOn(map, position) };
}
