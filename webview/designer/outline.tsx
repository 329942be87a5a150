import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import type { Path } from '../../src/designer/chain';
import type { Design, DesignItem } from '../../src/designer/design';
import { moveFocus } from '../ui/roving';
import { flattened, isSelected, samePath, type Selection } from './selection';

interface OutlineProps {
  readonly design: Design;
  readonly selection: Selection | undefined;
  readonly onSelect: (path: Path | undefined) => void;
}

/** The statements as they stand in the text, one in the other: the network for those who use keys or a screen reader. */
export function Outline({ design, selection, onSelect }: OutlineProps) {
  const list = useRef<HTMLUListElement>(null);
  const all = flattened(design.items);
  const current = all.find(({ path }) => selection && samePath(path, selection.first)) ?? all[0];
  const wrong = new Map(
    design.problems.flatMap(({ path, severity }) =>
      path ? [[path.join(), severity] as const] : [],
    ),
  );
  // What an edit has made or changed keeps the focus where the outline had it.
  useEffect(() => {
    if (!list.current?.contains(document.activeElement)) return;
    list.current.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [design.revision, selection?.first.join()]);
  return (
    <ul ref={list} class="dnn-outline" role="tree" aria-label={l10n.t('Structure')}>
      {all.map((item) => (
        <li
          key={item.path.join()}
          role="treeitem"
          class={classOf(item, wrong.get(item.path.join()))}
          aria-level={(item.path.length + 1) / 2}
          aria-selected={selection !== undefined && isSelected(selection, item.path)}
          aria-invalid={wrong.get(item.path.join()) === 'error'}
          tabindex={item === current ? 0 : -1}
          data-level={(item.path.length - 1) / 2}
          data-path={item.path.join()}
          ref={(element) =>
            element?.style.setProperty('--level', String((item.path.length - 1) / 2))
          }
          onClick={() => onSelect(item.path)}
          onKeyDown={(event) => {
            if (event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
            if (event.key === 'Enter' || event.key === ' ') {
              event.preventDefault();
              onSelect(item.path);
              return;
            }
            moveFocus(event, [...(list.current?.children ?? [])]);
          }}
        >
          {item.label !== undefined && <span class="dnn-outline-label">{item.label}</span>}
          <code>{item.text}</code>
        </li>
      ))}
    </ul>
  );
}

const classOf = ({ kind }: DesignItem, severity: string | undefined): string =>
  ['dnn-outline-item', `dnn-outline-${kind}`, severity && `dnn-outline-${severity}`]
    .filter(Boolean)
    .join(' ');
