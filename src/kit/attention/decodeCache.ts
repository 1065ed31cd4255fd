import { KitError } from '../errors.ts';
import {
  activeBackend,
  attentionUniforms,
  DECODE_KEYS,
  DECODE_ROWS,
  dispose,
  isRecordingGradients,
  keep,
  overTwoAxes,
  RecordedPlan,
} from '../tensor/index.ts';
import type { CompiledProgram, PlanBuffer, PlanCopy, Tensor4D } from '../tensor/index.ts';
import { compiled, isCompiled, type KernelVariant } from './fusedPrograms.ts';
import { KvCache } from './kvCache.ts';
import type { Mask } from './mask.ts';

/** What a recorded cache is made for. */
export interface DecodeCacheOptions {
  /** H: query heads. */
  readonly heads: number;
  /** D */
  readonly headDim: number;
  /** Dv. Default: D. */
  readonly valueDim?: number;
  /** Tokens that there is room for at first; it doubles whenever they are more. Default 512. */
  readonly capacity?: number;
  /** How the decoding kernel is written. Default `plain`. */
  readonly variant?: KernelVariant;
}

/** The plan of one capacity, and the buffers that it works on. */
interface Recording {
  readonly plan: RecordedPlan;
  readonly batch: number;
  readonly kvHeads: number;
  readonly capacity: number;
  readonly queries: PlanBuffer;
  /** [B, K, capacity, D] */
  readonly keys: PlanBuffer;
  /** [B, K, capacity, Dv] */
  readonly values: PlanBuffer;
  /** How many tokens there are. int32 [B] */
  readonly lengths: PlanBuffer;
  readonly output: PlanBuffer;
  /** Tells the merging kernel how many parts there are. */
  readonly setSplits: (splits: number) => void;
}

/**
 * A cache that stays on the GPU: new tokens are copied behind the others instead of joining all of them anew, and one query
 * attends to it by recorded dispatches, with nothing made per token but a uniform now and then. For decoding, without
 * gradients and without a window; everywhere else it is a `KvCache`.
 *
 * `FlashAttention.createCache` makes one. By itself it needs `prepareAttention` for heads of its size first.
 *
 * @throws KitError `backend-unavailable` when the kernels are not compiled, `bad-argument` for a capacity below 1
 */
export class DecodeCache extends KvCache {
  private readonly options: Required<DecodeCacheOptions>;
  private recording: Recording | null = null;
  private copies: { readonly keys: Tensor4D; readonly values: Tensor4D } | null = null;
  private splits = 0;

  constructor({ valueDim, capacity = 512, variant = 'plain', ...options }: DecodeCacheOptions) {
    super();
    if (!(Number.isInteger(capacity) && capacity >= 1)) {
      throw new KitError('bad-argument', {
        fn: 'DecodeCache',
        name: 'capacity',
        expected: '1, 2, 3, …',
        got: capacity,
      });
    }
    this.options = { ...options, valueDim: valueDim ?? options.headDim, capacity, variant };
    if (!isCompiled('flash_decode', this.options, variant)) {
      throw new KitError('backend-unavailable', {
        backend: 'webgpu',
        reason: 'its kernels are not compiled, see prepareAttention',
      });
    }
  }

  override get keys(): Tensor4D | null {
    return this.tensors()?.keys ?? null;
  }

  override get values(): Tensor4D | null {
    return this.tensors()?.values ?? null;
  }

  /** Bytes of GPU buffers, with the room for tokens to come. */
  get reservedBytes(): number {
    return this.recording?.plan.bytes ?? 0;
  }

  override append(keys: Tensor4D, values: Tensor4D): void {
    this.check(keys, values);
    const { headDim, valueDim, heads } = this.options;
    const [batch, kvHeads, tokens] = keys.shape;
    if (keys.shape[3] !== headDim || values.shape[3] !== valueDim || heads % kvHeads !== 0) {
      throw new KitError('shape-mismatch', {
        fn: 'DecodeCache',
        expected: `keys [B, K, T, ${headDim}] and values [B, K, T, ${valueDim}], where K divides ${heads}`,
        got: [keys.shape, values.shape],
      });
    }
    if (isRecordingGradients()) {
      throw new KitError('bad-argument', {
        fn: 'DecodeCache',
        name: 'keys',
        expected: 'KvCache',
        got: 'gradient',
      });
    }
    const recording = this.withRoom(batch, kvHeads, this.length + tokens);
    const place = this.length;
    recording.plan.copy([
      ...planeCopies(keys, recording.keys, {
        ...recording,
        width: headDim,
        from: tokens,
        place,
        tokens,
      }),
      ...planeCopies(values, recording.values, {
        ...recording,
        width: valueDim,
        from: tokens,
        place,
        tokens,
      }),
    ]);
    this.seenTokens += tokens;
    this.dropTensors();
  }

  /**
   * What one query per head, at the end of the tokens, takes from all of them; null where the recorded dispatches cannot say: more
   * queries, other limits than the causal one, a gradient, another backend. q [B, H, 1, D] → [B, H, 1, Dv], the caller's.
   */
  attend(q: Tensor4D, mask: Mask = {}): Tensor4D | null {
    const { recording } = this;
    const { window, lengths, allowed, bias } = mask;
    const isOpen =
      lengths === undefined && !allowed && !bias && (window ?? Infinity) >= this.length;
    if (!recording || !isOpen || activeBackend() !== 'webgpu' || isRecordingGradients())
      return null;
    const { plan, batch } = recording;
    const { heads, headDim, valueDim } = this.options;
    if (q.shape.join() !== [batch, heads, 1, headDim].join()) return null;

    plan.write(recording.lengths, new Int32Array(batch).fill(this.length));
    const splits = Math.ceil(this.length / DECODE_KEYS);
    if (splits !== this.splits) recording.setSplits(splits);
    this.splits = splits;
    const [output] = plan.run({
      before: [{ from: q, to: recording.queries }],
      results: [{ from: recording.output, shape: [batch, heads, 1, valueDim] }],
    });
    return output as Tensor4D;
  }

