import { productVersion } from '../wire/productVersion';
import type { Runtime } from './runtime';

/** Versions of everything that may change a run's numbers. */
export const versions = (runtime: Runtime): Record<string, string> => ({
  product: productVersion(),
  onnxruntime: runtime.env.versions.node ?? runtime.env.versions.common,
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
});
