import type { Provider, Runtime } from '../../src/compute/devices/runtime';
import type { openCeiling } from '../ceiling';
import type { TorchPeer } from '../peer';
import type { Result } from '../result';
import type { Workload, WorkloadName } from '../workloads';

/** What measures share in one run of the benchmark. */
export interface Surroundings {
  readonly runtime: Runtime;
  /** Where ours computes; PyTorch on a GPU when it is not the CPU. */
  readonly device: Provider;
  /** Absent where PyTorch is not installed. */
  readonly peer: TorchPeer | undefined;
  readonly ceiling: Awaited<ReturnType<typeof openCeiling>>;
  readonly threads: number;
  /** At least so many steps are timed. */
  readonly steps: number;
}

/** One thing to find out about workloads. */
export interface Measure {
  /** Absent: all. */
  readonly workloads?: readonly WorkloadName[];
  /** It takes a minute or more, so it has to be asked for. */
  readonly long?: boolean;
  /** Whether it is the same on every device; others concern the CPU. */
  readonly onAnyDevice?: boolean;
  /** Why it cannot be taken here, if so. */
  impossible?(): string | undefined;
  run(workload: Workload, surroundings: Surroundings): Promise<Partial<Result>>;
}
