import { create } from '@bufbuild/protobuf';
import type { AttributeValue } from '../graph/graph';
import type { AttributeKind } from '../graph/operator';
import { ModelError } from './modelError';
import {
  AttributeProto_AttributeType as Type,
  type AttributeProto,
  AttributeProtoSchema,
} from './onnx_pb';
import { readTensor, writeTensor } from './tensors';

/** Writes an attribute as the kind its operator declares. */
export function writeAttribute(
  name: string,
  kind: AttributeKind,
  value: AttributeValue,
): AttributeProto {
  const bigint = (number: number | bigint): bigint => BigInt(number);
  const list = (): (number | bigint)[] => {
    if (typeof value === 'object') return Array.from(value as ArrayLike<number | bigint>);
    throw wrong(name, kind);
  };
  const number = (): number => {
    if (typeof value === 'number') return value;
    throw wrong(name, kind);
  };
  switch (kind) {
    case 'int':
      return create(AttributeProtoSchema, { name, type: Type.INT, i: bigint(number()) });
    case 'float':
      return create(AttributeProtoSchema, { name, type: Type.FLOAT, f: number() });
    case 'ints':
      return create(AttributeProtoSchema, { name, type: Type.INTS, ints: list().map(bigint) });
    case 'floats':
      return create(AttributeProtoSchema, { name, type: Type.FLOATS, floats: list().map(Number) });
    case 'string':
      if (typeof value !== 'string') throw wrong(name, kind);
      return create(AttributeProtoSchema, {
        name,
        type: Type.STRING,
        s: new TextEncoder().encode(value),
      });
    case 'strings': {
      if (!Array.isArray(value)) throw wrong(name, kind);
      const texts = (value as readonly unknown[]).map(String);
      const strings = texts.map((text) => new TextEncoder().encode(text));
      return create(AttributeProtoSchema, { name, type: Type.STRINGS, strings });
    }
    case 'tensor':
      if (!ArrayBuffer.isView(value)) throw wrong(name, kind);
      return create(AttributeProtoSchema, {
        name,
        type: Type.TENSOR,
        t: writeTensor('', value, [value.length]),
      });
  }
}

const wrong = (name: string, kind: AttributeKind): ModelError =>
  new ModelError('invalidGraph', `the attribute '${name}' is not of the kind ${kind}`);

/** The kinds graphs know, by ONNX's number. */
const kinds: ReadonlyMap<Type, AttributeKind> = new Map([
  [Type.INT, 'int'],
  [Type.FLOAT, 'float'],
  [Type.STRING, 'string'],
  [Type.INTS, 'ints'],
  [Type.FLOATS, 'floats'],
  [Type.STRINGS, 'strings'],
  [Type.TENSOR, 'tensor'],
]);

/** Throws when an attribute is of another kind than its operator declares. */
export function expectKind({ name, type }: AttributeProto, kind: AttributeKind | undefined): void {
  if (kind !== undefined && kinds.get(type) !== kind) throw wrong(name, kind);
}

/** An attribute's value. Without one it is 0 or empty: writers that know no presence leave those out. */
export function readAttribute(attribute: AttributeProto): AttributeValue {
  switch (attribute.type) {
    case Type.INT:
      return Number(attribute.i);
    case Type.FLOAT:
      return attribute.f;
    case Type.STRING:
      return new TextDecoder().decode(attribute.s);
    case Type.INTS:
      return attribute.ints.map(Number);
    case Type.FLOATS:
      return attribute.floats;
    case Type.STRINGS:
      return attribute.strings.map((text) => new TextDecoder().decode(text));
    case Type.TENSOR:
      if (attribute.t) return readTensor(attribute.t).data;
      throw new ModelError('unreadable', `the attribute '${attribute.name}' has no tensor`);
    case Type.UNDEFINED:
      throw new ModelError('invalidGraph', `the attribute '${attribute.name}' has no type`);
    default: {
      const kind = (Type[attribute.type] as string | undefined) ?? `number ${attribute.type}`;
      const text = `the attribute '${attribute.name}' has the kind ${kind.toLowerCase()}`;
      throw new ModelError('unsupportedType', `${text}, which is not supported`);
    }
  }
}
