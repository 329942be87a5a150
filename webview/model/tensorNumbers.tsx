import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { DescribedTensor, ModelHostMessage } from '../../src/views/model';
import { formatInteger } from '../../src/text/numbers';
import { Bars } from '../featureMaps/histogramView';
import { formatValue } from '../ui/format';
import { Fact, Facts, Notice } from '../ui/status';
import { ProgressRing } from '../ui/toolkit';
import { onHostMessage, post } from './host';

type Answer = Extract<ModelHostMessage, { type: 'tensor' }>;

interface TensorNumbersProps {
  readonly tensor: DescribedTensor;
  /** Its place in the description. */
  readonly index: number;
}

/** What the numbers of a tensor are like: asked for when it is looked at. */
export function TensorNumbers({ tensor, index }: TensorNumbersProps) {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    setAnswer(undefined);
    const stop = onHostMessage((message) => {
      if (message.type === 'tensor' && message.tensor === index) setAnswer(message);
    });
    post({ type: 'tensor', tensor: index });
    return stop;
  }, [tensor, index]);
  if (!answer) return <ProgressRing label={l10n.t('Reading {0}', tensor.name)} />;
  if ('problem' in answer) return <Notice kind="warning" {...answer.problem} />;
  const { summary } = answer;
  if (!summary) return <p class="dnn-muted">{l10n.t('It holds no numbers that can be shown.')}</p>;
  const { count, zeros, notFinite, histogram } = summary;
  return (
    <div class="dnn-tensor-numbers">
      <Facts>
        <Fact label={l10n.t('type')}>{tensor.type}</Fact>
        <Fact label={l10n.t('numbers')}>{formatInteger(count)}</Fact>
        <Fact label={l10n.t('mean')}>{formatValue(summary.mean)}</Fact>
        <Fact label={l10n.t('deviation')}>{formatValue(summary.deviation)}</Fact>
        <Fact label={l10n.t('least')}>{formatValue(summary.least)}</Fact>
        <Fact label={l10n.t('greatest')}>{formatValue(summary.greatest)}</Fact>
        {zeros > 0 && <Fact label={l10n.t('zeros')}>{formatInteger(zeros)}</Fact>}
        {notFinite > 0 && <Fact label={l10n.t('NaN or infinite')}>{formatInteger(notFinite)}</Fact>}
      </Facts>
      {histogram && <Bars histogram={histogram} count={count} of={tensor.name} />}
    </div>
  );
}
