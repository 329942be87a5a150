import { EntryTable } from '../../language/entryTable';
import { dataSettings } from './data';
import type { NotebookSetting } from './define';
import { exportSettings } from './export';
import { findSettings } from './find';
import { forecastSettings } from './forecast';
import { generateSettings } from './generate';
import { inspectSettings } from './inspect';
import { networkSettings } from './network';
import { trainSettings } from './train';

/** Every line that may stand in a declaration or an action. */
export const notebookSettings = new EntryTable<NotebookSetting>('setting', [
  ...dataSettings,
  ...trainSettings,
  ...findSettings,
  ...inspectSettings,
  ...exportSettings,
  ...forecastSettings,
  ...generateSettings,
  ...networkSettings,
]);
