import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Comparison, ComparedAnswers } from '../../src/views/comparison';
import { splitName, type Split } from '../../src/views/splits';
import { formatInteger, formatPercent, formatProgress } from '../../src/text/numbers';
import { Examples } from '../evaluation/examples';
import { DataTable } from '../ui/dataTable';
import { Select } from '../ui/select';
import { Notice } from '../ui/status';
import { Button, ProgressRing } from '../ui/toolkit';
import { post } from './host';

const splits: readonly Split[] = ['test', 'validation', 'train'];

type Result = NonNullable<ComparedAnswers['result']>;

/** What two of the runs answer to the same samples: how often they agree, and where one of them is wrong. */
export function AnswersView({ comparison }: { readonly comparison: Comparison }) {
  const { runs, answers } = comparison;
  const [first, setFirst] = useState(0);
  const [second, setSecond] = useState(1);
  const [split, setSplit] = useState<Split>('test');
  const names = runs.map(({ name }, i) => ({ value: String(i), text: name }));
  const running = answers?.running;
  return (
    <section aria-label={l10n.t('Answers')}>
      <h3>{l10n.t('Answers, sample by sample')}</h3>
      <div class="dnn-toolbar">
        {runs.length > 2 && (
          <>
            <Select
              label={l10n.t('First run')}
              value={String(first)}
              onChange={(i) => setFirst(Number(i))}
              options={names}
            />
            <Select
              label={l10n.t('Second run')}
              value={String(second)}
              onChange={(i) => setSecond(Number(i))}
              options={names}
            />
          </>
        )}
        <Select
          label={l10n.t('Split')}
          value={split}
          onChange={(name) => setSplit(name as Split)}
          options={splits.map((name) => ({ value: name, text: splitName(name) }))}
        />
        {running ? (
          <>
            <ProgressRing label={l10n.t('Comparing answers')} />
            <span class="dnn-muted">
              {running.steps > 0 ? formatProgress(running.step / running.steps) : ''}
            </span>
            <Button onClick={() => post({ type: 'cancelAnswers' })}>{l10n.t('Cancel')}</Button>
          </>
        ) : (
          <Button
            disabled={first === second}
            onClick={() => post({ type: 'compareAnswers', between: [first, second], split })}
          >
            {l10n.t('Compare Answers')}
          </Button>
        )}
      </div>
      {answers?.problem && <Notice kind="error" {...answers.problem} />}
      {answers?.result && (
        <Differences
          result={answers.result}
          runs={answers.between.map((i) => runs[i]?.name ?? '')}
        />
      )}
    </section>
  );
}

function Differences({
  result,
  runs,
}: {
  readonly result: Result;
  readonly runs: readonly string[];
}) {
  const { data, split, answers, examples, images, names } = result;
  const [first = '', second = ''] = runs;
  const rows = [
    [l10n.t('Both are right'), result.bothRight],
    [l10n.t('Only {0} is right', first), result.onlyFirst],
    [l10n.t('Only {0} is right', second), result.onlySecond],
    [l10n.t('Both are wrong'), result.bothWrong],
    [l10n.t('… with different answers'), result.wrongApart],
  ] as const;
  return (
    <>
      <DataTable
        caption={l10n.t('{0} answers to {1}.{2}', formatInteger(answers), data, split)}
        rows={rows}
        rowKey={([what]) => what}
        columns={[
          { title: l10n.t('Answers'), cell: ([what]) => what },
          { title: l10n.t('Number'), numeric: true, cell: ([, count]) => formatInteger(count) },
          {
            title: l10n.t('Share'),
            numeric: true,
            cell: ([, count]) => formatPercent(count / answers),
          },
        ]}
      />
      {examples.length > 0 && (
        <>
          <h4>{l10n.t('Where one of them is wrong')}</h4>
          <Examples
            label={l10n.t('Samples to which {0} and {1} answer differently', first, second)}
            examples={examples}
            images={images}
            caption={({ truth, predicted: [a, b] }) => {
              const [right, one, two] = [truth, a, b].map((i) => names[i] ?? String(i));
              return {
                text: `${right}:`,
                number: `${one} | ${two}`,
                words: l10n.t('is {0}; {1} says {2}, {3} says {4}', right, first, one, second, two),
              };
            }}
          />
        </>
      )}
    </>
  );
}
