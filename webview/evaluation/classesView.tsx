import * as l10n from '@vscode/l10n';
import type { Evaluation, EvaluationState } from '../../src/views/evaluation';
import { plural, formatInteger, formatPercent, significant } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { IconButton } from '../ui/iconButton';
import { SaveTable } from '../ui/saveTable';
import { Fact, Facts, LiveRegion, Notice } from '../ui/status';
import { CalibrationView } from './calibration';
import { ClassTable } from './classTable';
import { ConfusionMatrix } from './confusionMatrix';
import { Examples, type Caption } from './examples';
import { RocView } from './roc';

type Classes = NonNullable<Evaluation['classes']>;
type Example = Classes['hardest']['examples'][number];

export interface EvaluationActions {
  readonly onPair: (pair?: { readonly truth: number; readonly predicted: number }) => void;
  /** Shows a sample of the evaluated split. */
  readonly onOpen: (sample: number) => void;
}

interface ClassesViewProps extends EvaluationActions {
  readonly classes: Classes;
  readonly pair: EvaluationState['pair'];
  readonly name: string;
}

/** How well classes are told apart. */
export function ClassesView({ classes, pair, name, ...actions }: ClassesViewProps) {
  const { names, topK, confusion, calibration, roc, hardest, confident, tied, macro } = classes;
  const { onPair, onOpen } = actions;
  const captioned = captions(classes);
  return (
    <>
      <Facts>
        {topK.map((share, i) => (
          <Fact key={i} label={i === 0 ? l10n.t('accuracy') : l10n.t('top-{0}', i + 1)}>
            {formatPercent(share)}
          </Fact>
        ))}
        <Fact label={l10n.t('macro F1')}>{formatPercent(macro.f1)}</Fact>
        {calibration && (
          <Fact label={l10n.t('calibration error')}>{formatPercent(calibration.error)}</Fact>
        )}
        {roc && <Fact label={l10n.t('ROC area')}>{significant(roc.area)}</Fact>}
      </Facts>
      {tied > 0 && (
        <Notice
          kind="info"
          message={plural(
            tied,
            l10n.t(
              '1 answer gives several classes the same greatest output. The matrix counts the first of these; accuracy counts the chance that one picked among them is right.',
            ),
            l10n.t(
              '{0} answers give several classes the same greatest output. The matrix counts the first of these; accuracy counts the chance that one picked among them is right.',
              formatInteger(tied),
            ),
          )}
        />
      )}
      <section aria-label={l10n.t('Confusion')}>
        <div class="dnn-chart-head">
          <h3>{l10n.t('Confusion')}</h3>
          {confusion && (
            <SaveTable
              name={[name, l10n.t('confusion matrix')]}
              table={() => ({
                titles: [l10n.t('true class'), ...names],
                rows: confusion.map((row, i) => [names[i], ...row]),
              })}
            />
          )}
        </div>
        {confusion && (
          <ConfusionMatrix
            names={names}
            counts={confusion}
            selected={pair}
            onSelect={(truth, predicted) => onPair({ truth, predicted })}
          />
        )}
        {pair && (
          <PairView pair={pair} classes={classes} onOpen={onOpen} onClose={() => onPair()} />
        )}
        {confusion ? (
          <Disclosure summary={l10n.t('Most confused classes')}>
            {() => <ConfusedPairs classes={classes} onPair={onPair} />}
          </Disclosure>
        ) : (
          <ConfusedPairs classes={classes} onPair={onPair} />
        )}
      </section>
      <ClassTable classes={classes} name={name} />
      {(calibration ?? roc) && (
        <div class="dnn-plots">
          {calibration && <CalibrationView calibration={calibration} />}
          {roc && <RocView roc={roc} name={names[1] ?? ''} />}
        </div>
      )}
      <ExampleSection
        title={l10n.t('Most confident mistakes')}
        none={l10n.t('There are no mistakes.')}
        found={confident}
        caption={captioned.confident}
        onOpen={onOpen}
      />
      <ExampleSection
        title={l10n.t('Hardest samples')}
        found={hardest}
        caption={captioned.hardest}
        onOpen={onOpen}
      />
    </>
  );
}

