import { useState } from 'preact/hooks';
import type { Comparison, ComparedAnswers } from '../../src/views/comparison';
import { formatInteger, formatPercent, formatProgress } from '../../src/text/numbers';
import { Examples } from '../evaluation/examples';
import { DataTable } from '../ui/dataTable';
import { Select } from '../ui/select';
import { Notice } from '../ui/status';
import { Button, ProgressRing } from '../ui/toolkit';
import { post } from './host';

type Result = NonNullable<ComparedAnswers['result']>;

/** What two of the runs answer to the same samples: how often they agree, and where one of them is wrong. */
export function AnswersView({ comparison }: { readonly comparison: Comparison }) {
  const { runs, answers } = comparison;
  const [first, setFirst] = useState(0);
  const [second, setSecond] = useState(1);
  const [split, setSplit] = useState<'test' | 'validation' | 'train'>('test');
  const names = runs.map(({ name }, i) => ({ value: String(i), text: name }));
  const running = answers?.running;
  return (
    <section aria-label="Answers">
      <h3>Answers, sample by sample</h3>
      <div class="dnn-toolbar">
        {runs.length > 2 && (
          <>
            <Select
              label="First run"
              value={String(first)}
              onChange={(i) => setFirst(Number(i))}
              options={names}
            />
            <Select
              label="Second run"
              value={String(second)}
              onChange={(i) => setSecond(Number(i))}
              options={names}
            />
          </>
        )}
        <Select
          label="Split"
          value={split}
          onChange={(name) => setSplit(name as typeof split)}
          options={['test', 'validation', 'train'].map((name) => ({ value: name, text: name }))}
        />
        {running ? (
          <>
            <ProgressRing label="Comparing answers" />
            <span class="dnn-muted">
              {running.steps > 0 ? formatProgress(running.step / running.steps) : ''}
            </span>
            <Button onClick={() => post({ type: 'cancelAnswers' })}>Cancel</Button>
          </>
        ) : (
          <Button
            disabled={first === second}
            onClick={() => post({ type: 'compareAnswers', between: [first, second], split })}
          >
            Compare Answers
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
    ['Both are right', result.bothRight],
    [`Only ${first} is right`, result.onlyFirst],
    [`Only ${second} is right`, result.onlySecond],
    ['Both are wrong', result.bothWrong],
    ['… with different answers', result.wrongApart],
  ] as const;
  return (
    <>
      <DataTable
        caption={`${formatInteger(answers)} answers to ${data}.${split}`}
        rows={rows}
        rowKey={([what]) => what}
        columns={[
          { title: 'Answers', cell: ([what]) => what },
          { title: 'Number', numeric: true, cell: ([, count]) => formatInteger(count) },
          { title: 'Share', numeric: true, cell: ([, count]) => formatPercent(count / answers) },
        ]}
      />
      {examples.length > 0 && (
        <>
          <h4>Where one of them is wrong</h4>
          <Examples
            label={`Samples to which ${first} and ${second} answer differently`}
            examples={examples}
            images={images}
            caption={({ truth, predicted: [a, b] }) => {
              const [right, one, two] = [truth, a, b].map((i) => names[i] ?? String(i));
              return {
                text: `${right}:`,
                number: `${one} | ${two}`,
                words: `is ${right}; ${first} says ${one}, ${second} says ${two}`,
              };
            }}
          />
        </>
      )}
    </>
  );
}
