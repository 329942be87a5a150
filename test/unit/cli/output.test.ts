import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';

const steps = 40_000;
const stepsPerEpoch = 1000;

/** Tells more than 40 MB of a training while nobody reads; then what waited at most, on the error output. */
const script = `
  const { Output } = require('./src/cli/output');
  const { keepOutputFromBlocking } = require('./src/cli/standardOutput');
  keepOutputFromBlocking();
  const output = new Output({ json: true, quiet: false });
  let most = 0;
  for (let step = 1; step <= ${steps}; step++) {
    const gradients = Array(50).fill(0.123456789012345);
    output.json({ event: 'step', step, epoch: 1, rate: 0.1, loss: 1, seconds: 1, gradients });
    if (step % ${stepsPerEpoch} === 0) output.json({ event: 'epoch', epoch: step / ${stepsPerEpoch}, step });
    most = Math.max(most, process.stdout.writableLength);
  }
  process.stderr.write(String(most));`;

interface Line {
  readonly event: 'step' | 'epoch';
  readonly step: number;
}

describe('the JSON output', () => {
  it('waits for a slow reader in bounded memory: it leaves out steps, and no epoch', async function () {
    this.timeout(30_000);
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let most = '';
    for await (const part of child.stderr.setEncoding('utf8')) {
      most += part as string;
      break; // it has told everything, and nothing of it was read
    }
    const lines: Line[] = [];
    for await (const line of createInterface(child.stdout)) lines.push(JSON.parse(line) as Line);
    const epochs = lines.filter(({ event }) => event === 'epoch');
    assert.deepEqual(
      epochs.map(({ step }) => step),
      Array.from({ length: steps / stepsPerEpoch }, (_, i) => (i + 1) * stepsPerEpoch),
    );
    const told = lines.length - epochs.length;
    assert.ok(told > 500 && told < 5000, `${told} steps of ${steps}`);
    assert.ok(Number(most) > 1e6 && Number(most) < 1.2e6, `${most} bytes waited`);
    const order = lines.map(({ step }) => step);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });
});
