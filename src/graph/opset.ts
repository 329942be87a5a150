/** The ONNX operator set every graph is written against (ONNX 1.12, ONNX Runtime ≥ 1.12). */
export const opset = 17;

/** The operator sets that files can be written for. */
export const writableOpsets = { oldest: opset, newest: 23 };
