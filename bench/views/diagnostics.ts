import { analyze } from '../../src/program/analyze';
import { findingsOf } from '../../src/program/hints';
import { formatEdits } from '../../src/language/format/format';
import { notebookVocabulary } from '../../src/program/vocabulary';

const layers = 500;
const repeats = 30;

/** A notebook whose network has 500 layers of its own lines, some of them in branches. */
function notebook(): readonly string[] {
  const lines = Array.from({ length: layers / 5 }, (_, i) =>
    [
      `  C${i}: conv(8, kernel: 3, padding: 1, init: he) relu # step ${i}`,
      `  add { { conv(8, kernel: 1); batch_norm } { } } relu`,
      `  dropout(0.1) from C${i}`,
    ].join('\n'),
  );
  return [
    'data digits { source digits; split validation 100 }',
    `network Deep {\n  input image[1, 28, 28]\n${lines.join('\n')}\n  output: dense(10) softmax\n}`,
    'train Deep on digits { stop early(patience: 2) }',
  ];
}

/** Processor time until a change of a large notebook is diagnosed and formatted. */
export function diagnostics(): Promise<void> {
  const sources = notebook();
  const median = (work: () => unknown) => {
    const times = Array.from({ length: repeats }, () => {
      const start = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    return times.toSorted((a, b) => a - b)[repeats / 2].toFixed(1);
  };
  const found = median(() => findingsOf(analyze(sources), sources));
  const formatted = median(() => formatEdits(sources[1], notebookVocabulary));
  console.log(`${layers} layers: diagnostics ${found} ms, formatting ${formatted} ms (medians)`);
  return Promise.resolve();
}
