/**
 * Cells that a learner writes by mistake and a stranger writes on purpose. None of them ends by itself, save those of
 * the GPU, which nobody can stop and which therefore end after a few seconds; each first writes `in` to its log, so
 * that a test knows that it really runs when Stop is pressed.
 */
export interface Hostile {
  readonly name: string;
  readonly code: string;
  /** The page ends this one by itself, before anybody presses Stop, and says why. */
  readonly isCut?: true;
}

const forever = 'await new Promise(() => {});';

/** Loops that never give the thread back. */
const loops: readonly Hostile[] = [
  { name: 'while (true)', code: 'while (true) {}' },
  { name: 'for (;;)', code: 'for (;;);' },
  { name: 'do while', code: 'do {} while (true);' },
  {
    name: 'labelled continue',
    code: 'outer: for (;;) { for (let i = 0; i < 10; i++) { if (i === 5) continue outer; } }',
  },
  { name: 'a counter that goes the wrong way', code: 'for (let i = 0; i < 10; i--) {}' },
  { name: 'floating steps that never meet', code: 'for (let x = 0; x !== 1; x += 0.1) {}' },
  {
    name: 'endless generator',
    code: 'for (const _ of (function* () { while (true) yield 0; })()) {}',
  },
  { name: 'spread of an endless iterator', code: '[...(function* () { while (true) yield; })()];' },
  { name: 'loop inside eval', code: "(0, eval)('while (true) {}');" },
  { name: 'loop inside new Function', code: "new Function('for (;;);')();" },
  { name: 'loop in a getter', code: '({ get a() { while (true) {} } }).a;' },
  { name: 'loop in toString', code: 'String({ toString() { while (true) {} } });' },
  {
    name: 'loop in a Proxy trap',
    code: 'Object.keys(new Proxy({}, { ownKeys() { for (;;); } }));',
  },
  { name: 'loop in toJSON', code: 'JSON.stringify({ toJSON() { for (;;); } });' },
  { name: 'loop in a class field', code: 'new (class { a = (() => { for (;;); })(); })();' },
  { name: 'loop in sort', code: '[3, 1, 2].sort(() => { for (;;); });' },
  { name: 'loop in finally', code: "try { throw new Error('a'); } finally { for (;;); }" },
  {
    name: 'loop that catches everything',
    code: "for (;;) { try { throw new Error('again'); } catch {} }",
  },
  {
    name: 'loop in WebAssembly',
    code: `const loop = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]);
(new WebAssembly.Instance(new WebAssembly.Module(loop)).exports.f as () => void)();`,
  },
  {
    name: 'a thread put to sleep',
    code: 'Atomics.wait(new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer), 0, 0);',
  },
  { name: 'a regular expression', code: "/^(a+)+$/.test('a'.repeat(50) + '!');" },
  {
    name: 'native code without interrupts',
    code: 'for (;;) new Uint8Array(2 ** 26).sort();',
  },
  {
    name: 'big integers',
    code: 'let huge = 3n; for (;;) huge = (huge * huge) % (1n << 8_000_000n) + 3n ** 2_000_000n;',
  },
];

/** Recursion of all kinds. */
const recursion: readonly Hostile[] = [
  {
    name: 'recursion, again and again',
    code: 'const deeper = (n: number): number => deeper(n + 1) + 1; for (;;) { try { deeper(0); } catch {} }',
  },
  {
    name: 'mutual recursion',
    code: 'function ping(): void { pong(); } function pong(): void { ping(); } for (;;) { try { ping(); } catch {} }',
  },
  {
    name: 'exponential recursion',
    code: 'const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2)); fib(90);',
  },
  {
    name: 'asynchronous recursion',
    code: 'const again = async (): Promise<void> => { await null; return again(); }; await again();',
  },
  {
    name: 'recursion through a Proxy',
    code: 'const p: object = new Proxy({}, { get: (_, key) => Reflect.get(p, key) }); for (;;) { try { Reflect.get(p, "a"); } catch {} }',
  },
];

