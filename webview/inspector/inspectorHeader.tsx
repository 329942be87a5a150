import * as l10n from '@vscode/l10n';
import type { InspectorState } from '../../src/views/messages';
import type { NetworkPayload } from '../../src/views/payloads';
import { formatInteger } from '../../src/text/numbers';
import { Icon } from '../ui/icon';
import { Toggle } from '../ui/toggle';
import { Button, Dropdown, ProgressRing } from '../ui/toolkit';
import { post } from './host';

interface InspectorHeaderProps {
  readonly state: InspectorState;
  readonly network: NetworkPayload;
}

/** Which network is on view, and what can be done with it. */
export function InspectorHeader({ state, network }: InspectorHeaderProps) {
  const { networks, restricted, training, inspecting, preparing } = state;
  const isRunning = training?.network === network.name && training.status === 'running';
  return (
    <header class="dnn-panel-head">
      {networks.length > 1 ? (
        <Dropdown
          label={l10n.t('Network')}
          value={network.name}
          choices={networks.map(({ name }) => ({ value: name, text: name }))}
          onChange={(name) => post({ type: 'selectNetwork', network: name })}
        />
      ) : (
        <h2>{network.name}</h2>
      )}
      <span class="dnn-muted">
        {state.notebook} · {l10n.t('{0} parameters', formatInteger(network.totals.parameterCount))}
      </span>
      {(inspecting || preparing) && (
        <ProgressRing label={preparing ? l10n.t('Preparing the training') : l10n.t('Inspecting')} />
      )}
      <span class="dnn-panel-actions">
        <Toggle
          pressed={state.pinned}
          title={l10n.t('Stay with this notebook when another one comes to the front')}
          onChange={(pinned) => post({ type: 'pin', pinned })}
        >
          <Icon name={state.pinned ? 'pinned' : 'pin'} />
          {l10n.t('Pin')}
        </Toggle>
        {isRunning ? (
          <Button onClick={() => post({ type: 'control', run: training.run, command: 'stop' })}>
            <Icon name="debug-stop" slot="start" />
            {l10n.t('Stop')}
          </Button>
        ) : (
          <Button
            appearance="primary"
            disabled={restricted || preparing}
            onClick={() => post({ type: 'train', network: network.name })}
          >
            <Icon name="play" slot="start" />
            {l10n.t('Train')}
          </Button>
        )}
        <Button
          disabled={restricted}
          onClick={() => post({ type: 'export', network: network.name })}
        >
          <Icon name="export" slot="start" />
          {l10n.t('Export')}
        </Button>
      </span>
    </header>
  );
}
