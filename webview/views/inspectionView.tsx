import * as l10n from '@vscode/l10n';
import type { Inspection } from '../../src/views/payloads';
import { FeatureMaps } from '../featureMaps/featureMaps';
import { SampleView } from '../featureMaps/sample';
import { InspectionLayers } from '../layers/inspectionLayers';
import { formatInteger } from '../../src/text/numbers';
import { ActivationTable } from './activationTable';
import { NeuronTables } from './neuronTables';

/** An inspect cell's output: what a sample tells of each layer. */
export const InspectionView = ({ inspection }: { readonly inspection: Inspection }) => (
  <section aria-label={l10n.t('Inspection of {0}', inspection.network)}>
    <InspectionHeader inspection={inspection} />
    {inspection.sample && <SampleView sample={inspection.sample} />}
    <InspectionLayers inspection={inspection} />
    <ActivationTable inspection={inspection} />
    <NeuronTables inspection={inspection} />
    <FeatureMaps
      layers={inspection.features.map(({ layer, maps }) => ({
        ...{ layer, shape: maps.shape, values: maps },
      }))}
    />
  </section>
);

const InspectionHeader = ({ inspection }: { readonly inspection: Inspection }) => (
  <header class="dnn-head">
    <h3>{inspection.network}</h3>
    <span class="dnn-muted">{parametersOf(inspection)}</span>
  </header>
);

/** Which parameters an inspection or an evaluation used. */
export const parametersOf = ({ run, step }: Pick<Inspection, 'run' | 'step'>): string =>
  run === undefined
    ? l10n.t('untrained, as initialized')
    : l10n.t('run {0} · step {1}', run, formatInteger(step));
