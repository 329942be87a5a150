import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { TrainingControl } from '../../src/views/messages';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { Icon, type IconName } from '../ui/icon';

export type ControlCommand = TrainingControl['command'];

interface TrainingControlsProps {
  readonly snapshot: TrainingSnapshot;
  readonly onControl: (command: ControlCommand) => void;
  /** Nothing else on the page stops it. */
  readonly withStop: boolean;
}

/** Buttons that pause, change and stop a training that goes on, or continue one that was stopped. */
export function TrainingControls({ snapshot, onControl, withStop }: TrainingControlsProps) {
  const paused = snapshot.paused === true;
  const { rate, step } = snapshot.progress;
  const button = (command: ControlCommand, text: string, icon?: IconName) => (
    <button type="button" class="dnn-button" onClick={() => onControl(command)}>
      {icon && <Icon name={icon} />}
      {text}
    </button>
  );
  const group = (buttons: ComponentChildren) => (
    <div class="dnn-controls" role="group" aria-label={l10n.t('Control the training')}>
      {buttons}
    </div>
  );
  if (snapshot.status !== 'running') {
    const hasStopped = snapshot.status === 'interrupted' || snapshot.status === 'failed';
    return hasStopped && snapshot.checkpoint
      ? group(button('continue', l10n.t('Continue'), 'play'))
      : null;
  }
  return group(
    <>
      {paused
        ? button('resume', l10n.t('Resume'), 'play')
        : button('pause', l10n.t('Pause'), 'debug-pause')}
      {withStop && button('stop', l10n.t('Stop'), 'debug-stop')}
      {(rate !== undefined || step === 0) && button('rate', l10n.t('Learning Rate…'))}
      {button('criterion', l10n.t('Stop When…'))}
    </>,
  );
}
