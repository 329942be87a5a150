// Writes src/onnx/onnx_pb.ts from src/onnx/onnx.proto. The generators come through npx and are no
// dependencies: the file changes only when the schema does. Keep the versions in step with @bufbuild/protobuf.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const template = {
  version: 'v2',
  plugins: [{ local: 'protoc-gen-es', out: 'src/onnx', opt: 'target=ts' }],
};

/** @param {string[]} args */
const npx = (...args) => {
  execFileSync('npx', args, { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' });
};

npx(
  ...['-y', '-p', '@bufbuild/buf@1.60.0', '-p', '@bufbuild/protoc-gen-es@2.17.0'],
  ...['buf', 'generate', 'src/onnx', '--template', JSON.stringify(template)],
);
npx('eslint', '--fix', 'src/onnx/onnx_pb.ts');
