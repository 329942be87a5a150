import './client.css';
import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { pageRoot } from '../ui/words';
import { ClientPage } from './clientPage';
import { info } from './embedded';
import { openModel } from './session';

/** Shows the model that the page carries. */
async function main(root: HTMLElement): Promise<void> {
  root.textContent = l10n.t('Opening the model…');
  try {
    const known = info();
    const ask = await openModel(known);
    root.replaceChildren();
    render(
      <Frame>
        <ClientPage info={known} ask={ask} />
      </Frame>,
      root,
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    root.textContent = l10n.t('The model cannot run in this browser: {0}', why);
  }
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => (document.body.className = dark.matches ? 'vscode-dark' : 'vscode-light');
dark.addEventListener('change', follow);
follow();
// What is dropped beside the drawing must not take the place of the page.
for (const type of ['dragover', 'drop']) addEventListener(type, (event) => event.preventDefault());
void main(pageRoot());
