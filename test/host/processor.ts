import { readFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { probeBlocked } from '../../src/compute/devices/blocked';
import { loadRuntime } from '../../src/compute/devices/runtime';

/** The widest instruction set ONNX Runtime chooses kernels by, out of the flags of a processor. */
export function instructionSet(flags: readonly string[]): string | undefined {
  const sets = [
    ['AVX-512', 'avx512f'],
    ['AVX2 and FMA', 'avx2'],
    ['AVX', 'avx'],
    ['SSE2', 'sse2'],
    ['NEON', 'asimd'],
  ] as const;
  return sets.find(([, flag]) => flags.includes(flag))?.[0];
}

function flags(): readonly string[] {
  try {
    const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
    return line?.trim().split(' ') ?? [];
  } catch {
    return [];
  }
}

/** What numbers may depend on: the processor, its instructions and the block of the blocked layout. */
export async function processor(): Promise<string> {
  const block = await probeBlocked(await loadRuntime());
  const layout = block === undefined ? 'no blocked layout' : `blocks of ${block} channels`;
  return `${cpus()[0]?.model ?? arch()}: ${instructionSet(flags()) ?? arch()}, ${layout}`;
}
