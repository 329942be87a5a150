import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { plural } from '../../src/text/numbers';
import type { Template, TemplateName } from '../../src/views/templates';
import { moveFocus } from '../ui/roving';
import { withCode } from '../ui/status';
import { NetworkPicture } from './networkPicture';

interface TemplateCardsProps {
  readonly templates: readonly Template[];
  readonly onChoose: (template: TemplateName) => void;
}

/** A card for each template: one stop of the Tab key, arrow keys move between them. */
export function TemplateCards({ templates, onChoose }: TemplateCardsProps) {
  const list = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(templates[0]?.id);
  return (
    <ul ref={list} class="dnn-templates" aria-label={l10n.t('Templates')}>
      {templates.map(({ id, title, summary, network }) => (
        <li key={id}>
          <button
            class="dnn-template"
            data-template={id}
            tabindex={id === current ? 0 : -1}
            onFocus={() => setCurrent(id)}
            onKeyDown={(event) =>
              moveFocus(event, [...(list.current?.querySelectorAll('button') ?? [])])
            }
            onClick={() => onChoose(id)}
          >
            <NetworkPicture network={network} />
            <strong>{title}</strong>
            <span>{withCode(summary)}</span>
            <small class="dnn-muted">
              {plural(
                network.layers.length,
                l10n.t('1 layer'),
                l10n.t('{0} layers', network.layers.length),
              )}
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
}
