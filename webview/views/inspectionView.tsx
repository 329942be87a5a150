import { useMemo } from 'preact/hooks';
import type { Inspection } from '../../src/views/payloads';
import { GradientChart } from '../charts/gradientChart';
import { inspectionGradients } from '../charts/gradientData';
import { FeatureMaps } from '../featureMaps/featureMaps';
import { SampleView } from '../featureMaps/sample';
import { formatCount } from '../ui/format';
import { ActivationTable } from './activationTable';

/** An inspect cell's output: gradients, activations and feature maps of a sample. */
export const InspectionView = ({ inspection }: { readonly inspection: Inspection }) => (
  <section aria-label={`Inspection of ${inspection.network}`}>
    <InspectionHeader inspection={inspection} />
    {inspection.sample && <SampleView sample={inspection.sample} />}
    <InspectionGradients inspection={inspection} />
    <ActivationTable inspection={inspection} />
    {inspection.features.length > 0 && <FeatureMaps features={inspection.features} />}
  </section>
);

const InspectionHeader = ({ inspection }: { readonly inspection: Inspection }) => (
  <header class="dnn-head">
    <h3>{inspection.network}</h3>
    <span class="dnn-muted">{parametersOf(inspection)}</span>
  </header>
);

/** Which parameters an inspection used. */
export const parametersOf = ({ run, step }: Inspection): string =>
  run === undefined ? 'untrained, as initialized' : `run ${run} · step ${formatCount(step)}`;

const gradientMagnitude = { label: 'gradient magnitude', symbol: '‖∂E/∂w‖₂' };

/** Gradient magnitudes of the inspected sample. */
export function InspectionGradients({ inspection }: { readonly inspection: Inspection }) {
  const data = useMemo(() => inspectionGradients(inspection), [inspection]);
  const { sample } = inspection;
  if (data.rows.length === 0) return null;
  return (
    <GradientChart
      data={data}
      measure={gradientMagnitude}
      of={sample ? `of ${sample.data}.${sample.split}[${sample.index}]` : ''}
    />
  );
}
