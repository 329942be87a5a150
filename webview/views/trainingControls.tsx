import * as l10n from '@vscode/l10n';
import type { TrainingControl } from '../../src/views/messages';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { Icon, type IconName } from '../ui/icon';

export type ControlCommand = TrainingControl['command'];

interface TrainingControlsProps {
  readonly snapshot: TrainingSnapshot;
  readonly onControl: (command: ControlCommand) => void;
}

/** Buttons that pause a training that goes on, and change it; how it is stopped is the host's matter. */
export function TrainingControls({ snapshot, onControl }: TrainingControlsProps) {
  if (snapshot.status !== 'running') return null;
  const paused = snapshot.paused === true;
  const { rate, step } = snapshot.progress;
  const button = (command: ControlCommand, text: string, icon?: IconName) => (
    <button type="button" class="dnn-button" onClick={() => onControl(command)}>
      {icon && <Icon name={icon} />}
      {text}
    </button>
  );
  return (
    <div class="dnn-controls" role="group" aria-label={l10n.t('Control the training')}>
      {paused
        ? button('resume', l10n.t('Resume'), 'play')
        : button('pause', l10n.t('Pause'), 'debug-pause')}
      {(rate !== undefined || step === 0) && button('rate', l10n.t('Learning Rate…'))}
      {button('criterion', l10n.t('Stop When…'))}
    </div>
  );
}
