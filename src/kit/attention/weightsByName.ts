import { KitError } from '../errors.ts';
import { add, tidy } from '../tensor/index.ts';
import type { Tensor2D, Variable } from '../tensor/index.ts';

/** Copies tensors into the variables of the same names. All are checked before any is changed. */
export function loadByName(
  variables: Readonly<Record<string, Variable>>,
  given: Readonly<Record<string, Tensor2D>>,
): void {
  const names = Object.keys(variables);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  const missing = names.find((name) => !given[name]);
  if (unknown !== undefined || missing !== undefined) {
    throw new KitError('bad-argument', {
      fn: 'loadWeights',
      name: unknown ?? missing ?? '',
      expected: names.join(', '),
      got: Object.keys(given),
    });
  }
  for (const name of names) {
    const [wanted, got] = [variables[name]?.shape, given[name]?.shape];
    if (wanted?.join() !== got?.join()) {
      throw new KitError('shape-mismatch', {
        fn: 'loadWeights',
        expected: `${name} [${wanted?.join(', ')}]`,
        got,
      });
    }
  }
  for (const name of names) {
    const tensor = given[name];
    // the variable shares the data of its operand from then on, which therefore must not be the caller's tensor
    if (tensor) tidy(() => variables[name]?.assign(add(tensor, 0)));
  }
}
