import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, writeSafetensors } from '../../../src/runs/safetensorsFile';
import { temporaryFolder } from './support';
import { decodeSafetensors, encodeSafetensors } from '../../../src/runs/safetensors';

const tensors = new Map([
  ['a', { shape: [2, 2], data: Float32Array.of(1, -2, Infinity, NaN) }],
  ['empty', { shape: [0, 3], data: new Float32Array() }],
  ['scalar', { shape: [], data: Float32Array.of(Math.PI) }],
]);
const metadata = { state: '{"step":1}', note: 'ä' };
const bytes = (): Uint8Array => encodeSafetensors({ tensors, metadata });

describe('safetensors', () => {
  const folder = temporaryFolder();

  it('gives back every bit of tensors and metadata', () => {
    assert.deepEqual(decodeSafetensors(bytes(), 'f'), { tensors, metadata });
  });

  it('is laid out as the format says', () => {
    const buffer = Buffer.from(bytes());
    const length = Number(buffer.readBigUInt64LE(0));
    assert.equal(length % 8, 0);
    const header = JSON.parse(buffer.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
    assert.deepEqual(header.a, { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] });
    assert.deepEqual(header.scalar, { dtype: 'F32', shape: [], data_offsets: [16, 20] });
    assert.equal(buffer.readFloatLE(8 + length + 4), -2);
    assert.equal(buffer.length, 8 + length + 20);
  });

  it('reads a file made by another program, with gaps of spaces and no metadata', () => {
    const header = Buffer.from('{"w":{"shape":[1],"data_offsets":[0,4],"dtype":"F32"}}   ');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const file = Buffer.concat([length, header, Buffer.from(Float32Array.of(5).buffer)]);
    assert.deepEqual(decodeSafetensors(file, 'f').tensors.get('w')?.data, Float32Array.of(5));
  });

  it('is read from a file as it was written there', async () => {
    const file = join(folder.path, 'w.safetensors');
    await writeSafetensors(file, { tensors, metadata });
    assert.deepEqual(readFileSync(file), Buffer.from(bytes()));
    assert.deepEqual(await readSafetensors(file), { tensors, metadata });
  });

  it('finds every cut and every changed bit of the data in a file', async () => {
    const file = join(folder.path, 'w.safetensors');
    const whole = bytes();
    const cuts = Array.from(whole, (_, length) => whole.subarray(0, length));
    const flips = Array.from({ length: 20 }, (_, back) =>
      whole.with(whole.length - 1 - back, ~whole.at(-1 - back)!),
    );
    for (const torn of [...cuts, ...flips]) {
      writeFileSync(file, torn);
      await assert.rejects(readSafetensors(file), { code: 'bad-checkpoint' });
    }
  });

  it('finds every cut', () => {
    const whole = bytes();
    for (let length = 0; length < whole.length; length++)
      assert.throws(() => decodeSafetensors(whole.subarray(0, length), 'f'), {
        code: 'bad-checkpoint',
      });
  });

  it('finds every changed bit of the data', () => {
    for (let back = 1; back <= 20; back++) {
      const changed = bytes();
      changed[changed.length - back] ^= 1;
      assert.throws(() => decodeSafetensors(changed, 'f'), { code: 'bad-checkpoint' });
    }
  });

  it('refuses other types than float32', () => {
    const text = Buffer.from(bytes()).toString('latin1').replace('F32', 'I32');
    assert.throws(() => decodeSafetensors(Buffer.from(text, 'latin1'), 'f'), /type I32/);
  });
});
