import { readFileSync } from 'node:fs';
import { transform } from 'sucrase';

/**
 * Evaluates a TypeScript file that holds data only (`lesson.ts`, `glossary.ts`, `index.ts`) and gives its exports. It is
 * read afresh each time, so a development server sees every change; the file may import types and nothing else.
 */
export async function loadModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { code } = transform(readFileSync(path, 'utf8'), {
    transforms: ['typescript'],
    filePath: path,
  });
  const address = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  const loaded: unknown = await import(/* @vite-ignore */ address);
  return typeof loaded === 'object' && loaded !== null ? { ...loaded } : {};
}
