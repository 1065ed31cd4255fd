import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { projectRoot } from '../command.mjs';
import { sourcesFolder } from './packages.ts';

/**
 * `npm run models -- name`: makes what lies in `public/models/name` anew from its source, measures it and writes its card.
 * The same source gives the same bytes; only the card's measurements depend on the machine.
 */
const makers = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    folder: name,
    model: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  }));

/** What the bundled maker of a model gives. */
interface Maker {
  make(say: (text: string) => void): Promise<void>;
}

/**
 * Loads `<folder>/make.ts` bundled with the kit and its tfjs, whose ES modules Node cannot load as they are. Files with an
 * ending of their own (.mjs) and all other packages stay outside.
 */
async function loadMaker(folder: string): Promise<Maker> {
  const file = join(sourcesFolder, `make-${folder}.mjs`);
  const bundle = await rolldown({
    input: join(import.meta.dirname, folder, 'make.ts'),
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    plugins: [
      {
        name: 'models:outside',
        async resolveId(source, importer, options) {
          if (!importer || source.startsWith('@tensorflow/')) return null;
          if (/\.mjs$/.test(source)) {
            const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
            return resolved ? { id: pathToFileURL(resolved.id).href, external: true } : null;
          }
          const isOurs = importer.startsWith(join(projectRoot, 'src')) && !source.startsWith('.');
          return isOurs ? { id: source, external: true } : null;
        },
      },
    ],
    logLevel: 'silent',
  });
  try {
    await bundle.write({ file, format: 'esm', codeSplitting: false });
  } finally {
    await bundle.close();
  }
  return (await import(pathToFileURL(file).href)) as Maker;
}

const wanted = process.argv.slice(2);
const chosen = makers.filter(({ model }) => wanted.includes(model));
if (chosen.length === 0 || chosen.length < wanted.length) {
  console.log(`npm run models -- ${makers.map(({ model }) => `[${model}]`).join(' ')}`);
  process.exitCode = 2;
}
for (const { folder, model } of chosen) {
  const { make } = await loadMaker(folder);
  await make((text) => console.log(`${model}: ${text}`));
}
