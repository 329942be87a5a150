import { GraphBuilder } from '../src/graph/builder';
import { writeModel } from '../src/onnx/write';
import { measureProducts } from '../src/compute/devices/gemm';
import { createSession, type Provider, type Runtime } from '../src/compute/devices/runtime';

const size = 2048;

/** Measures, on a device, a product of two square matrices: GFLOP/s, the machine's practical ceiling. */
export async function openCeiling(runtime: Runtime, device: Provider) {
  if (device !== 'cpu')
    return { measure: () => measureProducts(runtime, device), close: () => Promise.resolve() };
  const graph = new GraphBuilder();
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float32', [size, size]));
  graph.output('c', graph.matMul(a, b));
  const session = await createSession(runtime, writeModel(graph.build(), { name: 'gemm' }), 'cpu');
  const matrix = () =>
    new runtime.Tensor('float32', new Float32Array(size * size).fill(0.5), [size, size]);
  const feeds = { a: matrix(), b: matrix() };
  const fetches = { c: matrix() };
  return {
    async measure(): Promise<number> {
      const start = performance.now();
      await session.run(feeds, fetches);
      return (2 * size ** 3) / (performance.now() - start) / 1e6;
    },
    close: () => session.release(),
  };
}
