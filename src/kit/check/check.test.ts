import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestBackend } from '../testBackend.ts';
import {
  add,
  dispose,
  fill,
  greater,
  greaterEqual,
  indices,
  matMul,
  memory,
  mul,
  softmaxRows,
  tensor,
  transpose,
  where,
  zeros,
  type Tensor,
  type Tensor2D,
} from '../tensor/index.ts';
import {
  connectFindings,
  expectClose,
  expectEqualOnRandom,
  expectRowsSumToOne,
  expectShape,
  expectUnaffected,
  expectUnchanged,
  settleChecks,
  type CheckFinding,
} from './index.ts';

beforeAll(() => useTestBackend('cpu'));

let findings: CheckFinding[] = [];
beforeEach(() => {
  findings = [];
  connectFindings((finding) => findings.push(finding));
});

/** What one check, begun without awaiting it, found. Every tensor must be gone. */
async function found(begin: () => unknown): Promise<CheckFinding> {
  const before = memory().tensors;
  begin();
  await settleChecks();
  expect(memory().tensors - before, 'tensors left behind').toBe(0);
  expect(findings).toHaveLength(1);
  const [finding] = findings;
  expect(structuredClone(finding)).toEqual(finding);
  return finding!;
}

// the exercise of the course's first lesson, with the answers that learners give
const maskFuture = (scores: Tensor2D): Tensor2D => {
  const [rows, columns] = indices(scores.shape);
  return where(greater(columns, rows), fill(scores.shape, -Infinity), scores);
};
const maskTooMuch = (scores: Tensor2D): Tensor2D => {
  const [rows, columns] = indices(scores.shape);
  return where(greaterEqual(columns, rows), fill(scores.shape, -Infinity), scores);
};
const maskPast = (scores: Tensor2D): Tensor2D => {
  const [rows, columns] = indices(scores.shape);
  return where(greater(rows, columns), fill(scores.shape, -Infinity), scores);
};
const maskWithZero = (scores: Tensor2D): Tensor2D => {
  const [rows, columns] = indices(scores.shape);
  return where(greater(columns, rows), 0, scores);
};
const asIs = (scores: Tensor2D): Tensor2D => scores;
const isPast = (row: number, column: number) => column <= row;

describe('the mask exercise', () => {
  const all = (answer: (scores: Tensor2D) => Tensor2D) => {
    const weigh = (scores: Tensor2D) => softmaxRows(answer(scores));
    void expectUnchanged(answer, { where: isPast, message: 'past' });
    void expectRowsSumToOne(weigh, { message: 'rows' });
    void expectUnaffected(weigh, { by: 'later', message: 'leak' });
  };
  it.each([
    ['the solution', maskFuture, []],
    ['the starter', asIs, ['leak']],
    ['the diagonal masked too', maskTooMuch, ['past', 'rows']],
    ['the wrong side masked', maskPast, ['past', 'leak']],
    ['zero instead of −∞', maskWithZero, ['leak']],
  ] as const)('%s', async (_name, answer, wrong) => {
    const before = memory().tensors;
    all(answer);
    await settleChecks();
    expect(memory().tensors).toBe(before);
    expect(findings.map((finding) => finding.message)).toEqual(['past', 'rows', 'leak']);
    expect(findings.filter((finding) => !finding.passed).map((finding) => finding.message)).toEqual(
      wrong,
    );
  });

  it('names the first place that is wrong', async () => {
    const changed = (scores: Tensor2D) => {
      const [rows, columns] = indices(scores.shape);
      return where(mul(equal3(rows), equal3(columns)), 9, scores);
    };
    const equal3 = (x: Tensor2D) => greaterEqual(x, 3).toFloat() as Tensor2D;
    const finding = await found(() => expectUnchanged(changed, { where: isPast, message: 'past' }));
    expect(finding).toMatchObject({ passed: false, values: { row: 3, column: 3, got: 9 } });
  });
});

describe('expectUnaffected of tokens', () => {
  const value = tensor([
    [1, 0, 2, 1],
    [0, 1, 1, 0],
    [1, 1, 0, 0],
    [0, 0, 1, 1],
  ]);
  const attention = (x: Tensor2D, mask: (scores: Tensor2D) => Tensor2D) =>
    matMul(softmaxRows(mask(matMul(x, x, { transposeB: true }))), matMul(x, value));
  it('passes causal attention and catches the rest', async () => {
    void expectUnaffected((x) => attention(x, maskFuture), {
      by: 'later',
      of: 'tokens',
      message: 'm',
    });
    void expectUnaffected((x) => attention(x, asIs), { by: 'later', of: 'tokens', message: 'm' });
    await settleChecks();
    expect(findings.map((finding) => finding.passed)).toEqual([true, false]);
    expect(findings[1]?.values).toMatchObject({ row: 0, by: 1 });
    dispose(value);
  });
});

