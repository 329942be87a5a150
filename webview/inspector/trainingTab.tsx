import type { InspectorState } from '../../src/views/messages';
import type { NetworkPayload } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { EmptyState, Notice } from '../ui/status';
import { Button, ProgressRing } from '../ui/toolkit';
import { repairChoice } from '../views/repairChoice';
import { TrainingView } from '../views/trainingView';
import { post } from './host';

export interface NetworkTabProps {
  readonly state: InspectorState;
  readonly network: NetworkPayload;
}

/** Curves and settings of the running or last training. */
export function TrainingTab({ state, network }: NetworkTabProps) {
  const { training, settings } = state;
  if (training?.network !== network.name) return <Untrained state={state} network={network} />;
  const { run } = training;
  return (
    <>
      <TrainingView
        snapshot={training}
        curvesOnly
        onControl={(command) => post({ type: 'control', run, command })}
        onRepair={(verdict, title) => post(repairChoice(network.name, verdict, title))}
      />
      {settings && (
        <Disclosure summary="Settings">{() => <SettingsTable settings={settings} />}</Disclosure>
      )}
    </>
  );
}

const SettingsTable = ({
  settings,
}: {
  readonly settings: InspectorState['settings'] & object;
}) => (
  <DataTable
    caption="Settings"
    hideCaption
    rows={Object.entries(settings)}
    rowKey={([name]) => name}
    columns={[
      { title: 'Setting', cell: ([name]) => name },
      { title: 'Value', cell: ([, value]) => <code>{value}</code> },
    ]}
  />
);

/** Stands where a training would be. */
export function Untrained({ state, network }: NetworkTabProps) {
  if (state.preparing) {
    return (
      <EmptyState title="Preparing data and network …">
        <ProgressRing label="Preparing the training" />
      </EmptyState>
    );
  }
  return (
    <EmptyState title={`${network.name} has not been trained yet`}>
      {state.restricted ? (
        <Notice
          kind="info"
          message="Training is off in Restricted Mode. Trust this workspace to train."
        />
      ) : (
        <>
          <p>Run its train cell, or start it here. Curves update during training.</p>
          <Button
            appearance="primary"
            onClick={() => post({ type: 'train', network: network.name })}
          >
            Train {network.name}
          </Button>
        </>
      )}
    </EmptyState>
  );
}
