import type { Gap, Path } from '../../src/designer/chain';
import type { Design } from '../../src/designer/design';
import type { Operation } from '../../src/designer/operations';
import { post } from './host';
import { chainOf, itemAt, type Selection } from './selection';

/** What buttons and keys do to what is selected. */
export interface Actions {
  /** Which text is edited. */
  readonly revision: string;
  readonly edit: (operation: Operation) => void;
  readonly remove: () => void;
  readonly duplicate: () => void;
  /** One place up or down, out of a branch or repeat at its ends. */
  readonly move: (step: -1 | 1) => void;
  readonly wrap: (word: string) => void;
}

export function actionsOf(design: Design, selection: Selection | undefined): Actions {
  const edit = (operation: Operation) =>
    post({ type: 'edit', revision: design.revision, operation });
  const withGroup = (act: (group: Selection) => void) => () => {
    if (selection) act(selection);
  };
  return {
    revision: design.revision,
    edit,
    remove: withGroup((group) => edit({ kind: 'remove', group })),
    duplicate: withGroup((group) => edit({ kind: 'duplicate', group })),
    move: (step) => {
      const to = selection && gapTowards(design, selection, step);
      if (selection && to) edit({ kind: 'move', group: selection, to });
    },
    wrap: (word) => {
      if (selection) edit({ kind: 'wrap', group: selection, in: word });
    },
  };
}

/** Past the neighbour on one side; where there is none, out of the branch or repeat. */
function gapTowards({ items }: Design, { first, count }: Selection, step: -1 | 1): Gap | undefined {
  const chain = first.slice(0, -1);
  const at = first[first.length - 1] ?? 0;
  const { length } = chainOf(items, chain);
  const index = step < 0 ? at - 1 : at + count + 1;
  if (index >= 0 && index <= length) return { chain, index };
  if (chain.length === 0) return undefined;
  const around: Path = chain.slice(0, -1);
  if (!itemAt(items, around)) return undefined;
  const outer = around[around.length - 1] ?? 0;
  return { chain: around.slice(0, -1), index: step < 0 ? outer : outer + 1 };
}
