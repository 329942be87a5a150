import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { RunEvent } from '../../../src/runs/events';
import { crc32c } from '../../../src/runs/export/crc32c';
import { exportMeasures } from '../../../src/runs/export/exportMeasures';
import { csv } from '../../../src/text/csv';
import { readEvents } from './eventFile';
import { description, newRun, temporaryFolder } from './support';

const events: readonly RunEvent[] = [
  {
    ...{ event: 'start', run: 'r', network: 'Net', data: 'points', device: 'cpu', seed: 3 },
    ...{ epochs: 1, stepsPerEpoch: 2, batch: 1, samples: 2, step: 0, steps: 2 },
    measures: [
      { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' },
      {
        name: 'gradients',
        label: 'm',
        goal: 'none',
        fold: 'mean',
        items: ['C1.weight', 'C1.bias'],
      },
    ],
  },
  {
    ...{ event: 'step', step: 1, epoch: 1, rate: 0.5, seconds: 0.25, samplesPerSecond: 8 },
    values: { loss: 2.5, gradients: [0.75, 'NaN'] },
  },
  {
    ...{ event: 'step', step: 2, epoch: 1, rate: 0.25, seconds: 0.5, samplesPerSecond: 8 },
    values: { loss: 'Infinity', gradients: [-1, 0] },
  },
  {
    ...{ event: 'epoch', epoch: 1, step: 2, rate: 0.25, seconds: 0.5 },
    ...{ train: { loss: 1.25 }, validation: { loss: 1.5, accuracy: 0.875 } },
  },
  {
    ...{ event: 'done', reason: 'completed', epochs: 1, steps: 2, seconds: 0.75, device: 'cpu' },
    ...{ run: 'r', train: { loss: 1.25 }, validation: { loss: 1.5 }, test: { accuracy: 0.5 } },
  },
];

describe('measures of a run', () => {
  const folder = temporaryFolder();

  async function exported() {
    const run = await newRun(description(folder.path), new Date('2026-01-02T15:04:05.500Z'));
    for (const event of events) run.append(event);
    const files = await exportMeasures(run, join(folder.path, 'deep', 'out'));
    return { run, files };
  }

  it('leave as files in a folder of the run’s name, which a second export replaces', async () => {
    const { run, files } = await exported();
    const place = join(folder.path, 'deep', 'out', run.id);
    const names = ['measures.csv', 'parameters.csv', 'events.out.tfevents.1767366245.dnn'];
    assert.deepEqual(
      files,
      names.map((name) => join(place, name)),
    );
    await exportMeasures(run, join(folder.path, 'deep', 'out'));
    assert.deepEqual(readdirSync(place).sort(), [...names].sort());
  });

  it('are a table with a row for each told step and a column for each measure', async () => {
    const { files } = await exported();
    const [measures, parameters] = files.map((file) =>
      file.endsWith('.csv') ? parse(readFileSync(file)) : [],
    );
    assert.deepEqual(measures, [
      [
        ...['step', 'epoch', 'seconds', 'train/loss', 'learning_rate', 'samples_per_second'],
        ...['epoch/loss', 'validation/loss', 'validation/accuracy', 'test/accuracy'],
      ],
      ['1', '1', '0.25', '2.5', '0.5', '8', '', '', '', ''],
      ['2', '1', '0.75', 'Infinity', '0.25', '8', '1.25', '1.5', '0.875', '0.5'],
    ]);
    assert.deepEqual(parameters, [
      ['step', 'epoch', 'seconds', 'gradients/C1.weight', 'gradients/C1.bias'],
      ['1', '1', '0.25', '0.75', 'NaN'],
      ['2', '1', '0.75', '-1', '0'],
    ]);
  });

  it('are an event file with checked records, wall times and steps', async () => {
    const { files } = await exported();
    const file = files.find((name) => basename(name).includes('tfevents'))!;
    const [first, ...rest] = readEvents(readFileSync(file));
    const start = Date.UTC(2026, 0, 2, 15, 4, 5, 500) / 1000;
    assert.deepEqual(first, { time: start, step: 0, version: 'brain.Event:2', scalars: {} });
    assert.deepEqual(rest, [
      {
        ...{ time: start + 0.25, step: 1 },
        scalars: {
          ...{ 'train/loss': 2.5, learning_rate: 0.5, samples_per_second: 8 },
          ...{ 'gradients/C1.weight': 0.75, 'gradients/C1.bias': NaN },
        },
      },
      {
        ...{ time: start + 0.75, step: 2 },
        scalars: {
          ...{ 'train/loss': Infinity, learning_rate: 0.25, samples_per_second: 8 },
          ...{ 'epoch/loss': 1.25, 'validation/loss': 1.5, 'validation/accuracy': 0.875 },
          ...{ 'test/accuracy': 0.5, 'gradients/C1.weight': -1, 'gradients/C1.bias': 0 },
        },
      },
    ]);
  });

  it('are checked by CRC-32C as RFC 3720 has it', () => {
    const bytes = (value: (i: number) => number) =>
      Uint8Array.from({ length: 32 }, (_, i) => value(i));
    assert.equal(crc32c(bytes(() => 0)), 0x8a9136aa);
    assert.equal(crc32c(bytes(() => 0xff)), 0x62a8ab43);
    assert.equal(crc32c(bytes((i) => i)), 0x46dd794e);
    assert.equal(crc32c(bytes((i) => 31 - i)), 0x113fdb5c);
    assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
  });
});

describe('a table as CSV', () => {
  const rows: readonly (readonly [
    what: string,
    cell: string | number | undefined,
    text: string,
  ])[] = [
    ['a number', -1.5e-9, '-1.5e-9'],
    ['nothing', undefined, ''],
    ['a comma', 'a,b', '"a,b"'],
    ['quotes', 'say "a"', '"say ""a"""'],
    ['lines', 'a\nb', '"a\nb"'],
    ['a formula, as text', '=1+1', "'=1+1"],
    ['a number that is text', '-3', '-3'],
    ['a date with a sign', '@now', "'@now"],
  ];
  for (const [what, cell, text] of rows)
    it(`writes ${what}`, () => assert.equal(csv([['x', cell]]), `x,${text}\n`));
});
