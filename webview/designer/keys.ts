import type { Path } from '../../src/designer/chain';
import type { Actions } from './actions';
import type { Side } from './columns';
import { focusGraph } from './focusGraph';
import { post } from './host';

interface KeyContext {
  readonly actions: Actions;
  readonly extend: (step: -1 | 1) => void;
  readonly connecting: Path | undefined;
  readonly setConnecting: (path: Path | undefined) => void;
  readonly show: (side: Side) => void;
  /** Runs the statement whose form is shown. */
  readonly run: () => void;
}

/** The keys of the designer. In a field, letters and arrows are its own; Escape leads back to the graph. */
export function keyAction(event: KeyboardEvent, context: KeyContext): void {
  const { target, key, shiftKey, altKey } = event;
  const command = event.ctrlKey || event.metaKey;
  const isField =
    target instanceof Element && target.closest('input, textarea, select, .monaco-editor') !== null;
  const act = (action: () => void) => {
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const { actions, extend } = context;
  const turnTo = (side: Side, selector: string) =>
    act(() => {
      context.show(side);
      // Once it is drawn.
      setTimeout(() => document.querySelector<HTMLElement>(selector)?.focus());
    });
  if (command && key === 'Enter') return act(context.run);
  if (key === 'F2') return turnTo('form', '[data-field=label]');
  if (key === 'F4') return turnTo('form', '.dnn-form [data-field]:not([data-field=label])');
  if (isField) {
    if (key === 'Escape') act(focusGraph);
    return;
  }
  if (command && key === 'z') return act(() => post({ type: shiftKey ? 'redo' : 'undo' }));
  if (command && key === 'y') return act(() => post({ type: 'redo' }));
  if (command && key === 'd') return act(actions.duplicate);
  if (altKey && key === 'ArrowUp') return act(() => actions.move(-1));
  if (altKey && key === 'ArrowDown') return act(() => actions.move(1));
  if (shiftKey && key === 'ArrowDown') return act(() => extend(1));
  if (shiftKey && key === 'ArrowUp') return act(() => extend(-1));
  if (key === 'Delete' || key === 'Backspace') return act(actions.remove);
  if (key === 'a' && !command) return turnTo('palette', '[data-field=palette]');
  if (key === 'o' && !command) return turnTo('outline', '.dnn-outline [tabindex="0"]');
  if (key === 'Escape' && context.connecting) act(() => context.setConnecting(undefined));
}
