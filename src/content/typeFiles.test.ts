import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { buildKitTypes, buildLibTypes, libPath, shortenDocs } from './typeFiles.ts';
import { globalsOf } from './typeGlobals.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kit = buildKitTypes(root);
const lib = buildLibTypes(root);
const sentKB = (value: unknown): number => gzipSync(JSON.stringify(value)).length / 1000;

test('the declarations are small: the kit with tfjs 300 KB at most, the language 60 KB', () => {
  expect(sentKB(kit)).toBeLessThan(300);
  expect(sentKB(lib)).toBeLessThan(60);
});

test('every module has its file, and every import in the files leads to another of them', () => {
  for (const path of Object.values(kit.modules)) expect(kit.files).toHaveProperty([path]);
  const dangling = Object.entries(kit.files).flatMap(([path, text]) =>
    ts
      .preProcessFile(text, true, false)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((specifier) => !(specifier in kit.files))
      .map((specifier) => `${path}: ${specifier}`),
  );
  // Backends are no reader's business, and would bring the page's own types.
  expect(dangling.filter((each) => !/@tensorflow\/tfjs-backend-/.test(each))).toEqual([]);
});

test('what no door leads to is left out: tests, and what the machine here is called', () => {
  expect(Object.keys(kit.files).filter((path) => /\.test\.|testing/.test(path))).toEqual([]);
  expect(JSON.stringify(kit)).not.toContain(root.replace(/\/$/, ''));
});

test('a cell has timers and an AbortSignal, and no page', () => {
  const text = lib.files[libPath] ?? '';
  for (const name of ['setTimeout', 'AbortSignal', 'console', 'performance'])
    expect(text).toMatch(new RegExp(`\\b(interface|var|function) ${name}\\b`));
  for (const name of ['HTMLElement', 'document', 'fetch', 'WebGLRenderingContext', 'indexedDB'])
    expect(text).not.toMatch(new RegExp(`^(interface|declare (var|function)) ${name}\\b`, 'm'));
  expect(text).not.toContain('reference lib');
});

test('globals bring the types they speak of, and theirs, but no names that merely look alike', () => {
  const text = globalsOf(`
    declare var crypto: Crypto;
    interface Crypto { subtle: Subtle; name: string }
    interface Subtle extends Base { key(): Key | null }
    interface Base {}
    type Key = string;
    declare var name: string;
    declare var document: Document;
    interface Document {}`);
  expect([...text.matchAll(/(?:var|interface|type) (\w+)/g)].map(([, name]) => name)).toEqual([
    'crypto',
    'Crypto',
    'Subtle',
    'Base',
    'Key',
  ]);
});

test('doc comments keep their first paragraph', () => {
  expect(shortenDocs('/**\n * Adds\n * two. See `b`.\n *\n * ```js\n * a\n * ```\n */\nx')).toBe(
    '/** Adds two. See `b`. */\nx',
  );
  expect(shortenDocs('/** @param a first */ x')).toBe(' x');
});
