import * as l10n from '@vscode/l10n';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { filled } from '../ui/filled';
import { EmptyState, Notice } from '../ui/status';
import { Button, Tabs, type Tab } from '../ui/toolkit';
import { EvaluationTab } from './evaluationTab';
import { FeaturesTab } from './featuresTab';
import { LayersTab } from './layersTab';
import { GraphTab } from './graphTab';
import { InspectorHeader } from './inspectorHeader';
import { onHostMessage, post, remember, remembered, type TabId } from './host';
import { initialState, reduce } from './state';
import { RunBanner } from './runBanner';
import { ResultsTab } from './resultsTab';
import { TrainingTab } from './trainingTab';

/** The inspector panel: one network of the notebook, seen from several sides. */
export function Inspector() {
  const [state, dispatch] = useReducer(reduce, initialState);
  const [ready, setReady] = useState(false);
  const [tab, setTab] = useState<TabId>(() => remembered().tab);

  useEffect(() => {
    const stop = onHostMessage((message) => {
      dispatch(message);
      if (message.type === 'snapshot') setReady(true);
    });
    post({ type: 'ready' });
    return stop;
  }, []);

  const network = state.networks.find(({ name }) => name === state.network) ?? state.networks[0];
  useEffect(() => {
    if (!ready) return;
    const { notebook, sample } = state;
    remember({ tab, notebook, network: network?.name, sample });
  }, [ready, tab, state.notebook, network?.name, state.sample]);

  if (!ready) return null;
  if (!network) {
    return (
      <EmptyState title={state.notebook ? l10n.t('No network yet') : l10n.t('No notebook is open')}>
        <p>
          {state.notebook
            ? filled(
                l10n.t('Write a network in a cell of {0}, for example {1}'),
                state.notebook,
                <code>{'network Net { input image[1, 28, 28]; output: dense(10) softmax }'}</code>,
              )
            : filled(
                l10n.t(
                  'Open a {0} notebook, or make one with the command DNN Notebook: New Notebook.',
                ),
                <code>.dnn</code>,
              )}
        </p>
      </EmptyState>
    );
  }
  const tabs: readonly Tab<TabId>[] = [
    { id: 'graph', title: l10n.t('Graph'), view: () => <GraphTab network={network} /> },
    {
      id: 'training',
      title: l10n.t('Training'),
      view: () => <TrainingTab state={state} network={network} />,
    },
    {
      id: 'layers',
      title: l10n.t('Layers'),
      view: () => <LayersTab state={state} network={network} />,
    },
    {
      id: 'features',
      title: l10n.t('Feature maps'),
      view: () => <FeaturesTab state={state} network={network} />,
    },
    {
      id: 'evaluation',
      title: l10n.t('Evaluation'),
      view: () => (
        <EvaluationTab
          state={state}
          network={network}
          onOpen={(sample) => {
            post({ type: 'inspect', sample });
            setTab('features');
          }}
          onResults={() => setTab('results')}
        />
      ),
    },
    {
      id: 'results',
      title: l10n.t('Results'),
      view: () => <ResultsTab state={state} network={network} />,
    },
  ];
  return (
    <main>
      <InspectorHeader state={state} network={network} />
      {state.run && <RunBanner run={state.run} />}
      {state.textChanged && (
        <p class="dnn-changed dnn-muted" role="note">
          {l10n.t('The text changed since this run.')}
        </p>
      )}
      {state.problem && (
        <Notice kind="error" message={state.problem.message} hint={state.problem.hint}>
          <Button onClick={() => post({ type: 'showLog' })}>{l10n.t('Show Log')}</Button>
        </Notice>
      )}
      <Tabs label={l10n.t('Views of the network')} tabs={tabs} active={tab} onChange={setTab} />
    </main>
  );
}
