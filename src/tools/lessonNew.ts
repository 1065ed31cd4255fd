import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addToIndex, scaffold } from './scaffold.ts';

/** `npm run lesson:new part/lesson`: makes the folder of a small, valid lesson and lists it in the course. */
function main(): void {
  const id = process.argv[2] ?? '';
  if (!/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(id)) {
    throw new Error(
      'say which: npm run lesson:new part/lesson (lower-case letters, digits and hyphens)',
    );
  }
  const root = process.cwd();
  const dir = join(root, 'lessons', id);
  if (existsSync(dir)) throw new Error(`lessons/${id} is already there`);
  const index = join(root, 'lessons/index.ts');
  const listed = addToIndex(readFileSync(index, 'utf8'), id);
  mkdirSync(dir, { recursive: true });
  for (const [name, text] of Object.entries(scaffold(id))) writeFileSync(join(dir, name), text);
  writeFileSync(index, listed);
  console.log(`lessons/${id} is made and listed. Next: npm run dev, then open /ar/${id}/`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