/** Promises, microtasks and timers. */
const promises: readonly Hostile[] = [
  { name: 'a promise that never settles', code: forever },
  { name: 'a thenable that never answers', code: 'await { then() {} };' },
  {
    name: 'a thenable of thenables',
    code: 'const t = { then(done: (value: unknown) => void) { done(t); } }; await t;',
  },
  { name: 'microtasks without end', code: 'while (true) await null;' },
  {
    name: 'queueMicrotask without end',
    code: `const again = () => queueMicrotask(again); again(); ${forever}`,
  },
  {
    name: 'timers without end',
    code: 'while (true) await new Promise((done) => setTimeout(done, 0));',
  },
  {
    name: 'a timer that blocks',
    code: `setInterval(() => { while (true) {} }, 0); ${forever}`,
  },
  {
    name: 'ten thousand timers',
    code: `for (let i = 0; i < 10_000; i++) setInterval(() => Math.sqrt(i), 1); ${forever}`,
  },
  {
    name: 'rejections that nobody handles',
    code: "while (true) { void Promise.reject(new Error('x')); await new Promise((done) => setTimeout(done, 5)); }",
  },
  {
    name: 'errors thrown out of timers',
    code: `setInterval(() => { throw new Error('x'); }, 5); ${forever}`,
  },
  {
    name: 'an endless asynchronous iterator',
    code: 'for await (const _ of (async function* () { while (true) yield 0; })()) {}',
  },
];

/** Memory: each takes much at once or without end, as far as a test may. */
const memory: readonly Hostile[] = [
  {
    name: 'a gigabyte, again and again',
    code: 'for (;;) { try { new Uint8Array(2 ** 30); } catch {} }',
  },
  {
    name: 'buffers that are kept',
    code: 'const kept: Float64Array[] = []; for (let i = 0; i < 16; i++) kept.push(new Float64Array(2 ** 20).fill(i)); for (;;);',
  },
  { name: 'a list that grows', code: 'const list: object[] = []; for (;;) list.push({});' },
  {
    name: 'a map that grows',
    code: 'const map = new Map<object, object>(); for (;;) map.set({}, {});',
  },
  {
    name: 'a text that doubles',
    code: "for (;;) { try { let text = 'x'; for (;;) text += text; } catch {} }",
  },
  {
    name: 'the longest array there is',
    code: 'new Array(2 ** 32 - 1).indexOf(1); for (;;);',
  },
  {
    name: 'a list longer than fits',
    code: 'for (;;) { try { new Array(2 ** 26).fill(0); } catch {} }',
  },
  {
    name: 'a deep clone',
    code: 'let deep: unknown = []; for (let i = 0; i < 1000; i++) deep = [deep, deep.toString?.length]; for (;;) structuredClone(deep);',
  },
  {
    name: 'blobs without end',
    code: "for (;;) { URL.createObjectURL(new Blob(['x'])); await null; }",
  },
];

