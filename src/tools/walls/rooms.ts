import { importsOf, isPackage, packageOf, resolveImport } from './imports.ts';
import { type Fault, type Source, isCode, isTest } from './source.ts';

/** A room of the house and the doors it has. Paths are files, or folders when they end in a slash. */
interface Room {
  readonly name: string;
  readonly holds: RegExp;
  /** What it may import besides its own files. */
  readonly may?: readonly string[];
  /** What it may import types of, so that nothing of it is shipped. */
  readonly mayTypes?: readonly string[];
  readonly packages?: readonly RegExp[];
  /** Its files may not import each other freely: only what `may` says. */
  readonly isClosed?: boolean;
}

const react = /^react(-dom)?$/;
const views = ['src/kit/show/', 'src/kit/input/'];
const contracts = [...views, 'src/kit/errors.ts', 'src/kit/host.ts', 'lessons/schema.ts'];

/** The table of the house, in the order in which a file finds its room. `src/README.md` says it in words. */
export const rooms: readonly Room[] = [
  { name: 'kit/show', holds: /^src\/kit\/show\// },
  { name: 'kit/input', holds: /^src\/kit\/input\// },
  { name: 'kit/host', holds: /^src\/kit\/host\.ts$/ },
  {
    name: 'kit/tensor',
    holds: /^src\/kit\/tensor\//,
    may: ['src/kit/'],
    packages: [/^@tensorflow\//],
  },
  { name: 'kit', holds: /^src\/kit\// },
  {
    name: 'i18n',
    holds: /^src\/i18n\//,
    mayTypes: ['src/kit/errors.ts', 'src/runtime/analysis.ts', 'lessons/schema.ts'],
  },
  {
    name: 'viz',
    holds: /^src\/viz\//,
    may: ['src/i18n/'],
    mayTypes: contracts,
    packages: [
      react,
      /^(plotly\.js(-cartesian-dist-min)?|cytoscape|katex|zustand|unified|mdast|remark-\w+)$/,
    ],
  },
  {
    name: 'runtime/kernel',
    holds: /^src\/runtime\/kernel(\/|\.ts$)/,
    may: ['src/kit/', 'src/runtime/protocol.ts'],
    mayTypes: ['src/runtime/', 'lessons/schema.ts'],
  },
  {
    name: 'runtime',
    holds: /^src\/runtime\//,
    mayTypes: contracts,
    packages: [/^(acorn|sucrase|idb)$/, /^@lezer\//],
  },
  {
    name: 'editor',
    holds: /^src\/editor\//,
    may: ['src/i18n/'],
    mayTypes: contracts,
    packages: [/^@(codemirror|lezer)\//, /^typescript$/, react],
  },
  // Judges answers to exercises in Node as the kernel does in the browser; only tests of lessons use it.
  {
    name: 'content/testing',
    holds: /^src\/content\/testing\//,
    may: ['src/content/', 'src/kit/', 'src/runtime/'],
    packages: [/./],
  },
  {
    name: 'content',
    holds: /^src\/content\//,
    may: ['src/i18n/', 'lessons/', 'public/'],
    mayTypes: [...contracts, 'src/runtime/'],
    packages: [/./],
  },
  // Scripts that stand in a page's head as they are.
  { name: 'public', holds: /^public\// },
  { name: 'programs', holds: /^src\/programs\//, may: ['src/kit/'] },
  {
    name: 'tools',
    holds: /^src\/tools\//,
    may: ['src/content/', 'src/kit/', 'lessons/'],
    mayTypes: ['src/runtime/', 'src/shell/'],
    packages: [/./],
  },
  {
    name: 'bench',
    holds: /^src\/bench\//,
    may: ['src/content/', 'src/kit/', 'src/tools/', 'lessons/'],
    packages: [/./],
  },
  { name: 'cells', holds: /^lessons\/.*\/cells(\.ts|\/)/, may: ['src/kit/'], isClosed: true },
  {
    name: 'tests of lessons',
    holds: /^lessons\/.*\.test\.ts$/,
    may: ['src/content/testing/', 'src/kit/'],
    mayTypes: ['src/content/page.ts'],
  },
  { name: 'lessons', holds: /^lessons\//, mayTypes: ['src/kit/', 'src/content/terms.ts'] },
  {
    name: 'shell',
    holds: /^src\/shell\//,
    may: [
      'src/i18n/',
      'src/viz/',
      'src/editor/',
      'src/runtime/',
      'src/programs/',
      'src/content/browser/',
      'src/content/readPage.ts',
      'src/content/storedFile.ts',
      'lessons/',
    ],
    mayTypes: ['src/kit/', 'src/content/', 'lessons/'],
    packages: [react, /^(zustand|idb)$/],
  },
  { name: 'e2e', holds: /^e2e\//, packages: [/./] },
  { name: 'walls', holds: /^src\/architecture\.test\.ts$/, may: ['src/tools/'], packages: [/./] },
  { name: 'vite', holds: /^vite\.config\.ts$/, may: ['src/content/'], packages: [/./] },
];

function roomOf(path: string): Room | undefined {
  return rooms.find((room) => room.holds.test(path));
}

function isUnder(target: string, doors: readonly string[] = []): boolean {
  return doors.some((door) => (door.endsWith('/') ? target.startsWith(door) : target === door));
}

/** Who may import whom. Test files may use any package besides, but no other room than their own may. */
export function roomFaults(sources: readonly Source[]): Fault[] {
  return sources
    .filter(({ path }) => isCode(path))
    .flatMap((source) => {
      const room = roomOf(source.path);
      if (!room) return [{ path: source.path, line: 0, message: 'stands in no room of the house' }];
      return importsOf(source).flatMap(({ specifier, isTypeOnly, line }) => {
        const target = resolveImport(source.path, specifier);
        if (mayImport(room, source.path, target, isTypeOnly)) return [];
        const what = isTypeOnly ? 'types of' : 'code of';
        const message = `the room ${room.name} may not import ${what} ${specifier}`;
        return [{ path: source.path, line, message }];
      });
    });
}

function mayImport(room: Room, from: string, target: string, isTypeOnly: boolean): boolean {
  if (isPackage(target)) {
    if (isTest(from)) return true;
    // Modules that the build makes up carry a name of their own.
    if (target.startsWith('virtual:')) return /^(shell|runtime|content)$/.test(room.name);
    return (room.packages ?? []).some((allowed) => allowed.test(packageOf(target)));
  }
  if (!room.isClosed && roomOf(target) === room) return true;
  // Within the kit every folder may use every other; `doorFaults` says through which file.
  if (room.name === 'kit' && target.startsWith('src/kit/')) return true;
  return isUnder(target, room.may) || (isTypeOnly && isUnder(target, room.mayTypes));
}

/** A kit folder is entered through its `index.ts`; only files that stand in no folder are open to all. */
export function doorFaults(sources: readonly Source[]): Fault[] {
  return sources
    .filter(({ path }) => isCode(path) && !isTest(path))
    .flatMap((source) =>
      importsOf(source).flatMap(({ specifier, isTypeOnly, line }) => {
        const target = resolveImport(source.path, specifier);
        const folder = /^src\/kit\/([^/]+)\//.exec(target)?.[1];
        if (!folder || source.path.startsWith(`src/kit/${folder}/`)) return [];
        const isDoor = target === `src/kit/${folder}/index.ts`;
        // The description types are a contract of their own; the kernel and the page share them without the builders.
        if (isDoor || (isTypeOnly && target === `src/kit/${folder}/types.ts`)) return [];
        return [
          { path: source.path, line, message: `${specifier} goes past the index.ts of ${folder}` },
        ];
      }),
    );
}

/** A relative import names its file in full, as the browser and Node will. */
export function endingFaults(sources: readonly Source[]): Fault[] {
  return sources
    .filter(({ path }) => isCode(path))
    .flatMap((source) =>
      importsOf(source)
        .filter(({ specifier }) => specifier.startsWith('.') && !/\.\w+(\?.*)?$/.test(specifier))
        .map(({ specifier, line }) => ({
          path: source.path,
          line,
          message: `${specifier} lacks its ending (.ts, .tsx …)`,
        })),
    );
}
