import type { PackedTensor } from '../../src/views/packed';
import type { NetworkPayload } from '../../src/views/payloads';
import { OwnImage } from '../featureMaps/ownImage';
import { OwnRow } from '../featureMaps/ownRow';
import { OwnSequence } from '../featureMaps/ownSequence';
import { OwnText } from '../featureMaps/ownText';
import type { Tensor } from '../featureMaps/tensor';
import { useDataOnView, type DataOnView } from './dataOnView';
import { OwnSound } from './ownSound';

/** A drawing has no more pixels, a row no more values, and a typed sequence no more numbers. */
const mostPixels = 2 ** 18;
const mostValues = 64;
const mostNumbers = 2 ** 14;

/** How a user can make an input. */
export type OwnKind = 'image' | 'row' | 'sequence' | 'text' | 'sound';

/** How an input of this shape can be made by hand, or of what; undefined where it cannot. */
export function ownKind(
  shape: readonly number[],
  { madeOf }: Pick<DataOnView, 'madeOf'>,
): OwnKind | undefined {
  const [first = 1, second = 1, third = 1] = shape;
  switch (shape.length) {
    case 0:
    case 1:
      if (madeOf === 'text') return 'text';
      return first <= mostValues ? 'row' : undefined;
    case 2:
      if (madeOf === 'sound') return 'sound';
      return first * second <= mostNumbers ? 'sequence' : undefined;
    case 3:
      return (first === 1 || first === 3) && second * third <= mostPixels ? 'image' : undefined;
    default:
      return undefined;
  }
}

interface OwnInputProps {
  readonly network: NetworkPayload;
  readonly sample: Tensor | undefined;
  readonly onInput: (input: PackedTensor) => void;
}

/** An input that the user makes, in the form that the network reads. */
export function OwnInput({ network, sample, onInput }: OwnInputProps) {
  const data = useDataOnView();
  const { name, shape } = network.input;
  const [first = 1, second = 1, third = 1] = shape;
  const fitting = sample && String(sample.shape) === String(shape) ? sample : undefined;
  const shared = { sample: fitting, onInput };
  const kind = ownKind(shape, data);
  switch (kind) {
    case 'image':
      return <OwnImage shape={[first, second, third]} {...shared} />;
    case 'row':
      return <OwnRow name={name} shape={[first]} columns={data.columns} {...shared} />;
    case 'sequence':
      return <OwnSequence shape={[first, second]} columns={data.columns} {...shared} />;
    case 'text':
      return <OwnText steps={first} alphabet={data.targets ?? []} {...shared} />;
    case 'sound':
      return <OwnSound network={network} onInput={onInput} />;
    case undefined:
      return null;
    default:
      return kind satisfies never;
  }
}
