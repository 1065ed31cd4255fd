import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { recognise, type MessageId } from './errorMessages.ts';
import { explain, type ErrorFacts, type Explained } from './explain.ts';
import { explanationsAr } from './explanations.ar.ts';
import { explanationsEn } from './explanations.en.ts';

const require = createRequire(import.meta.url);
const strict = (code: string): (() => unknown) =>
  new Function(`"use strict"; ${code}`) as () => unknown;

async function thrownBy(run: () => unknown): Promise<ErrorFacts> {
  try {
    await run();
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message, code: null, details: {} };
  }
  throw new Error('nothing was thrown');
}

/** Text without its code. */
const prose = (text: string): string => text.replace(/`[^`]*`/g, '■');

function expectGoodTexts(en: Explained, ar: Explained): void {
  for (const { title, text } of [en, ar]) {
    expect(title).not.toContain('`');
    expect(text.split('`').length % 2, `backticks in: ${text}`).toBe(1);
    expect(prose(text)).not.toMatch(/undefined|null|NaN|\[object|\{|\}/);
    expect(text).not.toContain('``');
    expect(prose(text)).not.toMatch(/ {2}| [,.،؛]/);
    expect(text).toMatch(/[.؟?]$/);
  }
  expect(`${ar.title} ${prose(ar.text)}`).not.toMatch(/[A-Za-z]/);
  expect(prose(ar.text)).not.toMatch(/[;?]|,(?!\d)/);
  expect(en.title).not.toMatch(/[\u0600-\u06ff]/);
}

const seen = new Set<MessageId>();

function expectExplained(error: ErrorFacts, id: MessageId, quoted: readonly string[]): void {
  expect(recognise(error.message)?.id, error.message).toBe(id);
  seen.add(id);
  const en = explain(error, 'en');
  const ar = explain(error, 'ar');
  if (!en || !ar) throw new Error('not explained');
  expectGoodTexts(en, ar);
  expect(en.title).toBe(explanationsEn.messages[id].title);
  expect(ar.title).toBe(explanationsAr.messages[id].title);
  for (const value of quoted) {
    expect(en.text).toContain(value);
    expect(ar.text).toContain(value);
  }
  // What the message tells is quoted; an ellipsis would stand for something that it did not.
  for (const { text } of [en, ar]) expect(prose(text)).not.toContain('…');
}

