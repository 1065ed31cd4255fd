//#cell caught
import { KitError } from 'kit/errors';
import { text, tree } from 'kit/show';
import { matMul, ones } from 'kit/tensor';

try {
  matMul(ones([2, 3]), ones([2, 3]));
} catch (error) {
  if (!(error instanceof KitError)) throw error;
  display(text(error.code));
  display(tree(error.details));
}
