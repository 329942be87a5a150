import type { Entry } from '../language/vocabulary';
import { entryMarkdown } from '../language/services/describe';
import { passes, type Pass } from '../lowering/passes';
import { type Chapter, chapters } from './vocabulary';

/** The reference pages of the language, file name to Markdown: nothing in them is written by hand. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ...chapters.map((chapter) => [chapter.file, render(chapter)] as const),
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
    '`--passes` chooses them: `all`, `none`, a list `a,b`, or all but some `-a,-b`; without it, the environment variable `DNN_PASSES` ' +
    'does. `dnn explain FILE NETWORK` prints what is left of the graph and what it costs.';
  const lines = [
    origin,
    '# Passes',
    introduction,
    ['| pass | what it does |', '| --- | --- |', ...rows].join('\n'),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** The address that Markdown viewers give a heading. */
const anchorOf = (title: string): string => title.replace(/[()]/g, '').replaceAll(' ', '-');

function render({ title, introduction, tables }: Chapter): string {
  const entries = tables.flatMap((table) => [...table]);
  // A word of two tables would have one address for two entries.
  const isShared = ({ name }: Entry) => entries.filter((other) => other.name === name).length > 1;
  const titled = entries.map((entry) => ({
    entry,
    title: isShared(entry) ? `${entry.name} (${entry.kind})` : entry.name,
  }));
  const contents = titled.map(({ title }) => `[${title}](#${anchorOf(title)})`).join(' · ');
  const sections = titled.map(({ entry, title }) => `## ${title}\n\n${entryMarkdown(entry)}`);
  return [origin, `# ${title}`, introduction, contents, ...sections].join('\n\n') + '\n';
}