describe('errors of JavaScript, as V8 throws them', () => {
  it.each<[string, MessageId, ...string[]]>([
    ['document.title', 'no-page', '`document`'],
    ['softmaxx(1)', 'not-defined', '`softmaxx`'],
    ['درجات', 'not-defined', '`درجات`'],
    ['scores; let scores = 1', 'used-too-early', '`scores`'],
    ['const c = 1; c = 2', 'const-assignment', '`const`'],
    ['undefined.shape', 'read-nothing', '`shape`', '`undefined`'],
    ['const rows = []; rows[0].length', 'read-nothing', '`length`'],
    ['null.x', 'read-nothing', '`null`'],
    ['const o = {}; o.a.b = 1', 'write-nothing', '`b`'],
    ['let o; const { a } = o', 'destructure-nothing', '`a`', '`o`'],
    ['for (const x of 3);', 'not-iterable', '`3`'],
    ['const [a] = {}', 'not-iterable', '`{}`'],
    ['Math.max(...3)', 'not-iterable'],
    ['new Map([1])', 'not-iterable', '`1`'],
    ['new Set(7)', 'not-iterable', '`7`'],
    ['const [a] = undefined', 'not-iterable', '`undefined`'],
    ['const a = { b: 1 }; a.b()', 'not-a-function', '`a.b`'],
    ['[1].mapp(String)', 'not-a-function', '`[1].mapp`'],
    ['[1].map(3)', 'not-a-function', '`3`'],
    ['[2, 1].sort(3)', 'no-compare-function'],
    ['new (() => 1)()', 'not-a-constructor'],
    ['class A extends undefined {}', 'not-a-constructor', '`undefined`'],
    ['Object.freeze([1])[0] = 2', 'read-only', '`0`'],
    ['Object.freeze({}).a = 2', 'read-only', '`a`'],
    ['({ get a() { return 1 } }).a = 2', 'getter-only', '`a`'],
    ['Object.keys(null)', 'null-to-object'],
    ['Object.create(null) + ""', 'object-to-primitive'],
    ['`${Symbol("a")}`', 'symbol-to-text'],
    ['+Symbol("a")', 'symbol-to-text'],
    ['1n + 1', 'bigint-mix'],
    ['Math.max(1n)', 'bigint-mix'],
    ['BigInt(1.5)', 'bigint-fraction', '`1.5`'],
    ['"a" in "bc"', 'in-operator', '`a`', '`bc`'],
    ['1 instanceof 3', 'instanceof'],
    ['[].reduce((a, b) => a + b)', 'empty-reduce'],
    ['class A {} A()', 'class-without-new', '`A`'],
    ['class A extends Object { constructor() { this.x = 1 } } new A()', 'super-first'],
    ['class A { #x; static g(o) { return o.#x } } A.g({})', 'private-foreign', '`#x`'],
    ['class A { #m() {} static g(o) { o.#m() } } A.g({})', 'private-foreign', '`A`'],
    ['new Array(-1)', 'array-length'],
    ['new Float32Array(-2)', 'array-length', '`-2`'],
    ['new ArrayBuffer(2 ** 45)', 'out-of-memory'],
    ['"x".repeat(2 ** 30)', 'text-too-long'],
    ['"x".repeat(-1)', 'repeat-count', '`-1`'],
    ['new Float32Array(2).set([1, 2, 3])', 'outside-array'],
    ['(function f() { f() })()', 'stack-overflow'],
    ['(1).toFixed(101)', 'digits-range', '`toFixed`', '100'],
    ['(1).toString(99)', 'digits-range', '`toString`', '36'],
    ['new Date("x").toISOString()', 'invalid-date'],
    ['new RegExp("(")', 'regular-expression', '`(`', '`Unterminated group`'],
    ['new RegExp("a", "q")', 'regular-expression', '`q`'],
    ['decodeURIComponent("%")', 'uri-malformed'],
    ['const a = {}; a.me = a; JSON.stringify(a)', 'json-circular', '`me`'],
    ['JSON.stringify(1n)', 'json-bigint'],
    ['JSON.parse("{")', 'json-parse', '1'],
    ['JSON.parse("abc")', 'json-parse', '`a`'],
    ['JSON.parse("{\\"a\\":")', 'json-end'],
    ['JSON.parse("[1 2]")', 'json-parse', '3'],
    ['JSON.parse(undefined)', 'json-parse', '`undefined`'],
    ['structuredClone(() => 1)', 'not-clonable', '`() => 1`'],
    ['AbortSignal.abort().throwIfAborted()', 'stopped'],
    ['return fetch("http://127.0.0.1:9/")', 'no-network'],
  ])('%s', async (code, id, ...quoted) => {
    expectExplained(await thrownBy(strict(code)), id, quoted);
  });
});

