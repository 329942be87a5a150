import * as l10n from '@vscode/l10n';

interface LayoutProgressProps {
  readonly boxes: number;
  readonly state: 'done' | 'working' | 'cancelled';
  readonly cancel: () => void;
  readonly retry: () => void;
}

/** Stands over a graph that is being laid out, or was not laid out in the end. */
export function LayoutProgress({ boxes, state, cancel, retry }: LayoutProgressProps) {
  if (state === 'done') return null;
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
