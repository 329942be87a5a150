import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { Disclosure } from '../ui/disclosure';
import { filled } from '../ui/filled';
import { Segmented } from '../ui/segmented';
import { EmptyState, LiveRegion, Notice } from '../ui/status';
import { Button, ProgressRing } from '../ui/toolkit';
import { ActivationTable } from '../views/activationTable';
import { parametersOf } from '../views/inspectionView';
import { DataOnViewContext, dataOnView } from './dataOnView';
import { post } from './host';
import { OwnFeatures } from './ownFeatures';
import { ownKind, type OwnKind } from './ownInput';
import { useSides, type Sides } from './sides';
import { SampleLayers, versionOf } from './sampleLayers';
import { SampleChooser } from './sampleChooser';
import type { NetworkTabProps } from './trainingTab';

/** What the layers make of one sample, or of an input that the user makes. */
export const FeaturesTab = (props: NetworkTabProps) => (
  <Features key={props.network.name} {...props} />
);

function Features({ state, network }: NetworkTabProps) {
  const [source, setSource] = useState<'data' | 'own'>('data');
  const { shape } = network.input;
  const data = dataOnView(state, () => setSource('data'));
  const own = ownKind(shape, data);
  const { inspection } = state;
  const version = inspection?.network === network.name ? versionOf(inspection) : '';
  const isActive = !state.restricted && state.data.length > 0;
  const sides = useSides(network, version, isActive);
  if (!own || !isActive)
    return (
      <DataOnViewContext.Provider value={data}>
        <SampleFeatures {...{ state, network, sides }} />
      </DataOnViewContext.Provider>
    );
  return (
    <DataOnViewContext.Provider value={data}>
      <div class="dnn-toolbar dnn-source-choice">
        <Segmented
          label={l10n.t('Input')}
          value={source}
          onChange={setSource}
          options={[
            { value: 'data', text: l10n.t('Sample of the data') },
            { value: 'own', text: ownNames[own]() },
          ]}
        />
      </div>
      {source === 'data' ? (
        <SampleFeatures {...{ state, network, sides }} />
      ) : (
        <OwnFeatures
          key={`${network.name} ${shape.join()} ${own}`}
          {...{ state, network, sides }}
        />
      )}
    </DataOnViewContext.Provider>
  );
}

/** What an input of one's own is called. */
const ownNames: Readonly<Record<OwnKind, () => string>> = {
  image: () => l10n.t('Your drawing or image'),
  row: () => l10n.t('Your values'),
  sequence: () => l10n.t('Your values'),
  text: () => l10n.t('Your text'),
  sound: () => l10n.t('Your recording'),
};

function SampleFeatures({ state, network, sides }: NetworkTabProps & { readonly sides: Sides }) {
  const { inspection, inspecting, problem, restricted, sample } = state;
  const shown = inspection?.network === network.name ? inspection : undefined;
  const wanting = !shown && !inspecting && !problem && !restricted && state.data.length > 0;
  useEffect(() => {
    if (wanting) post({ type: 'inspect', ...(sample && { sample }) });
  }, [wanting, network.name]);

  if (restricted) {
    return (
      <EmptyState title={l10n.t('Feature maps are off in Restricted Mode')}>
        <p>{l10n.t('Trust this workspace to run its networks.')}</p>
      </EmptyState>
    );
  }
  if (state.data.length === 0) {
    return (
      <EmptyState title={l10n.t('No data yet')}>
        <p>
          {filled(
            l10n.t('Feature maps need a sample. Declare some data, for example {0}'),
            <code>{'data digits { source digits(train: 20000, test: 4000) }'}</code>,
          )}
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
              message={l10n.t(
                '{0} is untrained: these maps come from its initial weights.',
                network.name,
              )}
            />
          )}
          <SampleLayers key={network.name} inspection={shown} sides={sides} />
          <Disclosure summary={l10n.t('Activations')}>
            {() => <ActivationTable inspection={shown} />}
          </Disclosure>
        </>
      ) : (
        <EmptyState title={inspecting ? l10n.t('Inspecting …') : l10n.t('Nothing inspected yet')}>
          {inspecting ? (
            <ProgressRing label={l10n.t('Inspecting')} />
          ) : (
            <Button onClick={() => post({ type: 'inspect', ...(sample && { sample }) })}>
              {l10n.t('Inspect a Sample')}
            </Button>
          )}
        </EmptyState>
      )}
      <LiveRegion
        text={
          shown?.sample
            ? l10n.t(
                'Sample {0} of {1}, {2} layers.',
                shown.sample.index,
                shown.sample.split,
                network.layers.length,
              )
            : ''
        }
      />
    </>
  );
}
