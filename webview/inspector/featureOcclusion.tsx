import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../src/views/messages';
import type { PackedTensor } from '../../src/views/packed';
import { formatPercent } from '../../src/text/numbers';
import { AttributionBars } from '../featureMaps/attributionBars';
import { areProbabilities } from '../featureMaps/sample';
import { decodeTensor, encodeTensor } from '../featureMaps/tensor';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { LiveRegion, Notice } from '../ui/status';
import { ask } from './ask';
import { useDataOnView } from './dataOnView';
import { useParameters } from './parameters';

interface FeatureOcclusionProps {
  readonly network: string;
  /** A row of a table. */
  readonly input: PackedTensor;
  readonly prediction: readonly { readonly name: string; readonly value: number }[];
  /** Which parameters are on view. */
  readonly version: string;
}

/** Features that are covered one after the other: each is a question to the network. */
const mostFeatures = 64;

/** How the greatest output changes while the mean of the training samples stands for one feature of a row; folded away, since it asks often. */
export function FeatureOcclusion(props: FeatureOcclusionProps) {
  const { input, prediction, version } = props;
  const { columns } = useDataOnView();
  const [length = 0, ...others] = input.shape;
  if (others.length > 0 || length > mostFeatures || prediction.length === 0) return null;
  if (!columns || columns.length < length) return null;
  return (
    <Disclosure summary={l10n.t('Occlusion')}>
      {() => (
        <Sweep key={`${version} ${decodeTensor(input).join()}`} {...props} columns={columns} />
      )}
    </Disclosure>
  );
}

function Sweep({
  network,
  input,
  prediction,
  columns,
}: FeatureOcclusionProps & {
  readonly columns: readonly { readonly name: string; readonly mean: number }[];
}) {
  const [found, setFound] = useState<readonly number[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const of = useParameters();
  const gone = useRef(false);
  const top = prediction.reduce((best, each) => (each.value > best.value ? each : best));
  const [length = 0] = input.shape;
  useEffect(() => {
    const values = decodeTensor(input);
    const sweep = async () => {
      const changes: number[] = [];
      for (let feature = 0; feature < length; feature++) {
        const covered = values.with(feature, columns[feature]?.mean ?? 0);
        const question = { input: encodeTensor(input.shape, covered), layers: [] };
        const outcome = await ask(network, question, of);
        if (gone.current) return;
        if ('problem' in outcome) return setProblem(outcome.problem);
        const now = outcome.answer.prediction.find(({ name }) => name === top.name)?.value ?? NaN;
        changes.push(now - top.value);
        setFound([...changes]);
      }
    };
    void sweep();
    return () => void (gone.current = true);
  }, []);
  if (problem) return <Notice kind="error" {...problem} />;
  const isShare = areProbabilities(prediction.map((each) => ({ ...each })));
  const told = isShare
    ? l10n.t(
        'How the probability of {0} changes from {1} while the mean of the training samples stands for one feature.',
        top.name,
        formatPercent(top.value, 1),
      )
    : l10n.t(
        'How output {0} changes from {1} while the mean of the training samples stands for one feature.',
        top.name,
        formatValue(top.value),
      );
  return (
    <>
      <p class="dnn-muted">{told}</p>
      <LiveRegion text={found.length < length ? '' : told} />
      <AttributionBars
        label={l10n.t('Change of {0} by feature', top.name)}
        names={columns.map(({ name }) => name)}
        values={Array.from({ length }, (_, feature) => found[feature] ?? NaN)}
        format={(change) => (Number.isNaN(change) ? '…' : formatValue(change))}
      />
    </>
  );
}
