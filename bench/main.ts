import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadRuntime } from '../src/compute/runtime';
import { openCeiling } from './ceiling';
import { measure, type Result } from './measure';
import { TorchPeer } from './peer';
import { loadWorkload, unavailable, workloadNames, type WorkloadName } from './workloads';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    steps: { type: 'string', default: '30' },
    'no-save': { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const names = chosen(options.only);
  const threads = Number(process.env.DNN_THREADS) || availableParallelism();
  process.env.DNN_THREADS = String(threads);
  const runtime = await loadRuntime();
  const ceiling = await openCeiling(runtime);
  const peer = TorchPeer.start();
  const results: Result[] = [];
  const print = options.json ? () => undefined : console.log;
  print(row(['workload', 'batch', 'ours ms', 'PyTorch ms', 'ratio', 'GFLOP/s', 'GEMM']));
  for (const name of names) {
    if (unavailable.has(name)) {
      print(row([name, 'missing: its layers do not exist yet']));
      continue;
    }
    const steps = Number(options.steps);
    const result = await measure(loadWorkload(name), { runtime, peer, ceiling, threads, steps });
    results.push(result);
    const { batch, ours, pytorch, ratioToPyTorch, gflops } = result;
    const cells = [name, batch, ours, pytorch ?? 'absent', ratioToPyTorch ?? '', gflops];
    print(row([...cells, result.ceiling]));
    if (options.json) console.log(JSON.stringify(result));
  }
  if (!peer) print('PyTorch is absent: no Python with `torch` (Debian: python3-torch).');
  if (!options['no-save']) save(results, threads, runtime.env.versions.node, peer?.version);
  peer?.stop();
  await ceiling.close();
}

function chosen(only: string | undefined): readonly WorkloadName[] {
  if (only === undefined) return workloadNames;
  const wanted = only.split(',');
  const unknown = wanted.find((name) => !(workloadNames as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Error(`no workload '${unknown}'; there are ${workloadNames.join(', ')}`);
  }
  return workloadNames.filter((name) => wanted.includes(name));
}

/** Writes the results with what they were measured on. */
function save(results: readonly Result[], threads: number, ort = '', torch?: string): void {
  const [{ model }] = cpus();
  const machine = {
    processor: model.trim(),
    threads,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${release()}`,
    node: process.version,
    onnxruntime: ort,
    pytorch: torch ?? null,
  };
  const folder = join(__dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const slug = model
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const name = `${date}-${slug}-${threads}.json`;
  writeFileSync(join(folder, name), `${JSON.stringify({ date, machine, results }, null, 2)}\n`);
}

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, i) => (i === 0 ? String(cell).padEnd(10) : String(cell).padStart(11))).join('');

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
