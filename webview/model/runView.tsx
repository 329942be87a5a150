import * as l10n from '@vscode/l10n';
import type { ModelRun, ModelState } from '../../src/views/model';
import { formatPercent, formatShape, significant } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { formatValue } from '../ui/format';
import { Select } from '../ui/select';
import { Fact, Facts, Notice } from '../ui/status';
import { ProgressRing } from '../ui/toolkit';
import { post } from './host';
import { TensorPicture } from './tensorPicture';

interface RunViewProps {
  readonly run: NonNullable<ModelState['run']>;
  readonly restricted: boolean;
}

/** What the model makes of a picture. */
export function RunView({ run, restricted }: RunViewProps) {
  return (
    <section aria-label={l10n.t('Run')}>
      {run.state === 'working' && <ProgressRing label={l10n.t('Running on {0}', run.picture)} />}
      {run.state === 'failed' && <Notice kind="error" {...run.problem} />}
      {run.state === 'done' && (
        <Result picture={run.picture} result={run.result} restricted={restricted} />
      )}
    </section>
  );
}

type Pixels = ModelRun['pixels'];

const scales = (): readonly { readonly value: Pixels; readonly text: string }[] => [
  { value: 'unit', text: l10n.t('Pixels from 0 to 1') },
  { value: 'bytes', text: l10n.t('Pixels from 0 to 255') },
  { value: 'signed', text: l10n.t('Pixels from −1 to 1') },
  { value: 'imagenet', text: l10n.t('Normalized as for ImageNet') },
];

interface ResultProps {
  readonly picture: string;
  readonly result: ModelRun;
  readonly restricted: boolean;
}

function Result({ picture, result, restricted }: ResultProps) {
  const { input, outputs, pixels, seconds } = result;
  return (
    <>
      <div class="dnn-run-input">
        <TensorPicture tensor={input.picture} name={picture} />
        <div>
          <Facts>
            <Fact label={l10n.t('picture')}>{picture}</Fact>
            <Fact label={input.name}>{formatShape(input.shape)}</Fact>
            <Fact label={l10n.t('took')}>{l10n.t('{0} ms', significant(1000 * seconds))}</Fact>
          </Facts>
          {!restricted && (
            <Select
              label={l10n.t('Scale of the pixels')}
              options={scales()}
              value={pixels}
              onChange={(value) => post({ type: 'runOnImage', pixels: value as Pixels })}
            />
          )}
          <p class="dnn-muted">
            {l10n.t('Choose the scale on which the model was trained; its file does not say.')}
          </p>
        </div>
      </div>
      {outputs.map((output) => (
        <Output key={output.name} output={output} />
      ))}
    </>
  );
}

function Output({ output }: { readonly output: ModelRun['outputs'][number] }) {
  const { name, shape, range, classes, picture } = output;
  return (
    <section class="dnn-model-output" aria-label={name}>
      <h3>
        {name} <span class="dnn-muted">{formatShape(shape)}</span>
      </h3>
      {classes && (
        <DataTable
          caption={
            classes.softmax
              ? l10n.t('Most probable of {0} classes (softmax of the output)', classes.count)
              : l10n.t('Most probable of {0} classes', classes.count)
          }
          file={[l10n.t('Classes'), name]}
          rows={classes.top}
          rowKey={({ index }) => index}
          columns={[
            { title: l10n.t('Class'), cell: ({ index, name }) => name ?? String(index) },
            {
              title: l10n.t('Probability'),
              numeric: true,
              value: ({ probability }) => probability,
              cell: ({ probability }) => formatPercent(probability),
            },
          ]}
        />
      )}
      {picture && <TensorPicture tensor={picture} name={name} />}
      {!classes && range && (
        <Facts>
          <Fact label={l10n.t('least')}>{formatValue(range.least)}</Fact>
          <Fact label={l10n.t('greatest')}>{formatValue(range.greatest)}</Fact>
          <Fact label={l10n.t('mean')}>{formatValue(range.mean)}</Fact>
        </Facts>
      )}
    </section>
  );
}
