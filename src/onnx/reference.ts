import { operatorTable } from '../graph/operators';
import { conversions, readableOpsets, unreadable } from './conversions';

/** The page `docs/reference/onnx-operators.md`: what models may contain. */
export function operatorsPage(): string {
  const { oldest, newest } = readableOpsets;
  const names = new Set([
    'Constant',
    ...operatorTable.keys(),
    ...conversions.map(({ operator }) => operator),
  ]);
  const own = [...names].filter((name) => !name.includes('.'));
  const rows = own.toSorted().map((name) => `| ${cells(name).join(' | ')} |`);
  return `# ONNX operators

Models of the opsets ${oldest} to ${newest} are read, with tensors of float32, int64, int32, uint8 and bool; those of
float16 and bfloat16 are read as float32. Data may be stored in other files in the model's folder. Anything else a
model requires of an operator is refused by name: an attribute, an optional output that something reads, a type. Axes, pads,
scales and shapes must be known when the model is read. Operators without a form of their own are written as others.

Of the domain \`ai.onnx.ml\` the operators are read that skl2onnx writes around a network: \`Scaler\` in front of it, and
\`ArrayFeatureExtractor\` and \`ZipMap\` behind it. Outputs that are texts, such as the names of classes, are left out.

| Operator | Opsets | Own form | Gradient |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function cells(name: string): string[] {
  const entry = operatorTable.get(name);
  const { oldest, newest } = readableOpsets;
  const versions = Array.from({ length: newest - oldest + 1 }, (_, i) => oldest + i);
  const readable = versions.filter((version) => unreadable(name, version) === undefined);
  // Without an own form the parts have gradients; `Size` is a constant.
  const gradient = entry ? entry.gradient !== undefined : !['Constant', 'Size'].includes(name);
  return [
    `\`${name}\``,
    `${readable[0]} to ${readable.at(-1)}`,
    entry || name === 'Constant' ? 'yes' : 'no',
    gradient ? 'yes' : 'no',
  ];
}
