/** The version of ONNX's file format that an opset came with (ONNX, `docs/Versioning.md`). */
export function irVersion(opset: number): bigint {
  if (opset <= 18) return 8n;
  if (opset <= 20) return 9n;
  return opset <= 22 ? 10n : 11n;
}
