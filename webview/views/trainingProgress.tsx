import * as l10n from '@vscode/l10n';
import { stepTimeText } from '../../src/views/cost';
import { measuredParts } from '../../src/views/measured';
import type { TrainingSnapshot, TrainingStatus } from '../../src/views/payloads';
import { phaseText } from '../../src/views/phases';
import { headline, isSingle, objectiveOf } from '../../src/runs/headline';
import { outcomeOf } from '../../src/runs/outcome';
import { formatCount, formatDuration, formatInteger, formatProgress } from '../../src/text/numbers';
import { formatMeasure, formatValue } from '../ui/format';
import { Fact, Facts } from '../ui/status';

function statusText(status: TrainingStatus): string {
  switch (status) {
    case 'running':
      return l10n.t({ message: 'training', comment: 'what is going on' });
    case 'completed':
      return l10n.t('completed');
    case 'early-stop':
      return l10n.t('stopped early');
    case 'interrupted':
      return l10n.t('stopped');
    case 'failed':
      return l10n.t('failed');
  }
}

/** Where a run stands: a bar, the latest figures and, at the end, the scores. */
export function TrainingProgress({ snapshot }: { readonly snapshot: TrainingSnapshot }) {
  const { progress, status, result } = snapshot;
  const phase = phaseText(snapshot);
  // A pass over the data has neither steps nor epochs.
  const hasSteps = snapshot.steps > 0;
  const total = Math.max(1, snapshot.steps);
  const single = snapshot.measures.filter(isSingle);
  const fraction = status === 'completed' ? 1 : Math.min(1, progress.step / total);
  const best = headline(snapshot.measures, result?.test);
  const paused = snapshot.paused === true;
  const running = status === 'running' && !paused;
  // An error says itself what came of it.
  const outcome = status === 'failed' ? undefined : outcomeOf(snapshot.verdicts);
  const doubtful = status !== 'failed' && status !== 'running' && snapshot.verdicts.length > 0;
  const where = hasSteps
    ? l10n.t('epoch {0} of {1}', progress.epoch, snapshot.epochs)
    : l10n.t('one pass');
  return (
    <>
      <header class="dnn-head">
        <h3>{snapshot.network}</h3>
        <span class={`dnn-status dnn-status-${paused ? 'paused' : doubtful ? 'doubtful' : status}`}>
          {paused ? l10n.t('paused') : statusText(status)}
          {outcome !== undefined && `, ${outcome}`}
        </span>
        <span class="dnn-muted">
          {l10n.t('on {0} · {1} · seed {2}', snapshot.data, snapshot.device, snapshot.seed)}
          {phase !== undefined && ` · ${phase}`}
        </span>
      </header>
      <div
        class={running ? 'dnn-progress dnn-running' : 'dnn-progress'}
        role="progressbar"
        aria-label={l10n.t('Training progress')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={progress.step}
        aria-valuetext={`${where}, ${formatProgress(fraction)}`}
      >
        <div style={{ width: `${fraction * 100}%` }} />
      </div>
      <Facts>
        {hasSteps && (
          <Fact label={l10n.t('epoch')}>
            {progress.epoch} / {snapshot.epochs}
          </Fact>
        )}
        {hasSteps && <Fact label={l10n.t('step')}>{formatInteger(progress.step)}</Fact>}
        {single.map((measure) => {
          const value = progress.values[measure.name];
          return (
            value !== undefined && (
              <Fact key={measure.name} label={l10n.t('{0}, last batch', measure.label)}>
                {formatMeasure(measure, value)}
              </Fact>
            )
          );
        })}
        {progress.rate !== undefined && (
          <Fact label={l10n.t('rate')}>{formatValue(progress.rate, 2)}</Fact>
        )}
        {progress.samplesPerSecond !== undefined && (
          <Fact label={l10n.t('samples / s')}>{formatCount(progress.samplesPerSecond)}</Fact>
        )}
        <Fact label={l10n.t('time')}>{formatDuration(progress.seconds)}</Fact>
        {snapshot.stepTime && (
          <Fact label={l10n.t('speed')}>{stepTimeText(snapshot.stepTime)}</Fact>
        )}
        {running && progress.remaining !== undefined && (
          <Fact label={l10n.t('left')}>{formatDuration(progress.remaining)}</Fact>
        )}
        {measuredParts(snapshot.measured).single.map(({ name, label, value }) => (
          <Fact key={name} label={label}>
            {Number.isInteger(value) ? formatInteger(value) : formatValue(value)}
          </Fact>
        ))}
        {best && (
          <Fact label={l10n.t('test {0}', best.measure.label)}>
            <strong>{formatMeasure(best.measure, best.value)}</strong>
          </Fact>
        )}
        {single
          .filter(({ name }) => name !== best?.measure.name && result?.test?.[name] !== undefined)
          .map((measure) => (
            <Fact key={measure.name} label={l10n.t('test {0}', measure.label)}>
              {formatMeasure(measure, result?.test?.[measure.name])}
            </Fact>
          ))}
      </Facts>
    </>
  );
}

/** What a screen reader hears: each epoch and the end, not each step. */
export function announcement(snapshot: TrainingSnapshot): string {
  const { status, epochScores, epochs, result, measures } = snapshot;
  const last = epochScores.at(-1);
  if (status !== 'running') {
    const best = headline(measures, result?.test);
    const outcome = outcomeOf(snapshot.verdicts);
    return [
      outcome === undefined ? `${endedText(status)}.` : `${endedText(status)}, ${outcome}.`,
      ...(best
        ? [l10n.t('Test {0} {1}.', best.measure.label, formatMeasure(best.measure, best.value))]
        : []),
    ].join(' ');
  }
  if (!last) return l10n.t('Training started.');
  const scores = last.validation ?? last.train;
  const objective = objectiveOf(measures.filter(({ name }) => name in scores));
  const score = objective && scores[objective.name];
  return objective === undefined || score === undefined
    ? l10n.t('Epoch {0} of {1}.', last.epoch, epochs)
    : l10n.t('Epoch {0} of {1}: {2} {3}.', last.epoch, epochs, objective.label, formatValue(score));
}

function endedText(status: Exclude<TrainingStatus, 'running'>): string {
  switch (status) {
    case 'completed':
      return l10n.t('Training completed');
    case 'early-stop':
      return l10n.t('Training stopped early');
    case 'interrupted':
      return l10n.t('Training stopped');
    case 'failed':
      return l10n.t('Training failed');
  }
}
