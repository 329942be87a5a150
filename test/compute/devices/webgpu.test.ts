import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { softwareVulkan } from '../../host/vulkan';
import { checks } from './webgpuChecks';
import type { Outcome } from './webgpuProcess';

const titles = {
  placement: 'computes no node of a training step on the CPU',
  operators: 'agrees with the CPU on an operator and its gradient',
  layers: 'agrees with the CPU on a step',
  updates: 'agrees with the CPU on a step of an optimizer',
  workloads: 'agrees with the CPU on the first steps',
  rules: 'agrees with the CPU on ten steps by a learning rule',
} as const satisfies Readonly<Record<keyof typeof checks, string>>;

/** The driver's library must be on the path when a process starts: the checks have one of their own. */
describe('WebGPU on the software driver', function () {
  this.timeout(600_000);
  let outcomes: Outcome[] = [];

  before(function () {
    const driver = softwareVulkan();
    if (!driver) {
      console.log('      no software Vulkan driver for this platform');
      return this.skip();
    }
    // One process for each group: the software driver slows down with the number of shaders it has seen.
    const script = join(__dirname, 'webgpuProcess.ts');
    outcomes = Object.keys(checks).flatMap((group) => {
      const { stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, script, group], {
        env: { ...process.env, ...driver },
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      });
      const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
      assert.ok(lines.length > 0, stderr);
      return lines.map((line) => JSON.parse(line) as Outcome);
    });
  });

  for (const [group, title] of Object.entries(titles)) {
    for (const name of Object.keys(checks[group as keyof typeof checks])) {
      it(`${title}: ${name}`, () => {
        const outcome = outcomes.find((found) => found.group === group && found.name === name);
        assert.ok(outcome, 'the process with the driver ended before');
        if (outcome.note !== undefined) console.log(`      ${outcome.note}`);
        assert.equal(outcome.problem, undefined);
      });
    }
  }
});
