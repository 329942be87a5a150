import type { Path } from '../../src/designer/chain';
import type { Actions } from './actions';
import type { Side } from './columns';
import { post } from './host';

interface KeyContext {
  readonly actions: Actions;
  readonly extend: (step: -1 | 1) => void;
  readonly connecting: Path | undefined;
  readonly setConnecting: (path: Path | undefined) => void;
  readonly show: (side: Side) => void;
}

/** The keys of the designer, wherever the focus stands but in fields. */
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
  if (isField) return;
  if (command && key === 'z') return act(() => post({ type: shiftKey ? 'redo' : 'undo' }));
  if (command && key === 'y') return act(() => post({ type: 'redo' }));
  if (command && key === 'd') return act(actions.duplicate);
  if (altKey && key === 'ArrowUp') return act(() => actions.move(-1));
  if (altKey && key === 'ArrowDown') return act(() => actions.move(1));
  if (shiftKey && key === 'ArrowDown') return act(() => extend(1));
  if (shiftKey && key === 'ArrowUp') return act(() => extend(-1));
  if (key === 'Delete' || key === 'Backspace') return act(actions.remove);
  const turnTo = (side: Side, selector: string) =>
    act(() => {
      context.show(side);
      // Once it is drawn.
      setTimeout(() => document.querySelector<HTMLElement>(selector)?.focus());
    });
  if (key === 'F2') return turnTo('form', '[data-field=label]');
  if (key === 'F4') return turnTo('form', '.dnn-form [data-field]:not([data-field=label])');
  if (key === 'a' && !command) return turnTo('palette', '[data-field=palette]');
  if (key === 'o' && !command) return turnTo('outline', '.dnn-outline [tabindex="0"]');
  if (key === 'Escape' && context.connecting) act(() => context.setConnecting(undefined));
}
