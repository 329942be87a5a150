import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/graph/builder';
import { buildInference } from '../../../src/learning/inference';
import { initialize } from '../../../src/network/initialize';
import { branches, layers } from '../../../src/network/catalogue';
import { writeModel } from '../../../src/onnx/write';
import { networkOf } from '../../unit/network/support';
import { smallNetworks } from '../learning/networks';
import { fieldsOf, integersIn, type Message, messagesIn, textIn } from './wire';

/** The field of `AttributeProto` that each `AttributeType` demands, and whether it is a list. */
const valueFields: Readonly<Record<number, readonly [field: number, list: boolean]>> = {
  1: [2, false], // FLOAT
  2: [3, false], // INT
  3: [4, false], // STRING
  4: [5, false], // TENSOR
  6: [7, true], // FLOATS
  7: [8, true], // INTS
  8: [9, true], // STRINGS
};
const allValueFields = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 22, 23];

const onlyInteger = (message: Message, field: number, what: string): bigint => {
  const found = message.get(field) ?? [];
  assert.equal(found.length, 1, `${what} is there once`);
  return found[0] as bigint;
};

function checkTensor(tensor: Message, what: string): void {
  onlyInteger(tensor, 2, `${what}: data_type`);
  assert.equal(tensor.get(9)?.length, 1, `${what}: raw_data is there`);
  assert.ok(integersIn(tensor, 1).every((length) => length >= 0n));
}

function checkAttribute(attribute: Message, operator: string): void {
  const what = `${operator}.${textIn(attribute, 1)}`;
  const type = Number(onlyInteger(attribute, 20, `${what}: type`));
  const [field, list] = valueFields[type];
  const there = allValueFields.filter((one) => attribute.has(one));
  if (!list || there.length > 0) assert.deepEqual(there, [field], `${what}: its value is there`);
  if (!list) assert.equal(attribute.get(field)!.length, 1, what);
  if (type === 4) checkTensor(messagesIn(attribute, 5)[0], what);
}

function checkPort(port: Message): void {
  const name = textIn(port, 1);
  const [tensor] = messagesIn(messagesIn(port, 2)[0], 1);
  assert.ok(onlyInteger(tensor, 1, `${name}: elem_type`) > 0n);
  for (const dimension of messagesIn(messagesIn(tensor, 2)[0], 1)) {
    const there = [1, 2].filter((field) => dimension.has(field));
    assert.equal(there.length, 1, `${name}: a length is a number or a name`);
  }
}

/** Asserts that every field a reader asks for is in the bytes, also where its value is 0 or empty. */
function checkModel(bytes: Uint8Array): { operators: string[] } {
  const model = fieldsOf(bytes);
  assert.equal(onlyInteger(model, 1, 'ir_version'), 8n);
  const opsets = messagesIn(model, 8);
  assert.deepEqual(
    opsets.map((one) => textIn(one, 1)),
    [''],
  );
  assert.deepEqual(
    opsets.map((one) => onlyInteger(one, 2, 'version')),
    [17n],
  );
  const [graph] = messagesIn(model, 7);
  assert.ok(textIn(graph, 2));
  const operators: string[] = [];
  for (const node of messagesIn(graph, 1)) {
    const operator = textIn(node, 4)!;
    operators.push(operator);
    for (const attribute of messagesIn(node, 5)) checkAttribute(attribute, operator);
  }
  for (const tensor of messagesIn(graph, 5)) checkTensor(tensor, textIn(tensor, 8)!);
  for (const port of [...messagesIn(graph, 11), ...messagesIn(graph, 12)]) checkPort(port);
  return { operators };
}

describe('in the bytes of a model', () => {
  for (const [name, text] of Object.entries(smallNetworks)) {
    it(`every attribute has its type and its value: ${name}`, () => {
      const network = networkOf(text);
      const bytes = writeModel(buildInference(network), {
        name: 'Net',
        initializers: initialize(network, 1),
      });
      assert.ok(checkModel(bytes).operators.length > 0);
    });
  }

  it('every layer of the catalogue was looked at', () => {
    const used = new Set(
      Object.values(smallNetworks).flatMap((text) =>
        networkOf(text).layers.map(({ entry }) => entry.name),
      ),
    );
    assert.deepEqual(
      [...layers, ...branches].map(({ name }) => name).filter((name) => !used.has(name)),
      [],
    );
  });

  it('zeros and what is empty are there', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [0, 3]);
    const none = graph.constant(new Float32Array(0), [0, 3]);
    const joined = graph.concat([x, none], { axis: 0 });
    const clipped = graph.clip(joined, { max: 0 });
    const flat = graph.leakyRelu(clipped, { alpha: 0 });
    const shape = graph.shape(flat);
    graph.output('y', graph.constantOfShape(shape, { value: Float32Array.of(0) }));
    const bytes = writeModel(graph.build(), { name: 'zeros', metadata: { empty: '' } });
    checkModel(bytes);
    const model = fieldsOf(bytes);
    assert.equal(textIn(messagesIn(model, 14)[0], 2), '', 'metadata');
    const [proto] = messagesIn(model, 7);
    const nodes = new Map(messagesIn(proto, 1).map((node) => [textIn(node, 4), node]));
    const attribute = (operator: string) => messagesIn(nodes.get(operator)!, 5)[0];
    assert.deepEqual(attribute('Concat').get(3), [0n]);
    assert.deepEqual(attribute('LeakyRelu').get(2), [0]);
    const inputs = nodes
      .get('Clip')!
      .get(1)!
      .map((name) => (name as Uint8Array).length > 0);
    assert.deepEqual(inputs, [true, false, true], 'an input that is left out');
    const stored = messagesIn(proto, 5).find((tensor) => integersIn(tensor, 1)[0] === 0n)!;
    assert.deepEqual(integersIn(stored, 1), [0n, 3n]);
    assert.deepEqual(stored.get(9), [new Uint8Array(0)]);
    const [dimension] = messagesIn(
      messagesIn(messagesIn(messagesIn(messagesIn(proto, 11)[0], 2)[0], 1)[0], 2)[0],
      1,
    );
    assert.deepEqual(dimension.get(1), [0n]);
  });
});
