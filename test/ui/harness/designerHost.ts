import type { Page } from 'playwright-core';
import type { Path } from '../../../src/designer/chain';
import { designOf } from '../../../src/designer/design';
import type { OwnerName } from '../../../src/designer/perform';
import { sourcesAfter } from '../../../src/designer/perform';
import type { StatementName } from '../../../src/designer/settings/statements';
import { designEdit } from '../../../src/services/design';
import { designField } from '../../../src/services/field';
import { analyze } from '../../../src/program/analyze';
import {
  designerMessage,
  type DesignerHostMessage,
  type DesignerMessage,
  type DesignerState,
} from '../../../src/views/designer';
import { networkPayload } from '../../../src/views/network';

/** As text, because it runs on the page. */
const api = `window.acquireVsCodeApi = () => ({
  postMessage: (message) => void ask(message).then((answer) => answer && window.postMessage(answer, '*')),
});`;

/** Stands for the extension host of the designer's page: a notebook's code cells, analysed and edited as they are there. */
export class DesignerHost {
  private owner: OwnerName | undefined;
  private path: Path | undefined;
  private statement: StatementName | undefined;
  private refusal: string | undefined;

  constructor(public sources: readonly string[]) {}

  /** To be done before the page loads. */
  prepare = async (page: Page): Promise<void> => {
    await page.exposeFunction('ask', (told: unknown) => this.receive(designerMessage.parse(told)));
    await page.addInitScript({ content: api });
  };

  private get notebook() {
    const { sources } = this;
    return { sources, program: analyze(sources) };
  }

  private state(): DesignerState {
    const { notebook, owner, path, statement, refusal } = this;
    const design = designOf(notebook, owner, path, statement);
    this.owner = design.owner;
    const network = notebook.program.networks.get(design.owner?.name ?? '');
    return {
      notebook: 'net.dnn',
      design,
      ...(network && { network: networkPayload(network) }),
      ...(refusal !== undefined && { refusal }),
    };
  }

  private receive(message: DesignerMessage): DesignerHostMessage | undefined {
    if (message.type === 'field') this.refusal = undefined;
    const told = <M extends DesignerMessage>({ ...rest }: M) => ({
      ...rest,
      ...(this.owner && { owner: this.owner }),
    });
    switch (message.type) {
      case 'select':
        this.path = message.path;
        this.statement = undefined;
        break;
      case 'choose':
        this.path = undefined;
        this.statement = message.statement;
        break;
      case 'field': {
        const answer = designField(this.notebook, told(message));
        return { type: 'answer', id: message.id, ...(answer && { answer }) };
      }
      case 'edit': {
        const answer = designEdit(this.notebook, {
          ...told(message),
          revisions: [message.revision],
        });
        if ('refusal' in answer) this.refusal = answer.refusal;
        else {
          this.sources = sourcesAfter(this.sources, answer);
          if (answer.select) this.path = answer.select;
          if (answer.choose) this.statement = answer.choose;
        }
        break;
      }
      default:
        break;
    }
    return { type: 'state', state: this.state() };
  }
}
