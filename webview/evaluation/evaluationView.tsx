import * as l10n from '@vscode/l10n';
import type { Evaluation, EvaluationState } from '../../src/views/evaluation';
import { formatInteger } from '../../src/text/numbers';
import { formatValue } from '../ui/format';
import { Fact, Facts } from '../ui/status';
import { parametersOf } from '../views/inspectionView';
import { ClassesView, ExampleSection, type EvaluationActions } from './classesView';
import { UnitsTable } from './unitsTable';
import { ValuesView } from './valuesView';

interface EvaluationViewProps extends EvaluationActions {
  readonly evaluation: Evaluation;
  readonly pair: EvaluationState['pair'];
}

/** How good the answers of a network are over a split, and what its units do there. */
export function EvaluationView({ evaluation, pair, ...actions }: EvaluationViewProps) {
  const { network, data, split, classes, values, hardest, loss, samples, answers } = evaluation;
  const name = `${network} ${data}.${split}`;
  return (
    <div class="dnn-evaluation">
      <p class="dnn-muted dnn-source">
        {data}.{split} · {parametersOf(evaluation)}
      </p>
      <Facts>
        <Fact label={l10n.t('samples')}>{formatInteger(samples)}</Fact>
        {answers !== samples && <Fact label={l10n.t('answers')}>{formatInteger(answers)}</Fact>}
        {loss && <Fact label={l10n.t('loss {0}', loss.name)}>{formatValue(loss.mean, 4)}</Fact>}
      </Facts>
      {classes && <ClassesView classes={classes} pair={pair} name={name} {...actions} />}
      {values && <ValuesView values={values} name={name} {...actions} />}
      {!classes && !values && (
        <p class="dnn-muted">
          {l10n.t(
            '{0} was trained without targets, so its outputs are not compared with any.',
            network,
          )}
        </p>
      )}
      {hardest && (
        <ExampleSection
          title={l10n.t('Hardest samples')}
          found={hardest}
          caption={({ loss }) => ({
            number: formatValue(loss ?? NaN),
            words: l10n.t('loss {0}', formatValue(loss ?? NaN)),
          })}
          onOpen={actions.onOpen}
        />
      )}
      <UnitsTable units={evaluation.units} redundantFrom={evaluation.redundantFrom} />
    </div>
  );
}
