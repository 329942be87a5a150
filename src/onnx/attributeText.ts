import { elements } from '../shape/elements';
import { formatNumber, formatShape } from '../text/numbers';
import { brief, visible } from '../text/visible';
import { typeName } from './elementTypes';
import { modelLimits } from './modelLimits';
import { AttributeProto_AttributeType as Type, type AttributeProto } from './onnx_pb';

const listed = (values: readonly (number | bigint | string)[]): string => {
  const shown = values.slice(0, modelLimits.numbers).map(String);
  return `[${shown.join(', ')}${values.length > shown.length ? ', …' : ''}]`;
};

const quoted = (bytes: Uint8Array): string => {
  const text = new TextDecoder().decode(bytes.subarray(0, 4 * modelLimits.name));
  return JSON.stringify(brief(visible(text), modelLimits.name));
};

/** An attribute's value as one would read it: `[3, 3]`, `"SAME_UPPER"`, `float [64, 3]`, `graph of 12 nodes`. */
export function attributeText(attribute: AttributeProto): string {
  switch (attribute.type) {
    case Type.INT:
      return String(attribute.i);
    case Type.FLOAT:
      return formatNumber(attribute.f, 7);
    case Type.STRING:
      return quoted(attribute.s);
    case Type.INTS:
      return listed(attribute.ints);
    case Type.FLOATS:
      return listed(
        attribute.floats.slice(0, modelLimits.numbers + 1).map((x) => formatNumber(x, 7)),
      );
    case Type.STRINGS:
      return listed(attribute.strings.slice(0, modelLimits.numbers + 1).map(quoted));
    case Type.TENSOR: {
      const { t } = attribute;
      if (!t) return '';
      const shape = t.dims.map(Number);
      return `${typeName(t.dataType)} ${formatShape(shape.slice(0, modelLimits.numbers))}, ${elements(shape)} elements`;
    }
    case Type.GRAPH:
      return `graph of ${attribute.g?.node.length ?? 0} nodes`;
    default:
      return (
        (Type[attribute.type] as string | undefined) ?? `kind ${attribute.type}`
      ).toLowerCase();
  }
}
