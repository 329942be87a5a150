import { significant } from './statistics';
import type { Found, PartialResult, Result, Verdict } from './result';
import type { WorkloadName } from './workloads';

/** A number a workload is to reach. */
interface Target {
  readonly label: string;
  /** What is compared, and with what; undefined when it was not measured. */
  readonly find: (result: Partial<Result>) => Found | undefined;
  /** By workload, or for all. */
  readonly bound: number | Partial<Record<WorkloadName, number>>;
  /** The bound is to be reached from above unless it says so. */
  readonly atLeast?: boolean;
}

const ratio = (ours: number | null, other: number | null): Found | undefined =>
  ours === null || other === null ? undefined : { value: significant(ours / other), ours, other };

/** Every target of the benchmark table. */
const targets: readonly Target[] = [
  {
    label: 'step ms : PyTorch',
    find: ({ ours, pytorch, ratioToPyTorch }) =>
      typeof ratioToPyTorch !== 'number' || typeof pytorch !== 'number'
        ? undefined
        : { value: ratioToPyTorch, ours, other: pytorch },
    bound: {
      xor: 0.5,
      mlp: 0.25,
      lenet5: 0.75,
      vgg: 0.85,
      'resnet-8': 1,
      inception: 1,
      rnn: 0.75,
      rbm: 0.8,
      'char-lstm': 1,
      'char-gpt': 1,
    },
  },
  {
    label: 'GFLOP/s : product',
    find: ({ gflops, ceiling }) =>
      gflops === undefined ? undefined : ratio(gflops, ceiling ?? null),
    bound: { vgg: 0.65 },
    atLeast: true,
  },
  {
    label: 'watching gradients',
    find: ({ watching }) => watching && { value: watching.gradients },
    bound: 0.03,
  },
  {
    label: 'watching activations',
    find: ({ watching }) => watching && { value: watching.activations },
    bound: 0.1,
  },
  {
    label: 'peak MiB : PyTorch',
    find: ({ memory }) => memory && ratio(memory.ours, memory.pytorch),
    bound: 1,
  },
  {
    label: 'first step s, starting',
    find: ({ firstStep }) => firstStep && { value: firstStep.startingCore },
    bound: 1,
  },
  {
    label: 'first step s, running',
    find: ({ firstStep }) => firstStep && { value: firstStep.runningCore },
    bound: 0.3,
  },
  {
    label: 'growth of memory',
    find: ({ growth }) =>
      growth && {
        value: growth.fraction,
        ours: growth.megabytesAtEnd,
        other: growth.megabytesAfter500,
      },
    bound: 0.01,
  },
  {
    label: 'epochs s : PyTorch',
    find: ({ mnist }) => mnist && ratio(mnist.ours, mnist.pytorch),
    bound: {},
  },
  {
    label: 'MNIST accuracy',
    find: ({ mnist }) => mnist && { value: mnist.accuracy },
    bound: 0.99,
    atLeast: true,
  },
  {
    label: 'new head on 5,000 images s',
    find: ({ fineTuning }) => fineTuning && { value: fineTuning.seconds },
    bound: 60,
  },
];

/** What was measured of a workload beside what is to be reached. */
export function judge({ workload, ...result }: Omit<PartialResult, 'targets'>): Verdict[] {
  return targets.flatMap(({ label, find, bound: bounds, atLeast = false }): Verdict[] => {
    const found = find(result);
    if (!found) return [];
    const bound = typeof bounds === 'number' ? bounds : bounds[workload as WorkloadName];
    if (bound === undefined) return [{ label, ...found }];
    const met = atLeast ? found.value >= bound : found.value <= bound;
    return [{ label, ...found, bound, ...(atLeast && { atLeast }), met }];
  });
}
