import { equal } from 'node:assert/strict';
import { exportMarkdown } from '../../../src/views/results/exported';

describe('the text of an export', () => {
  const links: readonly (readonly [file: string, link: string])[] = [
    ['/work/lenet5.onnx', '[lenet5.onnx](<./lenet5.onnx>)'],
    ['/work/models/net 2.onnx', '[net 2.onnx](<./models/net%202.onnx>)'],
    ['/elsewhere/a>b.onnx', '[a\\>b.onnx](<./../elsewhere/a%3Eb.onnx>)'],
  ];
  for (const [file, link] of links) {
    it(`of ${file} links it from the notebook's folder`, () => {
      equal(
        exportMarkdown({ file, bytes: 2048, opset: 17 }, '/work'),
        `${link}  ·  ONNX opset 17  ·  2 KiB`,
      );
    });
  }
});
