import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commentOf, signatureOf } from './signature.ts';

const source = `
/** Adds. */
export async function add<T extends number>(first: T, { second = 1 }: { second?: number } = {}): Promise<number> {
  return first + second;
}

/** Inferred. */
export function twice(x: number) {
  return [x, x];
}

export const SMALL = { a: 1, b: 2 } as const;
export const TYPED: readonly string[] = ['a'];

/** A box. */
export class Box<T> {
  /** What is in it. */
  readonly content: T;
  size = 3;
  private secret = 1;
  #deeper = 2;
  /** Fills it. */
  constructor(content: T) {
    this.content = content;
    this.secret += this.#deeper;
  }
  /**
   * Looks inside
   * @throws Error never
   */
  look(): T {
    return this.content;
  }
  protected shake(): number {
    return this.secret;
  }
}

/** Settings. */
export interface Settings {
  /** How many. */
  readonly count: number;
}
`;

let folder = '';
let program: ts.Program;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signature-'));
  writeFileSync(join(folder, 'a.ts'), source);
  program = ts.createProgram([join(folder, 'a.ts')], {
    strict: true,
    target: ts.ScriptTarget.ES2023,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

function show(name: string): string {
  const file = program.getSourceFile(join(folder, 'a.ts'))!;
  const checker = program.getTypeChecker();
  const symbol = checker
    .getExportsOfModule(checker.getSymbolAtLocation(file)!)
    .find((each) => each.name === name);
  return signatureOf(symbol!.declarations![0]!, checker);
}

test('a function loses its body and its modifiers; one too long for a line gets a line per parameter', () => {
  expect(show('add')).toBe(
    'function add<T extends number>(\n  first: T,\n  { second = 1 }: { second?: number } = {},\n): Promise<number>;',
  );
});

test('what a function returns is told where the source leaves it to be inferred', () => {
  expect(show('twice')).toBe('function twice(x: number): number[];');
});

test('a small constant is shown with its value, a typed one with its type', () => {
  expect(show('SMALL')).toBe('const SMALL = { a: 1, b: 2 } as const;');
  expect(show('TYPED')).toBe('const TYPED: readonly string[];');
});

test('a class shows its public members with their comments, and nothing private', () => {
  expect(show('Box')).toBe(`class Box<T> {
  /** What is in it. */
  readonly content: T;
  size: number;
  /** Fills it. */
  constructor(content: T);
  /**
   * Looks inside
   * @throws Error never
   */
  look(): T;
}`);
});

test('a type is shown as it is written, and its comment is found', () => {
  expect(show('Settings')).toBe(
    'interface Settings {\n  /** How many. */\n  readonly count: number;\n}',
  );
  const file = program.getSourceFile(join(folder, 'a.ts'))!;
  expect(commentOf(file.statements.at(-1)!)).toBe('/** Settings. */');
});
