import assert from 'node:assert/strict';
import { exportForm } from '../../../src/compute/protocol/exported';
import {
  afterChange,
  type ExportChoice,
  type ExportChoices,
  formOf,
  keptChoices,
} from '../../../src/extension/commands/exportChoices';

describe('what is chosen of an exported file', () => {
  const forms: readonly (readonly [what: string, choices: ExportChoices, form: object])[] = [
    ['nothing', { chosen: [] }, { clients: [] }],
    ['programs', { chosen: ['web', 'python'] }, { clients: ['python', 'web'] }],
    [
      'float16',
      { chosen: ['float16', 'raw'] },
      { precision: { type: 'float16' }, raw: true, clients: [] },
    ],
    [
      'int8',
      { chosen: ['int8', 'logits'] },
      { precision: { type: 'int8', samples: 500 }, logits: true, clients: [] },
    ],
    ['an opset', { chosen: ['opset'], opset: 20 }, { opset: 20, clients: [] }],
    ['no opset, though one was', { chosen: [], opset: 20 }, { clients: [] }],
  ];
  for (const [what, choices, form] of forms)
    it(`makes a form that the core takes: ${what}`, () => {
      assert.deepEqual(formOf(choices), form);
      assert.deepEqual(exportForm.parse(formOf(choices)), form);
    });

  const changes: readonly (readonly [
    before: readonly ExportChoice[],
    now: readonly ExportChoice[],
    after: readonly ExportChoice[],
  ])[] = [
    [['float16'], ['float16', 'int8'], ['int8']],
    [
      ['raw', 'int8'],
      ['float16', 'int8', 'raw'],
      ['float16', 'raw'],
    ],
    [['float16'], ['float16', 'raw'], ['float16', 'raw']],
    [['int8'], [], []],
    // All at once.
    [[], ['float16', 'int8', 'web'], ['float16', 'web']],
  ];
  for (const [before, now, after] of changes)
    it(`has one of float16 and int8: ${now.join(', ') || 'none'} after ${before.join(', ') || 'none'}`, () =>
      assert.deepEqual(afterChange(before, now), after));

  it('is what was kept, as far as that is known', () => {
    const choices: ExportChoices = { chosen: ['int8', 'opset', 'web'], opset: 20 };
    assert.deepEqual(keptChoices(JSON.parse(JSON.stringify(choices))), choices);
    for (const unknown of [undefined, null, 'python', ['python'], { chosen: 'web', opset: '20' }])
      assert.deepEqual(keptChoices(unknown), { chosen: [] });
    assert.deepEqual(keptChoices({ chosen: ['later', 'raw'] }), { chosen: ['raw'] });
  });
});
