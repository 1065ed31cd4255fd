declare module 'virtual:kernel-manifest' {
  /** Sizes, hashes and site paths of everything that the kernel may be given. Written by the build. */
  export const manifest: {
    readonly files: Readonly<
      Record<
        string,
        {
          readonly path: string;
          readonly sizeBytes: number;
          readonly sha256: string;
          readonly needs: readonly string[];
        }
      >
    >;
    readonly assets: Readonly<
      Record<string, { readonly path: string; readonly sizeBytes: number; readonly sha256: string }>
    >;
  };
}
