import { useEffect, useState } from 'preact/hooks';
import { SampleView } from '../featureMaps/sample';
import { Disclosure } from '../ui/disclosure';
import { Segmented } from '../ui/segmented';
import { EmptyState, LiveRegion, Notice } from '../ui/status';
import { Button, ProgressRing } from '../ui/toolkit';
import { ActivationTable } from '../views/activationTable';
import { parametersOf } from '../views/inspectionView';
import { post } from './host';
import { Occlusion } from './occlusion';
import { OwnFeatures, ownKind } from './ownFeatures';
import { SampleLayers, versionOf } from './sampleLayers';
import { SampleChooser } from './sampleChooser';
import type { NetworkTabProps } from './trainingTab';

/** What the layers make of one sample, or of an input that the user makes. */
export function FeaturesTab({ state, network }: NetworkTabProps) {
  const [source, setSource] = useState<'data' | 'own'>('data');
  const { shape } = network.input;
  const own = ownKind(shape);
  if (!own || state.restricted || state.data.length === 0)
    return <SampleFeatures state={state} network={network} />;
  return (
    <>
      <div class="dnn-toolbar dnn-source-choice">
        <Segmented
          label="Input"
          value={source}
          onChange={setSource}
          options={[
            { value: 'data', text: 'Sample of the data' },
            { value: 'own', text: own === 'image' ? 'Your drawing or image' : 'Your values' },
          ]}
        />
      </div>
      {source === 'data' ? (
        <SampleFeatures state={state} network={network} />
      ) : (
        <OwnFeatures key={`${network.name} ${shape.join()}`} state={state} network={network} />
      )}
    </>
  );
}

function SampleFeatures({ state, network }: NetworkTabProps) {
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
          {shown.sample && (
            <Occlusion network={network.name} sample={shown.sample} version={versionOf(shown)} />
          )}
          <SampleLayers key={network.name} inspection={shown} network={network} />
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
            ? `Sample ${shown.sample.index} of ${shown.sample.split}, ${network.layers.length} layers.`
            : ''
        }
      />
    </>
  );
}
