import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkCost } from '../../../src/designer/cost';
import { designOf } from '../../../src/designer/design';
import { parseNotebook } from '../../../src/notebook/parse';
import { analyze } from '../../../src/program/analyze';
import type { Calibration } from '../../../src/program/cost/estimate';
import type { DesignerState } from '../../../src/views/designer';
import { networkPayload } from '../../../src/views/network';
import { templateHead, templateNames, type Template } from '../../../src/views/templates';
import { repository } from '../../host';

/** The templates as the extension tells of them. */
export const templates = (): readonly Template[] =>
  templateNames.map((id) => {
    const { program, text } = read(`templates/${id}.dnn`);
    const [network] = program.networks.values();
    if (!network) throw new Error(`${id} has no network`);
    return { id, ...templateHead(text), network: networkPayload(network) };
  });

/** What the designer shows of an example, with its cost; and of an empty notebook. */
export function designOfExample(): Readonly<Record<string, DesignerState>> {
  const { program, sources } = read('lenet5.dnn');
  const [network] = program.networks.values();
  if (!network) throw new Error('the example has no network');
  const state = {
    notebook: 'lenet5.dnn',
    design: designOf({ program, sources }, undefined, undefined),
    network: networkPayload(network),
  };
  const cost = (calibration: Calibration, free?: number) => ({
    ...state,
    cost: networkCost(program, network, {
      device: 'cpu',
      calibration,
      probed: {
        inputShape: [1, 28, 28],
        kind: 'classes',
        targets: 10,
        samples: { train: 20000, test: 4000 },
      },
      ...(free !== undefined && { free }),
    }),
  });
  const work = { nodes: 100, numbers: 0, operations: 0 };
  return {
    cost: cost({ steps: [{ device: 'cpu', work, milliseconds: 0.06 }], products: {} }),
    'cost-unknown': cost({ steps: [], products: {} }, 1e6),
    empty: {
      notebook: 'Untitled-1.dnn',
      design: designOf({ program: analyze([]), sources: [] }, undefined, undefined),
      templates: templates(),
    },
  };
}

function read(file: string) {
  const path = join(repository, 'examples', file);
  const { cells } = parseNotebook(readFileSync(path, 'utf8'));
  const sources = cells.filter(({ kind }) => kind === 'code').map(({ source }) => source);
  const [text] = cells.filter(({ kind }) => kind === 'markdown').map(({ source }) => source);
  return { program: analyze(sources), sources, text: text ?? '' };
}
