import { settingEdit } from '../settingEdit';
import { isTraining } from '../verbs/train';
import { isWithin, type FixKind } from './fix';

/** A tenth of the samples set aside, where nothing else says when a training is to stop. */
export const missingValidation: FixKind = {
  codes: ['no-validation-split'],
  async propose({ location }, { program, sources, probe }) {
    const training = program.actions
      .filter(isTraining)
      .find((action) => isWithin(location, action.location));
    const declaration = program.cells
      .flat()
      .filter((statement) => statement.kind === 'data')
      .find(({ name }) => name.text === training?.data.name);
    const count = declaration && (await probe(declaration.name.text))?.samples?.train;
    if (!declaration || count === undefined) return [];
    const line = `split validation ${Math.max(1, Math.round(count / 10))}`;
    return [
      { title: `Add \`${line}\` to the data`, edits: [settingEdit(declaration, sources, line)] },
    ];
  },
};
