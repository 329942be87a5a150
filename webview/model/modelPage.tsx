import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { ModelState } from '../../src/views/model';
import { Notice } from '../ui/status';
import { ProgressRing, Tabs, type Tab } from '../ui/toolkit';
import { ComparisonView } from './comparisonView';
import { onHostMessage, post } from './host';
import { ModelGraph } from './modelGraph';
import { ModelHeader } from './modelHeader';
import { Properties } from './properties';
import { RunView } from './runView';
import { Tensors } from './tensors';

type TabId = 'graph' | 'tensors' | 'properties' | 'comparison' | 'run';

/** A model's file. */
export function ModelPage() {
  const [state, setState] = useState<ModelState>();
  const [tab, setTab] = useState<TabId>('graph');
  useEffect(() => {
    const stop = onHostMessage((message) => {
      if (message.type === 'model') setState(message.state);
    });
    post({ type: 'ready' });
    return stop;
  }, []);
  // What was asked for comes to the front.
  const [comparing, running] = [state?.comparison?.state, state?.run?.state];
  useEffect(() => {
    if (comparing) setTab('comparison');
  }, [comparing]);
  useEffect(() => {
    if (running) setTab('run');
  }, [running]);
  if (!state) return null;
  return (
    <main>
      <ModelHeader state={state} />
      <Content {...{ state, tab, setTab }} />
    </main>
  );
}

interface ContentProps {
  readonly state: ModelState;
  readonly tab: TabId;
  readonly setTab: (tab: TabId) => void;
}

function Content({ state, tab, setTab }: ContentProps) {
  const { description, comparison, run } = state;
  if (description.state === 'working')
    return <ProgressRing label={l10n.t('Reading {0}', state.file)} />;
  if (description.state === 'failed') return <Notice kind="error" {...description.problem} />;
  const model = description.result;
  const tabs: readonly Tab<TabId>[] = [
    {
      id: 'graph',
      title: l10n.t('Graph'),
      view: () => <ModelGraph model={model} file={state.file} />,
    },
    {
      id: 'tensors',
      title: l10n.t('Tensors'),
      view: () => <Tensors model={model} />,
    },
    { id: 'properties', title: l10n.t('Properties'), view: () => <Properties model={model} /> },
    ...(comparison
      ? [
          {
            id: 'comparison' as const,
            title: l10n.t('Comparison'),
            view: () => <ComparisonView file={state.file} comparison={comparison} />,
          },
        ]
      : []),
    ...(run
      ? [
          {
            id: 'run' as const,
            title: l10n.t('Run'),
            view: () => <RunView run={run} restricted={state.restricted} />,
          },
        ]
      : []),
  ];
  return (
    <Tabs
      label={l10n.t('Parts of the model')}
      tabs={tabs}
      active={tabs.some(({ id }) => id === tab) ? tab : 'graph'}
      onChange={setTab}
    />
  );
}
