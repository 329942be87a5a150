import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Provider } from './runtime';

/** Whether this machine seems to have the hardware of a device, by what its system shows of it; nothing is tried. */
export function seemsPresent(
  provider: Provider,
  platform: NodeJS.Platform = process.platform,
  has: (path: string) => boolean = existsSync,
): boolean {
  switch (provider) {
    case 'cpu':
      return true;
    case 'cuda':
      return hasNvidia(platform, has);
    case 'webgpu':
      // Elsewhere than on Linux hardly a machine has no GPU, and none need have a file of it.
      return platform !== 'linux' || hasNvidia(platform, has) || has('/dev/dri') || has('/dev/dxg');
    case 'dml':
      return platform === 'win32';
    case 'coreml':
      return platform === 'darwin';
    default:
      return provider satisfies never;
  }
}

/** Why a device that failed is not used. */
export const unusableCause = (provider: Provider): 'absent' | 'broken' =>
  seemsPresent(provider) ? 'broken' : 'absent';

function hasNvidia(platform: NodeJS.Platform, has: (path: string) => boolean): boolean {
  if (platform === 'win32')
    return has(join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'nvcuda.dll'));
  return has('/dev/nvidiactl') || has('/proc/driver/nvidia/version');
}
