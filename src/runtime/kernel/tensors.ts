import type * as TensorKit from '../../kit/tensor/index.ts';
import type { TensorAccess } from './snapshot.ts';

type Kit = typeof TensorKit;

/** Snapshots through the kit's tensor folder, once it is loaded. */
export function tensorAccess(kit: Kit): TensorAccess {
  return {
    isTensor: (value) => kit.isTensor(value),
    read: async (value) => {
      const tensor = value as TensorKit.Tensor;
      const values = await tensor.data();
      return {
        shape: tensor.shape,
        dtype: tensor.dtype,
        values: values as unknown as ArrayBufferView,
      };
    },
    make: (shape, dtype, values) =>
      kit.tensorFrom(values as Float32Array, [...shape], dtype as TensorKit.DataType),
  };
}

/** Before the tensor folder is loaded nothing can be a tensor. */
export const noTensors: TensorAccess = {
  isTensor: () => false,
  read: () => Promise.reject(new Error('internal: no tensors without kit/tensor')),
  make: () => {
    throw new Error('internal: no tensors without kit/tensor');
  },
};
