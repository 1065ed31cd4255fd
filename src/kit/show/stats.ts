import { sizeOf } from './numbers.ts';
import type { Block, TensorView } from './types.ts';

/** How many entries of a tensor are sent along with its statistics. */
export const HEAD_ENTRIES = 4_096;

/** Statistics over the finite entries, and how many are not finite. Two passes, so that the deviation is exact. */
export function statsOf(
  values: Block['values'],
): Pick<TensorView, 'stats' | 'nanCount' | 'infiniteCount'> {
  let [min, max, sum, finite, nanCount] = [Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    if (Number.isFinite(value)) {
      finite += 1;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    } else if (Number.isNaN(value)) {
      nanCount += 1;
    }
  }
  const infiniteCount = values.length - finite - nanCount;
  if (finite === 0) return { stats: null, nanCount, infiniteCount };
  const mean = sum / finite;
  let squares = 0;
  for (const value of values) if (Number.isFinite(value)) squares += (value - mean) ** 2;
  return { stats: { min, max, mean, std: Math.sqrt(squares / finite) }, nanCount, infiniteCount };
}

/** The leading entries of a block in whole rows of the last axis, at most `HEAD_ENTRIES`. */
export function headOf({ shape, values }: Block): Block {
  if (values.length <= HEAD_ENTRIES) return { shape, values };
  const rowLength = shape.at(-1) ?? 1;
  if (rowLength > HEAD_ENTRIES)
    return { shape: [HEAD_ENTRIES], values: values.slice(0, HEAD_ENTRIES) };
  // the first axis, from the left, of which only a part fits is cut; those before it keep one entry
  const head = [...shape];
  for (let axis = 0; axis < head.length - 1 && sizeOf(head) > HEAD_ENTRIES; axis++) {
    const inner = sizeOf(head.slice(axis + 1));
    head[axis] = Math.max(1, Math.floor(HEAD_ENTRIES / inner));
  }
  return { shape: head, values: values.slice(0, sizeOf(head)) };
}