describe('errors of syntax', () => {
  const compile = (code: string) => () => new Function(`"use strict";${code}`);
  it.each<[string, MessageId, ...string[]]>([
    ['let a; let a', 'already-declared', '`a`'],
    ['class A { m() { this.#q } }', 'private-undeclared', '`#q`'],
    ['f(1 2)', 'missing-paren', '`)`'],
    ['const s = "abc', 'text-not-closed'],
    ['const s = “abc”', 'text-not-closed'],
    ['/(/', 'regular-expression', '`(`'],
    ['/abc', 'regexp-not-closed'],
    ['function f() { await x }', 'await-outside', '`async`'],
    ['}', 'unexpected-text', '`}`'],
    ['let static = 1', 'reserved-word'],
    ['break', 'break-outside'],
    ['const a', 'const-without-value'],
    ['1 = 2', 'assignment-target', '`===`'],
    ['let x = ;', 'unexpected-text', '`;`'],
    ['let a b', 'unexpected-text', '`b`'],
    ['a 1', 'unexpected-text'],
  ])('of V8: %s', async (code, id, ...quoted) => {
    expectExplained(await thrownBy(compile(code)), id, quoted);
  });

  it.each<[string, MessageId]>([
    ['return 1', 'return-outside'],
    ['if (1) {', 'unexpected-end'],
  ])('of V8, evaluated: %s', async (code, id) => {
    expectExplained(await thrownBy(() => (0, eval)(code)), id, []);
  });

  const acorn = require('acorn') as { parse(code: string, options: unknown): unknown };
  it.each<[string, MessageId, ...string[]]>([
    ['let a; let a', 'already-declared', '`a`'],
    ['"abc', 'text-not-closed'],
    ['`abc', 'template-not-closed'],
    ['/* abc', 'comment-not-closed'],
    ['/abc', 'regexp-not-closed'],
    ['() => { await x }', 'await-outside'],
    ['let enum = 1', 'reserved-word', '`enum`'],
    ['let eval = 1', 'reserved-word', '`eval`'],
    ['return 1', 'return-outside'],
    ['continue', 'break-outside'],
    ['1 = 2', 'assignment-target'],
    ['class A { m() { this.#q } }', 'private-undeclared', '`#q`'],
    ['a \u061b', 'unexpected-text', '`؛`'],
  ])('of the parser: %j', async (code, id, ...quoted) => {
    const error = await thrownBy(() =>
      acorn.parse(code, { ecmaVersion: 'latest', sourceType: 'module' }),
    );
    expectExplained(
      { ...error, message: error.message.replace(/ \(\d+:\d+\)$/, ''), code: 'syntax' },
      id,
      quoted,
    );
  });
});

/** What of tfjs the snippets below use. */
interface Tfjs {
  setBackend(name: string): Promise<boolean>;
  env(): { set(flag: string, value: unknown): void };
}

