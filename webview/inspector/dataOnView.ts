import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { InspectorState, SampleChoice } from '../../src/views/messages';
import { post } from './host';

type Data = InspectorState['data'][number];

/** What is known of the data on view, and how another sample of it is shown. */
export interface DataOnView {
  /** Columns of a table, or features of a step: their names, and statistics over the training samples. */
  readonly columns?: NonNullable<Data['statistics']>['inputs'];
  /** Names of what is predicted. */
  readonly targets?: NonNullable<Data['target']>['names'];
  readonly madeOf?: Data['madeOf'];
  readonly open: (sample: SampleChoice) => void;
}

const show = (sample: SampleChoice) => post({ type: 'inspect', sample });

export const DataOnViewContext = createContext<DataOnView>({ open: show });
export const useDataOnView = (): DataOnView => useContext(DataOnViewContext);

/** The data of the sample on view, as far as they have been counted. */
export function dataOnView(state: InspectorState, onOpen?: () => void): DataOnView {
  const { data, sample } = state;
  const { statistics, target, madeOf } =
    data.find(({ name }) => name === sample?.data) ?? data[0] ?? {};
  return {
    ...(statistics && { columns: statistics.inputs }),
    ...(target && { targets: target.names }),
    ...(madeOf && { madeOf }),
    open: (choice) => {
      show(choice);
      onOpen?.();
    },
  };
}
