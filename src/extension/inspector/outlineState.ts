import type { InspectorState } from '../../views/messages';
import type { NetworkPayload } from '../../views/payloads';
import type { Outline } from '../analysis/outline';

type Shown = Pick<InspectorState, 'networks' | 'data'>;
type DataState = InspectorState['data'][number];

interface Sources {
  readonly networkOf: (name: string) => Promise<NetworkPayload | undefined>;
  /** What is shown now: a network stays in view while a mistake is being typed into it. */
  readonly networks: Shown['networks'];
  /** What loading the data sets told, by their names. */
  readonly counted: ReadonlyMap<string, Partial<DataState>>;
}

/** The networks and data sets of a notebook, as they are shown. */
export async function outlineState(
  { cells }: Outline,
  { networkOf, networks: shown, counted }: Sources,
): Promise<Shown> {
  const networks: NetworkPayload[] = [];
  const data: DataState[] = [];
  for (const statement of cells.flat()) {
    switch (statement.kind) {
      case 'network': {
        const network = statement.isComplete
          ? await networkOf(statement.name)
          : shown.find(({ name }) => name === statement.name);
        if (network) networks.push(network);
        break;
      }
      case 'data': {
        const { payload } = statement;
        if (payload) data.push({ ...payload, ...counted.get(payload.name) });
        break;
      }
      case 'action':
        break;
    }
  }
  return { networks, data };
}
