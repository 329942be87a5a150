import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { formatInteger } from '../../src/text/numbers';
import { splitKey } from '../../src/views/layers';
import type { Measure, NetworkPayload, TrainingSnapshot } from '../../src/views/payloads';
import { capitalized } from '../ui/format';
import { useEachFrame } from '../ui/hooks';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { LayerChart } from './layerChart';
import { hasParts, jointHistory, layerMeasures, trainingLayers, type Part } from './layerData';

interface TrainingLayersProps {
  readonly snapshot: TrainingSnapshot;
  readonly network?: NetworkPayload;
}

/** So many measures stand side by side. */
const mostSegments = 4;

/** What a run tells of each layer, one measure at a time, with its history where the snapshot has it. */
export function TrainingLayers({ snapshot: newest, network }: TrainingLayersProps) {
  const snapshot = useEachFrame(newest);
  const [wanted, setMeasure] = useState<string>();
  const [part, setPart] = useState<Part>('weights');
  const [step, setStep] = useState<number>();
  const measures = layerMeasures(snapshot);
  const measure = measures.find(({ name }) => name === wanted) ?? measures[0];
  // What goes on faster than frames is drawn with the next one.
  return useMemo(() => {
    if (!measure) return null;
    const options = measures.map(({ name, label }) => ({ value: name, text: capitalized(label) }));
    const choice = { label: l10n.t('Measure'), value: measure.name, options, onChange: setMeasure };
    return (
      <>
        {options.length > 1 &&
          (options.length > mostSegments ? <Select {...choice} /> : <Segmented {...choice} />)}
        <LayerMeasure
          {...{ snapshot, network, measure, step, part }}
          onStep={setStep}
          onPart={setPart}
        />
      </>
    );
  }, [snapshot, network, measure, part, step]);
}

interface LayerMeasureProps {
  readonly snapshot: TrainingSnapshot;
  readonly network: NetworkPayload | undefined;
  readonly measure: Measure;
  readonly part: Part;
  readonly onPart: (part: Part) => void;
  readonly step: number | undefined;
  readonly onStep: (step: number | undefined) => void;
}

function LayerMeasure(props: LayerMeasureProps) {
  const { snapshot, network, measure, part: wanted, onPart, step, onStep } = props;
  const { run, progress, steps, status } = snapshot;
  const { items = [] } = measure;
  const canChoose = useMemo(() => hasParts(items.map((key) => splitKey(key).name)), [items]);
  const part = canChoose ? wanted : 'all';
  const joint = useMemo(() => jointHistory(measure, part), [run, measure, part]);
  const data = trainingLayers(snapshot, measure, part, joint);
  if (data.rows.length === 0) return null;
  return (
    <LayerChart
      {...{ data, measure, network, part, step, onStep }}
      of={
        progress.step > 0 ? { step: l10n.t('step {0}', formatInteger(progress.step)) } : undefined
      }
      onPart={canChoose ? onPart : undefined}
      end={status === 'running' ? steps : undefined}
    />
  );
}
