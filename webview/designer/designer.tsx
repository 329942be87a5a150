import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Path } from '../../src/designer/chain';
import type { DesignerState } from '../../src/views/designer';
import { TemplateCards } from '../templates/templateCards';
import { EmptyState, LiveRegion, Notice } from '../ui/status';
import { Button } from '../ui/toolkit';
import { actionsOf } from './actions';
import { Columns, type Side } from './columns';
import { Cost } from './cost';
import { DesignGraph } from './designGraph';
import { onState, post } from './host';
import { keyAction } from './keys';
import { Outline } from './outline';
import { Palette } from './palette';
import { Problems } from './problems';
import { gapFor, itemAt, samePath, type Selection } from './selection';
import { SettingsForm } from './settingsForm';
import { StatementForm } from './statementForm';
import { Statements } from './statements';
import { Toolbar } from './toolbar';

/** The designer: what can be put into a network, the network, and what is selected in it. */
export function Designer() {
  const [state, setState] = useState<DesignerState>();
  const [count, setCount] = useState(1);
  /** A layer that waits for the one it is to be read by. */
  const [connecting, setConnecting] = useState<Path>();

  const [side, setSide] = useState<Side>('form');

  const onKey = useRef<(event: KeyboardEvent) => void>();
  // Of the whole page: a button that is gone once it is pressed leaves the focus to nothing.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey.current?.(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  useEffect(() => {
    const stop = onState(setState);
    post({ type: 'ready' });
    return stop;
  }, []);

  const design = state?.design;
  const path = design?.form?.path;
  const selection = useMemo<Selection | undefined>(
    () => path && { first: path, count },
    [path, count],
  );
  useEffect(() => setCount(1), [path?.join()]);
  // What is chosen below the graph, or was just added there, is edited next.
  const chosen = design?.settings && JSON.stringify(design.settings.name);
  useEffect(() => {
    if (chosen !== undefined) setSide('form');
  }, [chosen]);
  onKey.current = undefined;
  if (!state) return null;
  if (!design || state.notebook === undefined)
    return (
      <EmptyState title={l10n.t('No notebook is open')}>
        <p>{l10n.t('Open a notebook, or make one with the command DNN Notebook: New Notebook.')}</p>
      </EmptyState>
    );
  if (!design.owner)
    return (
      <>
        <EmptyState title={l10n.t('No network yet')}>
          <p>{l10n.t('A network is a chain of layers from its input to its output.')}</p>
          <Button appearance="primary" onClick={() => post({ type: 'newNetwork' })}>
            {l10n.t('Add a Network')}
          </Button>
          {state.templates && <p>{l10n.t('Or begin with one of these:')}</p>}
        </EmptyState>
        {state.templates && (
          <TemplateCards
            templates={state.templates}
            onChoose={(template) => post({ type: 'insertTemplate', template })}
          />
        )}
      </>
    );
  const actions = actionsOf(design, selection);
  const select = (next: Path | undefined) => {
    if (connecting && next && !samePath(connecting, next)) {
      actions.edit({ kind: 'connect', from: connecting, to: next });
      setConnecting(undefined);
      return;
    }
    post({ type: 'select', ...(next && { path: next }) });
  };
  const extend = (step: -1 | 1) => setCount((last) => Math.max(1, last + step));
  const insert = (text: string) =>
    actions.edit({ kind: 'insert', at: gapFor(design, selection), text });
  const run = () => {
    const statement = design.settings?.name;
    if (statement) post({ type: 'run', statement });
  };
  onKey.current = (event) =>
    keyAction(event, { actions, extend, connecting, setConnecting, show: setSide, run });
  const selected = selection && itemAt(design.items, selection.first);

  return (
    <main class="dnn-designer">
      <Toolbar
        state={state}
        selection={selection}
        actions={actions}
        connecting={connecting}
        onConnect={() => setConnecting(connecting ? undefined : selection?.first)}
      />
      {state.refusal !== undefined && <Notice kind="warning" message={state.refusal} />}
      {connecting && (
        <Notice
          kind="info"
          message={l10n.t('Choose the layer that is to read it, or press Escape.')}
        />
      )}
      <Columns
        side={side}
        onSide={setSide}
        middle={(isWide) => (
          <>
            <DesignGraph state={state} selection={selection} actions={actions} onSelect={select} />
            {state.cost && <Cost cost={state.cost} isBrief={!isWide} />}
            <Problems design={design} onSelect={select} />
            <Statements design={design} actions={actions} />
          </>
        )}
        outline={<Outline design={design} selection={selection} onSelect={select} />}
        palette={
          <Palette
            palette={design.palette}
            selected={selected}
            actions={actions}
            onInsert={insert}
          />
        }
        form={
          design.settings ? (
            <SettingsForm settings={design.settings} actions={actions} />
          ) : (
            <StatementForm design={design} selection={selection} actions={actions} />
          )
        }
      />
      <LiveRegion text={state.refusal ?? (selected ? selected.text : '')} />
    </main>
  );
}
