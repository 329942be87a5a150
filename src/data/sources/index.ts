import { EntryTable } from '../../language/entryTable';
import type { SourceEntry } from '../source';
import { boolean } from './boolean';
import { cifar10 } from './cifar10';
import { csv } from './csv';
import { digits } from './digits';
import { digitStream } from './digitStream';
import { idx } from './idx';
import { images } from './images';
import { letterPatterns } from './letterPatterns';
import { letters } from './letters';
import { npy } from './npy';
import { npz } from './npz';
import { parquet } from './parquet';
import { patches } from './patches';
import { mackeyGlass, sine } from './series';
import { spirals } from './spirals';
import { sums } from './sums';
import { text } from './text';
import { wav } from './wav';

/** Everything samples can come from. */
export const sources = new EntryTable<SourceEntry>('source', [
  digits,
  letters,
  letterPatterns,
  idx,
  csv,
  parquet,
  npy,
  npz,
  cifar10,
  images,
  patches,
  wav,
  text,
  sums,
  boolean,
  spirals,
  sine,
  mackeyGlass,
  digitStream,
]);
