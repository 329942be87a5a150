import { entryMarkdown } from '../language/services/describe';
import type { EntryKind } from '../language/vocabulary';
import { passes, type Pass } from '../lowering/passes';
import { notebookVocabulary } from './vocabulary';

interface Page {
  readonly file: string;
  readonly title: string;
  readonly introduction: string;
  readonly kinds: readonly EntryKind[];
}

const pages: readonly Page[] = [
  {
    file: 'layers.md',
    title: 'Layers',
    introduction:
      'The layers a `network` is made of, and what joins branches. Shapes leave out the batch axis.',
    kinds: ['layer', 'branch'],
  },
  {
    file: 'activations.md',
    title: 'Activations',
    introduction: 'Written behind a layer, or on a line of their own.',
    kinds: ['activation'],
  },
  {
    file: 'parameters.md',
    title: 'Initializers and regularizers',
    introduction: 'What `init:` and `regularize:` of a layer accept.',
    kinds: ['initializer', 'regularizer'],
  },
  {
    file: 'training.md',
    title: 'Losses, optimizers, schedules and stopping rules',
    introduction: 'What the settings of a `train` action accept.',
    kinds: ['loss', 'optimizer', 'schedule', 'stop'],
  },
  {
    file: 'data.md',
    title: 'Data sources, normalizations and augmentation',
    introduction: 'What the settings of a `data` declaration accept.',
    kinds: ['source', 'normalization', 'augmentation'],
  },
  {
    file: 'settings.md',
    title: 'Settings',
    introduction: 'The lines that may stand in `data`, in a `network` from a file, and in actions.',
    kinds: ['setting'],
  },
];

/** The reference pages of the language, file name to Markdown: nothing in them is written by hand. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ...pages.map((page) => [page.file, render(page)] as const),
    ['passes.md', passesPage()],
  ]);
}

const origin = '<!-- Generated from the catalogue by `npm run docs`. -->';

function passesPage(): string {
  const rows = passes.map(
    ({ name, summary, provider }: Pass) =>
      `| \`${name}\` | ${summary}${provider ? ` ${provider.toUpperCase()} only.` : ''} |`,
  );
  const introduction =
    'Rewrites of the training step’s graph that do not change what it computes, in the order in which they run. ' +
    '`--passes` chooses them: `all`, `none`, a list `a,b`, or all but some `-a,-b`; the environment variable `DNN_PASSES` ' +
    'does where it is not given. `dnn explain FILE NETWORK` prints what they leave and what it costs.';
  const lines = [
    origin,
    '# Passes',
    introduction,
    ['| pass | does |', '| --- | --- |', ...rows].join('\n'),
  ];
  return `${lines.join('\n\n')}\n`;
}

function render({ title, introduction, kinds }: Page): string {
  const entries = kinds.flatMap((kind) => notebookVocabulary.entries(kind));
  const contents = entries.map(({ name }) => `[${name}](#${name})`).join(' · ');
  const sections = entries.map((entry) => `## ${entry.name}\n\n${entryMarkdown(entry)}`);
  return [origin, `# ${title}`, introduction, contents, ...sections].join('\n\n') + '\n';
}