describe('errors of tfjs', async () => {
  const tf = require('@tensorflow/tfjs') as Tfjs;
  tf.env().set('IS_TEST', true);
  await tf.setBackend('cpu');
  const run = (code: string) => () => {
    const body = `const A = tf.ones([2, 3]), B = tf.ones([4, 5]); return (async () => { ${code} })()`;
    return (new Function('tf', 'checked', body) as (...given: unknown[]) => unknown)(tf, checked);
  };
  // tfjs compares the lengths of nested lists only when asked to.
  const checked = (check: () => unknown): unknown => {
    tf.env().set('TENSORLIKE_CHECK_SHAPE_CONSISTENCY', true);
    try {
      return check();
    } finally {
      tf.env().set('TENSORLIKE_CHECK_SHAPE_CONSISTENCY', false);
    }
  };
  it.each<[string, MessageId, ...string[]]>([
    ['tf.matMul(A, B)', 'matmul-inner', '`[2, 3]`', '`[4, 5]`', '3', '4'],
    ['tf.dot(tf.ones([2]), tf.ones([3]))', 'matmul-inner', '2', '3'],
    ['A.add(B)', 'shapes-broadcast', '`[2, 3]`', '`[4, 5]`'],
    ['tf.matMul(tf.ones([2, 2, 3]), tf.ones([3, 3, 4]))', 'shapes-broadcast', '`[2]`', '`[3]`'],
    ['A.dispose(); A.add(1)', 'tensor-disposed'],
    ['A.dispose(); await A.data()', 'tensor-disposed'],
    ['A.reshape([4, 2])', 'reshape-size', '6', '`[4, 2]`'],
    ['A.reshape([-1, 4])', 'reshape-size', '6'],
    ['A.reshape([-1, -1])', 'reshape-two-free'],
    ['tf.concat([A, B], 0)', 'concat-shapes', '`[2, 3]`', '`[4, 5]`', '1'],
    ['tf.concat([A, tf.ones([2])], 0)', 'concat-shapes', '1'],
    ['tf.stack([A, B])', 'shapes-differ', '`[2, 3]`', '`[4, 5]`'],
    ['tf.variable(A).assign(B)', 'shapes-differ', '`[2, 3]`', '`[4, 5]`'],
    ['tf.losses.softmaxCrossEntropy(A, B)', 'shapes-differ', '`[2, 3]`'],
    ['A.slice([1, 0], [2, 2])', 'slice-outside', '3', '2'],
    ['A.sum(5)', 'axis-outside', '`5`', '`-2`'],
    ['tf.softmax(A, 0)', 'softmax-axis', '`0`'],
    ['tf.tensor([1, 2, 3], [2, 2])', 'values-count', '`[2, 2]`', '4', '3'],
    ['checked(() => tf.tensor([[1, 2], [3]]))', 'rows-uneven', '`1`', '2'],
    ['checked(() => tf.tensor([[1, 2], 3]))', 'rows-uneven', '`1`'],
    ['tf.tensor2d([1, 2, 3])', 'shape-needed', '`tensor2d`'],
    ['tf.tensor1d([[1]])', 'shape-needed', '`tensor1d`'],
    ['tf.ones([-1])', 'shape-invalid', '`[-1]`'],
    ['tf.zeros([1.5, 2])', 'shape-invalid', '`[1.5, 2]`'],
    ['tf.conv2d(A, tf.ones([1, 1, 1, 1]), 1, "same")', 'rank-wrong', '`conv2d`', '`4`', '2'],
    [
      'tf.gather(A, tf.tensor1d([0.5]))',
      'dtype-wrong',
      '`indices`',
      '`gather`',
      '`int32`',
      '`float32`',
    ],
    ['tf.add(tf.tensor(["a"]), 1)', 'dtype-wrong', '`numeric`', '`string`'],
    ['tf.matMul({}, A)', 'not-a-tensor', '`a`', '`matMul`', '`Object`'],
    ['tf.matMul(A, undefined)', 'not-a-tensor', '`b`', '`null`'],
    ['tf.tensor(null)', 'not-a-tensor'],
    ['A.cast("float64")', 'dtype-unknown', '`float64`'],
    ['tf.equal(A, tf.tensor(["a"]))', 'dtype-mix', '`float32`', '`string`'],
    ['tf.oneHot(tf.tensor1d([0], "int32"), 1)', 'one-hot-depth', '`1`'],
    ['tf.gather(A, tf.tensor1d([7], "int32"))', 'index-outside', '`7`', '1'],
    [
      'tf.gatherND(A, tf.tensor2d([[9, 9]], [1, 2], "int32"))',
      'entry-outside',
      '`[9, 9]`',
      '`[2, 3]`',
    ],
    ['A.bufferSync().get(9, 0)', 'entry-outside', '`[9, 0]`'],
    ['tf.split(A, 4, 1)', 'split-uneven'],
    ['tf.transpose(A, [0, 1, 2])', 'transpose-order', '2'],
    ['tf.transpose(A, [0, 5])', 'transpose-order'],
    ['tf.topk(A, 9)', 'top-k', '`9`', '3'],
    ['tf.grad((x) => tf.scalar(1))(A)', 'no-gradient'],
    ['tf.disposeVariables(); tf.variableGrads(() => tf.scalar(1))', 'no-variables'],
    [
      'const m = tf.sequential(); m.add(tf.layers.dense({ units: 1, inputShape: [4] })); m.predict(A)',
      'model-input',
      '`[null, 4]`',
      '`[2, 3]`',
    ],
    [
      'const m = tf.sequential(); m.add(tf.layers.dense({ units: 1, inputShape: [3] })); m.compile({ loss: "meanSquaredError", optimizer: "sgd" }); await m.fit(A, B)',
      'model-input',
      '`[4, 5]`',
    ],
    [
      'const m = tf.sequential(); m.add(tf.layers.dense({ units: 1, inputShape: [3] })); await m.fit(A, A)',
      'model-not-compiled',
    ],
    ['tf.sequential().add(tf.layers.dense({ units: 1 }))', 'model-input-shape', '`inputShape`'],
    ['await tf.setBackend("nope")', 'backend-unknown', '`nope`'],
  ])('%s', async (code, id, ...quoted) => {
    expectExplained(await thrownBy(run(code)), id, quoted);
  });
});

