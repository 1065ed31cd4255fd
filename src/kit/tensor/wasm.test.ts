import { expect, it } from 'vitest';
import { useTestBackend } from '../testBackend.ts';
import { dispose, fill, toArray } from './index.ts';

it('a tensor that comes from elsewhere and needs more memory than there is arrives whole', async () => {
  await useTestBackend('cpu');
  // each more than wasm has at first, so that the memory grows while the tensor moves
  const big = [1, 2, 3].map((value) => fill([8, 2 ** 20], value));
  await useTestBackend('wasm');
  const whole = big.map((tensor) => tensor.cast('int32'));
  for (const [n, tensor] of whole.entries()) {
    const numbers = await tensor.data();
    expect([numbers[0], numbers.at(-1), numbers.length]).toEqual([n + 1, n + 1, 2 ** 23]);
  }
  dispose([big, whole]);
  const small = fill([2], 5);
  expect(await toArray(small)).toEqual([5, 5]);
  small.dispose();
});
