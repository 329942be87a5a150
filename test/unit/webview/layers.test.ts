import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { JointHistory } from '../../../webview/layers/jointHistory';
import { inspectionLayers, layerMeasures, trainingLayers } from '../../../webview/layers/layerData';
import { placeLines } from '../../../webview/layers/rowLayout';
import { headingsOf, linesOf } from '../../../webview/layers/rowTree';
import { shortNames } from '../../../webview/layers/shortNames';
import { columnEdges, pointAt, pointText, stepRange } from '../../../webview/layers/stepRange';
import { inspection, training } from '../../../webview/harness/fixtures';
import { hundreds, hundredsStep, hundredsTraining } from '../../../webview/harness/hundreds';
import { recordEvent } from '../../../src/views/training';

describe('short names', () => {
  const cases: readonly (readonly [string[], number, string[]])[] = [
    [['unit_1.conv_1', 'unit_1.conv_2'], 8, ['unit…v_1', 'unit…v_2']],
    [['convolution_a_of_stage', 'convolution_b_of_stage'], 9, ['co…a_…ge', 'co…b_…ge']],
    [['C1', 'output'], 6, ['C1', 'output']],
    [['first_of_them_all', 'other_of_them_all'], 8, ['firs…all', 'othe…all']],
  ];
  for (const [names, limit, expected] of cases)
    it(`of ${names.join(', ')}`, () => {
      const short = shortNames(names, limit);
      equal(new Set(short).size, names.length);
      ok(
        short.every((name) => name.length <= Math.max(...expected.map(({ length }) => length))),
        short.join(),
      );
    });

  it('leave out the middle', () => {
    deepEqual(shortNames(['unit_1.conv_1', 'unit_1.conv_2'], 9), ['unit…nv_1', 'unit…nv_2']);
  });

  it('are as different as the names, at most as long, and begin or end as they do', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abc_1.'), minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(fc.array(name), fc.integer({ min: 3, max: 12 }), (names, limit) => {
        const short = shortNames(names, limit);
        equal(new Set(short).size, new Set(names).size);
        names.forEach((name, i) => {
          const told = short[i] ?? '';
          ok(told.length <= name.length);
          const [head = '', ...rest] = told.split('…');
          ok(name.startsWith(head) && name.endsWith(rest.at(-1) ?? ''), `${name}: ${told}`);
          if (name.length <= limit) equal(told, name);
        });
      }),
    );
  });
});

describe('the lines of a chart of layers', () => {
  const layers = hundreds.layers.map(({ id }) => id);
  const lines = (folded: readonly string[] = []) =>
    linesOf(layers, headingsOf(layers, hundreds), new Set(folded));

  it('are layers under the headings of their blocks, without what the heading says', () => {
    deepEqual(
      lines()
        .slice(0, 7)
        .map(({ kind, name, level }) => [kind, name, level]),
      [
        ['group', 'unit_1', 0],
        ...[1, 2, 3, 4, 5].map((i) => ['layer', `convolution_${i}`, 1]),
        ['group', 'unit_2', 0],
      ],
    );
  });

  it('of a folded block are its heading, which stands for its layers', () => {
    const [first, second] = lines(['unit_1']);
    deepEqual([first?.members, first?.folded, second?.name], [[0, 1, 2, 3, 4], true, 'unit_2']);
    equal(lines().length - lines(['unit_1']).length, 5);
  });

  it('have no heading for a single layer, nor for what another heading has whole', () => {
    const names = ['a.b.one', 'a.b.two', 'c.one', 'last'];
    const known = linesOf(names, headingsOf(names, undefined), new Set());
    deepEqual(
      known.map(({ kind, name }) => [kind, name]),
      [
        ['group', 'a'],
        ['layer', 'b.one'],
        ['layer', 'b.two'],
        ['layer', 'c.one'],
        ['layer', 'last'],
      ],
    );
  });

  for (const count of [1, 5, 20, 60, 200, 1000])
    it(`${count} of them have no gaps, are not too thin to point at, and no names that meet`, () => {
      const names = Array.from({ length: count }, (_, i) => `dense_${i + 1}`);
      const placed = placeLines(linesOf(names, headingsOf(names, undefined), new Set()), {
        available: 440,
        characters: 12,
      });
      let [top, free] = [0, -Infinity];
      for (const line of placed) {
        equal(line.top, top);
        ok(line.height >= 6 && line.height <= 22);
        top += line.height;
        if (!line.labelled) continue;
        const middle = line.top + line.height / 2;
        ok(middle - 6.5 >= free);
        free = middle + 6.5;
      }
      ok(count > 60 || top <= 440);
      ok(placed.filter(({ labelled }) => labelled).length >= Math.min(count, 19));
    });

  it('that are thin have the names of their blocks beside them, which do not meet', () => {
    const placed = placeLines(lines(), { available: 440, characters: 12 });
    const headings = placed.filter(({ kind }) => kind === 'group');
    ok(headings.every(({ hangs }) => hangs));
    const tops = headings.map(({ top, height }) => top + height);
    tops.slice(1).forEach((top, i) => ok(top - (tops[i] ?? 0) >= 18));
    const [all, drawn] = [placed, placed.filter((line) => line.drawn)].map((some) =>
      some.reduce((sum, { height }) => sum + height, 0),
    );
    ok((drawn ?? 0) > 0.9 * (all ?? 0));
  });
});

