import * as l10n from '@vscode/l10n';
import type { Box, GraphLayout } from './layout';

interface GroupFrameProps {
  readonly group: GraphLayout['frames'][number];
  readonly onFold: () => void;
  readonly onFocus: (title: Box) => void;
}

/** The frame around an open group; its name folds it. */
export function GroupFrame({ group: { title, box }, onFold, onFocus }: GroupFrameProps) {
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  return (
    <g class="dnn-group">
      <rect x={left} y={top} width={box.width} height={box.height} rx="8" />
      <text
        x={left + 8}
        y={top - 5}
        role="button"
        tabindex={0}
        aria-label={l10n.t('Fold {0}', title)}
        aria-expanded="true"
        onClick={onFold}
        onFocus={({ currentTarget }) => {
          if (!currentTarget.matches(':focus-visible')) return;
          onFocus({ x: left + 40, y: top - 8, width: 80, height: 20 });
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onFold();
        }}
      >
        ▾ {title}
      </text>
    </g>
  );
}
