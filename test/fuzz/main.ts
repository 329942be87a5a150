import { inspect, parseArgs } from 'node:util';
import { feed, inputOf, shares, targets } from './fuzz';

/** `npm run fuzz -- [--count N] [--seed N] [--target NAME] [--show]`; without options 200,000 inputs. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '200000' },
      seed: { type: 'string', default: '1' },
      target: { type: 'string' },
      show: { type: 'boolean', default: false },
    },
  });
  const first = Number(values.seed);
  const among = targets.filter(({ name }) => (values.target ?? name) === name);
  if (among.length === 0) {
    const names = targets.map(({ name }) => name).join(', ');
    throw new Error(`There is no target ${values.target}; there are ${names}.`);
  }
  let failures = 0;
  for (const [target, count] of shares(Number(values.count), among)) {
    let slowest = { seconds: 0, seed: first };
    let total = 0;
    let failed = 0;
    for (let seed = first; seed < first + count; seed++) {
      const input = inputOf(target, seed);
      if (values.show) console.log(inspect(input, { maxStringLength: 4000 }));
      const { seconds, failure } = await feed(target, input);
      total += seconds;
      if (seconds > slowest.seconds) slowest = { seconds, seed };
      if (failure === undefined) continue;
      if (++failed <= 5) console.log(`${target.name} --seed ${seed}: ${failure}`);
    }
    failures += failed;
    const mean = ((1000 * total) / count).toFixed(2);
    const most = `${(1000 * slowest.seconds).toFixed(0)} ms (seed ${slowest.seed})`;
    console.log(
      `${target.name.padEnd(12)} ${count.toLocaleString('en').padStart(8)} inputs, ${failed} failed, ` +
        `${mean} ms each, slowest ${most}`,
    );
  }
  console.log(`${failures} failed`);
  process.exitCode = failures > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
