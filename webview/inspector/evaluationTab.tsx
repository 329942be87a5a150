import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { EvaluateMessage, Evaluation } from '../../src/views/evaluation';
import type { InspectorState } from '../../src/views/messages';
import { splitName } from '../../src/views/splits';
import { formatInteger, formatProgress } from '../../src/text/numbers';
import { EvaluationView } from '../evaluation/evaluationView';
import { filled } from '../ui/filled';
import { EmptyState, LiveRegion, Notice } from '../ui/status';
import { Button, Dropdown, ProgressRing } from '../ui/toolkit';
import { post } from './host';
import type { NetworkTabProps } from './trainingTab';

type Split = NonNullable<EvaluateMessage['split']>;
const splits = ['test', 'validation', 'train'] as const;

interface EvaluationTabProps extends NetworkTabProps {
  /** Shows a sample and what the layers make of it. */
  readonly onOpen: (sample: NonNullable<InspectorState['sample']>) => void;
  readonly onResults: () => void;
}

/** How good the network's answers are over a split. */
export function EvaluationTab({ state, network, onOpen, onResults }: EvaluationTabProps) {
  const { evaluation = {}, restricted, data } = state;
  const result = evaluation.result?.network === network.name ? evaluation.result : undefined;
  if (restricted) {
    return (
      <EmptyState title={l10n.t('Evaluation is off in Restricted Mode')}>
        <p>{l10n.t('Trust this workspace to run its networks.')}</p>
      </EmptyState>
    );
  }
  if (data.length === 0) {
    return (
      <EmptyState title={l10n.t('No data yet')}>
        <p>
          {filled(
            l10n.t('An evaluation needs samples. Declare some data, for example {0}'),
            <code>{'data digits { source digits(train: 20000, test: 4000) }'}</code>,
          )}
        </p>
      </EmptyState>
    );
  }
  const { problem, running, pair } = evaluation;
  return (
    <>
      <SplitChooser state={state} result={result} />
      {problem && <Notice kind="error" message={problem.message} hint={problem.hint} />}
      {result ? (
        <>
          <Remarks state={state} network={network} result={result} />
          {hasForecast(state) && (
            <Notice
              kind="info"
              message={l10n.t(
                'These answers follow true values. What {0} makes of the series by itself is shown in Results.',
                network.name,
              )}
            >
              <Button onClick={onResults}>{l10n.t('Show Forecast')}</Button>
            </Notice>
          )}
          <EvaluationView
            evaluation={result}
            pair={pair}
            onPair={(wanted) => post({ type: 'confused', ...(wanted && { pair: wanted }) })}
            onOpen={(index) => onOpen({ data: result.data, split: result.split, index })}
          />
        </>
      ) : (
        !running && <NothingYet state={state} network={network} />
      )}
      <LiveRegion text={running ? l10n.t('Evaluating') : result ? doneText(result) : ''} />
    </>
  );
}

const hasForecast = ({ results }: InspectorState): boolean =>
  results.some((result) => 'kind' in result && result.kind === 'forecast');

const doneText = ({ data, split, answers }: Evaluation): string =>
  l10n.t('Evaluated {0} answers of {1}.{2}.', formatInteger(answers), data, split);

/** What is evaluated, and how far that is. */
function SplitChooser({
  state,
  result,
}: {
  readonly state: InspectorState;
  readonly result: Evaluation | undefined;
}) {
  const { data, training, sample } = state;
  const [chosen, setChosen] = useState<{ data?: string; split?: Split }>({});
  const names = data.map(({ name }) => name);
  const usual = [chosen.data, result?.data, training?.data, sample?.data].find(
    (name) => name !== undefined && names.includes(name),
  );
  const current = usual ?? names[0] ?? '';
  const counts = data.find(({ name }) => name === current)?.samples;
  const filled = splits.filter((split) => counts?.[split] !== 0);
  const split =
    [chosen.split, result?.split].find((each) => each && filled.includes(each)) ?? filled[0];
  const running = state.evaluation?.running;
  return (
    <div class="dnn-sample-chooser" role="group" aria-label={l10n.t('What is evaluated')}>
      {data.length > 1 && (
        <Dropdown
          label={l10n.t('Data')}
          value={current}
          choices={names.map((name) => ({ value: name, text: name }))}
          onChange={(name) => setChosen({ ...chosen, data: name })}
        />
      )}
      <Dropdown
        label={l10n.t('Split')}
        value={split ?? 'test'}
        choices={filled.map((each) => ({ value: each, text: splitName(each) }))}
        onChange={(name) => setChosen({ ...chosen, split: name as Split })}
      />
      {running ? (
        <>
          <Button onClick={() => post({ type: 'cancelEvaluation' })}>{l10n.t('Cancel')}</Button>
          <ProgressRing label={l10n.t('Evaluating')} />
          <span class="dnn-muted">
            {running.steps > 0
              ? l10n.t(
                  '{0} of {1} samples',
                  formatProgress(running.step / running.steps),
                  formatInteger(running.steps),
                )
              : l10n.t('loading …')}
          </span>
        </>
      ) : (
        <Button
          appearance="primary"
          onClick={() => post({ type: 'evaluate', data: current, ...(split && { split }) })}
        >
          {l10n.t('Evaluate')}
        </Button>
      )}
    </div>
  );
}

interface RemarksProps extends NetworkTabProps {
  readonly result: Evaluation;
}

/** Why the numbers may not be those of now. */
function Remarks({ state, network, result }: RemarksProps) {
  const { evaluation, training } = state;
  const isNewer =
    training?.network === network.name &&
    (training.run !== result.run || training.progress.step > result.step) &&
    training.progress.step > 0;
  return (
    <>
      {evaluation?.stale && (
        <Notice
          kind="warning"
          message={l10n.t('{0} has been changed since. Evaluate it again.', network.name)}
        />
      )}
      {!evaluation?.stale && isNewer && (
        <Notice
          kind="info"
          message={
            training.status === 'running'
              ? l10n.t(
                  '{0} is being trained: these numbers are of step {1}.',
                  network.name,
                  formatInteger(result.step),
                )
              : l10n.t('{0} has been trained since. Evaluate it again.', network.name)
          }
        />
      )}
      {result.run === undefined && !isNewer && (
        <Notice
          kind="info"
          message={l10n.t(
            '{0} has not been trained yet: these answers come from its initial parameters.',
            network.name,
          )}
        >
          <TrainButton name={network.name} />
        </Notice>
      )}
    </>
  );
}

const TrainButton = ({ name }: { readonly name: string }) => (
  <Button onClick={() => post({ type: 'train', network: name })}>
    {l10n.t('Train {0}', name)}
  </Button>
);

/** Stands where an evaluation would be. */
function NothingYet({ state, network }: NetworkTabProps) {
  const { training } = state;
  const isTrained = training?.network === network.name;
  return (
    <EmptyState
      title={
        isTrained
          ? l10n.t('Not evaluated yet')
          : l10n.t('{0} has not been trained yet', network.name)
      }
    >
      <p>
        {l10n.t(
          'An evaluation compares the network’s answers with the targets of a whole split: confusion, precision and recall, calibration, the hardest samples, residuals, dead and redundant units.',
        )}
      </p>
      {!isTrained && <TrainButton name={network.name} />}
    </EmptyState>
  );
}
