import {
  createAttentionLayer,
  FlashAttention,
  fusedAttention,
  KvCache,
  linearAttention,
  type FusedPath,
  type TunedKernel,
} from '../kit/attention/index.ts';
import {
  dispose,
  fastMatMul,
  finishWork,
  randomNormal,
  slice,
  tensorFrom,
  tidy,
  webgpu,
  type Tensor,
  type Tensor3D,
} from '../kit/tensor/index.ts';
import type { Contender } from './attentionContender.ts';
import { referenceLastToken } from './attentionReference.ts';
import { causalBias, type AttentionTask, type MatMulTask, type Task } from './attentionTasks.ts';

/** A contender on the kit's own device: `compute` makes one tensor. */
function onKit(compute: () => Tensor | Promise<Tensor>): Contender {
  const made: Tensor[] = [];
  return {
    async submit() {
      made.push(await compute());
    },
    finish: finishWork,
    async read() {
      const values = await made.at(-1)?.data();
      if (!(values instanceof Float32Array)) throw new Error('nothing was computed');
      return values;
    },
    clear() {
      dispose(made);
      made.length = 0;
    },
  };
}

/** A tensor whose numbers are on the GPU already: tfjs would upload them on first use, within what is measured. */
function uploaded(values: Float32Array, shape: readonly number[]): Tensor {
  const tensor: Tensor = tensorFrom(values, shape);
  webgpu()?.backend.uploadToGPU(tensor.dataId);
  return tensor;
}

/** q [1, H, T, D], k and v [1, K, S, D] */
function operandsOf({ sizes, q, k, v }: AttentionTask) {
  const { heads, kvHeads, queries, keys, headDim } = sizes;
  return {
    q: uploaded(q, [1, heads, queries, headDim]),
    k: uploaded(k, [1, kvHeads, keys, headDim]),
    v: uploaded(v, [1, kvHeads, keys, headDim]),
  };
}

/** The kit's fused attention, by the kernel that its planner takes or by a named one. */
export function flash(
  task: AttentionTask,
  how: { readonly path?: FusedPath; readonly tuned?: TunedKernel } = {},
): Contender {
  const { q, k, v } = operandsOf(task);
  return onKit(() => fusedAttention(q, k, v, { isCausal: task.isCausal }, how));
}

/** The kit's linear attention. */
export function linear(task: AttentionTask): Contender {
  const { q, k, v } = operandsOf(task);
  return onKit(() =>
    tidy(() => linearAttention(q, k, v, { isCausal: task.isCausal }).output as Tensor),
  );
}

/** Attention in the fewest operations that tfjs has for it; a causal mask is an added tensor that was made before. */
export function tfjsAttention(task: AttentionTask): Contender {
  const { q, k, v } = operandsOf(task);
  const { queries, keys, headDim } = task.sizes;
  const bias = task.isCausal ? uploaded(causalBias(queries, keys), [queries, keys]) : null;
  return onKit(() =>
    tidy(() => {
      const scores = q.matMul(k, false, true).mul(1 / Math.sqrt(headDim));
      return (bias ? scores.add(bias) : scores).softmax().matMul(v) as Tensor;
    }),
  );
}

/** The kit's own matrix product. */
export function ownMatMul({ size, a, b }: MatMulTask): Contender {
  const [left, right] = [uploaded(a, [size, size]), uploaded(b, [size, size])];
  return onKit(() => fastMatMul(left, right));
}

/** That of tfjs. */
export function tfjsMatMul({ size, a, b }: MatMulTask): Contender {
  const [left, right] = [uploaded(a, [size, size]), uploaded(b, [size, size])];
  return onKit(() => left.matMul(right) as Tensor);
}

/** The next token of a sequence, with the keys and values of those before it kept, and with all computed again. */
export async function decoding(): Promise<{
  cached: Contender;
  recomputed: Contender;
  task: Task;
}> {
  const [heads, headDim, tokens] = [4, 64, 256];
  const hiddenSize = heads * headDim;
  const layer = createAttentionLayer({ hiddenSize, numAttentionHeads: heads }, 'flash', {
    seed: 'decoding',
  });
  if (layer instanceof FlashAttention) await layer.prepare();
  const x: Tensor3D = randomNormal([1, tokens, hiddenSize], { seed: 'tokens' });
  const past = slice(x, [0, 0, 0], [1, tokens - 1, hiddenSize]);
  const last = slice(x, [0, tokens - 1, 0], [1, 1, hiddenSize]);
  const attentionMask = { isCausal: true };

  const cache = new KvCache();
  const fillCache = async () => {
    cache.dispose();
    layer.forward(past, { attentionMask, pastKeyValue: cache }).output.dispose();
    await finishWork();
  };
  await fillCache();
  const step = onKit(() => layer.forward(last, { attentionMask, pastKeyValue: cache }).output);
  const cached = {
    ...step,
    async clear() {
      await step.clear();
      await fillCache();
    },
  };
  const recomputed = onKit(() => layer.forward(x, { attentionMask }).output);

  const matrix = (name: keyof ReturnType<typeof layer.weights>) =>
    layer.weights()[name].data() as Promise<Float32Array>;
  const [q, k, v, o] = await Promise.all([
    matrix('q_proj.weight'),
    matrix('k_proj.weight'),
    matrix('v_proj.weight'),
    matrix('o_proj.weight'),
  ]);
  const wanted = referenceLastToken(
    (await x.data()) as Float32Array,
    { q, k, v, o },
    { heads, tokens, headDim },
  );
  return {
    cached,
    recomputed,
    task: { checked: (result) => result.slice(-hiddenSize), wanted: () => wanted },
  };
}
