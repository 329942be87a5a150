// Reads `N.onnx` of a folder with ONNX Runtime for browsers and prints, as JSON lines, what it computes of its case in `cases.json`:
//
//   node test/peers/onnxruntimeWeb.mjs FOLDER
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';

const [, , folder] = process.argv;
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';
console.log(JSON.stringify({ version: ort.env.versions.web }));
const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
for (const { file, input, output, shapes, x } of cases) {
  try {
    const model = readFileSync(join(folder, file));
    const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
    const y = [];
    for (const [i, shape] of shapes.entries()) {
      const feeds = { [input]: new ort.Tensor('float32', Float32Array.from(x[i]), shape) };
      const results = await session.run(feeds, [output]);
      y.push([...results[output].data]);
    }
    await session.release();
    console.log(JSON.stringify({ y }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error).split('\n')[0] }));
  }
}