/** What stands below a sample: `3 → 5`, `98%`. */
function captions({ names, outputs }: Classes) {
  const nameOf = (label: number) => names[label] ?? String(label);
  const share = (value: number) =>
    outputs === 'probabilities' ? formatPercent(value, 0) : significant(value);
  const words = ({ truth, predicted, confidence, likelihood }: Example) =>
    truth === predicted
      ? l10n.t('{0}, right, {1}', nameOf(truth), share(likelihood))
      : l10n.t(
          '{0} taken for {1}, {2}; {3} has {4}',
          nameOf(truth),
          nameOf(predicted),
          share(confidence),
          nameOf(truth),
          share(likelihood),
        );
  const answer = ({ truth, predicted }: Example) =>
    truth === predicted ? nameOf(truth) : `${nameOf(truth)} → ${nameOf(predicted)}`;
  return {
    confident: (each: Example) => ({
      text: answer(each),
      number: share(each.confidence),
      words: words(each),
    }),
    hardest: (each: Example) => ({
      text: answer(each),
      number: share(each.likelihood),
      words: words(each),
    }),
  };
}

interface ExampleSectionProps<E extends { readonly sample: number }> {
  readonly title: string;
  readonly none?: string;
  readonly found: {
    readonly examples: readonly E[];
    readonly images?: Classes['hardest']['images'];
  };
  readonly caption: (example: E) => Caption;
  readonly onOpen: (sample: number) => void;
}

/** Some samples under a title; a click opens one. */
export function ExampleSection<
  E extends { readonly sample: number; readonly step?: number | undefined },
>({ title, none, found, caption, onOpen }: ExampleSectionProps<E>) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {found.examples.length === 0 ? (
        <p class="dnn-muted">{none}</p>
      ) : (
        <Examples
          label={title}
          examples={found.examples}
          images={found.images}
          caption={caption}
          onOpen={onOpen}
        />
      )}
    </section>
  );
}

interface PairViewProps {
  readonly pair: NonNullable<EvaluationState['pair']>;
  readonly classes: Classes;
  readonly onOpen: (sample: number) => void;
  readonly onClose: () => void;
}

/** The samples of a cell of the matrix. */
function PairView({ pair, classes, onOpen, onClose }: PairViewProps) {
  const { truth, predicted, found } = pair;
  const { names } = classes;
  const title =
    truth === predicted
      ? l10n.t('{0}, recognized', names[truth])
      : l10n.t('{0} taken for {1}', names[truth], names[predicted]);
  const shown = found?.examples.length ?? 0;
  const count = !found
    ? l10n.t('looking for samples …')
    : found.of > shown
      ? l10n.t('the {0} most confident of {1} answers', shown, formatInteger(found.of))
      : plural(found.of, l10n.t('1 answer'), l10n.t('{0} answers', formatInteger(found.of)));
  return (
    <section class="dnn-pair" aria-label={title}>
      <header class="dnn-chart-head">
        <span class="dnn-chart-title">{title}</span>
        <span class="dnn-muted">{count}</span>
        <span class="dnn-spacer" />
        <IconButton icon="close" label={l10n.t('Close')} onClick={onClose} />
      </header>
      {found && (
        <Examples
          label={l10n.t('Samples: {0}', title)}
          examples={found.examples}
          images={found.images}
          caption={captions(classes).confident}
          onOpen={onOpen}
        />
      )}
      <LiveRegion text={found ? `${title}: ${count}` : ''} />
    </section>
  );
}

function ConfusedPairs({
  classes: { names, confused, perClass },
  onPair,
}: {
  readonly classes: Classes;
  readonly onPair: EvaluationActions['onPair'];
}) {
  if (confused.length === 0)
    return <p class="dnn-muted">{l10n.t('No class is taken for another.')}</p>;
  return (
    <DataTable
      caption={l10n.t('Most confused classes')}
      hideCaption
      rows={confused}
      rowKey={({ truth, predicted }) => `${truth} ${predicted}`}
      columns={[
        {
          title: l10n.t('True class'),
          cell: (pair) => (
            <button type="button" class="dnn-link" onClick={() => onPair(pair)}>
              {names[pair.truth]}
            </button>
          ),
        },
        { title: l10n.t('Taken for'), cell: ({ predicted }) => names[predicted] },
        { title: l10n.t('Answers'), numeric: true, cell: ({ count }) => formatInteger(count) },
        {
          title: l10n.t('Of the true class'),
          numeric: true,
          cell: ({ truth, count }) => formatPercent(count / (perClass[truth]?.support || 1), 1),
        },
      ]}
    />
  );
}