/** Floods: of output, of messages, of questions to the page. */
const floods: readonly Hostile[] = [
  { name: 'log flood', code: 'while (true) console.log(Math.random());' },
  { name: 'log flood of long lines', code: "while (true) console.log('x'.repeat(100_000));" },
  { name: 'error flood', code: "while (true) console.error(new Error('x'));" },
  { name: 'display flood', code: 'while (true) display(Math.random());' },
  {
    name: 'display flood that waits',
    code: 'while (true) { display([Math.random()]); await null; }',
  },
  {
    name: 'display of something huge',
    code: "display('x'.repeat(2 ** 27)); display(new Array(2 ** 22).fill({ a: [1] })); for (;;);",
  },
  { name: 'progress flood', code: 'for (let i = 0; ; i++) progress(i % 100, 100);' },
  {
    name: 'progress without limits',
    code: 'for (let i = 0; ; i++) { progress(i, 1e9); await null; }',
  },
  {
    name: 'postMessage flood through a channel',
    code: 'const channel = new MessageChannel(); channel.port2.onmessage = () => {}; for (;;) { channel.port1.postMessage(new ArrayBuffer(64)); await null; }',
  },
  {
    name: 'postMessage flood through a broadcast',
    code: "const air = new BroadcastChannel('a'); for (let i = 0; ; i++) { air.postMessage(i); if (i % 1000 === 0) await new Promise((done) => setTimeout(done, 0)); }",
  },
  {
    name: 'postMessage flood to the frame',
    code: "for (;;) { try { (globalThis as any).postMessage({ t: 'died', id: 0, reason: 'x' }); } catch {} }",
  },
  {
    // The kernel reads past the getter, so that nothing is stolen: what is left is a loop.
    name: 'flood through a port it tries to steal',
    code: `import { host } from 'kit/host';
let stolen: MessagePort | undefined; let nonce = '';
const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!;
Object.defineProperty(MessageEvent.prototype, 'data', { ...data, get() {
  const value = data.get!.call(this); stolen ??= this.currentTarget; nonce ||= value.nonce; return value;
} });
await host().store.keys();
const state = { active: null, adapter: null, isSoftware: false, fallback: null, features: [], bytes: 0, tensors: 0 };
for (let i = 0; ; i++) stolen?.postMessage({ nonce, t: 'backend', state: { ...state, tensors: i } });`,
  },
  {
    // What a cell could do that did have the port; the test hands it over.
    name: 'flood through the port of a kernel taken over',
    isCut: true,
    code: `const { stolenPort, stolenNonce: nonce } = globalThis as any;
const state = { active: null, adapter: null, isSoftware: false, fallback: null, features: [], bytes: 0, tensors: 0 };
for (let i = 0; ; i++) stolenPort.postMessage({ nonce, t: 'backend', state: { ...state, tensors: i } });`,
  },
  {
    name: 'flood of questions to the page',
    isCut: true,
    code: "import { host } from 'kit/host';\nfor (;;) host().store.keys().catch(() => {});",
  },
  {
    name: 'flood of things to keep',
    code: `import { host } from 'kit/host';
for (let i = 0; ; i++) await host().store.set('hostile', new Uint8Array(1_000_000)).catch(() => {});`,
  },
];

/** Globals that are no longer what they were. */
const globals: readonly Hostile[] = [
  { name: 'Promise overwritten', code: 'Promise = null as never; for (;;);' },
  {
    name: 'then for every object',
    code: `Object.defineProperty(Object.prototype, 'then', { value() {} }); ${forever}`,
  },
  {
    name: 'clock and timers overwritten',
    code: `performance.now = () => 0; Date.now = () => 0; globalThis.setTimeout = (() => 0) as never; ${forever}`,
  },
  {
    name: 'array methods overwritten',
    code: 'for (const key of ["map", "push", "forEach", "slice"]) (Array.prototype as any)[key] = () => { for (;;); }; [1].map(String);',
  },
  {
    name: 'iteration overwritten',
    code: `Array.prototype[Symbol.iterator] = function* () { while (true) yield 0 as never; }; ${forever}`,
  },
  {
    name: 'console overwritten',
    code: "console.log = () => { for (;;); }; console.log('x');",
  },
  {
    name: 'bind, call and apply overwritten',
    code: 'Function.prototype.bind = Function.prototype.call = Function.prototype.apply = (() => { for (;;); }) as never; for (;;);',
  },
  {
    name: 'message events overwritten',
    code: `Object.defineProperty(MessageEvent.prototype, 'data', { get() { for (;;); } }); signal.aborted; ${forever}`,
  },
  {
    name: 'abort overwritten',
    code: `AbortController.prototype.abort = () => { for (;;); }; while (!signal.aborted) await new Promise((done) => setTimeout(done, 5));`,
  },
  {
    name: 'everything frozen',
    code: `for (const key of Object.getOwnPropertyNames(globalThis)) { try { Object.freeze((globalThis as any)[key]); } catch {} } ${forever}`,
  },
  {
    name: 'all that can be deleted is deleted',
    code: `const Kept = Promise; for (const key of Object.getOwnPropertyNames(globalThis)) { try { delete (globalThis as any)[key]; } catch {} } await new Kept(() => {});`,
  },
];

