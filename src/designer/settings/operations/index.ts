import { addSetting } from './addSetting';
import { addStatement } from './addStatement';
import { moveSetting } from './moveSetting';
import { removeSetting } from './removeSetting';
import { setClause } from './setClause';
import { setLet } from './setLet';
import { setSetting } from './setSetting';
import { setSettingArgument } from './setSettingArgument';

/** Every way of changing `data`, `train` and the like. */
export const settingsOperations = [
  setSetting,
  setSettingArgument,
  addSetting,
  removeSetting,
  moveSetting,
  setClause,
  addStatement,
  setLet,
] as const;
