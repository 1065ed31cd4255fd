import { describe, expect, it } from 'vitest';
import { limits, readFromFrame, readFromKernel } from './protocol.ts';

const nonce = 'abc123';
const good = { nonce, t: 'pong', id: 7 };
const error = {
  kind: 'error',
  name: 'TypeError',
  message: 'x',
  code: null,
  details: {},
  line: 1,
  column: null,
  stack: ['at cell-a.js:1:2'],
};

describe('readFromKernel', () => {
  it('passes on what is well formed', () => {
    expect(readFromKernel(good, nonce)).toEqual(good);
    const done = {
      nonce,
      t: 'done',
      run: 0,
      ms: 1.5,
      views: 2,
      tensors: { count: 0, bytes: 0 },
      findings: null,
      isTainted: false,
    };
    expect(readFromKernel(done, nonce)).toEqual(done);
    expect(
      readFromKernel({ nonce, t: 'error', run: 1, ms: 0, error, isTainted: true }, nonce)?.t,
    ).toBe('error');
    expect(
      readFromKernel(
        { nonce, t: 'view', run: 1, index: 0, view: { kind: 'text', text: 'a' } },
        nonce,
      )?.t,
    ).toBe('view');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a text', 'pong'],
    ['an array', [good]],
    ['no nonce', { t: 'pong', id: 7 }],
    ['another nonce', { ...good, nonce: 'abc124' }],
    ['a nonce that is no text', { ...good, nonce: 1 }],
    ['no type', { nonce, id: 7 }],
    ['an unknown type', { ...good, t: 'eval' }],
    ['a type that is inherited', { ...good, t: 'toString' }],
    ['a type named like a prototype', { ...good, t: '__proto__' }],
    ['a type named constructor', { ...good, t: 'constructor' }],
    ['a fractional id', { ...good, id: 1.5 }],
    ['a negative id', { ...good, id: -1 }],
    ['an infinite id', { ...good, id: Infinity }],
    ['an id that is text', { ...good, id: '7' }],
    ['a view without kind', { nonce, t: 'view', run: 0, index: 0, view: {} }],
    [
      'a view past the cap',
      {
        nonce,
        t: 'view',
        run: 0,
        index: limits.viewsPerRun + limits.logsPerRun + 3,
        view: { kind: 'text' },
      },
    ],
    ['a call of an unknown method', { nonce, t: 'call', id: 0, method: 'fetch', args: [] }],
    [
      'a call with too many arguments',
      { nonce, t: 'call', id: 0, method: 'asset', args: [1, 2, 3, 4, 5] },
    ],
    [
      'progress that is not a number',
      { nonce, t: 'progress', run: 0, done: NaN, total: 1, leftMs: null },
    ],
    [
      'an error with a huge message',
      {
        nonce,
        t: 'error',
        run: 0,
        ms: 0,
        isTainted: false,
        error: { ...error, message: 'x'.repeat(limits.messageText + 1) },
      },
    ],
    [
      'an error whose stack holds objects',
      { nonce, t: 'error', run: 0, ms: 0, isTainted: false, error: { ...error, stack: [{}] } },
    ],
    [
      'a flood of findings',
      {
        nonce,
        t: 'done',
        run: 0,
        ms: 0,
        views: 0,
        tensors: { count: 0, bytes: 0 },
        isTainted: false,
        findings: Array(limits.findingsPerRun + 1).fill({ passed: true, message: 'a', values: {} }),
      },
    ],
    [
      'an unknown backend',
      {
        nonce,
        t: 'backend',
        state: {
          active: 'webgl',
          adapter: null,
          isSoftware: false,
          fallback: null,
          features: [],
          bytes: 0,
          tensors: 0,
        },
      },
    ],
    [
      'an input of unknown kind',
      { nonce, t: 'input', run: 0, input: { kind: 'password', id: 'a' } },
    ],
  ])('refuses %s', (_, message) => {
    expect(readFromKernel(message, nonce)).toBeNull();
  });

  it('does not listen to what a message inherits', () => {
    expect(readFromKernel(Object.create(good), nonce)).toBeNull();
    const polluted = JSON.parse(
      `{"__proto__": {"nonce": "${nonce}", "t": "pong", "id": 7}}`,
    ) as unknown;
    expect(readFromKernel(polluted, nonce)).toBeNull();
  });
});

describe('readFromFrame', () => {
  it('takes its three messages and nothing else', () => {
    expect(readFromFrame({ t: 'frame-ready', nonce }, nonce)).toEqual({ t: 'frame-ready', nonce });
    expect(readFromFrame({ t: 'spawned', nonce, id: 1, via: 'data' }, nonce)?.t).toBe('spawned');
    expect(readFromFrame({ t: 'died', nonce, id: 1, reason: 'x' }, nonce)?.t).toBe('died');
    expect(readFromFrame({ t: 'spawned', nonce, id: 1, via: 'http' }, nonce)).toBeNull();
    expect(readFromFrame({ t: 'frame-ready', nonce: 'other' }, nonce)).toBeNull();
    expect(readFromFrame({ t: 'done', nonce, id: 1 }, nonce)).toBeNull();
    expect(readFromFrame('frame-ready', nonce)).toBeNull();
  });
});