/** What a cell throws or shows, read by the kernel, and workers of its own. */
const traps: readonly Hostile[] = [
  {
    name: 'an error whose message loops',
    code: "throw Object.defineProperty(new Error('x'), 'message', { get() { for (;;); } });",
  },
  {
    name: 'an error whose stack loops',
    code: '(Error as any).prepareStackTrace = () => { for (;;); }; (null as any).x;',
  },
  {
    name: 'an error that is a trap',
    code: 'throw new Proxy({}, { getPrototypeOf() { for (;;); } });',
  },
  {
    name: 'a shown value that loops',
    code: 'display(new Proxy({}, { ownKeys() { for (;;); }, get() { for (;;); } }));',
  },
  {
    name: 'a value that blocks whoever keeps it',
    code: 'const trap: object = new Proxy({}, { ownKeys() { for (;;); } });',
  },
  {
    name: 'a signal that is read and ignored',
    code: 'signal.aborted; for (;;);',
  },
  {
    name: 'a signal that is read, and timers that go on',
    code: 'signal.aborted; while (true) await new Promise((done) => setTimeout(done, 1));',
  },
  {
    name: 'a signal that is answered by a loop',
    code: `signal.addEventListener('abort', () => { for (;;); }); ${forever}`,
  },
  {
    name: 'workers of its own',
    code: `for (let i = 0; i < 4; i++) new Worker('data:text/javascript,for(;;);'); ${forever}`,
  },
  {
    name: 'workers that flood it',
    code: `const worker = new Worker('data:text/javascript,for(let i=0;;i++){postMessage(i);if(i>5e4)break}for(;;);'); worker.onmessage = () => {}; ${forever}`,
  },
];

/** Every hostile cell that needs no GPU. */
export const hostileCells: readonly Hostile[] = [
  ...loops,
  ...recursion,
  ...promises,
  ...memory,
  ...floods,
  ...globals,
  ...traps,
];

const device = `const gpu = await navigator.gpu.requestAdapter();
const device = await gpu!.requestDevice();
const spin = (rounds: number) => {
  const buffer = device.createBuffer({ size: 256, usage: 140 });
  const module = device.createShaderModule({ code: \`@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  var sum = f32(id.x);
  for (var i = 0u; i < \${rounds}u; i++) { sum = fract(sum * 1.7 + f32(i)); }
  out[id.x] = sum;
}\` });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const bindings = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer } }] });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline); pass.setBindGroup(0, bindings); pass.dispatchWorkgroups(1); pass.end();
  device.queue.submit([encoder.finish()]);
};
`;

/** Cells that keep the GPU busy for a bounded time: a dispatch that runs cannot be stopped, by nobody. */
export const hostileGpuCells: readonly Hostile[] = [
  {
    name: 'one long dispatch',
    code: `${device}spin(20_000_000); await device.queue.onSubmittedWorkDone(); ${forever}`,
  },
  {
    name: 'a long dispatch, then a loop',
    code: `${device}spin(20_000_000); for (;;);`,
  },
  {
    name: 'a long queue of short dispatches',
    code: `${device}for (let i = 0; i < 20; i++) spin(500_000); ${forever}`,
  },
  {
    name: 'many devices',
    code: `for (let i = 0; i < 12; i++) await (await navigator.gpu.requestAdapter())!.requestDevice(); ${forever}`,
  },
  {
    name: 'many buffers',
    code: `${device}for (let i = 0; i < 8; i++) device.createBuffer({ size: 2 ** 24, usage: 128 }); ${forever}`,
  },
];
