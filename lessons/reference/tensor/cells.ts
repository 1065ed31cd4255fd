//#cell made
import { tensor } from 'kit/tensor';

tensor([
  [1, 2, 3],
  [4, 5, 6],
]); // [2, 3]

//#cell product
import { matrix } from 'kit/show';
import { matMul, randomNormal } from 'kit/tensor';

const A = randomNormal([4, 3], { seed: 1 });
const B = randomNormal([4, 3], { seed: 2 });
matrix(matMul(A, B, { transposeB: true })); // [4, 4]

//#cell rows
import { matrix } from 'kit/show';
import { MASKED, softmaxRows, tensor } from 'kit/tensor';

const given = tensor([
  [1, 2, 3],
  [1, MASKED, 3],
  [MASKED, MASKED, MASKED],
]);
matrix(softmaxRows(given), { hue: 'scores' });

//#cell choose
import { matrix } from 'kit/show';
import { greater, range, reshape, scale, where } from 'kit/tensor';

const x = reshape(range(-4, 5), [3, 3]);
matrix(where(greater(x, 0), x, scale(x, 0.1)), { digits: 1 });

//#cell slope
import { table } from 'kit/show';
import { grad, tensor, toArray } from 'kit/tensor';
import type { Tensor1D } from 'kit/tensor';

const at = tensor([-1, 0, 1, 2]);
const slope = grad((x) => x.square().sum());
const values = await toArray(slope(at) as Tensor1D);
table((await toArray(at)).map((x, i) => ({ x, slope: values[i] })));

//#cell freed
import { table } from 'kit/show';
import { memory, ones, square, sum, tidy } from 'kit/tensor';

const before = memory().tensors;
const total = tidy(() => sum(square(ones([100, 100]))));
const after = memory().tensors;
table([{ before, after, shape: `[${total.shape.join()}]` }]);

//#cell machine
import { tree } from 'kit/show';
import { backendState } from 'kit/tensor';

tree(backendState());
