import * as l10n from '@vscode/l10n';
import { measuredParts } from '../../src/views/measured';
import type { TrainingSnapshot, Verdict, WrittenEvent } from '../../src/views/payloads';
import { MeasuredChart } from '../charts/measuredChart';
import { TrainingCurves } from '../charts/trainingCurves';
import { TrainingLayers } from '../layers/trainingLayers';
import { Disclosure } from '../ui/disclosure';
import { LiveRegion, Notice } from '../ui/status';
import { EpochTable } from './epochTable';
import { Pictures } from './pictures';
import { TrainingControls, type ControlCommand } from './trainingControls';
import { announcement, TrainingProgress } from './trainingProgress';
import { Verdicts } from './verdicts';

interface TrainingViewProps {
  readonly snapshot: TrainingSnapshot;
  /** Leaves what is told of each layer to another view. */
  readonly curvesOnly?: boolean;
  /** Absent where nobody can be asked. */
  readonly onControl?: ((command: ControlCommand) => void) | undefined;
  readonly onRepair?: ((verdict: Verdict, title: string) => void) | undefined;
}

/** A run, live or finished: progress, curves, pictures, layers. */
export function TrainingView(props: TrainingViewProps) {
  const { snapshot, curvesOnly = false, onControl, onRepair } = props;
  return (
    <section
      class="dnn-training"
      aria-label={l10n.t('Training of {0}', snapshot.network)}
      data-status={snapshot.status}
    >
      <TrainingProgress snapshot={snapshot} />
      {onControl && (
        <TrainingControls snapshot={snapshot} onControl={onControl} withStop={!curvesOnly} />
      )}
      {snapshot.error && (
        <Notice kind="error" message={snapshot.error.message} hint={snapshot.error.hint} />
      )}
      <Verdicts verdicts={snapshot.verdicts} onRepair={onRepair} />
      <Warnings warnings={snapshot.warnings} />
      {measuredParts(snapshot.measured).curves.map((curve) => (
        <MeasuredChart key={curve.label} curve={curve} />
      ))}
      <TrainingCurves snapshot={snapshot} />
      {snapshot.epochScores.length > 0 && (
        <Disclosure summary={l10n.t('Table')}>
          {() => <EpochTable snapshot={snapshot} />}
        </Disclosure>
      )}
      <Pictures pictures={snapshot.pictures} />
      {snapshot.written && <Written written={snapshot.written} />}
      {!curvesOnly && <TrainingLayers snapshot={snapshot} />}
      <LiveRegion text={announcement(snapshot)} />
    </section>
  );
}

/** What the network wrote last. */
const Written = ({ written: { epoch, given, text } }: { readonly written: WrittenEvent }) => (
  <figure class="dnn-written">
    <figcaption>{l10n.t('Written after epoch {0}', epoch)}</figcaption>
    <pre>
      {given}
      <b>{text}</b>
    </pre>
  </figure>
);

/** One warning stands in view; more are folded under their number. */
function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  if (warnings.length === 1) return <Notice kind="warning" message={warnings[0] ?? ''} />;
  return (
    <Disclosure summary={l10n.t('{0} warnings', warnings.length)}>
      {() => warnings.map((message, i) => <Notice key={i} kind="warning" message={message} />)}
    </Disclosure>
  );
}
