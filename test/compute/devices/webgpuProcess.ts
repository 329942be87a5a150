import { createSession, loadRuntime, type Session } from '../../../src/compute/devices/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { writeModel } from '../../../src/onnx/write';
import { checks, type Group } from './webgpuChecks';

/** What came of a check. */
export interface Outcome {
  readonly group: string;
  readonly name: string;
  readonly problem?: string;
  /** What was left out. */
  readonly note?: string;
}

/** Carries out checks in a process with the software driver; one JSON line each. */
async function main(groups: readonly string[]): Promise<void> {
  const context = await keepContext();
  for (const group of groups) {
    for (const [name, check] of Object.entries(checks[group as Group])) {
      const outcome = await check().then(
        (note) => ({ note: note ?? undefined }),
        (error: unknown) => ({ problem: String(error) }),
      );
      console.log(JSON.stringify({ group, name, ...outcome } satisfies Outcome));
    }
  }
  await context.release(); // until here it must not be collected
  process.exit(0);
}

/** Opens a session for good: with the last one ONNX Runtime would drop the compiled shaders. */
async function keepContext(): Promise<Session> {
  const graph = new GraphBuilder();
  graph.output('y', graph.relu(graph.input('x', 'float32', [1])));
  const model = writeModel(graph.build(), { name: 'context' });
  return createSession(await loadRuntime(), model, 'webgpu');
}

if (require.main === module) void main(process.argv.slice(2));