describe('errors recorded elsewhere', () => {
  it.each<[string, MessageId, ...string[]]>([
    // Chromium 156 on SwiftShader
    [
      "Error while parsing WGSL: :1:53 error: unresolved value 'foo'\n@compute @workgroup_size(1) fn main(){ let x: f32 = foo; }\n",
      'shader-text',
      '1',
      "`unresolved value 'foo'`",
    ],
    [
      'Entry-point uses workgroup_size(1024, 1024, 1) that exceeds the maximum allowed (256, 256, 64).\n - While initializing [ComputePipeline (unlabeled)]\n',
      'workgroup-size',
      '`(1024, 1024, 1)`',
      '`(256, 256, 64)`',
    ],
    [
      'Dispatch workgroup count X (1000000) exceeds max compute workgroups per dimension (65535).\n - While encoding [ComputePassEncoder (unlabeled)].DispatchWorkgroups(1000000, 1, 1).\n',
      'workgroup-count',
      '1,000,000',
      '65,535',
    ],
    [
      'Buffer size (1099511627776) exceeds the max buffer size limit (268435456).\n - While calling [Device].CreateBuffer([BufferDescriptor]).\n',
      'out-of-memory',
      '`1 TiB`',
    ],
    [
      "Binding usage (BufferUsage::Uniform) of [Buffer (unlabeled)] doesn't match expected usage (BufferUsage::Storage).\n - While validating entries[0] against { binding: 0 }.\n",
      'gpu-validation',
    ],
    [
      "Failed to execute 'mapAsync' on 'GPUBuffer': The Device was lost before mapping was resolved.",
      'gpu-lost',
    ],
    [
      "Failed to execute 'requestDevice' on 'GPUAdapter': Unsupported feature: shader-f16",
      'gpu-feature',
      '`shader-f16`',
    ],
    ['Failed to fetch', 'no-network'],
    ['Invalid array buffer length', 'out-of-memory'],
    ['Invalid typed array length: 8589934592', 'array-length', '`8589934592`'],
    [
      "Failed to execute 'structuredClone' on 'Window': ()=>1 could not be cloned.",
      'not-clonable',
      '`()=>1`',
    ],
    // the WebGPU backend of tfjs 4.22
    ['WebGPU readSync is only available for CPU-resident tensors.', 'read-now'],
    // Firefox
    ["can't access lexical declaration 'x' before initialization", 'used-too-early', '`x`'],
    ["invalid assignment to const 'c'", 'const-assignment', '`c`'],
    ['redeclaration of let a', 'already-declared', '`a`'],
    ['can\'t access property "shape", x is undefined', 'read-nothing', '`shape`', '`undefined`'],
    ['too much recursion', 'stack-overflow'],
    ['cyclic object value', 'json-circular'],
    ["JSON.parse: expected property name or '}' at line 1 column 2 of the JSON data", 'json-parse'],
    ["can't convert BigInt to number", 'bigint-mix'],
    ["class constructors must be invoked with 'new'", 'class-without-new'],
    ['invalid date', 'invalid-date'],
    ['NetworkError when attempting to fetch resource.', 'no-network'],
    // Safari
    ["Can't find variable: scores", 'not-defined', '`scores`'],
    ["undefined is not an object (evaluating 'x.shape')", 'read-nothing', '`shape`', '`undefined`'],
    ["x.f is not a function. (In 'x.f()', 'x.f' is undefined)", 'not-a-function', '`x.f`'],
    ['Attempted to assign to readonly property.', 'read-only'],
    ['Cannot access uninitialized variable.', 'used-too-early'],
    ['Load failed', 'no-network'],
    ['JSON Parse error: Unexpected EOF', 'json-end'],
    ['Cannot call a class constructor A without |new|', 'class-without-new', '`A`'],
  ])('%s', (message, id, ...quoted) => {
    expectExplained({ name: 'Error', message, code: null, details: {} }, id, quoted);
  });

  it('leave no known message untested', () => {
    expect(Object.keys(explanationsEn.messages).filter((id) => !seen.has(id as MessageId))).toEqual(
      [],
    );
  });
});

