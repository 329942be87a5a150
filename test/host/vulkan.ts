import { join } from 'node:path';
import { browserHostSupported, installTestHost, unpack } from './install';

/**
 * Environment of a process that is to use the software Vulkan driver (SwiftShader), for WebGPU without a GPU.
 * The loader is beside the driver, so the library path must be set before that process starts.
 * `undefined` where no driver is packaged for the platform.
 */
export function softwareVulkan():
  { VK_ICD_FILENAMES: string; LD_LIBRARY_PATH: string } | undefined {
  if (!browserHostSupported) return undefined;
  installTestHost();
  const folder = unpack('swiftshader.tar.br', 'swiftshader');
  return {
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
  };
}