describe('answers that are no answers', () => {
  it.each<[string, (scores: Tensor2D) => unknown, string]>([
    [
      'throws',
      () => {
        throw new TypeError('x is undefined');
      },
      'check-threw',
    ],
    [
      'throws no error',
      () => {
        throw 'text';
      },
      'check-threw',
    ],
    ['rejects', () => Promise.reject(new Error('later')), 'check-threw'],
    ['gives nothing', () => undefined, 'check-shape'],
    ['gives arrays', () => [[1]], 'check-shape'],
    ['gives another shape', (scores) => transpose(scores.slice([0, 0], [1, -1])), 'check-shape'],
    [
      'uses a tensor that is gone',
      (scores) => {
        dispose(scores);
        return add(scores, 1);
      },
      'check-threw',
    ],
  ])('%s', async (_name, answer, message) => {
    const finding = await found(() => expectUnchanged(answer, { where: () => true, message: 'm' }));
    expect(finding).toMatchObject({ passed: false, message, values: { check: 'm' } });
  });

  it('tells the code of our own errors, and what was expected', async () => {
    const finding = await found(() =>
      expectRowsSumToOne((x) => matMul(x, zeros([2, 3])), { message: 'm' }),
    );
    expect(finding.values).toMatchObject({ code: 'shape-mismatch', name: 'KitError' });
    findings = [];
    const shape = await found(() => expectRowsSumToOne(() => zeros([5, 4]), { message: 'm' }));
    expect(shape.values).toMatchObject({ expected: 'Tensor [5, 5]', got: 'Tensor [5, 4]' });
  });

  it('finds rows that are NaN, or negative though they sum to 1', async () => {
    expect(
      (await found(() => expectRowsSumToOne((x) => fill(x.shape, NaN), { message: 'm' }))).passed,
    ).toBe(false);
    findings = [];
    const odd = (x: Tensor2D) => {
      const [, columns] = indices(x.shape);
      return where(greater(columns, 0), fill(x.shape, -1), fill(x.shape, x.shape[0]));
    };
    expect((await found(() => expectRowsSumToOne(odd, { message: 'm' }))).passed).toBe(false);
  });
});

describe('the other checks', () => {
  it('expectShape', async () => {
    const project = (x: Tensor, w: Tensor) => matMul(x, w);
    void expectShape(project, {
      inputs: [
        [6, 4],
        [4, 3],
      ],
      output: [6, 3],
      message: 'm',
    });
    void expectShape(project, {
      inputs: [
        [6, 4],
        [4, 3],
      ],
      output: [3, 6],
      message: 'm',
    });
    await settleChecks();
    expect(findings.map((finding) => finding.message)).toEqual(['m', 'check-shape']);
    expect(findings.map((finding) => finding.passed)).toEqual([true, false]);
  });

  it('expectClose', async () => {
    void expectClose(1.00001, 1, { message: 'm' });
    void expectClose(
      Promise.resolve([
        [1, 2],
        [3, 4],
      ]),
      [
        [1, 2],
        [3, 5],
      ],
      { message: 'm' },
    );
    void expectClose(Promise.reject(new Error('no')), 1, { message: 'm' });
    void expectClose([Infinity, -Infinity], [Infinity, -Infinity], { message: 'm' });
    void expectClose(NaN, NaN, { message: 'm' });
    void expectClose([1, 2], [1, 2, 3], { message: 'm' });
    await settleChecks();
    expect(findings.map((finding) => finding.passed)).toEqual([
      true,
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(findings[1]?.values).toEqual({ row: 1, column: 1, expected: 5, got: 4 });
    expect(findings[2]?.message).toBe('check-threw');
    expect(findings[5]?.message).toBe('check-shape');
  });

  it('expectEqualOnRandom', async () => {
    const inputs = [
      [3, 4],
      [4, 2],
    ];
    void expectEqualOnRandom(
      (a, b) => matMul(a, b),
      (a, b) => matMul(transpose(b), transpose(a)).transpose(),
      { inputs, message: 'm' },
    );
    void expectEqualOnRandom(
      (a, b) => add(matMul(a, b), 0.01),
      (a, b) => matMul(a, b),
      { inputs, message: 'm' },
    );
    await settleChecks();
    expect(findings.map((finding) => finding.passed)).toEqual([true, false]);
    expect(memory().tensors).toBe(0);
  });

  it('finds the same each time, and in the order of the checks', async () => {
    for (let round = 0; round < 2; round++) {
      void expectUnchanged(
        async (x) => {
          await new Promise((r) => setTimeout(r, 5));
          return add(x, 1);
        },
        { where: isPast, message: 'slow' },
      );
      void expectRowsSumToOne(asIs, { message: 'fast' });
    }
    await settleChecks();
    expect(findings.map((finding) => finding.message)).toEqual(['slow', 'fast', 'slow', 'fast']);
    expect(findings.slice(0, 2)).toEqual(findings.slice(2));
  });
});
