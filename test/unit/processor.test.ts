import assert from 'node:assert/strict';
import { instructionSet } from '../host/processor';

describe('the instruction set of the processor', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['a server of Intel', 'fpu sse2 avx fma avx2 avx512f', 'AVX-512'],
    ['an EPYC of 2021', 'fpu sse2 avx fma avx2', 'AVX2 and FMA'],
    ['a desktop of 2011', 'fpu sse2 avx', 'AVX'],
    ['an ARM', 'fp asimd', 'NEON'],
    ['one that does not tell', '', undefined],
  ];
  for (const [name, flags, expected] of cases)
    it(`is found for ${name}`, () => assert.equal(instructionSet(flags.split(' ')), expected));
});
