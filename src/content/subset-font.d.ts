declare module 'subset-font' {
  /** The font with only the glyphs that `text` may need. */
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: { readonly targetFormat: 'woff2' },
  ): Promise<Uint8Array>;
}
