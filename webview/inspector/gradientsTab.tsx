import { useState } from 'preact/hooks';
import { Segmented } from '../ui/segmented';
import { InspectionGradients } from '../views/inspectionView';
import { TrainingLayers } from '../views/trainingView';
import { Untrained, type NetworkTabProps } from './trainingTab';

/** Gradient magnitudes by layer: over training, or of the inspected sample. */
export function GradientsTab({ state, network }: NetworkTabProps) {
  const [wanted, setWanted] = useState<'training' | 'sample'>('training');
  const training = state.training?.network === network.name ? state.training : undefined;
  const inspection = state.inspection?.network === network.name ? state.inspection : undefined;
  if (!training && !inspection) return <Untrained state={state} network={network} />;
  const shown = !training ? 'sample' : !inspection ? 'training' : wanted;
  return (
    <>
      {training && inspection && (
        <Segmented
          label="Gradients of"
          value={shown}
          onChange={setWanted}
          options={[
            { value: 'training', text: 'Training' },
            { value: 'sample', text: 'Sample' },
          ]}
        />
      )}
      {shown === 'training' && training && <TrainingLayers snapshot={training} />}
      {shown === 'sample' && inspection && <InspectionGradients inspection={inspection} />}
    </>
  );
}
