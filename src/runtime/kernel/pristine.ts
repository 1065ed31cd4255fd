/**
 * Whether cells have left the worker's built-ins as they were. A cell may overwrite `Array.prototype.map` or `Promise`;
 * the kernel's own work, and every later cell, would then run on broken ground. Nothing is frozen (libraries assign to
 * inherited names), so the kernel looks after each run, and the page replaces a kernel that was tampered with.
 */
const names = [
  'Object',
  'Function',
  'Array',
  'String',
  'Number',
  'Boolean',
  'Symbol',
  'BigInt',
  'Error',
  'TypeError',
  'RangeError',
  'Promise',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'Date',
  'RegExp',
  'ArrayBuffer',
  'DataView',
  'Uint8Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'Uint8ClampedArray',
  'AbortController',
  'AbortSignal',
  'MessagePort',
  'MessageEvent',
  'Event',
  'console',
  'Intl',
  'Int8Array',
  'Int16Array',
  'Uint16Array',
  'BigInt64Array',
  'BigUint64Array',
  'Response',
  'WebAssembly',
  'EventTarget',
  'Blob',
  'TextEncoder',
  'TextDecoder',
  'JSON',
  'Math',
  'Reflect',
  'Proxy',
  'Atomics',
  'structuredClone',
  'setTimeout',
  'clearTimeout',
  'queueMicrotask',
  'performance',
  'navigator',
  'eval',
  'isNaN',
  'parseInt',
  'parseFloat',
  'GPUDevice',
  'GPUQueue',
  'GPUBuffer',
  'GPUAdapter',
  'GPU',
] as const;

interface Entry {
  readonly holder: object;
  readonly key: PropertyKey;
  readonly value: unknown;
  readonly get: unknown;
}

const is = Object.is;
const ownKeys = Reflect.ownKeys;
const descriptorOf = Reflect.getOwnPropertyDescriptor;

/** Intrinsics that no global names, but that every loop, spread and await goes through. */
function unnamedIntrinsics(): object[] {
  const arrayIterator: object = Object.getPrototypeOf([][Symbol.iterator]()) as object;
  const asyncFunction = (async () => undefined).constructor as unknown as { prototype: object };
  const generator = (function* () {
    yield 0;
  })();
  const asyncGenerator = (async function* () {
    yield 0;
  })();
  const chain = (start: object): object[] => {
    const found: object[] = [];
    for (
      let at: object | null = start;
      at && at !== Object.prototype;
      at = Object.getPrototypeOf(at) as object | null
    )
      found.push(at);
    return found;
  };
  return [
    ...chain(arrayIterator),
    ...chain(Object.getPrototypeOf(new Map().entries()) as object),
    ...chain(Object.getPrototypeOf(new Set().values()) as object),
    ...chain(Object.getPrototypeOf(''[Symbol.iterator]()) as object),
    ...chain(Object.getPrototypeOf(generator) as object),
    ...chain(Object.getPrototypeOf(asyncGenerator) as object),
    Object.getPrototypeOf(Uint8Array) as object,
    (Object.getPrototypeOf(Uint8Array) as { prototype: object }).prototype,
    asyncFunction.prototype,
  ];
}

/** What cells have done to the worker's built-ins and globals. */
export interface BuiltIns {
  /** Takes the globals of this moment for granted: those that a library has just made. */
  noteGlobals(): void;
  /** Whether a built-in has changed, gone or been added to, or a global has appeared. */
  haveChanged(): boolean;
}

/** Remembers the built-ins of this moment. */
export function watchBuiltIns(): BuiltIns {
  const root: Record<string, unknown> = globalThis as never;
  const entries: Entry[] = [];
  // Some of these are the scope's own, some its prototype's: what counts is what a name gives.
  const globals: { readonly name: string; readonly value: unknown }[] = [];
  const counts: { readonly holder: object; readonly count: number }[] = [];
  const remember = (holder: object) => {
    const keys = ownKeys(holder);
    counts.push({ holder, count: keys.length });
    for (const key of keys) {
      const found = descriptorOf(holder, key);
      if (found) entries.push({ holder, key, value: found.value, get: found.get });
    }
  };
  for (const name of names) {
    const value = root[name];
    if (value === undefined) continue;
    globals.push({ name, value });
    if (typeof value !== 'object' && typeof value !== 'function') continue;
    remember(value as object);
    const prototype: unknown = (value as { prototype?: unknown }).prototype;
    if (typeof prototype === 'object' && prototype !== null) remember(prototype);
  }
  for (const intrinsic of unnamedIntrinsics()) remember(intrinsic);
  let globalCount = ownKeys(globalThis).length;
  const haveChanged = (): boolean => {
    if (ownKeys(globalThis).length !== globalCount) return true;
    for (let i = 0; i < globals.length; i++) {
      if (!is(root[globals[i]!.name], globals[i]!.value)) return true;
    }
    for (let i = 0; i < counts.length; i++) {
      const { holder, count } = counts[i]!;
      if (ownKeys(holder).length !== count) return true;
    }
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!;
      const now = descriptorOf(entry.holder, entry.key);
      if (!now || !is(now.value, entry.value) || now.get !== entry.get) return true;
    }
    return false;
  };
  return {
    noteGlobals: () => {
      globalCount = ownKeys(globalThis).length;
    },
    haveChanged,
  };
}

/**
 * Takes away what a cell could use to speak to the sandbox frame past the protocol, or to tie up the frame's event
 * loop: the worker's own `postMessage` and `close`. The frame ignores such messages anyway; a flood of them would
 * still cost it time.
 */
export function lockDown(): void {
  for (const key of ['postMessage', 'close', 'importScripts']) {
    for (
      let holder: object | null = globalThis;
      holder;
      holder = Object.getPrototypeOf(holder) as object | null
    ) {
      if (Object.hasOwn(holder, key)) Reflect.deleteProperty(holder, key);
    }
  }
}
