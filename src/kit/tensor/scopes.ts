import { engine, Tensor, type KernelBackend } from './tfjs.ts';

/**
 * Whose tensor is whose. tfjs counts tensors but not for whom they were made; this tells, so that running a cell again
 * frees what its last run made.
 */
interface Scope {
  readonly tensors: Set<Tensor>;
}

/** Private methods of tfjs's engine, through which every tensor is born and dies. */
interface EngineInside {
  trackTensor(tensor: Tensor, backend: KernelBackend): void;
  disposeTensor(tensor: Tensor): void;
}

const cells = new Map<string, Scope>();
/** Whatever is made while no cell runs. */
const outside: Scope = { tensors: new Set() };
/** Open scopes, the innermost last: it gets what is made now. */
const open: Scope[] = [];
const owners = new WeakMap<Tensor, Scope>();

const inside = engine() as unknown as EngineInside;
const trackTensor = inside.trackTensor.bind(inside);
const disposeTensor = inside.disposeTensor.bind(inside);
inside.trackTensor = (tensor, backend) => {
  trackTensor(tensor, backend);
  own(tensor, open.at(-1) ?? outside);
};
inside.disposeTensor = (tensor) => {
  owners.get(tensor)?.tensors.delete(tensor);
  disposeTensor(tensor);
};

/** From now on new tensors belong to the cell `id`, until `endCell`. What it made before stays its own. */
export function startCell(id: string): void {
  let scope = cells.get(id);
  if (!scope) {
    scope = { tensors: new Set() };
    cells.set(id, scope);
  }
  open.push(scope);
}

/**
 * Ends the cell's run and frees what it made but no longer holds: every tensor that cannot be reached from `keep`, its
 * values by name. Everything stays with `keepAll`, and whenever something in `keep` can hide a tensor: a function or a
 * class (what they close over cannot be seen), an object of a class, a promise, a getter. Tensors that the cell put into
 * another cell's array or object count as unreachable; return them as values instead.
 */
export function endCell(
  id: string,
  { keep, keepAll }: { readonly keep: unknown; readonly keepAll: boolean },
): void {
  const scope = cells.get(id);
  if (!scope) return;
  const place = open.lastIndexOf(scope);
  if (place >= 0) open.splice(place, 1);
  if (!keepAll) freeUnreachable(scope, keep);
}

/** Frees everything that the cell has made. */
export function freeCell(id: string): void {
  const scope = cells.get(id);
  if (!scope) return;
  for (const tensor of [...scope.tensors]) tensor.dispose();
  if (!open.includes(scope)) cells.delete(id);
}

/** How many live tensors the cell owns, and their size. */
export function cellMemory(id: string): { readonly count: number; readonly bytes: number } {
  const tensors = [...(cells.get(id)?.tensors ?? [])];
  const bytes = tensors.reduce(
    (sum, tensor) => sum + tensor.size * (tensor.dtype === 'bool' ? 1 : 4),
    0,
  );
  return { count: tensors.length, bytes };
}

/**
 * `tidy` for functions that await: frees every tensor made while `run` runs, except those in its result, which go to
 * whoever called. Whatever else makes tensors meanwhile counts as made by `run`, so it should be awaited at once.
 */
export async function tidyAsync<T>(run: () => T | Promise<T>): Promise<T> {
  const outer = open.at(-1) ?? outside;
  const scope: Scope = { tensors: new Set() };
  open.push(scope);
  let result: T | null = null;
  try {
    result = await run();
    return result;
  } finally {
    open.splice(open.lastIndexOf(scope), 1);
    freeUnreachable(scope, result);
    for (const tensor of scope.tensors) own(tensor, outer);
  }
}

/** All live tensors. */
export function liveTensors(): Tensor[] {
  return [...new Set([outside, ...cells.values(), ...open])].flatMap((scope) => [...scope.tensors]);
}

/** Frees all live tensors. */
export function freeEverything(): void {
  for (const tensor of liveTensors()) tensor.dispose();
  for (const [id, scope] of cells) if (!open.includes(scope)) cells.delete(id);
}

function own(tensor: Tensor, owner: Scope): void {
  owner.tensors.add(tensor);
  owners.set(tensor, owner);
}

function freeUnreachable(scope: Scope, keep: unknown): void {
  const kept = reachableTensors(keep);
  if (kept === 'unknown') return;
  for (const tensor of [...scope.tensors]) if (!kept.has(tensor)) tensor.dispose();
}

/** Objects looked at before giving up and keeping everything. */
const MAX_VISITED = 100_000;

/** Every tensor inside plain arrays, objects, maps and sets; `unknown` when something could hide one. */
function reachableTensors(root: unknown): Set<Tensor> | 'unknown' {
  const found = new Set<Tensor>();
  const seen = new Set<unknown>();
  const waiting: unknown[] = [root];
  try {
    while (waiting.length > 0) {
      const value = waiting.pop();
      if (typeof value === 'function') return 'unknown';
      if (typeof value !== 'object' || value === null || seen.has(value)) continue;
      if (seen.size >= MAX_VISITED) return 'unknown';
      seen.add(value);
      if (value instanceof Tensor) found.add(value);
      else if (!isLeaf(value)) {
        const parts = partsOf(value);
        if (parts === 'unknown') return 'unknown';
        for (const part of parts) waiting.push(part);
      }
    }
  } catch {
    // a Proxy that throws when looked at may hold anything
    return 'unknown';
  }
  return found;
}

function isLeaf(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer ||
    value instanceof Date ||
    value instanceof RegExp
  );
}

function partsOf(value: object): readonly unknown[] | 'unknown' {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return [...value];
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  if (!isPlain) return 'unknown';
  const parts: unknown[] = [];
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor && !('value' in descriptor)) return 'unknown';
    parts.push(descriptor?.value);
  }
  return parts;
}
