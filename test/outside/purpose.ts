import { string } from '../../src/language/parameters';
import { notebookSettings } from '../../src/program/settings';
import { trainSetting } from '../../src/program/settings/define';

/** A setting that the product does not have, in one file: `purpose "…"` notes what a training is for. */
const purpose = trainSetting({
  name: 'purpose',
  summary: 'What the training is for; it is kept with the run.',
  example: 'purpose "a first try"',
  parameters: { text: string('Any text.') },
});

const words = [notebookSettings.add(purpose)];

/** Takes its words out again, for tests that share a process. */
export const forget = (): void => words.forEach((remove) => remove());
