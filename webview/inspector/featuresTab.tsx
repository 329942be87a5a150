import { useEffect } from 'preact/hooks';
import { FeatureMaps } from '../featureMaps/featureMaps';
import { SampleView } from '../featureMaps/sample';
import { Disclosure } from '../ui/disclosure';
import { EmptyState, LiveRegion, Notice } from '../ui/status';
import { Button, ProgressRing } from '../ui/toolkit';
import { ActivationTable } from '../views/activationTable';
import { parametersOf } from '../views/inspectionView';
import { post } from './host';
import { SampleChooser } from './sampleChooser';
import type { NetworkTabProps } from './trainingTab';

/** What the layers make of one sample. */
export function FeaturesTab({ state, network }: NetworkTabProps) {
  const { inspection, inspecting, problem, restricted, sample } = state;
  const shown = inspection?.network === network.name ? inspection : undefined;
  const wanting = !shown && !inspecting && !problem && !restricted && state.data.length > 0;
  useEffect(() => {
    if (wanting) post({ type: 'inspect', ...(sample && { sample }) });
  }, [wanting, network.name]);

  if (restricted) {
    return (
      <EmptyState title="Feature maps are off in Restricted Mode">
        <p>Trust this workspace to run its networks.</p>
      </EmptyState>
    );
  }
  if (state.data.length === 0) {
    return (
      <EmptyState title="No data yet">
        <p>
          Feature maps need a sample. Declare some data, for example{' '}
          <code>{'data digits { source digits(train: 20000, test: 4000) }'}</code>
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <SampleChooser state={state} />
      {shown ? (
        <>
          <p class="dnn-muted dnn-source">{parametersOf(shown)}</p>
          {shown.run === undefined && (
            <Notice
              kind="info"
              message={`${network.name} is untrained: these maps come from its initial weights.`}
            />
          )}
          {shown.sample && <SampleView sample={shown.sample} />}
          {shown.features.length === 0 && (
            <Notice
              kind="info"
              message={`No layer of ${network.name} produces feature maps. To view another layer, use \`features ${network.layers[0]?.id ?? 'C1'}\` in an inspect cell.`}
            />
          )}
          <FeatureMaps features={shown.features} />
          <Disclosure summary="Activations">
            {() => <ActivationTable inspection={shown} />}
          </Disclosure>
        </>
      ) : (
        <EmptyState title={inspecting ? 'Inspecting …' : 'Nothing inspected yet'}>
          {inspecting ? (
            <ProgressRing label="Inspecting" />
          ) : (
            <Button onClick={() => post({ type: 'inspect', ...(sample && { sample }) })}>
              Inspect a Sample
            </Button>
          )}
        </EmptyState>
      )}
      <LiveRegion
        text={
          shown?.sample
            ? `Sample ${shown.sample.index} of ${shown.sample.split}, ${shown.features.length} layers with maps.`
            : ''
        }
      />
    </>
  );
}
