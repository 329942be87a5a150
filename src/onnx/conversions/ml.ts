import { numbersOf } from '../../graph/attributes';
import { elements } from '../../shape/elements';
import { isStatic } from '../../graph/shapes';
import { conversion, required, unsupported, type Conversion } from './conversion';

/** What surrounds networks of scikit-learn, by skl2onnx: operators of the domain `ai.onnx.ml`. */

const domain = 'ai.onnx.ml';

export const mlConversions: readonly Conversion[] = [
  // Elements of the last axis, as a row. The classes of a classifier are picked this way.
  conversion(`${domain}.ArrayFeatureExtractor`, [1], [], ({ graph, ...node }) => {
    const { shape } = required({ graph, ...node }, 0).type;
    if (!isStatic(shape) || elements(shape) !== shape.at(-1))
      throw unsupported(node.operator, 'an input with more than one row');
    const row = graph.reshape(required({ graph, ...node }, 0), [1, elements(shape)]);
    const places = graph.reshape(required({ graph, ...node }, 1), [-1]);
    return graph.gather(row, places, { axis: 1 });
  }),
  conversion(`${domain}.Scaler`, [1], ['offset', 'scale'], (node, a) => {
    const numbers = (name: string) => {
      const values = numbersOf(node.attributes, name) ?? [];
      if (values.length === 0) throw unsupported(node.operator, `no ${name}`);
      return node.graph.constant(Float32Array.from(values), [values.length]);
    };
    return a.mul(a.sub(required(node, 0), numbers('offset')), numbers('scale'));
  }),
  // Gives each probability the name of its class: the probabilities themselves are kept.
  conversion(`${domain}.ZipMap`, [1], ['classlabels_int64s', 'classlabels_strings'], (node) =>
    node.graph.identity(required(node, 0)),
  ),
];
