import * as l10n from '@vscode/l10n';
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
        <Disclosure summary={l10n.t('Settings')}>
          {() => <SettingsTable settings={settings} />}
        </Disclosure>
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
    caption={l10n.t('Settings')}
    hideCaption
    rows={Object.entries(settings)}
    rowKey={([name]) => name}
    columns={[
      { title: l10n.t('Setting'), cell: ([name]) => name },
      { title: l10n.t('Value'), cell: ([, value]) => <code>{value}</code> },
    ]}
  />
);

/** Stands where a training would be. */
export function Untrained({ state, network }: NetworkTabProps) {
  if (state.preparing) {
    return (
      <EmptyState title={l10n.t('Preparing data and network …')}>
        <ProgressRing label={l10n.t('Preparing the training')} />
      </EmptyState>
    );
  }
  return (
    <EmptyState title={l10n.t('{0} has not been trained yet', network.name)}>
      {state.restricted ? (
        <Notice
          kind="info"
          message={l10n.t('Training is off in Restricted Mode. Trust this workspace to train.')}
        />
      ) : (
        <>
          <p>{l10n.t('Run its train cell, or start it here. Curves update during training.')}</p>
          <Button
            appearance="primary"
            onClick={() => post({ type: 'train', network: network.name })}
          >
            {l10n.t('Train {0}', network.name)}
          </Button>
        </>
      )}
    </EmptyState>
  );
}
