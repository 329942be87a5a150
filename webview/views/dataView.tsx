import { useMemo } from 'preact/hooks';
import type { DataPayload } from '../../src/views/payloads';
import { imageList } from '../featureMaps/imageList';
import { MapCanvas } from '../featureMaps/mapCanvas';
import { formatInteger, formatShape } from '../../src/text/numbers';
import { Fact, Facts } from '../ui/status';

/** A data cell's output: what is known of the samples, and a few of them. */
export const DataView = ({ data }: { readonly data: DataPayload }) => (
  <section aria-label={`Data ${data.name}`}>
    <header class="dnn-head">
      <h3>{data.name}</h3>
      <code class="dnn-muted">{data.source}</code>
    </header>
    <Facts>
      {data.samples && <Fact label="train">{formatInteger(data.samples.train)}</Fact>}
      {data.samples && <Fact label="validation">{formatInteger(data.samples.validation)}</Fact>}
      {data.samples && <Fact label="test">{formatInteger(data.samples.test)}</Fact>}
      {data.inputShape && <Fact label="input">{formatShape(data.inputShape)}</Fact>}
      {data.target && <Fact label={data.target.kind}>{targets(data.target.names)}</Fact>}
      {data.batch !== undefined && <Fact label="batch">{formatInteger(data.batch)}</Fact>}
      <Fact label="normalize">{data.normalization}</Fact>
    </Facts>
    {data.thumbnails && <Thumbnails thumbnails={data.thumbnails} />}
  </section>
);

const targets = (names: readonly string[]): string =>
  names.length <= 10 ? names.join(' ') : `${names.length}: ${names.slice(0, 3).join(', ')} …`;

function Thumbnails({
  thumbnails,
}: {
  readonly thumbnails: NonNullable<DataPayload['thumbnails']>;
}) {
  const { images, labels } = thumbnails;
  const [, , height = 1, width = 1] = images.shape;
  const pictures = useMemo(() => imageList(images), [images.data]);
  return (
    <ul class="dnn-thumbnails" aria-label="Some training samples">
      {pictures.map((pixels, i) => (
        <li key={i}>
          <MapCanvas width={width} height={height} pixels={pixels} />
          <span>{labels[i]}</span>
        </li>
      ))}
    </ul>
  );
}
