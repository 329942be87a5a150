import assert from 'node:assert/strict';
import { given, useHarness, type HarnessPage } from './harness/page';
import { pseudoWords, textsOf } from './harness/pseudoWords';

const pages: readonly Pick<HarnessPage, 'kind' | 'query'>[] = [
  ...['graph', 'training', 'layers', 'features', 'evaluation', 'results'].map((tab) => ({
    kind: 'panel' as const,
    query: `view=trained&tab=${tab}`,
  })),
  ...['evaluated', 'twoClasses', 'manyClasses', 'values', 'reconstructions', 'untrained'].map(
    (view) => ({ kind: 'panel' as const, query: `view=${view}&tab=evaluation` }),
  ),
  ...['sequences', 'rows', 'attentive', 'patches'].map((view) => ({
    kind: 'panel' as const,
    query: `view=${view}&tab=features`,
  })),
  ...[
    'view=empty',
    'view=noNetwork',
    'view=branches',
    'view=run&tab=training',
    'view=paused&tab=training',
    'view=untrained&tab=training',
    'view=restricted&tab=features',
    'view=hundreds&tab=layers',
  ].map((query) => ({ kind: 'panel' as const, query })),
  ...['two', 'many', 'answers', 'gone'].map((view) => ({
    kind: 'compare' as const,
    query: `view=${view}`,
  })),
  ...[
    'data',
    'network',
    'branches',
    'running',
    'trained',
    'paused',
    'failed',
    'inspection',
    'rate',
    'noRate',
    'error',
  ].map((view) => ({ kind: 'outputs' as const, query: `view=${view}` })),
];

/** Units, file formats and signs that are the same in all languages. */
const international = ['min', 'KiB', 'MiB', 'GiB', 'CSV', 'SVG', 'PNG', 'NaN'];

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]{2,}/g) ?? [];

describe('views in another language', function () {
  this.timeout(120_000);
  const openPage = useHarness();

  for (const { kind, query } of pages)
    it(`have no English of their own: ${kind}?${query}`, async () => {
      const page = await openPage({ kind, query, words: pseudoWords });
      try {
        await page.getByText('⟦').first().waitFor();
        for (const folded of await page.locator('summary').all()) await folded.click();
        await page.waitForTimeout(100);
        const known = new Set([...(await given(page)), ...international].flatMap(wordsIn));
        const left = (await textsOf(page)).filter((text) =>
          wordsIn(text).some((word) => !known.has(word)),
        );
        assert.deepEqual(left, []);
      } finally {
        await page.close();
      }
    });
});