describe('the history of layers', () => {
  const [measure] = layerMeasures(hundredsTraining(0));
  const norm = (snapshot: ReturnType<typeof hundredsTraining>, row: number, point: number) => {
    const { columns } = snapshot.layers.gradients.history!;
    return Math.hypot(columns[2 * row][point]!, columns[2 * row + 1][point]!);
  };

  it('followed step by step is what it is when read as a whole, also after points are merged', () => {
    const snapshot = hundredsTraining(390);
    const { joint } = trainingLayers(snapshot, measure);
    for (let step = 391; step <= 830; step++) {
      recordEvent(snapshot, hundredsStep(step));
      trainingLayers(snapshot, measure, 'all', joint);
    }
    const whole = trainingLayers(snapshot, measure);
    equal(snapshot.layers.gradients.history!.stride, 4);
    deepEqual(
      joint!.rows,
      whole.rows.map(({ history }) => history),
    );
    for (const point of [0, 100, whole.steps.length - 1])
      equal(joint!.rows[7][point], norm(snapshot, 7, point));
  });

  it('is computed anew only where it has changed', () => {
    let joined = 0;
    const joint = new JointHistory([[0]], ([x = NaN]) => (joined++, x));
    const history = {
      stride: 1,
      filled: 1,
      steps: [1, 2, 3],
      columns: [[5, 6, 7] as (number | null)[]],
    };
    joint.follow(history);
    history.steps.push(4);
    history.columns[0].push(8);
    joint.follow(history);
    equal(joined, 3 + 2);
    equal(joint.version, 1);
    history.steps.splice(1, 3, 20);
    history.columns[0].splice(1, 3, 60);
    joint.follow(history);
    deepEqual([joint.version, joint.rows[0]], [2, [5, 60]]);
  });

  it('has the range of its positive numbers, and gaps where one is missing', () => {
    const joint = new JointHistory([[0, 1]], (values) => Math.max(...values));
    const columns = [
      [0, 3, null, 1],
      [0, 4, 5, 0.5],
    ];
    joint.follow({ stride: 1, filled: 1, steps: [1, 2, 3, 4], columns });
    deepEqual(joint.rows, [[0, 4, null, 1]]);
    deepEqual([joint.least, joint.greatest], [1, 4]);
  });

  it('can be told of weights and of biases alone', () => {
    const snapshot = training(3);
    const [measure] = layerMeasures(snapshot);
    const { columns } = snapshot.layers.gradients.history!;
    for (const [part, column] of [
      ['weights', 0],
      ['biases', 1],
    ] as const) {
      const { rows, at } = trainingLayers(snapshot, measure, part);
      deepEqual(rows[0]?.history, columns[column]);
      equal(at?.(1)[0]?.[0]?.value, columns[column]?.[1]);
    }
  });

  it('of a sample are the gradients of activations beside those of parameters', () => {
    const { layers } = inspection();
    const rows = inspectionLayers(inspection(), 'weights').rows;
    const C3 = layers.find(({ layer }) => layer === 'C3')!;
    equal(rows[1]?.activation, C3.activationGradient);
    equal(rows[1]?.value, C3.parameters[0]?.gradient);
  });
});

describe('the steps of a heat map', () => {
  const ranges: readonly (readonly [number[], number | undefined, number, number])[] = [
    [[1, 2, 3], undefined, 0, 3],
    [[10, 20, 30], undefined, 0, 30],
    [[510, 520], undefined, 500, 520],
    [[1, 2, 3], 1000, 0, 4],
    [[1, 2, 3, 4, 5], 6, 0, 6],
    [[1, 2, 3, 4, 5], 5, 0, 5],
    [[7], undefined, 6, 7],
  ];
  for (const [steps, end, from, to] of ranges)
    it(`${steps.join()} cover ${from} to ${to}${end ? ` of ${end}` : ''}`, () =>
      deepEqual(stepRange(steps, end), [from, to]));

  it('have columns without gaps', () =>
    deepEqual(columnEdges([5, 10, 20], [0, 20], 100), [0, 25, 50, 100]));

  it('are found by the step', () => {
    const steps = [4, 8, 12];
    deepEqual(
      [-3, 1, 4, 4.5, 8, 12, 99].map((step) => pointAt(steps, step)),
      [0, 0, 0, 1, 1, 2, 2],
    );
  });

  it('say of which steps they are the mean', () => {
    equal(pointText([4, 8], 4, 1), 'steps 5–8');
    equal(pointText([1, 1200], 1, 1), 'step 1,200');
  });
});