  override dispose(): void {
    this.dropTensors();
    this.recording?.plan.dispose();
    this.recording = null;
    super.dispose();
  }

  protected override get shapes(): {
    readonly keys: readonly number[];
    readonly values: readonly number[];
  } | null {
    if (!this.recording) return null;
    const { batch, kvHeads } = this.recording;
    const { headDim, valueDim } = this.options;
    const lead = [batch, kvHeads, this.seenTokens];
    return { keys: [...lead, headDim], values: [...lead, valueDim] };
  }

  /** Ordinary tensors of what is kept, made once per state. */
  private tensors(): { readonly keys: Tensor4D; readonly values: Tensor4D } | null {
    const { recording, shapes } = this;
    if (!recording || !shapes) return null;
    if (this.copies && !this.copies.keys.isDisposed && !this.copies.values.isDisposed)
      return this.copies;
    const planes = Array.from({ length: recording.batch * recording.kvHeads }, (_, plane) => plane);
    const tensorOf = (from: PlanBuffer, shape: readonly number[]) => {
      const starts = planes.map((plane) => plane * recording.capacity * (shape[3] ?? 1));
      return keep(recording.plan.tensor({ from, shape, starts })) as Tensor4D;
    };
    this.copies = {
      keys: tensorOf(recording.keys, shapes.keys),
      values: tensorOf(recording.values, shapes.values),
    };
    return this.copies;
  }

  private dropTensors(): void {
    dispose(this.copies);
    this.copies = null;
  }

  /** A recording with room for so many tokens, those that there are in it. */
  private withRoom(batch: number, kvHeads: number, tokens: number): Recording {
    const old = this.recording;
    if (old && old.capacity >= tokens) return old;
    let { capacity } = old ?? this.options;
    while (capacity < tokens) capacity *= 2;
    const recording = this.record(batch, kvHeads, capacity);
    if (old) {
      const { headDim, valueDim } = this.options;
      const from = old.capacity;
      const moved = { ...recording, from, place: 0, tokens: this.length };
      recording.plan.copy([
        ...planeCopies(old.keys, recording.keys, { ...moved, width: headDim }),
        ...planeCopies(old.values, recording.values, { ...moved, width: valueDim }),
      ]);
      old.plan.dispose();
    }
    this.recording = recording;
    this.splits = 0;
    return recording;
  }

  private record(batch: number, kvHeads: number, capacity: number): Recording {
    const { heads, headDim, valueDim, variant } = this.options;
    const [split, merge] = compiled('flash_decode', this.options, variant) as [
      CompiledProgram,
      CompiledProgram,
    ];
    const rows = heads / kvHeads;
    const blocks = Math.ceil(rows / DECODE_ROWS);
    const size = batch * heads * valueDim;
    const parts = batch * kvHeads * Math.ceil(capacity / DECODE_KEYS) * blocks * DECODE_ROWS;
    const mergeUniforms = (splits: number) =>
      Uint32Array.of(rows, blocks * DECODE_ROWS, splits, size);

    const plan = new RecordedPlan();
    const buffers = {
      queries: plan.buffer(batch * heads * headDim),
      keys: plan.buffer(batch * kvHeads * capacity * headDim),
      values: plan.buffer(batch * kvHeads * capacity * valueDim),
      lengths: plan.buffer(batch),
      output: plan.buffer(size),
    };
    const { queries, keys, values, lengths, output } = buffers;
    const between = [plan.buffer(parts * valueDim), plan.buffer(parts * 2)];
    plan.add(split, {
      // the lengths stand in for a bias, of which there is none
      inputs: [queries, keys, values, lengths, lengths],
      outputs: between,
      uniforms: attentionUniforms({
        batch,
        heads,
        kvHeads,
        queries: 1,
        keys: capacity,
        // all that is kept comes before the query: the lengths are the only limit
        isCausal: false,
        window: null,
        hasLengths: true,
        scale: 1 / Math.sqrt(headDim),
      }),
      workgroups: () => [this.splits, blocks, batch * kvHeads],
    });
    const update = plan.add(merge, {
      inputs: between,
      outputs: [output, plan.buffer(batch * heads)],
      uniforms: mergeUniforms(0),
      workgroups: overTwoAxes(Math.ceil(size / 64)),
    });
    const setSplits = (splits: number) => update(mergeUniforms(splits));
    return { plan, batch, kvHeads, capacity, setSplits, ...buffers };
  }
}

/** Tokens of every plane, `from` apart in planes of the source, put at `place` of planes that are `capacity` apart. */
function planeCopies(
  source: PlanCopy['from'],
  to: PlanBuffer,
  {
    batch,
    kvHeads,
    capacity,
    width,
    from,
    place,
    tokens,
  }: Pick<Recording, 'batch' | 'kvHeads' | 'capacity'> & {
    readonly width: number;
    readonly from: number;
    readonly place: number;
    readonly tokens: number;
  },
): PlanCopy[] {
  return Array.from({ length: batch * kvHeads }, (_, plane) => ({
    from: source,
    to,
    at: plane * from * width,
    place: (plane * capacity + place) * width,
    count: tokens * width,
  }));
}
