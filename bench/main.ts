import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { relative } from 'node:path';
import { Command } from 'commander';
import { allocatorSettings } from '../src/compute/client/process';
import { deviceName } from '../src/compute/protocol/deviceName';
import { loadRuntime } from '../src/compute/devices/runtime';
import { openCeiling } from './ceiling';
import { isLong, measureNames, measures, onAnyDevice, type MeasureName } from './measures';
import type { Measure, Surroundings } from './measures/measure';
import { TorchPeer } from './peer';
import { save } from './results';
import type { PartialResult, Verdict } from './result';
import { judge } from './targets';
import { loadWorkload, workloadNames, type WorkloadName } from './workloads';

interface Options {
  readonly only?: string;
  readonly measure?: string;
  readonly device: string;
  readonly steps: string;
  readonly json: boolean;
  readonly save: boolean;
}

const options = new Command('bench')
  .description('Measures training steps beside a matrix product and PyTorch, all in one run.')
  .option('--only <workloads>', `of ${workloadNames.join(', ')}; separated by commas`)
  .option('--measure <measures>', `of ${measureNames.join(', ')}; without it, the short ones`)
  .option('--device <device>', 'cpu, or a GPU provider', 'cpu')
  .option('--steps <steps>', 'of each workload that are timed', '30')
  .option('--json', 'one JSON object a workload', false)
  .option('--no-save', 'leave bench/results as it is')
  .parse()
  .opts<Options>();

const print = options.json ? () => undefined : console.log;
/** What is missing here. */
const tell = options.json ? console.error : console.log;

/** Load of a machine that does nothing else; PyTorch's threads wait for each other in vain where others compute. */
const quiet = 0.5;

async function main(): Promise<void> {
  const names = chosen('workload', options.only, workloadNames) ?? workloadNames;
  const device = deviceName.exclude(['auto']).parse(options.device);
  const wanted =
    chosen('measure', options.measure, measureNames) ??
    measureNames.filter((name) => !isLong(name) && (device === 'cpu' || onAnyDevice(name)));
  const threads = Number(process.env.DNN_THREADS) || availableParallelism();
  process.env.DNN_THREADS = String(threads);
  const runtime = await loadRuntime();
  const ceiling = await openCeiling(runtime, device);
  const peer = TorchPeer.start();
  const steps = Number(options.steps);
  const surroundings = { runtime, device, ceiling, peer, threads, steps };
  const results: PartialResult[] = [];
  const [load] = loadavg();
  if (load > quiet)
    tell(`The machine is busy (load ${load.toFixed(1)}): do not quote these numbers.`);
  print(row(['workload', 'batch', 'measure', 'ours', 'other', 'value', 'to reach', '']));
  try {
    for (const name of names) {
      const result = await measured(name, wanted, surroundings);
      if (result.targets.length === 0) continue;
      results.push(result);
      for (const verdict of result.targets) print(verdictRow(result, verdict));
      if (options.json) console.log(JSON.stringify(result));
    }
  } finally {
    peer?.stop();
    await ceiling.close();
  }
  if (!peer)
    tell(
      'PyTorch is absent: no Python with `torch` (`test/fixtures/makeEnvironment.sh` installs it).',
    );
  const verdicts = results.flatMap(({ targets }) => targets).filter(({ met }) => met !== undefined);
  print(`${verdicts.filter(({ met }) => met).length} of ${verdicts.length} targets met`);
  if (!options.save) return;
  const onnxruntime = runtime.env.versions.node ?? '';
  const file = save(results, {
    threads,
    device,
    load,
    onnxruntime,
    ...(peer?.version && { pytorch: peer.version }),
  });
  print(`kept in ${relative('.', file)}`);
}

/** Takes the measures that concern a workload. */
async function measured(
  name: WorkloadName,
  wanted: readonly MeasureName[],
  surroundings: Surroundings,
): Promise<PartialResult> {
  const workload = loadWorkload(name);
  let result: Omit<PartialResult, 'targets'> = { workload: name, batch: workload.batch };
  for (const kind of wanted) {
    const measure: Measure = measures[kind];
    if (measure.workloads?.includes(name) === false) continue;
    const why = measure.impossible?.();
    if (why === undefined) result = { ...result, ...(await measure.run(workload, surroundings)) };
    else tell(row([name, '', `${kind}: ${why}`]));
  }
  const targets = judge(result);
  if (surroundings.device === 'cpu') return { ...result, targets };
  // The bounds are those of the CPU.
  return { ...result, targets: targets.map(({ bound: _, met: __, ...verdict }) => verdict) };
}

function chosen<N extends string>(
  what: string,
  list: string | undefined,
  names: readonly N[],
): readonly N[] | undefined {
  if (list === undefined) return undefined;
  const wanted = list.split(',');
  const unknown = wanted.find((name) => !(names as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Error(`no ${what} '${unknown}'; there are ${names.join(', ')}`);
  }
  return names.filter((name) => wanted.includes(name));
}

function verdictRow({ workload, batch }: PartialResult, verdict: Verdict): string {
  const { label, value, ours, other, bound, atLeast = false, met } = verdict;
  const number = (x: number | undefined): string => (x === undefined ? '' : String(rounded(x)));
  return row([
    workload,
    String(batch),
    label,
    number(ours),
    number(other),
    number(value),
    bound === undefined ? '' : `${atLeast ? '≥' : '≤'} ${bound}`,
    met === undefined ? '' : met ? 'met' : 'NOT MET',
  ]);
}

const rounded = (x: number): number => Number(x.toPrecision(3));

const widths = [10, -6, 22, -9, -9, -9, -9, 8] as const;
/** Cells of fixed widths; a negative width means to the right. */
const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (widths[i] > 0 ? cell.padEnd(widths[i]) : cell.padStart(-widths[i])))
    .join('  ')
    .trimEnd();

/** Whether memory is allocated here as in a core's process: that is decided before a process starts. */
const asInCore = Object.entries(allocatorSettings).every(
  ([name, value]) => process.env[name] === value,
);
if (asInCore) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
} else {
  const { execPath, execArgv, argv, env } = process;
  const again = spawnSync(execPath, [...execArgv, ...argv.slice(1)], {
    stdio: 'inherit',
    env: { ...env, ...allocatorSettings },
  });
  process.exitCode = again.status ?? 1;
}
