import { addSetting } from './addSetting';
import { addStatement } from './addStatement';
import { removeSetting } from './removeSetting';
import { setClause } from './setClause';
import { setSetting } from './setSetting';
import { setSettingArgument } from './setSettingArgument';

/** Every way of changing `data`, `train` and the like. */
export const settingsOperations = [
  setSetting,
  setSettingArgument,
  addSetting,
  removeSetting,
  setClause,
  addStatement,
] as const;
