/**
 * Reductions over a workgroup by subgroups, whatever their size and however their threads are numbered: each subgroup puts
 * its part into a slot of its own, and everyone goes through the slots. The slots are counted, not computed from a size:
 * the first thread of each subgroup leaves a mark, and a subgroup's slot is the number of marks before its own. So the order
 * of a sum is the same in every run, too.
 */

/** Below the smallest subgroup that WGSL knows there is none: this many slots are enough. */
export function slotsOf(threads: number): number {
  return threads / 4;
}

/** Where the marks are. To stand beside the other variables. */
export function markWgsl(threads: number): string {
  return `var<workgroup> marks: array<atomic<u32>, ${Math.ceil(threads / 32)}>;`;
}

/**
 * Counts the slots. To stand in `main`, where all threads are, before the first reduction; from then on `slots` says how many
 * there are, and where `isFirst` holds, `slot` is this subgroup's.
 */
export function slotWgsl(threads: number): string {
  return /* wgsl */ `
  let isFirst = subgroupElect();
  if (isFirst) { atomicOr(&marks[lane / 32u], 1u << (lane % 32u)); }
  workgroupBarrier();
  var slot = 0u;
  var slots = 0u;
  for (var i = 0u; i < ${Math.ceil(threads / 32)}u; i++) {
    let found = atomicLoad(&marks[i]);
    let before = select((1u << (lane % 32u)) - 1u, 0xffffffffu, i < lane / 32u);
    slot += select(0u, countOneBits(found & before), i <= lane / 32u);
    slots += countOneBits(found);
  }`;
}
