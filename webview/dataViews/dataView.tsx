import * as l10n from '@vscode/l10n';
import { targetText } from '../../src/views/dataTables';
import type { DataPayload } from '../../src/views/payloads';
import { splitName } from '../../src/views/splits';
import { formatInteger, formatShape } from '../../src/text/numbers';
import { Fact, Facts } from '../ui/status';
import { AugmentedImages } from './augmentedImages';
import { ClassHistogram } from './classHistogram';
import { ColumnTable } from './columnTable';
import { FirstRows } from './firstRows';
import { ImagesOfClasses } from './imagesOfClasses';
import { Sequences } from './sequences';
import { visibleSpaces } from './visibleSpaces';

/** A data cell's output: what is known of the samples, and a few of them. */
export const DataView = ({ data }: { readonly data: DataPayload }) => (
  <section class="dnn-data" aria-label={l10n.t('Data {0}', data.name)}>
    <header class="dnn-head">
      <h3>{data.name}</h3>
      <code class="dnn-muted">{data.source}</code>
    </header>
    <Facts>
      {data.samples && <Fact label={splitName('train')}>{formatInteger(data.samples.train)}</Fact>}
      {data.samples && (
        <Fact label={splitName('validation')}>{formatInteger(data.samples.validation)}</Fact>
      )}
      {data.samples && <Fact label={splitName('test')}>{formatInteger(data.samples.test)}</Fact>}
      {data.inputShape && <Fact label={l10n.t('input')}>{formatShape(data.inputShape)}</Fact>}
      {data.target && <Fact label={targetText(data.target.kind)}>{targets(shownNames(data))}</Fact>}
      {data.batch !== undefined && <Fact label={l10n.t('batch')}>{formatInteger(data.batch)}</Fact>}
      <Fact label={l10n.t('normalize')}>{data.normalization}</Fact>
    </Facts>
    {data.thumbnails && <ImagesOfClasses thumbnails={data.thumbnails} />}
    {data.augmented && <AugmentedImages augmented={data.augmented} />}
    {data.rows && <FirstRows data={data} rows={data.rows} />}
    {data.sequences && <Sequences data={data} sequences={data.sequences} />}
    {data.classes && <ClassHistogram classes={data.classes} names={shownNames(data)} />}
    {data.statistics && <ColumnTable data={data} statistics={data.statistics} />}
  </section>
);

/** Characters are told from each other. */
const shownNames = ({ target, rows }: DataPayload): readonly string[] =>
  (target?.names ?? []).map((name) => (rows?.texts ? visibleSpaces(name) : name));

const targets = (names: readonly string[]): string =>
  names.length <= 10 ? names.join(' ') : `${names.length}: ${names.slice(0, 3).join(', ')} …`;
