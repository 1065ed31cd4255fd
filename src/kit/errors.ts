/**
 * Every error that the kit or the kernel raises on purpose, by code. `i18n` explains each code in both languages and
 * the build fails when one is missing. `expected` and `got` are short English texts or plain values.
 */
export interface KitErrorDetails {
  'shape-mismatch': { fn: string; expected: string; got: unknown };
  'bad-argument': { fn: string; name: string; expected: string; got: unknown };
  'heads-not-divisible': { fn: string; heads: number; kvHeads: number };
  'unknown-token-role': { fn: string; role: string; known: readonly string[] };
  'disposed-tensor': { fn: string };
  'backend-unavailable': { backend: string; reason: string };
  'device-lost': { reason: string };
  'shader-failed': { shader: string; line: number | null; message: string };
  'asset-unknown': { name: string };
  'asset-missing': { name: string; status: number };
  'asset-corrupt': { name: string; expected: string; got: string };
  'asset-too-large': { name: string; sizeBytes: number; maxBytes: number };
  'store-refused': { reason: string };
  'store-too-large': { key: string; sizeBytes: number; maxBytes: number };
  'download-refused': { name: string; reason: string };
  'generate-unavailable': { reason: string };
  /** Text in a language that a model was not trained on; `language` is the one it reads, as a BCP 47 tag. */
  'language-unsupported': { fn: string; model: string; language: string; got: string };
  'import-unknown': { specifier: string; known: readonly string[] };
  'import-name-unknown': { specifier: string; name: string };
  'input-duplicate': { id: string };
  'not-displayable': { type: string };
  aborted: { cell: string };
  /** The kernel's worker ended by itself, most often for want of memory. */
  'kernel-ended': { reason: string };
  /** A cell sent the page more messages than it can read, so its kernel was ended. */
  'kernel-flood': { reason: string };
}
/** One of the codes. */
export type KitErrorCode = keyof KitErrorDetails;

/** An error with a code that the page can explain in the reader's language. */
export class KitError<C extends KitErrorCode = KitErrorCode> extends Error {
  override readonly name = 'KitError';
  readonly code: C;
  readonly details: KitErrorDetails[C];

  constructor(code: C, details: KitErrorDetails[C]) {
    super(`${code}: ${describe(details)}`);
    this.code = code;
    this.details = details;
  }
}

function describe(details: object): string {
  return Object.entries(details)
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
