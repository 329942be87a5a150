import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { Template, TemplatesHostMessage } from '../../src/views/templates';
import { onTemplates, post } from './host';
import { TemplateCards } from './templateCards';

/** The gallery's page. */
export function Gallery() {
  const [templates, setTemplates] = useState<readonly Template[]>();
  useEffect(() => {
    const stop = onTemplates((message: TemplatesHostMessage) => setTemplates(message.templates));
    post({ type: 'ready' });
    return stop;
  }, []);
  const hasCome = templates !== undefined;
  useEffect(() => {
    document.querySelector<HTMLElement>('.dnn-template')?.focus();
  }, [hasCome]);
  return (
    <main class="dnn-gallery">
      <h1>{l10n.t('New Notebook from Template')}</h1>
      <p class="dnn-muted">
        {l10n.t(
          'Each is a small notebook that trains in seconds, with data it draws itself. Change anything.',
        )}
      </p>
      {templates && (
        <TemplateCards
          templates={templates}
          onChoose={(template) => post({ type: 'choose', template })}
        />
      )}
    </main>
  );
}
