import * as l10n from '@vscode/l10n';
import { Notice } from '../ui/status';
import { Select } from '../ui/select';
import { Toggle } from '../ui/toggle';
import { StepBar } from './stepBar';
import type { Sides } from './sides';

/** Chooses the steps in view, what they are compared with, and whether colours mean the same at all of them. */
export function StepBars({ sides }: { readonly sides: Sides }) {
  const { first, second, compared, onCompare, others, problem, fixed, onFixed } = sides;
  const hasSteps = first.steps.length > 1;
  if (!hasSteps && others.length === 0) return null;
  const options = [
    { value: 'nothing', text: l10n.t('Compare with…') },
    ...(hasSteps ? [{ value: 'step', text: l10n.t('Another step of this run') }] : []),
    ...others.map(({ run, name, network }) => ({
      value: `run ${run}`,
      text: network === first.network.name ? name : l10n.t('{0}, {1}', network, name),
    })),
  ];
  return (
    <section class="dnn-step-bars" aria-label={l10n.t('Steps of the training')}>
      <StepBar side={first} label={l10n.t('Step')} />
      {second && <StepBar side={second} label={l10n.t('Step to compare with')} />}
      <div class="dnn-toolbar">
        <Select
          label={l10n.t('Compare with')}
          options={options}
          value={typeof compared === 'object' ? `run ${compared.run}` : compared}
          onChange={(value) =>
            onCompare(
              value === 'nothing' || value === 'step'
                ? value
                : (others.find(({ run }) => value === `run ${run}`) ?? 'nothing'),
            )
          }
        />
        {hasSteps && (
          <Toggle
            pressed={fixed}
            title={l10n.t('Colours mean the same values at all steps, so that changes can be seen')}
            onChange={onFixed}
          >
            {l10n.t('Same scale over all steps')}
          </Toggle>
        )}
      </div>
      {problem && <Notice kind="error" {...problem} />}
    </section>
  );
}
