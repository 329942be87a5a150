import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seemsPresent } from '../../../src/compute/devices/hardware';

describe('whether a machine seems to have a device', () => {
  for (const [device, platform, files, expected] of [
    ['cpu', 'linux', [], true],
    ['cuda', 'linux', [], false],
    ['cuda', 'linux', ['/dev/nvidiactl'], true],
    ['cuda', 'linux', ['/dev/dri'], false],
    ['webgpu', 'linux', [], false],
    ['webgpu', 'linux', ['/dev/dri'], true],
    ['webgpu', 'linux', ['/dev/nvidiactl'], true],
    ['webgpu', 'darwin', [], true],
    ['webgpu', 'win32', [], true],
    ['dml', 'win32', [], true],
    ['dml', 'linux', ['/dev/nvidiactl'], false],
    ['coreml', 'darwin', [], true],
    ['coreml', 'linux', [], false],
  ] as const)
    it(`${expected ? 'yes' : 'no'}: ${device} on ${platform} with ${files.join() || 'no files'}`, () => {
      const has = (path: string) => (files as readonly string[]).includes(path);
      assert.equal(seemsPresent(device, platform, has), expected);
    });
});
