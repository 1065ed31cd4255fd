declare module 'virtual:type-files' {
  /** Site paths of the declarations that the editor's type service reads. Written by the build. */
  export const typeFiles: { readonly kit: string; readonly lib: string };
}
