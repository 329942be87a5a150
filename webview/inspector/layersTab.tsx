import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { InspectionLayers } from '../layers/inspectionLayers';
import { inspectionLayers, layerMeasures } from '../layers/layerData';
import { TrainingLayers } from '../layers/trainingLayers';
import { filled } from '../ui/filled';
import { Segmented } from '../ui/segmented';
import { EmptyState } from '../ui/status';
import { Untrained, type NetworkTabProps } from './trainingTab';

/** What is told of each layer's parameters: over training, or of the inspected sample. */
export function LayersTab({ state, network }: NetworkTabProps) {
  const [wanted, setWanted] = useState<'training' | 'sample'>('training');
  const training = state.training?.network === network.name ? state.training : undefined;
  const inspected = state.inspection?.network === network.name ? state.inspection : undefined;
  // A rule that follows no gradient has nothing to tell of a sample.
  const sample = inspected && inspectionLayers(inspected).rows.length > 0 ? inspected : undefined;
  if (!training && !sample) return <Untrained state={state} network={network} />;
  const shown = !training ? 'sample' : !sample ? 'training' : wanted;
  return (
    <>
      {training && sample && (
        <Segmented
          label={l10n.t('Measured in')}
          value={shown}
          onChange={setWanted}
          options={[
            { value: 'training', text: l10n.t('Training') },
            { value: 'sample', text: l10n.t('Sample') },
          ]}
        />
      )}
      {shown === 'sample' && sample && <InspectionLayers inspection={sample} network={network} />}
      {shown === 'training' &&
        training &&
        (layerMeasures(training).length > 0 ? (
          <TrainingLayers snapshot={training} network={network} />
        ) : (
          <EmptyState title={l10n.t('This training tells no number for each parameter')}>
            <p>
              {filled(
                l10n.t('Its rule has none of its own; {0} in the train cell asks for some.'),
                <code>watch</code>,
              )}
            </p>
          </EmptyState>
        ))}
    </>
  );
}
