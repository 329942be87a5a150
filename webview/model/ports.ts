import type { ModelDescription } from '../../src/views/model';
import { formatShape } from '../../src/text/numbers';

type Port = ModelDescription['inputs'][number];

/** `image float [N, 3, 224, 224]` */
export const portText = ({ name, type, shape }: Port): string =>
  [name, type, shape && formatShape(shape)].filter(Boolean).join(' ');
