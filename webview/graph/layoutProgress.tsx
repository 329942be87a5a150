import * as l10n from '@vscode/l10n';
import type { LayoutState } from './useLayout';

interface LayoutProgressProps {
  readonly boxes: number;
  readonly state: LayoutState;
  readonly cancel: () => void;
  readonly retry: () => void;
}

/** Stands over a graph that is being laid out, or was not laid out in the end. */
export function LayoutProgress({ boxes, state, cancel, retry }: LayoutProgressProps) {
  if (state === 'done') return null;
  if (state === 'failed')
    return (
      <p class="dnn-layout-progress" role="status">
        {l10n.t('{0} layers in a row are too many for a picture. The table has them.', boxes)}
      </p>
    );
  const isWorking = state === 'working';
  return (
    <div class="dnn-layout-progress" data-state={state} role="status">
      <span>
        {isWorking
          ? l10n.t('Placing {0} layers …', boxes)
          : l10n.t('The {0} layers were not placed.', boxes)}
      </span>
      <button type="button" class="dnn-button" onClick={isWorking ? cancel : retry}>
        {isWorking ? l10n.t('Cancel') : l10n.t('Place Them')}
      </button>
    </div>
  );
}
