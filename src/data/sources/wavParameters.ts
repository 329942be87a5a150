import {
  integer,
  number,
  optional,
  string,
  strings,
  word,
  naming,
} from '../../language/parameters';
import type { Values } from '../../language/vocabulary';

/** What is said of recordings in WAV files. */
export const wavParameters = {
  folder: naming('folder', string('Folder with the recordings, or with `train` and `test`.')),
  label: optional(
    string(
      'Where in the names of files their classes are: `"{class}_*"` finds 7 in `7_george_3.wav`. When left out, each class has a ' +
        'folder.',
    ),
  ),
  per: word(
    'What has a target: each recording, or each of its frames, that of the recording.',
    ['recording', 'frame'],
    { default: 'recording' },
  ),
  features: word(
    'What a frame consists of: the logarithms of its energies in bands of frequency, or its samples.',
    ['log_mel', 'raw'],
    { default: 'log_mel' },
  ),
  frame: number('Length of a frame, in milliseconds.', { above: 0, maximum: 1000, default: 25 }),
  step: number('From the start of a frame to that of the next, in milliseconds.', {
    above: 0,
    maximum: 1000,
    default: 10,
  }),
  mels: integer('Number of bands.', { minimum: 1, maximum: 256, default: 40 }),
  frames: optional(
    integer(
      'Frames of a sample: longer recordings are cut off, shorter ones end in silence. Those of the longest training recording when ' +
        'left out.',
      { minimum: 1, maximum: 100_000 },
    ),
  ),
  rate: optional(
    integer(
      'Samples a second that all recordings are brought to; must be the same when left out.',
      {
        minimum: 1000,
        maximum: 192_000,
      },
    ),
  ),
  test_files: optional(
    strings('Names of the recordings to test on, such as `"*_george_*"`, in place of `test`.'),
  ),
  test: number(
    'Test recordings where there is no folder for them: a fraction below 1, or a count.',
    {
      default: 0.2,
      minimum: 0,
    },
  ),
  seed: integer('Chooses these test recordings.', { default: 7 }),
};

export type WavValues = Values<typeof wavParameters>;
