import { GraphBuilder } from '../../graph/builder';
import { writeModel } from '../../onnx/write';
import { Random } from '../../random/random';
import { coreError } from '../wire/error';
import { round } from '../wire/round';
import { createSession, type Provider, type Runtime } from './runtime';

/** Rows and columns of the matrices, and how often one is multiplied by the other in one run. */
const size = 1024;
const products = 4;
/** Milliseconds of measuring. */
const patience = 300;

/** The rate of large matrix products on a device, GFLOP/s. Throws when it does not work or computes wrong numbers. */
export async function measureProducts(runtime: Runtime, device: Provider): Promise<number> {
  const matrix = new Random(0, 'gemm').fillUniform(new Float32Array(size * size));
  for (let i = 0; i < matrix.length; i++) matrix[i] = (matrix[i] - 0.5) / 8;
  const session = await createSession(runtime, chain(matrix), device);
  try {
    const factor = new runtime.Tensor('float32', Float32Array.of(1), []);
    const once = async () => (await session.run({ factor })).sums.data as Float32Array;
    const error = Math.abs((await once())[0] - firstSum(matrix));
    if (!(error < 1e-2)) throw coreError('wrong-product', 'its matrix product is wrong');
    let best = Infinity;
    for (const end = performance.now() + patience; performance.now() < end;) {
      const start = performance.now();
      await once();
      best = Math.min(best, performance.now() - start);
    }
    return round((products * 2 * size ** 3) / best / 1e6, 1);
  } finally {
    await session.release();
  }
}

/** factor · M · M · … with its rows summed up; the factor keeps it from being computed beforehand. */
function chain(matrix: Float32Array): Uint8Array {
  const graph = new GraphBuilder();
  const factor = graph.input('factor', 'float32', []);
  const constant = graph.constant(matrix, [size, size]);
  let product = graph.mul(constant, factor);
  for (let i = 0; i < products; i++) product = graph.matMul(product, constant);
  graph.output('sums', graph.reduceSum(product, { axes: [1], keepdims: 0 }));
  return writeModel(graph.build(), { name: 'matrix product' });
}

/** What the first of the sums must be, computed here. */
function firstSum(matrix: Float32Array): number {
  let row = Float64Array.from(matrix.subarray(0, size));
  for (let i = 0; i < products; i++) {
    const next = new Float64Array(size);
    row.forEach((value, k) => {
      for (let j = 0; j < size; j++) next[j] += value * matrix[k * size + j];
    });
    row = next;
  }
  return row.reduce((sum, value) => sum + value, 0);
}
