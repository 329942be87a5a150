import { useMemo } from 'preact/hooks';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { GradientChart } from '../charts/gradientChart';
import { trainingGradients } from '../charts/gradientData';
import { TrainingCurves } from '../charts/trainingCurves';
import { Disclosure } from '../ui/disclosure';
import { formatCount, plural } from '../ui/format';
import { LiveRegion, Notice } from '../ui/status';
import { EpochTable } from './epochTable';
import { TrainingControls, type ControlCommand } from './trainingControls';
import { announcement, TrainingProgress } from './trainingProgress';

interface TrainingViewProps {
  readonly snapshot: TrainingSnapshot;
  /** Leaves the gradients to another view. */
  readonly curvesOnly?: boolean;
  /** Absent where nobody can be asked. */
  readonly onControl?: ((command: ControlCommand) => void) | undefined;
}

/** A run, live or finished: progress, curves, gradients, scores. */
export function TrainingView({ snapshot, curvesOnly = false, onControl }: TrainingViewProps) {
  return (
    <section
      class="dnn-training"
      aria-label={`Training of ${snapshot.network}`}
      data-status={snapshot.status}
    >
      <TrainingProgress snapshot={snapshot} />
      {onControl && <TrainingControls snapshot={snapshot} onControl={onControl} />}
      {snapshot.error && (
        <Notice kind="error" message={snapshot.error.message} hint={snapshot.error.hint} />
      )}
      <Warnings warnings={snapshot.warnings} />
      <TrainingCurves snapshot={snapshot} />
      <Disclosure summary="Table">{() => <EpochTable snapshot={snapshot} />}</Disclosure>
      {!curvesOnly && <TrainingGradients snapshot={snapshot} />}
      <LiveRegion text={announcement(snapshot)} />
    </section>
  );
}

/** Gradient magnitudes of a run by layer, with their history where the snapshot has it. */
export function TrainingGradients({ snapshot }: TrainingViewProps) {
  const { run, progress, gradientHistory } = snapshot;
  const data = useMemo(
    () => trainingGradients(snapshot),
    [run, progress.step, gradientHistory?.steps.length],
  );
  if (data.rows.length === 0) return null;
  return (
    <GradientChart
      data={data}
      of={progress.step > 0 ? `at step ${formatCount(progress.step)}` : ''}
    />
  );
}

/** One warning stands in view; more are folded under their number. */
function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  if (warnings.length === 1) return <Notice kind="warning" message={warnings[0] ?? ''} />;
  return (
    <Disclosure summary={plural(warnings.length, 'warning')}>
      {() => warnings.map((message, i) => <Notice key={i} kind="warning" message={message} />)}
    </Disclosure>
  );
}