describe('errors with a code', () => {
  const values: Readonly<Record<string, unknown>> = {
    fn: 'matMul',
    expected: 'a whole number from 1',
    got: [2, 3],
    name: 'x',
    heads: 6,
    kvHeads: 4,
    role: 'verb',
    known: ['kit/tensor', 'kit/rag'],
    backend: 'webgpu',
    reason: 'no adapter',
    shader: 'softmax',
    line: 3,
    message: 'unresolved value',
    status: 404,
    sizeBytes: 3 * 1024 ** 2,
    maxBytes: 1024 ** 2,
    key: 'index',
    specifier: 'lodash',
    id: 'divisor',
    type: 'WeakMap',
    cell: 'scores',
    model: 'use-lite',
    language: 'en',
    found: ')',
    cells: ['a', 'b'],
    names: ['p', 'q'],
  };
  const codes = Object.keys(explanationsEn.codes);

  it.each(codes)('%s is explained in both languages', (code) => {
    const error: ErrorFacts = { name: 'KitError', message: code, code, details: values };
    expectGoodTexts(explain(error, 'en')!, explain(error, 'ar')!);
    expect(prose(explain(error, 'en')!.text)).not.toContain('…');
  });

  it.each(codes)('%s is explained even with details that make no sense', (code) => {
    for (const details of [
      {},
      { fn: null, known: 7, path: [null], sizeBytes: 'many', cells: {}, name: '`' },
    ]) {
      const error: ErrorFacts = { name: 'KitError', message: 'x', code, details };
      expectGoodTexts(explain(error, 'en')!, explain(error, 'ar')!);
    }
  });

  it('quotes details in both languages', () => {
    const error: ErrorFacts = {
      name: 'KitError',
      message: '',
      code: 'asset-too-large',
      details: values,
    };
    expect(explain(error, 'en')?.text).toContain('`x` is `3 MiB` in size, and at most `1 MiB`');
    expect(explain(error, 'ar')?.text).toContain('حجم `x` هو `3 MiB`');
  });

  it('tells the way around a cycle', () => {
    const path = [
      { cell: 'a', name: 'z' },
      { cell: 'c', name: 'x' },
    ];
    const error: ErrorFacts = {
      name: 'SyntaxError',
      message: '',
      code: 'cycle',
      details: { name: 'z', path },
    };
    expect(explain(error, 'en')?.text).toContain('`a`, `c`');
    expect(explain(error, 'ar')?.text).toContain('`a`، `c`');
    expect(explain(error, 'ar')?.text).toContain('`z`، `x`');
  });

  it('says of broken code what the parser found out', () => {
    const at = (details: ErrorFacts['details'], message = "Unexpected token ')'") =>
      explain({ name: 'SyntaxError', message, code: 'syntax', details }, 'en')?.text;
    expect(at({ found: ')', opener: '[', openerLine: 2 })).toContain(
      '`[`, opened on line 2, is not closed before `)`',
    );
    expect(at({ found: 'b', expected: ';' })).toContain('`;` was expected');
    expect(at({ expected: '}' })).toContain('`}` is missing');
    expect(at({ found: ')' })).toContain('`)` cannot stand here');
    expect(at({ reason: 'depth' }, 'The code is nested too deeply')).toContain('nested so deeply');
    expect(at({}, 'Something new')).toContain('breaks the rules');
  });

  it('keeps quoted text short and on one line, and lists short', () => {
    const text = (details: ErrorFacts['details']) =>
      explain({ name: 'KitError', message: '', code: 'import-unknown', details }, 'en')?.text ?? '';
    expect(text({ specifier: 'x'.repeat(5000), known: [] }).length).toBeLessThan(400);
    expect(text({ specifier: 'a\n`b`\tc', known: [] })).toContain('`a ʼbʼ c`');
    expect(
      text({ specifier: 'a', known: Array.from({ length: 50 }, (_, i) => `kit/${i}`) }),
    ).toMatch(/`kit\/15`, …\.$/);
  });
});

describe('errors that nobody has explained', () => {
  it('have no explanation, nor do odd codes and names', () => {
    const own = (name: string, message: string, code: string | null = null) =>
      explain({ name, message, code, details: {} }, 'en');
    expect(own('Error', 'the reader wrote this')).toBeNull();
    expect(own('Error', '')).toBeNull();
    expect(own('Error', 'x', 'toString')).toBeNull();
    expect(own('Error', 'x', '__proto__')).toBeNull();
    expect(own('AbortError', 'anything')?.title).toBe('The run was stopped');
  });

  it('are told quickly, whatever their length', () => {
    const start = performance.now();
    for (const part of [
      'a',
      ' ',
      '(',
      'is not ',
      'Shapes 1,',
      "'",
      'Invalid regular expression: /',
    ]) {
      explain({ name: 'Error', message: part.repeat(50_000), code: null, details: {} }, 'ar');
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
