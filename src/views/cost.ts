import * as l10n from '@vscode/l10n';
import type { NetworkCost } from '../designer/cost';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInteger,
  significant,
} from '../text/numbers';

/** What a network and its training cost, in the words of the designer and the terminal. */

export interface CostRow {
  readonly label: string;
  readonly value: string;
  /** What it is made of, or how it is known. */
  readonly detail?: string;
}

type TrainedCost = NonNullable<NetworkCost['training']>;

export function costRows({ parameters, multiplyAdds, training }: NetworkCost): readonly CostRow[] {
  return [
    { label: l10n.t('parameters'), value: formatInteger(parameters) },
    {
      label: l10n.t('multiply-adds'),
      value: formatCount(multiplyAdds),
      detail: l10n.t('for one sample, forward'),
    },
    ...(training ? trainingRows(training) : []),
  ];
}

function trainingRows(training: TrainedCost): readonly CostRow[] {
  const { memory, batch, step } = training;
  const { parameters, optimizer, activations } = memory;
  return [
    ...(step ? [operationsRow(step)] : []),
    {
      label: l10n.t('memory'),
      value: formatBytes(parameters + optimizer + activations),
      detail: l10n.t(
        'parameters and gradients {0}, optimizer {1}, activations {2} (batch of {3})',
        formatBytes(parameters),
        formatBytes(optimizer),
        formatBytes(activations),
        batch,
      ),
    },
    ...(step ? timeRows(training, step) : []),
  ];
}

/** `640 FLOP`, `290 MFLOP` */
const formatOperations = (count: number): string => {
  const text = formatCount(count);
  return /\d$/.test(text) ? `${text} FLOP` : `${text}FLOP`;
};

type Step = NonNullable<TrainedCost['step']>;

function operationsRow({ operations, phase }: Step): CostRow {
  const { forward, gradient, update, watching } = operations;
  const others = update + watching;
  const parts = [
    l10n.t('forward {0}', formatCount(forward)),
    l10n.t('backward {0}', formatCount(gradient)),
    ...(others > 0 ? [l10n.t('update {0}', formatCount(others))] : []),
    l10n.t('two for each multiply-add'),
  ].join(', ');
  return {
    label: l10n.t('operations a step'),
    value: formatOperations(forward + gradient + others),
    detail: phase === undefined ? parts : l10n.t('phase {0}: {1}', phase, parts),
  };
}

function timeRows(training: TrainedCost, step: Step): readonly CostRow[] {
  const { device, estimate, measured } = step;
  const label = l10n.t('time of a step');
  const milliseconds = measured?.milliseconds ?? estimate?.milliseconds;
  if (milliseconds === undefined)
    return [
      {
        label,
        value: l10n.t('not measured yet'),
        detail: l10n.t('train once on {0}, or let the devices be tested', device),
      },
    ];
  const about = (text: string) => (measured ? text : l10n.t('about {0}', text));
  const { stepsPerEpoch, epochs, batch } = training;
  const seconds = stepsPerEpoch === undefined ? undefined : (stepsPerEpoch * milliseconds) / 1000;
  return [
    {
      label,
      value: about(l10n.t('{0} ms', significant(milliseconds, 2))),
      detail: howKnown(step),
    },
    ...(seconds === undefined
      ? []
      : [
          {
            label: l10n.t('time of an epoch'),
            value: about(formatDuration(seconds)),
            detail: l10n.t(
              '{0} steps of {1} samples, without evaluation; {2} epochs {3}',
              formatInteger(stepsPerEpoch ?? 0),
              batch,
              epochs,
              formatDuration(seconds * epochs),
            ),
          },
        ]),
  ];
}

function howKnown({ device, estimate, measured }: Step): string {
  if (measured) {
    const { estimated } = measured;
    return estimated === undefined
      ? l10n.t('measured on {0}', device)
      : l10n.t('measured on {0}; estimated {1} ms', device, significant(estimated, 2));
  }
  return estimate?.by === 'products'
    ? l10n.t('on {0}, by the rate of its matrix products', device)
    : l10n.t('on {0}, by earlier trainings on this machine', device);
}

/** `2.8 ms a step (estimated 3.1)`: what a training's steps took. */
export const stepTimeText = ({
  milliseconds,
  estimated,
}: {
  readonly milliseconds: number;
  readonly estimated?: number | undefined;
}): string =>
  estimated === undefined
    ? l10n.t('{0} ms a step', significant(milliseconds, 2))
    : l10n.t(
        '{0} ms a step (estimated {1})',
        significant(milliseconds, 2),
        significant(estimated, 2),
      );
