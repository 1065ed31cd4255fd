/** What the cells of the kernel test may import, by the names that they use. Bundled for Node by `runCells.ts`. */
import * as attention from '../../kit/attention/index.ts';
import * as encoder from '../../kit/encoder/index.ts';
import * as host from '../../kit/host.ts';
import * as random from '../../kit/random.ts';
import * as tensor from '../../kit/tensor/index.ts';

export { host, tensor };

/** Module by name. */
export const rooms: Readonly<Record<string, object>> = {
  'kit/attention': attention,
  'kit/encoder': encoder,
  'kit/random': random,
  'kit/tensor': tensor,
};
