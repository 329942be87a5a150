import { createSession, loadRuntime } from '../../../src/compute/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { writeModel } from '../../../src/onnx/write';
import { checks, type Group } from './webgpuChecks';

/** Carries out checks in a process with the software driver; one JSON line each. */
async function main(groups: readonly string[]): Promise<void> {
  await keepContext();
  for (const group of groups) {
    for (const [name, check] of Object.entries(checks[group as Group])) {
      const started = performance.now();
      const problem = await check().then(
        () => null,
        (error: unknown) => String(error),
      );
      const seconds = (performance.now() - started) / 1000;
      console.log(JSON.stringify({ group, name, problem, seconds }));
    }
  }
  process.exit(0);
}

/** Opens a session for good: with the last one ONNX Runtime would drop the compiled shaders. */
async function keepContext(): Promise<void> {
  const graph = new GraphBuilder();
  graph.output('y', graph.add('Relu', [graph.input('x', 'float32', [1])]));
  const model = writeModel(graph.build(), { name: 'context' });
  await createSession(await loadRuntime(), model, 'webgpu');
}

void main(process.argv.slice(2));
