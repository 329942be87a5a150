import type { TrainingSnapshot, TrainingStatus } from '../../src/views/payloads';
import { formatCount, formatPercent, formatSeconds, formatSi, formatValue } from '../ui/format';
import { Fact, Facts } from '../ui/status';

const statusText: Readonly<Record<TrainingStatus, string>> = {
  running: 'training',
  completed: 'completed',
  'early-stop': 'stopped early',
  interrupted: 'interrupted',
  failed: 'failed',
};

/** Where a run stands: a bar, the latest figures and, at the end, the scores. */
export function TrainingProgress({ snapshot }: { readonly snapshot: TrainingSnapshot }) {
  const { progress, status, result } = snapshot;
  const total = Math.max(1, snapshot.epochs * snapshot.stepsPerEpoch);
  const fraction = status === 'completed' ? 1 : Math.min(1, progress.step / total);
  const paused = snapshot.paused === true;
  const running = status === 'running' && !paused;
  const where = `epoch ${progress.epoch} of ${snapshot.epochs}`;
  return (
    <>
      <header class="dnn-head">
        <h3>{snapshot.network}</h3>
        <span class={`dnn-status dnn-status-${paused ? 'paused' : status}`}>
          {paused ? 'paused' : statusText[status]}
        </span>
        <span class="dnn-muted">
          on {snapshot.data} · {snapshot.device} · seed {snapshot.seed}
        </span>
      </header>
      <div
        class={running ? 'dnn-progress dnn-running' : 'dnn-progress'}
        role="progressbar"
        aria-label="Training progress"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={progress.step}
        aria-valuetext={`${where}, ${Math.round(fraction * 100)}%`}
      >
        <div style={{ width: `${fraction * 100}%` }} />
      </div>
      <Facts>
        <Fact label="epoch">
          {progress.epoch} / {snapshot.epochs}
        </Fact>
        <Fact label="step">{formatCount(progress.step)}</Fact>
        {progress.loss !== undefined && <Fact label="loss">{formatValue(progress.loss)}</Fact>}
        {progress.accuracy !== undefined && (
          <Fact label="accuracy">{formatPercent(progress.accuracy, 1)}</Fact>
        )}
        {progress.rate !== undefined && <Fact label="rate">{formatValue(progress.rate, 2)}</Fact>}
        {progress.samplesPerSecond !== undefined && (
          <Fact label="samples / s">{formatSi(progress.samplesPerSecond)}</Fact>
        )}
        <Fact label="time">{formatSeconds(progress.seconds)}</Fact>
        {running && progress.remaining !== undefined && (
          <Fact label="left">{formatSeconds(progress.remaining)}</Fact>
        )}
        {result?.test?.accuracy !== undefined && (
          <Fact label="test accuracy">
            <strong>{formatPercent(result.test.accuracy)}</strong>
          </Fact>
        )}
        {result?.test && <Fact label="test loss">{formatValue(result.test.loss)}</Fact>}
      </Facts>
    </>
  );
}

/** What a screen reader hears: each epoch and the end, not each step. */
export function announcement({ status, epochScores, epochs, result }: TrainingSnapshot): string {
  const last = epochScores.at(-1);
  if (status !== 'running') {
    const accuracy = result?.test?.accuracy;
    return `Training ${statusText[status]}.${accuracy === undefined ? '' : ` Test accuracy ${formatPercent(accuracy)}.`}`;
  }
  if (!last) return 'Training started.';
  const scores = last.validation ?? last.train;
  return `Epoch ${last.epoch} of ${epochs}: loss ${formatValue(scores.loss)}.`;
}
