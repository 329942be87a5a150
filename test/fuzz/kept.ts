import type { Target } from './target';
import { language, program } from './targets/text';

interface Kept {
  readonly target: Target;
  readonly was: string;
  readonly input: unknown;
}

const nest = (open: string, close: string, depth: number) =>
  `let a = ${open.repeat(depth)}1${close.repeat(depth)}`;

/** Inputs that once failed. They stand here as they were: a seed means another input when a generator changes. */
export const kept: readonly Kept[] = [
  {
    target: language,
    was: 'a message as long as the text in single quotes',
    input: `let a = '${'x'.repeat(4090)}'`,
  },
  {
    target: program,
    was: 'a message as long as the name of an exported file',
    input: [`network N {\n  input x[2]\n  output: dense(2)\n}\nexport N to "${'x'.repeat(4000)}"`],
  },
  {
    target: language,
    was: 'a nest of brackets that overflowed the stack',
    input: nest('[', ']', 256),
  },
  {
    target: program,
    was: 'a sum that overflowed the stack',
    input: [`let a = ${'1+'.repeat(20_000)}1`],
  },
  {
    target: program,
    was: 'definitions from the last to the first that overflowed the stack',
    input: [Array.from({ length: 2000 }, (_, i) => `let a${i} = a${i + 1} + 1`).join('\n')],
  },
  {
    target: program,
    was: 'lists that double until memory is full',
    input: [
      Array.from({ length: 28 }, (_, i) => `let a${i + 1} = [a${i}, a${i}]`).join('\n') +
        '\nlet a0 = [1]\nlet b = a28 + 1',
    ],
  },
  {
    target: program,
    was: 'an input of no axes that layers were told to be wrong for as well',
    input: ['network N {\ninput x[]\nmaxout(2) from x\noutput: dense(2)\n}'],
  },
];
