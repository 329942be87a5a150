import * as l10n from '@vscode/l10n';
import type { ClientInfo } from '../../src/program/clientInfo';
import type { PackedTensor } from '../../src/views/packed';
import { OwnImage } from '../featureMaps/ownImage';
import { OwnRow } from '../featureMaps/ownRow';
import { OwnSequence } from '../featureMaps/ownSequence';
import { OwnText } from '../featureMaps/ownText';

interface ClientInputProps {
  readonly info: ClientInfo;
  readonly onInput: (input: PackedTensor) => void;
}

/** An input that the visitor makes, in the form that the model reads. */
export function ClientInput({ info: { input }, onInput }: ClientInputProps) {
  const { name, shape, reads, features, characters = [] } = input;
  const [first = 1, ...others] = shape;
  const columns = features?.map((each) => ({ name: each }));
  const shared = { sample: undefined, onInput };
  switch (reads) {
    case 'picture': {
      const [height = 1, width = 1] = others;
      return (
        <OwnImage
          shape={[first, height, width]}
          centred={isDigit(shape)}
          invitation={l10n.t('Draw here, or drop a picture.')}
          {...shared}
        />
      );
    }
    case 'row':
      return <OwnRow name={name} shape={[first]} columns={columns} {...shared} />;
    case 'characters':
      return <OwnText steps={first} alphabet={characters} {...shared} />;
    case 'numbers': {
      const width = others.reduce((product, length) => product * length, 1);
      const lines = others.length > 0 ? ([first, width] as const) : ([1, first] as const);
      return <OwnSequence shape={lines} columns={columns} {...shared} />;
    }
    default:
      return reads satisfies never;
  }
}

/** Of the size that handwritten digits come in. */
const isDigit = (shape: readonly number[]): boolean => String(shape) === '1,28,28';
