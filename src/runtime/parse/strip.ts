import { transform } from 'sucrase';
import { align } from './align.ts';
import { Fault, placeAt } from './fault.ts';
import { firstError, type Inspection } from './inspect.ts';
import { syntaxFault } from './syntax.ts';

/** JavaScript made of a cell's TypeScript, on the same lines. */
export interface Stripped {
  readonly code: string;
  /** Whether every token also has its column, so that offsets are those of the source. */
  readonly isAligned: boolean;
}

/**
 * The cell's text with `\n` as its only line break, and blanks for what cannot stand inside the kernel's function: a
 * byte order mark and a hashbang. Lines and columns stay.
 */
export function normalise(source: string): string {
  const text = source.replace(/\r\n?/g, '\n').replace(/^\ufeff/, ' ');
  return text.replace(/^ ?#!.*/, (bang) => ' '.repeat(bang.length));
}

/**
 * Removes the types of `source` (normalised).
 * @throws Fault `syntax`
 */
export function strip(source: string): Stripped {
  const padding = padTemplates(source);
  const { code, sourceMap } = removeTypes(padding.text, source, padding.toSource);
  const aligned = align(padding.text, code, sourceMap?.mappings ?? '');
  const unpadded = aligned === null ? null : padding.unpad(aligned);
  if (unpadded !== null) return { code: unpadded, isAligned: true };
  return { code: removeTypes(source, source, (offset) => offset).code, isAligned: false };
}

function removeTypes(
  text: string,
  source: string,
  toSource: (offset: number) => number,
): ReturnType<typeof transform> {
  try {
    return transform(text, {
      transforms: ['typescript'],
      disableESTransforms: true,
      keepUnusedImports: false,
      filePath: 'cell',
      sourceMapOptions: { compiledFilename: 'cell' },
    });
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw fromParser(error, source, toSource);
    }
    // On some broken imports sucrase fails inside itself and cannot say where.
    throw syntaxFault('Unexpected token', placeAt(source, firstError(source) ?? 0), source);
  }
}

/**
 * `source` with a space in every empty piece of a template: sucrase's source maps lose count of columns after a token
 * without characters. The spaces do no harm where they land outside templates; all are taken out again.
 */
function padTemplates(source: string): {
  readonly text: string;
  readonly toSource: (offset: number) => number;
  readonly unpad: (aligned: string) => string | null;
} {
  const at = [...source.matchAll(/(?<=[`}])(?=`|\$\{)/g)].map(({ index }, count) => index + count);
  let text = '';
  let done = 0;
  at.forEach((offset, count) => {
    text += `${source.slice(done, offset - count)} `;
    done = offset - count;
  });
  text += source.slice(done);
  return {
    text,
    toSource: (offset) => offset - at.filter((inserted) => inserted < offset).length,
    unpad: (aligned) => {
      let out = '';
      let from = 0;
      for (const offset of at) {
        if (aligned[offset] !== ' ') return null;
        out += aligned.slice(from, offset);
        from = offset + 1;
      }
      return out + aligned.slice(from);
    },
  };
}

/** The fault that an error thrown by sucrase or acorn means; errors of other kinds are returned as they are. */
export function fromParser(
  error: unknown,
  source: string,
  toSource: (offset: number) => number = (offset) => offset,
): unknown {
  if (error instanceof RangeError) {
    return new Fault(
      'syntax',
      'The code is nested too deeply',
      { line: 1, column: 1 },
      { reason: 'depth' },
    );
  }
  if (!(error instanceof SyntaxError)) return error;
  const { pos } = error as SyntaxError & { readonly pos?: unknown };
  const place = placeAt(source, toSource(typeof pos === 'number' ? pos : 0));
  const message = error.message
    .replace(/^Error transforming cell: /, '')
    .replace(/ ?\(\d+:\d+\)$/, '');
  return syntaxFault(message, place, source);
}

/** Closes statements whose last characters were types, where the next line would otherwise continue them. */
export function closeStatements(
  { code, isAligned }: Stripped,
  source: string,
  ends: Inspection['ends'],
): string {
  if (!isAligned) return code;
  const blanked = ends.filter((at) => code[at] === ' ' && source[at] !== ' ');
  if (blanked.length === 0) return code;
  const units = code.split('');
  for (const at of blanked) {
    const next = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*([([`+\-*/])/.exec(code.slice(at + 1, at + 2000));
    if (next) units[at] = ';';
  }
  return units.join('');
}
