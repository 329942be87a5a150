import { sources as catalogue } from '../../data/sources';
import type { Setting, Statement } from '../../language/syntax';
import { isTraining } from '../verbs/train';
import { hint, type Hint } from './hint';

/** A training that stops early without samples to judge by. */
export const noValidation: Hint = ({ actions, cells }) =>
  actions.filter(isTraining).flatMap(({ plan, data, location }) => {
    const stops = plan.phases ? plan.phases.some(({ stop }) => stop) : plan.stop;
    if (!stops || data.validation > 0 || catalogue.of(data.source).isComplete) return [];
    const statement = cells[location.cell]?.find((each) => each.location.start === location.start);
    const setting =
      statement && settingsIn(statement).find(({ keyword }) => keyword.text === 'stop');
    const message =
      `\`${data.name}\` has no validation samples, so the samples trained on decide when to stop; ` +
      'write `split validation 1000`, or another number, in the data';
    return setting ? [hint('no-validation-split', message, setting.location)] : [];
  });

const settingsIn = (statement: Statement): readonly Setting[] =>
  statement.kind === 'action' ? withInner(statement.settings) : [];

const withInner = (settings: readonly Setting[]): readonly Setting[] =>
  settings.flatMap((setting) => [setting, ...withInner(setting.settings ?? [])]);
