import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../command.mjs';
import { installPackages } from '../packages.ts';
import { cardOf, cardText } from './card.ts';
import { modelFiles } from './files.ts';
import { writeGolden } from './golden.ts';
import { openLaboratory } from './measure.ts';
import { originalValues, packages, readOriginal } from './original.ts';
import { measureScores } from './scores.ts';

const folder = join(projectRoot, 'public/models/use-lite');

/**
 * Universal Sentence Encoder Lite: takes the published weights, rounds them to int8, asks the original for golden vectors,
 * measures our encoder against them on every backend, and writes the files with their card.
 */
export async function make(say: (text: string) => void): Promise<void> {
  if (!readOriginal()) {
    say(`installing ${packages.join(', ')}`);
    await installPackages(packages);
  }
  const original = readOriginal();
  if (!original) throw new Error('npm installed the packages, but they are not there');

  const files = modelFiles(original);
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) {
    writeFileSync(join(folder, name), bytes);
    say(`${name}, ${bytes.byteLength} bytes`);
  }

  say('asking the original for golden vectors');
  const golden = await writeGolden(original);

  say('measuring in a browser');
  const served = new Map([...files].map(([name, bytes]) => [`models/use-lite/${name}`, bytes]));
  const laboratory = await openLaboratory(served, originalValues(original));
  // a card without scores would promise what nobody saw
  if (!laboratory)
    throw new Error('no browser to measure in: install Chrome or Chromium, or set COURSE_BROWSER');
  try {
    const card = cardOf(files, await measureScores(laboratory, golden, say));
    writeFileSync(join(folder, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
    writeFileSync(join(folder, 'card.md'), cardText(card));
  } finally {
    await laboratory.close();
  }
  say('done');
}
