import { backprop } from './backprop';
import { cd } from './cd';
import { dbm } from './dbm';
import { delta } from './delta';
import { hebbian } from './hebbian';
import { kmeans } from './kmeans';
import { layerwise } from './layerwise';
import { levenbergMarquardt } from './levenbergMarquardt';
import { meanfield } from './meanfield';
import { omp1 } from './omp1';
import { pcd } from './pcd';
import { perceptron } from './perceptron';
import { psd } from './psd';
import { rica } from './rica';
import { ridge } from './ridge';
import { rules } from './table';
import { wakesleep } from './wakesleep';
import { zca } from './zca';

/** In the order of the reference; the first is the rule of a `train` that names none. */
for (const entry of [
  backprop,
  layerwise,
  perceptron,
  delta,
  ridge,
  cd,
  pcd,
  dbm,
  meanfield,
  wakesleep,
  hebbian,
  kmeans,
  omp1,
  zca,
  psd,
  rica,
  levenbergMarquardt,
])
  rules.add(entry);

export { rules };
