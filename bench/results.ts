import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { workloadNames } from './workloads';
import type { PartialResult } from './result';
import { judge } from './targets';

export interface Conditions {
  readonly threads: number;
  readonly device: string;
  /** Processes that wanted a processor in the minute before. */
  readonly load: number;
  readonly onnxruntime: string;
  readonly pytorch?: string;
}

/** Adds the results to those of the day on this machine, with what they were measured on, and gives the file. */
export function save(
  results: readonly PartialResult[],
  { threads, device, load, onnxruntime, pytorch }: Conditions,
): string {
  const model = cpus()[0].model.trim();
  const folder = join(__dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const date = new Date().toISOString();
  const slug = model.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const file = join(
    folder,
    `${date.slice(0, 10)}-${slug}-${threads}${device === 'cpu' ? '' : `-${device}`}.json`,
  );
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
  const machine = {
    processor: model,
    threads,
    device,
    load,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${release()}`,
    node: process.version,
    onnxruntime,
    pytorch: pytorch ?? earlier?.machine.pytorch ?? null,
  };
  const kept: Kept = { date, machine, results: merged(earlier?.results ?? [], results) };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  return file;
}

/** A file of results. */
interface Kept {
  readonly date: string;
  readonly machine: { readonly pytorch: string | null };
  readonly results: readonly PartialResult[];
}

/** Results by workload, in the order of the table; of what was measured twice, the later. */
function merged(
  earlier: readonly PartialResult[],
  later: readonly PartialResult[],
): readonly PartialResult[] {
  return workloadNames.flatMap((name) => {
    const found = [...earlier, ...later].filter(({ workload }) => workload === name);
    if (found.length === 0) return [];
    const { targets: _, ...result } = Object.assign({}, ...found) as PartialResult;
    return [{ ...result, targets: judge(result) }];
  });
}
