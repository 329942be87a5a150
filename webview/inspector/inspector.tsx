import { useEffect, useReducer, useState } from 'preact/hooks';
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
      <EmptyState title={state.notebook ? 'No network yet' : 'No notebook is open'}>
        <p>
          {state.notebook ? (
            <>
              Write a network in a cell of {state.notebook}, for example{' '}
              <code>{'network Net { input image[1, 28, 28]; output: dense(10) softmax }'}</code>
            </>
          ) : (
            <>
              Open a <code>.dnn</code> notebook, or make one with the command DNN Notebook: New
              Notebook.
            </>
          )}
        </p>
      </EmptyState>
    );
  }
  const tabs: readonly Tab<TabId>[] = [
    { id: 'graph', title: 'Graph', view: () => <GraphTab network={network} /> },
    {
      id: 'training',
      title: 'Training',
      view: () => <TrainingTab state={state} network={network} />,
    },
    {
      id: 'layers',
      title: 'Layers',
      view: () => <LayersTab state={state} network={network} />,
    },
    {
      id: 'features',
      title: 'Feature maps',
      view: () => <FeaturesTab state={state} network={network} />,
    },
    {
      id: 'evaluation',
      title: 'Evaluation',
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
      title: 'Results',
      view: () => <ResultsTab state={state} network={network} />,
    },
  ];
  return (
    <main>
      <InspectorHeader state={state} network={network} />
      {state.run && <RunBanner run={state.run} />}
      {state.problem && (
        <Notice kind="error" message={state.problem.message} hint={state.problem.hint}>
          <Button onClick={() => post({ type: 'showLog' })}>Show Log</Button>
        </Notice>
      )}
      <Tabs label="Views of the network" tabs={tabs} active={tab} onChange={setTab} />
    </main>
  );
}
