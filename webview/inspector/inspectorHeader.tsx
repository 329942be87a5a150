import type { InspectorState } from '../../src/views/messages';
import type { NetworkPayload } from '../../src/views/payloads';
import { formatInteger } from '../../src/text/numbers';
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
    <header class="dnn-inspector-head">
      {networks.length > 1 ? (
        <Dropdown
          label="Network"
          value={network.name}
          choices={networks.map(({ name }) => ({ value: name, text: name }))}
          onChange={(name) => post({ type: 'selectNetwork', network: name })}
        />
      ) : (
        <h2>{network.name}</h2>
      )}
      <span class="dnn-muted">
        {state.notebook} · {formatInteger(network.totals.parameterCount)} parameters
      </span>
      {(inspecting || preparing) && (
        <ProgressRing label={preparing ? 'Preparing the training' : 'Inspecting'} />
      )}
      <span class="dnn-inspector-actions">
        <Toggle
          pressed={state.pinned}
          title="Stay with this notebook when another one comes to the front"
          onChange={(pinned) => post({ type: 'pin', pinned })}
        >
          Pin
        </Toggle>
        {isRunning ? (
          <Button onClick={() => post({ type: 'control', run: training.run, command: 'stop' })}>
            Stop
          </Button>
        ) : (
          <Button
            appearance="primary"
            disabled={restricted || preparing}
            onClick={() => post({ type: 'train', network: network.name })}
          >
            Train
          </Button>
        )}
        <Button
          disabled={restricted}
          onClick={() => post({ type: 'export', network: network.name })}
        >
          Export
        </Button>
      </span>
    </header>
  );
}
