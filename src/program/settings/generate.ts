import { integer, number, string } from '../../language/parameters';
import type { GeneratePlan } from '../verbs/generate';
import { settingOf } from './define';

const generateSetting = settingOf<GeneratePlan>('generate');

const length = generateSetting({
  name: 'length',
  summary: 'How many characters are written.',
  example: 'length 500',
  parameters: { characters: integer('Number of characters.', { minimum: 1, maximum: 100_000 }) },
  plan: ({ characters }) => ({ length: characters }),
});

const temperature = generateSetting({
  name: 'temperature',
  summary: 'How freely characters are drawn: 0 takes the most probable one, 1 follows the network.',
  example: 'temperature 0.5',
  parameters: { degree: number('T: probabilities to the power 1/T.', { minimum: 0, maximum: 10 }) },
  plan: ({ degree }) => ({ temperature: degree }),
});

const prompt = generateSetting({
  name: 'prompt',
  summary: 'What the text begins with; without it, it goes on with the test text.',
  example: 'prompt "Once upon a time"',
  parameters: { text: string('The beginning.') },
  plan: ({ text }) => ({ prompt: text }),
});

export const generateSettings = [length, temperature, prompt];
