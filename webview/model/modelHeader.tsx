import * as l10n from '@vscode/l10n';
import type { ModelDescription, ModelState } from '../../src/views/model';
import { formatBytes, formatCount, formatInteger } from '../../src/text/numbers';
import { storedNumbers } from './graphOf';
import { Fact, Facts, Notice } from '../ui/status';
import { Button } from '../ui/toolkit';
import { post } from './host';
import { portText } from './ports';

/** What the model is, why it may be no network, and what can be done with it. */
export function ModelHeader({ state }: { readonly state: ModelState }) {
  const { description, restricted } = state;
  const model = description.state === 'done' ? description.result : undefined;
  const isNetwork = model?.refusal === undefined && !model?.nodes.some(({ problem }) => problem);
  return (
    <>
      <header class="dnn-panel-head">
        <h2>{state.file}</h2>
        <span class="dnn-muted">{state.bytes !== undefined && formatBytes(state.bytes)}</span>
        <span class="dnn-panel-actions">
          <Button
            appearance="primary"
            disabled={!model || !isNetwork}
            onClick={() => post({ type: 'makeNotebook' })}
          >
            {l10n.t('Make Notebook')}
          </Button>
          <Button disabled={!model} onClick={() => post({ type: 'compare' })}>
            {l10n.t('Compare With…')}
          </Button>
          <Button disabled={!model || restricted} onClick={() => post({ type: 'runOnImage' })}>
            {l10n.t('Run on Image…')}
          </Button>
        </span>
      </header>
      {model && <ModelFacts model={model} />}
      {restricted && (
        <Notice
          kind="info"
          message={l10n.t(
            'In Restricted Mode nothing but this file is read, and the model does not run.',
          )}
        >
          <Button onClick={() => post({ type: 'manageTrust' })}>
            {l10n.t('Manage Workspace Trust')}
          </Button>
        </Notice>
      )}
      {model && <Refusal model={model} />}
    </>
  );
}

function ModelFacts({ model }: { readonly model: ModelDescription }) {
  const { producer, opsets, irVersion, inputs, outputs, counts, tensors } = model;
  return (
    <Facts>
      {producer && <Fact label={l10n.t('producer')}>{producer}</Fact>}
      <Fact label={l10n.t('opset')}>
        {opsets.map(({ domain, version }) => `${domain} ${version}`.trim()).join(', ') || '–'}
      </Fact>
      <Fact label={l10n.t('IR version')}>{irVersion}</Fact>
      {inputs.length > 0 && (
        <Fact label={l10n.t('in')}>{inputs.slice(0, 4).map(portText).join(', ')}</Fact>
      )}
      {outputs.length > 0 && (
        <Fact label={l10n.t('out')}>{outputs.slice(0, 4).map(portText).join(', ')}</Fact>
      )}
      <Fact label={l10n.t('nodes')}>{formatInteger(counts.nodes)}</Fact>
      <Fact label={l10n.t('numbers stored')}>{formatCount(storedNumbers(tensors))}</Fact>
    </Facts>
  );
}

/** Problems that are listed; the graph marks all nodes. */
const mostProblems = 8;

/** Why the model cannot be made a network, by node. */
function Refusal({ model }: { readonly model: ModelDescription }) {
  const problems = new Map<string, string[]>();
  for (const { name, problem } of model.nodes) {
    if (problem === undefined) continue;
    const names = problems.get(problem) ?? [];
    names.push(name);
    problems.set(problem, names);
  }
  if (problems.size === 0 && model.refusal === undefined) return null;
  const more = problems.size - mostProblems;
  return (
    <Notice
      kind="warning"
      message={
        model.refusal === undefined
          ? l10n.t('This model cannot be made a network, because of some of its nodes.')
          : l10n.t('This model cannot be made a network: {0}.', model.refusal)
      }
    >
      {problems.size > 0 && (
        <ul class="dnn-problems">
          {[...problems].slice(0, mostProblems).map(([problem, names]) => (
            <li key={problem}>
              <code>{problem}</code> <span class="dnn-muted">{nodesText(names)}</span>
            </li>
          ))}
          {more > 0 && <li>{l10n.t('{0} more, marked in the graph', more)}</li>}
        </ul>
      )}
    </Notice>
  );
}

const nodesText = (names: readonly string[]): string => {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? l10n.t('{0} and {1} more', shown, names.length - 3) : shown;
};
