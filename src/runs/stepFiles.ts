import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of tensors that are named after the step of a training at which they were written. */

export interface StepFile {
  readonly step: number;
  readonly file: string;
}

const pattern = /^step-(\d{8,})\.safetensors$/;

export const stepFile = (folder: string, step: number): string =>
  join(folder, `step-${String(step).padStart(8, '0')}.safetensors`);

/** Those in a folder, in the order of their steps. */
export async function stepFiles(folder: string): Promise<StepFile[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const [, step] = pattern.exec(name) ?? [];
      return step === undefined ? [] : [{ step: Number(step), file: join(folder, name) }];
    })
    .sort((a, b) => a.step - b.step);
}
